package badgerarchive

import (
	"flag"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/dgraph-io/badger/v4"

	"newsbrief/digest/archive"
	"newsbrief/digest/archive/archivetest"
	"newsbrief/digest/feed"
)

// always says that there is room.
func always() error { return nil }

func openDB(t testing.TB) *badger.DB {
	t.Helper()
	opts := badger.DefaultOptions("").WithInMemory(true).WithLogger(nil).
		WithMemTableSize(4 << 20).WithValueThreshold(64 << 10).WithBlockCacheSize(1 << 20).WithNumCompactors(2)
	db, err := badger.Open(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestContracts(t *testing.T) {
	// Each check opens a database.
	if err := flag.Set("rapid.checks", "30"); err != nil {
		t.Fatal(err)
	}
	archivetest.Run(t, func(t *testing.T) archive.Archive {
		return New(slog.New(slog.DiscardHandler), openDB(t), always)
	})
}

func item(id, title string) feed.Item {
	return feed.Item{ID: id, Title: title, URL: "https://example.org/" + id, Feed: "https://example.org/feed", Language: "en"}
}

func add(t *testing.T, a *Archive, items ...feed.Item) {
	t.Helper()
	if err := a.Add(t.Context(), items); err != nil {
		t.Fatal(err)
	}
}

// headlines are those of what is there.
func headlines(t *testing.T, a *Archive) string {
	t.Helper()
	items, err := a.Since(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return titles(items)
}

// changed returns the headlines of what changed.
func changed(t *testing.T, a *Archive, after uint64, most int) (got string, generation uint64, all bool) {
	t.Helper()
	items, generation, all, err := a.Changed(t.Context(), after, most)
	if err != nil {
		t.Fatal(err)
	}
	return titles(items), generation, all
}

func titles(items []feed.Item) string {
	var all []string
	for _, it := range items {
		all = append(all, it.Title)
	}
	return strings.Join(all, " ")
}
