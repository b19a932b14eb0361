package discord

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"newsbrief/bot"
	"newsbrief/bot/discord/discordtest"
	"newsbrief/bot/discord/gateway"
	"newsbrief/subscriptions"
)

func TestSlashCommands(t *testing.T) {
	tests := []struct {
		name    string
		use     discordtest.Use
		want    string // name|args
		group   bool
		admin   bool
		hidden  bool // only the person sees the answer
		channel string
	}{
		{name: "in direct messages", use: discordtest.Use{Channel: direct, Person: bob, Name: "list"}, want: "list|"},
		{
			name: "all options", group: true, admin: true, want: "subscribe|japan, ai at 7:00 weekdays",
			use: discordtest.Use{Channel: room, Person: alice, Name: "subscribe", Order: []string{"days", "topics", "at"}, Options: map[string]string{"topics": "japan, ai", "at": "7:00", "days": "weekdays"}},
		},
		{
			name: "the word at typed too", group: true, admin: true, want: "subscribe|japan At 7:00",
			use: discordtest.Use{Channel: room, Person: alice, Name: "subscribe", Order: []string{"topics", "at"}, Options: map[string]string{"topics": " japan ", "at": "At 7:00"}},
		},
		{name: "in a thread", use: discordtest.Use{Channel: thread1, Person: alice, Name: "subscribe", Options: map[string]string{"topics": "ai"}}, want: "subscribe|ai", group: true, admin: true},
		{name: "a member's look", use: discordtest.Use{Channel: room, Person: bob, Name: "latest"}, want: "latest|", group: true},
		{name: "a member's list", use: discordtest.Use{Channel: room, Person: bob, Name: "list"}, want: "list|", group: true, hidden: true},
		{name: "a member's change", use: discordtest.Use{Channel: room, Person: bob, Name: "stop"}, want: "stop|", group: true, hidden: true},
		{
			name: "one who may manage channels", group: true, admin: true, want: "stop|",
			use: discordtest.Use{Channel: room, Person: discordtest.Person{ID: "3", Permissions: discordtest.ManageChannels}, Name: "stop"},
		},
		{name: "unknown", use: discordtest.Use{Channel: direct, Person: bob, Name: "weather", Options: map[string]string{"city": "Hanoi"}}, want: "weather|Hanoi"},
		{name: "an alias", use: discordtest.Use{Channel: room, Person: bob, Name: "news"}, want: "news|", group: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			r.run()
			id := r.s.Slash(tt.use)
			m := r.said(tt.use.Channel, 1)[0]
			c := r.got()[0]
			if got := c.Name + "|" + c.Args; got != tt.want || m.Text() != discordtest.Shown(tt.want) {
				t.Errorf("got %q, said %q, want %q", got, m.Text(), tt.want)
			}
			if c.Chat.String() != "discord:"+tt.use.Channel || c.Group != tt.group || c.Language != tt.use.Person.Locale {
				t.Errorf("command %+v", c)
			}
			if c.Admin != nil != tt.group {
				t.Errorf("asked for an admin: %v", c.Admin != nil)
			}
			if c.Admin != nil {
				if admin, err := c.Admin(r.ctx); err != nil || admin != tt.admin {
					t.Errorf("admin %v %v, want %v", admin, err, tt.admin)
				}
			}
			if m.Ephemeral != tt.hidden || m.Pings || r.s.Responded(id) != deferMessage {
				t.Errorf("answer %+v", m)
			}
		})
	}
}

func TestLongAnswersFollow(t *testing.T) {
	r := newRig(t)
	r.answer = func(ctx context.Context, _ bot.Command, resp bot.Responder) error {
		for i := range 2 {
			m := say(strings.Repeat(fmt.Sprintf("w%d ", i), 900))
			m.Choices = [][]bot.Choice{{{Label: "a", Line: "/list"}}}
			if err := resp.Respond(ctx, m); err != nil {
				return err
			}
		}
		return nil
	}
	r.run()
	r.s.Slash(discordtest.Use{Channel: room, Person: bob, Name: "list"})
	got := r.said(room, 4)
	for i, m := range got {
		if !strings.HasPrefix(m.Content, fmt.Sprintf("w%d", i/2)) || !m.Ephemeral || len(m.Components) != i%2 {
			t.Errorf("message %d: %d components, ephemeral %v, %.20s", i, len(m.Components), m.Ephemeral, m.Content)
		}
	}
}

func TestPrivateAnswersAreSeenByOne(t *testing.T) {
	r := newRig(t)
	r.answer = func(ctx context.Context, _ bot.Command, resp bot.Responder) error {
		m := say("only for you")
		m.Private = true
		return resp.Respond(ctx, m)
	}
	r.run()
	r.s.Slash(discordtest.Use{Channel: room, Person: bob, Name: "latest"})
	if got := r.said(room, 1); len(got) != 1 || !got[0].Ephemeral {
		t.Errorf("got %+v", got)
	}
}

// TestLinksOfAnswersDoNotUnfold holds that a text with a link keeps it folded
// where it takes the place of an acknowledgement or of a message with embeds,
// and that embeds are shown where they take its place.
func TestLinksOfAnswersDoNotUnfold(t *testing.T) {
	r := newRig(t)
	next := bot.Choice{Label: "next", Line: "/latest"}
	r.answer = func(ctx context.Context, c bot.Command, resp bot.Responder) error {
		m := bot.Message{Blocks: []bot.Block{bot.Text("see https://e.com")}, Choices: [][]bot.Choice{{next}}, Replace: true}
		if len(r.got())%2 == 0 {
			m.Blocks = []bot.Block{bot.Heading{Text: "Brief", Main: true}, story("headline", "", "https://e.com")}
		}
		return resp.Respond(ctx, m)
	}
	r.run()
	r.s.Slash(discordtest.Use{Channel: direct, Person: bob, Name: "latest"})
	m := r.said(direct, 1)[0]
	for edits := 1; ; edits++ {
		if text := len(m.Embeds) == 0; text != (edits%2 == 1) || text != (m.Flags&suppressEmbeds != 0) {
			t.Errorf("edit %d: %d embeds, flags %d", edits, len(m.Embeds), m.Flags)
		}
		if edits == 3 {
			return
		}
		r.s.Press(discordtest.Use{Channel: direct, Person: bob}, m.ID, next.Line)
		r.until(func() bool { m = r.said(direct, 1)[0]; return m.Edits == edits+1 })
	}
}

func TestSuggestions(t *testing.T) {
	r := newRig(t)
	r.suggest = func(option, typed, language string) []bot.Suggestion {
		if typed == "many" {
			return make([]bot.Suggestion, 200)
		}
		out := []bot.Suggestion{{Label: option + "/" + typed + "/" + language, Value: "v"}, {Label: "long", Value: strings.Repeat("ข", 101)}, {Label: "", Value: "x"}}
		for i := range 40 {
			out = append(out, bot.Suggestion{Label: strings.Repeat("日", 120), Value: fmt.Sprint(i)})
		}
		return out
	}
	r.run()
	tests := []struct{ option, typed, name, value string }{
		{"topics", "เศ", "topics/เศ/ja", "v"},
		{"topics", "japan, ai ,新", "japan, ai, topics/新/ja", "japan, ai, v"},
		{"place", "Hà, Nội", "place/Hà, Nội/ja", "v"},
	}
	for _, tt := range tests {
		id := r.s.Type(discordtest.Use{Channel: direct, Person: alice, Name: "subscribe", Options: map[string]string{tt.option: tt.typed}, Focused: tt.option})
		r.until(func() bool { return r.s.Responded(id) == suggestions })
		got := r.s.Choices(id)
		if len(got) != 25 || got[0].Name != tt.name || got[0].Value != tt.value {
			t.Errorf("%s %q: got %d, first %+v", tt.option, tt.typed, len(got), got[0])
		}
	}
	id := r.s.Type(discordtest.Use{Channel: direct, Person: alice, Name: "subscribe", Options: map[string]string{"topics": "many"}, Focused: "topics"})
	r.until(func() bool { return r.s.Responded(id) == suggestions })
}

func TestWhereADigestCannotGo(t *testing.T) {
	private := 2
	topics := map[string]string{"topics": "japan"}
	tests := []struct {
		name string
		use  discordtest.Use
		want string // "": the bot is asked
	}{
		{"missing permissions", discordtest.Use{Channel: bare, Person: alice, Name: "subscribe", Options: topics}, "「メッセージを送信、埋め込みリンク」"},
		{"a topic from the list, missing permissions", discordtest.Use{Channel: bare, Person: alice, Name: "topics", Options: map[string]string{"text": "1 +japan"}}, "「メッセージを送信、埋め込みリンク」"},
		{"somebody who may not anyway", discordtest.Use{Channel: bare, Person: bob, Name: "subscribe", Options: topics}, ""},
		{"only looking", discordtest.Use{Channel: bare, Person: alice, Name: "latest"}, ""},
		{"thread", discordtest.Use{Channel: thread1, Person: alice, Name: "subscribe", Options: topics}, ""},
		{"direct messages", discordtest.Use{Channel: direct, Person: alice, Name: "subscribe", Options: topics}, ""},
		{"forum", discordtest.Use{Channel: forum1, Person: alice, Name: "subscribe", Options: topics}, "スレッド"},
		{"installed by the person only", discordtest.Use{Channel: room, Person: alice, Name: "subscribe", Options: topics, Owners: map[string]string{"1": alice.ID}}, "ダイレクトメッセージ"},
		{"that, and a topic from the list", discordtest.Use{Channel: room, Person: alice, Name: "topics", Options: map[string]string{"text": "1 +japan"}, Owners: map[string]string{"1": alice.ID}}, "ダイレクトメッセージ"},
		{"that, and only looking", discordtest.Use{Channel: room, Person: alice, Name: "latest", Owners: map[string]string{"1": alice.ID}}, ""},
		{"among friends", discordtest.Use{Channel: direct, Person: alice, Name: "time", Owners: map[string]string{"1": alice.ID}, Context: &private}, "ダイレクトメッセージ"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			r.run()
			r.s.Slash(tt.use)
			m := r.said(tt.use.Channel, 1)[0]
			if asked := len(r.got()) > 0; asked != (tt.want == "") || !strings.Contains(m.Text(), tt.want) {
				t.Errorf("asked %v, said %q", asked, m.Text())
			}
			if tt.want != "" && tt.use.Channel != direct && !m.Ephemeral {
				t.Error("everybody sees it")
			}
		})
	}
}

func TestPanicCostsOneReply(t *testing.T) {
	r := newRig(t)
	r.answer = func(ctx context.Context, c bot.Command, resp bot.Responder) error {
		if c.Args == "bang" {
			panic("boom " + string(r.d.api.secret))
		}
		return resp.Respond(ctx, say("fine"))
	}
	r.run()
	r.s.Slash(discordtest.Use{Channel: direct, Person: bob, Name: "latest", Options: map[string]string{"topics": "bang"}})
	r.s.Slash(discordtest.Use{Channel: direct, Person: bob, Name: "latest"})
	if got := r.said(direct, 1); got[0].Text() != "fine" {
		t.Errorf("got %+v", got)
	}
	r.until(func() bool {
		return len(r.s.Messages(direct)) == 1 && strings.Contains(r.log.String(), "panic while handling")
	})
}

// TestPanicCostsOneEvent lets taking in an event fail before there is a command.
func TestPanicCostsOneEvent(t *testing.T) {
	r := newRig(t)
	in := r.d.newIntake(t.Context())
	in.seen = nil
	in.take(gateway.Event{Type: "INTERACTION_CREATE", Data: []byte(`{"id":"1","token":"x","type":2,"channel_id":"2"}`)})
	if log := r.log.String(); !strings.Contains(log, "panic while handling") || !strings.Contains(log, "INTERACTION_CREATE") {
		t.Errorf("log:\n%s", log)
	}
}

func TestCommandsOfAChatAreAnsweredInOrder(t *testing.T) {
	r := newRig(t)
	r.run()
	for i := range 20 {
		r.s.Slash(discordtest.Use{Channel: direct, Person: bob, Name: "latest", Options: map[string]string{"topics": fmt.Sprint(i)}})
	}
	r.said(direct, 20)
	for i, c := range r.got() {
		if c.Args != fmt.Sprint(i) {
			t.Errorf("command %d was %s", i, c.Args)
		}
	}
}

func TestSlowChatHoldsUpNoOther(t *testing.T) {
	r := newRig(t)
	release := make(chan struct{})
	r.answer = func(ctx context.Context, c bot.Command, resp bot.Responder) error {
		if c.Chat.ID == room {
			<-release
		}
		return resp.Respond(ctx, say("done"))
	}
	r.run()
	slow := r.s.Slash(discordtest.Use{Channel: room, Person: bob, Name: "latest"})
	behind := r.s.Slash(discordtest.Use{Channel: room, Person: bob, Name: "latest"})
	r.s.Slash(discordtest.Use{Channel: direct, Person: bob, Name: "latest"})
	r.said(direct, 1)
	r.until(func() bool { return r.s.Responded(slow) == deferMessage && r.s.Responded(behind) == deferMessage })
	close(release)
	r.said(room, 2)
}

func TestAcknowledgement(t *testing.T) {
	tests := []struct {
		name string
		f    discordtest.Failure
		runs bool
	}{
		{"first try cut", discordtest.Failure{Times: 1}, true},
		{"first try answered by a proxy", discordtest.Failure{Times: 1, Status: 502, Body: "<html>"}, true},
		{"too late", discordtest.Failure{Times: 1, Status: 404, Code: 10062, Message: "Unknown interaction"}, false},
		{"by another process", discordtest.Failure{Times: 1, Status: 400, Code: 40060, Message: "Already acknowledged"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			r.run()
			tt.f.Path = "/interactions/"
			r.s.Fail(tt.f)
			r.s.Slash(discordtest.Use{Channel: direct, Person: bob, Name: "latest"})
			if tt.runs {
				r.said(direct, 1)
				return
			}
			r.until(func() bool { return strings.Contains(r.log.String(), "not acknowledged") })
			r.s.Slash(discordtest.Use{Channel: direct, Person: bob, Name: "list"})
			r.said(direct, 1)
			if got := r.got(); len(got) != 1 || got[0].Name != "list" {
				t.Errorf("commands %+v", got)
			}
		})
	}
}

// TestSlowAcknowledgement lets a server take the acknowledgement after the bot
// has given its answer up, and then know nothing of another.
func TestSlowAcknowledgement(t *testing.T) {
	tests := []struct {
		name   string
		second discordtest.Failure
	}{
		{"already acknowledged", discordtest.Failure{Status: 400, Code: 40060, Message: "Already acknowledged"}},
		{"unknown interaction", discordtest.Failure{Status: 404, Code: 10062, Message: "Unknown interaction"}},
		{"unknown", discordtest.Failure{Status: 404, Body: "404 page not found"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			r.run()
			first := discordtest.Failure{Path: "/interactions/", Times: 1, Taken: true}
			tt.second.Path, tt.second.Times = first.Path, 1
			r.s.Fail(first)
			r.s.Fail(tt.second)
			r.s.Slash(discordtest.Use{Channel: direct, Person: bob, Name: "latest"})
			r.said(direct, 1)
		})
	}
}

func TestAnswersThatAreNotTaken(t *testing.T) {
	tests := []struct {
		name    string
		f       discordtest.Failure
		channel string
		queued  bool
		said    string
	}{
		{"refused markup goes plain", discordtest.Failure{Times: 1, Status: 400, Code: 50035, Message: "Invalid Form Body"}, direct, false, "headline\nhttps://e.com"},
		{"a short wait is kept", discordtest.Failure{Times: 1, Status: 429, Body: `{"retry_after":0.01}`}, direct, false, "headline"},
		{"a long wait is for the outbox", discordtest.Failure{Times: 1, Status: 429, Body: `{"retry_after":600}`}, direct, true, ""},
		{"trouble is for the outbox", discordtest.Failure{Times: 1, Status: 500}, direct, true, ""},
		{"an expired interaction too", discordtest.Failure{Times: 1, Status: 401, Code: 50027, Message: "Invalid Webhook Token"}, direct, true, ""},
		{"what one person was to see is not told to all", discordtest.Failure{Times: 1, Status: 500}, room, false, ""},
		{"a deleted acknowledgement", discordtest.Failure{Times: 1, Status: 404, Code: 10008, Message: "Unknown Message"}, direct, false, "headline"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			done := make(chan error, 1)
			r.answer = func(ctx context.Context, _ bot.Command, resp bot.Responder) error {
				err := resp.Respond(ctx, bot.Message{Blocks: []bot.Block{story("headline", "", "https://e.com")}})
				done <- err
				return err
			}
			r.run()
			tt.f.Path = "/webhooks/"
			r.s.Fail(tt.f)
			r.s.Slash(discordtest.Use{Channel: tt.channel, Person: bob, Name: "list"})
			err := <-done
			if queued := r.posted() != ""; queued != tt.queued || (err == nil) != (queued || tt.said != "") {
				t.Errorf("queued %q, err %v", r.posted(), err)
			}
			if tt.said != "" {
				if got := r.said(tt.channel, 1); !strings.HasPrefix(got[0].Text(), tt.said) {
					t.Errorf("said %+v", got)
				}
			}
		})
	}
}

func TestChatsThatEndAreLost(t *testing.T) {
	r := newRig(t)
	const other = "500000000000000002"
	r.s.AddChannel(discordtest.Channel{ID: "71", Guild: other})
	r.run()
	channels := func(ids ...string) (out []map[string]any) {
		for _, id := range ids {
			out = append(out, map[string]any{"id": id, "type": 0})
		}
		return out
	}
	r.s.Dispatch("GUILD_CREATE", map[string]any{"id": other, "channels": channels("71", "72"), "threads": channels("73")})
	r.s.Dispatch("CHANNEL_CREATE", map[string]any{"id": "74", "guild_id": other})
	r.s.Dispatch("THREAD_CREATE", map[string]any{"id": "75", "guild_id": other})
	r.s.Slash(discordtest.Use{Channel: room, Person: bob, Name: "list"})
	r.said(room, 1)
	lost := func(want ...string) {
		t.Helper()
		r.until(func() bool {
			got := strings.Split(strings.ReplaceAll(r.lives(), "lost discord:", ""), "\n")
			slices.Sort(got)
			return slices.Equal(got, want)
		})
	}
	r.s.Dispatch("GUILD_DELETE", map[string]any{"id": other, "unavailable": true})
	r.s.Dispatch("CHANNEL_DELETE", map[string]any{"id": "71", "guild_id": other})
	lost("71")
	r.s.RemoveChannel(thread1)
	lost(thread1, "71")
	r.s.Dispatch("GUILD_DELETE", map[string]any{"id": other})
	lost(thread1, "71", "72", "73", "74", "75")
	r.s.Dispatch("GUILD_DELETE", map[string]any{"id": guild})
	lost(room, thread1, "71", "72", "73", "74", "75")
}

// noOutbox takes nothing.
type noOutbox struct{}

func (noOutbox) Post(context.Context, subscriptions.Chat, ...subscriptions.Part) error {
	return errors.New("no room")
}

func TestErrorsOfAnswersTellNoSecret(t *testing.T) {
	r := newRig(t)
	done := make(chan error, 1)
	r.answer = func(ctx context.Context, _ bot.Command, resp bot.Responder) error {
		err := resp.Respond(ctx, say("x"))
		done <- err
		return err
	}
	r.parts = []any{noOutbox{}}
	r.run()
	r.s.Fail(discordtest.Failure{Path: "/webhooks/"})
	r.s.Slash(discordtest.Use{Channel: direct, Person: bob, Name: "list"})
	err := <-done
	var failed *bot.SendError
	if !errors.As(err, &failed) || failed.Class != bot.Transient {
		t.Errorf("got %v", err)
	}
	r.noToken(err.Error())
}

// TestHintsAreAsTheyAreTyped holds that commands in texts name the option of
// their arguments, in the language in which Discord does.
func TestHintsAreAsTheyAreTyped(t *testing.T) {
	said := "Try /latest japan, or /subscribe \"electric cars\". /list and /topics show what there is; /start begins anew; a/b/time 7; https://e.com/time 8."
	tests := []struct {
		person discordtest.Person
		want   string
	}{
		{bob, "Try /latest topics:japan, or /subscribe topics:\"electric cars\". /list and /topics show what there is; /start begins anew; a/b/time 7; https://e.com/time 8."},
		{alice, "Try /latest トピック:japan, or /subscribe トピック:\"electric cars\". /list and /topics show what there is; /start begins anew; a/b/time 7; https://e.com/time 8."},
	}
	for _, tt := range tests {
		r := newRig(t)
		r.answer = func(ctx context.Context, _ bot.Command, resp bot.Responder) error {
			return resp.Respond(ctx, say(said))
		}
		r.run()
		r.s.Slash(discordtest.Use{Channel: direct, Person: tt.person, Name: "list"})
		if got := r.said(direct, 1)[0].Text(); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}
