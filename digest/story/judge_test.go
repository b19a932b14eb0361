package story

import (
	"slices"
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
			told := noon.Add(-age - time.Duration(i)*time.Minute)
			s.Items = append(s.Items, feed.Item{ID: id, Source: p, Title: p + id, Language: "en", Published: told, Arrived: told})
		}
		return s
	}
	retitled := func(s Story, title string) Story {
		for i := range s.Items {
			s.Items[i].Title = title
		}
		return s
	}
	undated := at("undated", time.Minute, "a", "b")
	for i := range undated.Items {
		undated.Items[i].Published = time.Time{}
	}
	stories := []Story{
		at("told by one, a day old", 26*time.Hour, "a"),
		at("told by four, forty hours old", 40*time.Hour, "a", "b", "c", "d"),
		at("new", time.Minute, "a"),
		retitled(at("offers", time.Minute, "a", "b", "c", "d"), "Lamps 20% off"),
		at("new and told by three", time.Minute, "a", "b", "c"),
		retitled(at("opinion", time.Minute, "a"), "Opinion: the lock"),
		undated,
		at("ahead of its time", -time.Hour, "a"),
	}
	var got []string
	for _, r := range Rank(stories, noon) {
		got = append(got, r.ID())
	}
	want := []string{
		"new and told by three", "told by four, forty hours old", "ahead of its time", "new", "told by one, a day old",
		"undated", "opinion", "offers",
	}
	if !slices.Equal(got, want) {
		t.Fatalf("got %q, want %q", got, want)
	}
}

// TestGeneralFeedsCountMore holds that a story on two front pages stands before
// one in two feeds about a subject.
func TestGeneralFeedsCountMore(t *testing.T) {
	told := func(feeds ...string) Story {
		var s Story
		for _, f := range feeds {
			s.Items = append(s.Items, feed.Item{ID: f, Feed: f, Source: f, Title: "Lock gates open, says the " + f + " page", Language: "en", Published: noon, Arrived: noon})
		}
		return s
	}
	isSpecial := func(feed string) bool { return feed == "phones" || feed == "games" }
	score := func(s Story) float64 { return NewRanked(s, isSpecial).At(noon).Score }
	if one, front, mixed := score(told("phones")), score(told("front")), score(told("phones", "front")); !(one < front && front < mixed) {
		t.Errorf("scores %.2f, %.2f and %.2f, want each above the one before", one, front, mixed)
	}
}
