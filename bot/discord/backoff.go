package discord

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"newsbrief/bot"
)

// backoff waits while Discord is not there, longer each time: said once when it
// begins, once when it ends.
type backoff struct {
	d *Discord

	mu    sync.Mutex
	since time.Time // when it began; zero: there is none
	alive time.Time // when the last one ended
	said  bool
	pause time.Duration
}

func (d *Discord) newBackoff() *backoff { return &backoff{d: d} }

// End notes that Discord is there.
func (b *backoff) End() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.said {
		b.d.lg.Info("discord answers again", "after", time.Since(b.since).Round(time.Second).String())
	}
	b.since, b.said, b.alive = time.Time{}, false, time.Now()
}

// Wait sleeps after a failure, longer each time until a connection has lived
// for a while, but not longer than most. It returns at once after the first
// loss of a connection that has.
func (b *backoff) Wait(ctx context.Context, err error, most time.Duration) {
	if ctx.Err() != nil {
		return
	}
	sleep(ctx, max(b.next(err, most), askedWait(err)))
}

func (b *backoff) next(err error, most time.Duration) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	now, first := time.Now(), b.d.waits.first
	if b.since.IsZero() {
		b.since = now
		if !b.alive.IsZero() && now.Sub(b.alive) >= b.d.waits.steady {
			b.pause = 0
		}
	}
	if b.pause == 0 && !b.alive.IsZero() {
		b.pause = first
		b.d.lg.Info("connection to discord lost, connecting again", "err", err)
		return 0
	}
	b.pause = min(max(b.pause, first), most)
	pause := b.pause/2 + rand.N(b.pause/2+1)
	b.pause = min(2*b.pause, b.d.waits.Most)
	if !b.said {
		b.said = true
		b.d.lg.Warn("discord cannot be reached, trying again", "err", err)
	}
	return pause
}

// askedWait is how long the error itself asks to wait.
func askedWait(err error) time.Duration {
	var held *heldError
	var refused *apiError
	switch {
	case errors.As(err, &held):
	case !errors.As(err, &refused):
		return 0
	case refused.JSON && refused.Status != http.StatusTooManyRequests:
		return 0 // what the answer means for a chat is not meant here
	}
	if failed := sendError(err); failed.Class == bot.Wait {
		return failed.After
	}
	return 0
}

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
