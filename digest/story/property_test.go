package story

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"newsbrief/digest/feed"
)

// heads are what the properties draw headlines from: few enough that stories
// form.
var heads = []string{
	"Ferry with 212 passengers runs aground off Lombok", "All 212 passengers of ferry off Lombok rescued",
	"Village library lends out telescopes", "Library in village lends telescopes for eclipse",
	"タイで大雨、学校が一週間休校", "学校が一週間休校 タイで大雨", "ベトナムで大雨、学校が一週間休校",
	"น้ำท่วมภาคเหนือของลาว", "Today in history", "", "212", "!", "a a a a a",
}

func draw(t *rapid.T) []feed.Item {
	n := rapid.IntRange(0, 25).Draw(t, "n")
	items := make([]feed.Item, n)
	for i := range items {
		at := noon.Add(time.Duration(rapid.IntRange(0, 5).Draw(t, "hours")) * 12 * time.Hour)
		items[i] = feed.Item{
			ID:      fmt.Sprintf("%04d", i),
			Title:   rapid.SampledFrom(heads).Draw(t, "title"),
			Summary: rapid.SampledFrom(append(heads, "", "")).Draw(t, "summary"),
			Source:  rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "source"),
			Arrived: at,
		}
	}
	return items
}

func TestGroupIsAPartition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := draw(t)
		seen := map[string]int{}
		for _, s := range Group(items) {
			if !slices.IsSortedFunc(s.Items, func(a, b feed.Item) int { return a.Arrived.Compare(b.Arrived) }) {
				t.Fatalf("items of story %s are not in the order of arrival", s.ID())
			}
			for _, it := range s.Items {
				seen[it.ID]++
			}
			if n := s.Publishers(); n < 1 || n > len(s.Items) {
				t.Fatalf("%d publishers of %d items", n, len(s.Items))
			}
		}
		for _, it := range items {
			if seen[it.ID] != 1 {
				t.Fatalf("item %s is in %d stories", it.ID, seen[it.ID])
			}
		}
	})
}

func TestGroupIgnoresOrderOfInput(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := draw(t)
		want := Group(items)
		mixed := slices.Clone(items)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		if diff := cmp.Diff(want, Group(mixed)); diff != "" {
			t.Fatalf("another order of input, other stories (-want +got):\n%s", diff)
		}
	})
}

func TestGrouperNeverParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := byArrival(draw(t))
		g := NewGrouper()
		together := map[string]string{} // item → lead
		for _, it := range items {
			g.Add(it)
			for _, s := range g.Stories() {
				for _, it := range s.Items[1:] {
					together[it.ID] = s.ID()
				}
				if lead, ok := together[s.ID()]; ok {
					t.Fatalf("%s leads a story, but was in that of %s", s.ID(), lead)
				}
			}
		}
	})
}

func TestGrouperDrop(t *testing.T) {
	g := NewGrouper()
	old := told("en", "Lotus Post: Village library lends out telescopes for the eclipse",
		"Harbour Times: Eclipse telescopes lent out by village library")
	ferry := told("en", "Lotus Post: Ferry with 212 passengers runs aground off Lombok, all rescued",
		"Harbour Times: All 212 passengers rescued after ferry runs aground near Lombok",
		"Coral Wire: Lombok ferry with 212 passengers refloated after it ran aground")
	for i := range ferry {
		ferry[i].ID = fmt.Sprintf("ferry%d", i)
		ferry[i].Arrived = noon.Add(time.Duration(i) * 30 * time.Hour)
		ferry[i].Published = ferry[i].Arrived
	}
	g.Add(append(old, ferry[:2]...)...)
	g.Drop(noon.Add(24 * time.Hour))
	if got := g.Stories(); len(got) != 1 || got[0].ID() != "ferry0" || len(got[0].Items) != 2 {
		t.Fatalf("got %v, want the story of the ferry whole", got)
	}
	g.Add(ferry[2])
	if got := g.Stories(); len(got) != 1 || len(got[0].Items) != 3 {
		t.Errorf("got %d stories, want the ferry's to go on", len(got))
	}
}

func TestGrouperReplaces(t *testing.T) {
	g := NewGrouper()
	items := told("en", "Lotus Post: Ferry aground off Lombok")
	g.Add(items...)
	items[0].Title = "Ferry aground off Lombok, all rescued"
	items[0].Arrived = noon.Add(time.Hour)
	g.Add(items...)
	got := g.Stories()
	if len(got) != 1 || len(got[0].Items) != 1 || got[0].Items[0].Title != items[0].Title || !got[0].Items[0].Arrived.Equal(noon) {
		t.Errorf("got %v, want one item with the new title and its first arrival", got)
	}
}

// TestGrouperRevises holds that an item is compared by what it says now, as
// long as it is alone.
func TestGrouperRevises(t *testing.T) {
	g := NewGrouper()
	items := told("en", "Lotus Post: Ferry with 212 passengers runs aground off Lombok, all rescued", "Harbour Times: What we know so far")
	g.Add(items...)
	if got := g.Stories(); len(got) != 2 {
		t.Fatalf("got %d stories, want 2", len(got))
	}
	items[1].Title = "All 212 passengers rescued after ferry runs aground near Lombok"
	g.Add(items[1])
	if got := g.Stories(); len(got) != 1 || len(got[0].Items) != 2 || got[0].ID() != items[0].ID {
		t.Fatalf("got %v, want one story once the titles are alike", got)
	}
	items[1].Title = "What we know so far"
	g.Add(items[1])
	if got := g.Stories(); len(got) != 1 || got[0].Items[1].Title != items[1].Title {
		t.Errorf("got %v, want what was one story to stay one", got)
	}
}

// TestGrouperRevisesAnything holds that revisions in any order leave a
// partition in the order of arrival, and that Drop keeps it one.
func TestGrouperRevisesAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g, known := NewGrouper(), map[string]feed.Item{}
		for range rapid.IntRange(1, 6).Draw(t, "rounds") {
			for _, it := range draw(t) {
				if old, ok := known[it.ID]; ok {
					it.Arrived = old.Arrived
				}
				known[it.ID] = it
				g.Add(it)
			}
			before := noon.Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "drop")) * 12 * time.Hour)
			g.Drop(before)
			seen := map[string]bool{}
			for _, s := range g.Stories() {
				if s.Latest().Before(before) {
					t.Fatalf("story %s is older than what was dropped", s.ID())
				}
				for _, it := range s.Items {
					if seen[it.ID] {
						t.Fatalf("item %s is in two stories", it.ID)
					}
					seen[it.ID] = true
					if diff := cmp.Diff(known[it.ID], it); diff != "" {
						t.Fatalf("item %s is not as it came last:\n%s", it.ID, diff)
					}
				}
			}
			for id, it := range known {
				switch {
				case seen[id]:
				case !it.Time().Before(before):
					t.Fatalf("item %s is in no story", id)
				default:
					delete(known, id)
				}
			}
		}
	})
}

func FuzzGroup(f *testing.F) {
	f.Add("Ferry aground off Lombok", "Lombok ferry aground", "212 passengers", "en", "ja", int64(5))
	f.Add("タイで大雨", "ベトナムで大雨", "", "", "zh-Hant", int64(-1))
	f.Add("ထိုင်း၃၄", "\u1b59\U0001d7d0", "1,2.3,4", "my", "x", int64(1<<40))
	f.Fuzz(func(t *testing.T, a, b, summary, la, lb string, seconds int64) {
		items := []feed.Item{
			{ID: "1", Title: a, Summary: summary, Language: la, Arrived: noon},
			{ID: "2", Title: b, Summary: summary, Language: lb, Arrived: noon.Add(time.Duration(seconds) * time.Second), URL: b},
			{ID: "3", Title: a + " " + b, Summary: a, Source: b, Arrived: noon},
		}
		got := Group(items)
		n := 0
		for _, s := range got {
			n += len(s.Items)
			s.Publishers()
			Grown(s, 1, noon)
		}
		if n != 3 {
			t.Errorf("%d items in stories, want 3", n)
		}
		if diff := cmp.Diff(got, Group([]feed.Item{items[2], items[1], items[0]})); diff != "" {
			t.Error(diff)
		}
	})
}

// headlines invents n headlines, about ten a story.
func headlines(n int) []feed.Item {
	r := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 4000)
	for i := range words {
		b := make([]byte, 4+r.IntN(6))
		for j := range b {
			b[j] = byte('a' + r.IntN(26))
		}
		words[i] = string(b)
	}
	items := make([]feed.Item, n)
	for i := range items {
		topic := i % max(1, n/10)
		title := ""
		for range 4 {
			title += words[(topic*7+r.IntN(6))%len(words)] + " " + words[int(float64(len(words))*r.Float64()*r.Float64())] + " "
		}
		items[i] = feed.Item{ID: fmt.Sprint(i), Title: title, Source: fmt.Sprint(i % 50), Arrived: noon.Add(time.Duration(i) * time.Second)}
	}
	return items
}

func BenchmarkGroup10000(b *testing.B) {
	items := headlines(10000)
	for b.Loop() {
		Group(items)
	}
}

func BenchmarkAddOne(b *testing.B) {
	items := headlines(5001)
	g := NewGrouper()
	g.Add(items[:5000]...)
	for i := 0; b.Loop(); i++ {
		items[5000].ID = fmt.Sprint("new", i)
		g.Add(items[5000])
	}
}

// TestStoriesStand holds that what was returned stays as it is, whatever comes in.
func TestStoriesStand(t *testing.T) {
	g := NewGrouper()
	items := told("en", "Lotus Post: Ferry with 212 passengers runs aground off Lombok, all rescued")
	g.Add(items...)
	before := g.Stories()
	revised := items[0]
	revised.Image = "https://lotus.example/ferry.jpg"
	g.Add(revised)
	g.Add(told("en", "Lotus Post: Ferry with 212 passengers runs aground off Lombok, all rescued",
		"Harbour Times: All 212 passengers rescued after ferry runs aground near Lombok")[1])
	if diff := cmp.Diff([]Story{{Items: items}}, before); diff != "" {
		t.Errorf("another story than was returned (-want +got):\n%s", diff)
	}
	if got := g.Stories(); len(got) != 1 || len(got[0].Items) != 2 || got[0].Items[0].Image == "" {
		t.Errorf("got %v, want both items in one story, as they are now", got)
	}
}
