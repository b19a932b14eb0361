package topic

import (
	"cmp"
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
	ids    vocabulary
	// Own topics, filed under the rarest of what each needs: a word by its id,
	// or two units of one word by theirs.
	byUnit [][]filed
	byPair [][]filed
	pairOf table   // place in byPair
	pairs  []sieve // by id: what follows it in a pair
	// scratch is kept for its buffers, whose sizes are the index's own.
	scratch sync.Pool
}

// filed is an own topic, by its place in owns, and some of its ids: an item that
// lacks one of them needs no look at the topic itself.
type filed struct {
	own   uint32
	needs [3]uint32
}

// Index returns the index of the wanted topics, those of the catalogue and
// people's own words. Each is matched as by Takes.
func (t *Topics) Index(wanted []subscriptions.Topic) *Index {
	x := &Index{topics: t, byPair: make([][]filed, 1)}
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

// build files every own topic under its rarest grip.
func (x *Index) build() {
	units, grips := make([]int, 1), make(map[uint64]int)
	for _, o := range x.owns {
		for _, key := range o.keys {
			id := x.ids.add(key)
			if int(id) == len(units) {
				units = append(units, 0)
			}
			units[id]++
			o.ids = append(o.ids, id)
		}
		for _, g := range o.grips() {
			grips[g]++
		}
	}
	x.byUnit = make([][]filed, len(units))
	x.pairs = make([]sieve, len(units))
	for n, o := range x.owns {
		grip := slices.MinFunc(o.grips(), func(a, b uint64) int { return grips[a] - grips[b] })
		x.file(grip, filed{uint32(n), o.rarest(grip, units)})
	}
}

// grips yields the pairs of ids that have to stand together in an item, and
// the id alone of a word that is one unit.
func (o *own) grips() []uint64 {
	grips := make([]uint64, 0, len(o.ids))
	for _, part := range o.parts {
		ids := o.ids[part[0]:part[1]]
		grips = append(grips, pair(ids))
		for len(ids) > 2 {
			ids = ids[1:]
			grips = append(grips, pair(ids))
		}
	}
	return grips
}

// rarest returns the ids that the fewest topics have, those of the grip last.
func (o *own) rarest(grip uint64, common []int) (ids [3]uint32) {
	sorted := slices.DeleteFunc(slices.Clone(o.ids), func(id uint32) bool {
		return id == uint32(grip) || id == uint32(grip>>32)
	})
	slices.SortFunc(sorted, func(a, b uint32) int { return cmp.Or(common[a]-common[b], int(a)-int(b)) })
	sorted = append(slices.Compact(sorted), uint32(grip), uint32(grip), uint32(grip))
	copy(ids[:], sorted)
	return ids
}

func (x *Index) file(grip uint64, f filed) {
	first := uint32(grip)
	if grip>>32 == 0 {
		x.byUnit[first] = append(x.byUnit[first], f)
		return
	}
	x.pairs[first].put(uint32(grip >> 32))
	n, _ := x.pairOf.first(grip)
	if n == 0 {
		n = uint32(len(x.byPair))
		x.pairOf.add(grip, n)
		x.byPair = append(x.byPair, nil)
	}
	x.byPair[n] = append(x.byPair[n], f)
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
	return &scratch{present: make([]uint32, x.ids.size()), tried: make([]uint32, len(x.owns))}
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
	from := len(s.ids)
	s.ids = x.ids.number(s.ids, f)
	for _, id := range s.ids[from:] {
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
		if next := s.ids[i+1]; next != 0 && x.pairs[id].has(next) {
			n, _ := x.pairOf.first(pair(s.ids[i:]))
			found = x.try(s, p, found, x.byPair[n])
		}
	}
	return found
}

// try appends those of the topics that take the item.
func (x *Index) try(s *scratch, p *Prepared, found []Match, topics []filed) []Match {
	for i := range topics {
		f := &topics[i]
		if !s.has(f.needs[0]) || !s.has(f.needs[1]) || !s.has(f.needs[2]) || s.tried[f.own] == s.turn {
			continue
		}
		s.tried[f.own] = s.turn
		o := x.owns[f.own]
		if slices.ContainsFunc(o.ids, func(id uint32) bool { return !s.has(id) }) {
			continue
		}
		if m, ok := o.takes(p); ok {
			found = append(found, m)
		}
	}
	return found
}

// has reports whether the id stands in the item.
func (s *scratch) has(id uint32) bool { return s.present[id] == s.turn }
