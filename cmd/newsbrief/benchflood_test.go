package main

import (
	"slices"
	"testing"
	"time"
)

// BenchmarkFlood has chats write far more than anybody can read, and says how
// long others then wait for an answer to /list.
func BenchmarkFlood(b *testing.B) {
	tests := []struct {
		name  string
		chats int
		rate  int // lines a second of each
		last  time.Duration
	}{
		{"one", 1, 1000, 5 * time.Second},
		{"ten", 10, 100, 10 * time.Second},
		{"long", 1, 20, 30 * time.Second},
	}
	for _, tt := range tests {
		b.Run(tt.name, func(b *testing.B) {
			for b.Loop() {
				s := newSite(b)
				s.people(100, 0)
				s.server.latency = requestTime
				p := s.start(atDefault...)
				p.ready()
				asked := s.flood(tt.chats, tt.rate, tt.last)
				s.server.until(b, 3*time.Minute, func() bool { return len(s.server.waits) == asked })
				p.stop()
				b.ReportMetric(seconds(percentile(s.server.waits, 50)), "s-median")
				b.ReportMetric(seconds(percentile(s.server.waits, 99)), "s-p99")
				b.ReportMetric(seconds(percentile(s.server.waits, 100)), "s-most")
			}
		})
	}
}

// flood has chats write at a rate each, and ten others a second ask; it returns
// how many others asked.
func (s *site) flood(chats, rate int, last time.Duration) (asked int) {
	const step = 20 * time.Millisecond
	tick := time.NewTicker(step)
	defer tick.Stop()
	written := 0
	for start := time.Now(); time.Since(start) < last; <-tick.C {
		for due := int(time.Since(start).Seconds() * float64(rate)); written < due; written++ {
			for c := range chats {
				s.server.say(8_000_000+c, "/latest japan")
			}
		}
		for due := int(10 * time.Since(start).Seconds()); asked < due; asked++ {
			s.server.ask(7_000_000+asked, "/list")
		}
	}
	return asked
}

// BenchmarkIll sends to healthy chats beside others to which nothing can be
// sent, all due at once, and says when the last healthy one had its digest.
func BenchmarkIll(b *testing.B) {
	const healthy, ill = 200, 100
	for b.Loop() {
		s := newSite(b)
		s.people(healthy+ill, healthy+ill)
		s.server.latency, s.server.limit, s.server.ill = requestTime, 30, map[string]bool{}
		for i := range ill {
			s.server.ill[benchReader(3*i, time.Now()).Chat.ID] = true
		}
		p := s.start(atDefault...)
		s.server.until(b, 10*time.Minute, func() bool { return len(s.server.sent) == healthy })
		p.stop()
		b.ReportMetric(seconds(s.server.last.Sub(p.started)), "s-last")
		b.ReportMetric(float64(s.server.count-healthy), "repeated")
	}
}

// percentile returns the wait that so many of a hundred do not exceed.
func percentile(waits []time.Duration, of int) time.Duration {
	sorted := slices.Sorted(slices.Values(waits))
	return sorted[(len(sorted)-1)*of/100]
}
