package delivery

import (
	"math"
	"time"
)

const (
	// slack is how many messages may follow at once after a pause or a timer
	// that fired late. The window bounds them all the same; but the more there
	// are, the less uneven the way to the platform may be before it counts one
	// too many in its own second.
	slack = 1
	// slowBy is what a refusal leaves of the rate.
	slowBy = 0.75
	// slowEvery keeps the refusals of messages that were under way together
	// from counting as more than one.
	slowEvery = time.Second
	// recovery is how long a rate of nothing would take to grow to where it was
	// refused; from there on it takes caution to grow by itself.
	recovery, caution = time.Minute, 4 * time.Minute
	// leastRate is the slowest that refusals make a token, a second.
	leastRate = 0.5
)

// total is the limit over all chats of a token. Messages are evenly spaced
// and, whatever the spacing, never more than the rate in any one second. A
// refusal slows the rate by a quarter; without refusals it grows back, with
// care from where it was refused.
type total struct {
	set     float64 // what the operator allows a second; 0 for no limit
	now     float64 // what is allowed at present; 0 for no limit
	refused float64 // the rate at which the platform refused last
	slowed  time.Time
	grown   time.Time // until when growth is counted into now

	next   time.Time // when the spacing allows the next one
	held   time.Time
	recent window // the last second's, at most as many as the rate
	second counter
}

func newTotal(perSecond float64) total {
	return total{set: perSecond, now: perSecond, recent: window{span: time.Second}}
}

func (t *total) hold(until time.Time) { t.held = later(t.held, until) }

// ready is the first instant at which one more may be sent.
func (t *total) ready(now time.Time) time.Time {
	rate := t.rate(now)
	if rate == 0 {
		return t.held
	}
	return later(t.held, later(t.next, t.recent.ready(whole(rate), now)))
}

func (t *total) spend(now time.Time) {
	t.second.add(now)
	rate := t.rate(now)
	if rate == 0 {
		return
	}
	interval := time.Duration(float64(time.Second) / rate)
	t.next = later(t.next, now.Add(-slack*interval)).Add(interval)
	t.recent.add(whole(rate), now)
}

// slow takes note of a refusal.
func (t *total) slow(now time.Time) {
	if now.Sub(t.slowed) < slowEvery {
		return
	}
	rate := t.rate(now)
	if rate == 0 {
		rate = max(1, t.second.rate(now))
	}
	t.refused, t.slowed, t.grown = rate, now, now
	t.now = max(rate*slowBy, min(leastRate, rate))
	t.next = later(t.next, now)
}

// rate is what is allowed a second now, with what grew back since.
func (t *total) rate(now time.Time) float64 {
	if t.now == t.set {
		return t.now
	}
	step := t.refused / recovery.Seconds()
	if t.now >= t.refused*0.95 {
		step = t.now / caution.Seconds()
	}
	t.now += step * max(0, now.Sub(t.grown).Seconds())
	t.grown = now
	if t.now >= t.top() {
		t.now = t.set
	}
	return t.now
}

// top is the rate at which the limit is as it was set. Without a set one, a
// token that was refused is free again at twice the rate of the refusal.
func (t *total) top() float64 {
	if t.set > 0 {
		return t.set
	}
	return 2 * t.refused
}

// whole is how many messages one second may hold at the rate.
func whole(rate float64) int { return max(1, int(math.Floor(rate+1e-9))) }

// counter counts what was sent in this second and the one before.
type counter struct {
	second     int64
	this, last float64
}

func (c *counter) add(now time.Time) {
	c.turn(now)
	c.this++
}

// rate is the larger of the two counts.
func (c *counter) rate(now time.Time) float64 {
	c.turn(now)
	return max(c.this, c.last)
}

func (c *counter) turn(now time.Time) {
	switch second := now.Unix(); second {
	case c.second:
	case c.second + 1:
		c.second, c.this, c.last = second, 0, c.this
	default:
		c.second, c.this, c.last = second, 0, 0
	}
}

// window remembers when the last messages went, to keep any span of time
// from holding more than so many.
type window struct {
	span time.Duration
	sent []time.Time // ascending
}

// ready is the first instant at which one more is within the limit.
func (w *window) ready(limit int, now time.Time) time.Time {
	if len(w.sent) < limit {
		return now
	}
	return w.sent[len(w.sent)-limit].Add(w.span)
}

// add notes one sent now and forgets those beyond the limit.
func (w *window) add(limit int, now time.Time) {
	if extra := len(w.sent) + 1 - limit; extra > 0 {
		w.sent = append(w.sent[:0], w.sent[extra:]...)
	}
	w.sent = append(w.sent, now)
}

// idle reports whether nothing in the window limits anything any more.
func (w *window) idle(now time.Time) bool {
	return len(w.sent) == 0 || now.Sub(w.sent[len(w.sent)-1]) >= w.span
}
