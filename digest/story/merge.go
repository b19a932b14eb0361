package story

import (
	"cmp"
	"container/heap"
	"slices"
)

const (
	// sameEvent is how alike two clusters are that are joined at once.
	sameEvent = 0.07
	// attachThreshold is how alike a cluster is to the one that it is joined with at
	// the end, if no other is half as close.
	attachThreshold = 0.045
	margin          = 2
	// several is how many fresh items need no search for whom they touch:
	// what they touch are mostly each other.
	several = 1000
)

// merge joins the clusters of the fresh documents and those tied to them, the most
// alike first, then what is left with the one story that it leans on.
func (g *Grouper) merge(fresh []*document) {
	h := &pairs{}
	for _, d := range fresh {
		h.offer(d.cluster)
	}
	for h.Len() > 0 {
		x := heap.Pop(h).(pair)
		if !x.stale() {
			h.offer(join(x.a, x.b))
			continue
		}
		h.offer(x.a)
		h.offer(x.b)
	}
	for adopt(around(fresh)) {
	}
}

// pair is two clusters as they were when they were compared.
type pair struct {
	a, b         *cluster // a the older
	leadA, leadB uint32
	sizeA, sizeB int
	likeness     float64
}

func newPair(a, b *cluster, likeness float64) pair {
	if a.n > b.n {
		a, b = b, a
	}
	return pair{a, b, a.n, b.n, len(a.documents), len(b.documents), likeness}
}

// stale reports whether either has been joined since.
func (x pair) stale() bool {
	return x.a.gone || x.b.gone || len(x.a.documents) != x.sizeA || len(x.b.documents) != x.sizeB
}

// before orders pairs so that equal inputs give equal stories.
func (x pair) before(y pair) int {
	return cmp.Or(cmp.Compare(y.likeness, x.likeness), cmp.Compare(x.leadA, y.leadA), cmp.Compare(x.leadB, y.leadB))
}

// pairs is a heap of pairs, the most alike on top. Of each cluster it holds
// the pair with its closest one: when that one is joined with another, the
// pair is stale, and the next closest is looked for.
type pairs []pair

func (h pairs) Len() int           { return len(h) }
func (h pairs) Less(i, j int) bool { return h[i].before(h[j]) < 0 }
func (h pairs) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *pairs) Push(x any)        { *h = append(*h, x.(pair)) }
func (h *pairs) Pop() any {
	last := len(*h) - 1
	x := (*h)[last]
	*h = (*h)[:last]
	return x
}

// offer adds the cluster with its closest one, if they are alike enough to be
// joined.
func (h *pairs) offer(c *cluster) {
	if c.gone {
		return
	}
	if o, first, _ := closest(c); first >= sameEvent {
		heap.Push(h, newPair(c, o, first))
	}
}

// adopt joins clusters that lean on one other clearly more than on any third,
// as long as that makes a story of at least three. It reports whether any did.
func adopt(cs []*cluster) bool {
	var found []pair
	for _, c := range cs {
		if o, s, second := closest(c); s >= attachThreshold && s >= margin*second && len(c.documents)+len(o.documents) > 2 {
			found = append(found, newPair(c, o, s))
		}
	}
	slices.SortFunc(found, pair.before)
	any := false
	for _, x := range found {
		if !x.stale() {
			join(x.a, x.b)
			any = true
		}
	}
	return any
}

// closest returns the cluster that is most like c, how alike the two are, and
// how alike the next one is; nil and 0 if there is none.
func closest(c *cluster) (best *cluster, first, second float64) {
	for _, l := range c.links {
		if l.to.gone {
			continue
		}
		switch s := c.likeness(l); {
		case s > first:
			best, first, second = l.to, s, first
		case s > second:
			second = s
		}
	}
	return best, first, second
}

// around returns the clusters of the documents and those tied to them, by age.
func around(documents []*document) []*cluster {
	var out []*cluster
	for _, d := range documents {
		if len(out) > 0 && out[len(out)-1] == d.cluster {
			continue
		}
		out = append(out, d.cluster)
		for _, l := range d.cluster.links {
			if len(documents) < several && !l.to.gone {
				out = append(out, l.to)
			}
		}
	}
	slices.SortFunc(out, func(a, b *cluster) int { return cmp.Compare(a.n, b.n) })
	return slices.Compact(out)
}
