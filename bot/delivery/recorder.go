package delivery

import (
	"context"
	"sync"
	"time"

	"newsbrief/subscriptions"
)

// mostRecorded is how many outcomes are written in one transaction.
const mostRecorded = 256

// record writes down outcomes until there are no more: as many in one
// transaction as came while the one before was written.
func (o *outlet) record(hand context.Context) {
	for s := range o.outcome {
		group := []subscriptions.Settled{s}
		for more := true; more && len(group) < mostRecorded; {
			select {
			case s, ok := <-o.outcome:
				if more = ok; ok {
					group = append(group, s)
				}
			default:
				more = false
			}
		}
		o.settle(hand, group)
		o.wake.poke()
	}
}

// settle writes one group, however often it takes: as long as it is not
// written the senders stop, for what they send could not be recorded.
func (o *outlet) settle(hand context.Context, group []subscriptions.Settled) {
	for pause := storeRetry; ; pause = min(storeRetryMost, 2*pause) {
		lost, err := splitLost(o.outbox.Settle(hand, time.Now(), group...))
		if err == nil {
			o.said.recorded(group, lost > 0)
			return
		}
		if pause == storeRetry {
			o.lg.Error("cannot record what was sent; sending stops until it can be", "parts", len(group), "err", err)
		}
		select {
		case <-hand.Done():
			return
		case <-time.After(pause):
		}
	}
}

// said remembers parts that the platform took until the store has recorded
// it, and for saidFor longer those whose record came too late for their lease:
// they come out of the outbox once more, and must not be sent once more.
type said struct {
	mu    sync.Mutex
	parts map[partKey]time.Time
	sweep int
}

const (
	saidFor    = time.Hour
	fewestSaid = 1024
)

// partKey is a part's identity. When it was queued tells two posts apart.
type partKey struct {
	chat   subscriptions.Chat
	slot   subscriptions.Slot
	part   int
	queued int64
}

func newSaid() *said { return &said{parts: map[partKey]time.Time{}, sweep: fewestSaid} }

func keyOf(d subscriptions.Delivery) partKey {
	return partKey{d.Chat, d.Slot, d.Part, d.Queued.UnixNano()}
}

func (s *said) has(d subscriptions.Delivery) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.parts[keyOf(d)]
	return ok
}

func (s *said) add(d subscriptions.Delivery, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.parts) >= s.sweep {
		for k, at := range s.parts {
			if now.Sub(at) > saidFor {
				delete(s.parts, k)
			}
		}
		s.sweep = max(fewestSaid, 2*len(s.parts))
	}
	s.parts[keyOf(d)] = now
}

// recorded forgets the parts of a group, unless leases were lost in it.
func (s *said) recorded(group []subscriptions.Settled, lost bool) {
	if lost {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range group {
		delete(s.parts, keyOf(g.Delivery))
	}
}
