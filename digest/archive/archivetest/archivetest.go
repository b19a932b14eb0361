// Package archivetest says in tests what an archive promises: [Run] is the one
// suite that every engine passes.
package archivetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"newsbrief/digest/archive"
	"newsbrief/digest/feed"
)

// Open makes an empty archive that lasts as long as the test. It is called in
// the test's bubble of fake time.
type Open func(t *testing.T) archive.Archive

// Run holds the engine to the contracts of package archive.
func Run(t *testing.T, open Open) {
	tests := []struct {
		name string
		test func(*testing.T, archive.Archive)
	}{
		{"items stand in the order of their arrival", orderOfArrival},
		{"what replaces an item keeps its arrival", replaceKeepsArrived},
		{"items expire", expiry},
		{"a change makes a new generation", generation},
		{"many at once", manyAtOnce},
		{"a whole item comes back", wholeItem},
		{"poll states", states},
		{"nothing is done when the context has ended", cancelled},
		{"what changed since", changed},
		{"pages", pages},
		{"no page when the context has ended", pagesCancelled},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { tt.test(t, open(t)) })
		})
	}
	t.Run("any order of additions is as in memory", func(t *testing.T) { inAnyOrder(t, open, asInMemory) })
	t.Run("changes add up to what there is", func(t *testing.T) { inAnyOrder(t, open, changesAddUp) })
}

func item(id, title string) feed.Item {
	return feed.Item{ID: id, Title: title, URL: "https://example.org/" + id, Feed: "https://example.org/feed", Language: "en"}
}

func add(t *testing.T, s archive.Archive, items ...feed.Item) {
	t.Helper()
	if err := s.Add(t.Context(), items); err != nil {
		t.Fatal(err)
	}
}

func since(t *testing.T, s archive.Archive, when time.Time) []feed.Item {
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

func changedSince(t *testing.T, s archive.Changes, after uint64, most int) (got string, generation uint64, all bool) {
	t.Helper()
	items, generation, all, err := s.Changed(t.Context(), after, most)
	if err != nil {
		t.Fatal(err)
	}
	return titles(items), generation, all
}

func orderOfArrival(t *testing.T, s archive.Archive) {
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
}

func replaceKeepsArrived(t *testing.T, s archive.Archive) {
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
}

// Days are not slept through: Badger's own timers would make them minutes.
func expiry(t *testing.T, s archive.Archive) {
	start := time.Now()
	old := item("1", "old")
	old.Arrived = start.Add(time.Minute - archive.Keep)
	add(t, s, old, item("2", "young"))
	add(t, s, item("1", "old-changed"))
	if got := titles(since(t, s, time.Time{})); got != "old-changed young" {
		t.Errorf("before: %q", got)
	}
	time.Sleep(time.Minute + 2*time.Second)
	if got := titles(since(t, s, time.Time{})); got != "young" {
		t.Errorf("since: %q", got)
	}
	if _, err := s.Get(t.Context(), "1"); !errors.Is(err, archive.ErrNotFound) {
		t.Errorf("get of an expired item: %v", err)
	}
	dead := item("3", "dead")
	dead.Arrived = start.Add(-archive.Keep)
	add(t, s, dead)
	if got := titles(since(t, s, time.Time{})); got != "young" {
		t.Errorf("since, after adding an expired one: %q", got)
	}
	add(t, s, item("1", "anew"))
	if got := titles(since(t, s, time.Time{})); got != "young anew" {
		t.Errorf("since, after an expired id came again: %q", got)
	}
}

func generation(t *testing.T, s archive.Archive) {
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
}

func manyAtOnce(t *testing.T, s archive.Archive) {
	var items []feed.Item
	for i := range 1050 {
		items = append(items, item(fmt.Sprintf("%016x", i), "many"))
	}
	items = append(items, items[0])
	add(t, s, items...)
	if got := len(since(t, s, time.Time{})); got != 1050 {
		t.Errorf("got %d items", got)
	}
}

func wholeItem(t *testing.T, s archive.Archive) {
	in := feed.Item{
		ID: "00ff00ff00ff00ff", URL: "https://example.org/a?b=c", Title: "Kênh đào mở lại", Summary: "One.\nTwo.",
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
}

func states(t *testing.T, s archive.Archive) {
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
}

func cancelled(t *testing.T, s archive.Archive) {
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
}
