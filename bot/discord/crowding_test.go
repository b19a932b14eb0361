package discord

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/adapter"
	"newsbrief/bot/discord/discordtest"
)

// forgetful is a channel of a Discord that knows a nonce for five minutes, and
// is overloaded by what holds a word.
type forgetful struct {
	known  map[string]time.Time
	stands map[string]int // messages, by their first word
	heavy  string
}

func (f *forgetful) RoundTrip(req *http.Request) (*http.Response, error) {
	var m struct {
		Nonce, Content string
		Embeds         []struct{ Description string }
	}
	_ = json.NewDecoder(req.Body).Decode(&m)
	for _, e := range m.Embeds {
		m.Content += e.Description
	}
	status, body := 200, `{"id":"1"}`
	if f.heavy != "" && strings.Contains(m.Content, f.heavy) {
		status, body = 503, `{"message":"overloaded"}`
	} else {
		if at, ok := f.known[m.Nonce]; !ok || time.Since(at) > 5*time.Minute {
			f.stands[strings.Fields(m.Content)[0]]++
		}
		f.known[m.Nonce] = time.Now()
	}
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
}

// TestPlainPartIsNotRepeated sends a part in two messages of which the second
// is not taken for an hour and a half.
func TestPlainPartIsNotRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &forgetful{known: map[string]time.Time{}, stands: map[string]int{}, heavy: "castle"}
		d := New(discard(), Config{Token: "x.y", Transport: f})
		part := d.Render(bot.Message{Blocks: []bot.Block{bot.Heading{Text: "ferry"}, bot.Text(strings.Repeat("ferry ", 300)), bot.Text(strings.Repeat("castle ", 200))}})[0]
		v := deliveryTo(room, part.Body)
		v.Plain = true
		for range 6 {
			if _, err := d.Send(t.Context(), v); err == nil {
				t.Fatal("the second message was taken")
			}
			v.Attempt++
			time.Sleep(15 * time.Minute)
		}
		f.heavy = ""
		if _, err := d.Send(t.Context(), v); err != nil || f.stands["ferry"] != 1 || f.stands["castle"] != 1 {
			t.Errorf("messages stand %v, want each once; %v", f.stands, err)
		}
	})
}

// TestOneChannelIsBounded holds that what waits of one channel is bounded, and
// that another channel is answered all the same.
func TestOneChannelIsBounded(t *testing.T) {
	release := make(chan struct{})
	r := newRig(t)
	r.answer = func(ctx context.Context, c bot.Command, rs bot.Responder) error {
		if c.Chat.ID == room {
			<-release
		}
		return rs.Respond(ctx, say("did"))
	}
	r.run()
	for range 60 {
		r.s.Slash(discordtest.Use{Channel: room, Person: bob, Name: "latest"})
	}
	r.s.Slash(discordtest.Use{Channel: direct, Person: bob, Name: "latest"})
	r.until(func() bool { return len(r.s.Messages(room)) == 60 && len(r.said(direct, 1)) == 1 })
	thinking := 0
	for _, m := range r.s.Messages(room) {
		if m.Thinking {
			thinking++
		}
	}
	if thinking != adapter.MostWaiting {
		t.Errorf("%d of 60 are under way in one channel, want %d", thinking, adapter.MostWaiting)
	}
	close(release)
}

// TestRepeatedPressesAreOne holds that one person's presses of one button count
// once until they are answered; those of others count for themselves.
func TestRepeatedPressesAreOne(t *testing.T) {
	release := make(chan struct{})
	r := newRig(t)
	r.answer = func(ctx context.Context, c bot.Command, rs bot.Responder) error {
		if c.Args == "again" {
			<-release
		}
		return rs.Respond(ctx, say("did "+c.Args))
	}
	r.run()
	r.s.Slash(discordtest.Use{Channel: room, Person: bob, Name: "latest"})
	id := r.said(room, 1)[0].ID
	var pressed []string
	for range 30 {
		pressed = append(pressed, r.s.Press(discordtest.Use{Channel: room, Person: bob}, id, "/latest again"))
	}
	pressed = append(pressed, r.s.Press(discordtest.Use{Channel: room, Person: alice}, id, "/latest again"))
	r.until(func() bool {
		return !slices.ContainsFunc(pressed, func(p string) bool { return r.s.Responded(p) == 0 })
	})
	close(release)
	r.until(func() bool { return len(r.got()) == 3 })
	if err := r.s.Wait(r.ctx, func() bool { return len(r.said(room, 3)) == 3 }); err != nil {
		t.Error(err)
	}
	if n := len(r.got()); n != 3 {
		t.Errorf("%d commands, want the first and a press of each", n)
	}
}
