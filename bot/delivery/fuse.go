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
// without the platform costs a few dozen requests, and a minute after it what
// waits goes out.
type fuse struct {
	lg      *slog.Logger
	limit   int
	backlog *backlog
	wake    bell

	mu       sync.Mutex
	failures int
	last     subscriptions.Chat // that failed
	until    time.Time
	probes   int // in a row
	flying   int // in the hands of senders
}

// ready is the first instant at which a part may be begun. It is unknown, and
// busy is true, while one is being tried whose end rings the bell.
func (f *fuse) ready() (at time.Time, busy bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.failures < f.limit {
		return time.Time{}, false
	}
	return f.until, f.flying > 0
}

// blown reports whether the platform is taken not to answer.
func (f *fuse) blown() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.failures >= f.limit
}

// begun is how many parts senders have in hand.
func (f *fuse) begun() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return max(0, f.flying)
}

// begin notes that a sender has a part in hand, abandon that it had to put it
// aside, result that it was tried.
func (f *fuse) begin() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.flying++
}

func (f *fuse) abandon() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.flying--
	if f.failures >= f.limit {
		f.wake.poke()
	}
}

func (f *fuse) result(chat subscriptions.Chat, failure *bot.SendError, answered bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.flying--
	was := f.failures >= f.limit
	switch {
	case answered:
		f.failures, f.probes = 0, 0
	case chat != f.last:
		f.failures++
	}
	f.last = chat
	blown := f.failures >= f.limit
	if blown && f.flying <= 0 { // those that were under way together count once
		f.until = time.Now().Add(min(longestProbe, firstProbe<<min(f.probes, 10)))
		f.probes++
	}
	if blown || was {
		f.wake.poke()
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
}
