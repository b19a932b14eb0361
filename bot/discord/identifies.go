package discord

import (
	"context"
	"sync"
	"time"
)

// identifyDay is how many identifies Discord allows a day where it does not
// say. Who exceeds it loses the token.
const identifyDay = 1000

// gatewayLimit is what GET /gateway/bot says of identifies.
type gatewayLimit struct {
	Total       int     `json:"total"`
	Remaining   *int    `json:"remaining"`   // nil: all of them, as far as is known
	ResetAfter  float64 `json:"reset_after"` // milliseconds
	Concurrency int     `json:"max_concurrency"`
}

// identifies is the budget of all shards.
type identifies struct {
	d *Discord

	mu     sync.Mutex
	left   int
	total  int
	reset  time.Time
	lanes  int
	before map[int]time.Time // the last identify, by lane
}

func (d *Discord) newIdentifies(l gatewayLimit, now time.Time) *identifies {
	if l.Total <= 0 {
		l.Total, l.Remaining = identifyDay, nil
	}
	left := l.Total
	if l.Remaining != nil {
		left = min(*l.Remaining, l.Total)
	}
	reset := time.Duration(l.ResetAfter * float64(time.Millisecond))
	if reset <= 0 || reset > 24*time.Hour {
		reset = 24 * time.Hour
	}
	return &identifies{
		d: d, left: left, total: l.Total, reset: now.Add(reset), lanes: max(1, l.Concurrency), before: map[int]time.Time{},
	}
}

// take returns when the shard may identify.
func (b *identifies) take(ctx context.Context, shard int) error {
	for ctx.Err() == nil {
		wait, said := b.try(shard, time.Now())
		if wait <= 0 {
			return nil
		}
		if said {
			b.d.lg.Error("discord's budget of new sessions for today is spent, waiting for the next", "for", wait.Round(time.Minute).String())
		}
		sleep(ctx, wait)
	}
	return ctx.Err()
}

// try takes an identify, or returns how long there is none; spent says that
// it is the day's budget that is at an end.
func (b *identifies) try(shard int, now time.Time) (wait time.Duration, spent bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !now.Before(b.reset) {
		b.left, b.reset = b.total, now.Add(24*time.Hour)
	}
	if b.left <= 0 {
		return b.reset.Sub(now), true
	}
	lane := shard % b.lanes
	if next := b.before[lane].Add(b.d.waits.identify); !b.before[lane].IsZero() && now.Before(next) {
		return next.Sub(now), false
	}
	b.left--
	b.before[lane] = now
	return 0, false
}

// refund gives back one that was taken and not sent.
func (b *identifies) refund() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left = min(b.left+1, b.total)
}
