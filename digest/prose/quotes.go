package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wholeQuotes makes every sentence of a paragraph one that can stand alone
// with its quotation marks: sentences of one quotation are put together where
// a line holds them, else each gets the marks that the others have.
func wholeQuotes(ss []string) []string {
	var out []string
	inside := rune(0) // the mark that opened a quotation which goes on
	for i := 0; i < len(ss); i++ {
		if joined, n := quotation(ss[i:]); inside == 0 && n > 1 && !IsCutOff(fit(joined)) {
			joined, _ = requoted(joined, 0)
			out = append(out, joined)
			i += n - 1
			continue
		}
		s, opened := requoted(ss[i], inside)
		if inside = opened; inside != 0 && !closesSoon(ss[i+1:]) {
			inside = 0
		}
		out = append(out, s)
	}
	return out
}

// quotation puts the first sentences together until the quotation in them is
// closed, and returns how many they are; 1 if none is open or closed.
func quotation(ss []string) (string, int) {
	const most = 4 // sentences
	s := ss[0]
	for n := 1; n < min(len(ss), most) && halfQuoted(s); n++ {
		if s = join(s, ss[n]); !halfQuoted(s) {
			return s, n + 1
		}
	}
	return ss[0], 1
}

// closesSoon reports whether one of the sentences closes a quotation that it
// did not open.
func closesSoon(ss []string) bool {
	for _, s := range ss {
		if closer, _ := unpaired(s); closer != 0 {
			return true
		}
	}
	return false
}

// requoted gives a sentence out of the middle of a quotation the marks that it
// lacks. Inside is the mark that opened the quotation it begins in, 0 if none;
// opened is the one that it leaves open.
func requoted(s string, inside rune) (quoted string, opened rune) {
	closer, opener := unpaired(s)
	switch {
	case closer != 0:
		s = string(opensFor(closer)) + s
	case inside != 0:
		s, opener = string(inside)+s, inside
	}
	if opener != 0 && !IsCutOff(s) {
		s += string(closesFor(opener))
	}
	return s, opener
}

// unpaired returns the quotation mark of s that closes what s did not open, if
// it is the first of s, and the one that opens what s does not close; 0 for
// none. Of marks that look the same on both sides only the last is sure to
// open something.
func unpaired(s string) (closer, opener rune) {
	open, marks, closed := openMarks(s)
	if n := len(open); n > 0 && (open[n-1].place == marks || !strings.ContainsRune("\"“", open[0].r)) {
		opener = open[0].r
	}
	return closed, opener
}

// quoteMark is a quotation mark with its place among those of its sentence.
type quoteMark struct {
	r     rune
	place int
}

// openMarks returns the marks that s leaves open, how many it has, and its
// first if that closes what s did not open.
func openMarks(s string) (open []quoteMark, marks int, closed rune) {
	last := ' '
	for i, r := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		next, _ := utf8.DecodeRuneInString(s[i+size:])
		turn := quoteAt(last, r, next, len(open) > 0)
		if last = r; turn == 0 {
			continue
		}
		marks++
		switch {
		case turn > 0:
			open = append(open, quoteMark{r, marks})
		case len(open) > 0:
			open = open[:len(open)-1]
		case marks == 1:
			closed = r
		}
	}
	return open, marks, closed
}

// quoteAt returns 1 if r, between two others, opens a quotation, -1 if it
// closes one, 0 if it is no such mark or stands for inches.
func quoteAt(last, r, next rune, open bool) int {
	ends := next == utf8.RuneError || unicode.IsSpace(next) || isEndMark(next) || strings.ContainsRune(",;:)，、", next)
	begins := unicode.IsSpace(last) || strings.ContainsRune("([（", last)
	switch r {
	case '「', '『', '«':
		return 1
	case '”', '」', '』', '»':
		if !open && last == r {
			return 0
		}
		return -1
	case '“':
		if ends && !begins {
			return -1
		}
		return 1
	case '"':
		switch {
		case unicode.IsDigit(last) && !open:
			return 0
		case begins && !ends, !ends && !open:
			return 1
		}
		return -1
	}
	return 0
}

func opensFor(closer rune) rune {
	switch closer {
	case '”':
		return '“'
	case '」':
		return '「'
	case '』':
		return '『'
	case '»':
		return '«'
	}
	return closer
}

func closesFor(opener rune) rune {
	switch opener {
	case '“':
		return '”'
	case '「':
		return '」'
	case '『':
		return '』'
	case '«':
		return '»'
	}
	return opener
}

// join puts two sentences behind one another as their script does.
func join(a, b string) string {
	r, _ := utf8.DecodeLastRuneInString(a)
	if r >= 0x3000 && r < 0xA000 || r >= 0xFF00 {
		return a + b
	}
	return a + " " + b
}

// halfQuoted reports whether a quotation begins in s and does not end there.
func halfQuoted(s string) bool {
	open, _, _ := openMarks(s)
	return len(open) > 0
}
