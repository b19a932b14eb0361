package main

import (
	"math/rand/v2"
	"os/exec"
	"testing"
	"time"
)

// TestKilledDuringABroadcast kills the real program in the middle of a
// broadcast, twice, with no chance to tidy up: everybody gets their digest, and
// what comes twice is no more than what was under way or not yet recorded.
func TestKilledDuringABroadcast(t *testing.T) {
	t.Parallel()
	const n, senders, kills = 120, 4, 2
	path, err := exec.LookPath("newsbrief")
	if err != nil {
		t.Fatal(err)
	}
	s := newSiteOf(t, path)
	s.people(n, n)
	s.server.latency = 10 * time.Millisecond
	env := []string{"TELEGRAM_RATE=250", "SENDERS=4"}
	for k := range kills {
		p := s.start(env...)
		point := n/kills*k + rand.IntN(n/kills)
		s.server.until(t, time.Minute, func() bool { return len(s.server.sent) > point })
		p.kill()
	}
	p := s.start(env...)
	s.server.until(t, time.Minute, func() bool { return len(s.server.sent) == n })
	p.stop()
	if twice := s.server.count - n; twice > kills*senders {
		t.Errorf("%d of %d came twice after %d kills, want at most %d", twice, n, kills, kills*senders)
	}
}
