package digest

import (
	"hash/maphash"
	"log/slog"
	"slices"
	"strings"
	"time"

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
	lg         *slog.Logger
	topics     Topics
	tell       teller
	seed       maphash.Seed
	generation uint64 // of the items
	at         time.Time
	grouper    grouper
	newGrouper func() grouper
	held       map[string]held // by the item's key
	index      *topicIndex
	stories    []*storyCache // in the order of their leads
}

// held is what is remembered of an item in order to know it again.
type held struct {
	print   uint64 // of what it says
	reading int32
}

// grouper makes stories of items.
type grouper interface {
	Add(items ...feed.Item)
	Drop(before time.Time)
	Stories() []story.Story
}

func (c *Composer) newCorpus(now time.Time) *corpus {
	return &corpus{
		lg: c.lg, topics: c.topics, tell: c.tell, seed: maphash.MakeSeed(), at: now, grouper: c.newGrouper(), newGrouper: c.newGrouper,
		held: make(map[string]held), index: newTopicIndex(c.topics),
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
func (c *corpus) print(it feed.Item) uint64 {
	return maphash.Comparable(c.seed, struct {
		url, title, summary, image, source, language string
		published                                    int64
		categories                                   string
	}{it.URL, it.Title, it.Summary, it.Image, it.Source, it.Language, it.Published.UnixNano(), strings.Join(it.Categories, "\x00")})
}

// add takes items that came in or say something else now.
func (c *corpus) add(items []feed.Item) {
	changed := make(map[string]bool)
	fresh := make([]feed.Item, 0, len(items))
	for _, it := range items {
		k, print := key(it), c.print(it)
		if h, ok := c.held[k]; ok && h.print == print {
			continue
		}
		if n, ok := c.read(&it); ok {
			c.held[k] = held{print, n}
			changed[k] = true
			fresh = append(fresh, it)
		}
	}
	if len(fresh) > 0 {
		c.group(fresh)
		c.retell(changed)
	}
}

// read finds out the item's language and what it is about. ok is false for one
// that cannot be read.
func (c *corpus) read(it *feed.Item) (n int32, ok bool) {
	ok = guard(c.lg, "item", it.ID, it.URL, func() {
		it.Language = Language(*it)
		n = c.index.add(*it)
	})
	return n, ok
}

// group adds items to the stories, without those that make the grouping panic.
func (c *corpus) group(items []feed.Item) {
	if c.grouped(items...) {
		return
	}
	var good []feed.Item
	for _, s := range c.stories {
		good = append(good, s.Items...)
	}
	c.regroup(good)
	for _, it := range items {
		if c.grouped(it) {
			good = append(good, it)
			continue
		}
		c.regroup(good)
	}
}

// grouped reports whether the grouper took the items. Where it did not, what it
// holds is not to be relied on.
func (c *corpus) grouped(items ...feed.Item) bool {
	return guard(c.lg, "grouping from", items[0].ID, items[0].URL, func() { c.grouper.Add(items...) })
}

// regroup makes the stories anew of items that were grouped before.
func (c *corpus) regroup(good []feed.Item) {
	c.grouper = c.newGrouper()
	c.grouper.Add(good...)
}

// retell takes the stories as they are now. What was worked out of those that
// have not changed stays.
func (c *corpus) retell(changed map[string]bool) {
	known := make(map[string]*storyCache, len(c.stories))
	for _, t := range c.stories {
		known[key(t.Items[0])] = t
	}
	stories := c.grouper.Stories()
	c.stories = make([]*storyCache, 0, len(stories))
	for _, st := range stories {
		old := known[key(st.Items[0])]
		if old != nil && len(old.Items) == len(st.Items) && !slices.ContainsFunc(st.Items, func(it feed.Item) bool { return changed[key(it)] }) {
			c.stories = append(c.stories, old)
			continue
		}
		guard(c.lg, "story", st.ID(), st.Items[0].URL, func() { c.stories = append(c.stories, newStoryCache(st, c.tell, c.topics.IsSpecial)) })
	}
}

// expire throws out the stories of which nothing came within the window, and
// the oldest of too many, once they are a quarter of what there is.
func (c *corpus) expire(now time.Time) {
	before := now.Add(-Window)
	if len(c.held) > mostItems*5/4 {
		before = later(before, c.latest(mostItems))
	}
	old, all := 0, 0
	for _, t := range c.stories {
		all += len(t.Items)
		if t.latest.Before(before) {
			old += len(t.Items)
		}
	}
	if old == 0 || old < all/4 {
		return
	}
	c.grouper.Drop(before)
	c.retell(nil)
	c.forget()
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// latest returns an instant that as many items are not older than, counted by
// their stories.
func (c *corpus) latest(items int) time.Time {
	stories := slices.SortedFunc(slices.Values(c.stories), func(a, b *storyCache) int { return b.latest.Compare(a.latest) })
	for _, t := range stories {
		if items -= len(t.Items); items < 0 {
			return t.latest
		}
	}
	return time.Time{}
}

// forget drops what is held of items that are in no story any more, and the
// readings of what items said before.
func (c *corpus) forget() {
	at := make([]int32, c.index.count)
	for i := range at {
		at[i] = -1
	}
	living := make(map[string]held, len(c.held))
	for _, t := range c.stories {
		for _, it := range t.Items {
			h := c.held[key(it)]
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
	c.held, c.index = living, c.index.kept(at, count)
}

// Language tells an item's language, BCP 47, "" if unknown: what its text
// shows where that is clear, else what its feed declares.
func Language(it feed.Item) string { return language.Settle(it.Title+"\n"+it.Summary, it.Language) }
