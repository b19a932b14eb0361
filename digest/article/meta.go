package article

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newsbrief/digest/language"
	"newsbrief/digest/text"
)

// head is what a page says of itself outside its text.
type head struct {
	named     map[string]string // meta elements: the first content of each name
	title     string
	heading   string // the longest text on the page that its title begins with
	h1        []string
	times     []string // machine-readable dates, the likeliest first
	shown     []string // dates as people read them
	late      []string // both, behind the text
	standing  []string // standfirsts
	perhaps   []string // what may be one
	near      []string // short texts with figures behind the headline
	told      []string // longer texts there, folded
	over      []string // short texts with figures right before it
	looked    int      // elements looked at above the headline
	running   int      // paragraphs behind the headline
	language  string
	canonical string
	linked    linked
}

// mostHeadlines are how many h1 are looked at.
const mostHeadlines = 8

// readHead gathers it in one walk.
func readHead(doc *html.Node) *head {
	h := &head{named: map[string]string{}}
	visit(doc, func(n *html.Node) bool {
		if n.Type == html.ElementNode {
			return h.element(n)
		}
		return true
	})
	return h
}

func (h *head) element(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html:
		h.language = attr(n, "lang")
	case atom.Meta:
		h.meta(n)
	case atom.Title:
		if h.title == "" {
			h.title = text.OneLine(clip(rawText(n)))
		}
	case atom.Script:
		if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") {
			h.linked.read(script(n))
		}
		return false
	case atom.Link:
		if h.canonical == "" && strings.EqualFold(attr(n, "rel"), "canonical") {
			h.canonical = attr(n, "href")
		}
	case atom.H1:
		if s := clip(inner(n)); s != "" && len(h.h1) < mostHeadlines {
			h.h1 = append(h.h1, s)
			h.heads(s)
		}
	case atom.Time:
		h.dated(attr(n, "datetime"), inner(n))
		h.behind(n)
	case atom.Svg, atom.Style, atom.Template:
		return false
	default:
		if h.talk(n) {
			return false
		}
		h.called(n)
		h.behind(n)
		if n.DataAtom == atom.P && len(h.h1) > 0 {
			h.running++
		}
	}
	return true
}

// talk reports whether the element holds what readers say of the article.
func (h *head) talk(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Div, atom.Section, atom.Article, atom.Aside, atom.Ul, atom.Ol, atom.Li:
		return (len(h.h1) > 0 || h.heading != "") && hasAny(names(n), talkNames()) && !contains(n, atom.H1)
	}
	return false
}

var talkNames = sync.OnceValue(func() []string { return language.Union("article.talk") })

func (h *head) meta(n *html.Node) {
	content := clip(strings.TrimSpace(attr(n, "content")))
	if content == "" || misquoted(n) {
		return
	}
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		if name := strings.ToLower(strings.TrimSpace(attr(n, key))); name != "" && h.named[name] == "" {
			h.named[name] = content
		}
	}
}

// misquoted reports whether a quotation mark in an attribute's value ended it:
// what follows it was read as the names of others.
func misquoted(n *html.Node) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return strings.ContainsAny(a.Key, "\"'") })
}

// called looks at elements for what their class says they are.
func (h *head) called(n *html.Node) {
	switch n.DataAtom {
	case atom.P, atom.Div, atom.H2, atom.H3, atom.Span, atom.Strong, atom.Section, atom.Header:
	default:
		return
	}
	name := names(n)
	if name == " " {
		return
	}
	switch {
	case hasAny(name, standfirstNames()):
		if s := inner(n); len(s) < 1500 {
			h.standing = append(h.standing, s)
		}
	case len(h.h1) > 0 && h.running == 0 && hasAny(name, perhapsNames()):
		if s := inner(n); len(s) < 1500 {
			h.perhaps = append(h.perhaps, s)
		}
	case attr(n, "itemprop") == "datePublished" && h.named["datepublished"] == "":
		h.named["datepublished"] = clip(inner(n))
	case hasAny(name, dateNames()):
		if s := inner(n); len(s) < 120 {
			h.dated("", s)
		}
	}
}

// dated notes a date: what machines are told, and what readers see of it. Behind
// the text it may be a comment's or another article's.
func (h *head) dated(told, shown string) {
	if h.running > nearRunning {
		h.late = append(h.late, told, shown)
		return
	}
	h.times = append(h.times, told)
	h.shown = append(h.shown, shown)
}

// known are the texts of the page that were told apart from the article's.
func (h *head) known() map[string]bool {
	known := map[string]bool{}
	for _, s := range slices.Concat(h.shown, h.late, h.standing) {
		known[s] = true
	}
	return known
}

// Parts of the names that publishers give to the editor's lead, to what is one
// behind a headline and something else elsewhere, and to dates.
var (
	standfirstNames = sync.OnceValue(func() []string { return language.Union("article.standfirst") })
	perhapsNames    = sync.OnceValue(func() []string { return language.Union("article.perhaps") })
	dateNames       = sync.OnceValue(func() []string { return language.Union("article.date") })
)

// script returns what stands in a script element.
func script(n *html.Node) string {
	if n.FirstChild == nil {
		return ""
	}
	return n.FirstChild.Data
}

// rawText returns the text directly below n as it stands, the beginning of it
// if it is long.
func rawText(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil && b.Len() < longText; c = c.NextSibling {
		if c.Type == html.TextNode {
			b.WriteString(c.Data[:min(len(c.Data), longText)])
		}
	}
	return strings.ToValidUTF8(b.String(), "")
}

func (h *head) first(names ...string) string {
	for _, n := range names {
		if v := h.named[n]; v != "" {
			return text.OneLine(html.UnescapeString(v))
		}
	}
	return ""
}

func (h *head) tongue() string {
	for _, s := range []string{h.language, h.first("og:locale"), h.first("content-language", "language", "dc.language"), h.linked.language} {
		s, _, _ = strings.Cut(strings.TrimSpace(s), ",")
		if s = strings.ReplaceAll(s, "_", "-"); tags().MatchString(s) {
			return s
		}
	}
	return ""
}

// tags match what a language is called between machines.
var tags = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$`) })
