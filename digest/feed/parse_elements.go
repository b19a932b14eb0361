package feed

import (
	"html"
	"strconv"
	"strings"
	"time"
)

// inFeed takes what the feed says of itself.
func (r *xmlReader) inFeed(t token, e element, what string) {
	f := &r.feed
	switch what {
	case "channel":
		if r.rss && len(r.stack) == 1 {
			r.push(t, e, roleFeed)
			r.declared = r.top().lang
			return
		}
		r.drop(t)
	case "title":
		f.titles.add(0, r.markup(t))
	case "dc:title":
		f.titles.add(1, r.markup(t))
	case "link", "atom:link":
		r.home(t, e, what == "link" && r.rss)
	case "language":
		f.languages.add(0, r.leaf(t))
	case "dc:language":
		f.languages.add(1, r.leaf(t))
	case "ttl":
		f.ttl = minutes(r.leaf(t))
	default:
		r.drop(t)
	}
}

// home takes the addresses of the feed and of its publisher.
func (r *xmlReader) home(t token, e element, own bool) {
	href := r.address(t)
	href = resolve(e.base, href)
	switch rel := relation(t); {
	case rel == "self":
		r.feed.self = first(r.feed.self, href)
	case rel == "" && own:
		r.feed.homes.add(0, href)
	case rel == "" || rel == "alternate" && (r.rss || !strings.Contains(t.attr("type"), "xml")):
		r.feed.homes.add(1, href)
	}
}

func relation(t token) string { return strings.ToLower(strings.TrimSpace(t.attr("rel"))) }

// minutes reads a ttl. More than a week is taken for a mistake.
func minutes(s string) time.Duration {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n <= 0 || n > 7*24*60 {
		return 0
	}
	return time.Duration(n) * time.Minute
}

// inItem takes what an item says. The ranks put what says it best first.
func (r *xmlReader) inItem(t token, e element, what string) {
	it := r.item
	switch what {
	case "title":
		it.lang = first(t.attr("xml:lang"), it.lang)
		it.titles.add(0, r.markup(t))
	case "dc:title":
		it.titles.add(1, r.markup(t))
	case "atom:title":
		it.titles.add(2, r.markup(t))
	case "media:title":
		it.titles.add(3, r.markup(t))
	case "itunes:title":
		it.titles.add(4, r.markup(t))
	case "description":
		it.lang, it.base = first(t.attr("xml:lang"), it.lang), e.base
		it.descriptions.add(0, r.markup(t))
	case "summary":
		it.lang, it.base = first(t.attr("xml:lang"), it.lang), e.base
		it.descriptions.add(1, r.markup(t))
	case "atom:summary":
		it.descriptions.add(2, r.markup(t))
	case "dc:description":
		it.descriptions.add(3, r.markup(t))
	case "itunes:summary":
		it.descriptions.add(4, r.markup(t))
	case "media:description":
		it.descriptions.add(5, r.markup(t))
	case "itunes:subtitle":
		it.descriptions.add(6, r.markup(t))
	case "content", "body", "fullitem", "fulltext", "content:encoded", "xhtml:body", "xhtml:div":
		r.fullText(t, e)
	case "atom:content":
		it.contents.add(1, r.markup(t))
	case "pubdate", "published", "issued", "date", "atom:published", "atom:issued":
		it.dates.add(0, r.leaf(t))
	case "dc:date", "dc:issued":
		it.dates.add(1, r.leaf(t))
	case "updated", "modified", "lastbuilddate", "atom:updated", "atom:modified", "dc:modified":
		it.dates.add(2, r.leaf(t))
	case "created", "dc:created", "atom:created":
		it.dates.add(3, r.leaf(t))
	case "category":
		value := first(t.attr("label"), t.attr("term"))
		it.categories = append(it.categories, first(value, r.leaf(t)))
	case "dc:subject":
		it.categories = append(it.categories, r.markup(t))
	case "language", "lang":
		it.lang = first(r.leaf(t), it.lang)
	case "dc:language":
		r.language = first(r.language, r.leaf(t))
	default:
		r.linked(t, e, what)
	}
}

// fullText takes the article itself, where a feed gives it.
func (r *xmlReader) fullText(t token, e element) {
	it := r.item
	it.base = e.base
	if src := t.attr("src"); src != "" && !r.rss {
		it.links = append(it.links, rawLink{rel: "related", base: e.base, href: src})
	}
	it.contents.add(0, r.markup(t))
}

// linked takes the addresses that an item gives, and what is left.
func (r *xmlReader) linked(t token, e element, what string) {
	it := r.item
	switch what {
	case "link", "atom:link":
		r.link(t, e, what == "link" && r.rss)
	case "guid":
		if r.rss {
			it.permalink = !strings.EqualFold(t.attr("ispermalink"), "false")
			it.guid = r.leaf(t)
			return
		}
		r.drop(t)
	case "id":
		if !r.rss {
			it.guid = r.leaf(t)
			return
		}
		r.drop(t)
	case "feedburner:origlink":
		it.origin = first(it.origin, r.leaf(t))
	case "source":
		if r.rss {
			it.source = r.leaf(t)
			return
		}
		r.push(t, e, roleSource)
	case "enclosure":
		r.enclosure(t, e, t.attr("url"))
		r.drop(t)
	case "media:content", "media:group":
		r.picture(t, e)
		r.push(t, e, roleGroup)
	case "media:thumbnail":
		r.image("thumbnail", e, t.attr("url"), t.attr("width"))
		r.drop(t)
	case "itunes:image":
		r.image("itunes", e, t.attr("href"), "")
		r.drop(t)
	case "image", "thumbnail", "img":
		r.plainImage(t, e)
	default:
		r.drop(t)
	}
}

// link takes where the item is read; own says that it is RSS's own element.
func (r *xmlReader) link(t token, e element, own bool) {
	href, rel := r.address(t), relation(t)
	if rel == "enclosure" {
		r.enclosure(t, e, href)
		return
	}
	if rel == "" && !own {
		rel = "alternate"
	}
	r.item.links = append(r.item.links, rawLink{rel: rel, kind: t.attr("type"), base: e.base, href: href})
}

// address returns the address that a link gives, as its text or an attribute,
// or behind <link/>, which is where programs that take it for HTML put it.
func (r *xmlReader) address(t token) string {
	href := first(r.leaf(t), t.attr("href"), t.attr("rdf:resource"))
	if href == "" && t.closed {
		before := r.pos
		if n := r.next(); n.kind == tokenText && strings.HasPrefix(strings.TrimSpace(n.text), "http") {
			href = r.entities.decode(n.text)
		} else {
			r.pos = before
		}
	}
	return href
}

// enclosure takes a picture as the item's, anything else as what there is to
// open if the item has no page.
func (r *xmlReader) enclosure(t token, e element, href string) {
	if strings.HasPrefix(t.attr("type"), "image/") || isImage(href) {
		r.image("enclosure", e, href, t.attr("width"))
		return
	}
	r.item.links = append(r.item.links, rawLink{rel: "enclosure", base: e.base, href: href})
}

func (r *xmlReader) picture(t token, e element) {
	href, kind := t.attr("url"), t.attr("medium")
	if kind == "" {
		kind, _, _ = strings.Cut(t.attr("type"), "/")
	}
	switch {
	case kind == "image", kind == "" && isImage(href):
		r.image("media", e, href, t.attr("width"))
	case kind == "audio", kind == "video":
		r.enclosure(t, e, href)
	}
}

// plainImage takes <image> in an item, its address as text or in <url>.
func (r *xmlReader) plainImage(t token, e element) {
	href := first(t.attr("href"), t.attr("src"), t.attr("url"))
	if s := strings.TrimSpace(r.markup(t)); href == "" {
		if _, rest, ok := strings.Cut(s, "<url>"); ok {
			s, _, _ = strings.Cut(rest, "<")
		}
		href = html.UnescapeString(s)
	}
	r.image("image", e, href, t.attr("width"))
}

func (r *xmlReader) image(kind string, e element, href, width string) {
	const most = 32
	if href == "" || len(r.item.images) >= most {
		return
	}
	w, _ := strconv.Atoi(strings.TrimSuffix(width, "px"))
	r.item.images = append(r.item.images, rawImage{kind: kind, base: e.base, href: href, width: w})
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
