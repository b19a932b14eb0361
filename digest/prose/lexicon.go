package prose

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/language"
	"newsbrief/digest/text"
)

// wordSet returns the words of a section of all languages.
func wordSet(section string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool { return setOf(wordsOf(language.Union(section))) })
}

// wordList is wordSet in the order of the languages.
func wordList(section string) func() []string {
	return sync.OnceValue(func() []string { return wordsOf(language.Union(section)) })
}

func wordsOf(lines []string) []string {
	var out []string
	for _, line := range lines {
		out = append(out, strings.Fields(line)...)
	}
	return out
}

// phraseList returns the phrases of a section of all languages.
func phraseList(section string) func() []string {
	return sync.OnceValue(func() []string { return entries(language.Union(section)) })
}

// phraseSet is phraseList as a set.
func phraseSet(section string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool { return setOf(entries(language.Union(section))) })
}

func setOf(list []string) map[string]bool {
	set := make(map[string]bool, len(list))
	for _, s := range list {
		set[s] = true
	}
	return set
}

// entries parts lines of phrases at " | ".
func entries(lines []string) []string {
	var out []string
	for _, line := range lines {
		out = append(out, strings.Split(line, " | ")...)
	}
	return out
}

// pattern compiles what an expression with an alternation of the patterns of a
// section at "@" matches.
func pattern(section, expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(strings.ReplaceAll(expression, "@", "(?:"+strings.Join(entries(language.Union(section)), "|")+")"))
	})
}

// phrases are beginnings in lower case, by their first letter.
type phrases map[rune][]string

func newPhrases(list []string) phrases {
	p := phrases{}
	for _, s := range list {
		r, _ := utf8.DecodeRuneInString(s)
		p[r] = append(p[r], s)
	}
	return p
}

// lead returns how many bytes the longest of the phrases takes with which the
// lower-case s begins, 0 without one. A Latin one ends where a word does.
func (p phrases) lead(s string) int {
	r, _ := utf8.DecodeRuneInString(s)
	best := 0
	for _, phrase := range p[r] {
		if len(phrase) > best && strings.HasPrefix(s, phrase) && wordEnds(s, len(phrase)) {
			best = len(phrase)
		}
	}
	return best
}

// wordEnds reports whether no Latin word goes on at i.
func wordEnds(s string, i int) bool {
	next, _ := utf8.DecodeRuneInString(s[i:])
	return i == len(s) || !unicode.In(lastRune(s[:i]), unicode.Latin) || !text.IsWord(next) && next != '-'
}

// lexicon is how sentences of a language begin that hang on others.
type lexicon struct {
	pronouns, possessives, noPronouns, connectives, turns phrases
}

// lexiconOf returns that of the language, of all together if it is unknown.
func lexiconOf(lang string) *lexicon {
	all := lexicons()
	if l := all[language.Base(lang)]; l != nil {
		return l
	}
	return all[""]
}

var lexicons = sync.OnceValue(func() map[string]*lexicon {
	all := map[string]*lexicon{"": newLexicon(language.Union)}
	for _, d := range language.All() {
		all[d.Tag] = newLexicon(d.List)
	}
	return all
})

func newLexicon(list func(section string) []string) *lexicon {
	return &lexicon{
		pronouns:    newPhrases(entries(list("prose.pronouns"))),
		possessives: newPhrases(entries(list("prose.possessives"))),
		noPronouns:  newPhrases(entries(list("prose.no-pronouns"))),
		connectives: newPhrases(entries(list("prose.connectives"))),
		turns:       newPhrases(entries(list("prose.turns"))),
	}
}

// startOf is as much of s in lower case as decides about its beginning; "" if
// that has another length, as few letters have.
func startOf(s string) string {
	const enough = 120 // bytes
	head := strings.ToValidUTF8(s[:min(len(s), enough)], "")
	low := strings.ToLower(head)
	if len(low) != len(head) {
		return ""
	}
	return low
}
