package story

import (
	"strings"
	"unicode"

	"newsbrief/digest/text"
)

// A token is a run of one kind of writing in a headline.
type token struct {
	folded  string // as compared
	written string // as it stands in the item
	kind    kind
	first   bool // opens its text
}

// kind is what a run of characters can tell.
type kind uint8

const (
	spaced kind = iota // a word of a script that separates words
	run                // characters of a script that does not
	number             // digits, with their separators
)

// tokens cuts s into words, numbers and runs.
func tokens(s string) []token {
	var out []token
	rs := []rune(s)
	for i := 0; i < len(rs); {
		k, ok := kindOf(rs[i])
		if !ok {
			i++
			continue
		}
		j := endOf(rs, i, k)
		if t := newToken(string(rs[i:j]), k); t.folded != "" {
			t.first = len(out) == 0
			out = append(out, t)
		}
		i = j
	}
	return out
}

func newToken(written string, k kind) token {
	folded := strings.TrimSpace(text.Fold(written))
	if k == spaced {
		folded = strings.TrimSuffix(strings.TrimSuffix(folded, "'s"), "’s")
	}
	if k == number {
		folded = strings.TrimRight(folded, ".,")
	}
	return token{folded: folded, written: written, kind: k}
}

// kindOf returns what a run that begins with r is, and false if r separates.
func kindOf(r rune) (kind, bool) {
	switch {
	case unicode.IsDigit(r):
		return number, true
	case unspaced(r):
		return run, true
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return spaced, true
	}
	return spaced, false
}

// endOf returns where the run of kind k that begins at i ends.
func endOf(rs []rune, i int, k kind) int {
	j := i + 1
	for j < len(rs) && continues(rs, j, k) {
		j++
	}
	return j
}

func continues(rs []rune, j int, k kind) bool {
	r := rs[j]
	switch k {
	case number:
		return unicode.IsDigit(r) || (r == '.' || r == ',') && j+1 < len(rs) && unicode.IsDigit(rs[j+1])
	case run:
		return unspaced(r)
	}
	if r == '\'' || r == '’' {
		return j+1 < len(rs) && unicode.IsLetter(rs[j+1])
	}
	return (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)) && !unspaced(r)
}

// unspaced reports whether r belongs to a script that writes words together.
func unspaced(r rune) bool {
	return r >= 0x0e00 && !unicode.IsDigit(r) && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) || r == 'ー'
}
