package topic

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// accentsOf returns the marks on the Latin letters of a word, in an order of
// their own: a tone may stand on either of two vowels. It is "" for a word
// without them, and of other scripts.
func accentsOf(w string) string {
	if isASCII(w) || !strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(unicode.Latin, r) }) {
		return ""
	}
	var marks []rune
	for _, r := range norm.NFD.String(w) {
		switch {
		case unicode.Is(unicode.Mn, r):
			marks = append(marks, r)
		case r == 'đ' || r == 'Đ':
			marks = append(marks, 'đ')
		}
	}
	slices.Sort(marks)
	return string(marks)
}

// bears reports whether token i may be the word that was typed with these
// accents: it has the same, or none because its text is written without. In
// Vietnamese other accents, and none among words that have them, make other words.
func (f *field) bears(i int, accents string) bool {
	own := accentsOf(f.text(i, i+1))
	return own == accents || own == "" && !strings.ContainsFunc(f.src, vietnamese)
}

// vietnamese reports whether r is a letter of Vietnamese alone.
func vietnamese(r rune) bool {
	return r >= 0x1EA0 && r <= 0x1EF9 || strings.ContainsRune("đĐơƠưƯ", r)
}

// inName reports whether token i, a syllable of Vietnamese, stands in the middle of
// a person's or a place's name: with a capital right behind another.
func (f *field) inName(i int) bool {
	return i > 0 && f.src[f.tokens[i-1].s1:f.tokens[i].s0] == " " && f.isName(i-1) && f.isName(i) && strings.ContainsFunc(f.src, vietnamese)
}

// isName reports whether token i is written as names are: a capital, then none.
func (f *field) isName(i int) bool {
	first, n := utf8.DecodeRuneInString(f.text(i, i+1))
	return unicode.IsUpper(first) && n < len(f.text(i, i+1)) && !f.shout && strings.ContainsFunc(f.text(i, i+1)[n:], unicode.IsLower)
}
