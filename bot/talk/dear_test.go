package talk_test

import (
	"fmt"
	"strings"
	"testing"

	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
	"newsbrief/subscriptions/storetest"
)

// tally counts how often topics are looked up.
type tally struct {
	*topic.Topics
	lookups, nearest int
}

func (c *tally) Lookup(typed string) (subscriptions.Topic, bool) {
	c.lookups++
	return c.Topics.Lookup(typed)
}

func (c *tally) Nearest(typed string, n int) []subscriptions.Topic {
	c.nearest++
	return c.Topics.Nearest(typed, n)
}

// TestNoLineIsDear holds that what a line of topics costs is bounded, however
// long it is and whatever it is made of, in a chat with many topics of its own.
// A look at the catalogue takes some 4 µs and a search for what is spelt alike
// half a millisecond, so that the bounds are 12 and 35 ms.
func TestNoLineIsDear(t *testing.T) {
	topics := &tally{Topics: topic.New(nil)}
	b, _ := newBotWith(t, storetest.NewMemory(), nil, topics)
	n := &neutral{bot: b, chat: subscriptions.Chat{Platform: "test", ID: "1"}}
	for i := range 40 {
		n.asked(t, fmt.Sprintf("/subscribe \"words of my own %d\"", i))
	}
	for _, piece := range []string{"a ", "japan and ", "jpn%d, ", "x%d ", "at 7 ", "words of ", "日本と", "ญี่ปุ่นและ", "japan/", "\"a\" ", "2026 ", "mon ", "\n/x ", "/latest "} {
		for _, command := range []string{"/subscribe ", "/latest ", "/unsubscribe ", "/start ", "/topics ", ""} {
			var line strings.Builder
			for i := 0; line.Len() < 4000; i++ {
				line.WriteString(strings.Replace(piece, "%d", fmt.Sprint(i), 1))
			}
			topics.lookups, topics.nearest = 0, 0
			got := n.asked(t, command+line.String())
			if topics.lookups > 3000 || topics.nearest > 70 || len(got) > 8000 {
				t.Errorf("%s%q: %d lookups, %d searches, %d bytes of answers", command, piece, topics.lookups, topics.nearest, len(got))
			}
		}
	}
}
