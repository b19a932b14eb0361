package text

import (
	"unicode"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"golang.org/x/text/width"
)

// Columns returns how wide s is on a page of fixed columns: wide characters
// count two, combining ones nothing, a grapheme never more than two.
func Columns(s string) int {
	n := 0
	for g := graphemes.FromString(s); g.Next(); {
		n += columns(g.Value())
	}
	return n
}

// Graphemes returns how many characters a reader sees in s.
func Graphemes(s string) int {
	n := 0
	for g := graphemes.FromString(s); g.Next(); {
		n++
	}
	return n
}

func columns(grapheme string) int {
	if len(grapheme) == 1 {
		if grapheme[0] < ' ' || grapheme[0] == 0x7F {
			return 0
		}
		return 1
	}
	n := 0
	for _, r := range grapheme {
		n += runeColumns(r)
	}
	return min(n, 2)
}

func runeColumns(r rune) int {
	switch {
	case r == '\uFE0F':
		return 1 // asks for the picture, which is wide
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Cc):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
