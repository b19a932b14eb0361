package delivery

import "sync"

// deepest is how many digests may be queued that no sender has begun with. It
// is many seconds of work at any platform's rate, and what a restart may find.
const deepest = 1024

// backlog is what the feeder and the outlet of a platform know of each other:
// how many digests are queued and not begun, and whether sending works.
type backlog struct {
	wake    bell // rung when there is room again
	senders int

	mu      sync.Mutex
	waiting int
	begun   int  // since the process started
	down    bool // the platform does not answer
	stopped bool // nothing can be sent any more
}

func newBacklog(senders int) *backlog { return &backlog{wake: newBell(), senders: senders} }

// room is how many digests more are to be queued now: none while half of what
// may be there is.
func (b *backlog) room() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.stopped:
		return 0
	case b.down: // something to try with; the rest is better composed afterwards
		return b.senders - b.waiting
	case b.waiting > deepest/2:
		return 0
	}
	return deepest - b.waiting
}

func (b *backlog) add(digests int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting += digests
}

// begin notes that a digest was tried for the first time.
func (b *backlog) begin() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.begun++
	b.waiting = max(0, b.waiting-1)
	if b.waiting == deepest/2 || b.down {
		b.wake.poke()
	}
}

// atMost corrects the count by what the outlet sees: that no more than so many
// are ready.
func (b *backlog) atMost(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waiting > deepest/2 && n <= deepest/2 {
		b.wake.poke()
	}
	b.waiting = min(b.waiting, n)
}

func (b *backlog) setDown(down bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.down && !down {
		b.wake.poke()
	}
	b.down = down
}

// counts are how many digests were begun since the start, and whether the
// platform answers.
func (b *backlog) counts() (begun int, up bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.begun, !b.down && !b.stopped
}

func (b *backlog) stop() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.stopped = true
}
