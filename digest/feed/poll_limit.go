package feed

import (
	"slices"
	"time"
)

// One feed must not crowd out the others, nor fill the disk, whatever it
// brings. The busiest real ones have a hundred items in a document and publish
// three hundred a day.
const (
	mostNew   = 200 // new items of a poll
	mostDaily = 500 // new items of a day
)

// allowance is how many new items of a feed are taken. It grows with time up to
// a day's worth.
type allowance struct {
	used float64 // of mostDaily, when last looked at
	at   time.Time
}

// room returns how many a poll may bring now.
func (a *allowance) room(now time.Time) int {
	grown := now.Sub(a.at).Hours() / 24 * mostDaily
	a.used, a.at = max(0, a.used-grown), now
	return min(mostNew, mostDaily-int(a.used))
}

// limit leaves no more than the newest new items. The others are forgotten, so
// that they come again while there is nothing newer.
func (s *sifted) limit(room int) {
	over := newestLast(s.fresh)
	over = over[:max(0, len(over)-room)]
	drop := make(map[string]bool, len(over))
	for _, it := range over {
		drop[it.ID] = true
	}
	s.fresh = slices.DeleteFunc(s.fresh, func(it Item) bool { return drop[it.ID] })
	s.seen = slices.DeleteFunc(s.seen, func(m Mark) bool { return drop[m.ID] })
	if changed := newestLast(s.changed); len(changed) > mostNew {
		s.changed = changed[len(changed)-mostNew:]
	}
}

// newestLast orders the items by their dates; those without one, of which the
// first in a document is the newest, are older than all.
func newestLast(items []Item) []Item {
	out := slices.Clone(items)
	slices.Reverse(out)
	slices.SortStableFunc(out, func(a, b Item) int { return a.Published.Compare(b.Published) })
	return out
}
