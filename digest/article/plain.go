package article

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/language"
	"newsbrief/digest/prose"
	"newsbrief/digest/text"
)

// parsePlain finds the article in plain text: its first line is the headline,
// an agency's signature ends it, a list of more headlines may follow.
func parsePlain(s, address string) Article {
	paragraphs := unwrapped(s)
	if len(paragraphs) == 0 {
		return Article{}
	}
	a := Article{URL: address, Title: prose.WithoutSite(clip(paragraphs[0]), "")}
	for _, p := range beforeList(paragraphs[1:]) {
		if p = prose.TrimEnd(p); p != "" && !prose.IsBoilerplate(p) && p != paragraphs[0] {
			a.Text = append(a.Text, prose.TrimOpening(p))
		}
	}
	a.Text = withoutLines(a.Text)
	a.Language = tongue("", a)
	return a
}

// unwrapped returns the paragraphs of a text: a line that was broken for its
// length goes on in the next, but for the first, which is the headline.
func unwrapped(s string) []string {
	var out []string
	wraps := false
	for line := range strings.Lines(s) {
		line = text.OneLine(line)
		switch last := len(out) - 1; {
		case line == "":
			wraps = false
			continue
		case wraps && last > 0 && prose.GoesOn(line) && !strings.Contains(out[0], out[last]):
			out[last] = prose.Join(out[last], line)
		case len(out) < mostParagraphs:
			out = append(out, line)
		}
		wraps = wrapped(line)
	}
	return out
}

// wrapped reports whether a line may have been broken at its end.
func wrapped(line string) bool {
	const shortest, longest = 50, 100 // columns
	w := text.Columns(line)
	last, _ := utf8.DecodeLastRuneInString(line)
	return w >= shortest && w <= longest && (unicode.IsLetter(last) || unicode.IsMark(last) || unicode.IsDigit(last) || last == ',' || last == '-')
}

// mostParagraphs are how many are read: no article has more.
const mostParagraphs = 2000

// beforeList returns the paragraphs before the one that heads a list of further
// articles.
func beforeList(paragraphs []string) []string {
	if i := slices.IndexFunc(paragraphs, moreHeading); i >= 0 {
		return paragraphs[:i]
	}
	return paragraphs
}

func moreHeading(p string) bool {
	const longest = 100 // bytes
	return len(p) <= longest && moreHeadings()[letters(p)]
}

// moreHeadings stand above lists of other articles.
var moreHeadings = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, s := range language.Union("article.more") {
		out[letters(s)] = true
	}
	return out
})
