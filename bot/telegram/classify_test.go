package telegram

import (
	"context"
	"errors"
	"math"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/telegram/telegramtest"
	"newsbrief/subscriptions"
)

func TestSendClasses(t *testing.T) {
	fail := func(code int, text string) telegramtest.Failure {
		return telegramtest.Failure{Code: code, Description: text}
	}
	tests := []struct {
		name  string
		f     telegramtest.Failure
		want  bot.Class
		after time.Duration
		to    string
	}{
		{name: "blocked", f: fail(403, "Forbidden: bot was blocked by the user"), want: bot.Gone},
		{name: "deactivated", f: fail(403, "Forbidden: user is deactivated"), want: bot.Gone},
		{name: "never started", f: fail(403, "Forbidden: bot can't initiate conversation with a user"), want: bot.Gone},
		{name: "kicked from group", f: fail(403, "Forbidden: bot was kicked from the group chat"), want: bot.Gone},
		{name: "kicked from supergroup", f: fail(403, "Forbidden: bot was kicked from the supergroup chat"), want: bot.Gone},
		{name: "kicked from channel", f: fail(403, "Forbidden: bot was kicked from the channel chat"), want: bot.Gone},
		{name: "no member", f: fail(403, "Forbidden: bot is not a member of the supergroup chat"), want: bot.Gone},
		{name: "group deleted", f: fail(403, "Forbidden: the group chat was deleted"), want: bot.Gone},
		{name: "chat not found", f: fail(400, "Bad Request: chat not found"), want: bot.Gone},
		{name: "private chat not found", f: fail(400, "Bad Request: private chat not found"), want: bot.Gone},
		{name: "no rights", f: fail(400, "Bad Request: not enough rights to send text messages to the chat"), want: bot.Gone},
		{name: "no admin in channel", f: fail(400, "Bad Request: need administrator rights in the channel chat"), want: bot.Gone},
		{name: "thread gone", f: fail(400, "Bad Request: message thread not found"), want: bot.Gone},
		{name: "topic closed", f: fail(400, "Bad Request: TOPIC_CLOSED"), want: bot.Gone},
		{name: "write forbidden", f: fail(400, "Bad Request: CHAT_WRITE_FORBIDDEN"), want: bot.Gone},
		{name: "other case", f: fail(400, "Bad Request: Chat not found"), want: bot.Gone},
		{
			name: "moved", want: bot.Moved, to: "telegram:-100777",
			f: telegramtest.Failure{Code: 400, Description: "Bad Request: group chat was upgraded to a supergroup chat", MigrateTo: -100777},
		},
		{name: "moved, not said where", f: fail(400, "Bad Request: group chat was upgraded to a supergroup chat"), want: bot.Transient},
		{
			name: "too many requests", want: bot.Wait, after: 7 * time.Second,
			f: telegramtest.Failure{Code: 429, Description: "Too Many Requests: retry after 7", RetryAfter: 7},
		},
		{name: "too many requests, not said how long", f: fail(429, "Too Many Requests"), want: bot.Wait, after: minWait},
		{name: "too many requests, a proxy's", f: telegramtest.Failure{Code: 429, Page: "<html>", RetryAfter: 9}, want: bot.Wait, after: 9 * time.Second},
		{
			name: "too many requests, said in the header", want: bot.Wait, after: 8 * time.Second,
			f: telegramtest.Failure{Code: 429, Page: `{"ok":false,"error_code":429,"description":"Too Many Requests"}`, RetryAfter: 8},
		},
		{name: "markup", f: fail(400, `Bad Request: can't parse entities: Unsupported start tag "p" at byte offset 14`), want: bot.Rejected},
		{name: "too long", f: fail(400, "Bad Request: message is too long"), want: bot.Rejected},
		{name: "button", f: fail(400, "Bad Request: BUTTON_DATA_INVALID"), want: bot.Rejected},
		{name: "unknown 400", f: fail(400, "Bad Request: SOMETHING_NEW"), want: bot.Rejected},
		{name: "too large", f: fail(413, "Request Entity Too Large"), want: bot.Rejected},
		{name: "unauthorized", f: fail(401, "Unauthorized"), want: bot.Fatal},
		{name: "not found", f: fail(404, "Not Found"), want: bot.Fatal},
		{name: "conflict", f: fail(409, "Conflict: terminated by other long poll or webhook"), want: bot.Transient},
		{name: "500", f: fail(500, "Internal Server Error: restart"), want: bot.Transient},
		{name: "502 page", f: telegramtest.Failure{Code: 502, Page: "<html><h1>502 Bad Gateway</h1></html>"}, want: bot.Transient},
		{name: "404 page", f: telegramtest.Failure{Code: 404, Page: "<html>nginx</html>"}, want: bot.Transient},
		{name: "200 page", f: telegramtest.Failure{Code: 200, Page: "<html>login</html>"}, want: bot.Transient},
		{name: "empty object", f: telegramtest.Failure{Code: 200, Page: "{}"}, want: bot.Transient},
		{name: "reset", f: telegramtest.Failure{Drop: true}, want: bot.Transient},
		{name: "timeout", f: telegramtest.Failure{Hang: true}, want: bot.Transient},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			r.s.Fail(tt.f)
			ctx := r.ctx
			if tt.f.Hang {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, 20*time.Millisecond)
				defer cancel()
			}
			_, err := r.tg.Send(ctx, delivery(alice, "hello"))
			got := sendErrorOf(t, err)
			if got.Class != tt.want || got.After != tt.after || got.Global {
				t.Errorf("class %v after %v global %v, want %v after %v: %v", got.Class, got.After, got.Global, tt.want, tt.after, err)
			}
			if to := got.To; tt.to != "" && to.String() != tt.to || tt.to == "" && to != (subscriptions.Chat{}) {
				t.Errorf("moved to %v, want %q", to, tt.to)
			}
			r.noToken(err.Error())
		})
	}
}

func sendErrorOf(t *testing.T, err error) *bot.SendError {
	t.Helper()
	var got *bot.SendError
	if !errors.As(err, &got) {
		t.Fatalf("error %v, want a SendError", err)
	}
	return got
}

func delivery(id int64, text string) subscriptions.Delivery {
	return subscriptions.Delivery{Chat: chatOf(id, 0), Part: 1, Parts: 1, Body: encode(body{Text: text, ParseMode: "HTML"})}
}

func TestSendToNobody(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	r := newRig(t, func(c *Config) { c.APIURL = "http://" + closed.Addr().String() })
	_, err = r.tg.Send(r.ctx, delivery(alice, "hello"))
	if got := sendErrorOf(t, err); got.Class != bot.Transient {
		t.Errorf("refused connection: class %v, want transient", got.Class)
	}
	r.noToken(err.Error())
}

func TestSendCancelled(t *testing.T) {
	r := newRig(t)
	ctx, cancel := context.WithCancel(r.ctx)
	cancel()
	_, err := r.tg.Send(ctx, delivery(alice, "hello"))
	if got := sendErrorOf(t, err); got.Class != bot.Transient || !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: class %v, error %v", got.Class, err)
	}
	r.noToken(err.Error())
}

// leaky is a network whose errors and answers hold what they should not.
type leaky struct{ token string }

func (l leaky) RoundTrip(req *http.Request) (*http.Response, error) {
	return nil, errors.New("cannot post to " + req.URL.String() + " for " + l.token)
}

func TestTokenOfATransport(t *testing.T) {
	r := newRig(t)
	r.tg.api = newAPI(r.s.Token, "https://telegram.invalid", leaky{r.s.Token})
	r.noToken(r.sendError(delivery(alice, "hello")).Error())
}

func TestTokenInAnAnswer(t *testing.T) {
	r := newRig(t)
	r.s.Fail(telegramtest.Failure{Code: 400, Description: "Bad Request: no /bot" + r.s.Token + "/sendMessage"})
	r.noToken(r.sendError(delivery(alice, "hello")).Error())
}

func TestRedirectIsNotFollowed(t *testing.T) {
	r := newRig(t)
	r.s.Fail(telegramtest.Failure{Code: 302, Page: "moved"})
	if got := sendErrorOf(t, r.sendError(delivery(alice, "hello"))); got.Class != bot.Transient {
		t.Errorf("class %v, want transient", got.Class)
	}
}

// TestWhoseWaitItIs holds that neither one chat nor two can have everyone held,
// and that no wait is believed beyond what a limit of Telegram's can be.
func TestWhoseWaitItIs(t *testing.T) {
	type refusal struct {
		chat    int64
		thread  int64
		pause   time.Duration // before it
		seconds int
	}
	tests := []struct {
		name   string
		told   []refusal
		global bool // of the last
		after  time.Duration
	}{
		{"one chat", []refusal{{chat: 1, seconds: 3}}, false, 3 * time.Second},
		{"one again and again", []refusal{{chat: 1}, {chat: 1}, {chat: 1}, {chat: 1, seconds: 3}}, false, 3 * time.Second},
		{"two chats", []refusal{{chat: 1, seconds: 3600}, {chat: 2, pause: 900 * time.Millisecond, seconds: 3600}}, false, time.Hour},
		{"two in turn", []refusal{{chat: 1}, {chat: 2}, {chat: 1}, {chat: 2}, {chat: 1, seconds: 7}}, false, 7 * time.Second},
		{"topics of one group", []refusal{{chat: -1, thread: 2}, {chat: -1, thread: 3}, {chat: -1, thread: 4, seconds: 7}}, false, 7 * time.Second},
		{"three chats", []refusal{{chat: 1}, {chat: 2}, {chat: 3, seconds: 9}}, true, 9 * time.Second},
		{"three chats for an hour", []refusal{{chat: 1}, {chat: 2}, {chat: 3, seconds: 3600}}, true, time.Minute},
		{"two and one of them again before the third", []refusal{{chat: 1}, {chat: 2}, {chat: 1}, {chat: 3, seconds: 9}}, true, 9 * time.Second},
		{"three chats, slowly", []refusal{{chat: 1}, {chat: 2, pause: 600 * time.Millisecond}, {chat: 3, pause: 600 * time.Millisecond, seconds: 9}}, false, 9 * time.Second},
		{"a year", []refusal{{chat: 1, seconds: 365 * 86400}}, false, 24 * time.Hour},
		{"more seconds than there can be", []refusal{{chat: 1, seconds: math.MaxInt}}, false, 24 * time.Hour},
		{"a wait of less than nothing", []refusal{{chat: 1, seconds: -3}}, false, minWait},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tg := New(discard(), Config{Token: "1:x"})
				var last *bot.SendError
				for _, told := range tt.told {
					time.Sleep(told.pause)
					last = tg.sendError(chatOf(told.chat, told.thread), &apiError{Code: 429, After: told.seconds, Text: "Too Many Requests"})
				}
				if last.Global != tt.global || last.After != tt.after {
					t.Errorf("holds everyone: %v, for %v; want %v, %v", last.Global, last.After, tt.global, tt.after)
				}
			})
		})
	}
}

func TestSendReachesTheTopic(t *testing.T) {
	r := newRig(t)
	for _, thread := range []string{"", "1", "7"} {
		d := delivery(forum, "to "+thread)
		d.Chat.Thread = thread
		if _, err := r.tg.Send(r.ctx, d); err != nil {
			t.Errorf("thread %q: %v", thread, err)
		}
	}
	var got []int64
	for _, m := range r.s.Sent() {
		got = append(got, m.Thread)
	}
	if len(got) != 3 || got[0] != 0 || got[1] != 0 || got[2] != 7 {
		t.Errorf("threads %v, want 0 0 7", got)
	}
}

func TestSendPlain(t *testing.T) {
	r := newRig(t)
	parts := r.tg.Render(bot.Message{
		Blocks:  []bot.Block{story("Rain & <sun>", "It rained.", "https://example.com/a?b=1&c=2")},
		Choices: [][]bot.Choice{{{Label: "Settings", Line: "/settings"}}},
	})
	d := subscriptions.Delivery{Chat: chatOf(alice, 0), Body: parts[0].Body, Plain: true}
	if _, err := r.tg.Send(r.ctx, d); err != nil {
		t.Fatal(err)
	}
	got := r.s.Sent()[0]
	want := "Rain & <sun>\nhttps://example.com/a?b=1&c=2\nIt rained.\nPaper · 2 h"
	if got.Text != want || got.Mode != "" || got.Buttons != nil || got.Preview {
		t.Errorf("plain %+v, want text %q", got, want)
	}
}

func TestSendUnreadablePart(t *testing.T) {
	r := newRig(t)
	for _, plain := range []bool{false, true} {
		d := subscriptions.Delivery{Chat: chatOf(alice, 0), Body: []byte("not json"), Plain: plain}
		if got := sendErrorOf(t, r.sendError(d)); got.Class != bot.Rejected {
			t.Errorf("plain %v: class %v, want rejected", plain, got.Class)
		}
	}
}
