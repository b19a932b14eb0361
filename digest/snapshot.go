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

// snapshot is the news at one instant: the stories, ranked, and, as they are
// asked for, those of each topic.
type snapshot struct {
	at         time.Time
	generation uint64
	topics     Topics
	ranked     []rankedStory
	index      *topicIndex
	locations  []location // by reading

	mu      sync.Mutex // guards byTopic
	byTopic map[topicKey]*topicResult
}

// topicKey is a topic as those want it who read a language above all; "": none.
type topicKey struct {
	topic    subscriptions.Topic
	language string // as [base] names it
}

// rankedStory is a story with its rank in the snapshot.
type rankedStory struct {
	*storyCache
	rank story.Ranked
}

// location is where an item is in the snapshot.
type location struct{ story, item int32 }

// topicResult is what there is of a topic, the best first.
type topicResult struct {
	topic      subscriptions.Topic
	candidates []candidate
	hits       []hit
}

// candidate is a story that belongs to a topic. There are many.
type candidate struct {
	at     int32   // in ranked
	hit    int32   // in hits: the best reason for which it belongs to it; none for the topic ""
	weight float64 // in the topic; until that is known its share of the story
}

// match is the reason for a candidate.
func (c *topicResult) match(of candidate) topic.Match {
	if of.hit < 0 {
		return topic.Match{Score: 1}
	}
	return c.hits[of.hit].match(c.topic)
}

// snapshot makes the snapshot of an instant of what is in the corpus.
func (s *corpus) snapshot(now time.Time) *snapshot {
	s.index.rest()
	snap := &snapshot{
		at: now, generation: s.generation, topics: s.topics, index: s.index,
		ranked: make([]rankedStory, len(s.stories)), locations: make([]location, s.index.count),
		byTopic: make(map[topicKey]*topicResult),
	}
	for i, t := range s.stories {
		snap.ranked[i] = rankedStory{t, t.At(now)}
	}
	slices.SortFunc(snap.ranked, func(a, b rankedStory) int { return a.rank.Before(b.rank) })
	for i := range snap.locations {
		snap.locations[i].story = -1
	}
	for i, st := range snap.ranked {
		for j, it := range st.Items {
			snap.locations[s.held[key(it)].reading] = location{int32(i), int32(j)}
		}
	}
	return snap
}

// item returns the item of a reading, unless it is in no story any more or
// says something else now.
func (snap *snapshot) item(n int32) (it feed.Item, ok bool) {
	p := snap.locations[n]
	if p.story < 0 {
		return it, false
	}
	return snap.ranked[p.story].Items[p.item], true
}

// result returns the topic's stories; the topic "" has all.
func (snap *snapshot) result(w topicKey) *topicResult {
	snap.mu.Lock()
	defer snap.mu.Unlock()
	if c, ok := snap.byTopic[w]; ok {
		return c
	}
	c := &topicResult{topic: w.topic}
	if w.topic == "" {
		snap.all(c)
	} else {
		c.hits = snap.index.of(w.topic, int32(len(snap.locations)), snap.item)
		snap.matched(c)
	}
	for i := range c.candidates {
		of := &c.candidates[i]
		of.weight = snap.ranked[of.at].rank.Score * (1 + 3*of.weight) / 4
		if !snap.ranked[of.at].opens {
			of.weight *= unopened
		}
		if snap.ranked[of.at].light {
			of.weight *= lighter
		}
		if w.language != "" && !snap.ranked[of.at].readable([]string{w.language}) {
			of.weight *= foreign
		}
	}
	slices.SortFunc(c.candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.at, b.at))
	})
	snap.byTopic[w] = c
	return c
}

const (
	// unopened is what is left of the weight of a story that no reader can open.
	unopened = 0.1
	// foreign is what is left of the weight of a story that is not told in the
	// language that its reader reads above all: it comes before another that is
	// only if it is six hours younger, or three tell it where one tells the other.
	foreign = 0.6
	// lighter is what is left of the weight of a story that is no event: it
	// comes before another only if that is eight hours older.
	lighter = 0.5
	// leastShare is the mean score of a story's items below which the story is
	// not of a topic that its lead is not of: one paper of many filed it there,
	// or has a stray word.
	leastShare = 0.2
)

// all takes every story that is fresh enough.
func (snap *snapshot) all(c *topicResult) {
	for i := range snap.ranked {
		if snap.isFresh(int32(i)) && !snap.ranked[i].filler {
			c.candidates = append(c.candidates, candidate{at: int32(i), hit: -1, weight: 1})
		}
	}
}

// matched takes the stories of the hits that are fresh enough, each with the
// best of its hits. A topic of the catalogue has a share of the story, its
// items' mean score; own words are in it or not.
func (snap *snapshot) matched(c *topicResult) {
	in := make(map[int32]int, len(c.hits))
	c.candidates = make([]candidate, 0, len(c.hits))
	for i, h := range c.hits {
		at := snap.locations[h.n].story
		if at < 0 || !snap.isFresh(at) {
			continue
		}
		n, there := in[at]
		switch {
		case !there:
			in[at] = len(c.candidates)
			c.candidates = append(c.candidates, candidate{at: at, hit: int32(i), weight: h.score})
			continue
		case h.score > c.hits[c.candidates[n].hit].score:
			c.candidates[n].hit = int32(i)
		}
		c.candidates[n].weight += h.score
	}
	snap.shares(c)
}

// shares makes the sums of scores that candidates have shares, and leaves out
// stories of which the topic has too little, or that are no news.
func (snap *snapshot) shares(c *topicResult) {
	if !snap.topics.Known(c.topic) {
		for i := range c.candidates {
			of := &c.candidates[i]
			of.weight = c.hits[of.hit].score
		}
		return
	}
	led := make(map[int32]bool) // those whose lead is of the topic
	for _, h := range c.hits {
		if p := snap.locations[h.n]; p.story >= 0 && p.item == 0 {
			led[p.story] = true
		}
	}
	for i := range c.candidates {
		of := &c.candidates[i]
		of.weight /= float64(len(snap.ranked[of.at].Items))
	}
	c.candidates = slices.DeleteFunc(c.candidates, func(of candidate) bool {
		return of.weight < leastShare && !led[of.at] || snap.ranked[of.at].filler
	})
}

func (snap *snapshot) isFresh(i int32) bool { return snap.at.Sub(snap.ranked[i].latest) <= Fresh }
