// Package texts is everything that the bot says to people, one file a language,
// and how each language puts dates, times and lists together.
package texts

import (
	"embed"
	"fmt"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed *.json
var textFiles embed.FS

// Catalogue is the catalogue of everything that the bot says to people: one file
// a language, each with the same keys and placeholders as English.
type Catalogue struct {
	bundle     *i18n.Bundle
	localizers map[string]Localizer // of the languages that have texts
	cache      *cache
}

// Load reads the embedded catalogue. English is what a text falls back
// to where a language lacks it.
func Load() (*Catalogue, error) {
	bundle := i18n.NewBundle(language.English)
	files, err := textFiles.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("read texts: %w", err)
	}
	for _, f := range files {
		if _, err := bundle.LoadMessageFileFS(textFiles, f.Name()); err != nil {
			return nil, fmt.Errorf("read texts %s: %w", f.Name(), err)
		}
	}
	t := &Catalogue{bundle: bundle, localizers: make(map[string]Localizer), cache: &cache{}}
	for _, tag := range t.Languages() {
		t.localizers[tag] = t.localizer(tag)
	}
	return t, nil
}

// Languages returns the BCP 47 tags of the languages that have texts.
func (t *Catalogue) Languages() []string {
	var tags []string
	for _, tag := range t.bundle.LanguageTags() {
		tags = append(tags, tag.String())
	}
	return tags
}

// In returns the voice that speaks the language, a BCP 47 tag; of languages
// without texts, English.
func (t *Catalogue) In(tag string) Localizer {
	if v, ok := t.localizers[tag]; ok {
		return v
	}
	return t.localizer(tag)
}

func (t *Catalogue) localizer(tag string) Localizer {
	return Localizer{Language: tag, localizer: i18n.NewLocalizer(t.bundle, tag), cache: t.cache}
}

// Localizer says texts in one language.
type Localizer struct {
	Language  string
	localizer *i18n.Localizer
	cache     *cache
}

// Say returns the text with the key, its placeholders filled from pairs of
// name and value. A value named Count also chooses the plural form.
func (v Localizer) Say(key string, pairs ...any) string {
	as, short := newCacheKey(v.Language, key, pairs)
	if !short {
		return v.localize(key, pairs)
	}
	if s, ok := v.cache.find(as); ok {
		return s
	}
	s := v.localize(key, pairs)
	v.cache.keep(as, s)
	return s
}

func (v Localizer) localize(key string, pairs []any) string {
	data := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		data[pairs[i].(string)] = pairs[i+1]
	}
	cfg := &i18n.LocalizeConfig{MessageID: key, TemplateData: data, PluralCount: data["Count"]}
	s, err := v.localizer.Localize(cfg)
	if err != nil && s == "" {
		return key
	}
	return s
}

// cache remembers short texts: how old news is and when a digest is due are
// said in every digest, and many times in each.
type cache struct {
	mu    sync.Mutex
	texts map[cacheKey]string
}

// mostCached bounds the texts that are remembered, a few hundred bytes each.
const mostCached = 2000

// cacheKey is all that a text depends on.
type cacheKey struct {
	language, key string
	pairs         [8]any // texts and whole numbers
}

// newCacheKey returns the cacheKey; false where it is too long to be remembered.
func newCacheKey(language, key string, pairs []any) (s cacheKey, short bool) {
	const longest = 64
	if len(pairs) > len(s.pairs) {
		return s, false
	}
	for i, p := range pairs {
		switch p := p.(type) {
		case int:
		case string:
			if len(p) > longest {
				return s, false
			}
		default:
			return s, false
		}
		s.pairs[i] = p
	}
	s.language, s.key = language, key
	return s, true
}

func (s *cache) find(as cacheKey) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	text, ok := s.texts[as]
	return text, ok
}

func (s *cache) keep(as cacheKey, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.texts == nil || len(s.texts) >= mostCached {
		s.texts = make(map[cacheKey]string)
	}
	s.texts[as] = text
}
