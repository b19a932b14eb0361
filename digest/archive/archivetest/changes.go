package archivetest

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"newsbrief/digest/archive"
	"newsbrief/digest/feed"
)

func changed(t *testing.T, s archive.Archive) {
	add(t, s, item("1", "one"))
	time.Sleep(time.Second)
	add(t, s, item("2", "two"))
	got, first, all := changedSince(t, s, 0, 10)
	if got != "one two" || !all || first != s.Generation() {
		t.Errorf("first: %q, all %v", got, all)
	}
	if got, _, all := changedSince(t, s, 0, 1); got != "two" || !all {
		t.Errorf("the newest: %q, all %v", got, all)
	}
	if got, _, all := changedSince(t, s, first, 10); got != "" || all {
		t.Errorf("nothing new: %q, all %v", got, all)
	}
	time.Sleep(time.Second)
	add(t, s, item("3", "three"))
	add(t, s, item("1", "uno"), item("2", "two"))
	add(t, s, item("1", "eins"))
	got, second, all := changedSince(t, s, first, 1)
	if got != "eins three" || all || second == first {
		t.Errorf("changed: %q, all %v", got, all)
	}
	if got, _, all := changedSince(t, s, second+7, 10); got != "eins two three" || !all {
		t.Errorf("after a generation that never was: %q, all %v", got, all)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, _, err := s.Changed(ctx, 0, 10); err == nil {
		t.Error("want the error of an ended context")
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

// items are those of the step, which come now.
func (s step) items() (all []feed.Item) {
	for _, a := range s.Items {
		it := item(a.ID, a.Title)
		if a.Left != 0 {
			it.Arrived = time.Now().Add(a.Left - archive.Keep)
		}
		all = append(all, it)
	}
	return all
}

// inAnyOrder checks steps that were drawn at random; check returns what is
// wrong.
func inAnyOrder(t *testing.T, open Open, check func(*testing.T, archive.Archive, []step) string) {
	rapid.Check(t, func(rt *rapid.T) {
		steps := rapid.SliceOfN(rapid.Custom(drawStep), 1, 10).Draw(rt, "steps")
		var wrong string
		synctest.Test(t, func(t *testing.T) { wrong = check(t, open(t), steps) })
		if wrong != "" {
			rt.Fatal(wrong)
		}
	})
}

// asInMemory returns the first difference from the archive in memory.
func asInMemory(t *testing.T, s archive.Archive, steps []step) string {
	inMemory := archive.NewMemory()
	for i, step := range steps {
		time.Sleep(step.Wait)
		add(t, s, step.items()...)
		add(t, inMemory, step.items()...)
		if diff := cmp.Diff(since(t, inMemory, time.Time{}), since(t, s, time.Time{})); diff != "" {
			return fmt.Sprintf("step %d: -memory +engine:\n%s", i, diff)
		}
		if got, want := s.Generation(), inMemory.Generation(); got != want {
			return fmt.Sprintf("step %d: generation %d, want %d", i, got, want)
		}
	}
	return ""
}

// changesAddUp returns the first difference between what there is and what
// changes told one after the other come to.
func changesAddUp(t *testing.T, s archive.Archive, steps []step) string {
	seen, after := map[string]feed.Item{}, uint64(0)
	for _, step := range steps {
		time.Sleep(step.Wait)
		for _, it := range step.items() {
			add(t, s, it)
		}
		items, generation, all, err := s.Changed(t.Context(), after, 100)
		if err != nil || all != (after == 0) {
			return fmt.Sprintf("all %v after %d, %v", all, after, err)
		}
		after = generation
		for _, it := range items {
			seen[it.ID] = it
		}
		for id, it := range seen {
			if archive.Expired(it.Arrived, time.Now()) {
				delete(seen, id)
			}
		}
		there := map[string]feed.Item{}
		for _, it := range since(t, s, time.Time{}) {
			there[it.ID] = it
		}
		if diff := cmp.Diff(there, seen); diff != "" {
			return fmt.Sprintf("what there is -, what changes add up to +:\n%s", diff)
		}
	}
	return ""
}

func pageOf(t *testing.T, s archive.Archive, url string) archive.Page {
	t.Helper()
	p, err := s.Page(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func pages(t *testing.T, s archive.Archive) {
	const url = "https://example.org/a?b=c"
	if got, want := pageOf(t, s, url), (archive.Page{URL: url}); got != want {
		t.Errorf("of a page that was never tried: %+v", got)
	}
	now := time.Now().UTC()
	tried := archive.Page{URL: url, Tried: now, Until: now.Add(time.Minute)}
	read := archive.Page{
		URL: url, Titles: "Cửa cống mở lại\nKênh đào", Summary: "One.\nTwo.", Language: "ja", Image: "https://example.org/i.jpg",
		Published: now.Add(-time.Hour), Tried: now.Add(time.Second), Until: now.Add(2 * time.Minute),
	}
	for _, p := range []archive.Page{tried, read, {URL: url + "d", Tried: now, Until: now.Add(time.Hour)}} {
		if err := s.SetPage(t.Context(), p); err != nil {
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
	if got, want := pageOf(t, s, url), (archive.Page{URL: url}); got != want {
		t.Errorf("once it may be forgotten: %+v", got)
	}
	if err := s.SetPage(t.Context(), read); err != nil {
		t.Fatal(err)
	}
	if got, want := pageOf(t, s, url), (archive.Page{URL: url}); got != want {
		t.Errorf("kept after its time: %+v", got)
	}
}

func pagesCancelled(t *testing.T, s archive.Archive) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Page(ctx, "u"); err == nil {
		t.Error("read without error")
	}
	if err := s.SetPage(ctx, archive.Page{URL: "u", Until: time.Now().Add(time.Hour)}); err == nil {
		t.Error("kept without error")
	}
}
