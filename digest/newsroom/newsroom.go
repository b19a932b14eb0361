// Package newsroom polls feeds and composes digests of what they bring, with the
// pages read of stories that have no line.
package newsroom

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"newsbrief/digest"
	"newsbrief/digest/archive"
	"newsbrief/digest/feed"
	"newsbrief/digest/fetch"
	"newsbrief/digest/page"
	"newsbrief/digest/sample"
	"newsbrief/subscriptions"

	"golang.org/x/sync/errgroup"
)

// Config is what a [Newsroom] is made of.
type Config struct {
	Feeds   []feed.Feed
	Archive archive.Archive
	Topics  digest.Topics
	Fetcher *fetch.Client
	Sample  bool // serve the sample edition where no feed can be reached
}

// Newsroom composes digests of what it polls, and lets an answer wait for feeds
// that have not been read yet, and shortly for the pages of stories that have
// no line. It is safe for concurrent use while Run runs.
type Newsroom struct {
	composer *digest.Composer
	poller   *feed.Poller
	pages    *page.Reader
	recent   requests
	feeds    []feed.Feed
	sample   *digest.Composer // nil: none is served
	started  time.Time

	mu      sync.Mutex
	said    bool      // that it is a sample
	checked time.Time // when a network out of reach was tried last
}

// New returns a newsroom that reads nothing before Run or Refresh is called.
func New(lg *slog.Logger, cfg Config) *Newsroom {
	pages := page.New(lg, page.Config{Feeds: cfg.Feeds, Fetcher: cfg.Fetcher, Pages: cfg.Archive, Items: cfg.Archive, Fresh: digest.Fresh})
	n := &Newsroom{
		composer: digest.New(lg, cfg.Archive, cfg.Topics),
		pages:    pages,
		feeds:    cfg.Feeds,
		started:  time.Now(),
		poller:   feed.NewPoller(lg, feed.PollConfig{Feeds: cfg.Feeds, Fetcher: cfg.Fetcher, States: cfg.Archive, Sink: pages}),
	}
	if cfg.Sample {
		n.sample = digest.New(lg, sampleItems{}, cfg.Topics)
	}
	return n
}

// Run polls feeds, reads pages and looks ahead until ctx ends.
func (n *Newsroom) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, run := range []func(context.Context) error{n.poller.Run, n.pages.Run, n.prefetch, n.rest} {
		g.Go(func() error { return run(ctx) })
	}
	return g.Wait()
}

// Compose composes of the news, or of the sample edition.
func (n *Newsroom) Compose(ctx context.Context, r digest.Request) (digest.Digest, error) {
	if !n.isOffline() {
		return n.composeNews(ctx, r)
	}
	d, err := n.sample.Compose(ctx, r)
	d.Sample = err == nil && n.firstSample()
	return d, err
}

// isOffline reports whether the sample edition has to do.
func (n *Newsroom) isOffline() bool {
	return n.sample != nil && noneReached(n.poller.Status())
}

// firstSample reports, once, that nobody has been told yet that it is a sample.
func (n *Newsroom) firstSample() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	first := !n.said
	n.said = true
	return first
}

// refreshFor is how long an answer waits for feeds that were never read.
const refreshFor = 8 * time.Second

// recheck is how long a network that was out of reach is left alone.
const recheck = time.Minute

// Refresh polls those of the topics' feeds that were not read since the start.
func (n *Newsroom) Refresh(ctx context.Context, topics []subscriptions.Topic, fetching func(feeds []string)) {
	unread := n.unread(n.feedsOf(topics))
	if len(unread) == 0 || n.isOffline() && !n.mayRecheck() {
		return
	}
	fetching(titles(unread))
	ctx, cancel := context.WithTimeout(ctx, refreshFor)
	defer cancel()
	_ = n.poller.PollNow(ctx, unread, func(feed.Result) {}) // what was not read in time comes later
}

// mayRecheck reports, once every recheck, that it is time to try again.
func (n *Newsroom) mayRecheck() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if time.Since(n.checked) < recheck {
		return false
	}
	n.checked = time.Now()
	return true
}

// noneReached reports whether feeds were tried and not one of them answered.
func noneReached(feeds []feed.Result) bool {
	tried := 0
	for _, r := range feeds {
		switch {
		case r.State.Polled.IsZero():
		case errors.Is(r.Err, fetch.ErrUnreachable), r.Err == nil && r.State.Failures > 0:
			tried++
		default:
			return false
		}
	}
	return tried > 0
}

// feedsOf returns the feeds of which every item is of one of the topics; for
// a person's own words, or for no topics, all.
func (n *Newsroom) feedsOf(topics []subscriptions.Topic) []feed.Feed {
	var feeds []feed.Feed
	for _, t := range topics {
		of := n.feedsOfOne(t)
		if len(of) == 0 {
			return n.feeds
		}
		feeds = append(feeds, of...)
	}
	if len(topics) == 0 {
		return n.feeds
	}
	return feeds
}

func (n *Newsroom) feedsOfOne(t subscriptions.Topic) []feed.Feed {
	var feeds []feed.Feed
	for _, f := range n.feeds {
		if slices.Contains(f.Topics, string(t)) {
			feeds = append(feeds, f)
		}
	}
	return feeds
}

// unread returns those of the feeds that were not polled since the start.
func (n *Newsroom) unread(feeds []feed.Feed) []feed.Feed {
	polled := make(map[string]bool)
	for _, r := range n.poller.Status() {
		polled[r.Feed.URL] = r.State.Polled.After(n.started)
	}
	return slices.DeleteFunc(slices.Clone(feeds), func(f feed.Feed) bool { return polled[f.URL] })
}

func titles(feeds []feed.Feed) []string {
	names := make([]string, len(feeds))
	for i, f := range feeds {
		names[i] = f.Title
	}
	return names
}

// rest lets the composer give back memory while nobody asks for anything,
// until ctx ends.
func (n *Newsroom) rest(ctx context.Context) error {
	tick := time.NewTicker(digest.RestAfter)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case now := <-tick.C:
			n.composer.Rest(now)
		}
	}
}

// sampleItems is the sample edition, dated anew every hour so that it never
// grows old. It is never archived.
type sampleItems struct{}

func (sampleItems) Since(context.Context, time.Time) ([]feed.Item, error) {
	return sample.Edition(time.Now()), nil
}

func (sampleItems) Generation() uint64 { return uint64(time.Now().Unix() / 3600) }
