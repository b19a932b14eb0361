package badgerarchive

import (
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/google/go-cmp/cmp"

	"newsbrief/digest/archive"
	"newsbrief/digest/feed"
)

func TestDamagedRecordsAreSkipped(t *testing.T) {
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
	if got := headlines(t, a); got != "whole" {
		t.Errorf("since: %q", got)
	}
	if _, err := a.Get(t.Context(), "2"); !errors.Is(err, archive.ErrNotFound) {
		t.Errorf("get of a damaged item: %v", err)
	}
	if s, err := a.State(t.Context(), "u"); err != nil || s.ETag != "" || s.URL != "u" {
		t.Errorf("damaged state: %+v, %v", s, err)
	}
	if n := strings.Count(log.String(), "skipped"); n != 4 {
		t.Errorf("%d lines in the log:\n%s", n, log.String())
	}
	add(t, a, item("2", "mended"))
	if got := headlines(t, a); got != "whole mended" {
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

func TestDamageIsLoggedOnce(t *testing.T) {
	var log strings.Builder
	a := New(slog.New(slog.NewTextHandler(&log, nil)), openDB(t), always)
	add(t, a, item("1", "whole"))
	damage(t, a.db, "at", func(v []byte) []byte {
		binary.LittleEndian.PutUint32(v[len(v)-sealSize:], 7)
		return v
	})
	for range 3 {
		if got := headlines(t, a); got != "" {
			t.Errorf("got %q, want the damaged record left out", got)
		}
		if got, _, _ := changed(t, a, 0, 10); got != "" {
			t.Errorf("got %q, want the damaged record left out", got)
		}
	}
	if n := strings.Count(log.String(), "skipped"); n != 1 {
		t.Errorf("%d lines in the log, want 1:\n%s", n, log.String())
	}
}

func TestDamagedPageIsNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db, log := openDB(t), &strings.Builder{}
		a := New(slog.New(slog.NewTextHandler(log, nil)), db, always)
		whole := encodePage(archive.Page{Titles: "t", Summary: "s", Until: time.Now().Add(time.Hour)})
		for _, bad := range [][]byte{{}, {9}, whole[:1], whole[:len(whole)-5]} {
			if err := db.Update(func(txn *badger.Txn) error { return txn.Set(pageKey("u"), bad) }); err != nil {
				t.Fatal(err)
			}
			if got, err := a.Page(t.Context(), "u"); err != nil || got != (archive.Page{URL: "u"}) {
				t.Errorf("of %x: %+v, %v", bad, got, err)
			}
		}
		if n := strings.Count(log.String(), "damaged page"); n != 4 {
			t.Errorf("logged %d times", n)
		}
	})
}

// samples are a record of each kind.
func samples() (it feed.Item, state feed.State, page archive.Page) {
	at := time.Unix(1_800_000_000, 1).UTC()
	it = item("1", "Ferry aground off Lombok")
	it.Arrived, it.Categories = at, []string{"sea"}
	state = feed.State{ETag: "e", Failures: 3, Seen: []feed.Mark{{ID: "1", First: at}}}
	return it, state, archive.Page{Titles: "Ferry aground", Summary: "All are safe.", Until: at}
}

// TestFlippedBits holds that no record is read in which one bit is wrong.
func TestFlippedBits(t *testing.T) {
	it, state, page := samples()
	d := newDecoder()
	tests := []struct {
		name   string
		record []byte
		read   func(b []byte) error
	}{
		{"item", encodeItem(it), func(b []byte) error { _, err := d.item(b); return err }},
		{"state", encodeState(state), func(b []byte) error { _, err := d.state(b); return err }},
		{"page", encodePage(page), func(b []byte) error { _, err := d.page(b); return err }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.read(tt.record); err != nil {
				t.Fatal(err)
			}
			for bit := range 8 * len(tt.record) {
				tt.record[bit/8] ^= 1 << (bit % 8)
				if tt.read(tt.record) == nil {
					t.Errorf("read although bit %d is wrong", bit)
				}
				tt.record[bit/8] ^= 1 << (bit % 8)
			}
		})
	}
}

// TestRecordsWithoutChecksum holds that what an earlier version wrote is read.
func TestRecordsWithoutChecksum(t *testing.T) {
	earlier := func(record []byte) []byte {
		record[0] = unsealedVersion
		return record[:len(record)-sealSize]
	}
	it, state, page := samples()
	gotItem, errItem := newDecoder().item(earlier(encodeItem(it)))
	gotState, errState := newDecoder().state(earlier(encodeState(state)))
	gotPage, errPage := newDecoder().page(earlier(encodePage(page)))
	if err := errors.Join(errItem, errState, errPage); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]any{it, state, page}, []any{gotItem, gotState, gotPage}); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
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
