package telegram

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/adapter"
	"newsbrief/bot/bottest"
	"newsbrief/bot/telegram/telegramtest"
)

func TestUpdatesNobodyKnowsAreSteppedOver(t *testing.T) {
	r := newRig(t)
	r.run()
	r.s.Inject("poll_of_the_future", `{"chat":{"id":[1]}}`)
	r.s.Inject("message", `"not an object"`)
	r.s.Inject("message", `{"message_id":1,"chat":{"id":"x"},"text":"/latest"}`)
	r.s.Inject("message", `{"message_id":1,"date":1,"chat":{"id":42,"type":"private"},"sticker":{"set_name":7}}`)
	r.s.Inject("edited_message", `{"message_id":1,"date":1,"chat":{"id":42,"type":"private"},"text":"/latest edited"}`)
	r.s.Inject("callback_query", `{"id":"1","from":{"id":42}}`)
	r.s.Say(alice, alice, "/latest")
	r.settle()
	if got := r.said(); got != "latest|" {
		t.Errorf("said %q\n%s", got, r.log)
	}
}

func TestAllowedUpdatesAreNamed(t *testing.T) {
	r := newRig(t)
	r.run()
	r.settle()
	if got := r.s.Calls("getUpdates")[0].Params["allowed_updates"]; got != allowedUpdates {
		t.Errorf("allowed_updates %s", got)
	}
}

func TestOffsetMovesOnlyAfterTheAnswer(t *testing.T) {
	release := make(chan struct{})
	r := newRig(t)
	r.answer = func(ctx context.Context, c bot.Command, rs bot.Responder) error {
		if c.Args == "slow" {
			<-release
		}
		return rs.Respond(ctx, say(c.Args))
	}
	r.run()
	r.s.Say(alice, alice, "/latest slow")
	r.s.Say(alice, alice, "/latest behind")
	r.s.Say(bob, bob, "/latest beside")
	if err := r.s.Until(r.ctx, func(sent []telegramtest.Message) bool { return len(sent) == 1 }); err != nil {
		t.Fatal(err)
	}
	if got := r.said(); got != "beside" || r.s.Pending() != 3 {
		t.Errorf("said %q with %d updates unconfirmed, want 3", got, r.s.Pending())
	}
	close(release)
	r.settle()
	if got := r.said(); got != "beside\nslow\nbehind" {
		t.Errorf("said %q", got)
	}
	if n := len(r.got()); n != 3 {
		t.Errorf("%d commands, want each of 3 once", n)
	}
}

func TestStopConfirmsWhatWasAnswered(t *testing.T) {
	r := newRig(t)
	stop := r.run()
	r.s.Say(alice, alice, "/latest")
	if err := r.s.Until(r.ctx, func(sent []telegramtest.Message) bool { return len(sent) == 1 }); err != nil {
		t.Fatal(err)
	}
	if err := stop(); err != nil || r.s.Pending() != 0 {
		t.Errorf("%d updates left for the next start (%v)", r.s.Pending(), err)
	}
}

func TestStopFinishesWhatIsInHandAndBeginsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		q := newUpdateQueue(discard(), time.Minute, func(update) { <-release })
		q.add(rawUpdates(`{"update_id":1,"message":{"chat":{"id":42}}}`, `{"update_id":2,"message":{"chat":{"id":42}}}`))
		left := make(chan int)
		go func() { left <- q.Drain(t.Context(), time.Minute) }()
		synctest.Wait()
		close(release)
		if n := <-left; n != 0 || q.offset(time.Now()) != 2 {
			t.Errorf("%d left, the next start begins at %d, want 2", n, q.offset(time.Now()))
		}
	})
}

func TestStopDoesNotWaitForEver(t *testing.T) {
	begun := make(chan struct{})
	r := newRig(t)
	r.tg.waits.drain = 20 * time.Millisecond
	r.answer = func(ctx context.Context, _ bot.Command, _ bot.Responder) error {
		close(begun)
		<-ctx.Done()
		return ctx.Err()
	}
	stop := r.run()
	r.s.Say(alice, alice, "/latest")
	<-begun
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if r.s.Pending() != 1 || !strings.Contains(r.log.String(), "stopped before all commands were answered") {
		t.Errorf("%d updates left\n%s", r.s.Pending(), r.log)
	}
}

func TestAFloodHoldsUpNobody(t *testing.T) {
	release := make(chan struct{})
	r := newRig(t)
	r.answer = func(ctx context.Context, c bot.Command, rs bot.Responder) error {
		if c.Chat.ID == "42" {
			<-release
		}
		return rs.Respond(ctx, say(c.Args))
	}
	r.run()
	for i := range 130 {
		r.s.Say(alice, alice, fmt.Sprintf("/latest %d", i))
	}
	r.s.Say(bob, bob, "/latest me too")
	if err := r.s.Until(r.ctx, func(sent []telegramtest.Message) bool { return len(sent) == 2 }); err != nil {
		t.Fatalf("%v\n%s", err, r.log)
	}
	close(release)
	r.settle()
	for i, m := range r.s.SentTo(alice)[1:] { // behind the request to slow down
		if m.Text != fmt.Sprint(i) {
			t.Fatalf("answer %d is %q", i, m.Text)
		}
	}
}

func TestASlowCommandHoldsUpNobody(t *testing.T) {
	release := make(chan struct{})
	r := newRig(t)
	r.tg.waits.slow = 20 * time.Millisecond
	r.answer = func(ctx context.Context, c bot.Command, rs bot.Responder) error {
		if c.Chat.ID == "42" {
			<-release
		}
		return rs.Respond(ctx, say(c.Args))
	}
	r.run()
	r.s.Say(alice, alice, "/latest slow")
	for i := range 130 {
		r.s.AddUser(telegramtest.User{ID: 1000 + int64(i)})
		r.s.Say(1000+int64(i), 1000+int64(i), "/latest quick")
	}
	if err := r.s.Until(r.ctx, func(sent []telegramtest.Message) bool { return len(sent) == 130 }); err != nil {
		t.Fatalf("%v: %d of 130\n", err, len(r.s.Sent()))
	}
	close(release)
	if err := r.s.Until(r.ctx, func(sent []telegramtest.Message) bool { return len(sent) == 131 }); err != nil {
		t.Fatal(err)
	}
}

func TestWebhookOfAnotherProgramIsRemoved(t *testing.T) {
	r := newRig(t)
	r.s.Webhook("https://example.com/hook/secret-path")
	r.run()
	r.s.Say(alice, alice, "/latest")
	r.settle()
	if !strings.Contains(r.log.String(), "removed the webhook") || strings.Contains(r.log.String(), "secret-path") {
		t.Errorf("log:\n%s", r.log)
	}
	r.s.Webhook("https://example.com/again")
	r.s.Say(alice, alice, "/latest again")
	r.settle()
	if got := r.said(); got != "latest|\nlatest|again" {
		t.Errorf("said %q", got)
	}
}

func TestAnotherPollerIsSaidOnceAndOutlived(t *testing.T) {
	r := newRig(t)
	r.s.Fail(telegramtest.Failure{Method: "getUpdates", Times: 3, Code: 409, Description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"})
	r.run()
	r.s.Say(alice, alice, "/latest")
	r.settle()
	if n := strings.Count(r.log.String(), "another program takes this bot's updates"); n != 1 {
		t.Errorf("said %d times\n%s", n, r.log)
	}
}

func TestWhatComesAndGoesIsSaidOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &bottest.Log{}
		tg := New(slog.New(slog.NewTextHandler(log, nil)), Config{Token: "1:x"})
		b := tg.newBackoff(tg.lg)
		for range 50 {
			if err := tg.wait(t.Context(), b, &apiError{Code: 409, Text: "Conflict: terminated by other getUpdates request"}); err != nil {
				t.Fatal(err)
			}
			b.End()
			time.Sleep(2 * time.Second)
		}
		warned, ended := strings.Count(log.String(), "another program"), strings.Count(log.String(), "answers again")
		if warned != 3 || ended != 3 {
			t.Errorf("in two minutes warned %d times, ended %d times, want 3\n%s", warned, ended, log)
		}
	})
}

func TestRefusedTokenEndsRun(t *testing.T) {
	for _, method := range []string{"getMe", "getUpdates"} {
		t.Run(method, func(t *testing.T) {
			r := newRig(t)
			r.tg.token.Every, r.tg.token.Within = time.Millisecond, 20*time.Millisecond
			r.s.Fail(telegramtest.Failure{Method: method, Times: -1, Code: 401, Description: "Unauthorized"})
			err := r.tg.Run(r.ctx, r.tg.host)
			if !errors.Is(err, bot.ErrTokenRefused) || !strings.Contains(err.Error(), "401 Unauthorized") {
				t.Fatalf("error %v", err)
			}
			r.noToken(err.Error())
		})
	}
}

func TestWrongTokenEndsRun(t *testing.T) {
	for _, token := range []string{"", "no colon", "1:wrong"} {
		r := newRig(t, func(c *Config) { c.Token = token })
		r.tg.token.Every, r.tg.token.Within = time.Millisecond, 5*time.Millisecond
		if err := r.tg.Run(r.ctx, r.tg.host); err == nil {
			t.Errorf("token %q: Run returned no error", token)
		}
	}
}

func TestStartWhileTelegramIsDown(t *testing.T) {
	r := newRig(t)
	r.s.Down(true)
	stop := r.run()
	for len(r.s.Calls("getMe")) < 3 && r.ctx.Err() == nil {
		adapter.Sleep(r.ctx, time.Millisecond)
	}
	r.s.Down(false)
	r.s.Say(alice, alice, "/latest")
	r.settle()
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(r.log.String(), "telegram cannot be reached"); n != 1 {
		t.Errorf("said %d times\n%s", n, r.log)
	}
}

func TestPanicOfTheCore(t *testing.T) {
	r := newRig(t)
	r.answer = func(ctx context.Context, c bot.Command, rs bot.Responder) error {
		if c.Args == "boom" {
			panic("boom with " + r.s.Token)
		}
		return rs.Respond(ctx, say(c.Args))
	}
	r.run()
	r.s.Say(alice, alice, "/latest boom")
	r.s.Say(alice, alice, "/latest on")
	r.settle()
	if got := r.said(); got != "on" || !strings.Contains(r.log.String(), "panic while handling") {
		t.Errorf("said %q\n%s", got, r.log)
	}
}

// TestOutageOfAnHour lets people write to the bot while Telegram is away for
// an hour: each of their commands is answered once when it is back.
func TestOutageOfAnHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		s := telegramtest.NewServer()
		r := rigOn(ctx, t, s, "", func(c *Config) { c.Transport = s.Transport() })
		r.tg.waits = New(discard(), Config{}).waits
		done := make(chan error, 1)
		go func() { done <- r.tg.Run(ctx, r.tg.host) }()
		for i := range 150 {
			if i == 30 {
				s.Down(true)
			}
			s.Say(alice, alice, fmt.Sprintf("/latest %d", i))
			s.Say(bob, bob, fmt.Sprintf("/latest %d", i))
			time.Sleep(30 * time.Second)
		}
		s.Down(false)
		if err := s.Settled(ctx); err != nil {
			t.Fatal(err)
		}
		cancel()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		for _, chat := range []int64{alice, bob} {
			var got []string
			for _, m := range s.SentTo(chat) {
				got = append(got, m.Text)
			}
			if len(got) != 150 || got[0] != "latest|0" || got[149] != "latest|149" {
				t.Errorf("%d answers of 150, %q", len(got), got)
			}
		}
		if n := len(r.s.Calls("getUpdates")); n > 1500 {
			t.Errorf("%d polls in five quarters of an hour", n)
		}
	})
}

// hasty is a server that never waits.
type hasty struct{ polls atomic.Int64 }

func (h *hasty) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	answer := `{"ok":true,"result":[]}`
	if strings.HasSuffix(req.URL.Path, "/getMe") {
		answer = `{"ok":true,"result":{"id":1,"is_bot":true,"username":"x"}}`
	} else if strings.HasSuffix(req.URL.Path, "/getUpdates") {
		h.polls.Add(1)
	}
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(answer))}, nil
}

func TestServerThatDoesNotWaitIsNotRunDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		h := &hasty{}
		tg := New(discard(), Config{Token: "1:x", Transport: h})
		if err := tg.Run(ctx, bottest.Host()); err != nil || !errors.Is(ctx.Err(), context.DeadlineExceeded) {
			t.Fatalf("Run: %v", err)
		}
		if n := h.polls.Load(); n < 3000 || n > 4000 {
			t.Errorf("%d polls in an hour, want about one a second", n)
		}
	})
}

func TestIdsStartAnewAfterAQuietWeek(t *testing.T) {
	q := newUpdateQueue(discard(), time.Second, func(update) {})
	q.add(rawUpdates(`{"update_id":1000}`))
	if got := q.offset(time.Now()); got != 1001 {
		t.Errorf("offset %d, want 1001", got)
	}
	if got := q.offset(time.Now().Add(7 * 24 * time.Hour)); got != 0 {
		t.Errorf("offset after a week %d, want 0", got)
	}
	if !q.add(rawUpdates(`{"update_id":5}`)) || q.offset(time.Now()) != 6 {
		t.Error("a lower id is not taken in after a week")
	}
}
