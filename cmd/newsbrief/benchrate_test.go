package main

import (
	"slices"
	"testing"
	"time"
)

// atDefault are the limits as they are set by default.
var atDefault = []string{"TELEGRAM_RATE=", "TELEGRAM_CHAT_RATE=", "TELEGRAM_GROUP_RATE="}

// requestTime is what a request to Telegram takes.
const requestTime = 60 * time.Millisecond

// BenchmarkRate sends at the default setting to a server that takes 30 messages
// in any one second, and to one that takes half of what was set.
func BenchmarkRate(b *testing.B) {
	tests := []struct {
		name  string
		limit int
	}{
		{"strict", 30},
		{"half", 14},
	}
	for _, tt := range tests {
		b.Run(tt.name, func(b *testing.B) {
			const n = 900
			for b.Loop() {
				s := newSite(b)
				s.people(n, n)
				s.server.latency, s.server.limit = requestTime, tt.limit
				p := s.start(atDefault...)
				s.server.until(b, 5*time.Minute, func() bool { return len(s.server.sent) == n })
				p.stop()
				took := s.server.last.Sub(s.server.first)
				b.ReportMetric(100*float64(n-1)/took.Seconds()/float64(tt.limit), "%-used")
				b.ReportMetric(float64(s.server.refused), "refused")
				b.ReportMetric(float64(s.server.count-n), "repeated")
			}
		})
	}
}

// BenchmarkStart has people say /start while a broadcast goes out at the full
// rate, and says how long it took until the answers reached the server.
func BenchmarkStart(b *testing.B) {
	const n, asked = 3_000, 200
	for b.Loop() {
		s := newSite(b)
		s.people(n, n)
		s.server.latency, s.server.limit = requestTime, 30
		p := s.start(atDefault...)
		s.server.until(b, time.Minute, func() bool { return s.server.count > 60 })
		tick := time.NewTicker(250 * time.Millisecond)
		for i := range asked {
			<-tick.C
			s.server.ask(7_000_000+i, "/start")
		}
		tick.Stop()
		s.server.until(b, time.Minute, func() bool { return len(s.server.waits) == asked })
		p.kill()
		waits := s.server.waits
		slices.Sort(waits)
		b.ReportMetric(seconds(waits[asked/2]), "s-median")
		b.ReportMetric(seconds(waits[asked*99/100]), "s-p99")
		b.ReportMetric(float64(s.server.refused), "refused")
	}
}
