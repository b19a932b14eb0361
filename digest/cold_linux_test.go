package digest_test

import (
	"bufio"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dgraph-io/badger/v4"

	"newsbrief/digest"
	"newsbrief/digest/archive"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
)

// BenchmarkColdStart composes the first digest after a start with thirty
// thousand items in the archive, under the memory limit of the program. The
// figures are of anonymous memory: what the process has more than before, and
// once the composer rests.
func BenchmarkColdStart(b *testing.B) {
	const n = 30_000
	db, err := badger.Open(badger.DefaultOptions(b.TempDir()).WithLogger(nil).WithMemTableSize(8 << 20).WithNumMemtables(2).WithBlockCacheSize(0).WithCompression(0).WithNumCompactors(2))
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	kept := archive.New(slog.New(slog.DiscardHandler), db)
	fill(b, kept, n)
	kept = archive.New(slog.New(slog.DiscardHandler), db)
	topics := topic.New(nil)
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(64 << 20))
	for b.Loop() {
		debug.FreeOSMemory()
		before := anon(b)
		c := digest.New(kept, topics)
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

// fill adds invented items of the last three days.
func fill(b *testing.B, kept *archive.Archive, n int) {
	texts, _ := edition5000()
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
