package gateway

import (
	"context"
	"sync"
	"time"
)

// identifyDay is how many identifies Discord allows a day where it does not
// say. Who exceeds it loses the token.
const identifyDay = 1000

// identifyBudget is that of all shards.
type identifyBudget struct {
	every time.Duration
	spent func(time.Duration)

	mu    sync.Mutex
	left  int
	total int
	reset time.Time
	lanes int
	begun map[int]time.Time // the last connection for an identify, by lane
	sent  map[int]time.Time // the last identify
}

func newIdentifyBudget(cfg Config, l Limit, now time.Time) *identifyBudget {
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
	return &identifyBudget{
		every: cfg.Waits.Identify, spent: cfg.SpentBudget, left: left, total: l.Total, reset: now.Add(reset), lanes: max(1, l.Concurrency), begun: map[int]time.Time{}, sent: map[int]time.Time{},
	}
}

// take returns when the shard may connect to identify.
func (b *identifyBudget) take(ctx context.Context, shard int) error {
	for ctx.Err() == nil {
		wait, said := b.try(shard, time.Now())
		if wait <= 0 {
			return nil
		}
		if said {
			b.spent(wait)
		}
		sleep(ctx, wait)
	}
	return ctx.Err()
}

// try takes an identify, or returns how long there is none; spent says that
// it is the day's budget that is at an end.
func (b *identifyBudget) try(shard int, now time.Time) (wait time.Duration, spent bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !now.Before(b.reset) {
		b.left, b.reset = b.total, now.Add(24*time.Hour)
	}
	if b.left <= 0 {
		return b.reset.Sub(now), true
	}
	if wait := b.apart(b.begun, shard, now); wait > 0 {
		return wait, false
	}
	b.left--
	return 0, false
}

// apart returns how long it is until the shard's turn, or takes that. The
// caller holds the lock.
func (b *identifyBudget) apart(last map[int]time.Time, shard int, now time.Time) time.Duration {
	lane := shard % b.lanes
	if at, ok := last[lane]; ok && now.Before(at.Add(b.every)) {
		return at.Add(b.every).Sub(now)
	}
	last[lane] = now
	return 0
}

// space returns when the shard, which took an identify, may send it: not all
// connections stand equally soon, and Discord measures between identifies.
func (b *identifyBudget) space(ctx context.Context, shard int) {
	for ctx.Err() == nil {
		b.mu.Lock()
		wait := b.apart(b.sent, shard, time.Now())
		b.mu.Unlock()
		if wait <= 0 {
			return
		}
		sleep(ctx, wait)
	}
}

// refund gives back one that was taken and not sent.
func (b *identifyBudget) refund() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left = min(b.left+1, b.total)
}
