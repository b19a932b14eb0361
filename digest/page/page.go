// Package page reads the pages of items of which their feed says nothing, so
// that a story has a line and not only a headline. Which items those are, it
// is told: a page is fetched when a reader is about to see its item, or would
// if a digest were composed now, and not whenever a feed brings one. Most items
// are seen by nobody, and 250 feeds bring thousands a day: what is fetched is
// bounded by the readers, and, whoever asks, by the allowances of [Config].
//
// It is polite: it obeys robots.txt (RFC 9309) and Crawl-delay, asks one thing
// at a time of a host and pauses between two, leaves alone who asks for it, and
// fetches no page twice. What was tried is kept where a restart finds it, from
// before the request on, so that not even a crash repeats it.
//
// What a page says becomes part of its item, which keeps its id, its arrival,
// its headline and its link. A page is believed only if its title is about the
// item's headline: what answers in place of an article is a wall of consent, a
// front page or a notice that it is gone, mostly with status 200.
package page

import (
	"cmp"
	"context"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"time"

	"newsbrief/digest/archive"
	"newsbrief/digest/feed"
	"newsbrief/digest/fetch"
)

// Items is where the items are.
type Items interface {
	feed.Sink
	// Get returns the item, or an error if it is not there.
	Get(ctx context.Context, id string) (feed.Item, error)
}

// Allowance bounds how many pages are fetched: Burst at once, PerHour in the long run.
type Allowance struct{ PerHour, Burst float64 }

// Config is what a Reader works with. Zero values stand for what the comments say.
type Config struct {
	Fetcher interface { // a [*fetch.Client], usually
		Get(ctx context.Context, a fetch.Request) (fetch.Response, error)
	}
	Pages archive.Pages
	Items Items
	// Feeds are the operator's. Pages of other feeds' items, and pages on
	// another host than their feed, are never looked for in a private network.
	Feeds      []feed.Feed
	Total      Allowance     // of all pages: 120 an hour, 20 at once
	PerFeed    Allowance     // of one feed's items: 8 an hour, 5 at once
	Concurrent int           // pages at the same time: 4
	Pause      time.Duration // between two requests to a host, more if it is slow or asks for it: 1 s
	Fresh      time.Duration // what is older is not read: 48 h
	Patience   time.Duration // for which all digests of a minute together wait for pages: 3 s
}

func (c Config) withDefaults() Config {
	c.Total = cmp.Or(c.Total, Allowance{PerHour: 120, Burst: 20})
	c.PerFeed = cmp.Or(c.PerFeed, Allowance{PerHour: 8, Burst: 5})
	c.Concurrent = cmp.Or(c.Concurrent, 4)
	c.Pause = cmp.Or(c.Pause, time.Second)
	c.Fresh = cmp.Or(c.Fresh, 48*time.Hour)
	c.Patience = cmp.Or(c.Patience, 3*time.Second)
	return c
}

const (
	longest = 24 * time.Hour // for which anything is left alone, and rules are believed
	keep    = 96 * time.Hour // for which a page is remembered: longer than any item
	again   = 6 * time.Hour  // after which a page that did not answer may be asked for again
	hops    = 5              // redirects that are followed
	waiting = 200            // pages that wait for their turn at most
)

// Reader reads pages. It is safe for concurrent use.
type Reader struct {
	lg  *slog.Logger
	cfg Config
	own map[string]bool // URLs of the operator's feeds

	filling sync.Mutex // from reading an item or page until the item is kept

	mu      sync.Mutex
	jobs    map[string]*job // by the page's canonical address
	running int
	hosts   map[string]*host
	robots  map[origin]*known
	feeds   map[string]*budget
	total   budget
	limit   waitLimit
	seen    *repeats
	wanted  map[string]bool // stories since minute, by their first item
	minute  time.Time
	wake    chan struct{}
}

// New returns a Reader. It does nothing by itself: [Reader.Run] fetches.
func New(lg *slog.Logger, cfg Config) *Reader {
	r := &Reader{
		lg: lg, cfg: cfg.withDefaults(), own: map[string]bool{}, jobs: map[string]*job{}, hosts: map[string]*host{},
		robots: map[origin]*known{}, feeds: map[string]*budget{}, wanted: map[string]bool{}, wake: make(chan struct{}, 1), seen: newRepeats(),
	}
	for _, f := range cfg.Feeds {
		r.own[f.URL] = f.Private
	}
	return r
}

// privateHost is the host that may be in a private network: that of a feed
// which the operator named.
func (r *Reader) privateHost(feedURL string) string {
	if r.own[feedURL] {
		return hostOf(feedURL)
	}
	return ""
}

// hostOf returns the host and port of an address, "" if it has none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}
