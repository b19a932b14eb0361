package article

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newsbrief/digest/prose"
	"newsbrief/digest/text"
)

// listing is what a page lists of other articles: headlines, each once, with
// a sentence of their own.
type listing struct {
	headlines int
	size      int // bytes of them and their sentences
}

func (l *listing) add(title, line string) {
	l.headlines++
	l.size += len(title) + len(line)
}

// plainListing counts the headlines with a one-liner below each. A headline
// that the text says twice, as of a picture and of an article, counts once.
func plainListing(paragraphs []string) int {
	n, open := 0, "" // the last headline, which still has no line
	for _, p := range paragraphs {
		switch {
		case prose.IsBoilerplate(p) || signature(p) || p == open:
		case endsSentence(p) || text.Columns(p) > prose.Width:
			if open != "" {
				n, open = n+1, ""
			}
		default:
			open = p
		}
	}
	return n
}

// listed counts the headlines with a one-liner that a page lists.
func listed(doc *html.Node, lang string) listing {
	var out listing
	seen := map[string]bool{}
	visit(doc, func(n *html.Node) bool {
		if silent(n) || n.DataAtom == atom.Nav || n.DataAtom == atom.Footer || n.DataAtom == atom.Figcaption {
			return false
		}
		if !headlineLike(n) {
			return true
		}
		if title, line := teaser(n, lang); line != "" && !seen[title] {
			seen[title] = true
			out.add(title, line)
		}
		return true
	})
	return out
}

// headlineLike reports whether the element may be a headline of a list.
func headlineLike(n *html.Node) bool {
	switch n.DataAtom {
	case atom.H2, atom.H3, atom.H4, atom.H5:
		return true
	case atom.A, atom.Div, atom.Span, atom.P:
		name := names(n)
		return strings.Contains(name, "title") || strings.Contains(name, "headline")
	}
	return false
}

// teaser reads the card around a headline; the line is "" if it has none.
func teaser(n *html.Node, lang string) (title, line string) {
	const narrow = 12 // columns; what is narrower names a section
	title = prose.WithoutSite(inner(n), "")
	if text.Columns(title) < narrow || text.Columns(title) > 2*prose.Width || prose.IsBoilerplate(title) || asideOf(n) || linkOf(n) == "" {
		return "", ""
	}
	card := n
	for range 4 {
		if card.Parent == nil || card.Parent.DataAtom == atom.Body {
			break
		}
		if headlines(card.Parent) > 1 {
			return title, follower(card, title, lang)
		}
		card = card.Parent
		if line := cardLine(card, n, title, lang); line != "" {
			return title, line
		}
	}
	return "", ""
}

// near is a link two elements around n, for cards that link as a whole.
func near(n *html.Node) string {
	for p, i := n.Parent, 0; p != nil && i < 2; p, i = p.Parent, i+1 {
		if p.DataAtom == atom.A {
			return attr(p, "href")
		}
	}
	return ""
}

// follower is the line behind a headline that has no card of its own.
func follower(n *html.Node, title, lang string) string {
	for s := n.NextSibling; s != nil; s = s.NextSibling {
		switch {
		case s.Type != html.ElementNode:
		case headlines(s) > 0:
			return ""
		default:
			if line := cardLine(s, nil, title, lang); line != "" {
				return line
			}
		}
	}
	return ""
}

// cardLine is the first sentence in the card, outside its headline and its captions.
func cardLine(card, headline *html.Node, title, lang string) string {
	if bulky(card) {
		return ""
	}
	skip := func(n *html.Node) bool {
		return n == headline || n.DataAtom == atom.Figcaption || n.DataAtom == atom.Time
	}
	p := prose.Picker{Headline: title, Language: lang}
	return p.Whole(strings.Join(lines(card, skip), "\n"))
}

// bulky reports whether the element holds more than a card does.
func bulky(n *html.Node) bool {
	const most = 120 // elements
	return elements(n, most) > most
}

// asideOf reports whether the element stands in a caption.
func asideOf(n *html.Node) bool {
	for p := n; p != nil; p = p.Parent {
		if p.DataAtom == atom.Figcaption || strings.Contains(names(p), "caption") {
			return true
		}
	}
	return false
}

// headlines counts the headlines below n, up to two.
func headlines(n *html.Node) int {
	count := 0
	visit(n, func(n *html.Node) bool {
		switch n.DataAtom {
		case atom.H2, atom.H3, atom.H4, atom.H5:
			count++
			return false
		case atom.A, atom.Div, atom.Span, atom.P:
			if headlineLike(n) && linkOf(n) != "" {
				count++
				return false
			}
		}
		return count < 2
	})
	return count
}

// linkOf returns where n, or what it stands in, or the first link in it, leads.
func linkOf(n *html.Node) string {
	link := ""
	visit(n, func(n *html.Node) bool {
		if n.DataAtom == atom.A && link == "" {
			link = attr(n, "href")
		}
		return link == ""
	})
	if link == "" {
		link = near(n)
	}
	return link
}

// isList reports whether the page is a list of articles and none itself.
func (h *head) isList(l listing, paragraphs []string) bool {
	const few = 3
	if l.headlines < few || h.linked.headline != "" || h.first("article:published_time") != "" || h.first("og:type") == "article" {
		return false
	}
	told := 0
	for _, p := range paragraphs {
		told += len(p)
	}
	return told <= 2*l.size
}
