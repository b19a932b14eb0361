package digest

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"newsbrief/digest/brief"
	"newsbrief/digest/feed"
	"newsbrief/digest/language"
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
	stories    []story.Story
	ranked     []story.Ranked
	readings   map[string]*reading

	mu      sync.Mutex // guards byTopic
	byTopic map[subscriptions.Topic][]candidate
	briefs  *briefs
}

// briefs are what stories say to those who read the same languages, each
// worked out once.
type briefs struct {
	mu   sync.Mutex
	said map[briefKey]brief.Brief
}

type briefKey struct {
	story string // its id
	reads string
}

// of is [brief.Of], remembered.
func (b *briefs) of(s story.Story, reads []string) brief.Brief {
	key := briefKey{s.ID(), strings.Join(reads, " ")}
	b.mu.Lock()
	said, ok := b.said[key]
	b.mu.Unlock()
	if ok {
		return said
	}
	said = brief.Of(s, reads...)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.said[key] = said
	return said
}

// reading is what was found out of an item's text.
type reading struct {
	title, summary string
	language       string

	mu       sync.Mutex
	prepared *topic.Prepared
}

// takes reports whether the item belongs to the topic, and why.
func (r *reading) takes(topics Topics, t subscriptions.Topic, it feed.Item) (topic.Match, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.prepared == nil {
		r.prepared = topics.Prepare(it)
	}
	return r.prepared.Takes(t)
}

// candidate is a story that belongs to a topic.
type candidate struct {
	story.Ranked
	match  topic.Match
	weight float64
}

func newEdition(stories []story.Story, topics Topics, readings map[string]*reading, now time.Time, generation uint64) *edition {
	return &edition{
		briefs:     &briefs{said: make(map[briefKey]brief.Brief)},
		at:         now,
		generation: generation,
		topics:     topics,
		stories:    stories,
		ranked:     story.Rank(stories, now),
		readings:   readings,
		byTopic:    make(map[subscriptions.Topic][]candidate),
	}
}

// sure is the confidence from which the text's own language is believed over
// what the feed declares.
const sure = 0.9

// Language tells an item's language, BCP 47, "" if unknown: what its text
// shows where that is clear, else what its feed declares.
func Language(it feed.Item) string {
	tag, confidence := language.Identify(it.Title + "\n" + it.Summary)
	if tag == "" || confidence < sure && it.Language != "" {
		return it.Language
	}
	return tag
}

// readable reports whether the reader reads the language of one of the
// story's items. An item of unknown language may be read by anyone.
func readable(s story.Story, reads []string) bool {
	if len(reads) == 0 || slices.Contains(reads, AllLanguages) {
		return true
	}
	return slices.ContainsFunc(s.Items, func(it feed.Item) bool {
		l := base(it.Language)
		return l == "" || slices.ContainsFunc(reads, func(r string) bool { return base(r) == l })
	})
}

// base is the language without script and region: who reads one Chinese
// script is not kept from the other.
func base(tag string) string {
	b, _, _ := strings.Cut(tag, "-")
	return strings.ToLower(b)
}

// candidates returns the topic's stories, best first; the topic "" has all.
func (ed *edition) candidates(t subscriptions.Topic) []candidate {
	ed.mu.Lock()
	defer ed.mu.Unlock()
	if c, ok := ed.byTopic[t]; ok {
		return c
	}
	var list []candidate
	for _, r := range ed.ranked {
		if ed.at.Sub(r.Latest()) > Fresh {
			continue
		}
		if m, ok := ed.match(t, r.Story); ok {
			list = append(list, candidate{Ranked: r, match: m, weight: r.Score * (1 + m.Score) / 2 * opens(r.Story)})
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(b.weight, a.weight) })
	ed.byTopic[t] = list
	return list
}

// opens weighs whether a reader can go on to read the story.
func opens(s story.Story) float64 {
	if slices.ContainsFunc(s.Items, func(it feed.Item) bool { return it.URL != "" }) {
		return 1
	}
	return 0.1
}

// match finds the best reason for which one of the story's items belongs to
// the topic.
func (ed *edition) match(t subscriptions.Topic, s story.Story) (best topic.Match, ok bool) {
	if t == "" {
		return topic.Match{Score: 1}, true
	}
	for _, it := range s.Items {
		if m, takes := ed.readings[it.ID].takes(ed.topics, t, it); takes && (!ok || m.Score > best.Score) {
			best, ok = m, true
		}
	}
	return best, ok
}
