package discord

import (
	"regexp"
	"strings"

	"newsbrief/bot/plain"
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

// escaped is s, shortened so that it takes at most n units as Markdown.
func escaped(s string, n int) string { return fitted(s, n, escape) }

// within is escaped for what does not stand at the beginning of a line.
func within(s string, n int) string { return fitted(s, n, marks.Replace) }

func fitted(s string, n int, escape func(string) string) string {
	for limit := n; ; limit = limit * 3 / 4 {
		if e := escape(plain.Clip(s, limit)); plain.Units(e) <= n || limit < 2 {
			return e
		}
	}
}

// pieces divides a text into pieces that each take at most n units as
// Markdown, already escaped.
func pieces(s string, n int) []string {
	var out []string
	for s = strings.Trim(s, " \n"); s != ""; s = strings.TrimLeft(s, " \n") {
		end := plain.Cut(s, n)
		for limit := n; plain.Units(escape(s[:end])) > n && limit > 1; {
			limit = limit * 3 / 4
			end = plain.Cut(s, limit)
		}
		if p := strings.TrimRight(s[:end], " \n"); plain.Visible(p) {
			out = append(out, escape(p))
		}
		s = s[end:]
	}
	return out
}
