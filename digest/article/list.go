package article

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newsbrief/digest/prose"
	"newsbrief/digest/text"
)

// listed returns what the page lists of other articles: headlines that are
// links, each with a sentence below it.
func listed(doc *html.Node) map[string]bool {
	out := map[string]bool{}
	headline, between := "", 0
	for _, p := range blocks(doc, marginal) {
		switch {
		case p.isLink() && isHeadline(p.text):
			headline, between = p.text, 0
		case headline != "" && isSentence(p.text):
			out[headline], out[p.text] = true, true
			headline = ""
		default:
			if between++; between > mostBetween {
				headline = ""
			}
		}
	}
	return out
}

// mostBetween are the lines that may stand between a headline and its sentence:
// who wrote it, when, in which section.
const mostBetween = 3

func isHeadline(s string) bool {
	const narrow, wide = 12, 2 * prose.Width // columns; what is narrower names a section
	n := text.Columns(s)
	return n >= narrow && n <= wide && !prose.Ended(s) && !strings.Contains(s, "://")
}

func isSentence(s string) bool { return prose.Ended(s) && text.Columns(s) >= prose.Least }

// marginal reports whether the element lists what every page of the site does.
func marginal(n *html.Node) bool {
	return n.DataAtom == atom.Nav || n.DataAtom == atom.Footer || n.DataAtom == atom.Figcaption
}

// isList reports whether the page is a list of articles and none itself: most
// of what was taken for its text is listed. Some say for all their pages that
// they are articles; those that are have a day.
func (h *head) isList(listed map[string]bool, a Article) bool {
	if h.linked.headline != "" || h.first("article:published_time") != "" || h.first("og:type") == "article" && !a.Published.IsZero() {
		return false
	}
	const few = 5 // headlines and sentences
	all, of := 0, 0
	for _, p := range a.Text {
		all += len(p)
		if listed[p] {
			of += len(p)
		}
	}
	return len(listed) >= few && 2*of > all
}
