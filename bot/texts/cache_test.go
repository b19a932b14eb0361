package texts

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestSayRemembersNothingWrong holds that a text is what it would be if
// nothing had been said before.
func TestSayRemembersNothingWrong(t *testing.T) {
	texts, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	tags := append(texts.Languages(), "xx", "zh-HK")
	rapid.Check(t, func(t *rapid.T) {
		say := texts.In(rapid.SampledFrom(tags).Draw(t, "language"))
		key := rapid.SampledFrom([]string{"age.hours", "story.more", "clock", "digest.quiet", "settings.title", "no.such"}).Draw(t, "key")
		pairs := []any{"Count", rapid.IntRange(0, 3).Draw(t, "count")}
		switch key {
		case "clock":
			pairs = []any{"Hour", rapid.IntRange(0, 23).Draw(t, "hour"), "Minute", rapid.IntRange(0, 59).Draw(t, "minute")}
		case "digest.quiet":
			pairs = []any{"Topics", rapid.SampledFrom([]string{"", "a", "Count", strings.Repeat("long ", 20)}).Draw(t, "topics")}
		case "settings.title":
			pairs = nil
		}
		if got, want := say.Say(key, pairs...), say.localize(key, pairs); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
	for i := range 2 * mostCached {
		texts.In("en").Say("digest.quiet", "Topics", fmt.Sprint(i))
	}
	if got := len(texts.cache.texts); got > mostCached {
		t.Errorf("%d texts remembered, want at most %d", got, mostCached)
	}
}
