package delivery

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// steady is a limiter at a rate that stays.
func steady(senders int, rate float64) *limiter {
	return newLimiter(senders, func(time.Time) float64 { return rate })
}

// goes lets so many parts go one after the other, each for so long.
func (c *limiter) goes(t *testing.T, n int, took time.Duration) {
	for range n {
		f, ok := c.acquire(t.Context())
		if !ok {
			t.Fatal("not let in")
		}
		c.begin(f, time.Now())
		time.Sleep(took)
		c.answer(f)
		c.release(f, true, time.Now())
	}
}

// fits is how many parts more the limiter takes in.
func (c *limiter) fits() (all []*flight) {
	for {
		f, _ := c.admit(time.Now())
		if f == nil {
			return all
		}
		c.begin(f, time.Now())
		all = append(all, f)
	}
}

func TestLimiterIsAsLargeAsTheRateNeeds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		rate float64
		took time.Duration
		want int
	}{
		{"a private hour", 1, 60 * time.Millisecond, 1},
		{"the default of Telegram", 28, 60 * time.Millisecond, 2},
		{"a little more than two would need", 28, 72 * time.Millisecond, 2},
		{"a slow way", 28, 200 * time.Millisecond, 6},
		{"the default of Discord", 48, 100 * time.Millisecond, 5},
		{"no more than there are senders", 48, time.Second, 8},
		{"no limit any more", 0, 60 * time.Millisecond, 8},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := steady(8, tt.rate)
				c.goes(t, 60, tt.took)
				if got := len(c.fits()); got != tt.want {
					t.Errorf("%d under way, want %d", got, tt.want)
				}
			})
		})
	}
}

func TestLimiterMindsNoOutlier(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := steady(8, 28)
		c.goes(t, 60, 60*time.Millisecond)
		c.goes(t, 3, 2*time.Second)
		if got := len(c.fits()); got != 2 {
			t.Errorf("%d under way, want 2", got)
		}
	})
}

func TestLimiterGoesOnWithoutThoseThatHang(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := steady(8, 28)
		c.goes(t, 60, 60*time.Millisecond)
		hung := c.fits()
		start := time.Now()
		f, ok := c.acquire(t.Context())
		if waited := time.Since(start); !ok || waited < 300*time.Millisecond || waited > time.Second {
			t.Errorf("let in: %v, after %v", ok, waited)
		}
		c.release(f, false, time.Now())
		for _, f := range hung {
			c.answer(f)
		}
		if got := len(c.fits()); got != 0 {
			t.Errorf("%d more while the outcome of %d is not recorded, want none", got, len(hung))
		}
	})
}

func TestLimiterWaitsNoLongerThanItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := steady(1, 28)
		f := c.fits()[0]
		c.answer(f)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, ok := c.acquire(ctx); ok || !errors.Is(ctx.Err(), context.DeadlineExceeded) {
			t.Errorf("let in: %v", ok)
		}
		go func() { time.Sleep(time.Second); c.release(f, true, time.Now()) }()
		if _, ok := c.acquire(t.Context()); !ok {
			t.Error("not let in where there is room again")
		}
	})
}
