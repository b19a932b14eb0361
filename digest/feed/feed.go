// Package feed turns the bytes of news feeds into items, politely: it fetches,
// parses and polls. It knows nothing of topics, stories or chats.
package feed

import (
	"context"
	"time"
)

// Feed is a source that is polled.
type Feed struct {
	URL      string
	Title    string   // as people should read it, "" until known
	Home     string   // the publisher's page, "" if unknown
	Language string   // BCP 47 tag of its items, "" if unknown
	Country  string   // ISO 3166-1 alpha-2 of the publisher, "" if unknown
	Topics   []string // topics that every item of it belongs to
	// General marks a front page: its Topics hold for most of its items, not
	// for each.
	General bool
	// Publisher is the name that people know it by, "" if only Title says it.
	Publisher string
	// Private says that the operator named it: its host may be in a private
	// network. No other feed is fetched from there, of the catalogue neither.
	Private bool
}

// Item is one thing that a feed published, cleaned: every text is plain, valid
// UTF-8 without control characters, safe to hand to any platform's escaper.
type Item struct {
	ID         string    // 16 hex digits, stable over fetches of the same item
	URL        string    // absolute, "" if the feed gave none that can be opened
	Title      string    // one line
	Summary    string    // plain text; paragraphs separated by newlines
	Published  time.Time // zero if unknown; never after Arrived
	Arrived    time.Time // when newsbrief first saw it
	Language   string    // BCP 47 tag, "" if unknown
	Image      string    // absolute URL, "" if none
	Feed       string    // URL of the feed it came from
	Source     string    // publisher as people know it, "" if unknown
	Categories []string  // the feed's own sections for it
	Sample     bool      // invented, part of the sample edition
}

// Time returns when the item was published, or, if that is unknown, when it
// arrived.
func (i Item) Time() time.Time {
	if i.Published.IsZero() {
		return i.Arrived
	}
	return i.Published
}

// State is what is remembered of a feed between polls.
type State struct {
	URL          string // as the catalogue has it: the key
	Moved        string // where it is fetched from since a permanent redirect
	ETag         string
	LastModified string
	Polled       time.Time     // last attempt
	Succeeded    time.Time     // last attempt that read it (304 counts)
	Next         time.Time     // not before
	Interval     time.Duration // learnt
	Failures     int           // in a row
	Error        string        // of the last attempt, "" if it succeeded; holds no secret
	Wait         time.Time     // until when the server asked to be left alone
	Changed      time.Time     // when a document last brought something new
	Stored       time.Time     // when this was last handed to [States]
	Hash         string        // of the last body that was read, as it came over the wire
	Seen         []Mark        // the items of the last document, then some older ones
}

// Mark is how an item that was seen is recognised when it comes again: by its
// id, or by what it links to and is called, if its id changes at every fetch.
// URL, Title and Text are hashes, zero if there is nothing to hash.
type Mark struct {
	ID    string
	First time.Time // when it was first seen
	URL   uint64
	Title uint64
	Text  uint64 // of all that is shown of it: another value is new content
}

// States keeps the state of every feed.
type States interface {
	// State returns what is kept for the feed's URL, the zero State with its URL set if nothing is.
	State(ctx context.Context, url string) (State, error)
	// SetState keeps it, durably enough to survive a crash of the process.
	SetState(ctx context.Context, s State) error
}

// Sink takes the new items of a poll. Items that it already has are not an
// error; an item with a known id and new content replaces the old one but
// keeps its Arrived.
type Sink interface {
	Add(ctx context.Context, items []Item) error
}
