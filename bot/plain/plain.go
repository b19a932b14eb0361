// Package plain makes text from outside ready for platforms: cleaned, on one
// line, measured in UTF-16, and cut between graphemes. It knows no markup.
package plain

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Clean makes of text from outside what every platform shows unchanged: valid UTF-8
// without control characters and without marks that turn the direction of
// what follows.
func Clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\u2028', r == '\u2029':
			return '\n'
		case r == '\r', r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		case r < ' ', r >= 0x7f && r < 0xa0:
			return ' '
		}
		return r
	}, s)
}

// Line is clean text on one line, "" if nobody would see it.
func Line(s string) string {
	s = strings.Join(strings.Fields(Clean(s)), " ")
	if !Visible(s) {
		return ""
	}
	return s
}

// Visible reports whether a reader sees anything of s. Platforms refuse
// messages of which they do not.
func Visible(s string) bool {
	for _, r := range s {
		if !unicode.IsSpace(r) && !unicode.In(r, unicode.Cf, unicode.Cc, unicode.Z, unicode.Variation_Selector) && !strings.ContainsRune(blanks, r) {
			return true
		}
	}
	return false
}

// blanks are letters and symbols that look like nothing: Hangul fillers, the
// empty Braille pattern, the object replacement.
const blanks = "\u115f\u1160\u3164\uffa0\u2800\ufffc"

// Units is the length of s in UTF-16, which is never less than what a
// platform counts.
func Units(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// Head returns the longest beginning of s of at most n units that ends between
// graphemes, or within one that is itself longer than that.
func Head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	end, have := 0, 0
	for g := graphemes.FromString(beginning(s, n)); g.Next(); {
		have += Units(g.Value())
		if have > n {
			break
		}
		end = g.End()
	}
	if end > 0 {
		return s[:end]
	}
	have = 0
	for i, r := range s {
		have += max(1, utf16.RuneLen(r))
		if have > n && i > 0 {
			return s[:i]
		}
	}
	return s
}

// beginning is more of s than n units, and not much more, so that a grapheme
// without end is not read to its end each time.
func beginning(s string, n int) string {
	end := 4*n + 64 // a unit has at most three bytes
	if end >= len(s) {
		return s
	}
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// Clip shortens s to n units, with an ellipsis where something was cut off.
func Clip(s string, n int) string {
	if len(s) <= n || Units(s) <= n {
		return s
	}
	return strings.TrimRight(Head(s, n-1), " \n") + "…"
}

// Cut returns the end of the first piece of s of at most n units: behind a
// paragraph, else a line, else a word, else between graphemes.
func Cut(s string, n int) int {
	h := Head(s, n)
	if len(h) == len(s) {
		return len(s)
	}
	for _, sep := range []string{"\n\n", "\n", " "} {
		// Not in the first third: a short piece is worse than a torn paragraph.
		if i := strings.LastIndex(h, sep); i > len(h)/3 {
			return i + len(sep)
		}
	}
	_, size := utf8.DecodeRuneInString(s)
	return max(len(h), size)
}
