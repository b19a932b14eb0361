package main

import (
	"testing"
	"time"
)

// BenchmarkMillion runs the program over a million readers: how soon it is
// there for people, what it needs when nothing happens, and how soon it is back
// when it was killed in the middle of its work.
func BenchmarkMillion(b *testing.B) {
	const n, due = 1_000_000, 5_000
	for b.Loop() {
		s := newSite(b)
		s.people(n, due)
		p := s.start()
		p.ready()
		s.server.until(b, time.Minute, func() bool { return s.server.count > due/2 })
		p.kill()
		s.server.reset()
		p = s.start()
		b.ReportMetric(seconds(p.ready()), "s-ready-after-kill")
		s.server.until(b, time.Minute, func() bool { return s.server.count >= due/2-200 })
		p.stop()
		s.server.reset()
		p = s.start()
		b.ReportMetric(seconds(p.ready()), "s-ready")
		time.Sleep(20 * time.Second)
		b.ReportMetric(p.memory("RssAnon"), "MB-anon")
		before := p.cpu()
		time.Sleep(time.Minute)
		b.ReportMetric((p.cpu()-before).Seconds()*1000, "cpu-ms/minute")
		p.stop()
	}
}

// BenchmarkNewsAtHand says what the program needs with a million readers and as
// much news at hand as the composer keeps.
func BenchmarkNewsAtHand(b *testing.B) {
	const n, due, items = 1_000_000, 5_000, 9_000
	for b.Loop() {
		s := newSite(b)
		s.items = items
		s.people(n, due)
		p := s.start()
		p.ready()
		s.server.until(b, 2*time.Minute, func() bool { return s.server.count >= due })
		time.Sleep(20 * time.Second)
		b.ReportMetric(p.memory("RssAnon"), "MB-anon")
		p.stop()
	}
}

func seconds(d time.Duration) float64 { return d.Seconds() }

// BenchmarkMemory says what the program needs with a hundred thousand readers
// when nothing happens, and while twenty thousand digests go out.
func BenchmarkMemory(b *testing.B) {
	const n, due = 100_000, 20_000
	for b.Loop() {
		s := newSite(b)
		s.people(n, due)
		p := s.start()
		p.ready()
		done := make(chan struct{})
		go func() {
			s.server.until(b, 5*time.Minute, func() bool { return s.server.count == due })
			close(done)
		}()
		b.ReportMetric(p.peak("RssAnon", done), "MB-peak-anon")
		p.stop()
		s.server.reset()
		p = s.start()
		p.ready()
		time.Sleep(20 * time.Second)
		b.ReportMetric(p.memory("VmRSS"), "MB-idle")
		b.ReportMetric(p.memory("RssAnon"), "MB-idle-anon")
		p.stop()
	}
}
