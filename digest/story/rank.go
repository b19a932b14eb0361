package story

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Ranked is a story with its place and the reasons for it.
type Ranked struct {
	Story
	Score      float64 // Fresh times Breadth: the more, the earlier it is told
	Fresh      float64 // 1 for news of this minute, half of it every HalfLife
	Breadth    float64 // 1 for one publisher, 1 more each time their number doubles twice
	Publishers int
}

// HalfLife is the age at which news is worth half.
const HalfLife = 8 * time.Hour

// Rank puts stories in the order of importance at the given instant: fresh
// first, then told by many. Of equals the later one leads.
func Rank(stories []Story, now time.Time) []Ranked {
	out := make([]Ranked, 0, len(stories))
	for _, s := range stories {
		out = append(out, rank(s, now))
	}
	slices.SortStableFunc(out, Ranked.Before)
	return out
}

// Before compares by importance: negative where r comes before o.
func (r Ranked) Before(o Ranked) int {
	return cmp.Or(cmp.Compare(o.Score, r.Score), o.Latest().Compare(r.Latest()), cmp.Compare(r.ID(), o.ID()))
}

// At is the same story ranked at another instant, without counting again who
// tells it.
func (r Ranked) At(now time.Time) Ranked {
	age := max(0, now.Sub(r.Latest()))
	r.Fresh = math.Exp2(-age.Hours() / HalfLife.Hours())
	r.Breadth = 1 + math.Log2(float64(r.Publishers))/2
	r.Score = r.Fresh * r.Breadth
	return r
}

// Score is what [Rank] orders by.
func Score(s Story, now time.Time) float64 { return rank(s, now).Score }

func rank(s Story, now time.Time) Ranked {
	return Ranked{Story: s, Publishers: s.Publishers()}.At(now)
}
