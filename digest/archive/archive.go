// Package archive says what is kept of the news: the rolling window of what
// the feeds published, in the order of its arrival, what is remembered of each
// feed between polls, and of the pages that were read. It has the contract of
// the engines that keep all that, and the engine that ends with the process;
// package archivetest is the suite that every engine passes.
package archive

import (
	"context"
	"errors"
	"time"

	"newsbrief/digest/feed"
)

// Keep is how long an item is kept after its arrival.
const Keep = 72 * time.Hour

// ErrNotFound is returned for an item that is not there, or no longer.
var ErrNotFound = errors.New("item not found")

// Archive is all that an engine keeps. It is safe for concurrent use.
type Archive interface {
	Items
	Changes
	feed.States
	Pages
}

// Items is the rolling window.
type Items interface {
	// Add keeps the items. An item with a known id takes the other's place in
	// the order of arrival; the same once more is no change. Items without
	// Arrived arrive now. What is not [Wanted] is left out.
	Add(ctx context.Context, items []feed.Item) error
	// Get returns the item, or [ErrNotFound].
	Get(ctx context.Context, id string) (feed.Item, error)
	// Since returns the items that arrived at t or later in the order of their
	// arrival. A damaged record is logged, once, and left out.
	Since(ctx context.Context, t time.Time) ([]feed.Item, error)
}

// Changes tells what is new since one looked last.
type Changes interface {
	// Generation changes whenever items were added or replaced: what was
	// computed from the items holds as long as it is the same, except that
	// items expire without a new generation. It is never 0.
	Generation() uint64
	// Changed returns the items that were added or replaced since the
	// generation after, in the order of their arrival, and the generation as
	// of which that is so. Where it does not know — after is 0, or long ago —
	// all is true, and it returns the newest items, most at most.
	Changed(ctx context.Context, after uint64, most int) (items []feed.Item, generation uint64, all bool, err error)
}

// Page is what is remembered of the page at an address.
type Page struct {
	URL   string    // the key, as [feed.Canonical] has it
	Tried time.Time // when it was last asked for, zero if it never was
	Until time.Time // when this may be forgotten, and the page fetched again
	// What it says, "" if it cannot be used.
	Titles    string // what it calls itself, a line each
	Summary   string // as of an Item
	Language  string
	Image     string
	Published time.Time
}

// Pages remembers pages.
type Pages interface {
	// Page returns what is kept for the address, the zero Page with its URL
	// set if nothing is, or nothing that can be read.
	Page(ctx context.Context, url string) (Page, error)
	// SetPage keeps the page until its Until, durably enough to survive a
	// crash of the process.
	SetPage(ctx context.Context, p Page) error
}

// Arrive gives an item an instant of arrival that survives being stored: now,
// if it has none or one that is still to come.
func Arrive(it feed.Item, now time.Time) feed.Item {
	if it.Arrived.IsZero() || it.Arrived.After(now) {
		it.Arrived = now
	}
	it.Arrived = time.Unix(0, it.Arrived.UnixNano()).UTC()
	return it
}

// Wanted reports whether the item is to be kept: it has an id, was not
// invented and has not expired.
func Wanted(it feed.Item, now time.Time) bool {
	return it.ID != "" && !it.Sample && !Expired(it.Arrived, now)
}

// Expired reports whether what arrived then is no longer kept.
func Expired(arrived, now time.Time) bool { return now.Sub(arrived) >= Keep }
