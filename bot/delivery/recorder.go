package delivery

import (
	"context"
	"time"

	"newsbrief/subscriptions"
)

// mostRecorded is how many outcomes are written in one transaction.
const mostRecorded = 256

// record writes down outcomes until there are no more: as many in one
// transaction as came while the one before was written.
func (o *outlet) record(hand context.Context) {
	for first := range o.outcome {
		outcomes := o.gather(first)
		group := make([]subscriptions.Settled, len(outcomes))
		for i, s := range outcomes {
			group[i] = s.Settled
		}
		o.settle(hand, group)
		for _, s := range outcomes {
			o.limiter.release(s.flight, s.Outcome == subscriptions.Sent, time.Now())
		}
		o.wake.notify()
	}
}

// gather returns the outcome and those that wait behind it.
func (o *outlet) gather(first outcome) []outcome {
	all := []outcome{first}
	for len(all) < mostRecorded {
		select {
		case s, ok := <-o.outcome:
			if !ok {
				return all
			}
			all = append(all, s)
		default:
			return all
		}
	}
	return all
}

// settle writes one group, however often it takes: as long as it is not
// written the senders stop, for what they send could not be recorded.
func (o *outlet) settle(hand context.Context, group []subscriptions.Settled) {
	for pause := storeRetry; ; pause = min(storeRetryMost, 2*pause) {
		lost, err := splitLost(guard(func() error { return o.outbox.Settle(hand, time.Now(), group...) }))
		if err == nil {
			o.inFlight.clear(group, lost > 0, time.Now())
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
