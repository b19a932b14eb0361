package topic

import (
	"slices"
	"strings"
	"unicode"

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
