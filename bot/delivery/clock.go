package delivery

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/robfig/cron/v3"
)

// every fires at whole multiples of itself since midnight UTC. It counts from
// the instant given with its monotonic reading, so that a wall clock that is
// set back does not silence it until the old time comes round again.
type every time.Duration

// Next implements [cron.Schedule].
func (e every) Next(t time.Time) time.Time {
	d := time.Duration(e)
	return t.Add(d - t.Sub(t.Truncate(d)))
}

// startClock starts the minute's tick and the hour's sweep. stop returns when
// no job is running any more.
func (d *Delivery) startClock(ctx context.Context) (stop func()) {
	lg := cronLog{d.lg}
	// The order matters: the other way round a panic would leave the job
	// marked as running for ever.
	c := cron.New(cron.WithLocation(time.UTC), cron.WithLogger(lg),
		cron.WithChain(cron.SkipIfStillRunning(lg), cron.Recover(lg)))
	c.Schedule(every(time.Minute), cron.FuncJob(d.tick))
	c.Schedule(every(time.Hour), cron.FuncJob(func() { d.sweep(ctx) }))
	c.Start()
	return func() { <-c.Stop().Done() }
}

// sweep removes what was kept long enough of chats that shut the bot out, and
// brings back what was put off by a clock that was wrong.
func (d *Delivery) sweep(ctx context.Context) {
	now := time.Now()
	var n int
	err := guard(func() (err error) {
		n, err = d.cfg.Upkeep.RemoveSuspended(ctx, now)
		return errors.Join(err, d.cfg.Upkeep.RescheduleFar(ctx, now), d.cfg.Upkeep.HastenParts(ctx, now))
	})
	switch {
	case ctx.Err() != nil:
	case err != nil:
		d.lg.Error("cannot clear up the store; trying again in an hour", "err", err)
	case n > 0:
		d.lg.Info("removed chats that were suspended for long", "chats", n)
	}
}

// cronLog hands what cron says to slog. Its routine messages are of interest
// to those who debug only.
type cronLog struct{ lg *slog.Logger }

// Info implements [cron.Logger].
func (l cronLog) Info(msg string, kv ...any) { l.lg.Debug("clock: "+msg, kv...) }

// Error implements [cron.Logger].
func (l cronLog) Error(err error, msg string, kv ...any) {
	l.lg.Error("clock: "+msg, append([]any{"err", err}, kv...)...)
}
