package delivery

import (
	"sync/atomic"
	"time"

	"newsbrief/subscriptions"
)

// Stats is how delivery on one platform stands. The counts are of parts since
// the start.
type Stats struct {
	Platform string
	Sent     int64
	Retried  int64 // had to be put off, for whatever reason
	Refused  int64 // given up
	Gone     int64 // chats suspended
	Waiting  int   // digests queued that no sender has begun with
	Answers  bool  // false: the platform is taken not to answer, or refuses everything
	Rate     float64
}

// Stats returns how delivery stands, in the order of [Config.Platforms]. Rate
// is what a second may hold at present, zero for no limit.
func (d *Delivery) Stats() (all []Stats) {
	for _, r := range d.routes {
		b := r.scheduler.depth.counts()
		all = append(all, Stats{
			Platform: r.name,
			Sent:     r.out.tally.sent.Load(),
			Retried:  r.out.tally.retried.Load(),
			Refused:  r.out.tally.refused.Load(),
			Gone:     r.out.tally.gone.Load(),
			Waiting:  b.waiting,
			Answers:  b.up,
			Rate:     r.out.pace.rate(time.Now()),
		})
	}
	return all
}

// tally counts recorded outcomes.
type tally struct {
	sent, retried, refused, gone atomic.Int64
}

func (t *tally) add(group []subscriptions.Settled) {
	for _, s := range group {
		switch s.Outcome {
		case subscriptions.Sent:
			t.sent.Add(1)
		case subscriptions.Refused:
			t.refused.Add(1)
		case subscriptions.Gone:
			t.gone.Add(1)
		default:
			t.retried.Add(1)
		}
	}
}
