package delivery

import (
	"context"
	"errors"
	"sync"
	"time"

	"newsbrief/subscriptions"
)

var (
	errFull   = errors.New("no space left on device")
	errKilled = errors.New("killed")
)

// faults says what is wrong with a faulty store.
type faults struct {
	mu    sync.Mutex
	err   error         // of every write
	reads bool          // still work
	skew  time.Duration // by which the clock was set forward
}

func (f *faults) set(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err, f.reads = err, false
}

func (f *faults) reading(works bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.reads = works
}

// jump sets the clock forward, as the store sees it.
func (f *faults) jump(by time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.skew += by
}

func (f *faults) wall(now time.Time) time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return now.Add(f.skew)
}

func (f *faults) write() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}

func (f *faults) read() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.reads {
		return nil
	}
	return f.err
}

// faulty is a store whose disk can fail.
type faulty struct {
	subscriptions.Store
	*faults
}

func newFaulty(s subscriptions.Store) (subscriptions.Store, *faults) {
	f := &faults{}
	return faulty{s, f}, f
}

func (s faulty) Claim(ctx context.Context, platform string, now time.Time, lease time.Duration, limit int) ([]subscriptions.Claim, error) {
	if err := s.read(); err != nil {
		return nil, err
	}
	return s.Store.Claim(ctx, platform, s.wall(now), lease, limit)
}

func (s faulty) Queue(ctx context.Context, now time.Time, done ...subscriptions.Queued) error {
	if err := s.write(); err != nil {
		return err
	}
	return s.Store.Queue(ctx, s.wall(now), done...)
}

func (s faulty) Release(ctx context.Context, claims ...subscriptions.Claim) error {
	if err := s.write(); err != nil {
		return err
	}
	return s.Store.Release(ctx, claims...)
}

func (s faulty) Take(ctx context.Context, platform string, now time.Time, lease time.Duration, limit int) ([]subscriptions.Delivery, time.Time, error) {
	if err := s.read(); err != nil {
		return nil, time.Time{}, err
	}
	got, next, err := s.Store.Take(ctx, platform, s.wall(now), lease, limit)
	if !next.IsZero() {
		next = next.Add(now.Sub(s.wall(now)))
	}
	return got, next, err
}

func (s faulty) Settle(ctx context.Context, now time.Time, settled ...subscriptions.Settled) error {
	if err := s.write(); err != nil {
		return err
	}
	return s.Store.Settle(ctx, s.wall(now), settled...)
}

func (s faulty) RescheduleFar(ctx context.Context, now time.Time) error {
	return s.Store.RescheduleFar(ctx, s.wall(now))
}

func (s faulty) HastenParts(ctx context.Context, now time.Time) error {
	return s.Store.HastenParts(ctx, s.wall(now))
}
