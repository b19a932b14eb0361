package article

import (
	"net/url"
	"strconv"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newsbrief/digest/text"
)

// body returns the paragraphs of the article in the document and its first
// picture. It uses the document up, and leaves out texts that are known to be
// something else.
func body(doc *html.Node, base *url.URL, title string, known map[string]bool) (paragraphs []string, picture string) {
	const most = 60000 // elements; no article page has more, and time grows with them
	if elements(doc, most) > most {
		return nil, ""
	}
	unhide(doc)
	prune(doc, weight(doc)/4)
	p := readability.NewParser()
	p.KeepClasses = true
	p.DisableJSONLD = true
	a, err := p.ParseAndMutate(doc, base)
	if err != nil || a.Node == nil {
		return nil, ""
	}
	return proper(blocks(a.Node), title, known), firstPicture(a.Node, base)
}

// firstPicture returns the address of the first picture below n that is large
// enough to be one of the news.
func firstPicture(n *html.Node, base *url.URL) string {
	found := ""
	visit(n, func(n *html.Node) bool {
		if n.DataAtom == atom.Img && found == "" && !tiny(n) {
			for _, key := range []string{"data-src", "data-original", "data-lazy-src", "src"} {
				if u := absolute(base, attr(n, key)); u != "" && !placeholder(u) {
					found = u
					break
				}
			}
		}
		return found == ""
	})
	return found
}

// tiny reports whether a picture says that it is as small as a button.
func tiny(n *html.Node) bool {
	for _, key := range []string{"width", "height"} {
		if size, err := strconv.Atoi(strings.TrimSuffix(attr(n, key), "px")); err == nil && size < 150 {
			return true
		}
	}
	return false
}

// elements counts what is below n, until there are more than most.
func elements(n *html.Node, most int) int {
	count := 0
	visit(n, func(*html.Node) bool {
		count++
		return count <= most
	})
	return count
}

// weight is how much running text is below n: lines too short for a sentence
// do not count.
func weight(n *html.Node) int {
	size := 0
	visit(n, func(n *html.Node) bool {
		if n.Type == html.TextNode && len(n.Data) > 60 {
			if s := strings.TrimSpace(n.Data); len(s) > 60 {
				size += len(s)
			}
		}
		return !silent(n)
	})
	return size
}

// part is one block of the article's text.
type part struct {
	text   string
	linked int // how much of it, in bytes, is links
}

// blocks returns the text below n block by block.
func blocks(n *html.Node) []part {
	var c collector
	c.walk(n, false)
	c.flush()
	return c.out
}

type collector struct {
	out    []part
	b      strings.Builder
	linked int
}

func (c *collector) walk(n *html.Node, link bool) {
	if n.Type == html.TextNode {
		c.b.WriteString(n.Data)
		if link {
			c.linked += len(strings.TrimSpace(n.Data))
		}
		return
	}
	if n.Type == html.CommentNode || silent(n) || stamp(n) {
		return
	}
	own := block(n) || n.DataAtom == atom.Br
	if own {
		c.flush()
	}
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		c.walk(k, link || n.DataAtom == atom.A)
	}
	if own {
		c.flush()
	}
}

func (c *collector) flush() {
	if s := text.OneLine(c.b.String()); strings.ContainsFunc(s, text.IsWord) {
		c.out = append(c.out, part{text: s, linked: c.linked})
	}
	c.b.Reset()
	c.linked = 0
}
