package telegram

import (
	"strings"
)

// escaper knows the four named entities that Telegram decodes.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

func escape(s string) string { return escaper.Replace(s) }

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
