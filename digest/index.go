package digest

import (
	"cmp"
	"hash/maphash"
	"slices"
	"sync"

	"newsbrief/digest/feed"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
)

// hit is an item that belongs to a topic. There are many: it is a
// [topic.Match] made small.
type hit struct {
	n     int32 // the item's reading
	why   topic.Reason
	score float64
	text  string
}

func newHit(n int32, m topic.Match) hit {
	return hit{n: n, why: m.Reason, score: m.Score, text: m.Text}
}

func (h hit) match(t subscriptions.Topic) topic.Match {
	return topic.Match{Topic: t, Score: h.score, Reason: h.why, Text: h.text}
}

// topicIndex is what was found out of items, each taken apart once: to which
// topics of the catalogue it belongs, and which tokens stand in it. A topic of
// somebody's own words then costs no more than the items that may belong to it,
// however many topics there are. Readings are numbered in the order in which
// they are added, and never change. It is safe for concurrent use.
type topicIndex struct {
	topics Topics
	seed   maphash.Seed

	regions map[subscriptions.Topic]bool

	mu      sync.Mutex
	count   int32
	filed   map[subscriptions.Topic][]hit // under the catalogue's topics
	filing  []filing                      // by reading
	tokens  map[uint64][]int32            // by the token's hash: who has it, or another of that hash
	answers map[string]*answer            // by the query's key
	size    int                           // hits in answers
	docs    map[int32]*topic.Doc          // what queries were compared with lately
}

// filing is where an item is filed.
type filing struct {
	subject bool // its publisher filed it under one
	weighty bool // it is of a subject that concerns many
}

// sure is the score above which an item is of a topic by more than a weak word
// or the names of two countries.
const sure = 0.61

// isWeighty reports whether the item is surely of a subject that concerns many.
func isWeighty(m topic.Match) bool {
	return m.Score > sure && slices.Contains([]subscriptions.Topic{"world", "politics", "business", "health", "climate"}, m.Topic)
}

// answer is which items own words take, of those asked so far: the newest.
type answer struct {
	hits []hit
	next int32 // the first reading not asked yet
}

// mostDocs bounds the items that are at hand taken apart, a kilobyte each.
const mostDocs = 6_000

const (
	// mostHits bounds the answer to one query: a word that stands in more items
	// of three days finds the great stories in these as well.
	mostHits = 500
	// mostAnswered bounds all answers that are kept, to some 10 MB.
	mostAnswered = 200_000
	// answerSize is what an answer takes apart from its hits, in hits.
	answerSize = 5
)

func newTopicIndex(topics Topics) *topicIndex {
	r := &topicIndex{
		topics: topics, seed: maphash.MakeSeed(), regions: make(map[subscriptions.Topic]bool), filed: make(map[subscriptions.Topic][]hit),
		tokens: make(map[uint64][]int32), answers: make(map[string]*answer),
	}
	for _, t := range topics.Group(topic.Regions) {
		r.regions[t] = true
	}
	return r
}

// isRegion reports whether the catalogue's topic is a part of the world.
func (r *topicIndex) isRegion(t subscriptions.Topic) bool { return r.regions[t] }

// filingOf returns where the item of a reading is filed.
func (r *topicIndex) filingOf(n int32) filing {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.filing[n]
}

// add reads an item and returns the reading's number.
func (r *topicIndex) add(it feed.Item) (n int32) {
	doc := r.topics.Analyze(it)
	matches := doc.Topics()
	r.mu.Lock()
	defer r.mu.Unlock()
	n = r.count
	r.count++
	var f filing
	for _, m := range matches { // the best first
		r.filed[m.Topic] = append(r.filed[m.Topic], newHit(n, m))
		f.subject = f.subject || m.Reason != topic.ByWord && !r.regions[m.Topic]
		f.weighty = f.weighty || isWeighty(m)
	}
	r.filing = append(r.filing, f)
	doc.Tokens(func(token []byte) {
		h := maphash.Bytes(r.seed, token)
		if list := r.tokens[h]; len(list) == 0 || list[len(list)-1] != n {
			r.tokens[h] = append(list, n)
		}
	})
	return n
}

// of returns which items belong to the topic, in the order of their readings.
// item returns that of a number, false where it is no longer wanted; numbers
// from count on are not looked at. key is the query's.
func (r *topicIndex) of(t subscriptions.Topic, q *topic.Query, key string, count int32, item func(n int32) (feed.Item, bool)) []hit {
	r.mu.Lock()
	defer r.mu.Unlock()
	hits := r.filed[t]
	if !r.topics.Known(t) {
		hits = r.ask(q, key, count, item)
	}
	end, _ := slices.BinarySearchFunc(hits, count, func(h hit, n int32) int { return cmp.Compare(h.n, n) })
	return hits[:end]
}

// ask brings the answer to own words up to count.
func (r *topicIndex) ask(q *topic.Query, key string, count int32, item func(n int32) (feed.Item, bool)) []hit {
	a := r.answers[key]
	if a == nil {
		if r.size > mostAnswered {
			clear(r.answers)
			r.size = 0
		}
		a = &answer{}
		r.answers[key] = a
		r.size += answerSize
	}
	had := len(a.hits)
	for _, n := range r.withTokens(q.Tokens(), a.next, count) {
		if doc := r.docOf(n, item); doc != nil {
			if m, ok := doc.Matches(q); ok {
				a.hits = append(a.hits, newHit(n, m))
			}
		}
	}
	if more := len(a.hits) - mostHits; more > 0 {
		a.hits = slices.Clone(a.hits[more:])
	}
	r.size += len(a.hits) - had
	a.next = max(a.next, count)
	return a.hits
}

// docOf returns a reading's item taken apart, nil where it is no longer wanted.
func (r *topicIndex) docOf(n int32, item func(n int32) (feed.Item, bool)) *topic.Doc {
	if doc := r.docs[n]; doc != nil {
		return doc
	}
	it, wanted := item(n)
	if !wanted {
		return nil
	}
	if r.docs == nil || len(r.docs) >= mostDocs {
		r.docs = make(map[int32]*topic.Doc)
	}
	doc := r.topics.Analyze(it)
	r.docs[n] = doc
	return doc
}

// rest gives back what is at hand only for topics that come one after another.
func (r *topicIndex) rest() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.docs = nil
}

// withTokens returns the readings in which all of the tokens stand.
func (r *topicIndex) withTokens(tokens [][]byte, from, to int32) []int32 {
	if len(tokens) == 0 || from >= to {
		return nil
	}
	lists := make([][]int32, len(tokens))
	for i, u := range tokens {
		lists[i] = between(r.tokens[maphash.Bytes(r.seed, u)], from, to)
	}
	slices.SortFunc(lists, func(a, b []int32) int { return cmp.Compare(len(a), len(b)) })
	var out []int32
	for _, n := range lists[0] {
		if inAll(lists[1:], n) {
			out = append(out, n)
		}
	}
	return out
}

func between(list []int32, from, to int32) []int32 {
	i, _ := slices.BinarySearch(list, from)
	j, _ := slices.BinarySearch(list, to)
	return list[i:j]
}

func inAll(lists [][]int32, n int32) bool {
	for _, list := range lists {
		if _, ok := slices.BinarySearch(list, n); !ok {
			return false
		}
	}
	return true
}

// kept returns the readings that have a new number, under it; at is the new
// number of each, -1 for those that are dropped.
func (r *topicIndex) kept(at []int32, count int32) *topicIndex {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := newTopicIndex(r.topics)
	out.seed, out.count = r.seed, count
	for t, hits := range r.filed {
		if list := renumbered(hits, at); len(list) > 0 {
			out.filed[t] = list
		}
	}
	out.filing = make([]filing, count)
	for n, to := range at {
		if to >= 0 {
			out.filing[to] = r.filing[n]
		}
	}
	for q, a := range r.answers {
		next := int32(0)
		for _, n := range at[:a.next] {
			next = max(next, n+1)
		}
		out.answers[q] = &answer{renumbered(a.hits, at), next}
		out.size += answerSize + len(out.answers[q].hits)
	}
	for h, list := range r.tokens {
		if list := renumberedAll(list, at); len(list) > 0 {
			out.tokens[h] = list
		}
	}
	return out
}

func renumbered(hits []hit, at []int32) []hit {
	var out []hit
	for _, h := range hits {
		if h.n = at[h.n]; h.n >= 0 {
			out = append(out, h)
		}
	}
	return out
}

func renumberedAll(list []int32, at []int32) []int32 {
	var out []int32
	for _, n := range list {
		if n = at[n]; n >= 0 {
			out = append(out, n)
		}
	}
	return out
}
