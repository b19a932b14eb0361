// Package text has what every stage needs to know of writing systems: folding
// for comparison, width in columns, cutting between graphemes, and plain text
// from the HTML that feeds carry.
package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// maxMarks is how many marks may stand on one letter. Vietnamese needs two,
// Burmese and Khmer up to six; a longer pile only spoils the lines around it.
const maxMarks = 8

// Clean returns already plain text without what would harm a reader: control
// characters, bidirectional overrides and isolates, invalid UTF-8, U+FFFD,
// private and dangling invisible characters are gone, letters and marks are
// composed, every white space is one space, and every line is trimmed and
// holds something.
func Clean(s string) string {
	if clean(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	w := cleaner{b: &b}
	for _, r := range s {
		if r > ' ' && r < 0x7F {
			w.marks = 0
			w.write(r)
			continue
		}
		w.rune(r)
	}
	return norm.NFC.String(b.String())
}

// OneLine is Clean with the lines put behind one another.
func OneLine(s string) string {
	return strings.ReplaceAll(Clean(s), "\n", " ")
}

// clean reports whether s is printable ASCII without doubled or outer spaces,
// so that most of the texts need no copy.
func clean(s string) bool {
	space := true
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c < ' ' || c > '~' || c == ' ' && space {
			return false
		}
		space = c == ' '
	}
	return !space || s == ""
}

// cleaner writes runes, holding white space back until something follows it.
type cleaner struct {
	b           *strings.Builder
	space, line bool
	joint       rune // U+200B to U+200D, which only stand between two characters
	last        rune
	marks       int
}

func (w *cleaner) rune(r rune) {
	if r > 0x7F && r < 0xA0 {
		r = fromWindows(r)
	}
	switch {
	case r == '\n', r == '\r', r == '\v', r == '\f', r == '\u0085', r == '\u2028', r == '\u2029':
		w.line = true
	case r == '\t', unicode.Is(unicode.Zs, r):
		w.space = true
	case r >= 0x200B && r <= 0x200D:
		w.joint = r
	case harmful(r), isTag(r) && w.last != '\U0001F3F4' && !isTag(w.last):
	case unicode.In(r, unicode.Mn, unicode.Me):
		if w.marks++; w.marks <= maxMarks {
			w.write(r)
		}
	default:
		w.marks = 0
		w.write(r)
	}
}

func (w *cleaner) write(r rune) {
	if w.b.Len() > 0 {
		switch {
		case w.line:
			w.b.WriteByte('\n')
		case w.space:
			w.b.WriteByte(' ')
		case w.joint != 0:
			w.b.WriteRune(w.joint)
		}
	}
	w.line, w.space, w.joint = false, false, 0
	w.last = r
	w.b.WriteRune(r)
}

// fromWindows returns the character that a control character of Latin-1 stands
// for in text that somebody took from Windows without converting it.
func fromWindows(r rune) rune {
	if r == '\u0085' {
		return r
	}
	return charmap.Windows1252.DecodeByte(byte(r))
}

// harmful reports whether r never belongs into text for people.
func harmful(r rune) bool {
	switch {
	case r < 0xA0:
		return r < ' ' || r >= 0x7F
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x206F, r == 0x200E, r == 0x200F, r == 0x061C:
		return true
	case r == 0xAD, r == 0x2060, r == 0xFEFF, r >= 0xFFF9 && r <= 0xFFFD:
		return true
	case r >= 0xFDD0 && r <= 0xFDEF, r&0xFFFE == 0xFFFE:
		return true
	}
	return unicode.Is(unicode.Co, r) || unicode.Is(unicode.Cs, r)
}

// isTag reports whether r is one of the invisible letters that spell a
// region's flag after a black flag, and that hide text anywhere else.
func isTag(r rune) bool { return r >= 0xE0000 && r <= 0xE007F }
