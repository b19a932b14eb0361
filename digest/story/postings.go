package story

import (
	"iter"
	"math/bits"
	"slices"
)

// postings are the documents that have a feature, by their numbers, in order. Most
// features are had by one document or two; of more, all but the first are in a chain
// of chunks, each twice as long as the one before up to a limit.
type postings struct {
	count uint32
	first uint32
	rest  uint32 // the second of two; the place of the newest chunk if there are more
}

// longest is how many numbers a chunk has at most.
const longest = 32

// index are the chunks of all features. A chunk is the place of the one
// before it and then numbers.
type index struct{ pages[uint32] }

// newest returns how many numbers the newest chunk takes, and has, where so many
// are in chunks.
func newest(n uint32) (size, has uint32) {
	const short = longest - 2 // are in chunks that are shorter
	if n > short {
		return longest, (n-short-1)%longest + 1
	}
	size = 1 << (bits.Len32(n+1) - 1)
	return size, n - (size - 2)
}

// chunks yields the documents that have the feature but for the first, the newest
// chunk first, in order within each.
func (p *index) chunks(f postings) iter.Seq[[]uint32] {
	return func(yield func(ns []uint32) bool) {
		if f.count < 3 {
			if f.count == 2 {
				yield([]uint32{f.rest})
			}
			return
		}
		for n, at := f.count-1, f.rest; n > 0; {
			_, has := newest(n)
			chunk := p.pages.pages[at>>pageBits][at&(1<<pageBits-1):]
			if !yield(chunk[1 : 1+has]) {
				return
			}
			n, at = n-has, chunk[0]
		}
	}
}

// add files a document under the feature, once.
func (p *index) add(f *postings, n uint32) {
	if f.count == 0 {
		f.count, f.first = 1, n
		return
	}
	if n > p.last(*f) {
		p.push(f, n)
		return
	}
	all := p.all(*f)
	if i, there := slices.BinarySearch(all, n); !there {
		p.push(f, n)
		p.put(f, slices.Insert(all, i, n))
	}
}

func (p *index) last(f postings) uint32 {
	for ns := range p.chunks(f) {
		return ns[len(ns)-1]
	}
	return f.first
}

// push files a document behind all others.
func (p *index) push(f *postings, n uint32) {
	f.count++
	size, has := newest(f.count - 1)
	switch {
	case f.count == 2:
		f.rest = n
		return
	case f.count == 3:
		second := f.rest
		f.rest = p.grow(size + 1)
		*p.at(f.rest + 1) = second
	case has == 1:
		before := f.rest
		f.rest = p.grow(size + 1)
		*p.at(f.rest) = before
	}
	*p.at(f.rest + has) = n
}

// all returns the documents that have the feature, in order.
func (p *index) all(f postings) []uint32 {
	all := make([]uint32, f.count)
	end := f.count
	for ns := range p.chunks(f) {
		end -= uint32(len(ns))
		copy(all[end:], ns)
	}
	all[0] = f.first
	return all
}

// put writes the documents that have the feature anew, as many as there are.
func (p *index) put(f *postings, all []uint32) {
	f.first = all[0]
	if len(all) == 2 {
		f.rest = all[1]
		return
	}
	for ns := range p.chunks(*f) {
		all = all[:len(all)-copy(ns, all[len(all)-len(ns):])]
	}
}

// before appends the newest documents that have the feature and are older than n, so
// many at most.
func (p *index) before(out []uint32, f postings, n uint32, most int) []uint32 {
	for ns := range p.chunks(f) {
		if ns[0] >= n {
			continue
		}
		if ns[len(ns)-1] >= n {
			i, _ := slices.BinarySearch(ns, n)
			ns = ns[:i]
		}
		ns = ns[max(0, len(ns)-most):]
		out = append(out, ns...)
		if most -= len(ns); most == 0 {
			return out
		}
	}
	if f.count > 0 && f.first < n {
		out = append(out, f.first)
	}
	return out
}
