package feed

import (
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"newsbrief/digest/text"
)

const (
	// tooNew is the share of unknown ids, in percent, above which a document
	// was given new ids rather than new items.
	tooNew = 80
	// undated is how many items without a date are taken from a document in
	// which everything is new: feeds put the newest first, and what stands
	// further down may be years old.
	undated = 20
	// olderMarks are kept of items that left the document: front pages
	// bring some of them back.
	olderMarks = 200
)

// sifted is what a document says that was not known.
type sifted struct {
	fresh   []Item // never seen
	changed []Item // seen with another text, under the id they had then
	seen    []Mark // for the next document
}

// sift tells what is new in the items from what the feed has shown before.
// Items published more than old before now are no news, however new they are
// to us: feeds are sent whole again when a server moves.
func sift(items []Item, before []Mark, now time.Time, old time.Duration) sifted {
	marks := markAll(items, now)
	known := newMemory(before, marks)
	var out sifted
	out.seen = make([]Mark, 0, len(marks))
	taken := map[string]bool{}
	bare := 0
	for i, m := range marks {
		it := items[i]
		was, seen := known.find(m)
		if seen {
			m.ID, m.First = was.ID, was.First
		}
		if taken[m.ID] {
			if known.entry(m) {
				out.seen = append(out.seen, m)
			}
			continue
		}
		taken[m.ID] = true
		out.seen = append(out.seen, m)
		it.ID, it.Arrived = m.ID, m.First
		if stale(it, now, old) {
			continue
		}
		if it.Published.IsZero() && !seen && known.allNew {
			if bare++; bare > undated {
				continue
			}
		}
		switch {
		case !seen:
			out.fresh = append(out.fresh, it)
		case was.Text != m.Text:
			out.changed = append(out.changed, it)
		}
	}
	out.seen = append(out.seen, older(before, taken)...)
	return out
}

func stale(it Item, now time.Time, old time.Duration) bool {
	return now.Sub(it.Time()) > old
}

func older(before []Mark, taken map[string]bool) []Mark {
	var kept []Mark
	for _, m := range before {
		if len(kept) < olderMarks && !taken[m.ID] {
			kept = append(kept, m)
		}
	}
	return kept
}

// memory finds the marks of items that were seen.
type memory struct {
	ids     map[string]Mark
	urls    map[uint64]Mark    // only addresses that are one item's, then and now
	entries map[[2]uint64]Mark // by address and title: of pages of many items
	titles  map[uint64]Mark    // only for a document that was given new ids
	allNew  bool               // hardly an id of the document is known
}

func newMemory(before, now []Mark) memory {
	m := memory{ids: make(map[string]Mark, len(before)), urls: make(map[uint64]Mark, len(before)), entries: map[[2]uint64]Mark{}}
	for _, b := range slices.Backward(before) {
		m.ids[b.ID] = b
		m.urls[b.URL] = b
		m.entries[[2]uint64{b.URL, b.Title}] = b
	}
	for _, marks := range [][]Mark{before, now} {
		for _, url := range shared(marks) {
			delete(m.urls, url)
		}
	}
	unknown := 0
	for _, n := range now {
		if _, ok := m.ids[n.ID]; !ok {
			unknown++
		}
	}
	m.allNew = unknown*100 > tooNew*len(now)
	if m.allNew {
		m.titles = make(map[uint64]Mark, len(before))
		for _, b := range slices.Backward(before) {
			m.titles[b.Title] = b
		}
	}
	return m
}

// shared returns the addresses that several items have: such a page, a live
// blog or the front page, tells nothing about which item it is.
func shared(marks []Mark) []uint64 {
	var out []uint64
	seen := make(map[uint64]string, len(marks))
	for _, m := range marks {
		if id, ok := seen[m.URL]; ok && id != m.ID {
			out = append(out, m.URL)
		}
		seen[m.URL] = m.ID
	}
	return out
}

// entry reports whether the title was seen under the address, which may be a
// page of many.
func (m memory) entry(k Mark) bool {
	_, ok := m.entries[[2]uint64{k.URL, k.Title}]
	return ok && k.URL != 0 && k.Title != 0
}

func (m memory) find(k Mark) (Mark, bool) {
	if m.entry(k) {
		return m.entries[[2]uint64{k.URL, k.Title}], true
	}
	if was, ok := m.ids[k.ID]; ok {
		return was, true
	}
	if was, ok := m.urls[k.URL]; ok && k.URL != 0 {
		return was, true
	}
	was, ok := m.titles[k.Title]
	return was, ok && k.Title != 0
}

// markAll marks the items. A title that several of them share tells nothing and
// is left out.
func markAll(items []Item, now time.Time) []Mark {
	marks := make([]Mark, len(items))
	titles := map[uint64]int{}
	for i, it := range items {
		marks[i] = Mark{
			ID: it.ID, URL: hash64(Canonical(it.URL)), Title: hash64(text.Fold(it.Title)),
			Text: hash64(strings.Join([]string{it.Title, it.Summary, it.Image}, "\x00")), First: now,
		}
		titles[marks[i].Title]++
	}
	for i := range marks {
		if titles[marks[i].Title] > 1 {
			marks[i].Title = 0
		}
	}
	return marks
}

// hash64 is 0 for what is empty and never else.
func hash64(s string) uint64 {
	if s == "" {
		return 0
	}
	h := fnv.New64a()
	h.Write([]byte(s))
	return max(h.Sum64(), 1)
}
