package story

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestPostings holds the chunks against a sorted slice.
func TestPostings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p index
		fs, want := make([]postings, 3), make([][]uint32, 3)
		for i := range uint32(rapid.IntRange(0, 300).Draw(t, "documents")) {
			k := rapid.IntRange(0, 2).Draw(t, "feature")
			n := 2 * i
			if rapid.IntRange(0, 9).Draw(t, "late") == 0 {
				n = rapid.Uint32Range(0, 600).Draw(t, "n")
			}
			p.add(&fs[k], n)
			if at, there := slices.BinarySearch(want[k], n); !there {
				want[k] = slices.Insert(want[k], at, n)
			}
		}
		n, most := rapid.Uint32Range(0, 620).Draw(t, "before"), rapid.IntRange(1, 120).Draw(t, "most")
		for k, f := range fs {
			if int(f.count) != len(want[k]) || f.count > 0 && !slices.Equal(p.all(f), want[k]) {
				t.Fatalf("got %d documents, want %v", f.count, want[k])
			}
			at, _ := slices.BinarySearch(want[k], n)
			got := p.before(nil, f, n, most)
			slices.Sort(got)
			if newest := want[k][max(0, at-most):at]; !slices.Equal(got, newest) {
				t.Fatalf("before %d, at most %d: got %v, want %v", n, most, got, newest)
			}
		}
	})
}

// TestVector holds that what is packed is what comes out, however far numbers are
// apart and however many weights there are.
func TestVector(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ws := newWeights()
		for i := range rapid.SampledFrom([]int{0, 1, 2 << codeBits}).Draw(t, "known") {
			ws.code(weight{float32(i), 1})
		}
		var want []entry
		id := uint32(0)
		for range rapid.IntRange(0, 40).Draw(t, "entries") {
			id += 1 + rapid.SampledFrom([]uint32{0, 1, 70, farthest - 2, farthest - 1, farthest, farthest + 1, 3 * farthest, 1 << 27}).Draw(t, "way")
			want = append(want, entry{id, weight{rapid.Float32Range(0, 3).Draw(t, "title"), rapid.Float32Range(1, 3).Draw(t, "whole")}})
		}
		if got := slices.Collect(ws.each(ws.pack(nil, want))); !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

// TestOverlap holds the packed comparison against one by one.
func TestOverlap(t *testing.T) {
	v := newVocabulary()
	for i := range 40_000 {
		v.number(wordFeature, fmt.Sprint(i), 0, 1)
	}
	v.tongues[v.tongue("")].items, v.round = 10, 1
	for i := range v.traits.count {
		v.trait(i).seen = 1 + i%3
	}
	draw := rapid.Custom(func(t *rapid.T) []entry {
		ids := rapid.SliceOfDistinct(rapid.OneOf(rapid.Uint32Range(0, 60), rapid.SampledFrom([]uint32{sieveSize, sieveSize + 1, 2 * sieveSize, 2*sieveSize + 2})), rapid.ID).Draw(t, "ids")
		slices.Sort(ids)
		var es []entry
		for _, id := range ids {
			es = append(es, entry{id, weight{float32(rapid.IntRange(0, 2).Draw(t, "title")), float32(rapid.IntRange(1, 5000).Draw(t, "whole"))}})
		}
		return es
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw.Draw(t, "a"), draw.Draw(t, "b")
		var want overlap
		for _, x := range a {
			for _, y := range b {
				if x.id == y.id {
					want.add(x.weight, y.weight, v.rarity(x.id, 0), 1)
				}
			}
		}
		var q query
		q.take(v, &document{vector: v.weights.pack(nil, a)})
		if got := v.overlap(&q, &document{vector: v.weights.pack(nil, b)}); got != want {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}
