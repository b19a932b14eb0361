package delivery

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"newsbrief/subscriptions"
)

// mostRecorded is how many outcomes are written in one transaction.
const mostRecorded = 256

// recorder writes down what became of parts.
type recorder struct {
	lg     *slog.Logger
	outbox subscriptions.Outbox
	mover  Mover
}

// recorded is what came of writing outcomes.
type recorded struct {
	outcomes []outcome
	lost     bool // the store no longer knew of some
}

// run writes each group until there are no more: as many in one transaction as
// came while the one before was written.
func (r *recorder) run(hand context.Context, groups <-chan []outcome, done chan<- recorded) {
	for group := range groups {
		settled := make([]subscriptions.Settled, len(group))
		for i := range group {
			r.move(hand, &group[i])
			settled[i] = group[i].Settled
		}
		done <- recorded{group, r.settle(hand, settled)}
	}
}

// move re-keys a chat that has a new id. Its part waits there.
func (r *recorder) move(hand context.Context, o *outcome) {
	if o.to == (subscriptions.Chat{}) {
		return
	}
	if err := guard(func() error { return r.mover.Move(hand, o.Delivery.Chat, o.to) }); err != nil {
		r.lg.Error("could not move a chat to its new id; trying again", "chat", o.Delivery.Chat, "to", o.to, "err", err)
		o.NotBefore = time.Now().Add(pauseAfter(o.Delivery.Attempt))
		return
	}
	r.lg.Info("chat has a new id", "chat", o.Delivery.Chat, "to", o.to)
}

// settle writes one group, however often it takes: as long as it is not
// written the senders stop, for what they send could not be recorded. It
// reports whether leases were lost.
func (r *recorder) settle(hand context.Context, group []subscriptions.Settled) bool {
	for pause := storeRetry; ; pause = min(storeRetryMost, 2*pause) {
		lost, err := splitLost(guard(func() error { return r.outbox.Settle(hand, time.Now(), group...) }))
		switch {
		case err == nil:
			return lost > 0
		case errors.Is(err, errPanic):
			r.apart(hand, group, err)
			return true
		case pause == storeRetry:
			r.lg.Error("could not record what was sent; sending stops until it can be", "parts", len(group), "err", err)
		}
		select {
		case <-hand.Done():
			return true
		case <-time.After(pause):
		}
	}
}

// apart writes each outcome of a group by itself after a panic, so that only the
// one is left out that it was about: its part comes back when its lease ends.
func (r *recorder) apart(hand context.Context, group []subscriptions.Settled, err error) {
	if len(group) == 1 {
		r.lg.Error("could not record what became of a part", "chat", group[0].Delivery.Chat, "slot", group[0].Delivery.Slot, "err", err)
		return
	}
	for i := range group {
		r.settle(hand, group[i:i+1])
	}
}
