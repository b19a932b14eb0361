package feed

import (
	"context"
	"strings"
)

// xmlReader takes what a feed in XML says, however broken it is: RSS, RDF and
// Atom, with the vocabularies that usually stand in them. Every text becomes an
// HTML fragment and every address absolute. An item that the end of the
// document cuts off is left out.
type xmlReader struct {
	scanner
	feed     rawFeed
	rss      bool // or RDF; else Atom
	stack    []element
	item     *rawItem // the open item, nil if none
	itemAt   int      // where it stands in stack
	language string   // of the open item, by an element of its own
	parts    int      // elements since the item, or the feed, began
	wasted   int      // bytes read in vain, for ends that are not there
	dropped  int      // depth at which everything is left out, 0 if nowhere
	closed   bool     // the root was
	declared string   // the language that the document declares for all of it, as an attribute
}

// element is one that is open.
type element struct {
	name       string // as in the source
	role       role
	lang, base string
	space      *namespaces
}

// role is what an open element holds.
type role int

const (
	roleDropped role = iota // nothing that is wanted
	roleFeed
	roleItem
	roleGroup // parts of the item around it
	roleSource
)

const (
	maxDepth = 64
	maxItems = 10_000
	maxText  = 512 << 10
	maxParts = 1000 // of an item
	maxWaste = 8    // times the document's length
)

// parseXML reads RSS, RDF and Atom that came from base.
func parseXML(ctx context.Context, src, base string) (rawFeed, error) {
	r := xmlReader{scanner: scanner{src: src}}
	root, ok := r.root()
	if !ok {
		return rawFeed{}, ErrNotFeed
	}
	r.open(root, base)
	for n := 0; !r.closed && len(r.feed.items) < maxItems; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return rawFeed{}, context.Cause(ctx)
		}
		t := r.next()
		switch t.kind {
		case tokenEOF:
			return r.finish(), nil
		case tokenStart:
			r.start(t)
		case tokenEnd:
			r.end(t)
		}
	}
	return r.finish(), nil
}

// root finds the element that makes this a feed. Junk before it, such as a
// server's warning, is stepped over; a page is no feed.
func (r *xmlReader) root() (token, bool) {
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

func prefix(name string) string { return name[:max(0, strings.IndexByte(name, ':'))] }

func (r *xmlReader) open(t token, base string) {
	r.rss = local(t.name) != "feed"
	r.stack = append(r.stack, element{base: base})
	r.stack[0] = r.inherit(t, roleFeed)
	r.declared = r.stack[0].lang
	if local(t.name) == "channel" {
		r.stack = append(r.stack, r.inherit(token{name: t.name}, roleFeed))
	}
}

func (r *xmlReader) top() *element { return &r.stack[len(r.stack)-1] }

// inherit returns what holds inside t, given what holds around it.
func (r *xmlReader) inherit(t token, as role) element {
	around := r.top()
	e := element{name: t.name, role: as, lang: around.lang, base: around.base, space: around.space}
	for _, a := range t.attrs {
		switch {
		case a.name == "xml:lang" || a.name == "lang":
			e.lang = strings.TrimSpace(a.value)
		case a.name == "xml:base" || a.name == "base":
			e.base = resolve(around.base, a.value)
		case a.name == "xmlns" || strings.HasPrefix(a.name, "xmlns:"):
			e.space = e.space.with(strings.TrimPrefix(a.name[len("xmlns"):], ":"), a.value)
		}
	}
	return e
}

// start takes a start tag. An item begins wherever it stands: what is open may
// lack its end.
func (r *xmlReader) start(t token) {
	name := local(t.name)
	isItem := name == "item" || name == "entry"
	if len(r.stack) >= maxDepth && !isItem {
		return
	}
	if r.parts++; !isItem && (r.dropped > 0 || r.parts > maxParts) {
		r.drop(t)
		return
	}
	e := r.inherit(t, roleDropped)
	v := r.vocabulary(e)
	switch {
	case isItem && v == core:
		r.openItem(t)
	case r.dropped > 0:
		r.drop(t)
	case r.item != nil && (r.top().role == roleItem || r.top().role == roleGroup):
		r.inItem(t, e, v+name)
	case r.item == nil && r.top().role == roleFeed:
		r.inFeed(t, e, v+name)
	case r.top().role == roleSource && v+name == "title":
		r.item.source = r.markup(t)
	default:
		r.drop(t)
	}
}

// push opens an element as inherit made it.
func (r *xmlReader) push(t token, e element, as role) {
	if e.role = as; !t.closed {
		r.stack = append(r.stack, e)
	}
}

// drop leaves an element out, with all that is in it.
func (r *xmlReader) drop(t token) {
	if t.closed {
		return
	}
	e := *r.top()
	e.name, e.role = t.name, roleDropped
	r.stack = append(r.stack, e)
	if r.dropped == 0 {
		r.dropped = len(r.stack)
	}
}

// pop closes the innermost element.
func (r *xmlReader) pop() {
	n := len(r.stack)
	if n == r.dropped {
		r.dropped = 0
	}
	if r.item != nil && n-1 == r.itemAt {
		r.closeItem()
	}
	r.stack = r.stack[:n-1]
}

func (r *xmlReader) openItem(t token) {
	for r.item != nil {
		r.pop()
	}
	r.dropped, r.parts, r.language = 0, 0, ""
	e := r.inherit(t, roleItem)
	r.stack = append(r.stack, e)
	r.itemAt = len(r.stack) - 1
	r.item = &rawItem{lang: e.lang, base: e.base, permalink: !r.rss}
	if about := t.attr("rdf:about"); about != "" {
		r.item.links = append(r.item.links, rawLink{rel: "about", base: e.base, href: about})
	}
	if href := t.attr("href"); href != "" {
		r.item.links = append(r.item.links, rawLink{base: e.base, href: href})
	}
	if t.closed {
		r.pop()
	}
}

func (r *xmlReader) closeItem() {
	if r.language != "" {
		r.item.lang = r.language
	}
	r.feed.items = append(r.feed.items, *r.item)
	r.item, r.parts = nil, 0
}

// end closes the innermost element of that name; an end without beginning
// closes nothing.
func (r *xmlReader) end(t token) {
	i := len(r.stack) - 1
	for i >= 0 && r.stack[i].name != t.name {
		i--
	}
	if i == 0 {
		r.closed = true
		return
	}
	for i > 0 && len(r.stack) > i {
		r.pop()
	}
}

// finish closes what is open and leaves out an item that was cut.
func (r *xmlReader) finish() rawFeed {
	r.feed.cut = !r.closed && (r.item != nil || len(r.stack) > 2 || r.broken)
	if r.item != nil && r.closed {
		r.closeItem()
	}
	r.feed.languages.add(2, r.declared)
	return r.feed
}
