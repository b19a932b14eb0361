package story

import (
	"math"
	"slices"
)

const (
	// asked is by how many of its rarest features an item looks for others.
	asked = 32
	// looked is how many of the newest items with a feature are looked at.
	looked = 100
	// compared is how many of the items found are compared in full.
	compared = 32
	// faint is the least likeness that counts.
	faint = 0.035
)

// post makes the doc findable by its features.
func (g *Grouper) post(d *doc) {
	for len(g.posted) < len(g.words.traits) {
		g.posted = append(g.posted, nil)
	}
	for _, f := range d.title {
		g.postUnder(f.id, d.n)
	}
	for _, f := range d.whole {
		if g.words.traits[f.id].unit >= pairUnit && !holds(d.title, f.id) {
			g.postUnder(f.id, d.n)
		}
	}
	for _, m := range d.marks {
		if !holds(d.title, m.id) && !holds(d.whole, m.id) {
			g.postUnder(m.id, d.n)
		}
	}
}

// postUnder files a doc under a feature, in order, once.
func (g *Grouper) postUnder(id uint32, n int32) {
	p := g.posted[id]
	if len(p) == 0 || p[len(p)-1] < n {
		g.posted[id] = append(p, n)
		return
	}
	if i, there := slices.BinarySearch(p, n); !there {
		g.posted[id] = slices.Insert(p, i, n)
	}
}

// link compares the doc with those before it and ties its cluster to theirs.
func (g *Grouper) link(d *doc) {
	for _, n := range g.candidates(d) {
		o := g.docs[n]
		if o.cluster == d.cluster {
			continue
		}
		if s := g.words.alike(o, d); s > 0 {
			tie(o.cluster, d.cluster, s)
		}
	}
}

// candidates returns the earlier docs that share most with the doc, by its
// rarest features, in their order.
func (g *Grouper) candidates(d *doc) []int32 {
	g.scores = slices.Grow(g.scores, len(g.docs))[:len(g.docs)]
	found := g.found[:0]
	for _, f := range g.rarest(d) {
		w := f.tf * float32(g.words.worth(f.id))
		before := g.posted[f.id]
		i, _ := slices.BinarySearch(before, d.n)
		for _, n := range before[max(0, i-looked):i] {
			if g.scores[n] == 0 {
				found = append(found, uint64(n))
			}
			g.scores[n] += w
		}
	}
	g.found = found
	var best [compared]uint64 // the greatest, in falling order
	for _, n := range found {
		x := n | uint64(math.Float32bits(g.scores[n]))<<32
		g.scores[n] = 0
		for i := compared - 1; i >= 0 && best[i] < x; i-- {
			if i < compared-1 {
				best[i+1] = best[i]
			}
			best[i] = x
		}
	}
	out := make([]int32, min(len(found), compared))
	for i := range out {
		out[i] = int32(uint32(best[i]))
	}
	slices.Sort(out)
	return out
}

// rarest returns the doc's features that others have too, the rarest first.
func (g *Grouper) rarest(d *doc) []feature {
	all := d.features()
	g.keys = g.keys[:0]
	key := func(id uint32, i int) {
		if p := g.posted[id]; len(p) > 1 && p[0] < d.n {
			g.keys = append(g.keys, uint64(math.Float32bits(float32(g.words.worth(id))))<<32|uint64(i))
		}
	}
	for i, f := range all {
		key(f.id, i)
	}
	for i, m := range d.marks {
		if !holds(all, m.id) {
			key(m.id, len(all)+i)
		}
	}
	slices.Sort(g.keys)
	slices.Reverse(g.keys)
	out := g.asked[:0]
	for _, k := range g.keys[:min(len(g.keys), asked)] {
		if i := int(uint32(k)); i < len(all) {
			out = append(out, all[i])
		} else {
			out = append(out, feature{d.marks[i-len(all)].id, 1})
		}
	}
	g.asked = out
	return out
}
