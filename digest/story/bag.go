package story

import (
	"iter"
	"math"
)

// weight is how much a feature makes of an item: of its title and address, 0
// if it stands only in the summary, and of the whole.
type weight struct{ title, whole float32 }

// entry is a feature of an item.
type entry struct {
	id uint32
	weight
}

// bag is the features of an item, packed, each into one number: how far its
// number is from that of the one before, and the code of its weight. An item has
// some hundreds.
type bag []uint32

const (
	codeBits = 12
	farthest = 1<<(32-codeBits) - 1
	// moved stands for no feature, only for a way that is too far for one step.
	moved = 0
	// written stands before a weight without a code, which takes two numbers.
	written = 1<<codeBits - 1
)

// weights gives codes to the weights that are met, because some hundreds make up
// nearly all. Strange texts may have others, which are written out.
type weights struct {
	codes map[weight]uint32
	known []weight // by code
}

func newWeights() weights { return weights{map[weight]uint32{}, make([]weight, 1)} }

func (ws *weights) code(w weight) uint32 {
	code, ok := ws.codes[w]
	switch {
	case ok:
		return code
	case len(ws.known) == written:
		return written
	}
	code = uint32(len(ws.known))
	ws.known = append(ws.known, w)
	ws.codes[w] = code
	return code
}

// pack packs the features, which are sorted, behind b.
func (ws *weights) pack(b bag, es []entry) bag {
	last := uint32(0)
	for _, e := range es {
		way := e.id - last
		for last = e.id; way > farthest; way -= farthest {
			b = append(b, farthest<<codeBits|moved)
		}
		code := ws.code(e.weight)
		b = append(b, way<<codeBits|code)
		if code == written {
			b = append(b, math.Float32bits(e.title), math.Float32bits(e.whole))
		}
	}
	return b
}

// weight returns the weight with that code, which stands at the place in the
// bag, and how many numbers more it takes.
func (ws *weights) weight(b bag, at int, code uint32) (w weight, more int) {
	if code != written {
		return ws.known[code], 0
	}
	return weight{math.Float32frombits(b[at+1]), math.Float32frombits(b[at+2])}, 2
}

// each yields the features of a bag.
func (ws *weights) each(b bag) iter.Seq[entry] {
	return func(yield func(e entry) bool) {
		id := uint32(0)
		for i := 0; i < len(b); i++ {
			id += b[i] >> codeBits
			code := b[i] & written
			if code == moved {
				continue
			}
			w, more := ws.weight(b, i, code)
			if i += more; !yield(entry{id, w}) {
				return
			}
		}
	}
}
