package discord

import (
	"testing"
	"time"
)

func TestQuotaSpreadsAllRequests(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		rate float64
		path string
		most int // in any second; zero for no limit
	}{
		{"messages", 48, "/channels/1/messages", 50},
		{"the gateway", 48, "/gateway/bot", 50},
		{"a bot that was granted more", 500, "/channels/1/messages", 500},
		{"no limit set", 0, "/channels/1/messages", 0},
		{"answers", 48, "/interactions/1/token/callback", 0},
		{"later answers", 48, "/webhooks/1/token/messages/@original", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			q := newQuota(tt.rate)
			now := time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)
			var at []time.Time
			for i := range 4 * max(tt.most, 50) {
				at = append(at, q.turn(request{path: tt.path}, now.Add(time.Duration(i)*time.Millisecond)))
			}
			for i := range at {
				if tt.most > 0 && i >= tt.most && at[i].Sub(at[i-tt.most]) < time.Second {
					t.Fatalf("request %d goes %v after request %d", i, at[i].Sub(at[i-tt.most]), i-tt.most)
				}
			}
			if last := at[len(at)-1].Sub(now); tt.most == 0 && last > time.Second || last > 4*time.Second {
				t.Errorf("the last one waits %v", last)
			}
		})
	}
}
