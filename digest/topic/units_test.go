package topic

import (
	"testing"

	"pgregory.net/rapid"

	"newsbrief/digest/feed"
	"newsbrief/subscriptions"
)

// TestOwn holds that an own topic takes what Takes says, and that an item that
// it takes has all of its units.
func TestOwn(t *testing.T) {
	topics := New(nil)
	texts := []string{
		"Penang chip maker's output of sensors triples", "sensor", "chip makers", "ペナンの半導体工場", "半導体", "Zürich–Genf",
		"ข่าวเศรษฐกิจวันนี้", "เศรษฐกิจ", "Việt Nam", "viet nam", "U.S. 2026", "triples output", "!", "",
	}
	rapid.Check(t, func(t *rapid.T) {
		pick := rapid.SampledFrom(texts)
		asked := subscriptions.Topic(pick.Draw(t, "own"))
		it := feed.Item{Title: pick.Draw(t, "title"), Summary: pick.Draw(t, "summary"), Categories: []string{pick.Draw(t, "category")}}
		if topics.Known(asked) {
			return
		}
		own := NewOwn(asked)
		want, wantTakes := topics.Takes(asked, it)
		got, takes := own.Takes(topics.Words(it))
		if got != want || takes != wantTakes {
			t.Fatalf("%q of %+v: got %v, %v, want %v, %v", asked, it, got, takes, want, wantTakes)
		}
		if !takes {
			return
		}
		have := map[string]bool{}
		topics.With(it, func(p *Prepared) { p.Units(func(u []byte) { have[string(u)] = true }) })
		if len(own.Units()) == 0 {
			t.Fatalf("%q has no units and takes %+v", asked, it)
		}
		for _, u := range own.Units() {
			if !have[string(u)] {
				t.Fatalf("%q takes %+v, which lacks %q", asked, it, u)
			}
		}
	})
}
