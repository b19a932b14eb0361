package adapter

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

var errAway = errors.New("away")

// pauses are how long the back-off waits, n times in a row.
func pauses(t *testing.T, b *Backoff, n int, asked time.Duration) (took []time.Duration) {
	for range n {
		begun := time.Now()
		b.Wait(t.Context(), "it is away", errAway, asked, b.Most)
		took = append(took, time.Since(begun))
	}
	return took
}

func TestBackoffGrowsToItsMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		b := &Backoff{Log: slog.New(slog.NewTextHandler(&log, nil)), Platform: "somewhere", First: time.Second, Most: 30 * time.Second}
		for i, took := range pauses(t, b, 20, 0) {
			if most := min(time.Second<<i, 30*time.Second); i < 30 && (took < most/2 || took > most) {
				t.Errorf("pause %d is %v, want up to %v", i, took, most)
			}
		}
		b.End()
		if took := pauses(t, b, 1, 0)[0]; took > time.Second {
			t.Errorf("pause %v after it was back", took)
		}
		if took := pauses(t, b, 1, time.Hour)[0]; took != time.Hour {
			t.Errorf("%v where an hour was asked for", took)
		}
		if n := strings.Count(log.String(), "it is away"); n != 2 || strings.Count(log.String(), "somewhere answers again") != 1 {
			t.Errorf("two absences, said:\n%s", log.String())
		}
	})
}

// TestBackoffAfterASteadyTime holds that a connection which lived for long is
// made anew at once, and one that ends again and again is not.
func TestBackoffAfterASteadyTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &Backoff{Log: slog.New(slog.DiscardHandler), Platform: "somewhere", First: time.Second, Most: time.Minute, Steady: time.Minute}
		b.End()
		time.Sleep(2 * time.Minute)
		if took := pauses(t, b, 1, 0)[0]; took != 0 {
			t.Errorf("the first loss cost %v", took)
		}
		begun := time.Now()
		for range 10 {
			b.End()
			pauses(t, b, 1, 0)
		}
		if took := time.Since(begun); took < time.Minute {
			t.Errorf("ten losses in a row cost %v", took)
		}
	})
}
