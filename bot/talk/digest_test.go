package talk

import (
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/texts"
	"newsbrief/digest"
	"newsbrief/subscriptions"
	"newsbrief/subscriptions/storetest"
)

// TestSame holds that everything that a digest depends on is in its key, and
// who it is for is not.
func TestSame(t *testing.T) {
	now := time.Date(2026, 11, 24, 8, 0, 20, 0, time.UTC)
	claim := func() subscriptions.Claim {
		return subscriptions.Claim{
			Subscriber: subscriptions.Subscriber{
				Language: "en", Topics: []subscriptions.Topic{"japan", "ai"}, Schedule: subscriptions.Schedule{Zone: "UTC"},
				Due: subscriptions.Due{At: now.Add(-20 * time.Second)},
			},
			Told: []subscriptions.Told{{Item: "a", Sources: 1, At: now.Add(-24 * time.Hour)}},
		}
	}
	tests := []struct {
		name   string
		change func(c *subscriptions.Claim)
		now    time.Time
		same   bool
	}{
		{name: "another chat", change: func(c *subscriptions.Claim) { c.Subscriber.Chat.ID, c.Lease.Holder = "7", "x" }, same: true},
		{name: "told long ago", change: func(c *subscriptions.Claim) { // of a story that may go on
			c.Told = append(c.Told, subscriptions.Told{Item: "old", At: now.Add(-digest.Window - 2*time.Hour)})
		}},
		{name: "later in the minute", now: now.Add(30 * time.Second), same: true},
		{name: "the next minute", now: now.Add(time.Minute)},
		{name: "topics in another order", change: func(c *subscriptions.Claim) { c.Subscriber.Topics = []subscriptions.Topic{"ai", "japan"} }},
		{name: "topics that read the same", change: func(c *subscriptions.Claim) { c.Subscriber.Topics = []subscriptions.Topic{"japana", "i"} }},
		{name: "language", change: func(c *subscriptions.Claim) { c.Subscriber.Language = "ja" }},
		{name: "languages read", change: func(c *subscriptions.Claim) { c.Subscriber.Reads = []string{"ja"} }},
		{name: "length", change: func(c *subscriptions.Claim) { c.Subscriber.Length = subscriptions.Long }},
		{name: "zone", change: func(c *subscriptions.Claim) { c.Subscriber.Schedule.Zone = "Asia/Tokyo" }},
		{name: "slot", change: func(c *subscriptions.Claim) { c.Subscriber.Due.At = now.Add(-time.Hour) }},
		{name: "told", change: func(c *subscriptions.Claim) { c.Told[0].Item = "b" }},
		{name: "told of more sources", change: func(c *subscriptions.Claim) { c.Told[0].Sources = 2 }},
		{name: "told at another time", change: func(c *subscriptions.Claim) { c.Told[0].At = now }},
		{name: "never told", change: func(c *subscriptions.Claim) { c.Told = nil }},
	}
	b := &Bot{}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, at := claim(), now
			if tt.change != nil {
				tt.change(&c)
			}
			if !tt.now.IsZero() {
				at = tt.now
			}
			if got := b.Same(c, at) == b.Same(claim(), now); got != tt.same {
				t.Errorf("got the same key: %v, want %v", got, tt.same)
			}
		})
	}
	late, c := now.Add(2*time.Hour), claim()
	c.Subscriber.Due.At = late.Truncate(time.Minute).Add(10*time.Second - subscriptions.LateAfter)
	if b.Same(c, late.Truncate(time.Minute)) == b.Same(c, late.Truncate(time.Minute).Add(20*time.Second)) {
		t.Error("got the same key before and after it is late")
	}
}

// TestQuietTopics holds that a topic is called quiet only if none of its
// stories stands under another.
func TestQuietTopics(t *testing.T) {
	texts, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)
	d := digest.Digest{At: now, Sections: []digest.Section{
		{Topic: "thailand", Name: "Thailand", Elsewhere: true},
		{Topic: "japan", Name: "Japan"},
	}}
	var sub subscriptions.Subscriber
	sub.Schedule.Zone, sub.Due.At = "UTC", now
	b := New(slog.New(slog.DiscardHandler), Config{Texts: texts})
	for name, m := range map[string]bot.Message{
		"digest": digestMessage(texts.In("en"), d, sub, now),
		"latest": (&request{bot: b, say: texts.In("en"), sub: sub}).latestMessage(d),
	} {
		var said string
		for _, block := range m.Blocks {
			if text, ok := block.(bot.Text); ok {
				said += string(text)
			}
		}
		if !strings.Contains(said, "Japan") || strings.Contains(said, "Thailand") {
			t.Errorf("%s: got %q, want Japan alone to be quiet", name, said)
		}
	}
}

func TestLateNote(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		texts, err := texts.Load()
		if err != nil {
			t.Fatal(err)
		}
		store, chat := storetest.NewMemory(), subscriptions.Chat{Platform: "test", ID: "1"}
		if _, err := store.Update(t.Context(), chat, func(s *subscriptions.Subscriber) error {
			s.Language, s.Schedule.Zone = "en", "Asia/Tokyo"
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		b := New(slog.New(slog.DiscardHandler), Config{Texts: texts, Subscribers: store})
		due := time.Date(2000, 1, 2, 8, 0, 0, 0, time.FixedZone("JST", 9*3600))
		d := subscriptions.Delivery{Chat: chat, Slot: subscriptions.Slot{Date: "2000-01-02", Time: 8 * 60}}
		tests := []struct {
			name        string
			queued, now time.Duration // behind the slot
			want        string
		}{
			{"waited for two hours", time.Minute, 2 * time.Hour, "Late: this was due at 08:00."},
			{"waited over midnight", time.Minute, 17 * time.Hour, "Late: this was due at Sun 9 Jan, 08:00."},
			{"says so itself", 2 * time.Hour, 4 * time.Hour, ""},
		}
		for _, tt := range tests {
			time.Sleep(time.Until(due.Add(tt.now)))
			d.Queued = due.Add(tt.queued)
			if got, err := b.LateNote(t.Context(), d); got != tt.want || err != nil {
				t.Errorf("%s: got %q and %v, want %q", tt.name, got, err, tt.want)
			}
			due = due.AddDate(0, 0, 7)
			d.Slot.Date = due.Format(time.DateOnly)
		}
		d.Chat.ID = "2"
		if got, err := b.LateNote(t.Context(), d); got != "" || err == nil {
			t.Errorf("unknown chat: got %q and %v", got, err)
		}
	})
}
