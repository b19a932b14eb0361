package story

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/language"
	"newsbrief/digest/text"
)

const (
	// latinStem and tamilStem are how many characters at the head of a word
	// tell what it is about; what follows is person, case, tense and the like.
	// A Tamil sign counts as one, and most letters bear one.
	latinStem = 6
	tamilStem = 5
)

// stem takes the ending off a folded word, and the plural that most
// Latin-script headlines know.
func stem(w string) string {
	if r, _ := utf8.DecodeRuneInString(w); unicode.Is(unicode.Tamil, r) {
		return headOf(w, tamilStem)
	}
	if len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") {
		w = w[:len(w)-1]
	}
	return headOf(w, latinStem)
}

// headOf returns the first n characters of s.
func headOf(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// How many of the imagined items have a given word.
const (
	shortPrior  = 20 // a short one
	plainPrior  = 12 // one that is only grammar
	commonPrior = 5  // one that headlines of all kinds are full of
)

// grammar guesses how many of the imagined items have the word if it says
// nothing by itself: short words that are written small are mostly grammar, in
// any language.
func grammar(t token) uint8 {
	if utf8.RuneCountInString(t.folded) <= 3 && strings.ToLower(t.written) == t.written {
		return shortPrior
	}
	if stopWords()[t.folded] {
		return plainPrior
	}
	return 0
}

// background guesses the same of a stem that says little.
func background(stem string) uint8 {
	if commonStems()[stem] {
		return commonPrior
	}
	return 0
}

// stopWords says little by itself in any language.
var stopWords = sync.OnceValue(func() map[string]bool { return language.Set("story.stopwords") })

// commonStems are of words that headlines of all kinds are full of, and of
// places, which say where and not what.
var commonStems = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for _, w := range language.Union("story.common") {
		set[stem(w)] = true
	}
	for _, d := range language.All() {
		for _, section := range []string{"story.countries", "story.places"} {
			for name := range d.Table(section) {
				for w := range strings.FieldsSeq(text.Fold(name)) {
					set[stem(w)] = true
				}
			}
		}
	}
	return set
})

// notNames are words that bear a capital and name nobody: days, months, offices.
var notNames = sync.OnceValue(func() map[string]bool { return language.Set("story.notnames") })
