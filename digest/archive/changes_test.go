package archive

import (
	"context"
	"encoding/binary"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"newsbrief/digest/feed"
)

type changing interface {
	store
	Changed(ctx context.Context, after uint64, most int) ([]feed.Item, uint64, bool, error)
}

var (
	_ changing = (*Archive)(nil)
	_ changing = (*Memory)(nil)
)

func changed(t *testing.T, s changing, after uint64, most int) (got string, generation uint64, all bool) {
	t.Helper()
	items, generation, all, err := s.Changed(t.Context(), after, most)
	if err != nil {
		t.Fatal(err)
	}
	return titles(items), generation, all
}

func TestChanged(t *testing.T) {
	conformance(t, func(t *testing.T, st store) {
		s := st.(changing)
		add(t, s, item("1", "one"))
		time.Sleep(time.Second)
		add(t, s, item("2", "two"))
		got, first, all := changed(t, s, 0, 10)
		if got != "one two" || !all || first != s.Generation() {
			t.Errorf("first: %q, all %v", got, all)
		}
		if got, _, all := changed(t, s, 0, 1); got != "two" || !all {
			t.Errorf("the newest: %q, all %v", got, all)
		}
		if got, _, all := changed(t, s, first, 10); got != "" || all {
			t.Errorf("nothing new: %q, all %v", got, all)
		}
		time.Sleep(time.Second)
		add(t, s, item("3", "three"))
		add(t, s, item("1", "uno"), item("2", "two"))
		add(t, s, item("1", "eins"))
		got, second, all := changed(t, s, first, 1)
		if got != "eins three" || all || second == first {
			t.Errorf("changed: %q, all %v", got, all)
		}
		if got, _, all := changed(t, s, second+7, 10); got != "eins two three" || !all {
			t.Errorf("after a generation that never was: %q, all %v", got, all)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, _, _, err := s.Changed(ctx, 0, 10); err == nil {
			t.Error("want the error of an ended context")
		}
	})
}

func TestChangesAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := New(slog.New(slog.DiscardHandler), openDB(t), always)
		_, first, _ := changed(t, a, 0, 1)
		for i := range 3 {
			var items []feed.Item
			for j := range mostChanges / 2 {
				items = append(items, item(fmt.Sprint(i, "-", j), "x"))
			}
			add(t, a, items...)
		}
		if _, _, all := changed(t, a, first, 1); !all {
			t.Error("want everything where more changed than is remembered")
		}
		if got, _, all := changed(t, a, first+1, 1); all || strings.Count(got, "x") != mostChanges {
			t.Errorf("want the latest changes, got %d, all %v", strings.Count(got, "x"), all)
		}
	})
}

// What changes told one after the other is what there is.
func TestChangesAddUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		steps := rapid.SliceOfN(rapid.Custom(drawStep), 1, 8).Draw(rt, "steps")
		var diff string
		synctest.Test(t, func(t *testing.T) {
			diff = addUp(t, New(slog.New(slog.DiscardHandler), openDB(t), always), steps) + addUp(t, NewMemory(), steps)
		})
		if diff != "" {
			rt.Fatal(diff)
		}
	})
}

func addUp(t *testing.T, s changing, steps []step) string {
	seen, after := map[string]feed.Item{}, uint64(0)
	for _, step := range steps {
		time.Sleep(step.Wait)
		for _, a := range step.Items {
			it := item(a.ID, a.Title)
			if a.Left != 0 {
				it.Arrived = time.Now().Add(a.Left - Keep)
			}
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
			if expired(it.Arrived, time.Now()) {
				delete(seen, id)
			}
		}
		there := map[string]feed.Item{}
		for _, it := range since(t, s, time.Time{}) {
			there[it.ID] = it
		}
		if diff := cmp.Diff(there, seen); diff != "" {
			return fmt.Sprintf("%T: what there is -, what changes add up to +:\n%s", s, diff)
		}
	}
	return ""
}

// TestFlippedBits holds that no record is read in which one bit is wrong.
func TestFlippedBits(t *testing.T) {
	it := item("1", "Ferry aground off Lombok")
	it.Arrived = time.Unix(0, 1).UTC()
	state := feed.State{URL: "u", ETag: "e", Failures: 3}
	for name, record := range map[string][]byte{"item": encodeItem(it), "state": encodeState(state)} {
		for bit := range 8 * len(record) {
			record[bit/8] ^= 1 << (bit % 8)
			d := newDecoder()
			_, errItem := d.item(record)
			_, errState := d.state(record)
			if name == "item" && errItem == nil || name == "state" && errState == nil {
				t.Errorf("%s: read although bit %d is wrong", name, bit)
			}
			record[bit/8] ^= 1 << (bit % 8)
		}
	}
}

// TestRecordsWithoutChecksum holds that what an earlier version wrote is read.
func TestRecordsWithoutChecksum(t *testing.T) {
	it := item("1", "Ferry aground off Lombok")
	it.Arrived = time.Unix(0, 1).UTC()
	record := encodeItem(it)
	record = record[:len(record)-sealSize]
	record[0] = unsealedVersion
	got, err := newDecoder().item(record)
	if diff := cmp.Diff(it, got); err != nil || diff != "" {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
}

func TestDamageIsLoggedOnce(t *testing.T) {
	var log strings.Builder
	a := New(slog.New(slog.NewTextHandler(&log, nil)), openDB(t), always)
	add(t, a, item("1", "whole"))
	damage(t, a.db, "at", func(v []byte) []byte {
		binary.LittleEndian.PutUint32(v[len(v)-sealSize:], 7)
		return v
	})
	for range 3 {
		if got := since(t, a, time.Time{}); len(got) > 0 {
			t.Errorf("got %v, want the damaged record left out", got)
		}
		if got, _, _ := changed(t, a, 0, 10); got != "" {
			t.Errorf("got %q, want the damaged record left out", got)
		}
	}
	if n := strings.Count(log.String(), "passed over"); n != 1 {
		t.Errorf("%d lines in the log, want 1:\n%s", n, log.String())
	}
}

func BenchmarkChanged(b *testing.B) {
	a := New(slog.New(slog.DiscardHandler), openDB(b), always)
	var items []feed.Item
	for i := range 30000 {
		it := item(fmt.Sprintf("%016x", i), strings.Repeat("headline ", 8))
		it.Summary = strings.Repeat("summary ", 50)
		items = append(items, it)
	}
	if err := a.Add(b.Context(), items[:29950]); err != nil {
		b.Fatal(err)
	}
	generation := a.Generation()
	if err := a.Add(b.Context(), items[29950:]); err != nil {
		b.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		after uint64
		want  int
	}{{"50 of 30000", generation, 50}, {"newest 12000", 0, 12000}} {
		b.Run(tt.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if got, _, _, err := a.Changed(b.Context(), tt.after, 12000); err != nil || len(got) != tt.want {
					b.Fatal(len(got), err)
				}
			}
		})
	}
}
