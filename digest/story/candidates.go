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

// link compares the document with those before it and ties its cluster to theirs.
func (g *Grouper) link(d *document) {
	g.query.take(g.words, d)
	for _, n := range g.candidates(&g.query) {
		o := g.documents[n]
		if o.cluster == d.cluster {
			continue
		}
		if s := g.words.similarity(&g.query, o); s > 0 {
			edge(o.cluster, d.cluster, s)
		}
	}
}

// candidates returns the earlier documents that share most with the query, by its
// rarest features, in their order.
func (g *Grouper) candidates(q *query) []uint32 {
	g.scores = slices.Grow(g.scores, len(g.documents))[:len(g.documents)]
	found := g.found[:0]
	for _, f := range g.rarest(q) {
		w := f.tf * float32(g.words.worth(f.id, q.tongue))
		g.near = g.index.before(g.near[:0], g.words.trait(f.id).postings, q.n, looked)
		for _, n := range g.near {
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
	out := make([]uint32, min(len(found), compared))
	for i := range out {
		out[i] = uint32(best[i])
	}
	slices.Sort(out)
	return out
}

// rarest returns the query's features that others have too, the rarest first.
func (g *Grouper) rarest(q *query) []feature {
	all := q.entries
	g.keys = g.keys[:0]
	key := func(id uint32, i int) {
		if p := &g.words.trait(id).postings; p.count > 1 && p.first < q.n {
			g.keys = append(g.keys, uint64(math.Float32bits(float32(g.words.worth(id, q.tongue))))<<32|uint64(i))
		}
	}
	for i, e := range all {
		key(e.id, i)
	}
	for i, m := range q.entities {
		if !holds(all, m.id) {
			key(m.id, len(all)+i)
		}
	}
	slices.Sort(g.keys)
	slices.Reverse(g.keys)
	out := g.asked[:0]
	for _, k := range g.keys[:min(len(g.keys), asked)] {
		if i := int(uint32(k)); i < len(all) {
			out = append(out, feature{all[i].id, all[i].whole})
		} else {
			out = append(out, feature{q.entities[i-len(all)].id, 1})
		}
	}
	g.asked = out
	return out
}
