package story

import (
	"encoding/binary"
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

// vector is the features of an item, packed, each into three bytes: how far its
// number is from that of the one before, and the code of its weight. An item has
// some hundreds. A last byte lets four be read at once.
type vector []byte

const (
	step     = 3
	codeBits = 11
	wayBits  = 8*step - codeBits
	farthest = 1<<wayBits - 1
	// moved stands for no feature, only for the high bits of a way.
	moved = 0
	// written stands before a weight without a code, which takes eight bytes.
	written = 1<<codeBits - 1
)

// at returns the way and the code that stand at the place.
func (b vector) at(i int) (way, code uint32) {
	x := binary.LittleEndian.Uint32(b[i:])
	way, code = x>>codeBits&farthest, x&written
	if code == moved {
		way <<= wayBits
	}
	return way, code
}

func put(b vector, way, code uint32) vector {
	x := way<<codeBits | code
	return append(b, byte(x), byte(x>>8), byte(x>>16))
}

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
func (ws *weights) pack(b vector, es []entry) vector {
	last := uint32(0)
	for _, e := range es {
		way := e.id - last
		for last = e.id; way > farthest; {
			far := min(way>>wayBits, farthest)
			b = put(b, far, moved)
			way -= far << wayBits
		}
		code := ws.code(e.weight)
		b = put(b, way, code)
		if code == written {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(e.title))
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(e.whole))
		}
	}
	return append(b, 0)
}

// weight returns the weight with that code, which stands at the place in the
// vector, and how many bytes more it takes.
func (ws *weights) weight(b vector, at int, code uint32) (w weight, more int) {
	if code != written {
		return ws.known[code], 0
	}
	title, whole := binary.LittleEndian.Uint32(b[at+step:]), binary.LittleEndian.Uint32(b[at+step+4:])
	return weight{math.Float32frombits(title), math.Float32frombits(whole)}, 8
}

// each yields the features of a vector.
func (ws *weights) each(b vector) iter.Seq[entry] {
	return func(yield func(e entry) bool) {
		id := uint32(0)
		for i := 0; i+step < len(b); i += step {
			way, code := b.at(i)
			id += way
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
