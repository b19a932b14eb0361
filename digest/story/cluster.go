package story

import (
	"slices"
	"time"

	"newsbrief/digest/feed"
)

// cluster is a story in the making.
type cluster struct {
	docs []*doc // by arrival; never empty
	// links holds, for every other cluster that has something in common with
	// this one, the sum of the likenesses of their items.
	links map[*cluster]float64
	gone  bool // joined with an older one
}

func newCluster(d *doc) *cluster {
	return &cluster{docs: []*doc{d}, links: map[*cluster]float64{}}
}

// n orders clusters by their leads.
func (c *cluster) n() int32 { return c.docs[0].n }

func (c *cluster) latest() time.Time {
	t := c.docs[0].at
	for _, d := range c.docs {
		if d.at.After(t) {
			t = d.at
		}
	}
	return t
}

func (c *cluster) story() Story {
	s := Story{Items: make([]feed.Item, len(c.docs))}
	for i, d := range c.docs {
		s.Items[i] = d.item
	}
	return s
}

// forget cuts the ties to clusters that are older than the given instant.
func (c *cluster) forget(before time.Time) {
	for o := range c.links {
		if o.latest().Before(before) {
			delete(c.links, o)
		}
	}
}

func tie(a, b *cluster, likeness float64) {
	a.links[b] += likeness
	b.links[a] += likeness
}

// Two stories of several items each must be more alike than a lone item and
// a story, because more of a coincidence is needed to part them again.
const (
	stiffening = 0.3
	stiffest   = 3
)

// lone is how much more alike two items must be to make a story than to join
// one: the first proof that there is a story must be the best.
const lone = 1.5

// likeness is the mean likeness of the items of two clusters.
func likeness(a, b *cluster) float64 {
	few, many := len(a.docs), len(b.docs)
	if few > many {
		few, many = many, few
	}
	// Items are compared with a bounded number of others: beyond it, a large
	// story would look less like its own next item the larger it gets.
	if many == 1 {
		return a.links[b] / lone
	}
	mean := a.links[b] / float64(few*min(many, compared/2))
	return mean / (1 + stiffening*float64(min(few, stiffest)-1))
}

// join puts the younger of two clusters into the older one and returns that.
func join(a, b *cluster) *cluster {
	if a.n() > b.n() {
		a, b = b, a
	}
	delete(a.links, b)
	delete(b.links, a)
	for o, s := range b.links {
		tie(a, o, s)
		delete(o.links, b)
	}
	for _, d := range b.docs {
		d.cluster = a
	}
	a.docs = append(a.docs, b.docs...)
	slices.SortFunc(a.docs, func(x, y *doc) int { return int(x.n - y.n) })
	b.gone, b.links = true, nil
	return a
}
