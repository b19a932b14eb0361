package archive

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/google/go-cmp/cmp"
)

func pageOf(t *testing.T, s store, url string) Page {
	t.Helper()
	p, err := s.(Pages).Page(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPages(t *testing.T) {
	conformance(t, func(t *testing.T, s store) {
		const url = "https://example.org/a?b=c"
		if got, want := pageOf(t, s, url), (Page{URL: url}); got != want {
			t.Errorf("of a page that was never tried: %+v", got)
		}
		now := time.Now().UTC()
		tried := Page{URL: url, Tried: now, Until: now.Add(time.Minute)}
		read := Page{
			URL: url, Titles: "水門が再開\n運河", Summary: "One.\nTwo.", Language: "ja", Image: "https://example.org/i.jpg",
			Published: now.Add(-time.Hour), Tried: now.Add(time.Second), Until: now.Add(2 * time.Minute),
		}
		for _, p := range []Page{tried, read, {URL: url + "d", Tried: now, Until: now.Add(time.Hour)}} {
			if err := s.(Pages).SetPage(t.Context(), p); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(p, pageOf(t, s, p.URL)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		}
		if d := cmp.Diff(read, pageOf(t, s, url)); d != "" {
			t.Errorf("of two, the later (-want +got):\n%s", d)
		}
		time.Sleep(2 * time.Minute)
		if got, want := pageOf(t, s, url), (Page{URL: url}); got != want {
			t.Errorf("once it may be forgotten: %+v", got)
		}
		if err := s.(Pages).SetPage(t.Context(), read); err != nil {
			t.Fatal(err)
		}
		if got, want := pageOf(t, s, url), (Page{URL: url}); got != want {
			t.Errorf("kept after its time: %+v", got)
		}
	})
}

func TestPagesEndWithContext(t *testing.T) {
	conformance(t, func(t *testing.T, s store) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.(Pages).Page(ctx, "u"); err == nil {
			t.Error("read without error")
		}
		if err := s.(Pages).SetPage(ctx, Page{URL: "u", Until: time.Now().Add(time.Hour)}); err == nil {
			t.Error("kept without error")
		}
	})
}

func TestDamagedPageIsNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db, log := openDB(t), &strings.Builder{}
		a := New(slog.New(slog.NewTextHandler(log, nil)), db, always)
		whole := encodePage(Page{Titles: "t", Summary: "s", Until: time.Now().Add(time.Hour)})
		for _, bad := range [][]byte{{}, {9}, whole[:1], whole[:len(whole)-5]} {
			if err := db.Update(func(txn *badger.Txn) error { return txn.Set(pageKey("u"), bad) }); err != nil {
				t.Fatal(err)
			}
			if got := pageOf(t, a, "u"); got != (Page{URL: "u"}) {
				t.Errorf("of %x: %+v", bad, got)
			}
		}
		if n := strings.Count(log.String(), "damaged page"); n != 4 {
			t.Errorf("logged %d times", n)
		}
	})
}
