package telegram

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/adapter"
	"newsbrief/bot/telegram/telegramtest"
	"newsbrief/subscriptions"
)

func TestAnswersGoWhereTheyWereAskedFor(t *testing.T) {
	tests := []struct {
		name   string
		in     telegramtest.Incoming
		chat   string
		thread int64
		reply  bool
	}{
		{"private", telegramtest.Incoming{Chat: alice, User: alice, Text: "/latest"}, "telegram:42", 0, false},
		{"group", telegramtest.Incoming{Chat: group, User: bob, Text: "/latest"}, "telegram:-100500", 0, true},
		{"topic", telegramtest.Incoming{Chat: forum, User: bob, Topic: 7, Text: "/latest"}, "telegram:-100600/7", 7, true},
		{"general topic", telegramtest.Incoming{Chat: forum, User: bob, Text: "/latest"}, "telegram:-100600", 0, true},
		{"general topic by its id", telegramtest.Incoming{Chat: forum, User: bob, Topic: 1, Text: "/latest"}, "telegram:-100600", 0, true},
		{"channel", telegramtest.Incoming{Chat: channel1, Text: "/latest"}, "telegram:-1000000700", 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			r.answer = func(ctx context.Context, _ bot.Command, rs bot.Responder) error {
				rs.(bot.Progress).Show(ctx, "looking")
				return rs.Respond(ctx, say("here"))
			}
			r.run()
			r.s.Write(tt.in)
			r.settle()
			sent := r.s.Sent()
			if len(sent) != 1 {
				t.Fatalf("sent %v\n%s", sent, r.log)
			}
			if got := r.got()[0].Chat.String(); got != tt.chat || sent[0].Thread != tt.thread || (sent[0].ReplyTo != 0) != tt.reply {
				t.Errorf("chat %s, thread %d, reply to %d", got, sent[0].Thread, sent[0].ReplyTo)
			}
			if n := len(r.s.Calls("sendChatAction")); n != 1 {
				t.Errorf("typing shown %d times, want once", n)
			}
		})
	}
}

func TestWhoMayChangeSettings(t *testing.T) {
	tests := []struct {
		name string
		in   telegramtest.Incoming
		want string
	}{
		{"private", telegramtest.Incoming{Chat: alice, User: alice}, "everyone"},
		{"admin", telegramtest.Incoming{Chat: group, User: alice}, "true"},
		{"member", telegramtest.Incoming{Chat: group, User: bob}, "false"},
		{"anonymous admin", telegramtest.Incoming{Chat: group, SenderChat: group}, "true"},
		{"in the name of a channel", telegramtest.Incoming{Chat: group, SenderChat: channel1}, "false"},
		{"channel post", telegramtest.Incoming{Chat: channel1}, "everyone"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			r.answer = sayAdmin
			r.run()
			tt.in.Text = "/latest"
			r.s.Write(tt.in)
			r.settle()
			if got := r.said(); got != tt.want {
				t.Errorf("admin %s, want %s", got, tt.want)
			}
			if c := r.got()[0]; c.Group != (tt.in.Chat < 0) {
				t.Errorf("group %v", c.Group)
			}
		})
	}
}

func sayAdmin(ctx context.Context, c bot.Command, rs bot.Responder) error {
	if c.Admin == nil {
		return rs.Respond(ctx, say("everyone"))
	}
	ok, err := c.Admin(ctx)
	switch {
	case err != nil:
		return rs.Respond(ctx, say("error"))
	case ok:
		return rs.Respond(ctx, say("true"))
	}
	return rs.Respond(ctx, say("false"))
}

func TestAdminsAreAskedForOnce(t *testing.T) {
	r := newRig(t)
	r.answer = sayAdmin
	r.run()
	for range 3 {
		r.s.Say(group, alice, "/latest")
	}
	r.settle()
	r.s.SetMember(group, alice, "member")
	r.s.Say(group, alice, "/latest")
	r.s.Fail(telegramtest.Failure{Method: "getChatMember", Code: 400, Description: "Bad Request: user not found"})
	r.s.Say(forum, bob, "/latest")
	r.settle()
	if n := len(r.s.Calls("getChatMember")); n != 2 || strings.Count(r.said(), "true") != 4 || strings.Count(r.said(), "false") != 1 {
		t.Errorf("asked %d times, said %q", n, r.said())
	}
}

func TestLanguageIsTheWriters(t *testing.T) {
	r := newRig(t)
	r.run()
	r.s.Say(alice, alice, "/latest")
	r.s.Say(bob, bob, "/latest")
	r.settle()
	for _, c := range r.got() {
		if want := map[string]string{"42": "ja", "43": ""}[c.Chat.ID]; c.Language != want {
			t.Errorf("chat %v: language %q, want %q", c.Chat, c.Language, want)
		}
	}
}

// menuMessage asks to choose, in the place of the message that was pressed.
func menuMessage(text string) bot.Message {
	m := say(text)
	m.Replace = true
	m.Choices = [][]bot.Choice{{{Label: "Next", Line: "/latest next"}, {Label: "Same", Line: "/latest same"}}}
	return m
}

func TestPressEditsItsMessage(t *testing.T) {
	r := newRig(t)
	r.answer = func(ctx context.Context, c bot.Command, rs bot.Responder) error {
		if c.Args == "same" {
			return rs.Respond(ctx, menuMessage("page next"))
		}
		return rs.Respond(ctx, menuMessage("page "+c.Args))
	}
	r.run()
	r.s.Say(alice, alice, "/latest first")
	r.settle()
	id := r.s.Sent()[0].ID
	r.s.Press(alice, id, alice, r.s.Sent()[0].Buttons[0][0].Data)
	r.settle()
	r.s.Press(alice, id, alice, "/latest same")
	r.settle()
	got := r.s.Sent()
	if len(got) != 1 || got[0].Text != "page next" || got[0].Edits != 1 || len(got[0].Buttons) != 1 {
		t.Errorf("messages %+v\n%s", got, r.log)
	}
	r.s.Delete(alice, id)
	r.s.Press(alice, id, alice, "/latest gone")
	r.settle()
	if got := r.said(); got != "page gone" {
		t.Errorf("after the message was deleted: said %q", got)
	}
	r.answered(3)
}

// answered checks that each of n presses was answered.
func (r *rig) answered(n int) {
	r.t.Helper()
	if got := r.s.Answers(); len(got) != n {
		r.t.Errorf("%d presses answered, want %d: %v", len(got), n, got)
	}
}

func TestEditOfAMessageThatVanishes(t *testing.T) {
	r := newRig(t)
	r.answer = func(ctx context.Context, c bot.Command, rs bot.Responder) error {
		r.s.Delete(alice, r.s.Sent()[0].ID)
		return rs.Respond(ctx, menuMessage("page "+c.Args))
	}
	r.run()
	r.settle()
	if _, err := r.tg.Send(r.ctx, delivery(alice, "old")); err != nil {
		t.Fatal(err)
	}
	r.s.Press(alice, r.s.Sent()[0].ID, alice, "/latest on")
	r.settle()
	if got := r.said(); got != "page on" {
		t.Errorf("said %q", got)
	}
}

func TestPressesThatLeadNowhere(t *testing.T) {
	r := newRig(t)
	r.run()
	r.settle()
	r.s.Press(alice, 99, alice, "foreign data")
	r.s.Press(alice, 99, alice, "/gone_command x")
	r.s.Press(alice, 99, alice, "")
	r.s.PressInline(bob, "/latest")
	r.settle()
	for _, a := range r.s.Answers() {
		if !strings.HasPrefix(a.Text, "stale") || !a.Alert {
			t.Errorf("answer %+v, want a sentence", a)
		}
	}
	r.answered(4)
	if len(r.got()) != 0 {
		t.Errorf("commands %v", r.got())
	}
}

func TestPressIsAuthorisedAgain(t *testing.T) {
	r := newRig(t)
	r.answer = func(ctx context.Context, c bot.Command, rs bot.Responder) error {
		if ok, err := c.Admin(ctx); err == nil && ok {
			return rs.Respond(ctx, say("done for "+c.Chat.String()))
		}
		m := say("admins only")
		m.Private = true
		return rs.Respond(ctx, m)
	}
	r.run()
	r.settle()
	d := delivery(forum, "choose")
	d.Chat.Thread = "7"
	if _, err := r.tg.Send(r.ctx, d); err != nil {
		t.Fatal(err)
	}
	id := r.s.Sent()[0].ID
	r.s.Press(forum, id, bob, "/latest")
	r.settle()
	if got := r.s.Answers(); len(got) != 1 || got[0].Text != "admins only" || !got[0].Alert || len(r.s.Sent()) != 1 {
		t.Errorf("member: answers %v, messages %v", got, r.s.Sent())
	}
	r.s.Press(forum, id, alice, "/latest")
	r.settle()
	if got := r.said(); got != "choose\ndone for telegram:-100600/7" {
		t.Errorf("admin: said %q", got)
	}
	r.answered(2)
}

func TestTooLateForAToast(t *testing.T) {
	r := newRig(t)
	r.answer = func(ctx context.Context, _ bot.Command, rs bot.Responder) error {
		m := say("admins only")
		m.Private = true
		return rs.Respond(ctx, m)
	}
	r.run()
	r.settle()
	r.s.Fail(telegramtest.Failure{Method: "answerCallbackQuery", Code: 400, Description: "Bad Request: query is too old and response timeout expired or query ID is invalid"})
	r.s.Press(group, 1, bob, "/latest")
	r.settle()
	if got := r.said(); got != "admins only" {
		t.Errorf("said %q", got)
	}
}

func TestPressIsAnsweredThoughTheCoreFails(t *testing.T) {
	r := newRig(t)
	r.answer = func(context.Context, bot.Command, bot.Responder) error { panic("boom") }
	r.run()
	r.settle()
	r.s.Press(alice, 1, alice, "/latest")
	r.settle()
	r.answered(1)
}

func TestPressStopsSpinningWhileTheCoreWorks(t *testing.T) {
	r := newRig(t)
	r.tg.waits.spin = time.Millisecond
	r.answer = func(ctx context.Context, _ bot.Command, _ bot.Responder) error {
		for len(r.s.Answers()) == 0 && ctx.Err() == nil {
			adapter.Sleep(ctx, time.Millisecond)
		}
		return ctx.Err()
	}
	r.run()
	r.settle()
	r.s.Press(alice, 1, alice, "/latest")
	r.settle()
	r.answered(1)
}

func TestAnswersThatTelegramDoesNotTake(t *testing.T) {
	tests := []struct {
		name  string
		f     telegramtest.Failure
		said  string
		later string // holds
		log   string // holds
	}{
		{
			name: "markup refused", said: "latest|a<b", log: "markup refused",
			f: telegramtest.Failure{Code: 400, Description: "Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 1"},
		},
		{
			name: "refused whatever it is", log: "command not answered",
			f: telegramtest.Failure{Code: 400, Description: "Bad Request: SOMETHING", Times: 2},
		},
		{name: "down", f: telegramtest.Failure{Code: 502, Page: "<html>"}, later: `telegram:42 {"text":"latest|a&lt;b"`, log: "answer queued for later"},
		{name: "dropped", f: telegramtest.Failure{Drop: true}, later: "latest|a&lt;b", log: "answer queued for later"},
		{name: "long wait", f: telegramtest.Failure{Code: 429, Description: "Too Many Requests: retry after 300", RetryAfter: 300}, later: "latest|a&lt;b"},
		{name: "gone", f: telegramtest.Failure{Code: 403, Description: "Forbidden: bot was blocked by the user"}, log: "command not answered"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			r.run()
			r.settle()
			tt.f.Method = "sendMessage"
			r.s.Fail(tt.f)
			r.s.Say(alice, alice, "/latest a<b")
			r.settle()
			if got := r.said(); got != tt.said {
				t.Errorf("said %q, want %q", got, tt.said)
			}
			if got := r.posted(); !strings.Contains(got, tt.later) || tt.later == "" && got != "" {
				t.Errorf("queued %q, want %q", got, tt.later)
			}
			if !strings.Contains(r.log.String(), tt.log) {
				t.Errorf("log lacks %q:\n%s", tt.log, r.log)
			}
		})
	}
}

// TestAnswerKeepsAShortWait has Telegram ask for twenty seconds, once and then
// again: the second time the answer is queued.
func TestAnswerKeepsAShortWait(t *testing.T) {
	for times, want := range map[int]string{1: "latest|", 2: ""} {
		synctest.Test(t, func(t *testing.T) {
			s := telegramtest.NewServer()
			r := rigOn(t.Context(), t, s, "", func(c *Config) { c.Transport = s.Transport() })
			s.Fail(telegramtest.Failure{Method: "sendMessage", Code: 429, Description: "Too Many Requests: retry after 20", RetryAfter: 20, Times: times})
			r.tg.waits = New(discard(), Config{}).waits
			stop := r.run()
			begun := time.Now()
			s.Say(alice, alice, "/latest")
			r.settle()
			if took := time.Since(begun); took < 20*time.Second || took > 21*time.Second {
				t.Errorf("%d times: took %v", times, took)
			}
			if got := r.said(); got != want || (r.posted() == "") != (want != "") {
				t.Errorf("%d times: said %q, queued %q", times, got, r.posted())
			}
			if err := stop(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAnswersStayInOrderWhenOneIsQueued(t *testing.T) {
	r := newRig(t)
	r.answer = func(ctx context.Context, _ bot.Command, rs bot.Responder) error {
		for _, text := range []string{"one", "two", "three"} {
			if err := rs.Respond(ctx, say(text)); err != nil {
				return err
			}
		}
		return nil
	}
	r.run()
	r.settle()
	r.s.Fail(telegramtest.Failure{Method: "sendMessage", Drop: true})
	r.s.Say(alice, alice, "/latest")
	r.settle()
	if got := r.posted(); r.said() != "" || strings.Count(got, "\n") != 2 || strings.Index(got, "one") > strings.Index(got, "three") {
		t.Errorf("said %q, queued %q", r.said(), got)
	}
}

// budget is a pace that notes who waited and who is held.
type budget struct {
	mu     sync.Mutex
	waited []subscriptions.Chat
	held   []subscriptions.Chat
}

func (b *budget) Wait(ctx context.Context, chat subscriptions.Chat) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waited = append(b.waited, chat)
	return ctx.Err()
}

func (b *budget) Hold(chat subscriptions.Chat, _ time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.held = append(b.held, chat)
}

func TestAnswersKeepThePace(t *testing.T) {
	pace := &budget{}
	r := newRig(t)
	r.host(r.core, pace)
	r.answer = func(ctx context.Context, _ bot.Command, rs bot.Responder) error {
		return rs.Respond(ctx, say(strings.Repeat("word ", 2000)))
	}
	r.run()
	r.settle()
	r.s.AddUser(telegramtest.User{ID: bob + 1})
	r.s.Fail(telegramtest.Failure{Method: "sendMessage", Code: 429, Description: "Too Many Requests: retry after 90", RetryAfter: 90, Times: 3})
	for _, id := range []int64{alice, bob, bob + 1} {
		r.s.Say(id, id, "/latest")
	}
	r.settle()
	r.s.Say(alice, alice, "/latest")
	r.settle()
	pace.mu.Lock()
	defer pace.mu.Unlock()
	if len(pace.waited) != 1+1+1+3 {
		t.Errorf("waited %v, want once for each request", pace.waited)
	}
	none := subscriptions.Chat{}
	if len(pace.held) < 3 || pace.held[0] == none || pace.held[1] == none || pace.held[2] != none {
		t.Errorf("held %v, want two chats, then everyone", pace.held)
	}
}
