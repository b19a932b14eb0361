package digest

import (
	"hash/maphash"
	"slices"
	"strings"
	"sync"
	"time"

	"newsbrief/digest/brief"
	"newsbrief/digest/feed"
	"newsbrief/digest/language"
	"newsbrief/digest/story"
)

// mostItems bounds how many items are put together as stories, the newest
// ones: all that is kept of each takes some three kilobytes.
const mostItems = 9_000

// corpus is the news as far as it was read, and what was found out of it. It
// grows by what comes in; what has expired is thrown out when there is enough
// of it.
type corpus struct {
	topics     Topics
	seed       maphash.Seed
	generation uint64 // of the items
	at         time.Time
	grouper    *story.Grouper
	held       map[string]held // by the item's key
	index      *topicIndex
	stories    []*storyCache // in the order of their leads
}

// held is what is remembered of an item in order to know it again.
type held struct {
	print   uint64 // of what it says
	reading int32
}

func newCorpus(topics Topics, now time.Time) *corpus {
	return &corpus{
		topics: topics, seed: maphash.MakeSeed(), at: now, grouper: story.NewGrouper(),
		held: make(map[string]held), index: newTopicIndex(topics),
	}
}

// key tells items apart.
func key(it feed.Item) string {
	if it.ID != "" {
		return it.ID
	}
	return "\x00" + it.URL + "\x00" + it.Title
}

// print is equal for items that say the same.
func (s *corpus) print(it feed.Item) uint64 {
	return maphash.Comparable(s.seed, struct {
		url, title, summary, image, source, language string
		published                                    int64
		categories                                   string
	}{it.URL, it.Title, it.Summary, it.Image, it.Source, it.Language, it.Published.UnixNano(), strings.Join(it.Categories, "\x00")})
}

// add takes items that came in or say something else now.
func (s *corpus) add(items []feed.Item) {
	changed := make(map[string]bool)
	fresh := make([]feed.Item, 0, len(items))
	for _, it := range items {
		k, print := key(it), s.print(it)
		if h, ok := s.held[k]; ok && h.print == print {
			continue
		}
		it.Language = Language(it)
		s.held[k] = held{print, s.index.add(it)}
		changed[k] = true
		fresh = append(fresh, it)
	}
	if len(fresh) > 0 {
		s.grouper.Add(fresh...)
		s.retell(changed)
	}
}

// retell takes the stories as they are now. What was worked out of those that
// have not changed stays.
func (s *corpus) retell(changed map[string]bool) {
	known := make(map[string]*storyCache, len(s.stories))
	for _, t := range s.stories {
		known[key(t.Items[0])] = t
	}
	stories := s.grouper.Stories()
	s.stories = make([]*storyCache, len(stories))
	for i, st := range stories {
		old := known[key(st.Items[0])]
		if old != nil && len(old.Items) == len(st.Items) && !slices.ContainsFunc(st.Items, func(it feed.Item) bool { return changed[key(it)] }) {
			s.stories[i] = old
			continue
		}
		s.stories[i] = newStoryCache(st)
	}
}

// expire throws out the stories of which nothing came within the window, and
// the oldest of too many, once they are a quarter of what there is.
func (s *corpus) expire(now time.Time) {
	before := now.Add(-Window)
	if len(s.held) > mostItems*5/4 {
		before = later(before, s.latest(mostItems))
	}
	old, all := 0, 0
	for _, t := range s.stories {
		all += len(t.Items)
		if t.latest.Before(before) {
			old += len(t.Items)
		}
	}
	if old == 0 || old < all/4 {
		return
	}
	s.grouper.Drop(before)
	s.retell(nil)
	s.forget()
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// latest returns an instant that as many items are not older than, counted by
// their stories.
func (s *corpus) latest(items int) time.Time {
	stories := slices.SortedFunc(slices.Values(s.stories), func(a, b *storyCache) int { return b.latest.Compare(a.latest) })
	for _, t := range stories {
		if items -= len(t.Items); items < 0 {
			return t.latest
		}
	}
	return time.Time{}
}

// forget drops what is held of items that are in no story any more, and the
// readings of what items said before.
func (s *corpus) forget() {
	at := make([]int32, s.index.count)
	for i := range at {
		at[i] = -1
	}
	living := make(map[string]held, len(s.held))
	for _, t := range s.stories {
		for _, it := range t.Items {
			h := s.held[key(it)]
			at[h.reading] = 0
			living[key(it)] = h
		}
	}
	count := int32(0)
	for i := range at {
		if at[i] == 0 {
			at[i] = count
			count++
		}
	}
	for k, h := range living {
		h.reading = at[h.reading]
		living[k] = h
	}
	s.held, s.index = living, s.index.kept(at, count)
}

// storyCache is a story with what was worked out of it. It is safe for concurrent use.
type storyCache struct {
	story.Ranked
	languages []string // of its items, without script and region; "" where one is unknown
	opens     bool     // a reader can go on to read it
	filler    bool     // all of it is what papers print beside the news
	light     bool     // all of it is what they print behind the news
	latest    time.Time

	mu    sync.Mutex
	said  map[string]brief.Brief // by the languages read
	grown map[growth]bool
}

// growth is since when a story may have grown.
type growth struct {
	sources int
	at      int64
}

func newStoryCache(s story.Story) *storyCache {
	t := &storyCache{Ranked: story.Ranked{Story: s, Publishers: s.Publishers()}, latest: s.Latest(), filler: !slices.ContainsFunc(s.Items, func(it feed.Item) bool { return !isFiller(it) })}
	t.light = !slices.ContainsFunc(s.Items, func(it feed.Item) bool { return !isLight(it) })
	for _, it := range s.Items {
		if l := base(it.Language); !slices.Contains(t.languages, l) {
			t.languages = append(t.languages, l)
		}
		t.opens = t.opens || it.URL != ""
	}
	return t
}

// readable reports whether one of the story's items is in a language that is
// read, named as by [base]. An item of unknown language may be read by anyone.
func (t *storyCache) readable(reads []string) bool {
	return slices.ContainsFunc(t.languages, func(l string) bool { return l == "" || slices.Contains(reads, l) })
}

// brief is [brief.Of], remembered under a name for the languages read.
func (t *storyCache) brief(reads []string, as string) brief.Brief {
	t.mu.Lock()
	defer t.mu.Unlock()
	if said, ok := t.said[as]; ok {
		return said
	}
	said := brief.Of(t.Story, reads...)
	if t.said == nil {
		t.said = make(map[string]brief.Brief, 1)
	}
	t.said[as] = said
	return said
}

// mostGrowths bounds the answers that a story cache remembers: readers were told at a
// few times of day.
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

// Language tells an item's language, BCP 47, "" if unknown: what its text
// shows where that is clear, else what its feed declares.
func Language(it feed.Item) string { return language.Settle(it.Title+"\n"+it.Summary, it.Language) }

// base is the language without script and region: who reads one Chinese
// script is not kept from the other.
func base(tag string) string {
	b, _, _ := strings.Cut(tag, "-")
	return strings.ToLower(b)
}
