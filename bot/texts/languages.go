package texts

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/unicode/norm"
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

// LanguageNamed finds a language by its tag or by its name in any of the
// readers' languages: "ja", "日本語", "japanese", "tiếng nhật".
func LanguageNamed(typed string) (string, bool) {
	typed = foldName(typed)
	if l, ok := languagesByName()[typed]; ok {
		return l, true
	}
	for _, word := range wordsForLanguage {
		if l, ok := languagesByName()[strings.TrimSpace(strings.TrimPrefix(strings.TrimSuffix(typed, word), word))]; ok {
			return l, true
		}
	}
	return MatchLanguage(typed)
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
	for _, l := range languages {
		add(LanguageName(l), l)
		for _, name := range otherNames[l] {
			add(name, l)
		}
	}
	for _, in := range languages {
		names := display.Languages(language.Make(in))
		for _, l := range languages {
			add(names.Name(language.Make(l)), l)
		}
	}
	return named
})

// wordsForLanguage stand beside the name of a language and mean just that.
var wordsForLanguage = []string{"bahasa", "tiếng", "ภาษา", "ພາສາ", "ភាសា", "ဘာသာ", "စကား", "மொழி", "wikang"}

// otherNames are what people also call the languages.
var otherNames = map[string][]string{
	"zh-Hans": {"chinese", "mandarin", "中文", "简体", "汉语", "中国語", "tiếng hoa", "จีน", "cina", "tionghoa"}, "zh-Hant": {"繁體", "繁体", "國語", "traditional chinese"},
	"vi": {"việt", "tieng viet"}, "ms": {"malaysia"}, "fil": {"tagalog", "pilipino"}, "my": {"myanmar"}, "ja": {"にほんご"},
}

// LanguageName is the language's own name for itself.
func LanguageName(tag string) string { return display.Self.Name(language.Make(tag)) }
