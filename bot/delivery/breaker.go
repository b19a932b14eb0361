package delivery

import (
	"log/slog"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

const (
	// firstProbe doubles with every failed probe up to longestProbe; where the
	// platform refuses everything, as with a token that was revoked, it is
	// firstAppeal up to longestAppeal.
	firstProbe, longestProbe   = time.Second, time.Minute
	firstAppeal, longestAppeal = 5 * time.Minute, time.Hour
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
// requests, and a minute after it what waits goes out. The dispatcher's
// goroutine owns it.
type breaker struct {
	lg    *slog.Logger
	depth *queueDepth

	open     bool
	refused  bool // not silent: the platform refuses everything
	chats    health
	failures int       // first tries in a row
	took     time.Time // when the platform took something
	until    time.Time // no probe before, while it is open
	pause    time.Duration
	probes   int       // in a row
	told     time.Time // when it was said that everything is refused
}

func newBreaker(lg *slog.Logger, depth *queueDepth) breaker {
	return breaker{lg: lg, depth: depth, chats: newHealth()}
}

// note takes in what became of a try. last says that nothing else is being
// sent: what was under way together counts as one probe.
func (b *breaker) note(t tried, last bool, now time.Time) {
	was := b.open
	if t.failure != nil && t.failure.Class == bot.Fatal {
		b.refuse(t.failure, now)
	} else {
		b.judge(t, now)
	}
	if b.open && last {
		b.wait(now)
	}
	if b.open != was {
		b.tell(t.failure)
	}
}

func (b *breaker) judge(t tried, now time.Time) {
	answered := t.answered()
	ill := b.chats.note(t.Chat, answered, now)
	switch {
	case answered:
		b.open, b.refused, b.failures, b.took, b.pause, b.probes = false, false, 0, now, 0, 0
	case !ill:
		b.failures++
	}
	b.open = b.open || b.failures >= sureFailures ||
		b.failures >= likelyFailures && now.Sub(b.took) >= silence
}

func (b *breaker) refuse(failure *bot.SendError, now time.Time) {
	b.open, b.refused = true, true
	if now.Sub(b.told) >= longestAppeal {
		b.told = now
		b.lg.Error("nothing can be sent: the platform refuses everything; what is queued and due is kept, and tried again at times", "err", failure)
	}
}

// wait puts off the next probe.
func (b *breaker) wait(now time.Time) {
	first, longest := firstProbe, longestProbe
	if b.refused {
		first, longest = firstAppeal, longestAppeal
	}
	b.pause = min(longest, max(first, 2*b.pause))
	b.until = now.Add(b.pause)
	if b.probes++; b.probes > 1 {
		b.depth.probed()
	}
}

func (b *breaker) tell(failure *bot.SendError) {
	b.depth.setDown(b.open, b.refused)
	switch {
	case !b.open:
		b.lg.Info("the platform answers again")
	case !b.refused:
		b.lg.Warn("the platform does not answer; digests wait", "err", failure)
	}
}

// choose returns which of the waiting parts to feel the platform out with, of
// those that may be sent now. first is one of them, and what is chosen as long
// as the platform is taken to answer.
func (b *breaker) choose(waiting []*flight, first int, now time.Time) int {
	if !b.open {
		return first
	}
	best, rank := first, b.rank(waiting[first], now)
	for i, f := range waiting {
		if f.at.After(now) {
			continue
		}
		if r := b.rank(f, now); r > rank || r == rank && f.Queued.After(waiting[best].Queued) {
			best, rank = i, r
		}
	}
	return best
}

// rank is how good a probe the part is, before the latest is preferred: those
// of earlier slots had more time to show who is well. The best is one of a chat
// that did not fail; every other time, of one that took something lately, for
// what fails at first may be taken when it is tried again.
func (b *breaker) rank(f *flight, now time.Time) int {
	switch c := b.chats.of(f.Chat, now); {
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

// answered reports whether the platform as such works.
func (t tried) answered() bool { return t.failure == nil || t.failure.Class != bot.Transient }

// begins reports whether the try is the first of a digest.
func (t tried) begins() bool {
	return t.Attempt == 0 && t.Part == 1 && t.Slot != (subscriptions.Slot{})
}
