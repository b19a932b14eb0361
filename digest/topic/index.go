package topic

import (
	"newsbrief/digest/feed"
	"newsbrief/subscriptions"
)

// Index finds, for an item, which of many topics take it. Its cost follows the
// item's length and the topics that it may belong to, not their number. It is
// immutable and safe for concurrent use.
type Index struct {
	topics *Topics
	known  [len(entries)]bool
	owns   []*own
	ids    map[string]uint32   // unit → id, from 1
	byHead map[uint64][]uint32 // first two ids of an own topic's rarest word → places in owns
}

// Index returns the index of the wanted topics, those of the catalogue and
// people's own words. Each is matched as by Takes.
func (t *Topics) Index(wanted []subscriptions.Topic) *Index {
	x := &Index{topics: t, ids: make(map[string]uint32), byHead: make(map[uint64][]uint32)}
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
		}
		for _, part := range o.parts {
			common[x.head(o, part)]++
		}
	}
	for n, o := range x.owns {
		rarest := x.head(o, o.parts[0])
		for _, part := range o.parts[1:] {
			if h := x.head(o, part); common[h] < common[rarest] {
				rarest = h
			}
		}
		x.byHead[rarest] = append(x.byHead[rarest], uint32(n))
	}
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
// catalogue, best first, then own words in the order in which they were given
// or found.
func (x *Index) Matching(it feed.Item) []Match {
	return x.MatchingPrepared(x.topics.Prepare(it))
}

// MatchingPrepared is Matching of an item that was prepared by the same Topics.
func (x *Index) MatchingPrepared(p *Prepared) []Match {
	var found []Match
	for _, m := range p.match() {
		if x.known[place(string(m.Topic))] {
			found = append(found, m)
		}
	}
	var tried map[uint32]bool
	try := func(head uint64) {
		for _, n := range x.byHead[head] {
			if tried[n] {
				continue
			}
			if tried == nil {
				tried = make(map[uint32]bool)
			}
			tried[n] = true
			if m, ok := x.owns[n].takes(p); ok {
				found = append(found, m)
			}
		}
	}
	x.heads(&p.title, try)
	x.heads(&p.summary, try)
	for i := range p.categories {
		x.heads(&p.categories[i], try)
	}
	return found
}

// heads calls try with every key under which a topic may be filed that stands
// in the field.
func (x *Index) heads(f *field, try func(uint64)) {
	prev := uint64(0)
	for i := range f.units {
		id := uint64(x.ids[string(f.key(i))])
		if id != 0 {
			try(id)
			if prev != 0 {
				try(prev | id<<32)
			}
		}
		prev = id
	}
}
