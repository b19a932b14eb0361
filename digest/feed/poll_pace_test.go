package feed

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"newsbrief/digest/fetch"
)

func every(d time.Duration, n int, newest time.Time) []time.Time {
	var all []time.Time
	for i := range n {
		all = append(all, newest.Add(-time.Duration(i)*d))
	}
	return all
}

func TestInterval(t *testing.T) {
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	const m, h = time.Minute, time.Hour
	tests := []struct {
		name string
		p    pace
		want time.Duration
	}{
		{"no dates, first poll", pace{}, 30 * m},
		{"no dates, something new", pace{previous: 60 * m, fresh: true}, 40 * m},
		{"no dates, nothing new", pace{previous: 60 * m}, 90 * m},
		{"no dates, nothing new for long", pace{previous: 5 * h}, 6 * h},
		{"two dates are no rhythm", pace{dates: every(h, 2, now)}, 30 * m},
		{"every 20 minutes", pace{dates: every(20*m, 30, now)}, 20 * m},
		{"every minute", pace{dates: every(m, 100, now)}, 5 * m},
		{"once a day", pace{dates: every(24*h, 10, now)}, 6 * h},
		{"a short document is not to be missed", pace{dates: every(60*m, 3, now)}, 60 * m},
		{"a burst, then nothing for a day", pace{dates: every(m, 30, now.Add(-24*h))}, 3 * h},
		{"a night", pace{dates: every(10*m, 30, now.Add(-7*h))}, 52*m + 30*time.Second},
		{"ttl is obeyed", pace{dates: every(10*m, 30, now), ttl: h}, h},
		{"max-age is obeyed", pace{dates: every(10*m, 30, now), maxAge: 45 * m}, 45 * m},
		{"never above six hours", pace{ttl: 24 * h}, 6 * h},
		{"all dates the same", pace{dates: every(0, 30, now)}, 5 * m},
		{"only the newest twenty gaps count", pace{dates: append(every(10*m, 21, now), every(24*h, 300, now.Add(-24*h))...)}, 10 * m},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.p.interval(now); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestStretched(t *testing.T) {
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	tests := []struct {
		name string
		s    State
		want time.Duration
	}{
		{"changed just now", State{Interval: 10 * time.Minute, Changed: now.Add(-time.Hour)}, 10 * time.Minute},
		{"quiet for a day", State{Interval: 10 * time.Minute, Changed: now.Add(-24 * time.Hour)}, 3 * time.Hour},
		{"quiet for a year", State{Interval: 10 * time.Minute, Changed: now.Add(-8760 * time.Hour)}, 6 * time.Hour},
		{"never changed", State{}, 30 * time.Minute},
	}
	for _, tt := range tests {
		if got := stretched(tt.s, now); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestRetryIn(t *testing.T) {
	status := func(code int, after time.Duration) error {
		return fmt.Errorf("fetch h: %w", &fetch.StatusError{Code: code, RetryAfter: after})
	}
	down := fmt.Errorf("fetch h: %w", fetch.ErrUnreachable)
	tests := []struct {
		name     string
		err      error
		failures int
		rest     time.Duration
		wait     time.Duration
	}{
		{"first", errors.New("x"), 1, 5 * time.Minute, 0},
		{"third", errors.New("x"), 3, 20 * time.Minute, 0},
		{"many", errors.New("x"), 1000, 12 * time.Hour, 0},
		{"network away, first", down, 1, 5 * time.Minute, 0},
		{"network away for long", down, 50, time.Hour, 0},
		{"gone", status(410, 0), 1, 24 * time.Hour, 0},
		{"not found", status(404, 0), 2, 10 * time.Minute, 0},
		{"too many, says when", status(429, 2*time.Hour), 1, 2 * time.Hour, 2 * time.Hour},
		{"too many, says nothing", status(429, 0), 1, 30 * time.Minute, 30 * time.Minute},
		{"too many again and again", status(429, time.Minute), 8, 10*time.Hour + 40*time.Minute, 30 * time.Minute},
		{"busy, says when", status(503, time.Hour), 1, time.Hour, time.Hour},
		{"busy, says nothing", status(503, 0), 1, 5 * time.Minute, 0},
		{"come back next year", status(503, 8760*time.Hour), 1, 24 * time.Hour, 24 * time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rest, wait := retryIn(tt.err, tt.failures)
			if rest != tt.rest || wait != tt.wait {
				t.Errorf("got %v and %v, want %v and %v", rest, wait, tt.rest, tt.wait)
			}
		})
	}
}

func TestSpread(t *testing.T) {
	at := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	var minutes [10]int
	for _, f := range Catalogue() {
		d := spread(10*time.Minute, f.URL, at)
		if d < 0 || d >= 10*time.Minute {
			t.Fatalf("%s: %v", f.URL, d)
		}
		if d != spread(10*time.Minute, f.URL, at) {
			t.Fatalf("%s: not the same twice", f.URL)
		}
		minutes[d/time.Minute]++
	}
	for i, n := range minutes {
		if n < 10 || n > 45 {
			t.Errorf("minute %d: %d feeds of %d: %v", i, n, len(Catalogue()), minutes)
		}
	}
	const u = "https://example.org/"
	if spread(time.Hour, u, at) == spread(time.Hour, u, at.Add(time.Second)) {
		t.Error("the instant makes no difference")
	}
}
