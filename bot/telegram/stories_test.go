package telegram

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"newsbrief/bot"
)

// What a part says it holds is what it holds: by that the ledger knows which
// stories were not sent.
func TestPartsSayHowManyStoriesTheyHold(t *testing.T) {
	m := bot.Message{Blocks: []bot.Block{bot.Heading{Text: "Today", Main: true}}}
	for i := range 40 {
		if i%5 == 0 {
			m.Blocks = append(m.Blocks, bot.Heading{Text: fmt.Sprint("Section ", i)})
		}
		m.Blocks = append(m.Blocks, story(fmt.Sprint("Ferry ", i), strings.Repeat("It sailed. ", 20), fmt.Sprint("https://e.com/", i)))
	}
	m.Add("Nothing new of the others.")
	parts, all := quietTelegram(t).Render(m), 0
	for i, p := range parts {
		if got := bytes.Count(p.Body, []byte("Ferry ")); p.Stories != got {
			t.Errorf("part %d says %d stories and holds %d", i+1, p.Stories, got)
		}
		all += p.Stories
	}
	if len(parts) < 2 || all != 40 {
		t.Errorf("%d stories in %d parts, want 40 in several", all, len(parts))
	}
}
