package feed

import (
	"html"
	"strings"
)

// Vocabularies that say something of an item.
const (
	core      = "" // RSS or Atom, whichever the document is
	vocabAtom = "atom"
	vocabDC   = "dc"
	vocabTerm = "dcterms"
	vocabBody = "content"
	vocabPics = "media"
	vocabPod  = "itunes"
	vocabBurn = "feedburner"
	vocabHTML = "xhtml"
	unknown   = "?"
)

// vocabulary tells which vocabulary a name belongs to: by its namespace, and
// where that is not declared or misspelt, by its usual prefix.
func (r *repair) vocabulary(e element) string {
	p := prefix(e.name)
	uri, declared := e.space[p]
	if declared {
		if v, ok := vocabularyOf(strings.ToLower(uri)); ok {
			if v == vocabAtom && !r.rss {
				return core
			}
			return v
		}
	}
	switch p {
	case "", "rss", "rdf", prefix(r.stack[0].name):
		return core
	case "atom", "atom10", "atom03", "a10":
		if !r.rss {
			return core
		}
		return vocabAtom
	case "dc", "dcterms", "content", "media", "itunes", "feedburner", "xhtml":
		return p
	case "pheedo":
		return vocabBurn
	}
	return unknown
}

func vocabularyOf(uri string) (string, bool) {
	switch {
	case strings.Contains(uri, "w3.org/2005/atom"), strings.Contains(uri, "purl.org/atom/"):
		return vocabAtom, true
	case strings.Contains(uri, "purl.org/dc/elements"):
		return vocabDC, true
	case strings.Contains(uri, "purl.org/dc/terms"):
		return vocabTerm, true
	case strings.Contains(uri, "modules/content"):
		return vocabBody, true
	case strings.Contains(uri, "search.yahoo.com/mrss"):
		return vocabPics, true
	case strings.Contains(uri, "itunes.com/dtds"):
		return vocabPod, true
	case strings.Contains(uri, "feedburner"), strings.Contains(uri, "pheedo"):
		return vocabBurn, true
	case strings.Contains(uri, "w3.org/1999/xhtml"):
		return vocabHTML, true
	case uri == "", strings.Contains(uri, "purl.org/rss/1.0"), strings.Contains(uri, "purl.org/net/rss"), strings.Contains(uri, "netscape.com"), strings.Contains(uri, "backend.userland.com"),
		strings.Contains(uri, "22-rdf-syntax"), strings.Contains(uri, "blogs.law.harvard.edu"), strings.Contains(uri, "cyber.law.harvard.edu/rss"):
		return core, uri != "" && !strings.Contains(uri, "modules")
	}
	return "", false
}

// start takes a start tag.
func (r *repair) start(t token) {
	if len(r.stack) >= maxDepth {
		return
	}
	name := local(t.name)
	e := r.inherit(*r.top(), t)
	v := r.vocabulary(e)
	if v == core && (name == "item" || name == "entry") {
		r.startItem(t)
		return
	}
	r.parts++
	switch {
	case r.dropped > 0 || r.parts > maxParts:
		r.skip(t)
	case r.structure(t, v, name):
	case r.inItem():
		r.inside(t, e, v, name)
	case r.inFeed():
		r.about(t, e, v, name)
	case r.top().as == "source":
		r.sourcePart(t, e, v, name)
	default:
		r.skip(t)
	}
}

func (r *repair) startItem(t token) {
	as := "entry"
	if r.rss {
		as = "item"
	}
	r.dropped = 0
	r.openItem(t, as)
	if href := t.attr("href"); href != "" {
		r.write("link", resolve(r.top().base, href))
	}
	if t.closed {
		r.pop()
	}
}

// inItem reports whether an item is the parent, also through a wrapper that is
// not written.
func (r *repair) inItem() bool {
	return r.item > 0 && (len(r.stack)-1 == r.item || r.top().as == "" && r.dropped == 0)
}

func (r *repair) inFeed() bool {
	as := r.top().as
	return r.item == 0 && (as == "feed" || as == "channel" || as == "rss")
}

// skip leaves an element out, with all that is in it.
func (r *repair) skip(t token) {
	if !t.closed {
		r.drop(t)
	}
}

// structure takes the elements that only hold others.
func (r *repair) structure(t token, v, name string) bool {
	switch {
	case v == core && name == "channel" && r.rss && len(r.stack) == 1:
		if !t.closed {
			r.push(t, "channel")
			r.declared = r.top().lang
		}
	case v == core && name == "source" && !r.rss && r.item > 0 && len(r.stack)-1 == r.item:
		if !t.closed {
			r.push(t, "source")
		}
	case v == vocabPics && (name == "group" || name == "content") && r.item > 0:
		r.picture(t, name)
		if !t.closed {
			r.push(t, "")
		}
	default:
		return false
	}
	return true
}

// sourcePart takes the title of the feed that an entry was copied from.
func (r *repair) sourcePart(t token, e element, v, name string) {
	if v == core && name == "title" {
		r.write("title", r.markup(t, e))
		return
	}
	r.skip(t)
}

// about takes what the feed says of itself.
func (r *repair) about(t token, e element, v, name string) {
	switch v {
	case core:
		switch name {
		case "title", "subtitle", "tagline", "description":
			r.write(name, r.markup(t, e))
		case "link":
			r.link(t, e)
		case "language", "ttl", "id":
			r.write(name, r.leaf(t))
		default:
			r.skip(t)
		}
	case vocabAtom:
		if name == "link" {
			r.link(t, e)
			return
		}
		r.skip(t)
	case vocabDC:
		if name == "language" || name == "title" {
			r.write("dc:"+name, r.markup(t, e))
			return
		}
		r.skip(t)
	default:
		r.skip(t)
	}
}

// inside takes what an item says.
func (r *repair) inside(t token, e element, v, name string) {
	if as := datePart(v, name); as != "" {
		r.write("newsbrief:"+as, r.leaf(t))
		return
	}
	switch v {
	case core:
		r.corePart(t, e, name)
	case vocabAtom:
		switch name {
		case "link":
			r.link(t, e)
		case "title", "summary", "content":
			r.write("a:"+name, r.markup(t, e))
		default:
			r.skip(t)
		}
	case vocabDC, vocabTerm:
		switch name {
		case "title", "description", "subject", "language", "identifier":
			r.write("dc:"+name, r.markup(t, e))
		default:
			r.skip(t)
		}
	case vocabBody:
		if name == "encoded" {
			r.fullText(t, e)
			return
		}
		r.skip(t)
	case vocabHTML:
		if name == "body" || name == "div" {
			r.fullText(t, e)
			return
		}
		r.skip(t)
	default:
		r.extra(t, e, v, name)
	}
}

// extra takes the vocabularies that repeat what the core says.
func (r *repair) extra(t token, e element, v, name string) {
	switch {
	case v == vocabPics && name == "thumbnail":
		r.picture(t, name)
		r.skip(t)
	case v == vocabPics && (name == "title" || name == "description"):
		r.write("media:"+name, r.markup(t, e))
	case v == vocabPod && (name == "summary" || name == "subtitle" || name == "title"):
		r.write("itunes:"+name, r.markup(t, e))
	case v == vocabPod && name == "image":
		r.image("itunes", resolve(e.base, t.attr("href")), "")
		r.skip(t)
	case v == vocabBurn && name == "origlink":
		r.write("newsbrief:origin", r.leaf(t))
	default:
		r.skip(t)
	}
}

// datePart says which date of the item an element gives, "" if none.
func datePart(v, name string) string {
	switch v {
	case core, vocabAtom:
		switch name {
		case "pubdate", "published", "issued", "date":
			return "published"
		case "updated", "modified", "lastbuilddate":
			return "updated"
		case "created":
			return "created"
		}
	case vocabDC, vocabTerm:
		switch name {
		case "date", "issued":
			return "issued"
		case "modified":
			return "updated"
		case "created":
			return "created"
		}
	}
	return ""
}

func (r *repair) corePart(t token, e element, name string) {
	switch name {
	case "title":
		if lang := t.attr("xml:lang"); lang != "" {
			r.lang = lang
		}
		r.write("title", r.markup(t, e))
	case "description", "summary":
		r.text(t, e)
	case "content", "body", "fullitem", "fulltext":
		r.fullText(t, e)
	case "link":
		r.link(t, e)
	case "guid":
		r.guid(t)
	case "id":
		r.write("id", r.leaf(t))
	case "category":
		r.category(t)
	case "enclosure":
		if strings.HasPrefix(t.attr("type"), "image/") || isImage(t.attr("url")) {
			r.image("enclosure", resolve(e.base, t.attr("url")), t.attr("width"))
		}
		r.skip(t)
	case "image", "thumbnail", "img":
		r.plainImage(t, e)
	case "source":
		r.write("source", r.leaf(t))
	case "language", "lang":
		if lang := r.leaf(t); lang != "" {
			r.lang = lang
		}
	default:
		r.skip(t)
	}
}

// text takes a short text and remembers where its addresses hold.
func (r *repair) text(t token, e element) {
	r.base = e.base
	if lang := t.attr("xml:lang"); lang != "" {
		r.lang = lang
	}
	name := "summary"
	if r.rss {
		name = "description"
	}
	r.write(name, r.markup(t, e))
}

// fullText takes the article itself, where a feed gives it.
func (r *repair) fullText(t token, e element) {
	r.base = e.base
	if src := t.attr("src"); src != "" && !r.rss {
		r.writeAttrs("link", "rel", "related", "href", resolve(e.base, src))
	}
	if r.rss {
		r.write("content:encoded", r.markup(t, e))
		return
	}
	r.write("content", r.markup(t, e))
}

func (r *repair) guid(t token) {
	r.out.WriteString("<guid")
	if p := strings.ToLower(t.attr("ispermalink")); p != "" {
		r.out.WriteString(` isPermaLink="`)
		escape(&r.out, p)
		r.out.WriteByte('"')
	}
	value := r.leaf(t)
	r.out.WriteByte('>')
	escape(&r.out, value)
	r.out.WriteString("</guid>")
}

func (r *repair) category(t token) {
	value := t.attr("label")
	if value == "" {
		value = t.attr("term")
	}
	if inner := r.leaf(t); value == "" {
		value = inner
	}
	if r.rss {
		r.write("category", value)
		return
	}
	r.writeAttrs("category", "term", value)
}

// link writes a link with its address made absolute.
func (r *repair) link(t token, e element) {
	href := t.attr("href")
	if inner := r.leaf(t); inner != "" {
		href = inner
	}
	if href == "" && t.attr("rdf:resource") != "" {
		href = t.attr("rdf:resource")
	}
	href = resolve(e.base, href)
	rel := strings.ToLower(strings.TrimSpace(t.attr("rel")))
	if rel == "enclosure" && (strings.HasPrefix(t.attr("type"), "image/") || isImage(href)) && r.item > 0 {
		r.image("enclosure", href, "")
		return
	}
	name := "link"
	if r.rss {
		if rel == "" && r.vocabulary(e) == core {
			r.write("link", href)
			return
		}
		name = "a:link"
	}
	r.writeAttrs(name, "rel", rel, "type", t.attr("type"), "hreflang", t.attr("hreflang"), "href", href)
}

func (r *repair) picture(t token, name string) {
	href := resolve(r.top().base, t.attr("url"))
	kind := t.attr("medium")
	if kind == "" {
		kind, _, _ = strings.Cut(t.attr("type"), "/")
	}
	switch {
	case name == "thumbnail":
		r.image("thumbnail", href, t.attr("width"))
	case kind == "image", kind == "" && isImage(href):
		r.image("media", href, t.attr("width"))
	}
}

// plainImage takes <image> in an item, its address as text or in <url>.
func (r *repair) plainImage(t token, e element) {
	href := t.attr("href") + t.attr("src") + t.attr("url")
	if !t.closed {
		if s := strings.TrimSpace(r.markup(t, e)); href == "" {
			if _, rest, ok := strings.Cut(s, "<url>"); ok {
				s, _, _ = strings.Cut(rest, "<")
			}
			href = html.UnescapeString(s)
		}
	}
	r.image("image", resolve(e.base, href), t.attr("width"))
}

func (r *repair) image(kind, href, width string) {
	if r.item == 0 || href == "" || r.images >= 32 {
		return
	}
	r.images++
	r.writeAttrs("newsbrief:image", "kind", kind, "width", width, "href", href)
}

// isImage reports whether an address looks like a picture's.
func isImage(href string) bool {
	href, _, _ = strings.Cut(strings.ToLower(href), "?")
	for _, end := range []string{".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"} {
		if strings.HasSuffix(href, end) {
			return true
		}
	}
	return false
}
