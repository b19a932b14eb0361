package story

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"
)

// Ranked is a story with its place and the reasons for it.
type Ranked struct {
	Story
	Score      float64 // by how many publishers tell it, those who told it lately counting more
	Kind       Kind
	Publishers int
	told       []account
	seen       time.Time // when the last item arrived
}

// account is what one publisher has of a story.
type account struct {
	last    time.Time // zero where no date is known
	general bool      // in a feed that is about more than one subject
}

// HalfLife is the age at which a publisher's report counts half: a day, so that
// what many told yesterday still stands before what one tells today. Chosen on
// the evenings of docs/quality.md, where 18 to 30 hours give the same.
const HalfLife = 24 * time.Hour

// undated is what a report without a date counts: as one of the day before
// yesterday. Feeds without dates also bring what is years old.
const undated = 0.25

// special is what a publisher counts that tells a story only in a feed about
// one subject: there is room for everything in these.
const special = 0.6

// NewRanked counts who tells the story. It has no score until [Ranked.At].
// isSpecial reports whether a feed is about one subject.
func NewRanked(s Story, isSpecial func(feed string) bool) Ranked {
	by := map[string]account{}
	for _, it := range s.Originals() {
		t := by[PublisherOf(it)]
		t.last, t.general = later(t.last, it.Published), t.general || !isSpecial(it.Feed)
		by[PublisherOf(it)] = t
	}
	r := Ranked{Story: s, Kind: s.Kind(), Publishers: len(by), told: slices.Collect(maps.Values(by))}
	slices.SortFunc(r.told, func(a, b account) int { return a.last.Compare(b.last) }) // their sum is the same each time
	for _, it := range s.Items {
		r.seen = later(r.seen, it.Arrived)
	}
	return r
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Rank puts stories in the order of importance at the given instant: news
// first, of that what many told lately. Of equals the later one leads.
func Rank(stories []Story, now time.Time) []Ranked {
	out := make([]Ranked, 0, len(stories))
	for _, s := range stories {
		out = append(out, NewRanked(s, func(string) bool { return false }).At(now))
	}
	slices.SortStableFunc(out, Ranked.Before)
	return out
}

// Before compares by importance: negative where r comes before o.
func (r Ranked) Before(o Ranked) int {
	return cmp.Or(
		cmp.Compare(r.Tier(), o.Tier()), cmp.Compare(o.Score, r.Score),
		o.Latest().Compare(r.Latest()), cmp.Compare(r.ID(), o.ID()),
	)
}

// Tier is what comes before any score, the lower the earlier: news, news
// without a date, what is said about it, what is no news.
func (r Ranked) Tier() int {
	switch {
	case r.Kind == Filler:
		return 3
	case r.Kind == Comment:
		return 2
	case r.isUndated():
		return 1
	}
	return 0
}

func (r Ranked) isUndated() bool {
	return !slices.ContainsFunc(r.told, func(t account) bool { return !t.last.IsZero() })
}

// At is the same story ranked at another instant, without counting again who
// tells it.
func (r Ranked) At(now time.Time) Ranked {
	r.Score = r.ScoreAt(now)
	return r
}

// ScoreAt is the story's score at an instant.
func (r *Ranked) ScoreAt(now time.Time) float64 {
	mass := 0.0
	for _, t := range r.told {
		one := half(now.Sub(t.last))
		if t.last.IsZero() {
			one = undated * half(now.Sub(r.seen))
		}
		if !t.general {
			one *= special
		}
		mass += one
	}
	return math.Log2(1 + mass)
}

// half is 1 for news of this minute, half of it every HalfLife.
func half(age time.Duration) float64 {
	return math.Exp2(-max(0, age).Hours() / HalfLife.Hours())
}
