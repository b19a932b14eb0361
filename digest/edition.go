package digest

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"newsbrief/digest/feed"
	"newsbrief/digest/story"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
)

// edition is the news at one instant: the stories, ranked, and, as they are
// asked for, those of each topic.
type edition struct {
	at         time.Time
	generation uint64
	topics     Topics
	ranked     []standing
	readings   *readings
	places     []place // by reading

	mu      sync.Mutex // guards byTopic
	byTopic map[subscriptions.Topic][]candidate
}

// standing is a story with its rank in the edition.
type standing struct {
	*tale
	rank story.Ranked
}

// place is where an item is in the edition.
type place struct{ standing, item int32 }

// candidate is a story that belongs to a topic.
type candidate struct {
	*standing
	match  topic.Match
	weight float64
	place  int32
}

// edition makes the edition of an instant of what is in stock.
func (s *stock) edition(now time.Time) *edition {
	s.readings.rest()
	ed := &edition{
		at: now, generation: s.generation, topics: s.topics, readings: s.readings,
		ranked: make([]standing, len(s.tales)), places: make([]place, s.readings.count),
		byTopic: make(map[subscriptions.Topic][]candidate),
	}
	for i, t := range s.tales {
		ed.ranked[i] = standing{t, t.At(now)}
	}
	slices.SortFunc(ed.ranked, func(a, b standing) int { return a.rank.Before(b.rank) })
	for i := range ed.places {
		ed.places[i].standing = -1
	}
	for i, st := range ed.ranked {
		for j, it := range st.Items {
			ed.places[s.held[key(it)].reading] = place{int32(i), int32(j)}
		}
	}
	return ed
}

// item returns the item of a reading, unless it is in no story any more or
// says something else now.
func (ed *edition) item(n int32) (it feed.Item, ok bool) {
	p := ed.places[n]
	if p.standing < 0 {
		return it, false
	}
	return ed.ranked[p.standing].Items[p.item], true
}

// candidates returns the topic's stories, best first; the topic "" has all.
func (ed *edition) candidates(t subscriptions.Topic) []candidate {
	ed.mu.Lock()
	defer ed.mu.Unlock()
	if c, ok := ed.byTopic[t]; ok {
		return c
	}
	list := ed.matched(t)
	for i := range list {
		c := &list[i]
		c.weight = c.rank.Score * (1 + c.match.Score) / 2
		if !c.opens {
			c.weight *= unopened
		}
	}
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.place, b.place))
	})
	ed.byTopic[t] = list
	return list
}

// unopened is what is left of the weight of a story that no reader can open.
const unopened = 0.1

// matched returns the topic's stories that are fresh enough, each with the best
// reason for which one of its items belongs to the topic.
func (ed *edition) matched(t subscriptions.Topic) (list []candidate) {
	if t == "" {
		for i := range ed.ranked {
			if ed.isFresh(i) {
				list = append(list, candidate{standing: &ed.ranked[i], match: topic.Match{Score: 1}, place: int32(i)})
			}
		}
		return list
	}
	in := make(map[int32]int)
	for _, h := range ed.readings.of(t, int32(len(ed.places)), ed.item) {
		i := ed.places[h.n].standing
		if i < 0 || !ed.isFresh(int(i)) {
			continue
		}
		at, there := in[i]
		switch {
		case !there:
			in[i] = len(list)
			list = append(list, candidate{standing: &ed.ranked[i], match: h.match, place: i})
		case h.match.Score > list[at].match.Score:
			list[at].match = h.match
		}
	}
	return list
}

func (ed *edition) isFresh(i int) bool { return ed.at.Sub(ed.ranked[i].Latest()) <= Fresh }
