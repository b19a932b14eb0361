package brief

import (
	"net/url"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// body returns the paragraphs of the article in the document, which it uses up.
func body(doc *html.Node, base *url.URL, title string) []string {
	p := readability.NewParser()
	p.KeepClasses = true
	p.DisableJSONLD = true
	const most = 60000 // elements; no article page has more, and time grows with them
	p.MaxElemsToParse = most
	a, err := p.ParseAndMutate(doc, base)
	if err != nil || a.Node == nil {
		return nil
	}
	return lines(a.Node, aside)
}

// aside reports whether the element stands beside the text: captions, forms, menus.
func aside(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Figcaption, atom.Nav, atom.Aside, atom.Footer:
		return true
	}
	return false
}
