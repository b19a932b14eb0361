package article

import (
	"slices"
	"strings"
	"sync"

	"newsbrief/digest/language"
	"newsbrief/digest/prose"
	"newsbrief/digest/text"
)

// parsePlain finds the article in plain text: its first line is the headline,
// an agency's signature ends it, a list of more headlines may follow.
func parsePlain(s, address string) Article {
	var paragraphs []string
	for line := range strings.Lines(s) {
		if line = text.OneLine(line); line != "" && len(paragraphs) < mostParagraphs {
			paragraphs = append(paragraphs, line)
		}
	}
	if len(paragraphs) == 0 {
		return Article{}
	}
	a := Article{URL: address, Title: prose.WithoutSite(clip(paragraphs[0]), "")}
	for _, p := range beforeList(paragraphs[1:]) {
		if p = prose.TrimEnd(p); p != "" && !prose.IsBoilerplate(p) && p != paragraphs[0] && !signature(p) {
			a.Text = append(a.Text, prose.TrimOpening(p))
		}
	}
	a.Language = tongue("", a)
	return a
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
	return moreHeadings()[strings.ToLower(strings.Trim(p, " :>»"))]
}

// moreHeadings stand above lists of other articles.
var moreHeadings = sync.OnceValue(func() map[string]bool { return language.Set("article.more") })

// signature reports whether a paragraph is only an agency's or a writer's mark.
func signature(p string) bool {
	return text.Columns(p) <= 24 && !endsSentence(p)
}

func endsSentence(p string) bool {
	for _, s := range prose.Sentences(p, "") {
		return prose.Ended(s) && text.Columns(s) > 8
	}
	return false
}
