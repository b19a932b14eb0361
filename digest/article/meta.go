package article

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newsbrief/digest/prose"
	"newsbrief/digest/text"
)

// head is what a page says of itself outside its text.
type head struct {
	named     map[string]string // meta elements: the first content of each name
	title     string
	h1        []string
	times     []string // machine-readable dates, the likeliest first
	shown     []string // dates as people read them
	standing  []string // standfirsts
	perhaps   []string // what may be one
	near      []string // short texts with figures behind the headline
	told      []string // longer texts there, folded
	over      []string // short texts with figures right before it
	headed    bool     // a headline that is no h1 was met
	looked    int      // elements looked at above the headline
	running   int      // paragraphs behind the headline
	language  string
	canonical string
	linked    linked
}

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
			h.title = oneLine(rawText(n))
		}
	case atom.Script:
		if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") {
			h.linked.read(rawText(n))
		}
		return false
	case atom.Link:
		if h.canonical == "" && strings.EqualFold(attr(n, "rel"), "canonical") {
			h.canonical = attr(n, "href")
		}
	case atom.H1:
		if s := inner(n); s != "" {
			h.h1 = append(h.h1, s)
		}
	case atom.Time:
		h.times = append(h.times, attr(n, "datetime"))
		h.shown = append(h.shown, inner(n))
		h.behind(n)
	case atom.Svg, atom.Style, atom.Template:
		return false
	default:
		h.called(n)
		h.behind(n)
		if n.DataAtom == atom.P && len(h.h1) > 0 {
			h.running++
		}
	}
	return true
}

func (h *head) meta(n *html.Node) {
	content := strings.TrimSpace(attr(n, "content"))
	if content == "" {
		return
	}
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		if name := strings.ToLower(strings.TrimSpace(attr(n, key))); name != "" && h.named[name] == "" {
			h.named[name] = content
		}
	}
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
	case standfirst(name):
		if s := inner(n); len(s) < 1500 {
			h.standing = append(h.standing, s)
		}
	case len(h.h1) > 0 && h.running == 0 && maybeStandfirst(name):
		if s := inner(n); len(s) < 1500 {
			h.perhaps = append(h.perhaps, s)
		}
	case dateClass(name):
		if s := inner(n); len(s) < 120 {
			h.shown = append(h.shown, s)
		}
	}
}

// known are the texts of the page that were told apart from the article's.
func (h *head) known() map[string]bool {
	known := map[string]bool{}
	for _, s := range h.shown {
		known[s] = true
	}
	for _, s := range h.standing {
		known[s] = true
	}
	return known
}

// standfirst reports whether a class names the editor's lead.
func standfirst(name string) bool {
	for _, w := range standfirstWords {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}

var standfirstWords = []string{"standfirst", "sapo", "chapeau", "chapo", "article__lead", "article-lead", "article_lead", "lead-text", "lead_text", " lead ", " lede ", "-dek ", " dek ", "strapline", "subheadline", "sub-headline", "subhead ",
	"article-summary", "article__summary", "article-intro", "article__intro", "article-excerpt", "detail-lead", "detail__summary", "news-lead", "article-subtitle", "article__subtitle", "article__description", "article-description", "content-detail__description"}

// maybeStandfirst is for names that stand for other things as well. Behind the
// headline they are believed if what they say is of the article.
func maybeStandfirst(name string) bool {
	for _, w := range []string{" description ", "summary", "excerpt", "subtitle", "sub-title", "subheading", " intro ", "-intro ", "deck ", "abstract", " teaser "} {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}

func dateClass(name string) bool {
	for _, w := range []string{"date", "publish", "posted", "timestamp", "byline", "article-time", "-time", "time-", "info", "meta", "source"} {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}

// rawText returns the text directly below n as it stands.
func rawText(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

func (h *head) first(names ...string) string {
	for _, n := range names {
		if v := h.named[n]; v != "" {
			return oneLine(html.UnescapeString(v))
		}
	}
	return ""
}

// site is the publisher as people know it, its host if the page does not say.
func (h *head) site(where *url.URL) string {
	for _, s := range []string{h.first("og:site_name"), oneLine(h.linked.publisher), h.first("application-name", "al:android:app_name")} {
		s, _, _ = strings.Cut(s, " | ")
		s, _, _ = strings.Cut(s, " - ")
		s = text.OneLine(strings.TrimPrefix(s, "@"))
		if s != "" && len(s) <= 60 && !strings.Contains(s, "://") {
			return s
		}
	}
	return strings.TrimPrefix(where.Hostname(), "www.")
}

// headline chooses among what the page calls its headline. What readers see
// is the h1; it is believed if the page's metadata say about the same.
func (h *head) headline(site string) string {
	said := h.said()
	for i, s := range said {
		said[i] = prose.WithoutSite(s, site)
	}
	for _, shown := range h.h1 {
		for _, s := range said {
			if alike(shown, s) && text.Columns(shown)*4 >= text.Columns(s) { // shorter ones name a section
				return shown
			}
		}
	}
	if shown := h.loud(site); akin(shown, said) {
		return shown
	}
	for _, s := range said {
		if s != "" && !prose.SameName(s, site) {
			return s
		}
	}
	for _, s := range h.h1 {
		return s
	}
	return ""
}

// loud is the page's first h1 if it can be a headline: long enough, and not a
// name that its title ends with. "" if it cannot.
func (h *head) loud(site string) string {
	const shortest, longest = 20, 240 // columns
	if len(h.h1) == 0 {
		return ""
	}
	shown := h.h1[0]
	if n := text.Columns(shown); n < shortest || n > longest || prose.SameName(shown, site) || strings.HasSuffix(text.Fold(oneLine(h.title)), text.Fold(shown)) {
		return ""
	}
	return shown
}

// akin reports whether what the page shows says in other words what its
// metadata say: those may be written for search engines.
func akin(shown string, said []string) bool {
	const part = 25 // of a hundred runs of three letters
	own := prose.Grams(text.Fold(shown))
	for _, s := range said {
		other := prose.Grams(text.Fold(s))
		shared := 0
		for g := range own {
			if other[g] {
				shared++
			}
		}
		if shared > 0 && shared*100 >= min(len(own), len(other))*part {
			return true
		}
	}
	return false
}

// said is what the page's metadata call it, "" where they are silent.
func (h *head) said() []string {
	return []string{h.first("og:title"), oneLine(html.UnescapeString(h.linked.headline)), h.first("twitter:title", "dc.title", "headline", "title"), oneLine(h.title)}
}

// titles returns what the page calls itself beside its headline, each once. Of
// its h1 only the first: others may be headlines of other pages.
func (h *head) titles(headline string) []string {
	var out []string
	for _, s := range append(h.said(), h.h1[:min(len(h.h1), 1)]...) {
		if s = text.OneLine(s); s != "" && s != headline && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// alike reports whether two headlines are one, differently worded or cut.
func alike(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	p := prose.Picker{Headline: a}
	q := prose.Picker{Headline: b}
	return a == b || p.Repeats(b) || q.Repeats(a)
}

func (h *head) tongue() string {
	for _, s := range []string{h.language, h.first("og:locale"), h.first("content-language", "language", "dc.language"), h.linked.language} {
		s, _, _ = strings.Cut(strings.TrimSpace(s), ",")
		s = strings.ReplaceAll(s, "_", "-")
		if len(s) >= 2 && len(s) <= 12 && !strings.ContainsAny(s, " ;") {
			return s
		}
	}
	return ""
}
