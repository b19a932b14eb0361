package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/text"
)

// wholeQuotes puts the sentences of one quotation together where a line holds
// them, so that who speaks stands with what is said.
func wholeQuotes(ss []string) []string {
	const most = 4 // sentences
	var out []string
	for i := 0; i < len(ss); i++ {
		s := ss[i]
		for n := i + 1; n < min(len(ss), i+most) && halfQuoted(s); n++ {
			if s = Join(s, ss[n]); !halfQuoted(s) && text.Columns(s) <= Width {
				ss[n], i = s, n
			}
		}
		out = append(out, ss[i])
	}
	return out
}

// bareQuotation reports whether s is what somebody said, and not who. Hasty
// writers close with a straight mark what a curly one opened.
func bareQuotation(s string) bool {
	const doubles = "\"“”"
	first, size := utf8.DecodeRuneInString(s)
	if !strings.ContainsRune("\"“「『«‘'", first) {
		return false
	}
	said := strings.TrimRightFunc(s[size:], func(r rune) bool { return isEndMark(r) || r == ',' })
	last, n := utf8.DecodeLastRuneInString(said)
	said = said[:len(said)-n]
	if strings.ContainsRune(doubles, first) {
		return strings.ContainsRune(doubles, last) && !strings.ContainsAny(said, doubles)
	}
	return (last == first || last == closesFor(first)) && !strings.ContainsRune(said, last) && !strings.ContainsRune(said, first)
}

// tornQuotation reports whether a quotation begins or ends in s and not both.
func tornQuotation(s string) bool {
	open, torn := openMarks(s)
	return open > 0 || torn
}

// openQuotation reports whether s is a part of a quotation, and who speaks does
// not stand in it.
func openQuotation(s string) bool {
	open, torn := openMarks(s)
	first, _ := utf8.DecodeRuneInString(s)
	return torn || open > 0 && strings.ContainsRune("\"“「『«", first)
}

// closeQuotation closes the quotation that s leaves open: it goes on behind s.
func closeQuotation(s string) string {
	if !halfQuoted(s) {
		return s
	}
	at := strings.LastIndexAny(s, "\"“「『«")
	opener, _ := utf8.DecodeRuneInString(s[at:])
	return s + string(closesFor(opener))
}

// halfQuoted reports whether a quotation begins in s and does not end there.
func halfQuoted(s string) bool {
	open, _ := openMarks(s)
	return open > 0
}

// openMarks returns how many quotations s leaves open, and whether its first
// mark closes one that it did not open.
func openMarks(s string) (open int, torn bool) {
	last, first := ' ', true
	for i, r := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		next, _ := utf8.DecodeRuneInString(s[i+size:])
		turn := quoteAt(last, r, next, open > 0)
		torn = torn || first && turn < 0
		first = first && turn == 0
		open = max(0, open+turn)
		last = r
	}
	return open, torn
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

// Join puts two texts behind one another as their script does.
func Join(a, b string) string {
	r, _ := utf8.DecodeLastRuneInString(a)
	if r >= 0x3000 && r < 0xA000 || r >= 0xFF00 {
		return a + b
	}
	return a + " " + b
}
