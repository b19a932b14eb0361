package main

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"

	"newsbrief/bot/talk"
	"newsbrief/digest"
	"newsbrief/digest/fetch"
	"newsbrief/digest/page"
	"newsbrief/subscriptions"
)

const (
	// ahead is how often what readers asked for is composed ahead while they
	// ask, idleAhead while nobody does: longer than [digest.RestAfter], so that
	// the composer comes to rest in between.
	ahead, idleAhead = 5 * time.Minute, 30 * time.Minute
	// wishFor is how long a wish is remembered: over a weekend.
	wishFor = 74 * time.Hour
	// mostWishes bounds them; those not renewed for longest go first.
	mostWishes = 300
)

// composeNews composes of the news; once more if stories without a line got
// one in the short time for which a digest waits.
func (n *newsroom) composeNews(ctx context.Context, r digest.Request) (digest.Digest, error) {
	n.wishes.note(r, time.Now())
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

// wish is a topic that readers of some languages asked for.
type wish struct {
	topic subscriptions.Topic
	reads string // the languages, with spaces between
}

// wishes are what readers asked for lately: what they will see next is about
// that. They are in memory only, so that no trace stays of what somebody asked
// for who is gone; after a restart the short wait of digests has to do.
type wishes struct {
	mu    sync.Mutex
	last  map[wish]time.Time
	asked time.Time // when anything was asked for last
}

// askedSince reports whether anything was asked for at t or later.
func (w *wishes) askedSince(t time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.asked.Before(t)
}

func (w *wishes) note(r digest.Request, now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.last == nil {
		w.last = make(map[wish]time.Time)
	}
	w.asked = now
	reads := strings.Join(r.Reads, " ")
	topics := r.Topics
	if len(topics) == 0 {
		topics = []subscriptions.Topic{""}
	}
	for _, t := range topics {
		w.last[wish{t, reads}] = now
		if len(w.last) > mostWishes {
			w.dropOldest()
		}
	}
}

func (w *wishes) dropOldest() {
	var oldest wish
	var at time.Time
	for one, last := range w.last {
		if at.IsZero() || last.Before(at) {
			oldest, at = one, last
		}
	}
	delete(w.last, oldest)
}

// list returns the wishes that still count, and forgets the others.
func (w *wishes) list(now time.Time) []wish {
	w.mu.Lock()
	defer w.mu.Unlock()
	var list []wish
	for one, last := range w.last {
		if now.Sub(last) > wishFor {
			delete(w.last, one)
			continue
		}
		list = append(list, one)
	}
	return list
}

// lookAhead has pages read before readers get to see their items, until ctx ends.
func (n *newsroom) lookAhead(ctx context.Context) error {
	tick := time.NewTicker(ahead)
	defer tick.Stop()
	var last time.Time
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if now := time.Now(); n.wishes.askedSince(now.Add(-ahead)) || now.Sub(last) >= idleAhead {
			n.wantAhead(ctx)
			last = now
		}
	}
}

// wantAhead wants the pages of what a digest composed now would hold, and of
// what would come next.
func (n *newsroom) wantAhead(ctx context.Context) {
	now := time.Now()
	for _, one := range n.wishes.list(now) {
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

// readPages gives the items that the digest would tell without a line what
// their pages say, as far as that is quick. Items of a file stay as they are.
func (e *edition) readPages(ctx context.Context, claim subscriptions.Claim, now time.Time) {
	if e.kept == nil {
		return
	}
	d, err := digest.New(slog.New(slog.DiscardHandler), digest.Fixed(e.items), e.topics).Compose(ctx, talk.Request(claim, now))
	bare := withoutLine(d)
	if err != nil || len(bare) == 0 {
		return
	}
	running, stop := context.WithCancel(ctx)
	defer stop()
	pages := page.New(slog.New(slog.DiscardHandler), page.Config{
		Feeds: e.feeds, Fetcher: fetch.New(fetch.Config{}), Pages: e.kept, Items: e.kept, Fresh: digest.Fresh, Patience: patience,
	})
	go pages.Run(running)
	if !pages.Await(ctx, bare) {
		return
	}
	if items, err := e.kept.Since(ctx, time.Time{}); err == nil {
		tellLanguages(items)
		e.items = items
	}
}
