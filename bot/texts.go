package bot

import (
	"embed"
	"fmt"
	"path"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed texts/*.json
var textFiles embed.FS

// Texts is the catalogue of everything that the bot says to people: one file
// a language, each with the same keys and placeholders as English.
type Texts struct {
	bundle *i18n.Bundle
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
	return &Texts{bundle: bundle}, nil
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
	return Voice{Language: tag, localizer: i18n.NewLocalizer(t.bundle, tag)}
}

// Voice says texts in one language.
type Voice struct {
	Language  string
	localizer *i18n.Localizer
}

// Say returns the text with the key, its placeholders filled from pairs of
// name and value. A value named Count also chooses the plural form.
func (v Voice) Say(key string, pairs ...any) string {
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
