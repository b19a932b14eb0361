package delivery

import (
	"context"
	"errors"
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
	c := cron.New(cron.WithLocation(time.UTC), cron.WithLogger(cron.DiscardLogger), cron.WithChain(cron.SkipIfStillRunning(cron.DiscardLogger)))
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
		d.lg.Error("could not clear up the store; trying again in an hour", "err", err)
	case n > 0:
		d.lg.Info("removed chats that were suspended for long", "chats", n)
	}
}
