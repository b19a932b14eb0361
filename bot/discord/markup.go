package discord

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// marks are what Discord's Markdown gives a meaning anywhere in a text.
var marks = strings.NewReplacer(
	`\`, `\\`, "*", `\*`, "_", `\_`, "~", `\~`, "`", "\\`", "|", `\|`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "#", `\#`,
)

// opening are what has a meaning at the beginning of a line only: list marks,
// numbers of a list, small print.
var opening = regexp.MustCompile(`(?m)^([ \t]*)(-|\+|\d+\.)`)

// address is what Discord makes a link of by itself. Marks inside it must stay
// as they are.
var address = regexp.MustCompile(`https?://[^\s<>]+`)

// escape makes of clean text Markdown that shows it unchanged.
func escape(s string) string {
	var b strings.Builder
	for {
		at := address.FindStringIndex(s)
		if at == nil {
			break
		}
		b.WriteString(marks.Replace(s[:at[0]]))
		b.WriteString(s[at[0]:at[1]])
		s = s[at[1]:]
	}
	b.WriteString(marks.Replace(s))
	return opening.ReplaceAllStringFunc(b.String(), func(m string) string {
		return m[:len(m)-1] + `\` + m[len(m)-1:]
	})
}

// unescape shows Markdown that this package wrote as a reader sees it.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && isMark(s[i+1]) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func isMark(c byte) bool { return strings.IndexByte("\\*_~`|[]<>#-+.", c) >= 0 }

// clean makes of text from outside what Discord shows unchanged: valid UTF-8
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

// visible reports whether a reader sees anything of s. Discord refuses
// messages of which they do not.
func visible(s string) bool {
	for _, r := range s {
		if !unicode.IsSpace(r) && !unicode.In(r, unicode.Cf, unicode.Cc, unicode.Z, unicode.Variation_Selector) && !strings.ContainsRune(blanks, r) {
			return true
		}
	}
	return false
}

// blanks are letters and symbols that look like nothing.
const blanks = "\u115f\u1160\u3164\uffa0\u2800\ufffc"

// units is the length of s in UTF-16, which is never less than what Discord
// counts.
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
	if len(s) <= n {
		return s
	}
	end, have := 0, 0
	for g := graphemes.FromString(beginning(s, n)); g.Next(); {
		have += units(g.Value())
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

// clip shortens s to n units, with an ellipsis where something was cut off.
func clip(s string, n int) string {
	if len(s) <= n || units(s) <= n {
		return s
	}
	return strings.TrimRight(head(s, n-1), " \n") + "…"
}

// escaped is s, shortened so that it takes at most n units as Markdown.
func escaped(s string, n int) string { return fitted(s, n, escape) }

// within is escaped for what does not stand at the beginning of a line.
func within(s string, n int) string { return fitted(s, n, marks.Replace) }

func fitted(s string, n int, escape func(string) string) string {
	for limit := n; ; limit = limit * 3 / 4 {
		if e := escape(clip(s, limit)); units(e) <= n || limit < 2 {
			return e
		}
	}
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

// pieces divides a text into pieces that each take at most n units as
// Markdown, already escaped.
func pieces(s string, n int) []string {
	var out []string
	for s = strings.Trim(s, " \n"); s != ""; s = strings.TrimLeft(s, " \n") {
		end := cut(s, n)
		for limit := n; units(escape(s[:end])) > n && limit > 1; {
			limit = limit * 3 / 4
			end = cut(s, limit)
		}
		if p := strings.TrimRight(s[:end], " \n"); visible(p) {
			out = append(out, escape(p))
		}
		s = s[end:]
	}
	return out
}
