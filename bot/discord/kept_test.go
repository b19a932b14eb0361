package discord

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"newsbrief/bot"
	"newsbrief/digest/brief"
)

// TestRenderKeepsNothingStale holds that whatever was rendered before, a
// message looks as if it were the first.
func TestRenderKeepsNothingStale(t *testing.T) {
	old := New(discard(), Config{Token: "x"})
	rapid.Check(t, func(rt *rapid.T) {
		one := rapid.SampledFrom([]string{"", "a", "b <", "@c"})
		var m bot.Message
		for i := range rapid.IntRange(1, 4).Draw(rt, "stories") {
			draw := func(field string) string { return one.Draw(rt, fmt.Sprint(field, i)) }
			m.Blocks = append(m.Blocks, bot.Heading{Text: draw("section")}, bot.Story{
				Brief: brief.Brief{
					Headline: draw("headline"), Line: draw("line"), URL: "https://e.com/" + draw("url"),
					Sources: []brief.Source{{Name: draw("source")}, {Name: draw("second")}},
				},
				Mark: draw("mark"), More: draw("more"), Age: draw("age"),
			})
		}
		if diff := cmp.Diff(New(discard(), Config{Token: "x"}).Render(m), old.Render(m)); diff != "" {
			rt.Fatalf("rendered by a new one -, by one that has rendered much +:\n%s", diff)
		}
	})
}
