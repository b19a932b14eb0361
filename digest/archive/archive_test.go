package archive

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"newsbrief/digest/feed"
)

// store is all that both archives promise.
type store interface {
	feed.Sink
	feed.States
	Since(ctx context.Context, t time.Time) ([]feed.Item, error)
	Get(ctx context.Context, id string) (feed.Item, error)
	Generation() uint64
}

var (
	_ store = (*Archive)(nil)
	_ store = (*Memory)(nil)
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

// conformance runs the test over every archive, in fake time.
func conformance(t *testing.T, test func(t *testing.T, s store)) {
	t.Helper()
	t.Run("badger", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { test(t, New(slog.New(slog.DiscardHandler), openDB(t), always)) })
	})
	t.Run("memory", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { test(t, NewMemory()) })
	})
}

func item(id, title string) feed.Item {
	return feed.Item{ID: id, Title: title, URL: "https://example.org/" + id, Feed: "https://example.org/feed", Language: "en"}
}

func add(t *testing.T, s store, items ...feed.Item) {
	t.Helper()
	if err := s.Add(t.Context(), items); err != nil {
		t.Fatal(err)
	}
}

func since(t *testing.T, s store, when time.Time) []feed.Item {
	t.Helper()
	items, err := s.Since(t.Context(), when)
	if err != nil {
		t.Fatal(err)
	}
	return items
}

func titles(items []feed.Item) string {
	var all []string
	for _, it := range items {
		all = append(all, it.Title)
	}
	return strings.Join(all, " ")
}

func TestOrderOfArrival(t *testing.T) {
	conformance(t, func(t *testing.T, s store) {
		start := time.Now()
		add(t, s, item("9", "first"))
		time.Sleep(time.Minute)
		add(t, s, item("1", "second"))
		late := item("5", "between")
		late.Arrived = start.Add(30 * time.Second)
		add(t, s, late)
		if got := titles(since(t, s, time.Time{})); got != "first between second" {
			t.Errorf("all: %q", got)
		}
		if got := titles(since(t, s, start.Add(30*time.Second))); got != "between second" {
			t.Errorf("since an arrival, which counts: %q", got)
		}
		if got := titles(since(t, s, start.Add(time.Hour))); got != "" {
			t.Errorf("since later: %q", got)
		}
	})
}

func TestReplaceKeepsArrived(t *testing.T) {
	conformance(t, func(t *testing.T, s store) {
		add(t, s, item("1", "one"))
		arrived := since(t, s, time.Time{})[0].Arrived
		time.Sleep(time.Minute)
		add(t, s, item("2", "two"))
		time.Sleep(time.Minute)
		add(t, s, item("1", "one-again"))
		got := since(t, s, time.Time{})
		if titles(got) != "one-again two" || !got[0].Arrived.Equal(arrived) {
			t.Errorf("got %q, first arrived %v, want %v", titles(got), got[0].Arrived, arrived)
		}
		one, err := s.Get(t.Context(), "1")
		if err != nil || one.Title != "one-again" {
			t.Errorf("get: %+v, %v", one, err)
		}
	})
}

// Days are not slept through: Badger's own timers would make them minutes.
func TestExpiry(t *testing.T) {
	conformance(t, func(t *testing.T, s store) {
		start := time.Now()
		old := item("1", "old")
		old.Arrived = start.Add(time.Minute - Keep)
		add(t, s, old, item("2", "young"))
		add(t, s, item("1", "old-changed"))
		if got := titles(since(t, s, time.Time{})); got != "old-changed young" {
			t.Errorf("before: %q", got)
		}
		time.Sleep(time.Minute + 2*time.Second)
		if got := titles(since(t, s, time.Time{})); got != "young" {
			t.Errorf("since: %q", got)
		}
		if _, err := s.Get(t.Context(), "1"); !errors.Is(err, ErrNotFound) {
			t.Errorf("get of an expired item: %v", err)
		}
		dead := item("3", "dead")
		dead.Arrived = start.Add(-Keep)
		add(t, s, dead)
		if got := titles(since(t, s, time.Time{})); got != "young" {
			t.Errorf("since, after adding an expired one: %q", got)
		}
		add(t, s, item("1", "anew"))
		if got := titles(since(t, s, time.Time{})); got != "young anew" {
			t.Errorf("since, after an expired id came again: %q", got)
		}
	})
}

func TestGeneration(t *testing.T) {
	conformance(t, func(t *testing.T, s store) {
		steps := []struct {
			name    string
			items   []feed.Item
			changes bool
		}{
			{"a new item", []feed.Item{item("1", "one")}, true},
			{"the same", []feed.Item{item("1", "one")}, false},
			{"nothing", nil, false},
			{"new content", []feed.Item{item("1", "uno")}, true},
			{"one of two is new", []feed.Item{item("1", "uno"), item("2", "two")}, true},
			{"no id", []feed.Item{item("", "nameless")}, false},
			{"a sample", []feed.Item{{ID: "7", Sample: true}}, false},
		}
		if s.Generation() == 0 {
			t.Error("generation starts at 0")
		}
		for _, step := range steps {
			before := s.Generation()
			add(t, s, step.items...)
			if got := s.Generation() != before; got != step.changes {
				t.Errorf("%s: changed %v, want %v", step.name, got, step.changes)
			}
			time.Sleep(time.Second)
		}
		if got := titles(since(t, s, time.Time{})); got != "uno two" {
			t.Errorf("kept %q", got)
		}
	})
}

func TestManyAtOnce(t *testing.T) {
	conformance(t, func(t *testing.T, s store) {
		var items []feed.Item
		for i := range 1050 {
			items = append(items, item(fmt.Sprintf("%016x", i), "many"))
		}
		items = append(items, items[0])
		add(t, s, items...)
		if got := len(since(t, s, time.Time{})); got != 1050 {
			t.Errorf("got %d items", got)
		}
	})
}

func TestWholeItemComesBack(t *testing.T) {
	conformance(t, func(t *testing.T, s store) {
		in := feed.Item{
			ID: "00ff00ff00ff00ff", URL: "https://example.org/a?b=c", Title: "日本語の見出し", Summary: "One.\nTwo.",
			Published: time.Date(2026, 3, 1, 8, 0, 0, 0, time.FixedZone("", 7*3600)), Arrived: time.Now(), Language: "ja",
			Image: "https://example.org/i.jpg", Feed: "https://example.org/feed", Source: "Example", Categories: []string{"a", "b"},
		}
		in.Arrived = in.Arrived.Add(-time.Minute)
		add(t, s, in)
		in.Categories[0] = "changed by the caller"
		got, err := s.Get(t.Context(), in.ID)
		if err != nil {
			t.Fatal(err)
		}
		in.Categories[0] = "a"
		if diff := cmp.Diff(in, got); diff != "" {
			t.Errorf("-in +out:\n%s", diff)
		}
	})
}

func TestStates(t *testing.T) {
	conformance(t, func(t *testing.T, s store) {
		const url = "https://example.org/feed"
		got, err := s.State(t.Context(), url)
		if diff := cmp.Diff(feed.State{URL: url}, got); err != nil || diff != "" {
			t.Errorf("unknown feed: %v, -want +got:\n%s", err, diff)
		}
		now := time.Now().UTC()
		in := feed.State{
			URL: url, Moved: "https://example.org/new", ETag: `W/"x"`, LastModified: "then", Polled: now, Succeeded: now.Add(1),
			Next: now.Add(2), Wait: now.Add(3), Changed: now.Add(4), Stored: now.Add(5), Interval: time.Hour, Failures: 3,
			Error: "unreachable", Hash: "abc", Seen: []feed.Mark{{ID: "1", First: now, URL: 1, Title: 1 << 63, Text: 3}, {ID: "2"}},
		}
		if err := s.SetState(t.Context(), in); err != nil {
			t.Fatal(err)
		}
		got, err = s.State(t.Context(), url)
		if diff := cmp.Diff(in, got); err != nil || diff != "" {
			t.Errorf("%v, -want +got:\n%s", err, diff)
		}
		if other, _ := s.State(t.Context(), url+"2"); other.ETag != "" {
			t.Errorf("another feed has it too: %+v", other)
		}
	})
}

func TestCancelled(t *testing.T) {
	conformance(t, func(t *testing.T, s store) {
		add(t, s, item("1", "one"))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, sinceErr := s.Since(ctx, time.Time{})
		_, getErr := s.Get(ctx, "1")
		_, stateErr := s.State(ctx, "x")
		for name, err := range map[string]error{
			"add": s.Add(ctx, []feed.Item{item("2", "two")}), "since": sinceErr, "get": getErr, "state": stateErr,
			"set state": s.SetState(ctx, feed.State{URL: "x"}),
		} {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestDamagedRecordsArePassedOver(t *testing.T) {
	db := openDB(t)
	var log strings.Builder
	a := New(slog.New(slog.NewTextHandler(&log, nil)), db, always)
	add(t, a, item("1", "whole"), item("2", "cut"), item("3", "later-version"), item("4", "elsewhere"))
	if err := a.SetState(t.Context(), feed.State{URL: "u", ETag: "e"}); err != nil {
		t.Fatal(err)
	}
	damage(t, db, "at", func(v []byte) []byte {
		switch {
		case strings.Contains(string(v), "cut"):
			return v[:len(v)-3]
		case strings.Contains(string(v), "later-version"):
			v[0] = 200
		case strings.Contains(string(v), "elsewhere"):
			return encodeItem(item("5", "elsewhere"))
		}
		return v
	})
	damage(t, db, "f", func([]byte) []byte { return nil })
	if got := titles(since(t, a, time.Time{})); got != "whole" {
		t.Errorf("since: %q", got)
	}
	if _, err := a.Get(t.Context(), "2"); !errors.Is(err, ErrNotFound) {
		t.Errorf("get of a damaged item: %v", err)
	}
	if s, err := a.State(t.Context(), "u"); err != nil || s.ETag != "" || s.URL != "u" {
		t.Errorf("damaged state: %+v, %v", s, err)
	}
	if n := strings.Count(log.String(), "passed over"); n != 4 {
		t.Errorf("%d lines in the log:\n%s", n, log.String())
	}
	add(t, a, item("2", "mended"))
	if got := titles(since(t, a, time.Time{})); got != "whole mended" {
		t.Errorf("since, when the damaged item came again: %q", got)
	}
}

// damage changes every value below the prefix.
func damage(t *testing.T, db *badger.DB, prefix string, change func([]byte) []byte) {
	t.Helper()
	err := db.Update(func(txn *badger.Txn) error {
		it := txn.NewIterator(badger.IteratorOptions{Prefix: []byte(prefix)})
		defer it.Close()
		for it.Rewind(); it.Valid(); it.Next() {
			v, err := it.Item().ValueCopy(nil)
			if err != nil {
				return err
			}
			if err := txn.Set(it.Item().KeyCopy(nil), change(v)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// step is an addition after some time.
type step struct {
	Wait  time.Duration
	Items []addition
}

type addition struct {
	ID, Title string
	Left      time.Duration // until it expires; 0: it arrives with the step
}

// A sequence of additions and of time passing leaves the same in both.
func TestBothArchivesAgree(t *testing.T) {
	// Each check opens a database.
	if err := flag.Set("rapid.checks", "30"); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		steps := rapid.SliceOfN(rapid.Custom(drawStep), 1, 12).Draw(rt, "steps")
		var diff string
		synctest.Test(t, func(t *testing.T) { diff = compare(t, steps) })
		if diff != "" {
			rt.Fatal(diff)
		}
	})
}

func drawStep(t *rapid.T) step {
	return step{
		Wait: time.Duration(rapid.IntRange(0, 40).Draw(t, "seconds")) * time.Second,
		Items: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) addition {
			return addition{
				ID: fmt.Sprint(rapid.IntRange(0, 6).Draw(t, "id")), Title: rapid.StringMatching("[ab]").Draw(t, "title"),
				Left: time.Duration(rapid.IntRange(-1, 4).Draw(t, "left")) * 30 * time.Second,
			}
		}), 0, 5).Draw(t, "items"),
	}
}

// compare returns the first difference between the two archives.
func compare(t *testing.T, steps []step) string {
	onDisk, inMemory := New(slog.New(slog.DiscardHandler), openDB(t), always), NewMemory()
	for i, step := range steps {
		time.Sleep(step.Wait)
		var items []feed.Item
		for _, a := range step.Items {
			it := item(a.ID, a.Title)
			if a.Left != 0 {
				it.Arrived = time.Now().Add(a.Left - Keep)
			}
			items = append(items, it)
		}
		add(t, onDisk, items...)
		add(t, inMemory, items...)
		if diff := cmp.Diff(since(t, onDisk, time.Time{}), since(t, inMemory, time.Time{})); diff != "" {
			return fmt.Sprintf("step %d: -badger +memory:\n%s", i, diff)
		}
		if a, b := onDisk.Generation(), inMemory.Generation(); a != b {
			return fmt.Sprintf("step %d: generations %d and %d", i, a, b)
		}
	}
	return ""
}

func FuzzDecode(f *testing.F) {
	f.Add(encodeItem(item("1", "one")))
	f.Add(encodeState(feed.State{URL: "u", Seen: []feed.Mark{{ID: "1"}}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		d := newDecoder()
		if it, err := d.item(b); err == nil {
			again, err := d.item(encodeItem(it))
			if diff := cmp.Diff(it, again); err != nil || diff != "" {
				t.Errorf("%v %s", err, diff)
			}
		}
		if s, err := d.state(b); err == nil {
			again, err := d.state(encodeState(s))
			if diff := cmp.Diff(s, again); err != nil || diff != "" {
				t.Errorf("%v %s", err, diff)
			}
		}
	})
}

func BenchmarkSince30000(b *testing.B) {
	a := New(slog.New(slog.DiscardHandler), openDB(b), always)
	var items []feed.Item
	for i := range 30000 {
		it := item(fmt.Sprintf("%016x", i), strings.Repeat("headline ", 8))
		it.Summary = strings.Repeat("summary ", 50)
		items = append(items, it)
	}
	if err := a.Add(b.Context(), items); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if got, err := a.Since(b.Context(), time.Time{}); err != nil || len(got) != len(items) {
			b.Fatal(len(got), err)
		}
	}
}
