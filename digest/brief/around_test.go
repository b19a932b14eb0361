package brief

import (
	"testing"

	"newsbrief/digest/feed"
	"newsbrief/digest/story"
)

// TestOfTakesNoOtherHeadline holds that a summary which only says its own
// headline again, with the paper's name, is no line for another headline.
func TestOfTakesNoOtherHeadline(t *testing.T) {
	items := []feed.Item{
		{ID: "a", URL: "https://a.example/1", Title: "Lock gates at Laguna open", Language: "en"},
		{ID: "b", URL: "https://b.example/1", Title: "Boats queue as canal opens again after two years", Summary: "Boats queue as canal opens again after two years Harbour Post & Northern Canal Report", Language: "en"},
	}
	if got := Of(story.Story{Items: items}).Line; got != "" {
		t.Errorf("line %q, want none", got)
	}
	items = append(items, feed.Item{ID: "c", URL: "https://c.example/1", Title: "Canal opens", Summary: "The canal office opened both gates on Monday after two years of repairs.", Language: "en"})
	if got, want := Of(story.Story{Items: items}).Line, "The canal office opened both gates on Monday after two years of repairs."; got != want {
		t.Errorf("line %q, want %q", got, want)
	}
}
