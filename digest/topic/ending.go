package topic

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/language"
)

// ending is how a Tamil word was shortened to the stem that its endings are
// added to: a place in [endings], or anyScript.
type ending int8

const anyScript ending = -1 // not Tamil: a token ends where a word ends

// endingRule is what goes off the end of a word, and what its endings then
// begin with.
type endingRule struct {
	off     string
	follows []string // "$" at the end: the word ends there
}

// endings are the rules in the order in which they are tried; the last takes
// every word as it is.
var endings = sync.OnceValue(func() (rules []endingRule) {
	for _, line := range language.Union("topic.endings") {
		off, follows, _ := strings.Cut(line, " = ")
		rules = append(rules, endingRule{strings.TrimPrefix(off, "-"), strings.Fields(follows)})
	}
	return rules
})

// stem returns a Tamil word without what its endings replace, and every other
// word as it is.
func stem(w string) (string, ending) {
	if !strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(unicode.Tamil, r) }) {
		return w, anyScript
	}
	const letters = 3 // a shorter stem would begin too many words
	for i, rule := range endings() {
		if s, ok := strings.CutSuffix(w, rule.off); ok && (rule.off == "" || utf8.RuneCountInString(s) >= letters) {
			return s, ending(i)
		}
	}
	return w, anyScript
}

// fits reports whether the letters that follow the stem, up to the end of the
// word, can be an ending of it. The stem ends before token j.
func (e ending) fits(f *field, j int) bool {
	if e == anyScript {
		return true
	}
	rest := f.rest(j) + "$"
	for _, begin := range endings()[e].follows {
		if strings.HasPrefix(rest, begin) {
			return true
		}
	}
	return false
}

// rest returns the next letters behind token j-1 in its word.
func (f *field) rest(j int) string {
	const most = 3 // are looked at
	var s strings.Builder
	for i := j; i < min(j+most, len(f.tokens)) && f.tokens[i].flags&letter != 0 && f.tokens[i].s0 == f.tokens[i-1].s1; i++ {
		s.Write(f.key(i))
	}
	return s.String()
}
