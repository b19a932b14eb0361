package feed

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"newsbrief/digest/charset"
	"newsbrief/digest/fetch"
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
	// Failed says of each item on which the program failed what went wrong.
	Failed []error
}

// Parse reads what came of fetching f, in any dialect: RSS 0.9x, 1.0 and 2.0,
// Atom 0.3 and 1.0, JSON Feed. What f says of itself goes before what the
// document says; f may be zero. Items published after now are said to be
// published now. Parse fails with ErrNotFeed for what is no feed, with the
// context's error when that ends, and never panics: an item on which it does
// is left out.
func Parse(ctx context.Context, f Feed, got fetch.Response, now time.Time) (doc Document, err error) {
	failed := guard(func() { doc, err = parseDocument(ctx, f, got, now) })
	if err = errors.Join(failed, err); err != nil {
		return Document{}, fmt.Errorf("parse feed: %w", err)
	}
	return doc, nil
}

func parseDocument(ctx context.Context, f Feed, got fetch.Response, now time.Time) (Document, error) {
	raw, err := parse(ctx, charset.UTF8(got.Body, got.ContentType), got.URL)
	if err != nil {
		return Document{}, err
	}
	doc := raw.head(got.URL)
	whose := publisher{feed: f, title: doc.Title, language: doc.Language, url: got.URL, now: now}
	err = doc.fill(ctx, raw.items, identities(raw.items, f.URL, got.URL), whose.item)
	return doc, err
}

func parse(ctx context.Context, src, url string) (rawFeed, error) {
	src = strings.TrimLeft(src, "\ufeff \t\r\n\x00")
	if strings.HasPrefix(src, "{") {
		return parseJSON(src)
	}
	return parseXML(ctx, src, url)
}

// rawFeed is a feed as its dialect's parser left it, the same for all.
type rawFeed struct {
	titles    ranked // HTML
	homes     ranked
	languages ranked
	self      string
	ttl       time.Duration
	items     []rawItem
	cut       bool
}

// rawItem is one item of it. The texts are HTML, their addresses may be relative
// to base.
type rawItem struct {
	titles       ranked
	descriptions ranked
	contents     ranked // the article itself
	dates        ranked
	guid         string
	permalink    bool // guid may be an address
	links        []rawLink
	origin       string // behind a redirecting service
	base         string
	lang         string
	categories   []string
	images       []rawImage
	source       string
	canonical    string // its address as [Canonical] has it, once that is known
}

// rawLink is a link; without rel it is the dialect's own for the item's page.
type rawLink struct{ rel, kind, base, href string }

type rawImage struct {
	kind, base, href string
	width            int
}

// ranked are texts that say the same, the best first and those of one rank as
// they came. None is blank.
type ranked []rankedText

type rankedText struct {
	rank int
	text string
}

func (r *ranked) add(rank int, s string) {
	if strings.TrimSpace(s) == "" {
		return
	}
	at := len(*r)
	for at > 0 && (*r)[at-1].rank > rank {
		at--
	}
	*r = slices.Insert(*r, at, rankedText{rank, s})
}

func (r ranked) first() string {
	if len(r) == 0 {
		return ""
	}
	return r[0].text
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

// head cleans what the feed says of itself.
func (raw rawFeed) head(url string) Document {
	return Document{
		Title: headline(raw.titles.first()), Home: resolve(url, raw.homes.first()), Self: resolve(url, raw.self),
		Language: declaredLanguage(raw.languages.first()), TTL: raw.ttl, Cut: raw.cut,
	}
}

// fill adds the items, cleaned and with their ids.
func (doc *Document) fill(ctx context.Context, items []rawItem, ids identity, clean func(*rawItem) Item) error {
	cleaned := make([]*Item, len(items)) // nil: failed
	for i := range items {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		err := guard(func() {
			it := clean(&items[i])
			ids.see(&items[i], it)
			cleaned[i] = &it
		})
		if err != nil {
			doc.Failed = append(doc.Failed, fmt.Errorf("item %d, %.80q: %w", i+1, items[i].titles.first(), err))
		}
	}
	for i, it := range cleaned {
		switch {
		case it == nil:
		case Zawgyi(it.Title + "\n" + it.Summary):
			doc.Zawgyi++
		default:
			if it.ID = ids.of(&items[i], *it); it.ID != "" {
				doc.Items = append(doc.Items, *it)
			}
		}
	}
	return nil
}

// guard runs f and returns what it panics with as an error.
func guard(f func()) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	f()
	return nil
}

// headline returns an HTML fragment as one line of bounded length.
func headline(fragment string) string {
	return cutGraphemes(text.OneLine(text.Plain(fragment)), maxTitle)
}

// cutGraphemes bounds a line, with a mark where something is missing.
func cutGraphemes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	at := 0
	for g := graphemes.FromString(s); g.Next(); {
		if n--; n == 0 {
			at = g.Start() // leaves room for the mark
		}
		if n < 0 {
			return strings.TrimSpace(s[:at]) + "…"
		}
	}
	return s
}
