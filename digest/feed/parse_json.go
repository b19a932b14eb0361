package feed

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"

	jsonfeed "github.com/mmcdole/gofeed/json"
)

// parseJSON reads JSON Feed, item by item, so that a bad one spoils no other.
func parseJSON(src string) (rawFeed, error) {
	var outer struct {
		Version string            `json:"version"`
		Title   string            `json:"title"`
		Home    string            `json:"home_page_url"`
		Self    string            `json:"feed_url"`
		Lang    string            `json:"language"`
		Items   []json.RawMessage `json:"items"`
	}
	src, cut := closeJSON(src)
	if err := json.Unmarshal([]byte(src), &outer); err != nil {
		return rawFeed{}, fmt.Errorf("%w: %w", ErrNotFeed, err)
	}
	if outer.Items == nil || !strings.Contains(outer.Version, "jsonfeed") && outer.Title == "" {
		return rawFeed{}, ErrNotFeed
	}
	f := rawFeed{title: html.EscapeString(outer.Title), home: outer.Home, self: outer.Self, language: outer.Lang, cut: cut}
	for _, data := range outer.Items[:min(len(outer.Items), maxItems)] {
		var it jsonfeed.Item
		if err := json.Unmarshal(data, &it); err == nil {
			f.items = append(f.items, fromJSON(it, outer.Self))
		}
	}
	return f, nil
}

func fromJSON(it jsonfeed.Item, base string) rawItem {
	raw := rawItem{
		titles:       []string{html.EscapeString(it.Title)},
		descriptions: []string{html.EscapeString(it.Summary)},
		content:      first(it.ContentHTML, html.EscapeString(it.ContentText)),
		guid:         it.ID, permalink: true, base: base, lang: it.Language,
		dates:      []string{it.DatePublished, it.DateModified},
		categories: it.Tags,
		links:      []rawLink{{href: it.URL}, {rel: "related", href: it.ExternalURL}},
		images:     []rawImage{{kind: "image", href: it.Image}, {kind: "thumbnail", href: it.BannerImage}},
	}
	if it.Attachments != nil {
		for _, a := range *it.Attachments {
			if strings.HasPrefix(a.MimeType, "image/") {
				raw.images = append(raw.images, rawImage{kind: "enclosure", href: a.URL})
			}
		}
	}
	return raw
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
