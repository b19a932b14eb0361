package delivery

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

const (
	// takeLease is how long a part may be in hand, from the store to the
	// record of its outcome, and settleTime what that record may take. A part
	// whose lease would not outlive both a request and that is not sent.
	takeLease  = time.Minute
	settleTime = 5 * time.Second
	// mostInHand is how many parts are in hand where no rate is set; handSpan
	// is how much of the rate they are where one is.
	mostInHand = 256
	handSpan   = 2 * time.Second
	// ahead is how many parts lie ready for each sender where no rate is set:
	// the dispatcher then keeps nobody waiting.
	ahead = 2
	// storeRetry and storeRetryMost are the pauses after the store failed.
	storeRetry, storeRetryMost = 100 * time.Millisecond, 10 * time.Second
	// idle is how long nothing is looked for unasked.
	idle = time.Hour
	// tidiness is how often the waiting parts are looked through while none
	// came and nothing else changed. It is far below any wait that matters.
	tidiness = 100 * time.Millisecond
)

// dispatcher takes the queued parts of one platform from the store, has each
// sent when its chat and the rate allow it, decides what the answer means, and
// has that recorded. Its goroutine alone knows what is in hand and whether the
// platform answers; senders and recorder get their work from it and report back.
type dispatcher struct {
	lg      *slog.Logger
	outbox  subscriptions.Outbox
	name    string // of the platform
	pace    *Pace
	depth   *queueDepth
	senders []sender
	rec     recorder

	wake     signal          // notified when there may be something to go on with
	ready    <-chan struct{} // the store's hint that there may be something to take
	work     chan *flight    // to the senders; has room for all that they may be given
	tried    chan tried
	record   chan []outcome // to the recorder, when it is idle
	recorded chan recorded

	flights  inFlight
	limiter  *limiter
	breaker  breaker
	turn     *turn     // that the part at the end of flights.sending waits for; nil: none does
	outcomes []outcome // for the recorder
	next     time.Time // when to ask the store for more
	pause    time.Duration
	tidied   time.Time // when the waiting parts were looked through
	gate     time.Time // and for which gate; both are good until a part comes
}

func newDispatcher(lg *slog.Logger, cfg Config, p bot.Platform, pace *Pace, depth *queueDepth, senders int) *dispatcher {
	most := senders
	if p.Limits().PerSecond <= 0 {
		most += ahead * senders
	}
	return &dispatcher{
		lg: lg, outbox: cfg.Outbox, name: p.Name(), pace: pace, depth: depth,
		senders: slices.Repeat([]sender{{lg, p, cfg.Composer}}, senders), rec: recorder{lg, cfg.Outbox, cfg.Mover},
		wake: newSignal(), ready: cfg.Outbox.Ready(p.Name()), work: make(chan *flight, most), tried: make(chan tried, most),
		record: make(chan []outcome), recorded: make(chan recorded, 1),
		flights: newInFlight(), limiter: newLimiter(most, pace.rate), breaker: newBreaker(lg, depth),
	}
}

// run delivers until ctx ends, then lets what is being sent finish. hand
// outlives ctx for as long as that may take.
func (d *dispatcher) run(ctx, hand context.Context) {
	var wg sync.WaitGroup
	defer wg.Wait()
	for _, s := range d.senders {
		wg.Go(func() { s.run(hand, d.work, d.tried) })
	}
	wg.Go(func() { d.rec.run(hand, d.record, d.recorded) })
	tireless(ctx, d.lg, "dispatcher", func() { d.loop(ctx) })
	if err := guard(func() error { d.end(hand); return nil }); err != nil {
		d.lg.Error("could not finish what was in hand; it is sent after the next start", "err", err)
	}
	close(d.work)
	close(d.record)
}

// loop returns when ctx ends.
func (d *dispatcher) loop(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		now := time.Now()
		at := d.proceed(ctx, now)
		timer.Reset(at.Sub(now))
		select {
		case <-d.wake:
			d.look(now)
		case <-d.ready:
			d.look(now)
		case <-timer.C:
		case <-ctx.Done():
		case g := <-d.turn.granted():
			d.granted(g)
		case t := <-d.tried:
			d.finish(t)
			for len(d.tried) > 0 {
				d.finish(<-d.tried)
			}
		case d.toRecord() <- d.group():
			d.outcomes = d.outcomes[len(d.group()):]
		case r := <-d.recorded:
			d.drop(r)
		}
	}
}

// proceed begins what may begin, and returns when to look again although
// nothing happened.
func (d *dispatcher) proceed(ctx context.Context, now time.Time) time.Time {
	gate := later(d.breaker.until, d.pace.heldUntil())
	d.tidy(now, gate)
	for d.turn == nil {
		if d.breaker.open && len(d.flights.sending) > 0 { // it is the probe
			return now.Add(idle)
		}
		d.fill(ctx, now, gate)
		i, at := d.pick(now, gate)
		free, again := d.limiter.room(&d.flights, now)
		if i < 0 || !free {
			return sooner(at, again)
		}
		d.begin(i)
	}
	return now.Add(idle)
}

// begin has a waiting part sent as soon as its turn comes.
func (d *dispatcher) begin(i int) {
	f := d.flights.begin(i)
	if err := guard(func() error { d.turn = d.pace.digest(f.Chat); return nil }); err != nil {
		d.turn = &turn{err: err, ready: make(chan time.Time, 1)}
		d.turn.ready <- time.Time{}
	}
	select {
	case g := <-d.turn.ready:
		d.granted(g)
	default:
	}
}

// granted hands the part whose turn came to a sender. One whose chat has to
// wait, as at tells, waits here.
func (d *dispatcher) granted(at time.Time) {
	f, now, err := d.flights.sending[len(d.flights.sending)-1], time.Now(), d.turn.err
	d.turn = nil
	switch {
	case err != nil:
		d.lg.Error("could not give a part its turn; trying again", "chat", f.Chat, "slot", f.Slot, "err", err)
		f.begun = now
		d.finish(tried{flight: f, failure: classify(err)})
	case !f.fits(now):
		d.flights.stop(f)
		d.putBack(f, now)
	case !at.IsZero():
		f.at = at
		d.flights.stop(f)
		d.flights.waiting = append(d.flights.waiting, f)
		d.tidied = time.Time{}
	default:
		f.begun = now
		d.work <- f
	}
}

// finish takes in what the platform said of a part.
func (d *dispatcher) finish(t tried) {
	now := time.Now()
	d.flights.stop(t.flight)
	d.flights.answered++
	t.flight.took, t.flight.message = t.failure == nil, t.message
	d.breaker.note(t, len(d.flights.sending) == 0, now)
	o := retry(t.flight, now)
	if err := guard(func() error { o = d.judge(t, now); return nil }); err != nil {
		d.lg.Error("could not tell what became of a part; trying again", "chat", t.Chat, "slot", t.Slot, "err", err)
	}
	d.depth.note(t.begins() && o.Outcome != subscriptions.Untried, t.answered())
	d.outcomes = append(d.outcomes, o)
}

// drop puts the parts out of hand whose outcome was recorded.
func (d *dispatcher) drop(r recorded) {
	now := time.Now()
	for _, o := range r.outcomes {
		if o.Outcome == subscriptions.Sent && !o.flight.begun.IsZero() {
			d.limiter.learn(now.Sub(o.flight.begun))
		}
		if again := d.flights.drop(o.flight, r.lost, now); again != nil {
			d.accept(again)
		}
	}
}

// accept takes a part in hand. One that was sent already, while the store could
// not record it, is recorded now.
func (d *dispatcher) accept(f *flight) {
	d.flights.add(f)
	if f.took {
		d.outcomes = append(d.outcomes, outcome{flight: f, Settled: subscriptions.Settled{Delivery: f.Delivery, Message: f.message}})
	}
	d.tidied = time.Time{}
}

// putBack leaves a part in the outbox until the instant, untried.
func (d *dispatcher) putBack(f *flight, at time.Time) {
	d.outcomes = append(d.outcomes, outcome{flight: f, Settled: subscriptions.Settled{
		Delivery: f.Delivery, Outcome: subscriptions.Untried, NotBefore: at,
	}})
}

// group is what the recorder is to write next.
func (d *dispatcher) group() []outcome {
	return d.outcomes[:min(len(d.outcomes), mostRecorded)]
}

// toRecord is where the group goes; nil if there is none.
func (d *dispatcher) toRecord() chan<- []outcome {
	if len(d.outcomes) == 0 {
		return nil
	}
	return d.record
}

// end puts back what was not sent, and returns when everything is recorded or
// hand ends.
func (d *dispatcher) end(hand context.Context) {
	if d.turn != nil {
		d.pace.leave(d.turn)
		d.turn = nil
		d.flights.waiting = append(d.flights.waiting, d.flights.sending[len(d.flights.sending)-1])
		d.flights.sending = d.flights.sending[:len(d.flights.sending)-1]
	}
	for _, f := range d.flights.waiting {
		d.putBack(f, time.Now())
	}
	d.flights.waiting = nil
	for len(d.flights.all) > 0 {
		select {
		case t := <-d.tried:
			d.finish(t)
		case d.toRecord() <- d.group():
			d.outcomes = d.outcomes[len(d.group()):]
		case r := <-d.recorded:
			d.drop(r)
		case <-hand.Done():
			return
		}
	}
}

// pick chooses a waiting part that may be sent now; if there is none it
// returns -1. at is when to look again.
func (d *dispatcher) pick(now, gate time.Time) (i int, at time.Time) {
	at = now.Add(idle)
	if more := later(d.next, gate); more.After(now) {
		at = sooner(at, more)
	}
	for i, f := range d.flights.waiting {
		ready := later(f.at, gate)
		if !ready.After(now) {
			return d.breaker.choose(d.flights.waiting, i, now), at
		}
		at = sooner(at, ready)
	}
	return -1, at
}

// tidy puts back the parts that cannot be sent soon.
func (d *dispatcher) tidy(now, gate time.Time) {
	if since := now.Sub(d.tidied); gate.Equal(d.gate) && since >= 0 && since < tidiness {
		return
	}
	d.tidied, d.gate = now, gate
	d.flights.waiting = slices.DeleteFunc(d.flights.waiting, func(f *flight) bool {
		at := later(later(f.at, gate), now)
		if f.fits(at) && f.at.Sub(now) <= patience {
			return false
		}
		d.putBack(f, at)
		return true
	})
}

// size is how many parts to have in hand, those of the senders included: so
// few that none is in hand for long, however slow the rate; but to feel out a
// platform that does not answer, as many as there is a choice of.
func (d *dispatcher) size(now time.Time) int {
	if d.breaker.open {
		return deepest
	}
	rate := d.pace.rate(now)
	if rate == 0 {
		return mostInHand
	}
	return min(mostInHand, max(1, int(rate*handSpan.Seconds())))
}

// look has the store asked at once, unless it failed just now.
func (d *dispatcher) look(now time.Time) {
	if d.pause == 0 {
		d.next = now
	}
}

// fill takes more parts when few of those in hand are ready.
func (d *dispatcher) fill(ctx context.Context, now, gate time.Time) {
	if later(d.next, gate).After(now) {
		return
	}
	waiting, size, ready := d.flights.waiting, d.size(now), len(d.flights.sending)
	if len(waiting) >= 2*size {
		return
	}
	for i := 0; i < len(waiting) && ready <= size/2; i++ {
		if !waiting[i].at.After(now) {
			ready++
		}
	}
	if ready <= size/2 {
		d.take(ctx, now, size-ready)
	}
}

// take asks the store for more.
func (d *dispatcher) take(ctx context.Context, now time.Time, limit int) {
	var got []subscriptions.Delivery
	var next time.Time
	err := guard(func() (err error) {
		got, next, err = d.outbox.Take(ctx, d.name, now, takeLease, limit)
		return err
	})
	for _, p := range got {
		d.accept(&flight{Delivery: p, leased: now, at: d.pace.chatReady(p.Chat, now)})
	}
	if d.breaker.open { // those that are ill by themselves are not to go one after the other
		w := d.flights.waiting
		rand.Shuffle(len(w), func(i, j int) { w[i], w[j] = w[j], w[i] })
	}
	if err != nil {
		d.failed(ctx, now, err)
		return
	}
	d.pause, d.next = 0, now
	if len(got) == limit {
		return
	}
	d.depth.atMost(len(d.flights.waiting) + len(d.flights.sending))
	if d.next = sooner(now.Add(idle), next); len(got) == 0 && !d.next.After(now) {
		d.next = now.Add(time.Second)
	}
}

// failed has the store asked again after a while.
func (d *dispatcher) failed(ctx context.Context, now time.Time, err error) {
	if ctx.Err() != nil {
		return
	}
	if d.pause == 0 {
		d.lg.Error("could not read the outbox; trying again", "err", err)
	}
	d.pause = min(storeRetryMost, max(storeRetry, 2*d.pause))
	d.next = now.Add(d.pause)
}

// sooner is the earlier instant; zero is none.
func sooner(a, b time.Time) time.Time {
	if b.IsZero() || a.Before(b) {
		return a
	}
	return b
}
