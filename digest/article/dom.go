package article

import (
	"cmp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newsbrief/digest/text"
)

// attr returns the value of the element's attribute, "" without one.
func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// names returns what a publisher calls the element: its class, id and the
// like, in lower case, between spaces.
func names(n *html.Node) string {
	var b strings.Builder
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "id", "itemprop", "role", "data-testid", "data-component":
			b.WriteByte(' ')
			b.WriteString(strings.ToLower(a.Val))
		}
	}
	b.WriteByte(' ')
	return b.String()
}

// silent reports whether the element holds nothing that a reader sees.
func silent(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Iframe, atom.Head, atom.Button, atom.Select, atom.Textarea:
		return true
	}
	return false
}

// block reports whether the element stands on lines of its own. Elements that
// readability makes, as of lines parted by <br><br>, have a name and no atom.
func block(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	switch cmp.Or(n.DataAtom, atom.Lookup([]byte(n.Data))) {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Aside, atom.Nav, atom.Ul, atom.Ol, atom.Li,
		atom.Dl, atom.Dt, atom.Dd, atom.Blockquote, atom.Pre, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Table, atom.Tbody,
		atom.Thead, atom.Tfoot, atom.Tr, atom.Td, atom.Th, atom.Figure, atom.Figcaption, atom.Hr, atom.Address, atom.Details, atom.Summary, atom.Fieldset, atom.Body:
		return true
	}
	return false
}

// visit calls f for n and everything below it; where f says no, it goes no deeper.
func visit(n *html.Node, f func(*html.Node) bool) {
	if !f(n) {
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		visit(c, f)
	}
}

// longText is how many bytes of a text are looked at that is not the article's.
const longText = 8 << 10

// inner returns the text below n on one line, the beginning of it if it is long.
func inner(n *html.Node) string {
	var b strings.Builder
	writeText(&b, n)
	return text.OneLine(strings.ToValidUTF8(b.String(), ""))
}

// writeText writes the text below n for as long as there is room.
func writeText(b *strings.Builder, n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		b.WriteString(n.Data[:min(len(n.Data), longText)])
	case silent(n) || stamp(n):
		return
	case n.DataAtom == atom.Br || block(n):
		b.WriteByte(' ')
	}
	for c := n.FirstChild; c != nil && b.Len() < longText; c = c.NextSibling {
		writeText(b, c)
	}
}

// stamp reports whether the element only says where a report comes from.
func stamp(n *html.Node) bool {
	return n.DataAtom == atom.Span && strings.Contains(names(n), "location-stamp")
}

// clip is s without what no headline or description of an article is long
// enough for.
func clip(s string) string {
	const most = 1500 // bytes
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "")
}
