package badgerstore

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"newsbrief/subscriptions"
)

// The benchmarks of a store of a million. `go test` alone runs none of them.

var benchZones = []string{"UTC", "Asia/Tokyo", "Asia/Bangkok", "Asia/Manila", "Europe/London", "America/New_York"}

var benchStart = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

// member is the subscriber with this number, due at the instant.
func member(n int, at time.Time) subscriptions.Subscriber {
	return subscriptions.Subscriber{
		Chat:     subscriptions.Chat{Platform: "telegram", ID: strconv.Itoa(100_000_000 + n*7919)},
		Language: "en",
		Schedule: subscriptions.Schedule{Zone: benchZones[n%len(benchZones)], Times: []subscriptions.TimeOfDay{480}, Days: subscriptions.EveryDay},
		Topics:   []subscriptions.Topic{"japan", "technology", subscriptions.Topic(fmt.Sprint("topic ", n%1000))},
		Due:      subscriptions.Due{Slot: subscriptions.Slot{Date: at.Format(time.DateOnly), Time: 480}, At: at},
	}
}

// fill imports n subscribers of whom due are due at benchStart, and the others
// during the day after.
func fill(b testing.TB, s *Store, n, due int) {
	b.Helper()
	const chunk = 20_000
	subs := make([]subscriptions.Subscriber, 0, chunk)
	for i := range n {
		at := benchStart.Add(time.Hour + time.Duration(i%1380)*time.Minute)
		if i < due {
			at = benchStart
		}
		subs = append(subs, member(i, at))
		if len(subs) == chunk || i == n-1 {
			if err := s.Import(context.Background(), subs); err != nil {
				b.Fatal(err)
			}
			subs = subs[:0]
		}
	}
}

func benchOpen(b testing.TB, n, due int) (*opened, *Store) {
	b.Helper()
	o := newOpened(b)
	b.Cleanup(o.close)
	s := o.open()
	fill(b, s, n, due)
	return o, s
}

// BenchmarkDue finds a thousand who are due among more and more.
func BenchmarkDue(b *testing.B) {
	for _, n := range []int{10_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			_, s := benchOpen(b, n, 1000)
			for b.Loop() {
				claims, err := s.Claim(b.Context(), "telegram", benchStart, time.Minute, 2000)
				if err != nil || len(claims) != 1000 {
					b.Fatalf("got %d claims and %v, want 1000", len(claims), err)
				}
				if err := s.Release(b.Context(), claims...); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkNobodyDue is the tick of a minute in which nobody is due.
func BenchmarkNobodyDue(b *testing.B) {
	_, s := benchOpen(b, 1_000_000, 0)
	b.ResetTimer()
	for b.Loop() {
		if claims, err := s.Claim(b.Context(), "telegram", benchStart, time.Minute, 2000); err != nil || len(claims) != 0 {
			b.Fatalf("got %d claims and %v, want none", len(claims), err)
		}
	}
}

// BenchmarkOpen opens a million subscribers and finds the first who is due; it
// says too what memory they need when nothing happens.
func BenchmarkOpen(b *testing.B) {
	o, _ := benchOpen(b, 1_000_000, 1)
	for b.Loop() {
		s := o.reopen()
		if _, err := s.Claim(b.Context(), "telegram", benchStart, time.Minute, 1); err != nil {
			b.Fatal(err)
		}
	}
	runtime.GC()
	debug.FreeOSMemory()
	b.ReportMetric(anonymous(b), "RssAnon-MB")
	b.ReportMetric(diskMB(b, o.dir), "disk-MB")
}

// BenchmarkImport imports a hundred thousand, into an empty store and again.
func BenchmarkImport(b *testing.B) {
	_, s := benchOpen(b, 0, 0)
	for b.Loop() {
		fill(b, s, 100_000, 0)
	}
}

// BenchmarkBroadcast has everybody who is due claimed, queued, taken and
// settled, with a ledger of ten stories each.
func BenchmarkBroadcast(b *testing.B) {
	const n = 20_000
	_, s := benchOpen(b, n, n)
	var told []subscriptions.Told
	for i := range 10 {
		told = append(told, subscriptions.Told{Item: fmt.Sprintf("%032d", i), Sources: 3, At: benchStart})
	}
	body := []byte(strings.Repeat("headline and line ", 60))
	day := 0
	before := processor(b)
	for b.Loop() {
		now := benchStart.AddDate(0, 0, day).Add(23 * time.Hour)
		queueAll(b, s, now, told, body)
		sendAll(b, s, now)
		day++
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "digests/s")
	b.ReportMetric(float64((processor(b)-before).Microseconds())/float64(n*b.N), "cpu-µs/digest")
	b.ReportMetric(anonymous(b), "RssAnon-MB")
}

// queueAll queues the body for all who are due.
func queueAll(b *testing.B, s *Store, now time.Time, told []subscriptions.Told, body []byte) {
	for {
		claims, err := s.Claim(b.Context(), "telegram", now, time.Hour, 512)
		if err != nil {
			b.Fatal(err)
		}
		if len(claims) == 0 {
			return
		}
		var done []subscriptions.Queued
		for _, c := range claims {
			done = append(done, subscriptions.Queued{Claim: c, Parts: []subscriptions.Part{{Body: body}}, Told: told})
		}
		if err := s.Queue(b.Context(), now, done...); err != nil {
			b.Fatal(err)
		}
	}
}

// sendAll settles all that waits.
func sendAll(b *testing.B, s *Store, now time.Time) {
	for {
		taken, _, err := s.Take(b.Context(), "telegram", now, time.Hour, 512)
		if err != nil {
			b.Fatal(err)
		}
		if len(taken) == 0 {
			return
		}
		var settled []subscriptions.Settled
		for _, d := range taken {
			settled = append(settled, subscriptions.Settled{Delivery: d})
		}
		if err := s.Settle(b.Context(), now, settled...); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkUpdate changes one chat after another, from eight sides at once.
func BenchmarkUpdate(b *testing.B) {
	const n = 10_000
	_, s := benchOpen(b, n, 0)
	var next atomic.Int64
	b.SetParallelism(max(1, 8/runtime.GOMAXPROCS(0)))
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			chat := member(int(next.Add(1))%n, benchStart).Chat
			_, err := s.Update(b.Context(), chat, func(sub *subscriptions.Subscriber) error {
				sub.Language = "ja"
				return nil
			})
			if err != nil {
				b.Error(err)
			}
		}
	})
}

// processor is the processor time that the process has used.
func processor(b testing.TB) time.Duration {
	stat, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		b.Skip("no /proc here")
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// BenchmarkRewrite rewrites everything twelve times and says what the disk
// holds over what is alive, both with the database closed, and the most that
// it held meanwhile, with the files that Badger makes larger than they are.
func BenchmarkRewrite(b *testing.B) {
	const n = 100_000
	for b.Loop() {
		o, _ := benchOpen(b, n, 0)
		o.close()
		live := diskMB(b, o.dir)
		s := o.reopen()
		most := 0.0
		for range 12 {
			fill(b, s, n, 0)
			most = max(most, diskMB(b, o.dir))
		}
		b.ReportMetric(live, "live-MB")
		b.ReportMetric(most, "most-MB")
		b.ReportMetric(diskMB(b, o.dir), "after-MB")
		o.close()
		b.ReportMetric(diskMB(b, o.dir), "closed-MB")
		b.ReportMetric(diskMB(b, o.dir)/live, "ratio")
	}
}

// anonymous is the memory that the process has for itself.
func anonymous(b testing.TB) float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip("no /proc here")
	}
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); fields[0] == "RssAnon:" {
			kb, _ := strconv.ParseFloat(fields[1], 64)
			return kb / 1024
		}
	}
	return 0
}

// diskMB is the apparent size of the directory.
func diskMB(b testing.TB, dir string) float64 {
	var sum int64
	err := filepath.Walk(dir, func(_ string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			sum += info.Size()
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return float64(sum) / (1 << 20)
}
