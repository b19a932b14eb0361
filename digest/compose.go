package digest

import (
	"context"
	"fmt"
	"slices"
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

// Topics is what a composer asks of the catalogue of topics.
type Topics interface {
	// Name returns the topic's name in the language.
	Name(t subscriptions.Topic, language string) string
	// Prepare makes an item ready to be asked for many topics.
	Prepare(it feed.Item) *topic.Prepared
}

// Window is how far back items are put together as stories: longer than
// [Fresh], so that a story that goes on keeps its identity.
const Window = 72 * time.Hour

// Composer composes digests of the items that there are. What requests have
// in common — stories, their rank, which belong to a topic — is worked out
// once and shared. It is safe for concurrent use.
type Composer struct {
	items  Items
	topics Topics

	mu       sync.Mutex
	current  *edition
	readings map[string]*reading // by item id, of the current edition
}

// New returns a composer over items.
func New(items Items, topics Topics) *Composer {
	return &Composer{items: items, topics: topics}
}

// Compose returns what there is to tell. It marks nothing told. Errors are
// those of the items and of ctx.
func (c *Composer) Compose(ctx context.Context, r Request) (Digest, error) {
	ed, err := c.edition(ctx, r.Now)
	if err != nil {
		return Digest{}, err
	}
	return ed.compose(r), nil
}

// edition returns the news as it stands at now, made anew only when items
// came in or a minute passed.
func (c *Composer) edition(ctx context.Context, now time.Time) (*edition, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	generation := c.items.Generation()
	if ed := c.current; ed != nil && ed.generation == generation && ed.at.Truncate(time.Minute).Equal(now.Truncate(time.Minute)) {
		return ed, nil
	}
	if ed := c.current; ed != nil && ed.generation == generation && !now.Before(ed.at) {
		c.current = newEdition(ed.stories, c.topics, c.readings, now, generation)
		c.current.briefs = ed.briefs
		return c.current, nil
	}
	items, err := c.items.Since(ctx, now.Add(-Window))
	if err != nil {
		return nil, fmt.Errorf("read items: %w", err)
	}
	c.read(items)
	c.current = newEdition(story.Group(items), c.topics, c.readings, now, generation)
	return c.current, nil
}

// read finds out what has to be known of each item, once for all editions
// that it is in, and sets its language.
func (c *Composer) read(items []feed.Item) {
	known := make(map[string]*reading, len(items))
	for i := range items {
		it := &items[i]
		r := c.readings[it.ID]
		if r == nil || r.title != it.Title || r.summary != it.Summary {
			r = &reading{title: it.Title, summary: it.Summary, language: Language(*it)}
		}
		it.Language = r.language
		known[it.ID] = r
	}
	c.readings = known
}

// pick is the making of one digest.
type pick struct {
	request Request
	told    map[string]subscriptions.Told
	used    map[string]bool // stories in the digest
}

func (ed *edition) compose(r Request) Digest {
	p := pick{request: r, told: make(map[string]subscriptions.Told, len(r.Told)), used: make(map[string]bool)}
	for _, t := range r.Told {
		if old, ok := p.told[t.Item]; !ok || old.At.Before(t.At) {
			p.told[t.Item] = t
		}
	}
	if p.request.Most == 0 {
		p.request.Most = SectionSize
	}
	topics := r.Topics
	if len(topics) == 0 {
		topics = []subscriptions.Topic{""}
	}
	d := Digest{At: r.Now}
	for _, t := range topics {
		s := ed.section(&p, t)
		d.Sections = append(d.Sections, s)
	}
	return d
}

// section picks the best candidates that the reader may be told; where it is
// to be filled, a second time without regard to who publishes them.
func (ed *edition) section(p *pick, t subscriptions.Topic) Section {
	s := Section{Topic: t}
	if t != "" {
		s.Name = ed.topics.Name(t, p.request.Language)
	}
	bySource := make(map[string]int)
	most := PerSource
	for range 2 {
		for _, c := range ed.candidates(t) {
			if len(s.Entries) == p.request.Most {
				return s
			}
			if e, ok := ed.entry(p, c); ok && bySource[e.source()] < most {
				bySource[e.source()]++
				p.used[c.ID()] = true
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

// source is the publisher whose headline stands.
func (e Entry) source() string {
	if len(e.Sources) == 0 {
		return e.URL
	}
	return e.Sources[0].Name
}

// entry makes an entry of a candidate, unless the reader cannot read it, knows
// it, or has it in this digest already, or it says nothing.
func (ed *edition) entry(p *pick, c candidate) (Entry, bool) {
	if p.used[c.ID()] || p.request.Now.Sub(c.Latest()) > Fresh || !readable(c.Story, p.request.Reads) {
		return Entry{}, false
	}
	last, known := lastTold(c.Story, p.told)
	if known && !story.Grown(c.Story, last.Sources, last.At) {
		return Entry{}, false
	}
	said := ed.briefs.of(c.Story, p.request.Reads)
	if said.Headline == "" {
		return Entry{}, false
	}
	return Entry{
		Brief:   said,
		Told:    subscriptions.Told{Item: c.ID(), Sources: c.Publishers},
		Updated: known,
		Why:     Why{Match: c.match, Rank: c.Score, Publishers: c.Publishers},
	}, true
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
