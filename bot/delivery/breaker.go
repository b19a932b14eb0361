package delivery

import (
	"log/slog"
	"sync"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

const (
	// firstProbe doubles with every failed probe up to longestProbe.
	firstProbe, longestProbe = time.Second, time.Minute
	// sureFailures first tries in a row that fail are an outage; so are
	// likelyFailures, if nothing was taken for so long.
	sureFailures, likelyFailures = 12, 8
	silence                      = 10 * time.Second
)

// breaker notices that a platform as a whole does not answer. What fails for a
// passing reason may be ill by itself, for hours: a chat that failed before
// says nothing when it fails again. An outage is when, of the chats that are
// tried for the first time or took what came before, many fail and none takes
// anything. From then on one part at a time is tried, at growing intervals,
// until one gets through; so an hour without the platform costs a few dozen
// requests, and a minute after it what waits goes out.
type breaker struct {
	lg    *slog.Logger
	depth *queueDepth
	wake  signal

	mu       sync.Mutex
	open     bool
	chats    health
	failures int       // first tries in a row
	took     time.Time // when the platform took something
	until    time.Time
	pause    time.Duration
	probes   int // in a row
	flying   int // in the hands of senders
}

func newBreaker(lg *slog.Logger, b *queueDepth, wake signal) *breaker {
	return &breaker{lg: lg, depth: b, wake: wake, chats: newHealth()}
}

// ready is the first instant at which a part may be begun. It is unknown, and
// busy is true, while one is being tried whose end is signalled.
func (b *breaker) ready() (at time.Time, busy bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.open {
		return time.Time{}, false
	}
	return b.until, b.flying > 0
}

// isOpen reports whether the platform is taken not to answer.
func (b *breaker) isOpen() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.open
}

// begun is how many parts senders have in hand.
func (b *breaker) begun() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return max(0, b.flying)
}

// begin notes that a sender has a part in hand, abandon that it had to put it
// aside, result that it was tried.
func (b *breaker) begin() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.flying++
}

func (b *breaker) abandon() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.flying--
	if b.open {
		b.wake.notify()
	}
}

func (b *breaker) result(chat subscriptions.Chat, failure *bot.SendError, answered bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.flying--
	was, now := b.open, time.Now()
	b.judge(chat, answered, now)
	if b.open && b.flying <= 0 { // those that were under way together count once
		b.wait(now)
	}
	if b.open || was {
		b.wake.notify()
	}
	if b.open != was {
		b.tell(failure)
	}
}

// judge takes in what became of a try.
func (b *breaker) judge(chat subscriptions.Chat, answered bool, now time.Time) {
	ill := b.chats.note(chat, answered, now)
	switch {
	case answered:
		b.open, b.failures, b.took, b.pause, b.probes = false, 0, now, 0, 0
	case !ill:
		b.failures++
	}
	b.open = b.open || b.failures >= sureFailures ||
		b.failures >= likelyFailures && now.Sub(b.took) >= silence
}

// wait puts off the next probe.
func (b *breaker) wait(now time.Time) {
	b.pause = min(longestProbe, max(firstProbe, 2*b.pause))
	b.until = now.Add(b.pause)
	if b.probes++; b.probes > 1 {
		b.depth.probed()
	}
}

func (b *breaker) tell(failure *bot.SendError) {
	b.depth.setDown(b.open)
	if b.open {
		b.lg.Warn("the platform does not answer; digests wait", "err", failure)
		return
	}
	b.lg.Info("the platform answers again")
}

// choose returns which of the parts in hand to feel the platform out with, of
// those that may be sent now. first is one of them, and what is chosen as long
// as the platform is taken to answer.
func (b *breaker) choose(hand []*leased, first int, now time.Time) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.open {
		return first
	}
	best, rank := first, b.rank(hand[first], now)
	for i, h := range hand {
		if h.at.After(now) {
			continue
		}
		if r := b.rank(h, now); r > rank || r == rank && h.Queued.After(hand[best].Queued) {
			best, rank = i, r
		}
	}
	return best
}

// rank is how good a probe the part is, before the latest is preferred: those
// of earlier slots had more time to show who is well. The best is one of a chat
// that did not fail; every other time, of one that took something lately, for
// what fails at first may be taken when it is tried again.
func (b *breaker) rank(h *leased, now time.Time) int {
	switch c := b.chats.of(h.Chat, now); {
	case c == recent && b.probes%2 == 0:
		return 3
	case c == untold:
		return 2
	case c == recent:
		return 1
	default:
		return 0
	}
}
