package brief

import (
	"strings"

	"newsbrief/digest/feed"
	"newsbrief/digest/language"
	"newsbrief/digest/prose"
	"newsbrief/digest/story"
)

// faceOf returns the item that stands for the story and the line it has: of
// the first language that the reader reads, the first item with a line that
// need not be cut, else the first.
func faceOf(s story.Story, reads []string) (feed.Item, string) {
	for _, lang := range reads {
		if it, line, ok := best(s, lang); ok {
			return it, line
		}
	}
	it, line, _ := best(s, s.Items[0].Language)
	return it, line
}

func best(s story.Story, lang string) (first feed.Item, line string, found bool) {
	for _, it := range s.Items {
		if !language.Same(it.Language, lang) || strings.TrimSpace(it.Title) == "" && found {
			continue
		}
		p := prose.Picker{Headline: Headline(it.Title, it.Source), Language: it.Language}
		if l := p.Whole(it.Summary); l != "" && !prose.IsCutOff(l) && it.URL != "" {
			return it, l, true
		}
		if !found {
			first, found = it, true
		}
	}
	return first, "", found
}
