package topic

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"newsbrief/digest/feed"
	"newsbrief/subscriptions"
)

// TestTokens holds that an item that a query matches has all of its tokens.
func TestTokens(t *testing.T) {
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
		q, doc := NewQuery(asked), topics.Analyze(it)
		if _, ok := doc.Matches(q); !ok {
			return
		}
		if len(q.Tokens()) == 0 {
			t.Fatalf("%q has no tokens and takes %+v", asked, it)
		}
		if token, lacks := lacking(doc, q); lacks {
			t.Fatalf("%q takes %+v, which lacks %q", asked, it, token)
		}
	})
}

// lacking returns a token of the query that the item has not, if there is one.
func lacking(doc *Doc, q *Query) (token string, lacks bool) {
	have := map[string]bool{}
	doc.Tokens(func(token []byte) { have[string(token)] = true })
	for _, token := range q.Tokens() {
		if !have[string(token)] {
			return string(token), true
		}
	}
	return "", false
}
