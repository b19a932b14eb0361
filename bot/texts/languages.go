package texts

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/unicode/norm"

	data "newsbrief/digest/language"
)

// languages are those of newsbrief's readers, the first the one to fall back to.
var languages = []string{"en", "ja", "zh-Hans", "zh-Hant", "vi", "th", "id", "ms", "fil", "km", "lo", "my", "ta"}

// Languages returns the tags of the languages that the bot speaks, BCP 47, the
// first the one to fall back to.
func Languages() []string { return slices.Clone(languages) }

// MatchLanguage returns the language that fits the tag best: "tl" is fil, "in"
// is id, "zh-HK" is zh-Hant.
func MatchLanguage(tag string) (string, bool) {
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

// LanguageNamed finds a language by its tag, by its name in any of the readers'
// languages, or by the code of a country: "ja", "日本語", "japanese", "tiếng nhật",
// "vn".
func LanguageNamed(typed string) (string, bool) {
	typed = foldName(typed)
	if l, ok := languagesByName()[typed]; ok {
		return l, true
	}
	for _, word := range data.Union("talk.language words") {
		if l, ok := languagesByName()[strings.TrimSpace(strings.TrimPrefix(strings.TrimSuffix(typed, word), word))]; ok {
			return l, true
		}
	}
	if l, ok := MatchLanguage(typed); ok {
		return l, true
	}
	return spokenIn(typed)
}

// spokenIn finds the language of a country by its code of two letters.
func spokenIn(code string) (string, bool) {
	region, err := language.ParseRegion(code)
	if err != nil || len(code) != 2 || !region.IsCountry() {
		return "", false
	}
	tag, err := language.Compose(language.Und, region)
	if err != nil {
		return "", false
	}
	base, confidence := tag.Base()
	if confidence == language.No {
		return "", false
	}
	return MatchLanguage(base.String())
}

func foldName(name string) string { return norm.NFC.String(strings.ToLower(strings.TrimSpace(name))) }

// languagesByName holds the languages under what people call them. A name that
// two could have belongs to the one that has it in its own language.
var languagesByName = sync.OnceValue(func() map[string]string {
	named := make(map[string]string)
	add := func(name, l string) {
		if name = foldName(name); name != "" && named[name] == "" {
			named[name] = l
		}
	}
	for _, d := range data.All() {
		for name, l := range d.Table("talk.language names") {
			add(name, l)
		}
	}
	for _, l := range languages {
		add(LanguageName(l), l)
		add(display.Self.Name(language.Make(l)), l)
	}
	for _, in := range languages {
		names := display.Languages(language.Make(in))
		for _, l := range languages {
			add(names.Name(language.Make(l)), l)
		}
	}
	return named
})

// LanguageName is the language's own name for itself, as it is said in a
// sentence.
func LanguageName(tag string) string {
	for _, name := range data.Of(tag).List("talk.own name") {
		return name
	}
	return display.Self.Name(language.Make(tag))
}
