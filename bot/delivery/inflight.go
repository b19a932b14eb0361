package delivery

import (
	"slices"
	"time"

	"newsbrief/subscriptions"
)

const (
	// takenFor is how long a part is remembered whose record was lost.
	takenFor = time.Hour
	// fewestTaken is how many are remembered before old ones are looked for.
	fewestTaken = 1024
)

// flight is a part in hand, from its lease to the record of its outcome.
type flight struct {
	subscriptions.Delivery
	leased time.Time
	at     time.Time // not to be sent before
	begun  time.Time // when its turn came; zero before
	took   bool      // the platform took it
	id     string    // and calls it so
	again  *flight   // the same part under a later lease
}

// fits reports whether the part, sent at the instant, is settled before its
// lease ends.
func (f *flight) fits(at time.Time) bool {
	return at.Sub(f.leased) < takeLease-sendTimeout-settleTime
}

// inFlight is the one place where the parts in hand are kept; the dispatcher's
// goroutine owns it. It also knows the parts that the platform took but whose
// record came too late for their lease, as after a full disk, a clock that was
// set forward, or a chat that got another id meanwhile: such parts come out of
// the outbox once more, and must not be sent once more.
type inFlight struct {
	all      map[partKey]*flight
	waiting  []*flight // for a sender, in the order in which they came
	sending  []*flight // for their turn, or in the hands of a sender
	answered int       // how many were sent and are not recorded

	taken map[partKey]time.Time
	sweep int
}

// partKey is a part's identity. When it was queued tells two posts apart.
type partKey struct {
	chat   subscriptions.Chat
	slot   subscriptions.Slot
	part   int
	queued int64
}

func newInFlight() inFlight {
	return inFlight{all: map[partKey]*flight{}, taken: map[partKey]time.Time{}, sweep: fewestTaken}
}

func keyOf(d subscriptions.Delivery) partKey {
	return partKey{d.Chat, d.Slot, d.Part, d.Queued.UnixNano()}
}

// add takes a part in hand. One that still is, under an older lease, comes back
// when that is settled.
func (s *inFlight) add(f *flight) {
	key := keyOf(f.Delivery)
	if old := s.all[key]; old != nil {
		old.again = f
		return
	}
	s.all[key] = f
	if _, f.took = s.taken[key]; !f.took {
		s.waiting = append(s.waiting, f)
	}
}

// begin moves the waiting part to those that are being sent.
func (s *inFlight) begin(i int) *flight {
	f := s.waiting[i]
	s.waiting = slices.Delete(s.waiting, i, i+1)
	s.sending = append(s.sending, f)
	return f
}

// stop takes a part from those that are being sent.
func (s *inFlight) stop(f *flight) {
	if i := slices.Index(s.sending, f); i >= 0 {
		s.sending = slices.Delete(s.sending, i, i+1)
	}
}

// drop puts a part out of hand whose outcome is recorded. lost says that the
// store may not know of it. It returns the same part under a later lease.
func (s *inFlight) drop(f *flight, lost bool, now time.Time) (again *flight) {
	key := keyOf(f.Delivery)
	delete(s.all, key)
	delete(s.taken, key)
	if f.took && lost {
		s.remember(key, now)
	}
	if !f.begun.IsZero() {
		s.answered--
	}
	return f.again
}

func (s *inFlight) remember(key partKey, now time.Time) {
	if len(s.taken) >= s.sweep {
		for old, at := range s.taken {
			if now.Sub(at) > takenFor {
				delete(s.taken, old)
			}
		}
		s.sweep = max(fewestTaken, 2*len(s.taken))
	}
	s.taken[key] = now
}
