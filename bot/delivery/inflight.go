package delivery

import (
	"maps"
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
	leased  time.Time
	at      time.Time // not to be sent before
	begun   time.Time // when its turn came; zero before
	took    bool      // the platform took it
	message string    // the platform's id of it, then
	again   *flight   // the same part under a later lease
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
	all      map[uint64]*flight // by the id of the part
	waiting  []*flight          // for a sender, in the order in which they came
	sending  []*flight          // for their turn, or in the hands of a sender
	answered int                // how many were sent and are not recorded

	taken map[uint64]accepted
	sweep int
}

// accepted is what is remembered of a part that the platform took.
type accepted struct {
	message string // the platform's id of it
	at      time.Time
}

func newInFlight() inFlight {
	return inFlight{all: map[uint64]*flight{}, taken: map[uint64]accepted{}, sweep: fewestTaken}
}

// add takes a part in hand. One that still is, under an older lease, comes back
// when that is settled.
func (s *inFlight) add(f *flight) {
	if old := s.all[f.ID]; old != nil {
		old.again = f
		return
	}
	s.all[f.ID] = f
	var before accepted
	if before, f.took = s.taken[f.ID]; !f.took {
		s.waiting = append(s.waiting, f)
	}
	f.message = before.message
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
	delete(s.all, f.ID)
	delete(s.taken, f.ID)
	if f.took && lost {
		s.remember(f, now)
	}
	if !f.begun.IsZero() {
		s.answered--
	}
	return f.again
}

func (s *inFlight) remember(f *flight, now time.Time) {
	if len(s.taken) >= s.sweep {
		maps.DeleteFunc(s.taken, func(_ uint64, old accepted) bool { return now.Sub(old.at) > takenFor })
		s.sweep = max(fewestTaken, 2*len(s.taken))
	}
	s.taken[f.ID] = accepted{f.message, now}
}
