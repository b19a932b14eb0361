package delivery

import "sync"

const (
	// deepest is how many digests may be queued that no sender has begun with.
	// It is many seconds of work at any platform's rate, and what a restart
	// may find.
	deepest = 1024
	// deeper is how many more may be for each that the platform took.
	deeper = 4
	// deeperDown is how many more each request may be that a platform which
	// does not answer was tried with: among what is queued there has to be
	// somebody who is well, however many fail by themselves.
	deeperDown = 32
)

// queueDepth is what the scheduler and the dispatcher of a platform know of each
// other: how many digests are queued and not begun, and whether sending works. Each
// crowd begins with as many as there are senders and may queue more as they
// are taken. For a platform that does not answer, a thousand are composed at
// once, and then few.
type queueDepth struct {
	wake    signal // notified when there is room again
	senders int

	mu      sync.Mutex
	waiting int
	allowed int
	full    bool // the scheduler was told that there is no room
	down    bool // the platform does not answer
	stopped bool // it refuses everything
}

func newQueueDepth(senders int) *queueDepth {
	return &queueDepth{wake: newSignal(), senders: senders, allowed: senders}
}

// room is how many digests more are to be queued now: none while half of what
// may be there is.
func (b *queueDepth) room() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.full = !b.roomy(); b.full {
		return 0
	}
	return b.allowed - b.waiting
}

func (b *queueDepth) roomy() bool { return !b.stopped && b.waiting <= b.allowed/2 }

// changed notifies when there is room for a scheduler that was told there is none.
func (b *queueDepth) changed() {
	if b.full && b.roomy() {
		b.full = false
		b.wake.notify()
	}
}

func (b *queueDepth) add(digests int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting = max(0, b.waiting+digests)
}

// dry notes that nobody is due: the next crowd begins anew.
func (b *queueDepth) dry() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.down {
		b.allowed = b.senders
	}
}

// note takes in a try: whether it was a digest's first, and whether the platform
// answered.
func (b *queueDepth) note(begins, answered bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if begins {
		b.waiting = max(0, b.waiting-1)
	}
	if answered && !b.down {
		b.allowed = min(deepest, b.allowed+deeper)
	}
	b.changed()
}

// atMost corrects the count by what the dispatcher sees: that no more than so many
// are ready.
func (b *queueDepth) atMost(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting = min(b.waiting, n)
	b.changed()
}

// setDown notes whether the platform is taken not to answer; refused, that it
// refuses everything, so that nothing more is to be queued.
func (b *queueDepth) setDown(down, refused bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.stopped = refused
	if b.down, b.allowed = down, b.senders; down {
		b.allowed = max(deepest, b.senders)
	}
	b.changed()
}

// probed notes that the platform did still not answer.
func (b *queueDepth) probed() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.allowed += deeperDown
	b.changed()
}

// state is how many digests are queued and not begun, and whether the platform
// answers.
func (b *queueDepth) state() (waiting int, up bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.waiting, !b.down
}
