package delivery

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

const (
	// firstPause grows threefold with every attempt up to longestPause.
	firstPause, longestPause = 5 * time.Second, 30 * time.Minute
	// shortestWait is obeyed where a platform asks to wait for no time at all,
	// and no wait is believed beyond longestWait.
	shortestWait, longestWait = time.Second, 24 * time.Hour
	// quickMoves is how often a part follows a chat to a new id without pause.
	quickMoves = 3
)

// serve is one sender.
func (o *outlet) serve(ctx, hand context.Context) {
	for h := range o.work {
		f, ok := o.limiter.acquire(ctx)
		if !ok {
			o.breaker.abandon()
			o.putBack(h.Delivery, time.Now())
		} else if !o.turn(ctx, hand, h, f) {
			o.limiter.release(f, false, time.Now())
		}
	}
}

// turn sends the part when its turn has come, and reports whether it did. If
// not, the part is out of the sender's hands all the same.
func (o *outlet) turn(ctx, hand context.Context, h *leased, f *flight) bool {
	at, err := o.pace.digest(ctx, h.Chat)
	now := time.Now()
	switch {
	case err != nil || !h.fits(now):
		o.breaker.abandon()
		o.putBack(h.Delivery, now)
		return false
	case !at.IsZero():
		o.breaker.abandon()
		o.giveBack(ctx, h, at)
		return false
	}
	o.limiter.begin(f, now)
	o.attempt(hand, h.Delivery, f)
	return true
}

// giveBack hands a part that has to wait back to the loop that holds such.
func (o *outlet) giveBack(ctx context.Context, h *leased, at time.Time) {
	h.at = at
	select {
	case o.back <- h:
	case <-ctx.Done():
		o.putBack(h.Delivery, at)
	}
}

// attempt sends a part once and passes on what became of it.
func (o *outlet) attempt(hand context.Context, d subscriptions.Delivery, f *flight) {
	err := o.try(hand, d)
	o.limiter.answer(f)
	if err == nil {
		o.inFlight.took(d)
	}
	failure := classify(err)
	answered := failure == nil || failure.Class != bot.Transient
	o.breaker.result(d.Chat, failure, answered)
	if answered {
		o.depth.grow()
	}
	settled := o.judge(hand, d, failure)
	if settled.Outcome != subscriptions.Untried {
		o.begin(d)
	}
	o.outcome <- outcome{Settled: settled, flight: f}
}

// try makes the request. A panic in the platform is an error of this part
// alone, and its payload's fault.
func (o *outlet) try(hand context.Context, d subscriptions.Delivery) (err error) {
	ctx, cancel := context.WithTimeout(hand, sendTimeout)
	defer cancel()
	d.Note = o.note(ctx, d)
	if panicked := guard(func() error { err = o.platform.Send(ctx, d); return nil }); panicked != nil {
		return &bot.SendError{Class: bot.Rejected, Err: panicked}
	}
	return err
}

// note is what is said above a digest that lay in the outbox for long.
func (o *outlet) note(ctx context.Context, d subscriptions.Delivery) string {
	if o.noter == nil || d.Part != 1 || d.Slot == (subscriptions.Slot{}) || time.Since(d.Queued) <= subscriptions.LateAfter {
		return ""
	}
	var text string
	err := guard(func() (err error) {
		text, err = o.noter.LateNote(ctx, d)
		return err
	})
	if err != nil {
		o.lg.Warn("cannot say that a digest comes late", "chat", d.Chat, "err", err)
	}
	return text
}

// classify returns what a platform said of a failed send; nil for none. What
// it did not classify is taken for transient.
func classify(err error) *bot.SendError {
	var failure *bot.SendError
	if err == nil || errors.As(err, &failure) {
		return failure
	}
	return &bot.SendError{Class: bot.Transient, Err: err}
}

// judge decides what a failure means for the part.
func (o *outlet) judge(hand context.Context, d subscriptions.Delivery, failure *bot.SendError) subscriptions.Settled {
	now := time.Now()
	if failure == nil {
		o.lg.Debug("sent", "chat", d.Chat, "slot", d.Slot, "part", d.Part, "attempt", d.Attempt)
		return subscriptions.Settled{Delivery: d, Outcome: subscriptions.Sent}
	}
	switch failure.Class {
	case bot.Wait:
		return o.wait(d, failure, now)
	case bot.Rejected:
		return o.rejected(d, failure, now)
	case bot.Gone:
		o.lg.Info("chat takes no messages any more; suspended", "chat", d.Chat, "err", failure)
		return subscriptions.Settled{Delivery: d, Outcome: subscriptions.Gone}
	case bot.Moved:
		return o.moved(hand, d, failure, now)
	case bot.Fatal:
		o.lg.Error("nothing can be sent any more; what is queued and due is kept until the program is started again", "err", failure)
		o.depth.stop()
		o.halt()
		return retry(d, now)
	default:
		return o.transient(d, failure, now)
	}
}

func retry(d subscriptions.Delivery, at time.Time) subscriptions.Settled {
	return subscriptions.Settled{Delivery: d, Outcome: subscriptions.Retry, NotBefore: at}
}

func untried(d subscriptions.Delivery, at time.Time) subscriptions.Settled {
	return subscriptions.Settled{Delivery: d, Outcome: subscriptions.Untried, NotBefore: at}
}

func (o *outlet) wait(d subscriptions.Delivery, failure *bot.SendError, now time.Time) subscriptions.Settled {
	until := now.Add(min(longestWait, max(failure.After, shortestWait)))
	o.lg.Info("the platform asks to wait", "chat", d.Chat, "for", failure.After, "all", failure.Global)
	if failure.Global {
		o.pace.Hold(subscriptions.Chat{}, until)
	} else {
		o.pace.Hold(d.Chat, until)
	}
	return retry(d, until)
}

func (o *outlet) rejected(d subscriptions.Delivery, failure *bot.SendError, now time.Time) subscriptions.Settled {
	if d.Plain {
		o.lg.Error("the platform refuses a part even as plain text; it is given up", "chat", d.Chat, "slot", d.Slot, "part", d.Part, "err", failure)
		return subscriptions.Settled{Delivery: d, Outcome: subscriptions.Refused}
	}
	o.lg.Error("the platform refuses the markup of a part; sending it as plain text", "chat", d.Chat, "slot", d.Slot, "part", d.Part, "err", failure)
	return subscriptions.Settled{Delivery: d, Outcome: subscriptions.RetryPlain, NotBefore: now}
}

// moved re-keys the chat. The part waits for it under the new id.
func (o *outlet) moved(hand context.Context, d subscriptions.Delivery, failure *bot.SendError, now time.Time) subscriptions.Settled {
	to := failure.To
	if to.Thread == "" {
		to.Thread = d.Chat.Thread
	}
	if to.ID == "" || to.Platform != d.Chat.Platform || to == d.Chat {
		return o.transient(d, failure, now)
	}
	if err := guard(func() error { return o.mover.Move(hand, d.Chat, to) }); err != nil {
		o.lg.Error("cannot move a chat to its new id; trying again", "chat", d.Chat, "to", to, "err", err)
		return retry(d, now.Add(pauseAfter(d.Attempt)))
	}
	o.lg.Info("chat has a new id", "chat", d.Chat, "to", to)
	o.inFlight.moved(d, to)
	at := now
	if d.Attempt >= quickMoves {
		at = now.Add(pauseAfter(d.Attempt))
	}
	d.Chat = to
	return retry(d, at)
}

// transient puts the part off. While the platform is taken not to answer that
// is not the chat's doing, and the part is no nearer to being given up.
func (o *outlet) transient(d subscriptions.Delivery, failure *bot.SendError, now time.Time) subscriptions.Settled {
	if o.breaker.isOpen() {
		return untried(d, now.Add(pauseAfter(0)))
	}
	if d.Attempt > 0 && now.Sub(d.Queued) > GivenUpAfter {
		o.lg.Error("a part could not be sent for a day; it is given up", "chat", d.Chat, "slot", d.Slot, "part", d.Part, "attempts", d.Attempt+1, "err", failure)
		return subscriptions.Settled{Delivery: d, Outcome: subscriptions.Refused}
	}
	at := now.Add(pauseAfter(d.Attempt))
	o.lg.Debug("not sent; trying again", "chat", d.Chat, "slot", d.Slot, "part", d.Part, "attempt", d.Attempt, "at", at, "err", failure)
	return retry(d, at)
}

// pauseAfter is how long to wait after so many attempts before: three times as
// long each time, and by a random part of a half less, so that what failed
// together is not tried together.
func pauseAfter(attempts int) time.Duration {
	d := firstPause
	for range min(attempts, 10) {
		d = min(longestPause, 3*d)
	}
	return d - rand.N(d/2)
}
