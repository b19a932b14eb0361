package topic

import (
	"testing"

	"pgregory.net/rapid"

	"newsbrief/digest/feed"
	"newsbrief/subscriptions"
)

// TestUnits holds that an item that own words take has all of their units.
func TestUnits(t *testing.T) {
	topics := New(nil)
	texts := []string{
		"Penang chip maker's output of sensors triples", "sensor", "chip makers", "ペナンの半導体工場", "半導体", "Zürich–Genf",
		"ข่าวเศรษฐกิจวันนี้", "เศรษฐกิจ", "Việt Nam", "viet nam", "U.S. 2026", "!", "",
	}
	rapid.Check(t, func(t *rapid.T) {
		pick := rapid.SampledFrom(texts)
		own := subscriptions.Topic(pick.Draw(t, "own"))
		it := feed.Item{Title: pick.Draw(t, "title"), Summary: pick.Draw(t, "summary"), Categories: []string{pick.Draw(t, "category")}}
		topics.With(it, func(p *Prepared) {
			if topics.Known(own) {
				return
			}
			if _, takes := p.Takes(own); !takes {
				return
			}
			have := map[string]bool{}
			p.Units(func(u []byte) { have[string(u)] = true })
			for _, u := range Units(own) {
				if !have[string(u)] {
					t.Fatalf("%q takes %+v, which lacks %q", own, it, u)
				}
			}
			if len(Units(own)) == 0 {
				t.Fatalf("%q has no units and takes %+v", own, it)
			}
		})
	})
}
