package feed

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"github.com/mmcdole/gofeed"

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
	Items    []Item        // in the feed's order, each id once
	Cut      bool          // the end was missing; Items are those that were whole
	Zawgyi   int           // items left out because their Burmese is not Unicode
}

// Parse reads a feed of any dialect. The content type is the HTTP header, url
// where the bytes came from; both may be empty. Items published after now are
// said to be published now. It fails with ErrNotFeed if data is no feed, and
// never panics.
func Parse(data []byte, contentType, url string, now time.Time) (doc Document, err error) {
	defer func() {
		if r := recover(); r != nil {
			doc, err = Document{}, fmt.Errorf("parse feed: %v", r)
		}
	}()
	f, err := gofeed.NewParser().Parse(bytes.NewReader(data))
	if err != nil {
		return Document{}, fmt.Errorf("parse feed: %w: %w", ErrNotFeed, err)
	}
	doc = Document{Title: text.OneLine(text.Plain(f.Title)), Home: f.Link, Language: f.Language, Self: f.FeedLink}
	for _, it := range f.Items {
		item := Item{URL: it.Link, Title: text.OneLine(text.Plain(it.Title)), Summary: text.Plain(it.Description),
			Feed: url, Source: doc.Title, Categories: it.Categories, Language: f.Language}
		if t, ok := ParseDate(it.Published, now, f.Language); ok {
			item.Published = t
		}
		item.ID = hash(Canonical(it.Link) + it.GUID)
		doc.Items = append(doc.Items, item)
	}
	return doc, nil
}
