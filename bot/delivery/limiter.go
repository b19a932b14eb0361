package delivery

import (
	"math"
	"time"
)

const (
	// firstTook is taken for how long a part is under way until one was, and
	// lately is the last so many.
	firstTook = 50 * time.Millisecond
	lately    = 32
	// tolerance is the part of the rate that may be left unused to have one
	// part less under way.
	tolerance = 0.03
	// A part that the platform leaves unanswered for so many times as long as
	// others take, and so much longer, holds up none of them.
	muchLonger, andLonger = 3, 200 * time.Millisecond
	// unrecorded is how many outcomes may wait for their record where no rate
	// is set. Where one is, a part is under way until it is recorded.
	unrecorded = 256
)

// limiter bounds how many parts are under way at once: begun, and their outcome
// not on disk. That is what a crash can repeat, so it is as few as the rate
// needs: the rate times how long one takes.
type limiter struct {
	most int                         // that can be sent at once
	rate func(now time.Time) float64 // what may be sent a second
	took time.Duration               // on average, lately
	seen int                         // how many that is the average of
}

func newLimiter(most int, rate func(now time.Time) float64) *limiter {
	return &limiter{most: most, rate: rate, took: firstTook}
}

// room reports whether one part more may be under way. If not, again is when
// there may be although nothing happened, zero for never.
func (l *limiter) room(s *inFlight, now time.Time) (free bool, again time.Time) {
	usual, patient := s.answered, muchLonger*l.took+andLonger
	for _, f := range s.sending {
		switch hangs := f.begun.Add(patient); {
		case f.begun.IsZero():
			usual++
		case hangs.After(now):
			usual++
			if again.IsZero() || hangs.Before(again) {
				again = hangs
			}
		}
	}
	needed, most := l.needed(now)
	return usual < needed && len(s.sending) < l.most && len(s.sending)+s.answered < most, again
}

// needed is how many parts are to be under way, apart from those that hang, and
// how many there may be with them.
func (l *limiter) needed(now time.Time) (usual, most int) {
	rate := l.rate(now)
	if rate == 0 {
		return l.most + unrecorded, l.most + unrecorded
	}
	return max(1, int(math.Ceil(rate*(1-tolerance)*l.took.Seconds()))), l.most
}

// learn takes in how long a part was under way. A single one that took very
// long says little.
func (l *limiter) learn(took time.Duration) {
	l.seen = min(l.seen+1, lately)
	l.took += (min(took, 2*l.took) - l.took) / time.Duration(l.seen)
}
