package feed

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// edition is a document of n items made by change from plain ones.
func edition(from, n int, now time.Time, change func(i int, it *Item)) []Item {
	var items []Item
	for i := from; i < from+n; i++ {
		it := Item{
			ID: fmt.Sprintf("id%d", i), URL: fmt.Sprintf("https://example.org/%d", i), Title: fmt.Sprintf("Headline number %d", i),
			Summary: "Text.", Published: now.Add(-time.Hour), Arrived: now,
		}
		if change != nil {
			change(i, &it)
		}
		items = append(items, it)
	}
	return items
}

func TestSift(t *testing.T) {
	start := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	const old = 72 * time.Hour
	live := func(_ int, it *Item) { it.URL = "https://example.org/live" }
	undatedItem := func(_ int, it *Item) { it.Published = time.Time{} }
	tests := []struct {
		name           string
		first, second  []Item
		fresh, changed int // of the second
	}{
		{"the same again", edition(0, 10, start, nil), edition(0, 10, start, nil), 0, 0},
		{"three new", edition(3, 10, start, nil), edition(0, 10, start, nil), 3, 0},
		{"all new, really", edition(10, 10, start, nil), edition(0, 10, start, nil), 10, 0},
		{"nothing", edition(0, 10, start, nil), nil, 0, 0},
		{"one rewritten", edition(0, 10, start, nil), edition(0, 10, start, func(i int, it *Item) {
			if i == 4 {
				it.Title = "Another headline"
			}
		}), 0, 1},
		{"ids that change at every fetch", edition(0, 10, start, nil), edition(0, 10, start, func(_ int, it *Item) { it.ID += "-random" }), 0, 0},
		{"ids and addresses that change at every fetch", edition(0, 10, start, nil), edition(0, 10, start, func(_ int, it *Item) {
			it.ID += "-random"
			it.URL += "?session=1"
		}), 0, 0},
		{"re-keyed, and one is new", edition(1, 10, start, nil), edition(0, 10, start, func(_ int, it *Item) { it.ID += "-x" }), 1, 0},
		{"another server, other addresses and ids, titles in capitals", edition(0, 10, start, nil), edition(0, 10, start, func(i int, it *Item) {
			it.ID, it.URL, it.Title = "n"+it.ID, fmt.Sprintf("https://new.example/%d", i), fmt.Sprintf("HEADLINE NUMBER %d", i)
		}), 0, 10},
		{"one with another id, linked with tracking", edition(0, 10, start, nil), edition(0, 10, start, func(i int, it *Item) {
			if i == 2 {
				it.ID, it.URL = "again", it.URL+"?utm_source=rss"
			}
		}), 0, 0},
		{"a title that comes back is news again", edition(0, 10, start, nil), append(edition(0, 9, start, nil),
			edition(50, 1, start, func(_ int, it *Item) { it.Title = "Headline number 3" })...), 1, 0},
		{"all link to the front page", edition(5, 10, start, func(_ int, it *Item) { it.URL = "https://example.org/" }),
			edition(0, 10, start, func(_ int, it *Item) { it.URL = "https://example.org/" }), 5, 0},
		{"a live blog grows", edition(2, 4, start, live), edition(0, 6, start, live), 2, 0},
		{"a live blog grows and has new ids", edition(2, 4, start, live), edition(0, 6, start, func(i int, it *Item) {
			live(i, it)
			it.ID += "-x"
		}), 2, 0},
		{"a page becomes a live blog", append(edition(3, 1, start, func(i int, it *Item) {
			live(i, it)
			it.ID = "page"
		}), edition(10, 9, start, nil)...), append(edition(0, 4, start, live), edition(10, 9, start, nil)...), 3, 0},
		{"a live blog has but one entry left", edition(0, 4, start, live), edition(2, 1, start, func(i int, it *Item) {
			live(i, it)
			it.ID = "page"
		}), 0, 0},
		{"an entry of a live blog is rewritten", edition(0, 4, start, live), edition(0, 4, start, func(i int, it *Item) {
			live(i, it)
			if i == 1 {
				it.Title = "Another headline"
			}
		}), 0, 1},
		{"sent whole again by another server", edition(0, 3, start, nil), edition(100, 50, start, func(_ int, it *Item) {
			it.Published = start.Add(-73 * time.Hour)
		}), 0, 0},
		{"undated and all new", edition(0, 3, start, nil), edition(100, 50, start, undatedItem), undated, 0},
		{"undated and some new", edition(2, 30, start, undatedItem), edition(0, 30, start, undatedItem), 2, 0},
		{"one id for all", edition(0, 1, start, nil), edition(1, 5, start, func(_ int, it *Item) { it.ID = "id0" }), 0, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := sift(tt.first, nil, start, old)
			later := start.Add(time.Hour)
			got := sift(tt.second, before.seen, later, old)
			if len(got.fresh) != tt.fresh || len(got.changed) != tt.changed {
				t.Errorf("got %d fresh and %d changed, want %d and %d", len(got.fresh), len(got.changed), tt.fresh, tt.changed)
			}
			for _, it := range got.fresh {
				if !it.Arrived.Equal(later) {
					t.Errorf("%s arrived %v", it.ID, it.Arrived)
				}
			}
			for _, it := range got.changed {
				known := slices.ContainsFunc(tt.first, func(f Item) bool { return f.ID == it.ID })
				if !known || !it.Arrived.Equal(start) {
					t.Errorf("changed %s, arrived %v: not under its first id and instant", it.ID, it.Arrived)
				}
			}
			again := sift(tt.second, got.seen, later, old)
			if len(again.fresh)+len(again.changed) != 0 {
				t.Errorf("the same once more: %d fresh, %d changed", len(again.fresh), len(again.changed))
			}
		})
	}
}

// A page that more and more entries link to is an article, then an article
// with another headline, then a live blog, whose entries are news one by one.
func TestSiftLiveBlogFromTheFeed(t *testing.T) {
	var seen []Mark
	var told, changed []string
	for n := 1; n <= 6; n++ {
		var b strings.Builder
		for i := n; i > 0; i-- {
			fmt.Fprintf(&b, "<item><title>Entry %d</title><guid isPermaLink=\"false\">%d</guid><link>https://a.example/live?utm_source=rss#%d</link></item>", i, i, i)
		}
		doc := mustParse(t, "<rss><channel>"+b.String()+"</channel></rss>")
		got := sift(doc.Items, seen, testNow, 72*time.Hour)
		seen = got.seen
		told, changed = append(told, titles(got.fresh)...), append(changed, titles(got.changed)...)
	}
	if want := []string{"Entry 1", "Entry 3", "Entry 4", "Entry 5", "Entry 6"}; !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
	if want := []string{"Entry 2"}; !slices.Equal(changed, want) {
		t.Errorf("changed %q, want %q", changed, want)
	}
}

func titles(items []Item) []string {
	var out []string
	for _, it := range items {
		out = append(out, it.Title)
	}
	return out
}

func TestSiftFirstDocument(t *testing.T) {
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	items := append(edition(0, 5, now, nil), edition(5, 5, now, func(_ int, it *Item) { it.Published = now.Add(-80 * time.Hour) })...)
	got := sift(items, nil, now, 72*time.Hour)
	if len(got.fresh) != 5 || len(got.seen) != 10 {
		t.Errorf("got %d fresh, %d seen", len(got.fresh), len(got.seen))
	}
}

func TestSeenStaysBounded(t *testing.T) {
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	var seen []Mark
	for i := range 100 {
		seen = sift(edition(i*10, 10, now, nil), seen, now, time.Hour*72).seen
	}
	if len(seen) != 10+olderMarks {
		t.Errorf("%d marks are kept", len(seen))
	}
	// What left the document and comes back is no news.
	if got := sift(edition(900, 100, now, nil), seen, now, time.Hour*72); len(got.fresh) != 0 {
		t.Errorf("%d fresh", len(got.fresh))
	}
}
