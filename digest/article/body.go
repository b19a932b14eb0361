package article

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newsbrief/digest/prose"
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

// proper returns the parts that are the article's own text, in order.
func proper(parts []part, title string, known map[string]bool) []string {
	var out []string
	seen := map[string]bool{}
	for i, p := range parts {
		if seen[p.text] && len(p.text) > 30 || !p.own() || known[p.text] || i < 6 && text.Fold(p.text) == text.Fold(title) {
			continue
		}
		seen[p.text] = true
		out = append(out, p.text)
	}
	return out
}

// own reports whether the part belongs to the article: no link to another, no
// caption or notice, no line that only dates or signs it.
func (p part) own() bool {
	switch {
	case len(p.text) < 400 && prose.IsBoilerplate(p.text):
		return false
	case p.linked*10 >= len(p.text)*9:
		return false
	case len(p.text) < 400 && disclosure(p.text):
		return false
	case len(p.text) < 120 && furniture(p.text):
		return false
	}
	return true
}

// disclosure reports whether a paragraph says who paid for the article.
func disclosure(s string) bool {
	low := strings.ToLower(s)
	for _, w := range []string{"affiliate link", "affiliate commission", "has been compensated by", "all opinions are my own", "all opinions are mine", "this post is sponsored", "this is a sponsored post", "earn a commission", "we may earn"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// furniture reports whether a short line is of the page and not of the article.
func furniture(s string) bool {
	low := strings.ToLower(s)
	if n, _ := utf8.DecodeRuneInString(s); unicode.IsLetter(n) || unicode.IsDigit(n) {
		for _, w := range furnitureStarts {
			if strings.HasPrefix(low, w) {
				return true
			}
		}
	}
	return initialsOnly().MatchString(s) || furnitureWhole[strings.Trim(low, " .:…!?*[]()-–")]
}

// initialsOnly match what reporters sign with: "(abc/def)".
var initialsOnly = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[(\[（]\p{L}{1,5}(?:[/,. ]+\p{L}{1,5})*[)\]）]\.?$`)
})

var furnitureStarts = []string{"http://", "https://", "updated ", "updated: ", "published ", "published: ", "posted: ", "posted on ", "first published", "last updated", "last modified", "image 1 of", "image 2 of", "source: ", "sources: ", "by "}

var furnitureWhole = map[string]bool{"advert": true, "advertisement": true, "ad": true, "sign in": true, "log in": true, "comments": true, "caption": true, "close": true, "share": true, "tags": true, "print": true, "email": true,
	"skip to content": true, "breaking news": true, "don't miss": true, "don’t miss": true, "more": true, "related": true, "leave a comment": true, "post comment": true, "photos": true, "video": true, "loading": true, "tweet": true, "facebook": true, "twitter": true, "whatsapp": true, "you may also like": true}
