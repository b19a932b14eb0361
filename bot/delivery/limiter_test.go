package delivery

import (
	"testing"
	"testing/synctest"
	"time"
)

// limited are parts under way within a limit, at a rate that stays.
type limited struct {
	*limiter
	inFlight
}

func steady(senders int, rate float64) *limited {
	return &limited{newLimiter(senders, func(time.Time) float64 { return rate }), newInFlight()}
}

// acquire has one part more under way, if there is room.
func (l *limited) acquire() *flight {
	free, _ := l.room(&l.inFlight, time.Now())
	if !free {
		return nil
	}
	f := &flight{begun: time.Now()}
	l.sending = append(l.sending, f)
	return f
}

// answer notes that the platform answered.
func (l *limited) answer(f *flight) {
	l.stop(f)
	l.answered++
}

// release notes that the outcome is recorded.
func (l *limited) release(f *flight) {
	l.answered--
	l.learn(time.Since(f.begun))
}

// goes lets so many parts go one after the other, each for so long.
func (l *limited) goes(t *testing.T, n int, took time.Duration) {
	for range n {
		f := l.acquire()
		if f == nil {
			t.Fatal("not let in")
		}
		time.Sleep(took)
		l.answer(f)
		l.release(f)
	}
}

// fits is how many parts more there is room for.
func (l *limited) fits() (all []*flight) {
	for f := l.acquire(); f != nil; f = l.acquire() {
		all = append(all, f)
	}
	return all
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
		free, again := c.room(&c.inFlight, time.Now())
		if wait := time.Until(again); free || wait < 300*time.Millisecond || wait > time.Second {
			t.Errorf("room: %v, again in %v", free, wait)
		}
		time.Sleep(time.Until(again))
		f := c.acquire()
		if f == nil {
			t.Fatal("not let in")
		}
		c.answer(f)
		c.release(f)
		for _, f := range hung {
			c.answer(f)
		}
		if got := len(c.fits()); got != 0 {
			t.Errorf("%d more while the outcome of %d is not recorded, want none", got, len(hung))
		}
	})
}

func TestLimiterCountsWhatIsNotRecorded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := steady(4, 250)
		c.goes(t, 60, 100*time.Millisecond)
		all := c.fits()
		for _, f := range all[1:] {
			c.answer(f)
		}
		if got := len(c.fits()); len(all) != 4 || got != 0 {
			t.Errorf("%d under way, want 4, and %d more before any is recorded, want none", len(all), got)
		}
	})
}
