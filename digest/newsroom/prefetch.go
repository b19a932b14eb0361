package newsroom

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"

	"newsbrief/digest"
	"newsbrief/digest/archive"
	"newsbrief/digest/feed"
	"newsbrief/digest/fetch"
	"newsbrief/digest/page"
	"newsbrief/subscriptions"
)

const (
	// prefetchEvery is how often what readers asked for is composed ahead while they
	// ask, prefetchIdle while nobody does: longer than [digest.RestAfter], so that
	// the composer comes to rest in between.
	prefetchEvery, prefetchIdle = 5 * time.Minute, 30 * time.Minute
	// recentFor is how long a request is remembered: over a weekend.
	recentFor = 74 * time.Hour
	// mostRecent bounds them; those not renewed for longest go first.
	mostRecent = 300
)

// composeNews composes of the news; once more if stories without a line got
// one in the short time for which a digest waits.
func (n *Newsroom) composeNews(ctx context.Context, r digest.Request) (digest.Digest, error) {
	n.recent.note(r, time.Now())
	d, err := n.composer.Compose(ctx, r)
	if err != nil {
		return d, err
	}
	if bare := withoutLine(d); len(bare) == 0 || !n.pages.Await(ctx, bare) {
		return d, nil
	}
	if fuller, err := n.composer.Compose(ctx, r); err == nil {
		return fuller, nil
	}
	return d, nil
}

// withoutLine returns the stories of which nothing is said but the headline, by
// the items whose pages may say more.
func withoutLine(d digest.Digest) [][]string {
	var stories [][]string
	for _, s := range d.Sections {
		for _, e := range s.Entries {
			if len(e.Silent) > 0 && !e.Sample {
				stories = append(stories, e.Silent)
			}
		}
	}
	return stories
}

// request is a topic that readers of some languages asked for.
type request struct {
	topic subscriptions.Topic
	reads string // the languages, with spaces between
}

// requests are what readers asked for lately: what they will see next is about
// that. They are in memory only, so that no trace stays of what somebody asked
// for who is gone; after a restart the short wait of digests has to do.
type requests struct {
	mu    sync.Mutex
	last  map[request]time.Time
	asked time.Time // when anything was asked for last
}

// askedSince reports whether anything was asked for at t or later.
func (w *requests) askedSince(t time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.asked.Before(t)
}

func (w *requests) note(r digest.Request, now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.last == nil {
		w.last = make(map[request]time.Time)
	}
	w.asked = now
	reads := strings.Join(r.Reads, " ")
	topics := r.Topics
	if len(topics) == 0 {
		topics = []subscriptions.Topic{""}
	}
	for _, t := range topics {
		w.last[request{t, reads}] = now
		if len(w.last) > mostRecent {
			w.dropOldest()
		}
	}
}

func (w *requests) dropOldest() {
	var oldest request
	var at time.Time
	for one, last := range w.last {
		if at.IsZero() || last.Before(at) {
			oldest, at = one, last
		}
	}
	delete(w.last, oldest)
}

// list returns the requests that still count, and forgets the others.
func (w *requests) list(now time.Time) []request {
	w.mu.Lock()
	defer w.mu.Unlock()
	var list []request
	for one, last := range w.last {
		if now.Sub(last) > recentFor {
			delete(w.last, one)
			continue
		}
		list = append(list, one)
	}
	return list
}

// prefetch has pages read before readers get to see their items, until ctx ends.
func (n *Newsroom) prefetch(ctx context.Context) error {
	tick := time.NewTicker(prefetchEvery)
	defer tick.Stop()
	var last time.Time
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if now := time.Now(); n.recent.askedSince(now.Add(-prefetchEvery)) || now.Sub(last) >= prefetchIdle {
			n.prefetchOnce(ctx)
			last = now
		}
	}
}

// prefetchOnce wants the pages of what a digest composed now would hold, and of
// what would come next.
func (n *Newsroom) prefetchOnce(ctx context.Context) {
	now := time.Now()
	for _, one := range n.recent.list(now) {
		r := digest.Request{Reads: strings.Fields(one.reads), Now: now, Most: 2 * digest.SectionSize}
		if one.topic != "" {
			r.Topics = []subscriptions.Topic{one.topic}
		}
		d, err := n.composer.Compose(ctx, r)
		if err != nil {
			return // ctx ended, or the archive said what is wrong to those who wait
		}
		n.pages.Want(ctx, withoutLine(d))
	}
}

// WithPages returns the items of an archive in memory once the pages of those
// that the digest would tell without a line have been read, as far as that is
// quick; the items as they are where none was.
func WithPages(ctx context.Context, items []feed.Item, kept *archive.Memory, feeds []feed.Feed, topics digest.Topics, r digest.Request) []feed.Item {
	lg := slog.New(slog.DiscardHandler)
	d, err := digest.New(lg, digest.Fixed(items), topics).Compose(ctx, r)
	bare := withoutLine(d)
	if err != nil || len(bare) == 0 {
		return items
	}
	running, stop := context.WithCancel(ctx)
	defer stop()
	pages := page.New(lg, page.Config{
		Feeds: feeds, Fetcher: fetch.New(fetch.Config{}), Pages: kept, Items: kept, Fresh: digest.Fresh, Patience: refreshFor,
	})
	go pages.Run(running)
	if !pages.Await(ctx, bare) {
		return items
	}
	if fuller, err := kept.Since(ctx, time.Time{}); err == nil {
		return fuller
	}
	return items
}
