package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold returns s in the form in which texts are compared: compatibility forms
// and widths made one, case folded, accents of Latin letters off, quotes and
// dashes of one kind, invisible characters gone, single spaces. Marks of other
// scripts stay, because there they are letters. Fold of a folded text is that
// text.
func Fold(s string) string {
	if folded, ok := foldKnown(s); ok {
		return folded
	}
	return foldAny(s)
}

// foldAny is Fold of any text.
func foldAny(s string) string {
	// The capitals of Cherokee are what small ones fold to, and the reverse.
	s = strings.ToLower(cases.Fold().String(norm.NFKC.String(s)))
	var b strings.Builder
	b.Grow(len(s))
	latin := false
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
			if latin {
				continue
			}
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r), r == '\uFFFD':
			continue
		default:
			latin = unicode.Is(unicode.Latin, r)
		}
		b.WriteString(plainLetter(r))
	}
	return strings.Join(strings.Fields(norm.NFC.String(b.String())), " ")
}

// plainLetter maps what Unicode does not decompose though readers do.
func plainLetter(r rune) string {
	switch r {
	case 'đ', 'ð':
		return "d"
	case 'ø':
		return "o"
	case 'ł':
		return "l"
	case 'ı':
		return "i"
	case 'ħ':
		return "h"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'þ':
		return "th"
	case '‘', '’', '‚', '‛', '′', 'ʼ', '`', '´':
		return "'"
	case '“', '”', '„', '‟', '″', '«', '»':
		return `"`
	case '‐', '‑', '‒', '–', '—', '―', '−':
		return "-"
	}
	return string(r)
}
