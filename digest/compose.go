package digest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"newsbrief/digest/brief"
	"newsbrief/digest/feed"
	"newsbrief/digest/story"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
)

// Items is where a composer finds what was published.
type Items interface {
	// Since returns the items that arrived at or after t, in the order of their arrival.
	Since(ctx context.Context, t time.Time) ([]feed.Item, error)
	// Generation changes whenever Since may return something else.
	Generation() uint64
}

// Changing are [Items] that know what has changed, so that a composer need not
// read all of them each time.
type Changing interface {
	Items
	// Changed returns the items that came in or were replaced since the
	// generation after, and the generation as of which that is so. Where it
	// does not know, all is true, and it returns the newest items, most at most.
	Changed(ctx context.Context, after uint64, most int) (items []feed.Item, generation uint64, all bool, err error)
}

// Topics is what a composer asks of the catalogue of topics.
type Topics interface {
	// Name returns the topic's name in the language.
	Name(t subscriptions.Topic, language string) string
	// Known reports whether the topic is one of the catalogue.
	Known(t subscriptions.Topic) bool
	// Group returns the catalogue's topics of one group.
	Group(g topic.Group) []subscriptions.Topic
	// IsCountry reports whether the topic is one of the catalogue's countries.
	IsCountry(t subscriptions.Topic) bool
	// IsSpecial reports whether the feed of that address is about one subject.
	IsSpecial(feed string) bool
	// Analyze takes an item apart, to be matched with topics.
	Analyze(it feed.Item) *topic.Doc
}

// Window is how far back items are put together as stories: longer than
// [Fresh], so that a story that goes on keeps its identity. A story that goes
// on is kept whole.
const Window = 72 * time.Hour

// Composer composes digests of the items that there are. What requests have
// in common — stories, their rank, which belong to a topic — is worked out
// once and shared, and of items that come in only what they change. It is safe
// for concurrent use.
type Composer struct {
	lg         *slog.Logger
	items      Items
	topics     Topics
	tell       teller
	newGrouper func() grouper

	mu      sync.Mutex
	corpus  *corpus // nil until something is asked for
	current *snapshot
	asked   time.Time // last
}

// New returns a composer over items.
func New(lg *slog.Logger, items Items, topics Topics) *Composer {
	return &Composer{lg: lg, items: items, topics: topics, tell: brief.Tell, newGrouper: func() grouper { return story.NewGrouper() }}
}

// Compose returns what there is to tell. It marks nothing told. Errors are
// those of the items and of ctx. It does not panic: an item or a story that
// cannot be told is logged and left out, a digest that cannot be composed is
// logged and an error.
func (c *Composer) Compose(ctx context.Context, r Request) (d Digest, err error) {
	if !guard(c.lg, "digest of", fmt.Sprint(r.Topics), "", func() { d, err = c.compose(ctx, r) }) {
		c.forget()
		return Digest{}, errPanic
	}
	return d, err
}

// forget drops the news at hand: what a panic left of it cannot be trusted.
func (c *Composer) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.corpus, c.current = nil, nil
}

var errPanic = errors.New("compose: it made the program panic")

func (c *Composer) compose(ctx context.Context, r Request) (Digest, error) {
	snap, err := c.snapshot(ctx, r.Now)
	if err != nil {
		return Digest{}, err
	}
	return snap.compose(r), nil
}

// snapshot returns the news as it stands at now, made anew only when items
// came in or a minute passed.
func (c *Composer) snapshot(ctx context.Context, now time.Time) (*snapshot, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = time.Now()
	generation := c.items.Generation()
	if snap := c.current; snap != nil && snap.generation == generation && snap.at.Truncate(time.Minute).Equal(now.Truncate(time.Minute)) {
		return snap, nil
	}
	if c.corpus == nil || c.corpus.generation != generation || now.Before(c.corpus.at.Add(-setBack)) {
		if err := c.refresh(ctx, now); err != nil {
			return nil, fmt.Errorf("read items: %w", err)
		}
	}
	c.current = c.corpus.snapshot(now)
	return c.current, nil
}

// RestAfter is how long nothing is asked for before a composer may rest.
const RestAfter = 10 * time.Minute

// mostAtRest is how many items a composer keeps at hand while it rests.
const mostAtRest = 1_500

// Rest gives back most memory if by now nothing has been asked for [RestAfter].
// The next request then reads the items anew, unless they are few.
func (c *Composer) Rest(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now.Sub(c.asked) < RestAfter {
		return
	}
	c.current = nil
	if c.corpus != nil && len(c.corpus.held) > mostAtRest {
		c.corpus = nil
	}
}

// setBack is by how much a clock is put back that what has expired before may
// be news again.
const setBack = time.Hour

// refresh takes in what has changed. Without a corpus, or when nothing is known
// of what has changed, everything is read anew.
func (c *Composer) refresh(ctx context.Context, now time.Time) error {
	changing, ok := c.items.(Changing)
	if !ok {
		s := c.newCorpus(now)
		s.generation = c.items.Generation()
		items, err := c.items.Since(ctx, now.Add(-Window))
		if err != nil {
			return err
		}
		s.add(items[max(0, len(items)-mostItems):])
		c.corpus = s
		return nil
	}
	s, after := c.corpus, uint64(0)
	if s != nil && !now.Before(s.at.Add(-setBack)) {
		after = s.generation
	}
	items, generation, all, err := changing.Changed(ctx, after, mostItems)
	if err != nil {
		return err
	}
	if all || s == nil {
		c.corpus, c.current = nil, nil // so that the old one and the new are never in memory at once
		s = c.newCorpus(now)
	}
	s.add(items)
	s.expire(now)
	s.generation, s.at = generation, now
	c.corpus = s
	return nil
}

// Fixed returns items that never change, in the order of their arrival.
func Fixed(items []feed.Item) Items { return fixed(items) }

type fixed []feed.Item

func (f fixed) Since(context.Context, time.Time) ([]feed.Item, error) { return slices.Clone(f), nil }
func (f fixed) Generation() uint64                                    { return 0 }
