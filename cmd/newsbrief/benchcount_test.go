package main

import (
	"context"
	"runtime"
	"strings"
	"testing"
	"time"
)

// BenchmarkGoroutines runs the program within this process and counts its
// goroutines when nothing happens and while fifty thousand are due.
func BenchmarkGoroutines(b *testing.B) {
	for b.Loop() {
		idle := goroutines(b, 0)
		busy := goroutines(b, 50_000)
		b.ReportMetric(float64(idle), "idle")
		b.ReportMetric(float64(busy), "most-while-due")
		b.ReportMetric(float64(busy-idle), "more")
	}
}

// goroutines returns the most goroutines that there are within some seconds.
func goroutines(b *testing.B, due int) (most int) {
	s := newSite(b)
	s.people(60_000, due)
	s.server.latency = requestTime
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	var log logged
	p := program{in: strings.NewReader(""), out: &log, err: &log, environ: append(s.env, "TELEGRAM_RATE=28")}
	code := make(chan int, 1)
	go func() { code <- p.run(ctx, nil) }()
	s.server.until(b, time.Minute, func() bool { return len(s.server.polled) > 0 && s.server.count >= min(due, 20) })
	for range 100 {
		time.Sleep(50 * time.Millisecond)
		most = max(most, ours())
	}
	cancel()
	if got := <-code; got != exitOK {
		b.Fatalf("exit status %d\n%s", got, log.String())
	}
	return most
}

// ours counts the goroutines, those of the server left out.
func ours() (n int) {
	buf := make([]byte, 4<<20)
	for stack := range strings.SplitSeq(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
		if !strings.Contains(stack, "net/http.(*conn)") && !strings.Contains(stack, "net/http.(*connReader)") && !strings.Contains(stack, "httptest") {
			n++
		}
	}
	return n
}

// BenchmarkConnections counts the connections that a thousand messages take.
func BenchmarkConnections(b *testing.B) {
	const n = 1_000
	for b.Loop() {
		s := newSite(b)
		s.people(n, n)
		s.server.latency = requestTime
		p := s.start()
		s.server.until(b, time.Minute, func() bool { return s.server.count == n })
		b.ReportMetric(float64(s.server.conns), "connections")
		p.stop()
	}
}
