package adapter

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/bot"
)

// TestTokenWatch asks about a token that is refused for as long as a test says.
func TestTokenWatch(t *testing.T) {
	tests := []struct {
		name    string
		refused time.Duration
		asked   int
		ended   time.Duration // after how long
		err     error
	}{
		{"for a while", 12 * time.Minute, 3, 15 * time.Minute, nil},
		{"for good", 100 * time.Hour, 12, time.Hour, bot.ErrTokenRefused},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var log bytes.Buffer
				w := NewTokenWatch(slog.New(slog.NewTextHandler(&log, nil)))
				for round := range 2 { // the second is as if there had been none before
					refusal, asked, start := errors.New("401"), 0, time.Now()
					var err error
					for time.Since(start) < tt.refused && err == nil {
						if err = w.Refused(t.Context(), refusal); err == nil {
							asked++
						}
					}
					w.Taken()
					if took := time.Since(start); !errors.Is(err, tt.err) || tt.err != nil && !errors.Is(err, refusal) || asked != tt.asked || took != tt.ended {
						t.Errorf("asked %d times for %v: %v", asked, took, err)
					}
					if n := strings.Count(log.String(), "\n"); n != round+1 {
						t.Errorf("said %d times:\n%s", n, log.String())
					}
				}
			})
		})
	}
}

func TestTokenWatchEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := NewTokenWatch(slog.New(slog.DiscardHandler)).Refused(ctx, errors.New("401")); err != nil {
		t.Error(err)
	}
}
