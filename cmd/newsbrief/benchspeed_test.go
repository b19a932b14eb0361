package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// BenchmarkBroadcast sends to many with no limit and eight senders: once with
// the bare library alone, once with the whole program and its ledger, each in
// a process of its own. The server takes no time, so that the processor is the
// limit, or ten milliseconds.
func BenchmarkBroadcast(b *testing.B) {
	tests := []struct {
		name    string
		latency time.Duration
		n       int
	}{
		{"no time", 0, 20_000},
		{"10 ms", 10 * time.Millisecond, 8_000},
	}
	for _, tt := range tests {
		b.Run(tt.name, func(b *testing.B) {
			for b.Loop() {
				broadcast(b, tt.latency, tt.n)
			}
		})
	}
}

func broadcast(b *testing.B, latency time.Duration, n int) {
	s := newSite(b)
	s.server.latency = latency
	bareCPU := s.bareLibrary(n)
	bare := s.server.speed()
	s.server.reset()
	s.people(n, n)
	p := s.start()
	s.server.until(b, 5*time.Minute, func() bool { return s.server.count == n })
	whole := s.server.speed()
	cpu := p.cpu()
	p.stop()
	b.ReportMetric(bare, "bare-msg/s")
	b.ReportMetric(whole, "msg/s")
	b.ReportMetric(whole/bare, "ratio")
	b.ReportMetric(float64(bareCPU.Microseconds())/float64(n), "bare-cpu-µs/msg")
	b.ReportMetric(float64(cpu.Microseconds())/float64(n), "cpu-µs/msg")
}

// speed is how many messages a second there were between the first and the last.
func (s *swift) speed() float64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return float64(s.count) / s.last.Sub(s.first).Seconds()
}

// bareLibrary sends n messages of a digest's size with the library and nothing
// else, and returns the processor time that it took.
func (s *site) bareLibrary(n int) time.Duration {
	s.Helper()
	path := filepath.Join(s.TempDir(), "bare")
	build := exec.Command("go", "build", "-o", path, "./testdata/bare")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		s.Fatalf("build: %v\n%s", err, out)
	}
	bare := exec.Command(path, s.server.URL, benchToken, strconv.Itoa(n))
	if out, err := bare.CombinedOutput(); err != nil {
		s.Fatalf("bare library: %v\n%s", err, out)
	}
	return bare.ProcessState.UserTime() + bare.ProcessState.SystemTime()
}
