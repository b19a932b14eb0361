package bot

import (
	"embed"
	"fmt"
	"path"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed texts/*.json
var textFiles embed.FS

// Texts is the catalogue of everything that the bot says to people: one file
// a language, each with the same keys and placeholders as English.
type Texts struct {
	bundle *i18n.Bundle
	voices map[string]Voice // of the languages that have texts
	said   *said
}

// LoadTexts reads the embedded catalogue. English is what a text falls back
// to where a language lacks it.
func LoadTexts() (*Texts, error) {
	bundle := i18n.NewBundle(language.English)
	files, err := textFiles.ReadDir("texts")
	if err != nil {
		return nil, fmt.Errorf("read texts: %w", err)
	}
	for _, f := range files {
		if _, err := bundle.LoadMessageFileFS(textFiles, path.Join("texts", f.Name())); err != nil {
			return nil, fmt.Errorf("read texts %s: %w", f.Name(), err)
		}
	}
	t := &Texts{bundle: bundle, voices: make(map[string]Voice), said: &said{}}
	for _, tag := range t.Languages() {
		t.voices[tag] = t.voice(tag)
	}
	return t, nil
}

// Languages returns the BCP 47 tags of the languages that have texts.
func (t *Texts) Languages() []string {
	var tags []string
	for _, tag := range t.bundle.LanguageTags() {
		tags = append(tags, tag.String())
	}
	return tags
}

// In returns the voice that speaks the language, a BCP 47 tag; of languages
// without texts, English.
func (t *Texts) In(tag string) Voice {
	if v, ok := t.voices[tag]; ok {
		return v
	}
	return t.voice(tag)
}

func (t *Texts) voice(tag string) Voice {
	return Voice{Language: tag, localizer: i18n.NewLocalizer(t.bundle, tag), said: t.said}
}

// Voice says texts in one language.
type Voice struct {
	Language  string
	localizer *i18n.Localizer
	said      *said
}

// Say returns the text with the key, its placeholders filled from pairs of
// name and value. A value named Count also chooses the plural form.
func (v Voice) Say(key string, pairs ...any) string {
	as, short := newSaying(v.Language, key, pairs)
	if !short {
		return v.localize(key, pairs)
	}
	if s, ok := v.said.find(as); ok {
		return s
	}
	s := v.localize(key, pairs)
	v.said.keep(as, s)
	return s
}

func (v Voice) localize(key string, pairs []any) string {
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

// said remembers short texts: how old news is and when a digest is due are
// said in every digest, and many times in each.
type said struct {
	mu    sync.Mutex
	texts map[saying]string
}

// mostSaid bounds the texts that are remembered, a few hundred bytes each.
const mostSaid = 2000

// saying is all that a text depends on.
type saying struct {
	language, key string
	pairs         [8]any // texts and whole numbers
}

// newSaying returns the saying; false where it is too long to be remembered.
func newSaying(language, key string, pairs []any) (s saying, short bool) {
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

func (s *said) find(as saying) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	text, ok := s.texts[as]
	return text, ok
}

func (s *said) keep(as saying, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.texts == nil || len(s.texts) >= mostSaid {
		s.texts = make(map[saying]string)
	}
	s.texts[as] = text
}
