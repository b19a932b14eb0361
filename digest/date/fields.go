package date

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/text"
)

type fieldKind int

const (
	fieldNone fieldKind = iota
	fieldNumber
	fieldWord
	fieldSign
)

// field is a number in ASCII digits, a folded word without dots, or one
// sign.
type field struct {
	kind   fieldKind
	text   string
	spaced bool // white space stands before it
	// bracketed says that a bracket opens before it.
	bracketed bool
}

func (f field) value() int {
	if len(f.text) > 9 {
		return -1
	}
	return atoi(f.text)
}

// fields cuts a date into fields. White space and neutral punctuation are
// dropped; a pair of brackets is opened, except behind a numeric zone, where
// it only says the zone's name.
func fields(s string) ([]field, bool) {
	c := fieldCutter{s: text.Fold(s)}
	for c.pos < len(c.s) {
		if !c.cut() || len(c.out) > 40 {
			return nil, false
		}
	}
	return c.out, true
}

type fieldCutter struct {
	s      string
	pos    int
	spaced bool
	opened bool
	out    []field
}

func (c *fieldCutter) add(kind fieldKind, text string) {
	c.out = append(c.out, field{kind: kind, text: text, spaced: c.spaced, bracketed: c.opened})
	c.spaced, c.opened = false, false
}

func (c *fieldCutter) cut() bool {
	r, n := utf8.DecodeRuneInString(c.s[c.pos:])
	switch {
	case unicode.IsSpace(r), strings.ContainsRune("|;'\"~@\u00B7\u2022\u3001\u104A\u104B", r):
		c.pos += n
		c.spaced = true
	case firstDigit(r) >= 0:
		c.number()
	case unicode.IsLetter(r), unicode.Is(unicode.Nl, r):
		c.word()
	case r == '(' || r == '[':
		c.pos += n
		if rest := c.s[c.pos:]; c.offsetBefore() {
			if i := strings.LastIndexAny(rest, ")]"); i >= 0 {
				c.pos += i + 1
			}
		}
		c.spaced, c.opened = true, true
	case r == ')' || r == ']':
		c.pos += n
		c.spaced = true
	case strings.ContainsRune("+-:/.,", r):
		c.pos += n
		c.add(fieldSign, string(r))
	default:
		return false
	}
	return true
}

// offsetBefore reports whether the fields so far end with a numeric zone.
func (c *fieldCutter) offsetBefore() bool {
	n := len(c.out)
	if n < 3 || c.out[n-1].kind != fieldNumber {
		return false
	}
	i := n - 2
	if c.out[i].text == ":" && i > 1 {
		i -= 2
	}
	if c.out[i].text != "+" && c.out[i].text != "-" {
		return false
	}
	for _, f := range c.out[:i] {
		if f.text == ":" {
			return true // a clock stands before it
		}
	}
	return false
}

func (c *fieldCutter) number() {
	var b strings.Builder
	for c.pos < len(c.s) {
		r, n := utf8.DecodeRuneInString(c.s[c.pos:])
		zero := firstDigit(r)
		if zero < 0 {
			break
		}
		b.WriteByte(byte('0' + r - zero))
		c.pos += n
	}
	c.add(fieldNumber, b.String())
}

// firstDigit returns the zero of the script of r, -1 if r is no digit of a script
// that the feeds are written in.
func firstDigit(r rune) rune {
	for _, zero := range []rune{'0', 0x0E50, 0x0ED0, 0x17E0, 0x1040, 0x1090, 0x0BE6, 0x0966, 0x09E6, 0x0660, 0x06F0} {
		if r >= zero && r <= zero+9 {
			return zero
		}
	}
	return -1
}

// word reads letters with their marks, and dots between letters, as in "p.m.",
// which are dropped. In scripts without spaces between words it is cut into the
// words that are known.
func (c *fieldCutter) word() {
	var b strings.Builder
	spaced := true
	for c.pos < len(c.s) {
		r, n := utf8.DecodeRuneInString(c.s[c.pos:])
		if r == '.' && b.Len() > 0 {
			c.pos++ // of an abbreviation
			if next, _ := utf8.DecodeRuneInString(c.s[c.pos:]); !unicode.IsLetter(next) {
				break
			}
			continue
		}
		if !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) && !unicode.Is(unicode.Nl, r) && (r != '_' || b.Len() == 0) {
			break
		}
		if s := text.Spaced(r); b.Len() > 0 && s != spaced && !unicode.Is(unicode.M, r) {
			break
		} else if !unicode.Is(unicode.M, r) {
			spaced = s
		}
		b.WriteRune(r)
		c.pos += n
	}
	if spaced {
		c.add(fieldWord, b.String())
		return
	}
	c.known(b.String())
}

// known cuts a run of letters into the longest known words and numerals, what
// is left stands as one unknown word.
func (c *fieldCutter) known(s string) {
	for s != "" {
		n := longestWord(s)
		if digits, length := numeral(s); length > 0 && length >= n {
			c.add(fieldNumber, digits)
			s = s[length:]
			continue
		}
		if n == 0 {
			n = len(s)
		}
		c.add(fieldWord, s[:n])
		s = s[n:]
	}
}
