package feed

import (
	"encoding/base64"
	"html"
	"strings"
)

// leaf reads the text of an element that holds nothing else, up to the next
// tag of any kind: its own end may be missing.
func (r *xmlReader) leaf(t token) string {
	if t.closed {
		return ""
	}
	var b strings.Builder
	for {
		before := r.pos
		switch n := r.next(); n.kind {
		case tokenText:
			r.add(&b, n)
		case tokenEnd:
			if n.name != t.name {
				r.pos = before
			}
			return strings.TrimSpace(b.String())
		default:
			if n.kind == tokenStart {
				r.pos = before
			}
			return strings.TrimSpace(b.String())
		}
	}
}

func (r *xmlReader) add(b *strings.Builder, t token) {
	room := max(maxText-b.Len(), 0)
	s := t.text[:min(len(t.text), room)]
	if t.cdata {
		b.WriteString(s)
		return
	}
	b.WriteString(r.entities.decode(strings.ReplaceAll(s, "]]>", "")))
}

// markup reads an element that holds text or markup and returns an HTML
// fragment, whatever way the markup was put in: escaped, as it is, as base64,
// or as text that is to be shown literally.
func (r *xmlReader) markup(t token) string {
	if t.closed {
		return ""
	}
	if r.wasted > maxWaste*len(r.src) {
		return html.EscapeString(r.leaf(t))
	}
	from := r.pos
	value, inner, ok := r.content(t.name)
	if !ok {
		r.wasted += r.pos - from
		r.pos = from
		return html.EscapeString(r.leaf(t))
	}
	kind, mode := strings.ToLower(t.attr("type")), strings.ToLower(t.attr("mode"))
	switch {
	case inner:
		return value
	case mode == "base64" || isBinary(kind):
		if raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(value), "")); err == nil {
			return strings.ToValidUTF8(string(raw), "")
		}
		return value
	case !r.rss && literal(kind, mode):
		return html.EscapeString(value)
	}
	return value
}

// literal reports whether an Atom text is to be shown as it stands.
func literal(kind, mode string) bool {
	if mode == "escaped" {
		return kind == "text/plain"
	}
	return kind == "" || kind == "text" || kind == "text/plain"
}

func isBinary(kind string) bool {
	major, _, _ := strings.Cut(kind, "/")
	return major == "image" || major == "audio" || major == "video" || major == "application" && !strings.Contains(kind, "xml") && !strings.Contains(kind, "json")
}

// content reads up to the end of the named element. inner says that markup
// stands in it unescaped; value is then that markup, else the decoded text. It
// fails where the item or feed ends first.
func (r *xmlReader) content(name string) (value string, inner, ok bool) {
	var b strings.Builder
	depth := 1
	from := r.pos
	for {
		t := r.next()
		switch t.kind {
		case tokenEOF:
			return "", false, false
		case tokenText:
			r.add(&b, t)
		case tokenStart:
			if holds(t.name) {
				r.pos = t.at
				return "", false, false
			}
			inner = true
			if t.name == name && !t.closed {
				depth++
			}
		case tokenEnd:
			if holds(t.name) {
				r.pos = t.at
				return "", false, false
			}
			if t.name != name {
				continue
			}
			if depth--; depth == 0 {
				if inner {
					return r.raw(from, t.at), true, true
				}
				return b.String(), false, true
			}
		}
	}
}

// holds reports whether a name is one that no text of an item can contain.
func holds(name string) bool {
	switch name {
	case "item", "entry", "channel", "rss", "feed", "rdf:rdf", "atom:entry", "atom:feed", "rss:item":
		return true
	}
	return false
}

// raw returns markup as it stands, CDATA sections opened, within bounds.
func (r *xmlReader) raw(from, to int) string {
	s := r.src[from:min(to, from+maxText)]
	if !strings.Contains(s, "<![CDATA[") {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "<![CDATA[", ""), "]]>", "")
}
