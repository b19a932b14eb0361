package adapter

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"newsbrief/bot"
)

// TokenWatch waits while a platform refuses its token, which may be an error of
// the platform's, or mended there: it has the token asked about every few
// minutes, says so once, and gives up after an hour. Make it with
// [NewTokenWatch].
type TokenWatch struct {
	Every  time.Duration // between two questions
	Within time.Duration // time after which it gives up

	lg    *slog.Logger
	mu    sync.Mutex
	since time.Time // when the token was refused first; zero: it is taken
}

// NewTokenWatch returns the watch of a token that is not known to be refused.
func NewTokenWatch(lg *slog.Logger) *TokenWatch {
	return &TokenWatch{Every: 5 * time.Minute, Within: time.Hour, lg: lg}
}

// Refused is called when the platform has refused the token, as err says. It
// returns nil when it is time to ask again, or with ctx, and an
// [bot.ErrTokenRefused] when there was time enough.
func (w *TokenWatch) Refused(ctx context.Context, err error) error {
	since, first := w.begin()
	if lasted := time.Since(since); lasted >= w.Within {
		w.Taken() // whoever runs the platform again begins anew
		return fmt.Errorf("%w for %v: %w", bot.ErrTokenRefused, lasted.Round(time.Minute), err)
	}
	if first {
		w.lg.Error("the token is refused, asking again", "every", w.Every.String(), "err", err)
	}
	Sleep(ctx, w.Every)
	return nil
}

func (w *TokenWatch) begin() (since time.Time, first bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if first = w.since.IsZero(); first {
		w.since = time.Now()
	}
	return w.since, first
}

// Taken is called when the platform has taken the token.
func (w *TokenWatch) Taken() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.since = time.Time{}
}
