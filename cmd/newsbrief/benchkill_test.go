package main

import (
	"math/rand/v2"
	"sync"
	"testing"
	"time"
)

// BenchmarkKilled kills the program with SIGKILL at random points of a
// broadcast of 300 at the default rate, two at a time, and counts what was
// lost and the most that came twice in one broadcast.
func BenchmarkKilled(b *testing.B) {
	const n, kills, together = 300, 20, 2
	for b.Loop() {
		var mu sync.Mutex
		lost, most, all := 0, 0, 0
		for range kills / together {
			var wg sync.WaitGroup
			for range together {
				s := newSite(b)
				s.people(n, n)
				wg.Go(func() {
					l, twice := killedOnce(s, n)
					mu.Lock()
					defer mu.Unlock()
					lost, most, all = lost+l, max(most, twice), all+twice
				})
			}
			wg.Wait()
		}
		b.ReportMetric(float64(lost), "lost")
		b.ReportMetric(float64(most), "most-repeated")
		b.ReportMetric(float64(all)/kills, "repeated/kill")
	}
}

// killedOnce returns how many of n got nothing and how many messages came twice.
func killedOnce(s *site, n int) (lost, twice int) {
	s.server.latency, s.server.limit = requestTime, 30
	point := rand.IntN(n)
	p := s.start(atDefault...)
	s.server.until(s.TB, time.Minute, func() bool { return s.server.count > point })
	time.Sleep(rand.N(60 * time.Millisecond))
	p.kill()
	p = s.start(atDefault...)
	s.server.until(s.TB, 2*time.Minute, func() bool { return len(s.server.sent) == n })
	time.Sleep(2 * time.Second) // for what should not come any more
	p.stop()
	return n - len(s.server.sent), s.server.count - n
}
