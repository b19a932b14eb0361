package article

import (
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newsbrief/digest/language"
)

// prune takes out what stands beside the text: what publishers themselves name
// so, captions, and what asks for consent. What weighs more than most must be
// named otherwise than it is meant.
func prune(n *html.Node, most int) {
	var next *html.Node
	for c := n.FirstChild; c != nil; c = next {
		next = c.NextSibling
		if c.Type == html.ElementNode && (endless(c) || asks(c) || (beside(c) || caption(c)) && weight(c) <= most) {
			n.RemoveChild(c)
			continue
		}
		prune(c, most)
	}
}

// endless reports whether a headline is longer than any: comparing it with the
// page's title costs as much as the page.
func endless(n *html.Node) bool {
	return (n.DataAtom == atom.H1 || n.DataAtom == atom.H2 || n.DataAtom == atom.Title) && len(inner(n)) >= longText/2
}

// beside reports whether an element's name says that it is no part of the text.
// A word in the middle of a sentence is one, whatever it is named.
func beside(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Figcaption, atom.Nav, atom.Aside, atom.Button, atom.Form:
		return true
	case atom.Html, atom.Head, atom.Body, atom.Main, atom.Article, atom.H1, atom.Meta, atom.Link, atom.Script, atom.Img:
		return false
	case atom.A, atom.Span:
		return hasAny(names(n), besideNames()) && !amidText(n)
	}
	return hasAny(names(n), besideNames())
}

// besideNames are parts of the names that publishers give to what stands beside
// an article.
var besideNames = sync.OnceValue(func() []string { return language.Union("article.beside") })

func hasAny(name string, parts []string) bool {
	if name == " " {
		return false
	}
	for _, part := range parts {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

// amidText reports whether the element is a part of a sentence: text stands
// right before it and behind it, or an element within the line that it is in.
func amidText(n *html.Node) bool {
	first := n
	for first.PrevSibling == nil && inline(first.Parent) {
		first = first.Parent
	}
	return first.PrevSibling != nil && hasText(first.PrevSibling) && beforeText(n)
}

func beforeText(n *html.Node) bool {
	for ; inline(n); n = n.Parent {
		if n.NextSibling != nil && hasText(n.NextSibling) {
			return true
		}
	}
	return false
}

func inline(n *html.Node) bool { return n.DataAtom == atom.A || n.DataAtom == atom.Span }

// hasText reports whether n is text of which a reader sees something.
func hasText(n *html.Node) bool {
	return n.Type == html.TextNode && strings.TrimSpace(n.Data) != ""
}

// asks reports whether the element stands over the page and asks for consent or
// for a subscription, however much it has to say. One that holds a headline is
// the page.
func asks(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html, atom.Head, atom.Body, atom.Main, atom.Article, atom.P:
		return false
	}
	return hasAny(names(n), overlayNames()) && !contains(n, atom.H1)
}

var overlayNames = sync.OnceValue(func() []string { return language.Union("article.overlay") })

// contains reports whether there is such an element below n.
func contains(n *html.Node, a atom.Atom) bool {
	found := false
	visit(n, func(n *html.Node) bool {
		found = found || n.DataAtom == a
		return !found
	})
	return found
}

// caption reports whether the element says what a picture shows: it stands in
// small print right behind one, or below one in the middle of a column that stands at the left.
func caption(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Em, atom.I, atom.Small, atom.Span, atom.Font:
		return behindPicture(n) && !hasTextOfItsOwn(n.Parent)
	case atom.P, atom.Div:
		return centred(n) && behindPicture(n) && !centred(nextElement(n))
	}
	return false
}

func behindPicture(n *html.Node) bool {
	before := sibling(n)
	return before != nil && pictured(before)
}

// sibling is the element before n, nil if there is none or text between.
func sibling(n *html.Node) *html.Node {
	for s := n.PrevSibling; s != nil; s = s.PrevSibling {
		switch {
		case hasText(s):
			return nil
		case s.Type == html.ElementNode && s.DataAtom != atom.Br:
			return s
		}
	}
	return nil
}

// pictured reports whether n is a picture, or holds one and no text.
func pictured(n *html.Node) bool {
	found, texts := false, false
	visit(n, func(n *html.Node) bool {
		found = found || n.DataAtom == atom.Img || n.DataAtom == atom.Video
		texts = texts || hasText(n)
		return !texts && !silent(n)
	})
	return found && !texts
}

// hasTextOfItsOwn reports whether there is text right below n, or more than
// pictures have with them.
func hasTextOfItsOwn(n *html.Node) bool {
	const many = 100
	i := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if i++; i > many || hasText(c) {
			return true
		}
	}
	return false
}

// nextElement is the element behind n, or n if it is the last.
func nextElement(n *html.Node) *html.Node {
	for s := n.NextSibling; s != nil; s = s.NextSibling {
		if s.Type == html.ElementNode {
			return s
		}
	}
	return n
}

func centred(n *html.Node) bool {
	style := strings.ReplaceAll(strings.ToLower(attr(n, "style")), " ", "")
	return strings.EqualFold(attr(n, "align"), "center") || strings.Contains(style, "text-align:center")
}

// unhide shows what is hidden from readers of the screen for as long as a
// window stands before it, where that is the article.
func unhide(doc *html.Node) {
	visit(doc, func(n *html.Node) bool {
		for i := range n.Attr {
			if n.Attr[i].Key == "aria-hidden" && n.Attr[i].Val == "true" && contains(n, atom.H1) {
				n.Attr[i].Val = "false"
			}
		}
		return true
	})
}
