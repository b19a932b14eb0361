package adapter

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"
)

// Backoff waits while a platform is away, longer each time and never quite the
// same: said once when it begins and once when it ends. An absence that comes
// and goes, as when two programs take each other's place, is said once a
// minute.
type Backoff struct {
	Log      *slog.Logger
	Platform string        // as the log calls it
	First    time.Duration // the first pause
	Most     time.Duration // the longest
	// Steady is how long the platform has to be there for the pauses to begin
	// anew. Then it also has a first try for nothing: connections end. Zero:
	// the pauses begin anew each time, and nothing is for nothing.
	Steady time.Duration

	mu    sync.Mutex
	since time.Time // when the absence began; zero: there is none
	alive time.Time // when the last one ended
	said  string
	at    time.Time // when that was said
	pause time.Duration
}

// sayAgainAfter is how long it is before the same is said of another absence.
const sayAgainAfter = time.Minute

// End notes that the platform is there.
func (b *Backoff) End() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.since.IsZero() && !b.at.Before(b.since) {
		b.Log.Info(b.Platform+" answers again", "after", time.Since(b.since).Round(time.Second).String())
	}
	b.since, b.alive = time.Time{}, time.Now()
}

// Wait sleeps after a failure, for at least so long as the platform asked for.
// A pause of its own is no longer than most. what says what the failure means.
func (b *Backoff) Wait(ctx context.Context, what string, err error, asked, most time.Duration) {
	if ctx.Err() == nil {
		Sleep(ctx, max(b.next(what, err, most), asked))
	}
}

func (b *Backoff) next(what string, err error, most time.Duration) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	if begins := b.since.IsZero(); begins && b.begin(time.Now()) {
		b.Log.Info("connection to "+b.Platform+" lost, connecting again", "err", err)
		return 0
	}
	if what != b.said || b.at.Before(b.since) && time.Since(b.at) >= sayAgainAfter {
		b.said, b.at = what, time.Now()
		b.Log.Warn(what, "err", err)
	}
	pause := min(max(b.pause, b.First), most)
	b.pause = min(2*pause, b.Most)
	return pause/2 + rand.N(pause/2+1)
}

// begin notes that an absence begins, and reports whether the first try costs
// no time.
func (b *Backoff) begin(now time.Time) (free bool) {
	b.since = now
	if now.Sub(b.alive) < b.Steady {
		return false
	}
	b.pause = 0
	if b.Steady == 0 || b.alive.IsZero() {
		return false
	}
	b.pause = b.First
	return true
}
