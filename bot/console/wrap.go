package console

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"newsbrief/digest/text"
)

// wrap breaks the lines of a text that are wider than the page between words,
// where a script has spaces between them, else between characters. What follows
// a break stands below the line's first word. A word that is wider than the page
// stays whole: it may be an address.
func wrap(s string, columns int) string {
	if columns <= 0 {
		return s
	}
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		if text.Columns(line) > columns {
			lines[i] = wrapLine(line, columns)
		}
	}
	return strings.Join(lines, "\n")
}

func wrapLine(line string, columns int) string {
	indent := hanging(line)
	if len(indent) > columns/2 {
		indent = ""
	}
	row, rest := cutRow(line, columns)
	rows := []string{row}
	for rest != "" {
		row, rest = cutRow(rest, columns-len(indent))
		rows = append(rows, indent+row)
	}
	return strings.Join(rows, "\n")
}

// hanging is the room before a line's first word.
func hanging(line string) string {
	word := strings.TrimLeft(line, " ")
	if r, size := utf8.DecodeRuneInString(word); !unicode.IsLetter(r) && !unicode.IsNumber(r) && strings.HasPrefix(word[size:], " ") {
		word = word[size+1:]
	}
	return strings.Repeat(" ", text.Columns(line[:len(line)-len(word)]))
}

// cutRow cuts off as much as fits, and the spaces behind it.
func cutRow(line string, room int) (row, rest string) {
	width, end, atSpace := 0, 0, 0 // where the row may end: anywhere, or behind a space
	var last rune
	for at := 0; at < len(line); {
		piece, columns := pieceAt(line[at:])
		r, _ := utf8.DecodeRuneInString(piece)
		switch {
		case r == zeroWidthSpace:
			end, atSpace = at+len(piece), at+len(piece)
		case columns == 0:
		case last == ' ' && r != ' ' && strings.TrimSpace(line[:at]) != "":
			end, atSpace = at, at
		case mayPart(last, r):
			end = at
		}
		if width += columns; width > room && r != ' ' && end > 0 {
			if !isIdeographic(r) && atSpace*2 > end {
				end = atSpace // better a short row than one that ends within a word
			}
			return strings.TrimRight(line[:end], " "), line[end:]
		}
		if columns > 0 {
			last = r
		}
		at += len(piece)
	}
	return line, ""
}

// zeroWidthSpace is what Khmer, Burmese and Thai may have between words.
const zeroWidthSpace = '\u200b'

// pieceAt is the first character of s as a reader sees it, or the sequence
// that changes the colour, and how wide it is.
func pieceAt(s string) (piece string, columns int) {
	if strings.HasPrefix(s, "\x1b[") {
		if end := strings.IndexByte(s, 'm'); end > 0 {
			return s[:end+1], 0
		}
	}
	g := graphemes.FromString(s)
	g.Next()
	return g.Value(), text.Columns(g.Value())
}

// mayPart reports whether a row may end between two characters that no space
// parts: beside one of a script without spaces, but not before what closes or
// goes on, nor behind what opens or is written before its consonant.
func mayPart(before, behind rune) bool {
	if before == 0 || behind == ' ' || text.Spaced(before) && text.Spaced(behind) {
		return false
	}
	return !unicode.In(behind, unicode.Pe, unicode.Pf, unicode.Terminal_Punctuation, unicode.Lm, goesOn) &&
		!unicode.In(before, unicode.Ps, unicode.Pi, unicode.Logical_Order_Exception)
}

// goesOn are the vowels and marks of Thai and Lao that begin no syllable and are
// letters of their own.
var goesOn = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x0E2F, Hi: 0x0E30, Stride: 1}, {Lo: 0x0E32, Hi: 0x0E33, Stride: 1}, {Lo: 0x0E45, Hi: 0x0E45, Stride: 1},
	{Lo: 0x0EAF, Hi: 0x0EB0, Stride: 1}, {Lo: 0x0EB2, Hi: 0x0EB3, Stride: 1}, {Lo: 0x0EBD, Hi: 0x0EBD, Stride: 1},
}}

// isIdeographic reports whether rows end anywhere within the script's words.
func isIdeographic(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo)
}
