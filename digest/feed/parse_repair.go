package feed

import (
	"strings"
	"unicode/utf8"
)

// repair rewrites a feed in XML, however broken, as the well-formed subset that
// the parser behind it reads right: RSS 2.0 or Atom 1.0 in UTF-8, with the
// known vocabularies under their usual prefixes, every text an escaped HTML
// fragment, and every address absolute. What that subset has no place for (the
// language and base of one item, its dates, its pictures) stands in elements
// of the vocabulary "newsbrief".
//
// An item that the end of the document cuts off is left out, and so is what
// no item needs.
type repair struct {
	scanner
	out     strings.Builder
	stack   []element
	rss     bool
	item    int // index of the open item in stack, 0 if none
	itemAt  int // where the item begins in out
	items   int
	lang    string // of the item's texts
	base    string // of the item's texts
	images  int
	parts   int            // elements since the item, or the feed, began
	noEnd   map[string]int // until where the end of a text is known to be missing
	closed  bool           // the root was
	dropped int            // depth at which everything is left out, 0 if nowhere
	// declared is the language that the document declares for all of it, as an
	// attribute.
	declared string
}

// element is one that is open.
type element struct {
	name  string // as in the source
	as    string // as written, "" if nothing is
	lang  string
	base  string
	space map[string]string // prefix to namespace, shared with the parent if none is new
}

const (
	maxDepth = 256
	maxItems = 10_000
	maxText  = 512 << 10
	maxParts = 1000
)

const header = ` xmlns:newsbrief="urn:newsbrief"` +
	` xmlns:dc="http://purl.org/dc/elements/1.1/"` +
	` xmlns:content="http://purl.org/rss/1.0/modules/content/"` +
	` xmlns:media="http://search.yahoo.com/mrss/"` +
	` xmlns:itunes="http://www.itunes.com/DTDs/PodCast-1.0.dtd"` +
	` xmlns:a="urn:newsbrief:atom">`

// run repairs src, which came from base. It reports whether the document's end
// is missing, and false for ok if it is no feed.
func (r *repair) run(src, base string) (out string, cut, ok bool) {
	r.src = src
	r.noEnd = map[string]int{}
	root, ok := r.root()
	if !ok {
		return "", false, false
	}
	r.open(root, base)
	for {
		t := r.next()
		switch t.kind {
		case tokenEOF:
			return r.finish()
		case tokenStart:
			r.start(t)
		case tokenEnd:
			r.end(t)
		}
		if r.closed || r.items > maxItems {
			return r.finish()
		}
	}
}

// root finds the element that makes this a feed. Junk before it, such as a
// server's warning, is stepped over; a page is no feed.
func (r *repair) root() (token, bool) {
	for range 1000 {
		t := r.next()
		switch {
		case t.kind == tokenEOF:
			return t, false
		case t.kind != tokenStart:
			continue
		}
		switch local(t.name) {
		case "rss", "rdf", "feed", "channel":
			return t, true
		case "html", "body", "head":
			return t, false
		}
	}
	return token{}, false
}

func local(name string) string { return name[strings.IndexByte(name, ':')+1:] }

func prefix(name string) string {
	p, _, found := strings.Cut(name, ":")
	if !found {
		return ""
	}
	return p
}

// open writes the root.
func (r *repair) open(t token, base string) {
	name := local(t.name)
	r.rss = name != "feed"
	e := r.inherit(element{base: base}, t)
	e.as = "rss"
	if r.rss {
		r.out.WriteString(`<rss version="2.0"`)
	} else {
		e.as = "feed"
		r.out.WriteString(`<feed xmlns="http://www.w3.org/2005/Atom"`)
	}
	r.out.WriteString(header)
	r.stack = append(r.stack, e)
	r.declared = e.lang
	if name == "channel" {
		r.push(token{name: "channel"}, "channel")
		r.stack[len(r.stack)-1].name = t.name
	}
}

// inherit returns what holds inside t, given what holds around it.
func (r *repair) inherit(parent element, t token) element {
	e := element{name: t.name, lang: parent.lang, base: parent.base, space: parent.space}
	own := false
	for _, a := range t.attrs {
		switch {
		case a.name == "xml:lang" || a.name == "lang":
			e.lang = strings.TrimSpace(a.value)
		case a.name == "xml:base" || a.name == "base":
			e.base = resolve(parent.base, a.value)
		case a.name == "xmlns" || strings.HasPrefix(a.name, "xmlns:"):
			if !own {
				e.space, own = clone(parent.space), true
			}
			e.space[strings.TrimPrefix(strings.TrimPrefix(a.name, "xmlns"), ":")] = strings.TrimSpace(a.value)
		}
	}
	return e
}

func clone(m map[string]string) map[string]string {
	c := make(map[string]string, len(m)+1)
	for k, v := range m {
		c[k] = v
	}
	return c
}

func (r *repair) top() *element { return &r.stack[len(r.stack)-1] }

// push opens an element and writes it under another name, or not at all.
func (r *repair) push(t token, as string) {
	e := r.inherit(*r.top(), t)
	e.as = as
	if as != "" {
		r.out.WriteString("<" + as + ">")
	}
	r.stack = append(r.stack, e)
}

// drop opens an element and leaves out all that is in it.
func (r *repair) drop(t token) {
	r.push(t, "")
	if r.dropped == 0 {
		r.dropped = len(r.stack)
	}
}

// pop closes the innermost element.
func (r *repair) pop() {
	n := len(r.stack)
	if n == r.dropped {
		r.dropped = 0
	}
	if r.item > 0 && n-1 == r.item {
		r.closeItem()
	}
	if as := r.stack[n-1].as; as != "" {
		r.out.WriteString("</" + as + ">")
	}
	r.stack = r.stack[:n-1]
}

func (r *repair) openItem(t token, as string) {
	if parent := r.item; parent > 0 {
		for len(r.stack) > parent {
			r.pop()
		}
	}
	r.itemAt = r.out.Len()
	r.push(t, as)
	r.item = len(r.stack) - 1
	r.items++
	r.parts = 0
	r.lang, r.base, r.images = r.top().lang, r.top().base, 0
	if about := t.attr("rdf:about"); about != "" {
		r.write("newsbrief:about", about)
	}
}

func (r *repair) closeItem() {
	if r.lang != "" {
		r.write("newsbrief:lang", r.lang)
	}
	if r.base != "" {
		r.write("newsbrief:base", r.base)
	}
	r.item, r.parts = 0, 0
}

// end closes the innermost element of that name; an end without beginning
// closes nothing.
func (r *repair) end(t token) {
	i := len(r.stack) - 1
	for i >= 0 && r.stack[i].name != t.name {
		i--
	}
	if i < 0 {
		return
	}
	if i == 0 {
		r.closed = true
		return
	}
	for len(r.stack) > i {
		r.pop()
	}
}

// finish closes what is open and leaves out an item that was cut.
func (r *repair) finish() (out string, cut, ok bool) {
	cut = !r.closed && (r.item > 0 || len(r.stack) > 2 || r.broken)
	if r.item > 0 && !r.closed {
		head := r.out.String()[:r.itemAt]
		r.out.Reset()
		r.out.WriteString(head)
		r.stack, r.item = r.stack[:r.item], 0
	}
	for len(r.stack) > 0 {
		r.pop()
	}
	return r.out.String(), cut, true
}

// write writes an element with a text.
func (r *repair) write(name, value string) {
	r.out.WriteString("<" + name + ">")
	escape(&r.out, value)
	r.out.WriteString("</" + name + ">")
}

// writeAttrs writes an empty element.
func (r *repair) writeAttrs(name string, attrs ...string) {
	r.out.WriteString("<" + name)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] != "" {
			r.out.WriteString(" " + attrs[i] + `="`)
			escape(&r.out, attrs[i+1])
			r.out.WriteByte('"')
		}
	}
	r.out.WriteString("/>")
}

// escape writes s as character data, without what XML does not allow.
func escape(b *strings.Builder, s string) {
	from := 0
	for i := 0; i < len(s); {
		c, n := s[i], 1
		var by string
		switch {
		case c == '&':
			by = "&amp;"
		case c == '<':
			by = "&lt;"
		case c == '>':
			by = "&gt;"
		case c == '"':
			by = "&#34;"
		case c >= ' ' || c == '\n' || c == '\t' || c == '\r':
			if c < utf8.RuneSelf {
				i++
				continue
			}
			var r rune
			if r, n = utf8.DecodeRuneInString(s[i:]); r != utf8.RuneError && r != 0xFFFE && r != 0xFFFF {
				i += n
				continue
			}
		}
		b.WriteString(s[from:i])
		b.WriteString(by)
		i += n
		from = i
	}
	b.WriteString(s[from:])
}
