package telegram

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// escaper knows the four named entities that Telegram decodes.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

func escape(s string) string { return escaper.Replace(s) }

// clean makes of text from outside what Telegram shows unchanged: valid UTF-8
// without control characters and without marks that turn the direction of
// what follows.
func clean(s string) string {
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

// line is clean text on one line, "" if nobody would see it.
func line(s string) string {
	s = strings.Join(strings.Fields(clean(s)), " ")
	if !visible(s) {
		return ""
	}
	return s
}

// visible reports whether a reader sees anything of s. Telegram refuses
// messages of which they do not.
func visible(s string) bool {
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

// wordJoiner is invisible. Behind an @ it keeps Telegram from making a mention
// of the name that follows.
const wordJoiner = "\u2060"

// quiet breaks the mentions in text from outside: a digest calls nobody.
func quiet(s string) string {
	if !strings.Contains(s, "@") {
		return s
	}
	var b strings.Builder
	before := ' '
	for i, r := range s {
		b.WriteRune(r)
		if r == '@' && !wordRune(before) && i+1 < len(s) && wordRune(rune(s[i+1])) {
			b.WriteString(wordJoiner)
		}
		before = r
	}
	return b.String()
}

func wordRune(r rune) bool {
	return r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// units is the length of s as Telegram's entities count it, in UTF-16. It is
// never less than the number of characters.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// head returns the longest beginning of s of at most n units that ends between
// graphemes, or within one that is itself longer than that.
func head(s string, n int) string {
	end, have := 0, 0
	for g := graphemes.FromString(s); g.Next(); {
		have += units(g.Value())
		if have > n {
			break
		}
		end = g.End()
	}
	if end == 0 {
		return runes(s, n)
	}
	return s[:end]
}

// runes is head for a single grapheme without end.
func runes(s string, n int) string {
	have := 0
	for i, r := range s {
		have += max(1, utf16.RuneLen(r))
		if have > n && i > 0 {
			return s[:i]
		}
	}
	return s
}

// clip shortens s to n units, with an ellipsis where something was cut off.
func clip(s string, n int) string {
	if len(s) <= n || units(s) <= n {
		return s
	}
	return strings.TrimRight(head(s, n-1), " \n") + "…"
}

// cut returns the end of the first piece of s of at most n units: behind a
// paragraph, else a line, else a word, else between graphemes.
func cut(s string, n int) int {
	h := head(s, n)
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
