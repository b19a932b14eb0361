package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"strings"
)

// parseJSON reads JSON Feed. A field of another type than the standard says is
// read for what it can mean, and spoils no other.
func parseJSON(src string) (rawFeed, error) {
	src, cut := closeJSON(src)
	var outer jsonObject
	if err := json.Unmarshal([]byte(src), &outer); err != nil {
		return rawFeed{}, fmt.Errorf("%w: %w", ErrNotFeed, err)
	}
	var items []jsonObject
	for _, data := range outer.list("items") {
		var it jsonObject
		if json.Unmarshal(data, &it) == nil && len(items) < maxItems {
			items = append(items, it)
		}
	}
	if !bytes.HasPrefix(outer["items"], []byte("[")) || !strings.Contains(outer.text("version"), "jsonfeed") && outer.text("title") == "" {
		return rawFeed{}, ErrNotFeed
	}
	f := rawFeed{self: outer.text("feed_url"), cut: cut}
	f.titles.add(0, html.EscapeString(outer.text("title")))
	f.homes.add(0, outer.text("home_page_url"))
	f.languages.add(0, outer.text("language"))
	for _, it := range items {
		f.items = append(f.items, it.item(f.self))
	}
	return f, nil
}

func (o jsonObject) item(base string) rawItem {
	raw := rawItem{guid: o.text("id"), permalink: true, base: base, lang: o.text("language")}
	raw.titles.add(0, html.EscapeString(o.text("title")))
	raw.descriptions.add(0, html.EscapeString(o.text("summary")))
	raw.contents.add(0, o.text("content_html"))
	raw.contents.add(1, html.EscapeString(o.text("content_text")))
	raw.dates.add(0, o.text("date_published"))
	raw.dates.add(1, o.text("date_modified"))
	raw.links = []rawLink{{href: o.text("url")}, {rel: "related", href: o.text("external_url")}}
	raw.images = []rawImage{{kind: "image", href: o.text("image")}, {kind: "thumbnail", href: o.text("banner_image")}}
	for _, tag := range o.list("tags") {
		raw.categories = append(raw.categories, meant(tag))
	}
	if bytes.HasPrefix(o["tags"], []byte(`"`)) {
		raw.categories = strings.Split(o.text("tags"), ",")
	}
	for _, data := range o.list("attachments") {
		var a jsonObject
		if json.Unmarshal(data, &a) != nil {
			continue
		}
		if strings.HasPrefix(a.text("mime_type"), "image/") {
			raw.images = append(raw.images, rawImage{kind: "enclosure", href: a.text("url")})
		} else {
			raw.links = append(raw.links, rawLink{rel: "enclosure", href: a.text("url")})
		}
	}
	return raw
}

// jsonObject is an object whose values are of any type.
type jsonObject map[string]json.RawMessage

// text is what a field says as a text.
func (o jsonObject) text(name string) string { return meant(o[name]) }

// meant is a text or number as it stands, the first of a list, and of an object
// what names it.
func meant(data json.RawMessage) string {
	data = bytes.TrimSpace(data)
	if len(data) == 0 {
		return ""
	}
	switch data[0] {
	case '"':
		var s string
		_ = json.Unmarshal(data, &s) // its syntax was checked with the document's
		return s
	case '[':
		for _, part := range elements(data) {
			if part[0] != '[' { // lists in lists mean nothing, and can be as deep as one likes
				return meant(part)
			}
		}
		return ""
	case '{':
		var o jsonObject
		_ = json.Unmarshal(data, &o)
		for _, name := range []string{"url", "href", "src", "name", "label", "term", "title", "value"} {
			if s := o[name]; len(s) > 0 && s[0] == '"' {
				return meant(s)
			}
		}
		return ""
	case 'n', 't', 'f':
		return ""
	}
	return string(data)
}

// list is a field's elements; a single value is a list of one.
func (o jsonObject) list(name string) []json.RawMessage {
	data := bytes.TrimSpace(o[name])
	if len(data) == 0 {
		return nil
	}
	if data[0] == '[' {
		return elements(data)
	}
	return []json.RawMessage{data}
}

func elements(data json.RawMessage) []json.RawMessage {
	var all []json.RawMessage
	_ = json.Unmarshal(data, &all)
	return all
}

// closeJSON returns src as it is if all its brackets are closed. Else it
// returns it up to the last whole element of the array that the end cut off.
func closeJSON(src string) (closed string, cut bool) {
	depth, whole := 0, 0
	quoted := false
	for i := 0; i < len(src); i++ {
		switch c := src[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return src[:i+1], false
			}
			if depth == 2 && c == '}' {
				whole = i + 1
			}
		}
	}
	if whole == 0 {
		return src, true
	}
	return src[:whole] + "]}", true
}
