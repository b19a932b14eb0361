package bot

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// languages are those of newsbrief's readers, the first the one to fall back to.
var languages = []string{"en", "ja", "zh-Hans", "zh-Hant", "vi", "th", "id", "ms", "fil", "km", "lo", "my", "ta"}

// spoken returns the reader's language that fits the tag best, the default
// for none: "tl" is fil, "in" is id, "zh-HK" is zh-Hant.
func (b *Bot) spoken(tag string) string {
	if l, ok := matchLanguage(tag); ok {
		return l
	}
	if l, ok := matchLanguage(b.cfg.Language); ok {
		return l
	}
	return languages[0]
}

func matchLanguage(tag string) (string, bool) {
	if slices.Contains(languages, tag) {
		return tag, true
	}
	want, err := language.Parse(tag)
	if err != nil || tag == "" {
		return "", false
	}
	_, i, confidence := supported().Match(want)
	return languages[i], confidence >= language.High
}

// supported matches tags with the readers' languages.
var supported = sync.OnceValue(func() language.Matcher {
	tags := make([]language.Tag, len(languages))
	for i, l := range languages {
		tags[i] = language.Make(l)
	}
	return language.NewMatcher(tags)
})

// LanguageNamed finds a language by its tag, its own name or its English
// name: "ja", "日本語", "japanese".
func LanguageNamed(typed string) (string, bool) {
	typed = strings.ToLower(strings.TrimSpace(typed))
	for _, l := range languages {
		own := strings.ToLower(display.Self.Name(language.Make(l)))
		english := strings.ToLower(display.English.Languages().Name(language.Make(l)))
		if typed == own || typed == english || slices.Contains(otherNames[l], typed) {
			return l, true
		}
	}
	return matchLanguage(typed)
}

// otherNames are what people also call the languages.
var otherNames = map[string][]string{
	"zh-Hans": {"chinese", "中文", "简体中文", "简体"}, "zh-Hant": {"繁體中文", "繁体中文", "繁體", "traditional chinese"},
	"vi": {"việt", "tiếng việt", "tieng viet"}, "th": {"ภาษาไทย"}, "id": {"indonesia", "bahasa indonesia"},
	"ms": {"malaysia", "bahasa melayu", "bahasa malaysia", "melayu"}, "fil": {"tagalog", "pilipino"}, "km": {"ភាសាខ្មែរ"},
	"lo": {"ພາສາລາວ"}, "my": {"မြန်မာဘာသာ", "myanmar"}, "ja": {"にほんご"}, "ta": {"தமிழ்"},
}

// languageName is the language's own name for itself.
func languageName(tag string) string { return display.Self.Name(language.Make(tag)) }

// reads returns the languages whose stories a subscriber wants.
func reads(language string, chosen []string) []string {
	if len(chosen) > 0 {
		return chosen
	}
	if language == "en" {
		return []string{"en"}
	}
	return []string{language, "en"}
}
