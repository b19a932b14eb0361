package story

// pages is a list that grows by a page at a time: nothing is moved, and there
// is no room for as much again behind it, as there is behind a slice.
type pages[T any] struct {
	pages [][]T
	count uint32
}

const pageBits = 11

// at returns the element at the place, which has to be there.
func (p *pages[T]) at(i uint32) *T { return &p.pages[i>>pageBits][i&(1<<pageBits-1)] }

// add puts an element behind the others and returns its place.
func (p *pages[T]) add(x T) uint32 {
	i := p.grow(1)
	*p.at(i) = x
	return i
}

// grow adds n zero elements, at most a page, that stand on one page, and
// returns the place of the first.
func (p *pages[T]) grow(n uint32) uint32 {
	const size = 1 << pageBits
	if left := uint32(len(p.pages))*size - p.count; left < n {
		p.count += left
		p.pages = append(p.pages, make([]T, size))
	}
	p.count += n
	return p.count - n
}

// table finds numbers by 64-bit hashes that are known of the numbers
// themselves. It is a power of two long and at most three quarters full.
type table struct {
	slots []uint32 // the number and one
	taken int
}

// from yields the numbers that may have the hash.
func (t *table) from(h uint64) func(yield func(id uint32) bool) {
	return func(yield func(id uint32) bool) {
		if len(t.slots) == 0 {
			return
		}
		mask := uint64(len(t.slots) - 1)
		for at := spread(h) & mask; t.slots[at] != 0; at = (at + 1) & mask {
			if !yield(t.slots[at] - 1) {
				return
			}
		}
	}
}

// add puts in a number that is not there.
func (t *table) add(id uint32, hashOf func(id uint32) uint64) {
	if t.taken++; 4*t.taken > 3*len(t.slots) {
		old := t.slots
		t.slots = make([]uint32, max(1<<10, 2*len(old)))
		for _, x := range old {
			if x != 0 {
				t.put(x, hashOf(x-1))
			}
		}
	}
	t.put(id+1, hashOf(id))
}

func (t *table) put(x uint32, h uint64) {
	mask := uint64(len(t.slots) - 1)
	at := spread(h) & mask
	for t.slots[at] != 0 {
		at = (at + 1) & mask
	}
	t.slots[at] = x
}

// spread brings the high bits of a hash to bear on the low ones.
func spread(h uint64) uint64 { return h ^ h>>32 }
