package story

import (
	"cmp"
	"slices"
	"time"

	"newsbrief/digest/feed"
	"newsbrief/digest/language"
)

// Group puts the items about one event together. The items are taken in the
// order of their arrival, whatever their order in the slice; every item is in
// exactly one story, and the stories are in the order of their leads.
func Group(items []feed.Item) []Story {
	g := NewGrouper()
	g.Add(items...)
	return g.Stories()
}

// Grouper keeps the stories of a stream of items. Items that once were one
// story stay one; stories that turn out to be about one event merge. It is
// not safe for concurrent use.
type Grouper struct {
	words     *vocabulary
	documents []*document          // in the order in which they came
	byID      map[string]*document // those whose item has an id
	index     index                // of the features
	query     query                // room for [Grouper.link]
	scores    []float32            // by document: room for [Grouper.candidates], zero between calls
	found     []uint64             // room for the same
	near      []uint32             // likewise
	keys      []uint64             // room for [Grouper.rarest]
	asked     []feature            // and for what it returns
}

// NewGrouper returns a Grouper without items.
func NewGrouper() *Grouper {
	return &Grouper{words: newVocabulary(), byID: map[string]*document{}}
}

// Add takes items, in the order of their arrival. One whose id is known
// replaces the item that has it, keeps its Arrived and stays in its story,
// which may merge with another for what the item says now.
func (g *Grouper) Add(items ...feed.Item) {
	items = byArrival(items)
	titles := make([][]token, len(items))
	for i, it := range items {
		titles[i] = tokens(opening(headline(it), titleRunes))
		g.words.spell(titles[i])
	}
	var fresh []*document
	for i, it := range items {
		if old := g.byID[it.ID]; old != nil && it.ID != "" {
			it.Arrived = old.item.Arrived
			if g.revise(old, it, titles[i]) && !slices.Contains(fresh, old) {
				fresh = append(fresh, old)
			}
			continue
		}
		fresh = append(fresh, g.learn(it, titles[i]))
	}
	g.words.round++
	for _, d := range fresh {
		g.link(d)
	}
	g.merge(fresh)
}

func byArrival(items []feed.Item) []feed.Item {
	return slices.SortedStableFunc(slices.Values(items), func(a, b feed.Item) int {
		return cmp.Or(a.Arrived.Compare(b.Arrived), a.Time().Compare(b.Time()), cmp.Compare(a.ID, b.ID),
			cmp.Compare(a.URL, b.URL), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Summary, b.Summary))
	})
}

// learn makes the item a story of its own.
func (g *Grouper) learn(it feed.Item, title []token) *document {
	d := &document{n: uint32(len(g.documents)), item: &it}
	d.cluster = newCluster(d)
	g.make(d, title)
	g.documents = append(g.documents, d)
	if it.ID != "" {
		g.byID[it.ID] = d
	}
	return d
}

// revise puts an item in the place of an earlier version of it. It reports
// whether the item is alone and says something else now, so that it is to be
// compared with others again.
func (g *Grouper) revise(d *document, it feed.Item, title []token) bool {
	same := d.item.Title == it.Title && d.item.Summary == it.Summary && d.item.URL == it.URL && language.Base(d.item.Language) == language.Base(it.Language)
	c := d.cluster
	c.replace(d, it)
	if same {
		return false
	}
	g.words.forget(d)
	g.make(d, title)
	if len(c.documents) > 1 {
		return false
	}
	for _, l := range c.links {
		l.to.cut(c.n)
	}
	c.links = nil
	return true
}

// Drop forgets the stories whose newest item is older than the given instant.
// A story is forgotten whole, so that what stays keeps its identity.
func (g *Grouper) Drop(before time.Time) {
	old := g.documents
	kept := slices.DeleteFunc(slices.Clone(old), func(d *document) bool { return d.cluster.latest().Before(before) })
	if len(kept) == len(old) {
		return
	}
	for _, d := range kept {
		d.cluster.forget(before)
	}
	*g = *NewGrouper()
	titles := make([][]token, len(kept))
	for i, d := range kept {
		titles[i] = tokens(opening(headline(*d.item), titleRunes))
		g.words.spell(titles[i])
	}
	for i, d := range kept {
		g.relearn(d, titles[i])
	}
	g.words.round++
}

// relearn takes a document of an earlier state of the Grouper, in its story.
func (g *Grouper) relearn(d *document, title []token) {
	d.n = uint32(len(g.documents))
	g.make(d, title)
	d.cluster.n = d.cluster.documents[0].n
	g.documents = append(g.documents, d)
	if d.item.ID != "" {
		g.byID[d.item.ID] = d
	}
}

// Stories returns the stories in the order of their leads. Their items are not
// to be changed: a story that has not changed is returned again as it is.
func (g *Grouper) Stories() []Story {
	var out []Story
	for _, d := range g.documents {
		if d.cluster.documents[0] == d {
			out = append(out, d.cluster.story())
		}
	}
	return out
}
