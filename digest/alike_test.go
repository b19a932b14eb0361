package digest

import (
	"log/slog"
	"slices"
	"testing"
	"time"

	"newsbrief/digest/feed"
	"newsbrief/digest/story"
	"newsbrief/digest/topic"
)

func TestIsAlike(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"Supreme court rules that a robot is no inventor", "Robot cannot be an inventor, supreme court says in ruling", true},
		{"Mahkamah putuskan robot bukan pencipta lampu", "Robot bukan pencipta, kata mahkamah", true},
		{"最高裁「ロボットは発明者になれない」と判断", "ロボットは発明者になれず　最高裁が初判断", true},
		{"ศาลฎีกาตัดสินหุ่นยนต์เป็นผู้ประดิษฐ์ไม่ได้", "หุ่นยนต์เป็นผู้ประดิษฐ์ไม่ได้ ศาลฎีกาชี้", true},
		{"Supreme court rules that a robot is no inventor", "Supreme court rules on tolls of the canal", false},
		{"Flood in the north", "Flood in the south", false},
		{"最高裁「ロボットは発明者になれない」と判断", "最高裁、運河の通行料を違法と判断", false},
		{"", "", false},
	} {
		if got := subjectOf(tt.a).isAlike(subjectOf(tt.b)); got != tt.want {
			t.Errorf("%q and %q: got %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}

// singles is a grouper that holds every item for a story of its own.
type singles struct{ items []feed.Item }

func (s *singles) Add(items ...feed.Item) { s.items = append(s.items, items...) }
func (s *singles) Drop(time.Time)         {}
func (s *singles) Stories() []story.Story {
	var out []story.Story
	for _, it := range s.items {
		out = append(out, story.Story{Items: []feed.Item{it}})
	}
	return out
}

// TestOneSubjectOnce holds that of two stories of one subject a digest has the
// first, and that an answer that is to be filled has the other at its end.
func TestOneSubjectOnce(t *testing.T) {
	var items []feed.Item
	for i, title := range []string{
		"Supreme court rules that a robot is no inventor", "Robot cannot be an inventor, supreme court says in ruling", "Old brewery becomes a swimming hall",
	} {
		at := noon.Add(-time.Duration(i) * time.Hour)
		items = append(items, feed.Item{ID: string(rune('a' + i)), URL: "https://paper.example/" + title, Title: title, Published: at, Arrived: at, Language: "en", Source: title})
	}
	c := New(slog.New(slog.DiscardHandler), Fixed(items), topic.New(nil))
	c.newGrouper = func() grouper { return &singles{} }
	for _, tt := range []struct {
		fill bool
		want []string
	}{{false, []string{"a", "c"}}, {true, []string{"a", "c", "b"}}} {
		d, err := c.Compose(t.Context(), Request{Now: noon, Fill: tt.fill})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range d.Sections[0].Entries {
			got = append(got, e.Told.Item)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("fill %v: got %q, want %q", tt.fill, got, tt.want)
		}
	}
}
