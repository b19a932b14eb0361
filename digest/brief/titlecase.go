package brief

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/language"
	"newsbrief/digest/prose"
	"newsbrief/digest/text"
)

// calm writes a headline that is all capitals with capital initials. Words that
// the text below it has in capitals too, and short ones, may be abbreviations
// and stay.
func calm(headline, below string) string {
	if !shouting(headline) {
		return headline
	}
	kept := map[string]bool{}
	if strings.ToUpper(below) != below {
		for w := range strings.FieldsFuncSeq(prose.TrimOpening(below), func(r rune) bool { return !text.IsWord(r) }) {
			kept[w] = true
		}
	}
	var b strings.Builder
	for rest := headline; rest != ""; {
		n := strings.IndexFunc(rest, text.IsWord)
		if n < 0 {
			n = len(rest)
		}
		b.WriteString(rest[:n])
		rest = rest[n:]
		end := strings.IndexFunc(rest, func(r rune) bool { return !text.IsWord(r) && r != '\'' && r != '’' })
		if end < 0 {
			end = len(rest)
		}
		b.WriteString(calmWord(rest[:end], b.Len() == 0, kept))
		rest = rest[end:]
	}
	return b.String()
}

func calmWord(w string, first bool, kept map[string]bool) string {
	low := strings.ToLower(w)
	switch {
	case smallWords()[low] && !first:
		return low
	case kept[capital(w)]:
	case kept[w], utf8.RuneCountInString(w) < 4 && !smallWords()[low] && !shortWords()[low] && isPlain(w), strings.ContainsAny(w, "0123456789"):
		return w
	}
	return capital(w)
}

// capital writes a word in capitals with the first alone.
func capital(w string) string {
	_, n := utf8.DecodeRuneInString(w)
	return w[:n] + strings.ToLower(w[n:])
}

// isPlain reports whether w has ASCII letters only, as abbreviations have.
func isPlain(w string) bool {
	return strings.IndexFunc(w, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// shouting reports whether a headline of several words has no small letter.
func shouting(s string) bool {
	const words, letters = 3, 12
	n := 0
	for _, r := range s {
		switch {
		case unicode.IsLower(r):
			return false
		case unicode.IsUpper(r):
			n++
		}
	}
	return n >= letters && len(strings.Fields(s)) >= words
}

// smallWords stay small in a headline with capital initials; shortWords are no
// abbreviations, short as they are.
var (
	smallWords = wordSet("brief.small-words")
	shortWords = wordSet("brief.short-words")
)

func wordSet(section string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		set := map[string]bool{}
		for _, line := range language.Union(section) {
			for w := range strings.FieldsSeq(line) {
				set[w] = true
			}
		}
		return set
	})
}
