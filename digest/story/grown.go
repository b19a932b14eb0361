package story

import (
	"time"

	"newsbrief/digest/feed"
)

// settled is how long after it was told a story can be told again for what is
// new in it: what comes sooner is the same news, still spreading.
const settled = 3 * time.Hour

// Grown reports whether the story has become so much more since it was told,
// by that many publishers at that instant, that it is worth telling again as
// an update: twice as many tell it and at least two more, or two of them, hours
// later, tell a number or a name that nobody had told before.
func Grown(s Story, publishers int, at time.Time) bool {
	now := s.Publishers()
	return now >= publishers+2 && now >= 2*publishers || developed(s.Originals(), at)
}

// developed reports whether two publishers agree on a fact that was not known
// at the given instant.
func developed(items []feed.Item, at time.Time) bool {
	known := map[string]bool{}
	by := map[string]string{} // fact → who told it first
	for _, it := range items {
		who := PublisherOf(it)
		fresh := it.Arrived.Sub(at) >= settled
		for _, f := range novelties(it) {
			switch first, told := by[f]; {
			case !fresh:
				known[f] = true
			case known[f]:
			case !told:
				by[f] = who
			case first != who:
				return true
			}
		}
	}
	return false
}

// novelties returns the numbers and names of the item's title and opening.
func novelties(it feed.Item) []string {
	var out []string
	for _, s := range []string{headline(it), opening(it.Summary, leadRunes)} {
		ts := tokens(s)
		guess := namer(ts)
		for _, t := range ts {
			if t.kind == number && telling(t.folded) || t.kind == word && !t.first && guess(t) {
				out = append(out, t.folded)
			}
		}
	}
	return out
}
