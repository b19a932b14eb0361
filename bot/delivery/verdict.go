package delivery

import (
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
	shortestWait, longestWait = time.Second, subscriptions.LongestWait
	// fewestTries is how often a part is tried before it is given up: fewer than
	// a day has, so that a day in which the platform answers nobody is none.
	fewestTries = 40
)

// outcome is what became of a part, to be recorded.
type outcome struct {
	flight *flight
	subscriptions.Settled
	to subscriptions.Chat // the chat's new id, if it has one
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

// judge decides what the platform's answer means for the part.
func (d *dispatcher) judge(t tried, now time.Time) outcome {
	o := outcome{flight: t.flight, Settled: subscriptions.Settled{Delivery: t.Delivery}}
	if t.failure == nil {
		o.Message = t.message
		d.lg.Debug("sent", "chat", t.Chat, "slot", t.Slot, "part", t.Part, "attempt", t.Attempt)
		return o
	}
	switch t.failure.Class {
	case bot.Wait:
		o.Outcome, o.NotBefore = subscriptions.Retry, d.hold(t, now)
	case bot.Rejected:
		o.Outcome, o.NotBefore = d.rejected(t), now
	case bot.Gone:
		d.lg.Info("chat takes no messages any more; suspended", "chat", t.Chat, "err", t.failure)
		o.Outcome = subscriptions.Gone
	case bot.Fatal:
		o.Outcome, o.NotBefore = subscriptions.Untried, now
	case bot.Moved:
		if o.to = newID(t); o.to != (subscriptions.Chat{}) {
			o.Outcome, o.NotBefore = subscriptions.Retry, now
			break
		}
		fallthrough
	default:
		o.Outcome, o.NotBefore = d.transient(t, now)
	}
	return o
}

// hold obeys a platform that asks to wait, and returns until when.
func (d *dispatcher) hold(t tried, now time.Time) time.Time {
	until := now.Add(min(longestWait, max(t.failure.After, shortestWait)))
	d.lg.Info("the platform asks to wait", "chat", t.Chat, "for", t.failure.After, "all", t.failure.Global)
	if t.failure.Global {
		d.pace.Hold(subscriptions.Chat{}, until)
	} else {
		d.pace.Hold(t.Chat, until)
	}
	return until
}

func (d *dispatcher) rejected(t tried) subscriptions.Outcome {
	if t.Plain {
		d.lg.Error("the platform refuses a part even as plain text; it is given up", "chat", t.Chat, "slot", t.Slot, "part", t.Part, "err", t.failure)
		return subscriptions.Refused
	}
	d.lg.Error("the platform refuses the markup of a part; sending it as plain text", "chat", t.Chat, "slot", t.Slot, "part", t.Part, "err", t.failure)
	return subscriptions.RetryPlain
}

// newID is the chat's new id as the platform said it; zero if that is none.
func newID(t tried) subscriptions.Chat {
	to := t.failure.To
	if to.Thread == "" {
		to.Thread = t.Chat.Thread
	}
	if to.ID == "" || to.Platform != t.Chat.Platform || to == t.Chat {
		return subscriptions.Chat{}
	}
	return to
}

// transient puts the part off. While the platform is taken not to answer that
// is not the chat's doing, and the part is no nearer to being given up.
func (d *dispatcher) transient(t tried, now time.Time) (subscriptions.Outcome, time.Time) {
	if d.breaker.open {
		return subscriptions.Untried, now.Add(pauseAfter(0))
	}
	if t.Attempt >= fewestTries && now.Sub(t.Queued) > GivenUpAfter {
		d.lg.Error("a part could not be sent for a day; it is given up", "chat", t.Chat, "slot", t.Slot, "part", t.Part, "attempts", t.Attempt+1, "err", t.failure)
		return subscriptions.Refused, now
	}
	at := now.Add(pauseAfter(t.Attempt))
	d.lg.Debug("not sent; trying again", "chat", t.Chat, "slot", t.Slot, "part", t.Part, "attempt", t.Attempt, "at", at, "err", t.failure)
	return subscriptions.Retry, at
}

// retry puts a part off for as long as after so many attempts.
func retry(f *flight, now time.Time) outcome {
	return outcome{flight: f, Settled: subscriptions.Settled{
		Delivery: f.Delivery, Outcome: subscriptions.Retry, NotBefore: now.Add(pauseAfter(f.Attempt)),
	}}
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
