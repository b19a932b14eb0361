package story

import (
	"testing"
	"time"

	"newsbrief/digest/feed"
)

const wire = "The ferry ran aground on a sandbank two kilometres off the coast early on Monday, and fishing boats took everybody ashore within three hours."

func TestPublishers(t *testing.T) {
	for _, tc := range []struct {
		name  string
		items []feed.Item
		want  int
	}{
		{"one", told("en", "Lotus Post: Ferry aground"), 1},
		{"one of them twice", told("en", "Lotus Post: Ferry aground", "Lotus Post: Ferry refloated"), 1},
		{"one under two writings", told("en", "Lotus Post: Ferry aground", "LOTUS  POST: Ferry refloated"), 1},
		{"two", told("en", "Lotus Post: Ferry aground", "Harbour Times: Ferry stuck on sandbank"), 2},
		{"a copy", told("en", "Lotus Post: Ferry aground || "+wire, "Harbour Times: Ferry stuck || "+wire), 1},
		{"a copy cut short", told("en", "Lotus Post: Ferry aground || "+wire, "Harbour Times: Ferry stuck || "+wire[:90]+"…"), 1},
		{"a copied title without summary", told("en", "Lotus Post: Ferry aground", "Harbour Times: Ferry Aground"), 1},
		{"a copy and words of its own", told("en", "Lotus Post: Ferry aground || "+wire, "Harbour Times: Ferry stuck || "+wire,
			"Harbour Times: How fishermen saved them || Nets, ropes and a lot of tea: the village of Senja tells how it spent the night with two hundred guests."), 2},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := (Story{Items: tc.items}).Publishers(); got != tc.want {
				t.Errorf("got %d publishers, want %d", got, tc.want)
			}
		})
	}
}

func TestPublishersWithoutNames(t *testing.T) {
	s := Story{Items: []feed.Item{
		{Title: "Ferry aground", URL: "https://www.lotus-post.example/1"},
		{Title: "Ferry stuck", URL: "https://lotus-post.example/2"},
		{Title: "Ferry saved", Feed: "https://harbour-times.example/rss"},
	}}
	if got := s.Publishers(); got != 2 {
		t.Errorf("got %d publishers, want 2: hosts tell them apart", got)
	}
}

func TestGrown(t *testing.T) {
	story := Story{Items: told("en",
		"Lotus Post: Ferry with 212 aboard aground off Lombok",
		"Harbour Times: Lombok ferry stuck on a sandbank",
		"Coral Wire: Ferry off Lombok holds fast",
		"Evening Kite: All hands ashore from the ferry")}
	later := Story{Items: append(story.Items[:1:1],
		feed.Item{Source: "Harbour Times", Title: "The ferry was bound for Senja with 37 cars", Arrived: noon.Add(5 * time.Hour)},
		feed.Item{Source: "Coral Wire", Title: "How 37 cars came ashore", Arrived: noon.Add(6 * time.Hour)})}
	for _, tc := range []struct {
		name       string
		story      Story
		publishers int
		at         time.Time
		want       bool
	}{
		{"the same", story, 4, noon.Add(time.Hour), false},
		{"one more", story, 3, noon.Add(time.Hour), false},
		{"twice as many", story, 2, noon.Add(time.Hour), true},
		{"a fact by two, hours later", later, 2, noon.Add(time.Hour), true},
		{"a fact by two, told already", later, 2, noon.Add(7 * time.Hour), false},
		{"a fact by one", Story{Items: later.Items[:2]}, 1, noon.Add(time.Hour), false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := Grown(tc.story, tc.publishers, tc.at); got != tc.want {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

func TestRank(t *testing.T) {
	at := func(id string, age time.Duration, publishers ...string) Story {
		var s Story
		for i, p := range publishers {
			s.Items = append(s.Items, feed.Item{ID: id, Source: p, Title: p + id, Arrived: noon.Add(-age - time.Duration(i)*time.Minute)})
		}
		return s
	}
	stories := []Story{
		at("old", 20*time.Hour, "a"),
		at("old and broad", 9*time.Hour, "a", "b", "c", "d"),
		at("new", time.Minute, "a"),
		at("new and broad", time.Minute, "a", "b", "c"),
		at("ahead of its time", -time.Hour, "a"),
	}
	var got []string
	for _, r := range Rank(stories, noon) {
		if r.Score != r.Fresh*r.Breadth || r.Score != Score(r.Story, noon) || r.Fresh > 1 {
			t.Errorf("%s: score %v does not follow from fresh %v and breadth %v", r.ID(), r.Score, r.Fresh, r.Breadth)
		}
		got = append(got, r.ID())
	}
	want := []string{"new and broad", "ahead of its time", "new", "old and broad", "old"}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("got %q, want %q", got, want)
		}
	}
}
