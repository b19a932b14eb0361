package article

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newsbrief/digest/text"
)

// body returns the article's paragraphs and its picture: what the page says that
// they are, where the document shows less. It uses the document up.
func (h *head) body(doc *html.Node, base *url.URL, a Article) (paragraphs []string, picture string) {
	const much = 3 // times as much as is shown, which is a teaser then
	var parts []part
	if n := node(doc, base); n != nil {
		parts, picture = blocks(n, nothing), firstPicture(n, base)
	}
	if told := plainParts(h.linked.text); size(told) > much*size(parts) {
		parts = told
	}
	return proper(parts, a.Title, h.known()), cmp.Or(a.Image, picture)
}

func nothing(*html.Node) bool { return false }

// node returns the element that holds the article, nil if none does.
func node(doc *html.Node, base *url.URL) *html.Node {
	const most = 60000 // elements; no article page has more, and time grows with them
	if elements(doc, most) > most {
		return nil
	}
	unhide(doc)
	prune(doc, weight(doc)/4)
	p := readability.NewParser()
	p.KeepClasses = true
	p.DisableJSONLD = true
	a, err := p.ParseAndMutate(doc, base)
	if err != nil {
		return nil
	}
	return a.Node
}

// size is how much text there is, in bytes.
func size(parts []part) int {
	n := 0
	for _, p := range parts {
		n += len(p.text)
	}
	return n
}

// plainParts are the paragraphs of a text that stands in no element.
func plainParts(s string) []part {
	var out []part
	for line := range strings.Lines(text.Plain(s)) {
		if line = text.OneLine(line); line != "" {
			out = append(out, part{text: line})
		}
	}
	return out
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
	linked int  // how much of it, in bytes, is links
	point  bool // of a list
}

// blocks returns the text below n block by block, none of them empty. What skip
// is true for is left out.
func blocks(n *html.Node, skip func(*html.Node) bool) []part {
	c := collector{skip: skip}
	c.walk(n, false)
	c.flush(false)
	return c.out
}

type collector struct {
	skip   func(*html.Node) bool
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
	if n.Type == html.CommentNode || silent(n) || stamp(n) || c.skip(n) {
		return
	}
	own := block(n) || n.DataAtom == atom.Br
	if own {
		c.flush(false)
	}
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		c.walk(k, link || n.DataAtom == atom.A)
	}
	if own {
		c.flush(n.DataAtom == atom.Li)
	}
}

func (c *collector) flush(point bool) {
	if s := text.OneLine(c.b.String()); strings.ContainsFunc(s, text.IsWord) {
		c.out = append(c.out, part{s, c.linked, point})
	}
	c.b.Reset()
	c.linked = 0
}
