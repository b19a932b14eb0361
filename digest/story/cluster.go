package story

import (
	"cmp"
	"math"
	"slices"
	"time"

	"newsbrief/digest/feed"
)

// cluster is a story in the making.
type cluster struct {
	n         uint32      // place of its lead: clusters are ordered by it
	gone      bool        // joined with an older one
	documents []*document // by arrival; never empty
	items     []feed.Item // theirs, nil until asked for; not changed then, for stories have it
	links     []link      // by the place of the other; some may lead to one that is gone
}

// link ties a cluster to another that it has something in common with.
type link struct {
	to    *cluster
	total float64 // of the likenesses of their items
}

func newCluster(d *document) *cluster { return &cluster{n: d.n, documents: []*document{d}} }

// story returns the cluster as a story. The documents share its items.
func (c *cluster) story() Story {
	if c.items == nil {
		c.items = make([]feed.Item, len(c.documents))
		for i, d := range c.documents {
			c.items[i] = *d.item
			d.item = &c.items[i]
		}
	}
	return Story{Items: c.items}
}

// replace puts an item in the place of a document's.
func (c *cluster) replace(d *document, it feed.Item) {
	d.item = &it
	c.items = nil
}

// find returns where the link to the cluster of that number is or would be.
func (c *cluster) find(n uint32) (int, bool) {
	if last := len(c.links) - 1; last < 0 || c.links[last].to.n < n {
		return last + 1, false // as it is while items come in
	}
	low, high := 0, len(c.links)
	for low < high {
		if mid := (low + high) / 2; c.links[mid].to.n < n {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low, low < len(c.links) && c.links[low].to.n == n
}

// add ties the cluster to another, on its own side.
func (c *cluster) add(to *cluster, likeness float64) {
	i, ok := c.find(to.n)
	if !ok {
		c.links = slices.Insert(c.links, i, link{to: to})
	}
	c.links[i].total += likeness
}

// cut unties it from another, on its own side.
func (c *cluster) cut(n uint32) {
	if i, ok := c.find(n); ok {
		c.links = slices.Delete(c.links, i, i+1)
	}
}

func edge(a, b *cluster, likeness float64) {
	a.add(b, likeness)
	b.add(a, likeness)
}

func (c *cluster) latest() time.Time {
	t := c.documents[0].item.Time()
	for _, d := range c.documents {
		if at := d.item.Time(); at.After(t) {
			t = at
		}
	}
	return t
}

// forget cuts the ties to clusters that are older than the given instant.
func (c *cluster) forget(before time.Time) {
	c.links = slices.DeleteFunc(c.links, func(l link) bool { return l.to.gone || l.to.latest().Before(before) })
}

// crowding is how fast the likenesses of the items of two clusters add up to less
// than one each: 1 would be their mean, so that an item would have to be like each
// of a story's, 0 their sum. Chosen on labelled pairs of real days with sameEvent;
// 0.75 to 0.85 are as good.
const crowding = 0.8

// likeness is how alike two clusters are, by all pairs of their items.
func (c *cluster) likeness(l link) float64 {
	few, many := len(c.documents), len(l.to.documents)
	if few > many {
		few, many = many, few
	}
	// Items are compared with a bounded number of others: beyond it, a large
	// story would look less like its own next item the larger it gets.
	return l.total / math.Pow(float64(few*min(many, compared/2)), crowding)
}

// join puts the younger of two clusters into the older one and returns that.
func join(a, b *cluster) *cluster {
	if a.n > b.n {
		a, b = b, a
	}
	a.cut(b.n)
	b.cut(a.n)
	for _, l := range b.links {
		if !l.to.gone {
			l.to.add(a, l.total) // its link to b is passed over from now on
		}
	}
	a.links = merged(a.links, b.links)
	for _, d := range b.documents {
		d.cluster = a
	}
	a.documents = append(a.documents, b.documents...)
	slices.SortFunc(a.documents, func(x, y *document) int { return cmp.Compare(x.n, y.n) })
	a.items = nil
	b.gone, b.documents, b.items, b.links = true, nil, nil, nil
	return a
}

// merged returns the links of both to those that are not gone.
func merged(a, b []link) []link {
	out := make([]link, 0, len(a)+len(b))
	for len(a) > 0 || len(b) > 0 {
		var next link
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].to.n < b[0].to.n:
			next, a = a[0], a[1:]
		case len(a) == 0 || b[0].to.n < a[0].to.n:
			next, b = b[0], b[1:]
		default:
			next, a, b = link{a[0].to, a[0].total + b[0].total}, a[1:], b[1:]
		}
		if !next.to.gone {
			out = append(out, next)
		}
	}
	return out
}
