package delivery

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"newsbrief/subscriptions"
)

const (
	// mostInHand is how many parts are in hand where no rate is set; handSpan
	// is how much of the rate they are where one is.
	mostInHand = 256
	handSpan   = 2 * time.Second
	// storeRetry and storeRetryMost are the pauses after the store failed.
	storeRetry, storeRetryMost = 100 * time.Millisecond, 10 * time.Second
	// idle is how long nothing is looked for unasked.
	idle = time.Hour
	// tidiness is how often the parts in hand are looked through while none
	// came and nothing else changed. It is far below any wait that matters.
	tidiness = 100 * time.Millisecond
)

// dispatcher is the loop that takes parts from the store and hands them to the
// senders as their chats become ready.
type dispatcher struct {
	*outlet
	hand  []*leased
	dirty bool      // there may be something to take
	next  time.Time // when there will be, if not zero
	pause time.Duration

	tidied time.Time // when what is in hand was looked through
	gate   time.Time // and for which gate; both are good until a part comes
}

// run returns when ctx ends; what is in hand then was not begun.
func (t *dispatcher) run(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		now := time.Now()
		probe, busy := t.breaker.ready()
		gate := later(probe, t.pace.heldUntil())
		t.tidy(now, gate)
		i, at := -1, now.Add(idle)
		if !busy {
			t.fill(ctx, now, gate)
			i, at = t.pick(now, gate)
		}
		timer.Reset(at.Sub(now))
		t.step(ctx, i, timer)
	}
}

// step waits for one thing to happen. If i is not negative, part i in hand is
// on offer to the senders.
func (t *dispatcher) step(ctx context.Context, i int, timer *time.Timer) {
	var work chan *leased
	var offer *leased
	if i >= 0 {
		work, offer = t.work, t.hand[i]
	}
	select {
	case work <- offer:
		t.breaker.begin()
		t.hand = slices.Delete(t.hand, i, i+1)
	case h := <-t.back:
		t.add(h)
	case <-t.wake:
		t.dirty = true
	case <-t.ready:
		t.dirty = true
	case <-timer.C:
	case <-ctx.Done():
	}
}

// pick chooses a part in hand that may be sent now; if there is none it
// returns -1 and when to look again.
func (t *dispatcher) pick(now, gate time.Time) (int, time.Time) {
	at := now.Add(idle)
	if t.next.After(now) {
		at = sooner(at, later(t.next, gate))
	}
	if t.dirty && gate.After(now) {
		at = sooner(at, gate)
	}
	for i, h := range t.hand {
		ready := later(h.at, gate)
		if !ready.After(now) {
			return t.breaker.choose(t.hand, i, now), at
		}
		at = sooner(at, ready)
	}
	return -1, at
}

// add takes a part in hand.
func (t *dispatcher) add(h *leased) {
	t.hand = append(t.hand, h)
	t.tidied = time.Time{}
}

// tidy puts back the parts that cannot be sent soon.
func (t *dispatcher) tidy(now, gate time.Time) {
	if since := now.Sub(t.tidied); gate.Equal(t.gate) && since >= 0 && since < tidiness {
		return
	}
	t.tidied, t.gate = now, gate
	t.hand = slices.DeleteFunc(t.hand, func(h *leased) bool {
		at := later(later(h.at, gate), now)
		if h.fits(at) && h.at.Sub(now) <= patience {
			return false
		}
		t.putBack(h.Delivery, at)
		return true
	})
}

// size is how many parts to have in hand, those of the senders included: so
// few that none is in hand for long, however slow the rate; but to feel out a
// platform that does not answer, as many as there is a choice of.
func (t *dispatcher) size(now time.Time) int {
	if t.breaker.isOpen() {
		return deepest
	}
	rate := t.pace.rate(now)
	if rate == 0 {
		return mostInHand
	}
	return min(mostInHand, max(1, int(rate*handSpan.Seconds())))
}

// mayTake reports whether the store is to be asked for more.
func (t *dispatcher) mayTake(now, gate time.Time) bool {
	asked := t.dirty && t.pause == 0
	return !gate.After(now) && (asked || !t.next.IsZero() && !t.next.After(now))
}

// fill takes more parts when few of those in hand are ready.
func (t *dispatcher) fill(ctx context.Context, now, gate time.Time) {
	size, ready := t.size(now), t.breaker.begun()
	if !t.mayTake(now, gate) || len(t.hand) >= 2*size {
		return
	}
	for i := 0; i < len(t.hand) && ready <= size/2; i++ {
		if !t.hand[i].at.After(now) {
			ready++
		}
	}
	if ready > size/2 {
		return
	}
	var got []subscriptions.Delivery
	var next time.Time
	err := guard(func() (err error) {
		got, next, err = t.outbox.Take(ctx, t.platform.Name(), now, takeLease, size-ready)
		return err
	})
	t.accept(got, now)
	if err != nil {
		t.failed(ctx, now, err)
		return
	}
	t.pause, t.next, t.dirty = 0, next, len(got) == size-ready
	if len(got) == 0 && !next.IsZero() && !next.After(now) {
		t.next = now.Add(time.Second)
	}
	if !t.dirty {
		t.depth.atMost(len(t.hand) + t.breaker.begun())
	}
}

// failed has the store asked again after a while.
func (t *dispatcher) failed(ctx context.Context, now time.Time, err error) {
	if ctx.Err() != nil {
		return
	}
	if t.pause == 0 {
		t.lg.Error("cannot read the outbox; trying again", "err", err)
	}
	t.pause = min(storeRetryMost, max(storeRetry, 2*t.pause))
	t.next = now.Add(t.pause)
}

// accept takes the parts in hand. Those that were sent already, while the
// store could not record it, are recorded now.
func (t *dispatcher) accept(got []subscriptions.Delivery, now time.Time) {
	for _, d := range got {
		switch ok, said := t.inFlight.accept(d); {
		case !ok: // its new lease runs out unused
		case said:
			t.outcome <- outcome{Settled: subscriptions.Settled{Delivery: d, Outcome: subscriptions.Sent}}
		default:
			t.add(&leased{Delivery: d, taken: now, at: t.pace.chatReady(d.Chat, now)})
		}
	}
	if t.breaker.isOpen() { // those that are ill by themselves are not to go one after the other
		rand.Shuffle(len(t.hand), func(i, j int) { t.hand[i], t.hand[j] = t.hand[j], t.hand[i] })
	}
}

func sooner(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
