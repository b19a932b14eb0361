package digest

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"newsbrief/digest/brief"
	"newsbrief/digest/feed"
	"newsbrief/digest/language"
	"newsbrief/digest/story"
)

// storyCache is a story with what was worked out of it. It is safe for concurrent use.
type storyCache struct {
	story.Ranked
	languages []string // of its items, each once; "" where one is unknown
	tier      int
	opens     bool   // a reader can go on to read it
	sole      string // its publisher, where it is one item
	latest    time.Time
	tell      teller
	broken    atomic.Bool // telling it panicked

	mu    sync.Mutex
	faces map[string]string // by the language it is told in: the item whose headline stands, by its key
	said  map[string]said   // by that item
	grown map[growth]bool
}

// said is a story under the headline of one of its items, and who publishes it.
type said struct {
	brief.Brief
	publisher string
}

// teller says a story under the headline of one of its items.
type teller func(s story.Story, face feed.Item) brief.Brief

// growth is since when a story may have grown.
type growth struct {
	sources int
	at      int64
}

func newStoryCache(s story.Story, tell teller, isSpecial func(feed string) bool) *storyCache {
	t := &storyCache{Ranked: story.NewRanked(s, isSpecial), latest: s.Latest(), tell: tell}
	t.tier = t.Tier()
	if len(s.Items) == 1 {
		t.sole = story.PublisherOf(s.Items[0])
	}
	for _, it := range s.Items {
		if !slices.Contains(t.languages, it.Language) {
			t.languages = append(t.languages, it.Language)
		}
		t.opens = t.opens || it.URL != ""
	}
	return t
}

// isIn reports whether the story is told in a language, in its script if it has
// several. An item of unknown language may be in any.
func (t *storyCache) isIn(tag string) bool {
	return slices.ContainsFunc(t.languages, func(l string) bool {
		return l == "" || language.Same(l, tag) && (script(l) == "" || script(tag) == "" || script(l) == script(tag))
	})
}

// isToldIn is isIn in any script.
func (t *storyCache) isToldIn(tag string) bool {
	return slices.ContainsFunc(t.languages, func(l string) bool { return l == "" || language.Same(l, tag) })
}

// script is the part of a tag that names one, "" if none does.
func script(tag string) string {
	for part := range strings.SplitSeq(tag, "-") {
		if len(part) == 4 {
			return strings.ToLower(part)
		}
	}
	return ""
}

// face is [brief.Face] for the first of the languages that the story is told
// in, else for its lead's, remembered.
func (t *storyCache) face(reads []string) feed.Item {
	i := slices.IndexFunc(reads, t.isToldIn)
	in := reads[max(i, 0):][:min(i+1, 1)] // the one, or none
	as := strings.Join(in, "")
	t.mu.Lock()
	defer t.mu.Unlock()
	if k, ok := t.faces[as]; ok {
		return t.Items[slices.IndexFunc(t.Items, func(it feed.Item) bool { return key(it) == k })]
	}
	if t.faces == nil {
		t.faces = make(map[string]string, 1)
	}
	it := brief.Face(t.Story, in...)
	t.faces[as] = key(it)
	return it
}

// briefOf says the story under the headline of an item, remembered.
func (t *storyCache) briefOf(face feed.Item) said {
	k := key(face)
	t.mu.Lock()
	defer t.mu.Unlock()
	if known, ok := t.said[k]; ok {
		return known
	}
	if t.said == nil {
		t.said = make(map[string]said, 1)
	}
	t.said[k] = said{t.tell(t.Story, face), story.PublisherOf(face)}
	return t.said[k]
}

// mostGrowths bounds the answers that a story cache remembers: readers were
// told at a few times of day.
const mostGrowths = 64

// hasGrown is [story.Grown], remembered.
func (t *storyCache) hasGrown(sources int, at time.Time) bool {
	g := growth{sources, at.Unix()}
	t.mu.Lock()
	defer t.mu.Unlock()
	if is, ok := t.grown[g]; ok {
		return is
	}
	if t.grown == nil || len(t.grown) >= mostGrowths {
		t.grown = make(map[growth]bool)
	}
	is := story.Grown(t.Story, sources, at.Truncate(time.Second))
	t.grown[g] = is
	return is
}
