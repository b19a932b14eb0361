package digest

import (
	"cmp"
	"log/slog"
	"slices"
	"sync"
	"time"

	"newsbrief/digest/feed"
	"newsbrief/digest/language"
	"newsbrief/digest/story"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
)

// snapshot is the news at one instant: the stories, ranked, and, as they are
// asked for, those of each topic.
type snapshot struct {
	lg         *slog.Logger
	at         time.Time
	generation uint64
	topics     Topics
	index      *topicIndex
	ranked     []rankedStory
	locations  []location // by reading

	mu      sync.Mutex // guards results and size
	results map[topicKey]*topicResult
	size    int // candidates in results
}

// rankedStory is a story with its rank in the snapshot.
type rankedStory struct {
	*storyCache
	score float64
	filed int32 // items that their publishers filed under a subject
}

// location is where an item is in the snapshot.
type location struct{ story, item int32 }

// topicKey is a topic as those want it who read a language above all; "": none.
type topicKey struct{ query, language string }

// topicResult is what there is of a topic, the best first.
type topicResult struct {
	candidates []candidate
	hits       []hit

	once     sync.Once // guards ordinary
	ordinary map[string]bool
}

// candidate is a story that belongs to a topic. There are many.
type candidate struct {
	at     int32   // in ranked
	hit    int32   // in hits: the best reason for which it belongs to it; none for the topic ""
	fit    float32 // how much of the story the topic is
	weight float32 // among the candidates of its tier
}

// match is the reason for a candidate.
func (r *topicResult) match(t subscriptions.Topic, of candidate) topic.Match {
	if of.hit < 0 {
		return topic.Match{Score: 1}
	}
	return r.hits[of.hit].match(t)
}

// snapshot ranks what is in the corpus as of an instant.
func (c *corpus) snapshot(now time.Time) *snapshot {
	c.index.rest()
	snap := &snapshot{
		lg: c.lg, at: now, generation: c.generation, topics: c.topics, index: c.index,
		ranked: make([]rankedStory, len(c.stories)), locations: make([]location, c.index.count),
		results: make(map[topicKey]*topicResult),
	}
	for i, s := range c.stories {
		snap.ranked[i] = rankedStory{storyCache: s, score: s.ScoreAt(now)}
	}
	slices.SortFunc(snap.ranked, func(a, b rankedStory) int {
		return cmp.Or(cmp.Compare(a.tier, b.tier), cmp.Compare(b.score, a.score), b.latest.Compare(a.latest), cmp.Compare(a.ID(), b.ID()))
	})
	for i := range snap.locations {
		snap.locations[i].story = -1
	}
	for i := range snap.ranked {
		s := &snap.ranked[i]
		for j, it := range s.Items {
			n := c.held[key(it)].reading
			snap.locations[n] = location{int32(i), int32(j)}
			if c.index.filingOf(n).subject {
				s.filed++
			}
		}
	}
	return snap
}

// item returns the item of a reading, unless it is in no story any more or
// says something else now.
func (snap *snapshot) item(n int32) (it feed.Item, ok bool) {
	l := snap.locations[n]
	if l.story < 0 {
		return it, false
	}
	return snap.ranked[l.story].Items[l.item], true
}

// mostCandidates bounds what the results of a snapshot take, at 16 bytes each.
const mostCandidates = 400_000

// result returns the topic's stories; the topic "" has all. reads is the
// language that is read above all, "" for none.
func (snap *snapshot) result(t subscriptions.Topic, reads string) *topicResult {
	q := topic.NewQuery(t)
	key := q.Key()
	k := topicKey{key, reads}
	snap.mu.Lock()
	defer snap.mu.Unlock()
	if r, ok := snap.results[k]; ok {
		return r
	}
	r := &topicResult{}
	if t == "" {
		snap.all(r)
	} else {
		r.hits = snap.index.of(t, q, key, int32(len(snap.locations)), snap.item)
		snap.matched(r, t)
	}
	snap.order(r, reads, snap.index.isRegion(t))
	if snap.size += len(r.candidates); snap.size > mostCandidates {
		clear(snap.results)
		snap.size = len(r.candidates)
	}
	snap.results[k] = r
	return r
}

const (
	// unopened is what is left of the weight of a story that no reader can open.
	unopened = 0.1
	// foreign is what is left of the weight of a story that is not told in the
	// language that its reader reads above all: it comes before another that is
	// only if two tell it where one tells the other, or it is a day younger.
	foreign = 0.6
	// light is what is left in a section about a place of the weight of a story
	// that is of no subject that concerns many: sport, shows, oddities. Where
	// many publishers tell it, their number says what it weighs.
	light = 0.7
)

// order weighs the candidates and puts the best first.
func (snap *snapshot) order(r *topicResult, reads string, isRegion bool) {
	for i := range r.candidates {
		of := &r.candidates[i]
		s := &snap.ranked[of.at]
		of.weight = float32(s.score) * (1 + 3*of.fit) / 4
		if !s.opens {
			of.weight *= unopened
		}
		if reads != "" && !s.isIn(reads) {
			of.weight *= foreign
		}
		if isRegion && s.Publishers < manyTell && !snap.index.filingOf(r.hits[of.hit].n).weighty {
			of.weight *= light
		}
	}
	slices.SortFunc(r.candidates, func(a, b candidate) int {
		return cmp.Or(
			cmp.Compare(snap.ranked[a.at].tier, snap.ranked[b.at].tier),
			cmp.Compare(b.weight, a.weight), cmp.Compare(a.at, b.at),
		)
	})
}

// all takes every story that is fresh enough and news.
func (snap *snapshot) all(r *topicResult) {
	for i := range snap.ranked {
		if snap.isFresh(int32(i)) && snap.ranked[i].Kind != story.Filler {
			r.candidates = append(r.candidates, candidate{at: int32(i), hit: -1, fit: 1})
		}
	}
}

// evidence is what speaks for a story's being of a topic.
type evidence struct {
	sum         float64 // of the items' scores
	hits, filed int     // items that are of it, those that their publishers filed there
	led         bool    // its lead is of it
	abroad      bool    // not only home tells it
}

// matched takes the stories of the hits that are fresh enough, each with the
// best of its hits.
func (snap *snapshot) matched(r *topicResult, t subscriptions.Topic) {
	in := make(map[int32]int, len(r.hits))
	var found []evidence
	for i, h := range r.hits {
		l := snap.locations[h.n]
		if l.story < 0 || !snap.isFresh(l.story) {
			continue
		}
		n, there := in[l.story]
		if !there {
			n = len(found)
			in[l.story] = n
			found = append(found, evidence{})
			r.candidates = append(r.candidates, candidate{at: l.story, hit: int32(i)})
		}
		if of := &r.candidates[n]; h.score > r.hits[of.hit].score {
			of.hit = int32(i)
		}
		found[n].add(h, l)
	}
	if snap.topics.Known(t) {
		snap.weighEvidence(r, found, t)
		return
	}
	snap.weighWords(r, found)
}

const (
	// strayWord is how many items tell a story at most for each that has a person's
	// own words, if it is about them; loneWord where only one headline has them,
	// loneLead where none has. Of the stories of real days that one of five or
	// more headlines gave to own words, a third were about them.
	strayWord, loneWord, loneLead = 8, 4, 1
	// inHeadline is the score from which own words stand in a headline.
	inHeadline = 0.8
)

// weighWords finds out how own words stand in each candidate, and leaves out
// stories that many tell and few of them with the words.
func (snap *snapshot) weighWords(r *topicResult, found []evidence) {
	kept := r.candidates[:0]
	for i, of := range r.candidates {
		h := r.hits[of.hit]
		of.fit = float32(h.score)
		most := found[i].mostTelling(h)
		if len(snap.ranked[of.at].Items) <= most || snap.toldWith(h) <= most {
			kept = append(kept, of)
		}
	}
	r.candidates = kept
}

// mostTelling is how many items may tell a story that is about own words, given
// the best hit in it.
func (e evidence) mostTelling(best hit) int {
	switch {
	case best.score < inHeadline:
		return loneLead * e.hits
	case e.hits == 1:
		return loneWord
	}
	return strayWord * e.hits
}

// toldWith is how many items tell the hit's story in the hit's language: in
// another the words would be others.
func (snap *snapshot) toldWith(h hit) (n int) {
	l := snap.locations[h.n]
	items := snap.ranked[l.story].Items
	for _, it := range items {
		if language.Same(it.Language, items[l.item].Language) {
			n++
		}
	}
	return n
}

func (e *evidence) add(h hit, l location) {
	e.sum += h.score
	e.hits++
	if h.why != topic.ByWord {
		e.filed++
	}
	e.led = e.led || l.item == 0
	e.abroad = e.abroad || h.why != topic.ByHome
}

// itemsOf returns the items of a candidate that are of the topic.
func (snap *snapshot) itemsOf(r *topicResult, of candidate) []feed.Item {
	var items []feed.Item
	for _, h := range r.hits {
		if l := snap.locations[h.n]; l.story == of.at {
			items = append(items, snap.ranked[l.story].Items[l.item])
		}
	}
	return items
}

const (
	// leastFit is the fit below which a story is not of a topic that its lead
	// is not of: one paper of many filed it there, or has a stray word.
	leastFit = 0.2
	// fitUnseen is what it must be if what is shown of the story is not of it.
	fitUnseen = 0.4
	// manyTell is how many publishers make a story that two of them filed under a
	// topic one of it, however many others did not.
	manyTell = 3
	// silence is what an item weighs against a topic in which another publisher
	// filed the story, where its own filed it nowhere: it may as well be of it.
	silence = 0.5
)

// weighEvidence finds out how much of each candidate the topic is, and leaves
// out stories of which it has too little, or that are no news. What a country's
// publishers alone tell of it is of no region around it.
func (snap *snapshot) weighEvidence(r *topicResult, found []evidence, t subscriptions.Topic) {
	isRegion, isCountry := snap.index.isRegion(t), snap.topics.IsCountry(t)
	kept := r.candidates[:0]
	for i, of := range r.candidates {
		s, e := &snap.ranked[of.at], found[i]
		of.fit = float32(e.fit(len(s.Items), int(s.filed), isRegion))
		if e.filed > 1 && s.Publishers >= manyTell {
			of.fit = max(of.fit, fitUnseen)
		}
		if s.Kind != story.Filler && (e.abroad || isCountry || !isRegion) && (e.led || of.fit >= leastFit) {
			kept = append(kept, of)
		}
	}
	r.candidates = kept
}

// fit is the mean score of a story's items. Where a publisher filed it under
// the topic, items that are filed nowhere count little, for general papers file
// nothing; items filed under another subject count whole.
func (e evidence) fit(items, filed int, isRegion bool) float64 {
	if e.filed == 0 {
		return e.sum / float64(items)
	}
	against := 0
	if !isRegion {
		against = max(0, filed-e.filed)
	}
	silent := max(0, items-e.hits-against)
	return e.sum / (float64(max(e.hits+against, 1)) + silence*float64(silent))
}

func (snap *snapshot) isFresh(i int32) bool { return snap.at.Sub(snap.ranked[i].latest) <= Fresh }
