package delivery

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

const (
	// claimLease is how long a batch may take from claim to queue.
	claimLease = 2 * time.Minute
	// firstBatch and largestBatch bound how many chats are claimed at once.
	firstBatch, largestBatch = 64, 512
	// quickBatch and slowBatch: a batch that took less is followed by a larger
	// one, one that took more by a smaller one, far from the lease's end.
	quickBatch, slowBatch = time.Second, 10 * time.Second
	// nextTry is a little less than a minute: failed claims are given back at
	// the next tick.
	nextTry = 50 * time.Second
	// mostReturned bounds the claims that are remembered to be given back.
	mostReturned = 1024
)

// scheduler turns the due chats of one platform into queued parts.
type scheduler struct {
	lg         *slog.Logger
	slots      subscriptions.Slots
	composer   Composer
	platform   bot.Platform
	depth      *queueDepth
	pace       *Pace
	wake       signal // notified when somebody may be due
	batch      int
	workers    int
	cache      *digestCache
	saturation saturation
	failed     []subscriptions.Claim  // that came to nothing, to be given back
	giveBack   time.Time              // when
	done       []subscriptions.Queued // room for those of one batch
}

func (s *scheduler) run(ctx, hand context.Context) {
	for {
		select {
		case <-ctx.Done():
			s.release(hand)
			return
		case <-s.wake:
			s.drain(ctx, hand)
		}
	}
}

// drain claims and queues until nobody is due or enough is queued.
func (s *scheduler) drain(ctx, hand context.Context) {
	if !time.Now().Before(s.giveBack) {
		s.release(hand)
	}
	for more := true; more && ctx.Err() == nil; {
		limit := min(s.batch, s.depth.room())
		more = limit > 0 && s.step(ctx, hand, limit)
	}
}

// step claims one batch and queues what came of it. It reports whether more
// may be due.
func (s *scheduler) step(ctx, hand context.Context, limit int) bool {
	start := time.Now()
	var claims []subscriptions.Claim
	err := guard(func() (err error) {
		claims, err = s.slots.Claim(ctx, s.platform.Name(), start, claimLease, limit)
		return err
	})
	if err != nil {
		s.complain(ctx, "could not find who is due; trying again in a minute", err)
		return false
	}
	s.watch(claims, limit, start)
	done, failed := s.compose(ctx, claims)
	s.resize(time.Since(start))
	queued := s.queue(hand, done)
	clear(done)
	if !queued {
		s.keep(claims)
		return false
	}
	s.keep(failed)
	if len(claims) < limit {
		s.depth.dry()
		s.cache.clear()
	}
	return len(claims) == limit
}

// keep puts claims that came to nothing aside until the next tick, so that
// they are not claimed over and over and the others have their turn.
func (s *scheduler) keep(claims []subscriptions.Claim) {
	if len(s.failed) == 0 {
		s.giveBack = time.Now().Add(nextTry)
	}
	s.failed = append(s.failed, claims[:min(len(claims), mostReturned-len(s.failed))]...)
}

func (s *scheduler) complain(ctx context.Context, msg string, err error) {
	if ctx.Err() == nil {
		s.lg.Error(msg, "err", err)
	}
}

// queue writes what was composed, and reports whether the store did so.
func (s *scheduler) queue(hand context.Context, done []subscriptions.Queued) bool {
	if len(done) == 0 {
		return true
	}
	n := digests(done)
	s.depth.add(n) // before the store hints at them
	lost, other := splitLost(guard(func() error { return s.slots.Queue(hand, time.Now(), done...) }))
	s.depth.add(-min(n, lost))
	if other != nil {
		s.complain(hand, "could not queue digests; they stay due", other)
	}
	if lost > 0 {
		s.lg.Debug("chats changed while their digests were composed", "chats", lost)
	}
	return other == nil
}

// digests counts those that have something to send.
func digests(done []subscriptions.Queued) (n int) {
	for _, q := range done {
		if len(q.Parts) > 0 {
			n++
		}
	}
	return n
}

func (s *scheduler) release(hand context.Context) {
	if len(s.failed) == 0 {
		return
	}
	if _, err := splitLost(guard(func() error { return s.slots.Release(hand, s.failed...) })); err != nil {
		s.complain(hand, "could not give claims back; they are due again when their lease ends", err)
	}
	s.failed = nil
}

// resize sets the next batch by how long the last one took.
func (s *scheduler) resize(took time.Duration) {
	switch {
	case took < quickBatch:
		s.batch = min(largestBatch, 2*s.batch)
	case took > slowBatch:
		s.batch = max(1, s.batch/2)
	}
}

// compose makes the digests of the claims, a few at a time. A claim whose
// digest fails, or that ctx left no time for, is returned as failed. What is
// done is the scheduler's own again when the next batch begins.
func (s *scheduler) compose(ctx context.Context, claims []subscriptions.Claim) (done []subscriptions.Queued, failed []subscriptions.Claim) {
	works := make([]*work, len(claims))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(s.workers, len(claims)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(claims) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				works[i] = s.one(ctx, &claims[i])
			}
		})
	}
	wg.Wait()
	done = slices.Grow(s.done[:0], len(claims))
	s.done = done
	for i, w := range works {
		if w == nil {
			failed = append(failed, claims[i])
		} else {
			done = append(done, subscriptions.Queued{Claim: claims[i], Parts: w.parts, Told: w.told})
		}
	}
	return done, failed
}

// one makes one digest; nil if it failed. A panic is an error of this digest
// alone.
func (s *scheduler) one(ctx context.Context, c *subscriptions.Claim) *work {
	now := time.Now()
	chat, due := c.Subscriber.Chat, c.Subscriber.Due
	if behind := now.Sub(due.At); behind > subscriptions.MergeAfter {
		s.lg.Info("digest is too late; its stories come with the next", "chat", chat, "slot", due.Slot, "behind", behind)
		return &work{}
	}
	var w *work
	err := guard(func() (err error) {
		w, err = s.render(ctx, c, now)
		return err
	})
	if err != nil {
		s.complain(ctx, fmt.Sprintf("could not compose the digest of %s; trying again in a minute", chat), err)
		return nil
	}
	return w
}

// render has the digest composed and made into parts, or finds one that is the
// same.
func (s *scheduler) render(ctx context.Context, c *subscriptions.Claim, now time.Time) (*work, error) {
	key := s.composer.Same(*c, now)
	if w, found := s.cache.find(key, now); found {
		return w, nil
	}
	w, err := s.make(ctx, *c, now)
	if err == nil {
		s.cache.put(key, w, now)
	}
	return w, err
}

// make has a digest composed and made into parts.
func (s *scheduler) make(ctx context.Context, c subscriptions.Claim, now time.Time) (*work, error) {
	m, told, err := s.composer.Digest(ctx, c, now)
	if err != nil {
		return nil, err
	}
	if len(m.Blocks) == 0 {
		return &work{}, nil
	}
	w := &work{parts: s.platform.Render(m), told: told}
	w.place()
	if len(w.parts) == 0 {
		return nil, errors.New("the platform made no parts of it")
	}
	return w, nil
}

// splitLost counts the lost leases that a store returned joined, and returns
// what else is in the error.
func splitLost(err error) (lost int, other error) {
	if err == nil {
		return 0, nil
	}
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		var rest []error
		for _, e := range joined.Unwrap() {
			n, o := splitLost(e)
			lost += n
			rest = append(rest, o)
		}
		return lost, errors.Join(rest...)
	}
	if errors.Is(err, subscriptions.ErrLeaseLost) {
		return 1, nil
	}
	return 0, err
}
