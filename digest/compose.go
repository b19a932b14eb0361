package digest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

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
	items  Items
	topics Topics

	mu      sync.Mutex
	corpus  *corpus // nil until something is asked for
	current *snapshot
	asked   time.Time // last
}

// New returns a composer over items.
func New(items Items, topics Topics) *Composer {
	return &Composer{items: items, topics: topics}
}

// Compose returns what there is to tell. It marks nothing told. Errors are
// those of the items and of ctx.
func (c *Composer) Compose(ctx context.Context, r Request) (Digest, error) {
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
		s := newCorpus(c.topics, now)
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
		s = newCorpus(c.topics, now)
	}
	s.add(items)
	s.expire(now)
	s.generation, s.at = generation, now
	c.corpus = s
	return nil
}

// selection is the making of one digest.
type selection struct {
	request Request
	all     bool     // every language is read
	reads   []string // else those that are, as [base] names them
	readsAs string   // a name for those asked for
	told    map[string]subscriptions.Told
	used    map[*storyCache]bool // in the digest already
}

func newSelection(r Request) selection {
	p := selection{
		request: r, readsAs: strings.Join(r.Reads, " "), all: len(r.Reads) == 0 || slices.Contains(r.Reads, AllLanguages),
		told: make(map[string]subscriptions.Told, len(r.Told)), used: make(map[*storyCache]bool),
	}
	for _, l := range r.Reads {
		p.reads = append(p.reads, base(l))
	}
	for _, t := range r.Told {
		if old, ok := p.told[t.Item]; !ok || old.At.Before(t.At) {
			p.told[t.Item] = t
		}
	}
	if p.request.Most == 0 {
		p.request.Most = SectionSize
	}
	return p
}

// first is the language that is read above all.
func (p *selection) first() string {
	if p.all || len(p.reads) < 2 { // else all that is told is in it
		return ""
	}
	return p.reads[0]
}

func (snap *snapshot) compose(r Request) Digest {
	p := newSelection(r)
	topics := r.Topics
	if len(topics) == 0 {
		topics = []subscriptions.Topic{""}
	}
	d := Digest{At: r.Now, Sections: make([]Section, len(topics))}
	// What a person named in words of their own is not to be missed there
	// because it stands under a wider topic.
	for _, named := range []bool{true, false} {
		for i, t := range topics {
			if named == (t != "" && !snap.topics.Known(t)) {
				d.Sections[i] = snap.section(&p, t)
			}
		}
	}
	return d
}

// section picks the best candidates that the reader may be told; where it is
// to be filled, a second time without regard to who publishes them.
func (snap *snapshot) section(p *selection, t subscriptions.Topic) Section {
	s := Section{Topic: t}
	if t != "" {
		s.Name = snap.topics.Name(t, p.request.Language)
	}
	c := snap.result(topicKey{t, p.first()})
	s.Entries = make([]Entry, 0, min(p.request.Most, len(c.candidates)))
	most := PerSource
	for round := range 2 {
		for _, of := range c.candidates {
			if len(s.Entries) == p.request.Most {
				return s
			}
			s.Elsewhere = s.Elsewhere || round == 0 && p.used[snap.ranked[of.at].storyCache]
			if e, ok := snap.entry(p, &snap.ranked[of.at]); ok && s.from(e.source()) < most {
				e.Why.Match = c.match(of)
				p.used[snap.ranked[of.at].storyCache] = true
				s.Entries = append(s.Entries, e)
			}
		}
		if !p.request.Fill {
			return s
		}
		most = p.request.Most
	}
	return s
}

// entry makes an entry of a story, unless the reader cannot read it, knows it,
// or has it in this digest already, or it says nothing.
func (snap *snapshot) entry(p *selection, s *rankedStory) (e Entry, ok bool) {
	if p.used[s.storyCache] || p.request.Now.Sub(s.latest) > Fresh || !p.all && !s.readable(p.reads) {
		return e, false
	}
	last, known := lastTold(s.Story, p.told)
	if known && !s.hasGrown(last.Sources, last.At) {
		return e, false
	}
	e = Entry{
		Brief:   s.brief(p.request.Reads, p.readsAs),
		Told:    subscriptions.Told{Item: s.ID(), Sources: s.Publishers},
		Updated: known,
		Why:     Why{Rank: s.rank.Score, Publishers: s.Publishers},
	}
	return e, e.Headline != ""
}

// from counts the entries of one publisher.
func (s *Section) from(source string) (n int) {
	for _, e := range s.Entries {
		if e.source() == source {
			n++
		}
	}
	return n
}

// source is the publisher whose headline stands.
func (e Entry) source() string {
	if len(e.Sources) == 0 {
		return e.URL
	}
	return e.Sources[0].Name
}

// lastTold finds the newest record of the story, under whichever of its items
// it was told: merged stories have had several leads.
func lastTold(s story.Story, told map[string]subscriptions.Told) (last subscriptions.Told, known bool) {
	if len(told) == 0 {
		return last, false
	}
	for _, it := range s.Items {
		if t, ok := told[it.ID]; ok && (!known || t.At.After(last.At)) {
			last, known = t, true
		}
	}
	return last, known
}

// Fixed returns items that never change, in the order of their arrival.
func Fixed(items []feed.Item) Items { return fixed(items) }

type fixed []feed.Item

func (f fixed) Since(context.Context, time.Time) ([]feed.Item, error) { return slices.Clone(f), nil }
func (f fixed) Generation() uint64                                    { return 0 }
