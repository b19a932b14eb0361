// Package delivery is the clock and the outbox: it finds who is due, has their
// digests composed, queues them, and sends what is queued.
//
// Each platform has two loops that share nothing but the store. The scheduler
// claims due chats in batches, has them composed and rendered, and queues the
// parts; it keeps only a little more queued than is being sent, so that a
// digest is composed when its turn comes and a million due chats cost no more
// memory or disk than a thousand. The dispatcher takes queued parts, asks the
// platform's [Pace] for the turn of each, hands it to a sender, and decides
// what the platform's answer means; a recorder writes that down in groups. Only
// the dispatcher's goroutine knows what is in flight, so that it needs no lock.
// Retrying happens nowhere but there: a part that must wait goes back to the
// store with the instant before which nobody looks at it again.
//
// A slot is late, never lost. What became due while the process or the
// platform was down is composed on return, by a composer that sees how late it
// is; [subscriptions.MergeAfter] behind its slot a digest is left out and what it would
// have told comes with the next. What was composed and queued before is sent
// with a note that it comes late, whatever its age if it was never tried, and
// given up when it was tried for [GivenUpAfter].
package delivery

import (
	"context"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

const (
	// GivenUpAfter is how long a part is tried.
	GivenUpAfter = 24 * time.Hour

	// grace is how long parts in hand have to finish when Run is to end.
	grace = 5 * time.Second
	// defaultSenders is used where a platform does not say.
	defaultSenders = 8
	// mostWorkers bounds how many digests a platform has composed at once.
	mostWorkers = 4
)

// Composer makes the digests of claimed chats. It is called from several
// goroutines.
type Composer interface {
	// Digest composes what the claim's chat is to be told at now, which may be
	// long after the slot in c.Subscriber.Due, and says which stories it
	// tells, in the order of the message. A message without blocks means that
	// there is nothing to say.
	Digest(ctx context.Context, c subscriptions.Claim, now time.Time) (bot.Message, []subscriptions.Told, error)
	// Same returns a key that claims have in common only if Digest composes
	// the same for them within the minute of now: what was composed and
	// rendered for one is then sent to all.
	Same(c subscriptions.Claim, now time.Time) [32]byte
	// LateNote returns what is to be said, in the chat's language, above the
	// digest in d that was composed in time and then had to wait: nothing if
	// it says so itself.
	LateNote(ctx context.Context, d subscriptions.Delivery) (string, error)
}

// Mover re-keys a chat; see [subscriptions.Subscribers].
type Mover interface {
	Move(ctx context.Context, from, to subscriptions.Chat) error
}

// Config is what a [Delivery] works with.
type Config struct {
	Slots     subscriptions.Slots
	Outbox    subscriptions.Outbox
	Upkeep    subscriptions.Upkeep
	Mover     Mover
	Composer  Composer
	Platforms []bot.Platform
	// Paces are the budgets, by platform name, that adapters share. A platform
	// without one gets its own.
	Paces map[string]*Pace
}

// Delivery sends every chat its digests. It serves the chats of the platforms
// that it was given; those of others stay due at no cost.
type Delivery struct {
	lg     *slog.Logger
	cfg    Config
	routes []*route
}

// New returns a Delivery that does nothing until it is run.
func New(lg *slog.Logger, cfg Config) *Delivery {
	d := &Delivery{lg: lg, cfg: cfg}
	room := newAllowance(mostCached)
	for _, p := range cfg.Platforms {
		d.routes = append(d.routes, newRoute(lg.With("platform", p.Name()), cfg, p, room))
	}
	return d
}

// Run delivers until ctx ends, then lets what is in hand finish within a few
// seconds, gives back what was not begun, and returns nil. It begins with what
// is overdue. Run must be called only once.
func (d *Delivery) Run(ctx context.Context) error {
	hand, done := linger(ctx)
	defer done()
	stop := d.startClock(ctx)
	var wg sync.WaitGroup
	for _, r := range d.routes {
		r.run(ctx, hand, &wg)
	}
	wg.Go(func() { d.sweep(ctx) })
	d.tick()
	wg.Wait()
	stop()
	return nil
}

// route is one platform's way from the slots to its chats.
type route struct {
	scheduler  *scheduler
	dispatcher *dispatcher
}

func newRoute(lg *slog.Logger, cfg Config, p bot.Platform, room *allowance) *route {
	pace := cfg.Paces[p.Name()]
	if pace == nil {
		pace = NewPace(p.Limits())
	}
	senders := p.Limits().Senders
	if senders <= 0 {
		senders = defaultSenders
	}
	b := newQueueDepth(senders)
	return &route{
		scheduler: &scheduler{
			lg: lg, slots: cfg.Slots, composer: cfg.Composer, platform: p,
			depth: b, pace: pace, wake: b.wake, batch: firstBatch,
			workers: min(mostWorkers, runtime.GOMAXPROCS(0)),
			cache:   newDigestCache(room),
		},
		dispatcher: newDispatcher(lg, cfg, p, pace, b, senders),
	}
}

// run starts the route's loops. hand outlives ctx for as long as work in hand
// may take.
func (r *route) run(ctx, hand context.Context, wg *sync.WaitGroup) {
	wg.Go(func() { tireless(ctx, r.scheduler.lg, "scheduler", func() { r.scheduler.run(ctx, hand) }) })
	wg.Go(func() { r.dispatcher.run(ctx, hand) })
}

// tick has everybody look for work.
func (d *Delivery) tick() {
	for _, r := range d.routes {
		r.scheduler.wake.notify()
		r.dispatcher.wake.notify()
	}
}

// linger returns a context that ends a grace after ctx, or when done is called.
func linger(ctx context.Context) (hand context.Context, done context.CancelFunc) {
	hand, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })
	return hand, func() { stop(); cancel() }
}

// signal wakes one loop. Two before it is heard are one.
type signal chan struct{}

func newSignal() signal { return make(signal, 1) }

func (s signal) notify() {
	select {
	case s <- struct{}{}:
	default:
	}
}
