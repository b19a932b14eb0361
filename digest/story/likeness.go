package story

import (
	"container/heap"
	"math"
	"slices"
)

// weight returns what the feature tells: the rarer, the more.
func (v *vocabulary) weight(id uint32) float64 {
	return math.Pow(math.Log((float64(v.items)+float64(p.prior))/(float64(v.seen[id])+float64(v.prior[id]))), float64(p.idfpow))
}

func (g *Grouper) dot(a, b []feature) float64 {
	var s float64
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].id < b[j].id:
			i++
		case a[i].id > b[j].id:
			j++
		default:
			w := g.words.weight(a[i].id)
			s += float64(a[i].tf) * float64(b[j].tf) * w * w
			i++
			j++
		}
	}
	return s
}

func (g *Grouper) alike(a, b *doc) float64 {
	d := g.dot(a.title, b.title)
	if d == 0 {
		return 0
	}
	return d / math.Sqrt(g.dot(a.title, a.title)*g.dot(b.title, b.title))
}

func (g *Grouper) link(d *doc) {
	for _, o := range g.docs {
		if o == nil || o.n >= d.n { continue }
		s := g.alike(d, o)
		if s < float64(p.floor) { continue }
		if o.cluster == d.cluster { continue }
		d.cluster.links[o.cluster] += s
		o.cluster.links[d.cluster] += s
	}
}

func likeness(a, b *cluster) float64 {
	s := a.links[b]
	na, nb := float64(len(a.docs)), float64(len(b.docs))
	avg := s / (na * nb)
	cen := s / math.Sqrt(a.inner*b.inner)
	l := float64(p.link)
	return avg*(1-l) + cen*l
}

type pair struct {
	a, b *cluster
	na, nb int
	s float64
}
type pairs []pair

func (h pairs) Len() int { return len(h) }
func (h pairs) Less(i, j int) bool {
	if h[i].s != h[j].s { return h[i].s > h[j].s }
	if h[i].a.n != h[j].a.n { return h[i].a.n < h[j].a.n }
	return h[i].b.n < h[j].b.n
}
func (h pairs) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *pairs) Push(x any) { *h = append(*h, x.(pair)) }
func (h *pairs) Pop() any { n := len(*h); x := (*h)[n-1]; *h = (*h)[:n-1]; return x }

func (g *Grouper) merge(fresh []*doc) {
	var h pairs
	push := func(c, o *cluster) {
		if s := likeness(c, o); s >= float64(p.thr) {
			a, b := c, o
			if a.n > b.n { a, b = b, a }
			heap.Push(&h, pair{a, b, len(a.docs), len(b.docs), s})
		}
	}
	for _, d := range fresh {
		for o := range d.cluster.links {
			if o.n < d.n { push(d.cluster, o) }
		}
	}
	for h.Len() > 0 {
		x := heap.Pop(&h).(pair)
		if g.clusters[x.a.n] != x.a || g.clusters[x.b.n] != x.b || len(x.a.docs) != x.na || len(x.b.docs) != x.nb { continue }
		g.join(x.a, x.b)
		for o := range x.a.links { push(x.a, o) }
	}
}

func (g *Grouper) join(a, b *cluster) {
	a.inner += b.inner + 2*a.links[b]
	delete(a.links, b)
	delete(b.links, a)
	for o, s := range b.links {
		a.links[o] += s
		o.links[a] += s
		delete(o.links, b)
	}
	for _, d := range b.docs { d.cluster = a }
	a.docs = append(a.docs, b.docs...)
	slices.SortFunc(a.docs, func(x, y *doc) int { return int(x.n - y.n) })
	delete(g.clusters, b.n)
}
