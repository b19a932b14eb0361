package delivery

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

const (
	// takeLease is how long a part may be in hand, from the store to the
	// record of its outcome.
	takeLease = time.Minute
	// sendTimeout bounds one request, settleTime what the record of its
	// outcome may take. A part whose lease would not outlive both is not sent.
	sendTimeout = 20 * time.Second
	settleTime  = 5 * time.Second
	// unrecorded is how many outcomes may wait for their record where no rate
	// is set. Where one is, a part is under way until it is recorded.
	unrecorded = 256
	// ahead is how many parts lie ready for each sender where no rate is set:
	// the loop that takes them from the store then keeps nobody waiting.
	ahead = 2
)

// outlet sends the queued parts of one platform: one loop takes them from the
// store, a few senders send them, one recorder writes down what became of them.
type outlet struct {
	lg       *slog.Logger
	outbox   subscriptions.Outbox
	noter    Noter // nil: nothing is noted
	mover    Mover
	platform bot.Platform
	pace     *Pace
	depth    *queueDepth
	senders  int

	wake     signal          // notified when there may be something to go on with
	ready    <-chan struct{} // the store's hint that there may be something to take
	work     chan *leased    // to the senders
	back     chan *leased    // what a sender could not send yet
	outcome  chan outcome
	limiter  *limiter // nil where no rate is set
	breaker  *breaker
	inFlight *inFlight
	halt     context.CancelFunc // ends this outlet alone
}

// leased is a part in hand.
type leased struct {
	subscriptions.Delivery
	taken time.Time
	at    time.Time // not to be sent before
}

// outcome is what became of a part, to be recorded.
type outcome struct {
	subscriptions.Settled
	flight *flight // nil if the part was not under way
}

// fits reports whether the part, sent at the instant, is settled before its
// lease ends.
func (h *leased) fits(at time.Time) bool {
	return at.Sub(h.taken) < takeLease-sendTimeout-settleTime
}

func newOutlet(lg *slog.Logger, cfg Config, p bot.Platform, pace *Pace, b *queueDepth, senders int) *outlet {
	o := &outlet{
		lg: lg, outbox: cfg.Outbox, mover: cfg.Mover, platform: p, pace: pace, depth: b, senders: senders,
		wake: newSignal(), ready: cfg.Outbox.Ready(p.Name()), back: make(chan *leased),
		outcome:  make(chan outcome, max(unrecorded, senders)),
		inFlight: newInFlight(),
	}
	o.noter, _ = cfg.Composer.(Noter)
	o.breaker = newBreaker(lg, b, o.wake)
	if p.Limits().PerSecond > 0 {
		o.limiter, o.work = newLimiter(senders, pace.rate), make(chan *leased)
	} else {
		o.work = make(chan *leased, ahead*senders)
	}
	return o
}

// run sends until ctx ends, or until the platform says that nothing can be
// sent at all, then finishes what is in hand.
func (o *outlet) run(ctx, hand context.Context) {
	ctx, o.halt = context.WithCancel(ctx)
	defer o.halt()
	var recorder, senders sync.WaitGroup
	recorder.Go(func() { tireless(hand, o.lg, "recorder", func() { o.record(hand) }) })
	for range o.senders {
		senders.Go(func() { o.serve(ctx, hand) })
	}
	t := &dispatcher{outlet: o, dirty: true}
	tireless(ctx, o.lg, "dispatcher", func() { t.run(ctx) })
	close(o.work)
	for _, h := range t.hand {
		o.putBack(h.Delivery, time.Now())
	}
	senders.Wait()
	close(o.outcome)
	recorder.Wait()
}

// putBack leaves the part in the outbox until the instant, untried.
func (o *outlet) putBack(d subscriptions.Delivery, at time.Time) {
	o.outcome <- outcome{Settled: untried(d, at)}
}

// begin counts a digest as begun when its first part was tried for the first
// time.
func (o *outlet) begin(d subscriptions.Delivery) {
	if d.Attempt == 0 && d.Part == 1 && d.Slot != (subscriptions.Slot{}) {
		o.depth.begin()
	}
}
