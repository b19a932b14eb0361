package topic

import (
	"slices"
	"sync"

	"newsbrief/digest/feed"
	"newsbrief/subscriptions"
)

// Index finds, for an item, which of many topics take it. Its cost follows the
// item's length and the topics that it may belong to, not their number. It is
// fixed and safe for concurrent use.
type Index struct {
	topics *Topics
	known  [len(entries)]bool
	owns   []*own
	ids    map[string]uint32 // unit → id, from 1
	// Places in owns, filed under the rarest word of each: by its id, or by
	// the first two of its ids if it has more.
	byUnit [][]uint32
	byPair map[uint64][]uint32
	pairs  []bool // by id: it begins a pair
	// scratch is kept for its buffers, whose sizes are the index's own.
	scratch sync.Pool
}

// Index returns the index of the wanted topics, those of the catalogue and
// people's own words. Each is matched as by Takes.
func (t *Topics) Index(wanted []subscriptions.Topic) *Index {
	x := &Index{topics: t, ids: make(map[string]uint32), byPair: make(map[uint64][]uint32)}
	seen := make(map[subscriptions.Topic]bool, len(wanted))
	for _, topic := range wanted {
		switch i := place(string(topic)); {
		case seen[topic]:
		case i >= 0 && i < len(entries):
			x.known[i] = true
		default:
			if o := newOwn(topic); len(o.keys) > 0 {
				x.owns = append(x.owns, o)
			}
		}
		seen[topic] = true
	}
	x.build()
	x.scratch.New = x.newScratch
	return x
}

// build files every own topic under the rarest of its words.
func (x *Index) build() {
	common := make(map[uint64]int)
	for _, o := range x.owns {
		for _, key := range o.keys {
			if x.ids[string(key)] == 0 {
				x.ids[string(key)] = uint32(len(x.ids) + 1)
			}
			o.ids = append(o.ids, x.ids[string(key)])
		}
		for _, part := range o.parts {
			common[x.head(o, part)]++
		}
	}
	x.byUnit = make([][]uint32, len(x.ids)+1)
	x.pairs = make([]bool, len(x.ids)+1)
	for n, o := range x.owns {
		rarest := x.head(o, o.parts[0])
		for _, part := range o.parts[1:] {
			if h := x.head(o, part); common[h] < common[rarest] {
				rarest = h
			}
		}
		x.file(rarest, uint32(n))
	}
}

func (x *Index) file(head uint64, n uint32) {
	first := uint32(head)
	if head>>32 == 0 {
		x.byUnit[first] = append(x.byUnit[first], n)
		return
	}
	x.pairs[first] = true
	x.byPair[head] = append(x.byPair[head], n)
}

// head returns the first two units of a part as a key.
func (x *Index) head(o *own, part [2]int) uint64 {
	h := uint64(x.ids[string(o.keys[part[0]])])
	if part[1]-part[0] > 1 {
		h |= uint64(x.ids[string(o.keys[part[0]+1])]) << 32
	}
	return h
}

// Matching returns the wanted topics that take the item: those of the
// catalogue, best first, then own words.
func (x *Index) Matching(it feed.Item) []Match {
	p := x.topics.borrow(it)
	defer p.giveBack()
	return x.MatchingPrepared(p)
}

// MatchingPrepared is Matching of an item that was prepared by the same Topics.
func (x *Index) MatchingPrepared(p *Prepared) []Match {
	var found []Match
	for _, m := range p.match() {
		if x.known[place(string(m.Topic))] {
			found = append(found, m)
		}
	}
	if len(x.owns) == 0 {
		return found
	}
	s := x.scratch.Get().(*scratch)
	defer x.scratch.Put(s)
	s.next()
	x.number(s, &p.title)
	x.number(s, &p.summary)
	for i := range p.categories {
		x.number(s, &p.categories[i])
	}
	return x.candidates(s, p, found)
}

// scratch is what one matching needs. A mark equal to its turn is of this one.
type scratch struct {
	turn    uint32
	present []uint32 // by id: it stands in the item
	tried   []uint32 // by place in owns
	ids     []uint32 // of the units of all fields, 0 between them
}

func (x *Index) newScratch() any {
	return &scratch{present: make([]uint32, len(x.ids)+1), tried: make([]uint32, len(x.owns))}
}

// next begins a new turn.
func (s *scratch) next() {
	if s.turn++; s.turn == 0 {
		clear(s.present)
		clear(s.tried)
		s.turn = 1
	}
	s.ids = s.ids[:0]
}

// number notes the ids of a field's units.
func (x *Index) number(s *scratch, f *field) {
	for i := range f.units {
		id := x.ids[string(f.key(i))]
		s.ids = append(s.ids, id)
		s.present[id] = s.turn
	}
	s.ids = append(s.ids, 0)
}

// candidates appends the own topics that take the item.
func (x *Index) candidates(s *scratch, p *Prepared, found []Match) []Match {
	for i, id := range s.ids {
		if id == 0 {
			continue
		}
		found = x.try(s, p, found, x.byUnit[id])
		if next := s.ids[i+1]; next != 0 && x.pairs[id] {
			found = x.try(s, p, found, x.byPair[uint64(id)|uint64(next)<<32])
		}
	}
	return found
}

// try appends those of the topics that take the item.
func (x *Index) try(s *scratch, p *Prepared, found []Match, topics []uint32) []Match {
	for _, n := range topics {
		if s.tried[n] == s.turn {
			continue
		}
		s.tried[n] = s.turn
		o := x.owns[n]
		if slices.ContainsFunc(o.ids, func(id uint32) bool { return s.present[id] != s.turn }) {
			continue
		}
		if m, ok := o.takes(p); ok {
			found = append(found, m)
		}
	}
	return found
}
