package badgerarchive

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"newsbrief/digest/feed"
)

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
