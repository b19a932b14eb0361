package badgerarchive

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"newsbrief/digest/archive"
	"newsbrief/digest/feed"
)

func TestNothingIsWrittenWithoutRoom(t *testing.T) {
	full := errors.New("the disk is full")
	left := full
	a := New(slog.New(slog.DiscardHandler), openDB(t), func() error { return left })
	now := time.Now()
	writes := map[string]func() error{
		"an item": func() error {
			return a.Add(t.Context(), []feed.Item{{ID: "1", Title: "Ferry resumes", Published: now, Arrived: now}})
		},
		"a poll's state": func() error { return a.SetState(t.Context(), feed.State{URL: "https://harbour.example/rss"}) },
		"a page": func() error {
			return a.SetPage(t.Context(), archive.Page{URL: "https://harbour.example/ferry", Until: now.Add(time.Hour)})
		},
	}
	for name, write := range writes {
		if err := write(); !errors.Is(err, full) {
			t.Errorf("%s: got %v, want %v", name, err, full)
		}
	}
	if items, err := a.Since(t.Context(), time.Time{}); err != nil || len(items) != 0 {
		t.Errorf("got %d items and %v, want none", len(items), err)
	}
	left = nil
	for name, write := range writes {
		if err := write(); err != nil {
			t.Errorf("%s, with room again: %v", name, err)
		}
	}
	if items, err := a.Since(t.Context(), time.Time{}); err != nil || len(items) != 1 {
		t.Errorf("with room again: got %d items and %v, want one", len(items), err)
	}
}
