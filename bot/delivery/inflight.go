package delivery

import (
	"sync"
	"time"

	"newsbrief/subscriptions"
)

const (
	// saidFor is how long a part is remembered whose record was lost.
	saidFor = time.Hour
	// fewestSaid is how many are remembered before old ones are looked for.
	fewestSaid = 1024
)

// inFlight knows the parts in hand, from the store to the record of their outcome,
// and those that the platform took but whose record came too late for their
// lease, as after a full disk or a clock that was set forward: such parts come
// out of the outbox once more, and must not be sent once more.
type inFlight struct {
	mu    sync.Mutex
	held  map[partKey]bool // true: the platform took it
	said  map[partKey]time.Time
	sweep int
}

// partKey is a part's identity. When it was queued tells two posts apart.
type partKey struct {
	chat   subscriptions.Chat
	slot   subscriptions.Slot
	part   int
	queued int64
}

func newInFlight() *inFlight {
	return &inFlight{held: map[partKey]bool{}, said: map[partKey]time.Time{}, sweep: fewestSaid}
}

func keyOf(d subscriptions.Delivery) partKey {
	return partKey{d.Chat, d.Slot, d.Part, d.Queued.UnixNano()}
}

// accept takes a part in hand. It refuses one that still is, under an older
// lease, and says of one that the platform took that it did.
func (k *inFlight) accept(d subscriptions.Delivery) (ok, said bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	key := keyOf(d)
	if _, held := k.held[key]; held {
		return false, false
	}
	_, said = k.said[key]
	k.held[key] = said
	return true, said
}

// took notes that the platform took the part.
func (k *inFlight) took(d subscriptions.Delivery) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.held[keyOf(d)] = true
}

// moved notes that the part in hand is another chat's now.
func (k *inFlight) moved(d subscriptions.Delivery, to subscriptions.Chat) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.held, keyOf(d))
	d.Chat = to
	k.held[keyOf(d)] = false
}

// clear puts the parts of a group out of hand. If leases were lost in it, the
// store may not know of some that the platform took.
func (k *inFlight) clear(group []subscriptions.Settled, lost bool, now time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, s := range group {
		key := keyOf(s.Delivery)
		if lost && k.held[key] {
			k.remember(key, now)
		} else {
			delete(k.said, key)
		}
		delete(k.held, key)
	}
}

func (k *inFlight) remember(key partKey, now time.Time) {
	if len(k.said) >= k.sweep {
		for old, at := range k.said {
			if now.Sub(at) > saidFor {
				delete(k.said, old)
			}
		}
		k.sweep = max(fewestSaid, 2*len(k.said))
	}
	k.said[key] = now
}
