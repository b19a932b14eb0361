package topic

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"newsbrief/digest/feed"
	"newsbrief/subscriptions"
)

// TestOwn holds that an own topic takes what Takes says, and that an item that
// it takes has all of its tokens.
func TestOwn(t *testing.T) {
	topics := New(nil)
	texts := []string{
		"Penang chip maker's output of sensors triples", "sensor", "chip makers", "ペナンの半導体工場", "半導体", "Zürich–Genf",
		"ข่าวเศรษฐกิจวันนี้", "เศรษฐกิจ", "Việt Nam", "viet nam", "U.S. 2026", "triples output", "!", "",
	}
	words := []string{"car", "cars", "electric", "rice", "price", "us", "US", "U.S.", "RAM", "ram", "東京", "半導体", "น้ำมัน", "வங்கி", "xe điện", "AI", "Tokyo", "bank", "바다", "ရေ"}
	rapid.Check(t, func(t *rapid.T) {
		joined := rapid.Custom(func(t *rapid.T) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 8).Draw(t, "words"), rapid.SampledFrom([]string{" ", ", ", ""}).Draw(t, "between"))
		})
		pick := rapid.OneOf(rapid.SampledFrom(texts), joined)
		asked := subscriptions.Topic(pick.Draw(t, "own"))
		it := feed.Item{Title: pick.Draw(t, "title"), Summary: pick.Draw(t, "summary"), Categories: []string{pick.Draw(t, "category")}}
		if topics.Known(asked) {
			return
		}
		own := NewQuery(asked)
		want, wantTakes := topics.Takes(asked, it)
		got, takes := own.Takes(topics.Words(it))
		if got != want || takes != wantTakes {
			t.Fatalf("%q of %+v: got %v, %v, want %v, %v", asked, it, got, takes, want, wantTakes)
		}
		if !takes {
			return
		}
		if len(own.Tokens()) == 0 {
			t.Fatalf("%q has no tokens and takes %+v", asked, it)
		}
		if u, ok := lacking(topics, own, it); ok {
			t.Fatalf("%q takes %+v, which lacks %q", asked, it, u)
		}
	})
}

// lacking returns a token of the topic that the item has not, if there is one.
func lacking(topics *Topics, own Query, it feed.Item) (token string, ok bool) {
	have := map[string]bool{}
	topics.With(it, func(p *Prepared) { p.Tokens(func(u []byte) { have[string(u)] = true }) })
	for _, u := range own.Tokens() {
		if !have[string(u)] {
			return string(u), true
		}
	}
	return "", false
}
