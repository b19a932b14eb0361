package badgerstore

import (
	"sync"
	"sync/atomic"
	"time"

	"newsbrief/subscriptions"
)

// lease is a key of an index that somebody works on.
type lease struct {
	token subscriptions.Lease
	until time.Time
	class int // of the index
	key   []byte

	// of a claim: the record as it is, for every change of it ends the lease
	record *subscriptions.Subscriber

	// of the outbox
	place  place
	parts  int
	queued time.Time
}

// leaseTable has the leases of one platform and the fronts of its indices.
// Leases live in memory, because the database has one process: when that ends,
// nobody holds anything.
type leaseTable struct {
	mu      sync.Mutex
	fronts  [classes]front
	held    map[subscriptions.Chat]lease
	soonest time.Time // no lease ends before

	ready chan struct{} // hints that a part was noted
}

// leaseTables hands out the tables by platform.
type leaseTables struct {
	mu sync.Mutex
	by map[string]*leaseTable
}

func (t *leaseTables) of(platform string) *leaseTable {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.by[platform] == nil {
		if t.by == nil {
			t.by = map[string]*leaseTable{}
		}
		t.by[platform] = &leaseTable{held: map[subscriptions.Chat]lease{}, ready: make(chan struct{}, 1)}
	}
	return t.by[platform]
}

// expire ends the leases that ran out. The caller has locked the table.
func (t *leaseTable) expire(now time.Time) {
	if len(t.held) == 0 || now.Before(t.soonest) {
		return
	}
	t.soonest = time.Time{}
	for chat, h := range t.held {
		if !h.until.After(now) {
			t.free(chat)
			continue
		}
		if t.soonest.IsZero() || h.until.Before(t.soonest) {
			t.soonest = h.until
		}
	}
}

// grant leases a chat. The caller has locked the table.
func (t *leaseTable) grant(chat subscriptions.Chat, h lease) {
	if len(t.held) == 0 || h.until.Before(t.soonest) {
		t.soonest = h.until
	}
	t.held[chat] = h
}

// free ends a lease, and its key is there for others. The caller has locked
// the table.
func (t *leaseTable) free(chat subscriptions.Chat) {
	if h, ok := t.held[chat]; ok {
		delete(t.held, chat)
		t.fronts[h.class].note(h.key)
	}
}

// holds returns the lease if the token is its own and it has not run out.
func (t *leaseTable) holds(chat subscriptions.Chat, token subscriptions.Lease, now time.Time) (lease, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	h, ok := t.held[chat]
	return h, ok && h.token == token && h.until.After(now)
}

// changed ends whatever lease the chat is under, and notes the key under which
// it stands in the index now; nil if in none.
func (t *leaseTable) changed(chat subscriptions.Chat, class int, key []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.held, chat)
	if key != nil {
		t.fronts[class].note(key)
	}
}

// noted notes a key of a chat that may be under a lease for another.
func (t *leaseTable) noted(class int, key []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.fronts[class].note(key)
}

// hint says that a key was noted. Whoever hears it takes the lock, so it is not
// said before all of a transaction are noted.
func (t *leaseTable) hint() {
	select {
	case t.ready <- struct{}{}:
	default:
	}
}

// filled keeps with the lease what is needed of the part when it is settled.
func (t *leaseTable) filled(chat subscriptions.Chat, token subscriptions.Lease, p part) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if h, ok := t.held[chat]; ok && h.token == token {
		h.parts, h.queued = p.parts, p.queued
		t.held[chat] = h
	}
}

// tokens makes the tokens of leases.
type tokens struct {
	holder string
	epoch  atomic.Uint64
}

func (t *tokens) next() subscriptions.Lease {
	return subscriptions.Lease{Holder: t.holder, Epoch: t.epoch.Add(1)}
}
