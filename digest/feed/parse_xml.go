package feed

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"
)

// parseXML reads RSS, RDF and Atom.
func parseXML(src, url string) (rawFeed, error) {
	r := repair{}
	out, cut, ok := r.run(src, url)
	if !ok {
		return rawFeed{}, ErrNotFeed
	}
	var f rawFeed
	if r.rss {
		parsed, err := (&rss.Parser{}).Parse(strings.NewReader(out))
		if err != nil {
			return rawFeed{}, fmt.Errorf("read rss: %w", err)
		}
		f = fromRSS(parsed)
	} else {
		parsed, err := (&atom.Parser{}).Parse(strings.NewReader(out))
		if err != nil {
			return rawFeed{}, fmt.Errorf("read atom: %w", err)
		}
		f = fromAtom(parsed)
	}
	if f.language == "" {
		f.language = r.declared
	}
	f.cut = cut
	return f, nil
}

func fromRSS(p *rss.Feed) rawFeed {
	f := rawFeed{title: first(p.Title, value(p.Extensions, "dc", "title")), home: p.Link,
		language: first(p.Language, value(p.Extensions, "dc", "language")), ttl: minutes(p.TTL)}
	for _, l := range p.Extensions["a"]["link"] {
		switch l.Attrs["rel"] {
		case "self":
			f.self = l.Attrs["href"]
		case "", "alternate":
			f.home = first(f.home, l.Attrs["href"])
		}
	}
	f.items = make([]rawItem, 0, len(p.Items))
	for _, it := range p.Items {
		raw := fromExtensions(it.Extensions)
		raw.titles = append([]string{it.Title}, raw.titles...)
		raw.descriptions = append([]string{it.Description}, raw.descriptions...)
		raw.content = first(it.Content, raw.content)
		if it.GUID != nil {
			raw.guid, raw.permalink = it.GUID.Value, it.GUID.IsPermalink != "false"
		}
		own := make([]rawLink, 0, len(it.Links)+len(raw.links))
		for _, href := range it.Links {
			own = append(own, rawLink{href: href})
		}
		raw.links = append(own, raw.links...)
		raw.categories = append(categoriesOf(it.Categories, func(c *rss.Category) string { return c.Value }), raw.categories...)
		if it.Source != nil {
			raw.source = it.Source.Title
		}
		f.items = append(f.items, raw)
	}
	return f
}

func fromAtom(p *atom.Feed) rawFeed {
	f := rawFeed{title: first(p.Title, value(p.Extensions, "dc", "title")), language: value(p.Extensions, "dc", "language")}
	for _, l := range p.Links {
		switch {
		case l.Rel == "self":
			f.self = first(f.self, l.Href)
		case l.Rel == "alternate" && !strings.Contains(l.Type, "xml"):
			f.home = first(f.home, l.Href)
		}
	}
	f.items = make([]rawItem, 0, len(p.Entries))
	for _, it := range p.Entries {
		raw := fromExtensions(it.Extensions)
		raw.titles = append([]string{it.Title}, raw.titles...)
		raw.descriptions = append([]string{it.Summary}, raw.descriptions...)
		if it.Content != nil {
			raw.content = it.Content.Value
		}
		raw.guid, raw.permalink = it.ID, true
		for _, l := range it.Links {
			raw.links = append(raw.links, rawLink{rel: l.Rel, kind: l.Type, href: l.Href})
		}
		raw.categories = append(categoriesOf(it.Categories, func(c *atom.Category) string { return c.Term }), raw.categories...)
		if it.Source != nil {
			raw.source = it.Source.Title
		}
		f.items = append(f.items, raw)
	}
	return f
}

func categoriesOf[C any](all []C, name func(C) string) []string {
	names := make([]string, len(all))
	for i, c := range all {
		names[i] = name(c)
	}
	return names
}

// fromExtensions takes what stands outside the dialect's own vocabulary.
func fromExtensions(e ext.Extensions) rawItem {
	own := e["newsbrief"]
	it := rawItem{
		titles:       []string{value(e, "dc", "title"), value(e, "a", "title"), value(e, "media", "title"), value(e, "itunes", "title")},
		descriptions: []string{value(e, "a", "summary"), value(e, "dc", "description"), value(e, "itunes", "summary"), value(e, "media", "description"), value(e, "itunes", "subtitle")},
		content:      value(e, "a", "content"),
		origin:       value(e, "newsbrief", "origin"),
		base:         value(e, "newsbrief", "base"),
		lang:         first(value(e, "newsbrief", "lang"), ""),
	}
	if lang := value(e, "dc", "language"); lang != "" {
		it.lang = lang
	}
	for _, kind := range []string{"published", "issued", "updated", "created"} {
		for _, d := range own[kind] {
			it.dates = append(it.dates, d.Value)
		}
	}
	for _, l := range e["a"]["link"] {
		it.links = append(it.links, rawLink{rel: first(l.Attrs["rel"], "alternate"), kind: l.Attrs["type"], href: l.Attrs["href"]})
	}
	for _, a := range own["about"] {
		it.links = append(it.links, rawLink{rel: "about", href: a.Value})
	}
	for _, c := range e["dc"]["subject"] {
		it.categories = append(it.categories, c.Value)
	}
	for _, m := range own["image"] {
		width, _ := strconv.Atoi(strings.TrimSuffix(m.Attrs["width"], "px"))
		it.images = append(it.images, rawImage{kind: m.Attrs["kind"], href: m.Attrs["href"], width: width})
	}
	return it
}

// value returns the text of the first such extension element.
func value(e ext.Extensions, prefix, name string) string {
	if all := e[prefix][name]; len(all) > 0 {
		return all[0].Value
	}
	return ""
}

// first returns the first string that is not blank.
func first(all ...string) string {
	for _, s := range all {
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}

// minutes reads a ttl. More than a week is taken for a mistake.
func minutes(s string) time.Duration {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n <= 0 || n > 7*24*60 {
		return 0
	}
	return time.Duration(n) * time.Minute
}
