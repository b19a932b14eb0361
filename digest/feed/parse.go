package feed

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"newsbrief/digest/charset"
	"newsbrief/digest/text"
)

// ErrNotFeed says that what was read is no feed in any dialect.
var ErrNotFeed = errors.New("not a feed")

// Document is what one fetch of a feed said.
type Document struct {
	Title    string
	Home     string        // the publisher's page, absolute, "" if not given
	Language string        // declared for the whole feed, BCP 47, "" if not given
	Self     string        // where the feed says it lives, "" if not given
	TTL      time.Duration // how long it asks not to be fetched again, 0 if not given
	// Items in the feed's order. One that the feed repeats has the same ID each
	// time. Title and Summary are both empty where the feed gives no words.
	Items  []Item
	Cut    bool // the end was missing; Items are those that were whole
	Zawgyi int  // items left out because their Burmese is not Unicode
}

// Parse reads a feed of any dialect: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0,
// JSON Feed. The content type is the HTTP header, url is where the bytes came
// from; both may be empty. Items published after now are said to be published
// now. It fails with ErrNotFeed if data is no feed, and never panics.
func Parse(data []byte, contentType, url string, now time.Time) (doc Document, err error) {
	defer func() {
		if r := recover(); r != nil {
			doc, err = Document{}, fmt.Errorf("parse feed: %v", r)
		}
	}()
	raw, err := parse(charset.UTF8(data, contentType), url)
	if err != nil {
		return Document{}, fmt.Errorf("parse feed: %w", err)
	}
	return raw.document(url, now), nil
}

func parse(src, url string) (rawFeed, error) {
	src = strings.TrimLeft(src, "\ufeff \t\r\n\x00")
	if strings.HasPrefix(src, "{") {
		return parseJSON(src)
	}
	return parseXML(src, url)
}

// rawFeed is a feed as its dialect's parser left it, the same for all.
type rawFeed struct {
	title    string // HTML
	home     string
	self     string
	language string
	ttl      time.Duration
	items    []rawItem
	cut      bool
}

// rawItem is one item of it. The texts are HTML, the addresses may be relative
// to base.
type rawItem struct {
	titles       []string // the first that says something counts
	descriptions []string
	content      string
	guid         string
	permalink    bool // guid may be an address
	links        []rawLink
	origin       string // behind a redirecting service
	base         string
	lang         string
	dates        []string // the first that can be read counts
	categories   []string
	images       []rawImage
	source       string
}

type rawLink struct{ rel, kind, href string }

type rawImage struct {
	kind, href string
	width      int
}

// document cleans what was read.
func (f rawFeed) document(url string, now time.Time) Document {
	doc := Document{
		Title: headline(f.title), Home: resolve(url, f.home), Self: resolve(url, f.self),
		Language: declaredLanguage(f.language), TTL: f.ttl, Cut: f.cut,
	}
	ids := identities(f.items)
	items := make([]Item, len(f.items))
	for i, raw := range f.items {
		items[i] = raw.item(doc, url, now)
		ids.see(items[i])
	}
	for i, it := range items {
		if Zawgyi(it.Title + "\n" + it.Summary) {
			doc.Zawgyi++
			continue
		}
		if it.ID = ids.of(f.items[i], it); it.ID != "" {
			doc.Items = append(doc.Items, it)
		}
	}
	return doc
}

// headline returns an HTML fragment as one line of bounded length.
func headline(fragment string) string {
	return cutGraphemes(text.OneLine(text.Plain(fragment)), maxTitle)
}
