package delivery

import (
	"context"
	"math"
	"slices"
	"sync"
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
)

// limiter bounds how many parts are under way at once: begun by a sender, and
// their outcome not on disk. That is what a crash can repeat, so it is as few
// as the rate needs: the rate times how long one takes. A nil limiter bounds
// nothing.
type limiter struct {
	most int                         // the senders
	rate func(now time.Time) float64 // what may be sent a second
	free signal                      // notified when there may be room

	mu   sync.Mutex
	took time.Duration // on average, lately
	seen int           // how many that is the average of
	out  []*flight
}

// flight is one part under way.
type flight struct {
	begun    time.Time // zero while its sender waits for its turn
	answered bool      // the platform did; what became of it is to be recorded
}

func newLimiter(senders int, rate func(now time.Time) float64) *limiter {
	return &limiter{most: senders, rate: rate, free: newSignal(), took: firstTook}
}

// acquire returns when one part more may be under way, or false when ctx ends.
func (c *limiter) acquire(ctx context.Context) (*flight, bool) {
	if c == nil {
		return nil, true
	}
	for {
		f, again := c.admit(time.Now())
		if f != nil {
			return f, true
		}
		timer := time.NewTimer(again)
		select {
		case <-c.free:
		case <-timer.C:
		case <-ctx.Done():
		}
		timer.Stop()
		if ctx.Err() != nil {
			return nil, false
		}
	}
}

// admit takes one more in if there is room, else it says when to ask again
// unless it is signalled before.
func (c *limiter) admit(now time.Time) (*flight, time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	usual, again := 0, idle
	patient := muchLonger*c.took + andLonger
	for _, f := range c.out {
		switch left := patient - now.Sub(f.begun); {
		case f.begun.IsZero() || f.answered:
			usual++
		case left > 0:
			usual++
			again = min(again, left)
		}
	}
	if usual >= c.needed(now) || len(c.out) >= c.most {
		return nil, again
	}
	f := &flight{}
	c.out = append(c.out, f)
	c.free.notify() // there may be room for another still
	return f, 0
}

// needed is how many parts are to be under way.
func (c *limiter) needed(now time.Time) int {
	rate := c.rate(now)
	if rate == 0 {
		return c.most
	}
	return max(1, int(math.Ceil(rate*(1-tolerance)*c.took.Seconds())))
}

// begin notes that the part is being sent from now on.
func (c *limiter) begin(f *flight, now time.Time) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	f.begun = now
}

// answer notes that the platform answered.
func (c *limiter) answer(f *flight) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	f.answered = true
}

// release notes that the part is not under way any more; well, that it went as
// parts usually go.
func (c *limiter) release(f *flight, well bool, now time.Time) {
	if c == nil || f == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if well && !f.begun.IsZero() {
		c.learn(now.Sub(f.begun))
	}
	c.out = slices.DeleteFunc(c.out, func(other *flight) bool { return other == f })
	c.free.notify()
}

// learn takes in how long a part was under way. A single one that took very
// long says little.
func (c *limiter) learn(took time.Duration) {
	c.seen = min(c.seen+1, lately)
	c.took += (min(took, 2*c.took) - c.took) / time.Duration(c.seen)
}
