package delivery

import (
	"log/slog"
	"sync"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

// firstProbe doubles with every failed probe up to longestProbe.
const firstProbe, longestProbe = time.Second, time.Minute

// fuse notices that a platform as a whole does not answer: as many chats in a
// row as there are senders failed for a passing reason. From then on one part
// at a time is tried, at growing intervals, until one gets through; so an hour
// without the platform costs a few dozen requests and nothing is put off for
// longer than a minute after it.
type fuse struct {
	lg      *slog.Logger
	limit   int
	backlog *backlog
	wake    bell

	mu       sync.Mutex
	failures int
	last     subscriptions.Chat // that failed
	until    time.Time
	flying   int
}

// ready is the first instant at which a part may be begun; far away while one
// is being tried, whose end rings the bell.
func (f *fuse) ready(now time.Time) time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.failures < f.limit:
		return now
	case f.flying > 0:
		return now.Add(idle)
	}
	return f.until
}

// blown reports whether the platform is taken not to answer.
func (f *fuse) blown() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.failures >= f.limit
}

// begin notes that a sender has a part in hand, abandon that it had to put it
// aside, result that it was tried.
func (f *fuse) begin() { f.land(1) }

func (f *fuse) abandon() { f.land(-1) }

func (f *fuse) land(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.flying += n
	if f.failures >= f.limit {
		f.wake.poke()
	}
}

func (f *fuse) result(chat subscriptions.Chat, failure *bot.SendError) {
	defer f.abandon()
	f.mu.Lock()
	defer f.mu.Unlock()
	was := f.failures >= f.limit
	switch {
	case failure == nil || failure.Class != bot.Transient:
		f.failures = 0
	case chat != f.last || was:
		f.failures++
	}
	f.last = chat
	blown := f.failures >= f.limit
	if blown {
		f.until = time.Now().Add(min(longestProbe, firstProbe<<min(f.failures-f.limit, 10)))
	}
	if blown != was {
		f.tell(blown, failure)
	}
}

func (f *fuse) tell(blown bool, failure *bot.SendError) {
	f.backlog.setDown(blown)
	if blown {
		f.lg.Warn("the platform does not answer; digests wait", "err", failure)
		return
	}
	f.lg.Info("the platform answers again")
	f.wake.poke()
}
