package story

import (
	"cmp"
	"slices"
	"time"

	"newsbrief/digest/feed"
)

// Group puts the items about one event together. The items are taken in the
// order of their arrival, whatever their order in the slice; every item is in
// exactly one story, and the stories are in the order of their leads.
func Group(items []feed.Item) []Story {
	g := NewGrouper()
	g.Add(items...)
	return g.Stories()
}

// Grouper keeps the stories of a stream of items. Items that once were told
// as one story stay one; stories that turn out to be about one event merge.
// It is not safe for concurrent use.
type Grouper struct {
	words  *vocabulary
	docs   []*doc              // by arrival of Add; nil once dropped
	byID   map[string]*doc     //
	posted [][]int32           // by feature: the docs that have it
	clusters map[int32]*cluster // by number
}

// NewGrouper returns a Grouper without items.
func NewGrouper() *Grouper {
	return &Grouper{words: newVocabulary(), byID: map[string]*doc{}, clusters: map[int32]*cluster{}}
}

// doc is an item made comparable.
type doc struct {
	n       int32
	item    feed.Item
	title   []feature
	norm    float32
	cluster *cluster
}

// cluster is a story in the making. links holds, for every other cluster that
// has something in common with it, the sum of the likenesses of their items.
type cluster struct {
	n     int32 // number of its oldest doc
	docs  []*doc
	inner float64
	links map[*cluster]float64
}

// Add takes items. One whose id is known replaces the item that has it, and
// stays in its story.
func (g *Grouper) Add(items ...feed.Item) {
	var fresh []*doc
	for _, it := range byArrival(items) {
		if old := g.byID[it.ID]; old != nil && it.ID != "" {
			it.Arrived = old.item.Arrived
			old.item = it
			continue
		}
		fresh = append(fresh, g.learn(it))
	}
	for _, d := range fresh {
		g.link(d)
	}
	g.merge(fresh)
}

func byArrival(items []feed.Item) []feed.Item {
	return slices.SortedStableFunc(slices.Values(items), func(a, b feed.Item) int {
		return cmp.Or(a.Arrived.Compare(b.Arrived), a.Time().Compare(b.Time()),
			cmp.Compare(a.ID, b.ID), cmp.Compare(a.URL, b.URL), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Summary, b.Summary))
	})
}

// learn makes the item a story of its own and counts its features.
func (g *Grouper) learn(it feed.Item) *doc {
	d := &doc{n: int32(len(g.docs)), item: it, title: g.words.features(tokens(it.Title))}
	d.cluster = &cluster{n: d.n, docs: []*doc{d}, links: map[*cluster]float64{}, inner: 1}
	g.docs = append(g.docs, d)
	g.clusters[d.n] = d.cluster
	if it.ID != "" {
		g.byID[it.ID] = d
	}
	g.words.items++
	for _, f := range d.title {
		g.words.seen[f.id]++
		for int(f.id) >= len(g.posted) {
			g.posted = append(g.posted, nil)
		}
		g.posted[f.id] = append(g.posted[f.id], d.n)
	}
	return d
}

// Drop forgets the items whose Time is before the given one.
func (g *Grouper) Drop(before time.Time) {
}

// Stories returns the stories in the order of their leads.
func (g *Grouper) Stories() []Story {
	out := make([]Story, 0, len(g.clusters))
	for _, d := range g.docs {
		if d == nil || d.cluster.docs[0] != d {
			continue
		}
		var s Story
		for _, d := range d.cluster.docs {
			s.Items = append(s.Items, d.item)
		}
		out = append(out, s)
	}
	return out
}
