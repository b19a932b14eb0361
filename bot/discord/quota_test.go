package discord

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/discord/discordtest"
)

func TestQuotaSpreadsAllRequests(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		rate float64
		of   request
		most int // in any second; zero for no limit
	}{
		{"messages", 48, request{path: "/channels/1/messages"}, 50},
		{"the gateway", 48, request{path: "/gateway/bot"}, 50},
		{"a bot that was granted more", 500, request{path: "/channels/1/messages"}, 500},
		{"no limit set", 0, request{path: "/channels/1/messages"}, 0},
		{"answers", 48, request{path: "/interactions/1/token/callback", answer: true}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			q := newQuota(tt.rate)
			now := time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)
			begun := now
			var at []time.Time
			for range 4 * max(tt.most, 50) {
				now = now.Add(time.Millisecond)
				var held *heldError
				for errors.As(q.allow(tt.of, now), &held) {
					now = now.Add(held.After)
				}
				at = append(at, now)
			}
			for i := range at {
				if tt.most > 0 && i >= tt.most && at[i].Sub(at[i-tt.most]) < time.Second {
					t.Fatalf("request %d goes %v after request %d", i, at[i].Sub(at[i-tt.most]), i-tt.most)
				}
			}
			if last := at[len(at)-1].Sub(begun); tt.most == 0 && last > time.Second || last > 4*time.Second {
				t.Errorf("the last one waits %v", last)
			}
		})
	}
}

// TestOneServerHoldsUpNoOther takes the bot's permissions away in all channels
// of two servers, and sends there and elsewhere.
func TestOneServerHoldsUpNoOther(t *testing.T) {
	r := newRig(t)
	body := r.d.Render(say("hello"))[0].Body
	for i := range 1000 {
		id := fmt.Sprint(600000000000000001 + i)
		r.s.AddChannel(discordtest.Channel{ID: id, Guild: fmt.Sprint(1 + i%2)})
		r.d.guilds.add(fmt.Sprint(1+i%2), id)
		var failed *bot.SendError
		if _, err := r.d.Send(r.ctx, deliveryTo(id, body)); !errors.As(err, &failed) || failed.Global {
			t.Fatalf("message %d: got %v", i, err)
		}
	}
	if n := len(r.s.Requests()); n != 2*maxOfGuild {
		t.Errorf("%d requests were made in vain", n)
	}
	if _, err := r.d.Send(r.ctx, deliveryTo(room, body)); err != nil {
		t.Error(err)
	}
}
