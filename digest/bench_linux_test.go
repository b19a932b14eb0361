package digest_test

import (
	"bufio"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/dgraph-io/badger/v4"

	"newsbrief/digest"
	"newsbrief/digest/archive/badgerarchive"
	"newsbrief/digest/feed"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
)

// BenchmarkColdStart composes the first digest after a start with thirty
// thousand items in the archive, under the memory limit of the program. The
// figures are of anonymous memory: what the process has more than before, and
// once the composer rests.
func BenchmarkColdStart(b *testing.B) {
	const n = 30_000
	dir := b.TempDir()
	open := func() *badger.DB {
		db, err := badger.Open(badger.DefaultOptions(dir).WithLogger(nil).WithMemTableSize(8 << 20).WithNumMemtables(2).WithBlockCacheSize(0).WithCompression(0).WithNumCompactors(2))
		if err != nil {
			b.Fatal(err)
		}
		return db
	}
	db := open()
	fill(b, archiveIn(db), n)
	if err := db.Close(); err != nil { // what it still writes would be freed meanwhile
		b.Fatal(err)
	}
	db = open()
	defer db.Close()
	kept := archiveIn(db)
	topics := topic.New(nil)
	topics.Analyze(feed.Item{Title: "Tokyo"}).Topics() // reads the catalogue's words, which stay
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(64 << 20))
	for b.Loop() {
		debug.FreeOSMemory()
		debug.FreeOSMemory() // of what the first only emptied
		before := anon(b)
		c := digest.New(slog.New(slog.DiscardHandler), kept, topics)
		d, err := c.Compose(b.Context(), digest.Request{Topics: []subscriptions.Topic{"japan", "technology"}, Now: time.Now()})
		if err != nil || len(d.Sections[0].Entries) == 0 {
			b.Fatal(d, err)
		}
		b.ReportMetric(anon(b)-before, "MB-more")
		debug.FreeOSMemory()
		b.ReportMetric(anon(b)-before, "MB-kept")
		c.Rest(time.Now().Add(time.Hour))
		debug.FreeOSMemory()
		b.ReportMetric(anon(b)-before, "MB-resting")
		runtime.KeepAlive(c)
	}
}

func archiveIn(db *badger.DB) *badgerarchive.Archive {
	return badgerarchive.New(slog.New(slog.DiscardHandler), db, func() error { return nil })
}

// fill adds invented items of the last three days.
func fill(b *testing.B, kept *badgerarchive.Archive, n int) {
	texts, _ := snapshot5000()
	for from := 0; from < n; from += len(texts) {
		items := slices.Clone(texts)
		for i := range items {
			it := &items[i]
			words := strings.Fields(it.Title + " " + it.Summary)
			it.ID = fmt.Sprintf("%032x", from+i)
			it.Title = strings.Join(words[from%7:from%7+8], " ") + []string{"", " in Japan", " and software"}[i%3]
			it.Summary = strings.Join(words[15+from%11:15+from%11+22], " ") + "."
			it.Arrived = time.Now().Add(-71 * time.Hour * time.Duration(from+i) / time.Duration(n))
			it.Published = it.Arrived
		}
		if err := kept.Add(b.Context(), items); err != nil {
			b.Fatal(err)
		}
	}
}

// anon is how much memory the process has that is no file's, in MB.
func anon(b *testing.B) float64 {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		var kb float64
		if _, err := fmt.Sscanf(s.Text(), "RssAnon: %f kB", &kb); err == nil {
			return kb / 1024
		}
	}
	b.Fatal("no RssAnon")
	return 0
}

// snapshot5000 are as many invented items and as many topics, most of them
// people's own words, as one snapshot may have to bring together.
func snapshot5000() (items []feed.Item, topics []subscriptions.Topic) {
	r := rand.New(rand.NewPCG(3, 4))
	words := make([]string, 30_000)
	for i := range words {
		b := make([]byte, 4+r.IntN(6))
		for j := range b {
			b[j] = byte('a' + r.IntN(26))
		}
		words[i] = string(b)
	}
	word := func() string { return words[int(float64(len(words))*r.Float64()*r.Float64())] }
	sentence := func(n int) string {
		s := word()
		for range n - 1 {
			s += " " + word()
		}
		return s
	}
	for i := range 5000 {
		items = append(items, feed.Item{
			ID: fmt.Sprintf("%032x", i), URL: fmt.Sprintf("https://news.example/%d", i), Title: sentence(9), Summary: sentence(40),
			Published: now, Arrived: now.Add(-time.Duration(i) * time.Second), Language: "en", Source: fmt.Sprint("Paper ", i%60),
		})
	}
	for len(topics) < 10_000 { // of words that are not in every report
		own := words[r.IntN(len(words))]
		if len(topics)%2 == 0 {
			own += " " + words[r.IntN(len(words))]
		}
		topics = append(topics, subscriptions.Topic(own))
	}
	return items, append(topics[:9_800], topic.New(nil).All()...)
}

// BenchmarkSnapshot asks ten thousand topics one after the other of a snapshot
// of five thousand stories that stands already.
func BenchmarkSnapshot(b *testing.B) {
	items, asked := snapshot5000()
	var took time.Duration
	var kept uint64
	for b.Loop() {
		c := digest.New(slog.New(slog.DiscardHandler), digest.Fixed(items), topic.New(nil))
		compose := func(t subscriptions.Topic) {
			// In a language that nobody writes in, so that no story is put into words.
			if _, err := c.Compose(b.Context(), digest.Request{Topics: []subscriptions.Topic{t}, Reads: []string{"ja"}, Now: now}); err != nil {
				b.Fatal(err)
			}
		}
		compose("")
		alive := aliveAfterGC()
		before := used(b)
		for _, t := range asked {
			compose(t)
		}
		took += used(b) - before
		kept = aliveAfterGC() - alive
		runtime.KeepAlive(c)
	}
	b.ReportMetric(took.Seconds()/float64(b.N), "cpu-s")
	b.ReportMetric(float64(kept)/(1<<20), "MB-kept")
}

// aliveAfterGC is how many bytes of the heap are in use.
func aliveAfterGC() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkNewItems composes after fifty items came in, five thousand being
// there already.
func BenchmarkNewItems(b *testing.B) {
	items, _ := snapshot5000()
	kept := archiveIn(inMemory(b))
	for i := range items {
		items[i].Published, items[i].Arrived = time.Now(), time.Now()
	}
	if err := kept.Add(b.Context(), items); err != nil {
		b.Fatal(err)
	}
	c := digest.New(slog.New(slog.DiscardHandler), kept, topic.New(nil))
	compose := func() {
		if _, err := c.Compose(b.Context(), digest.Request{Topics: []subscriptions.Topic{"japan"}, Now: time.Now()}); err != nil {
			b.Fatal(err)
		}
	}
	begun := used(b)
	compose()
	all := used(b) - begun
	n, took := 0, time.Duration(0)
	for b.Loop() {
		more := slices.Clone(items[:50])
		for i := range more {
			n++
			more[i].ID, more[i].Title, more[i].Arrived = fmt.Sprint("more", n), more[i].Title+fmt.Sprint(" ", n), time.Now()
		}
		if err := kept.Add(b.Context(), more); err != nil {
			b.Fatal(err)
		}
		before := used(b)
		compose()
		took += used(b) - before
	}
	b.ReportMetric(took.Seconds()/float64(b.N), "cpu-s-new")
	b.ReportMetric(all.Seconds(), "cpu-s-all")
}

// used is the processor time that the process has used.
func used(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func inMemory(b *testing.B) *badger.DB {
	db, err := badger.Open(badger.DefaultOptions("").WithInMemory(true).WithLogger(nil))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	return db
}
