package bot

import (
	"testing"
	"time"

	"newsbrief/digest"
	"newsbrief/subscriptions"
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
		{name: "another chat", change: func(c *subscriptions.Claim) { c.Subscriber.Chat.ID, c.Lease = "7", "x" }, same: true},
		{name: "told long ago", change: func(c *subscriptions.Claim) {
			c.Told = append(c.Told, subscriptions.Told{Item: "old", At: now.Add(-digest.Window - 2*time.Hour)})
		}, same: true},
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
	c.Subscriber.Due.At = late.Truncate(time.Minute).Add(10*time.Second - LateAfter)
	if b.Same(c, late.Truncate(time.Minute)) == b.Same(c, late.Truncate(time.Minute).Add(20*time.Second)) {
		t.Error("got the same key before and after it is late")
	}
}
