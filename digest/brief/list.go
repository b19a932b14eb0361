package brief

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newsbrief/digest/text"
)

// pairs reads headlines and the one-liner below each. A headline that the
// page says twice, as picture and as text, counts once; captions count for nothing.
func pairs(paragraphs []string) []Pair {
	var out []Pair
	open := false // the last headline still has no line
	for _, p := range paragraphs {
		switch {
		case refused(p) || signature(p):
		case open && p == out[len(out)-1].Title:
		case open && (endsSentence(p) || text.Columns(p) > Width):
			title := out[len(out)-1].Title
			pick := picker{headline: title}
			out[len(out)-1].Line, open = pick.line(p), false
		case !endsSentence(p):
			out, open = append(out, Pair{Title: Headline(p, "")}), true
		}
	}
	return out
}

// teasers finds the headlines with a one-liner that a page lists, in the
// order of the page, each once.
func teasers(doc *html.Node, where *url.URL, lang string) []Pair {
	var out []Pair
	seen := map[string]bool{}
	visit(doc, func(n *html.Node) bool {
		if silent(n) || n.DataAtom == atom.Nav || n.DataAtom == atom.Footer || n.DataAtom == atom.Figcaption {
			return false
		}
		if !listed(n) {
			return true
		}
		if p := teaser(n, where, lang); p.Title != "" && p.Line != "" && !seen[p.Title] {
			seen[p.Title] = true
			out = append(out, p)
		}
		return true
	})
	return out
}

// listed reports whether the element may be a headline of a list.
func listed(n *html.Node) bool {
	switch n.DataAtom {
	case atom.H2, atom.H3, atom.H4, atom.H5:
		return true
	case atom.A, atom.Div, atom.Span, atom.P:
		name := names(n)
		return strings.Contains(name, "title") || strings.Contains(name, "headline")
	}
	return false
}

// teaser reads the card around a headline.
func teaser(n *html.Node, where *url.URL, lang string) Pair {
	const narrow = 12 // columns; what is narrower names a section
	title := Headline(inner(n), "")
	if text.Columns(title) < narrow || text.Columns(title) > 2*Width || refused(title) || asideOf(n) {
		return Pair{}
	}
	link := linkOf(n)
	if link == "" {
		return Pair{}
	}
	card := n
	for range 4 {
		if card.Parent == nil || card.Parent.DataAtom == atom.Body {
			break
		}
		if headlines(card.Parent) > 1 {
			return Pair{Title: title, URL: absolute(where, link), Line: follower(card, title, lang)}
		}
		card = card.Parent
		if link == "" {
			link = linkOf(card)
		}
		if line := cardLine(card, n, title, lang); line != "" {
			return Pair{Title: title, URL: absolute(where, link), Line: line}
		}
	}
	return Pair{}
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
	p := picker{headline: title, lang: lang}
	return p.line(strings.Join(lines(card, skip), "\n"))
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
			if listed(n) && linkOf(n) != "" {
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
func (h *head) isList(pairs []Pair, paragraphs []string) bool {
	const few = 3
	if len(pairs) < few || h.linked.headline != "" || h.first("article:published_time") != "" || h.first("og:type") == "article" {
		return false
	}
	listed, told := 0, 0
	for _, p := range pairs {
		listed += len(p.Title) + len(p.Line)
	}
	for _, p := range paragraphs {
		told += len(p)
	}
	return told <= 2*listed
}
