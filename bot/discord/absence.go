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

// absence is a time during which Discord is not there: said once when it
// begins, once when it ends.
type absence struct {
	d *Discord

	mu    sync.Mutex
	since time.Time // when it began; zero: there is none
	alive time.Time // when the last one ended
	said  bool
	pause time.Duration
}

func (d *Discord) newAbsence() *absence { return &absence{d: d} }

// End notes that Discord is there.
func (a *absence) End() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.said {
		a.d.lg.Info("discord answers again", "after", time.Since(a.since).Round(time.Second).String())
	}
	a.since, a.said, a.alive = time.Time{}, false, time.Now()
}

// Wait sleeps after a failure, longer each time until a connection has lived
// for a while, but not longer than most. It returns at once after the first
// loss of a connection that has.
func (a *absence) Wait(ctx context.Context, err error, most time.Duration) {
	if ctx.Err() != nil {
		return
	}
	sleep(ctx, max(a.next(err, most), askedWait(err)))
}

func (a *absence) next(err error, most time.Duration) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	now, first := time.Now(), a.d.waits.first
	if a.since.IsZero() {
		a.since = now
		if !a.alive.IsZero() && now.Sub(a.alive) >= a.d.waits.steady {
			a.pause = 0
		}
	}
	if a.pause == 0 && !a.alive.IsZero() {
		a.pause = first
		a.d.lg.Info("connection to discord lost, connecting again", "err", err)
		return 0
	}
	a.pause = min(max(a.pause, first), most)
	pause := a.pause/2 + rand.N(a.pause/2+1)
	a.pause = min(2*a.pause, a.d.waits.Most)
	if !a.said {
		a.said = true
		a.d.lg.Warn("discord cannot be reached, trying again", "err", err)
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
