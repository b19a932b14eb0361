package discord

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"newsbrief/bot"
	"newsbrief/bot/discord/discordtest"
	"newsbrief/subscriptions"
)

// TestSendClasses is the failure table: what Discord answers, and what that
// means for the chat.
func TestSendClasses(t *testing.T) {
	fail := func(status, code int, text string) discordtest.Failure {
		return discordtest.Failure{Status: status, Code: code, Message: text}
	}
	limit := func(after, scope string, global bool) discordtest.Failure {
		return discordtest.Failure{
			Status: 429, Body: fmt.Sprintf(`{"message":"You are being rate limited.","retry_after":%s,"global":%t}`, after, global),
			Header: map[string]string{"X-RateLimit-Scope": scope, "Retry-After": "65", "X-RateLimit-Remaining": "9", "X-RateLimit-Reset": "1"},
		}
	}
	tests := []struct {
		name   string
		f      discordtest.Failure
		want   bot.Class
		after  time.Duration
		global bool
	}{
		{name: "unknown channel", f: fail(404, 10003, "Unknown Channel"), want: bot.Gone},
		{name: "unknown guild", f: fail(404, 10004, "Unknown Guild"), want: bot.Gone},
		{name: "missing access", f: fail(403, 50001, "Missing Access"), want: bot.Gone},
		{name: "missing permissions", f: fail(403, 50013, "Missing Permissions"), want: bot.Gone},
		{name: "refuses messages", f: fail(403, 50007, "Cannot send messages to this user"), want: bot.Gone},
		{name: "no server in common", f: fail(400, 50278, "Cannot message this user due to having no mutual guilds"), want: bot.Gone},
		{name: "forum", f: fail(400, 50008, "Cannot send messages in a non-text channel"), want: bot.Gone},
		{name: "thread locked", f: fail(400, 160005, "Thread is locked"), want: bot.Gone},
		{name: "some other 403", f: fail(403, 99999, "No"), want: bot.Wait, after: refusedWait},
		{name: "a 403 without a code", f: fail(403, 0, "403: Forbidden"), want: bot.Wait, after: refusedWait},
		{name: "account not verified", f: fail(403, 40002, "You need to verify your account"), want: bot.Wait, after: refusedWait},
		{name: "opening messages too fast", f: fail(400, 40003, "You are opening direct messages too fast"), want: bot.Wait, after: longWait},
		{name: "too many threads", f: fail(400, 160006, "Maximum number of active threads"), want: bot.Wait, after: longWait},
		{name: "blocked by AutoMod", f: fail(400, 200000, "Message was blocked by automatic moderation"), want: bot.Rejected},
		{name: "harmful link", f: fail(400, 240000, "Message blocked by harmful links filter"), want: bot.Rejected},
		{name: "empty", f: fail(400, 50006, "Cannot send an empty message"), want: bot.Rejected},
		{name: "invalid form", want: bot.Rejected, f: discordtest.Failure{
			Status: 400, Body: `{"message":"Invalid Form Body","code":50035,"errors":{"embeds":{"0":{"title":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"Must be 256 or fewer in length."}]}}}}}`,
		}},
		{name: "too large", f: discordtest.Failure{Status: 413, Body: "<html>"}, want: bot.Rejected},
		{name: "token revoked", f: fail(401, 0, "401: Unauthorized"), want: bot.Fatal},
		{name: "channel's limit", f: limit("64.57", "user", false), want: bot.Wait, after: 64570 * time.Millisecond},
		{name: "shared limit", f: limit("1336.57", "shared", false), want: bot.Wait, after: 1336570 * time.Millisecond},
		{name: "global limit", f: limit("2.5", "global", true), want: bot.Wait, after: 2500 * time.Millisecond, global: true},
		{name: "a limit said not to be global", want: bot.Wait, after: 1500 * time.Millisecond, f: discordtest.Failure{
			Status: 429, Body: `{"retry_after":1.5}`, Header: map[string]string{"X-RateLimit-Global": "false", "X-RateLimit-Scope": "user"},
		}},
		{name: "a limit said to be global", want: bot.Wait, after: 1500 * time.Millisecond, global: true, f: discordtest.Failure{
			Status: 429, Body: `{"retry_after":1.5}`, Header: map[string]string{"X-RateLimit-Global": "true"},
		}},
		{name: "slow mode", f: discordtest.Failure{Status: 429, Body: `{"message":"slow","code":20016,"retry_after":30}`}, want: bot.Wait, after: 30 * time.Second},
		{name: "the network's limit", f: discordtest.Failure{Status: 429, Body: "<html>error code: 1015</html>"}, want: bot.Wait, after: floodPause, global: true},
		{
			name: "the network's limit, with a time", want: bot.Wait, after: 900 * time.Second, global: true,
			f: discordtest.Failure{Status: 429, Body: "<html>", Header: map[string]string{"Retry-After": "900"}},
		},
		{name: "the network's refusal", f: discordtest.Failure{Status: 403, Body: "<html>"}, want: bot.Wait, after: minFlood, global: true},
		{name: "server error", f: fail(500, 0, "500: Internal Server Error"), want: bot.Transient},
		{name: "overloaded", f: fail(503, 130000, "API resource is currently overloaded"), want: bot.Transient},
		{name: "page of a proxy", f: discordtest.Failure{Status: 502, Body: "<html>"}, want: bot.Transient},
		{name: "connection cut", f: discordtest.Failure{}, want: bot.Transient},
		{name: "wrong address", f: fail(404, 0, "404: Not Found"), want: bot.Transient},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			tt.f.Path = "/channels/"
			r.s.Fail(tt.f)
			body := r.d.Render(say("hello"))[0].Body
			_, err := r.d.Send(r.ctx, deliveryTo(room, body))
			var failed *bot.SendError
			if !errors.As(err, &failed) {
				t.Fatalf("got %v, want a SendError", err)
			}
			if failed.Class != tt.want || failed.After != tt.after || failed.Global != tt.global {
				t.Errorf("got class %v after %v global %v, want %v %v %v: %v", failed.Class, failed.After, failed.Global, tt.want, tt.after, tt.global, err)
			}
			r.noToken(err.Error())
			r.noToken(r.log.String())
			if n := len(r.s.Requests()); n != 1 {
				t.Errorf("%d requests, want one: the outbox repeats", n)
			}
		})
	}
}

// TestUnexplainedRefusalsEnd holds that a part which a chat refuses for no
// reason that is known does not wait for ever.
func TestUnexplainedRefusalsEnd(t *testing.T) {
	for code, want := range map[int][2]bot.Class{0: {bot.Wait, bot.Transient}, 99999: {bot.Wait, bot.Transient}, 50013: {bot.Gone, bot.Gone}, 20016: {bot.Wait, bot.Wait}} {
		r := newRig(t)
		r.s.Fail(discordtest.Failure{Path: "/channels/", Status: 403, Code: code, Message: "No"})
		v := deliveryTo(room, r.d.Render(say("hello"))[0].Body)
		for i, age := range []time.Duration{refusedFor - time.Hour, refusedFor + time.Hour} {
			v.Queued = time.Now().Add(-age)
			var failed *bot.SendError
			if _, err := r.d.Send(r.ctx, v); !errors.As(err, &failed) || failed.Class != want[i] {
				t.Errorf("%d after %v: got %v, want class %v", code, age, failed, want[i])
			}
		}
	}
}

func TestUnreachableServerIsTransientAndTellsNoSecret(t *testing.T) {
	r := newRig(t)
	r.s.Stop()
	_, err := r.d.Send(r.ctx, deliveryTo(room, r.d.Render(say("hello"))[0].Body))
	var failed *bot.SendError
	if !errors.As(err, &failed) || failed.Class != bot.Transient {
		t.Errorf("got %v", err)
	}
	r.noToken(err.Error())
	if strings.Contains(err.Error(), "http://") {
		t.Errorf("address in %q", err)
	}
}

func TestSendIsOneMessageHoweverOftenItIsRepeated(t *testing.T) {
	r := newRig(t)
	v := deliveryTo(room, r.d.Render(say("hello @everyone"))[0].Body)
	for range 3 {
		if _, err := r.d.Send(r.ctx, v); err != nil {
			t.Fatal(err)
		}
		v.Attempt++
		v.Lease.Epoch++
	}
	v.Part = 2
	if _, err := r.d.Send(r.ctx, v); err != nil {
		t.Fatal(err)
	}
	got := r.s.Messages(room)
	if len(got) != 2 {
		t.Fatalf("%d messages, want 2", len(got))
	}
	if got[0].Pings || got[0].Nonce == "" || len(got[0].Nonce) > 25 {
		t.Errorf("message %+v", got[0])
	}
}

func TestLateNote(t *testing.T) {
	r := newRig(t)
	long := strings.Repeat("x", maxContent-5)
	for i, text := range []string{"Your news", long} {
		v := deliveryTo(room, r.d.Render(say(text))[0].Body)
		v.Part, v.Note = i+1, "Late: *it* was due at 8:00."
		if _, err := r.d.Send(r.ctx, v); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, m := range r.s.Messages(room) {
		got = append(got, m.Content)
	}
	want := []string{`Late: \*it\* was due at 8:00.` + "\n\nYour news", long} // where there is no room, none
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestDoubtfulMessageIsFoundWithAndWithoutNote lets a connection break after
// the server took the message, and sends again when nonces are forgotten.
func TestDoubtfulMessageIsFoundWithAndWithoutNote(t *testing.T) {
	for _, noted := range []bool{false, true} {
		r := newRig(t)
		v := deliveryTo(room, r.d.Render(say("Your news"))[0].Body)
		if noted {
			v.Note = "Late."
		}
		r.s.Fail(discordtest.Failure{Path: "/channels/" + room, Times: 1, Taken: true})
		if _, err := r.d.Send(r.ctx, v); err == nil {
			t.Fatal("the connection did not break")
		}
		for _, d := range r.d.unconfirmed.open {
			d.since = d.since.Add(-2 * nonceLives)
		}
		v.Note = "Late."
		if _, err := r.d.Send(r.ctx, v); err != nil {
			t.Fatal(err)
		}
		if got := r.s.Messages(room); len(got) != 1 {
			t.Errorf("noted before: %v; %d messages stand there", noted, len(got))
		}
	}
}

func TestNoncesDiffer(t *testing.T) {
	base := deliveryTo(room, nil)
	seen := map[string]string{nonce(base, 0): "base"}
	changes := map[string]func(*subscriptions.Delivery){
		"chat":  func(v *subscriptions.Delivery) { v.Chat.ID = direct },
		"date":  func(v *subscriptions.Delivery) { v.Slot.Date = "2026-11-25" },
		"time":  func(v *subscriptions.Delivery) { v.Slot.Time++ },
		"part":  func(v *subscriptions.Delivery) { v.Part++ },
		"plain": func(v *subscriptions.Delivery) { v.Plain = true },
		"posted": func(v *subscriptions.Delivery) {
			v.Slot = subscriptions.Slot{}
			v.Queued = time.Unix(1, 0)
		},
		"posted later": func(v *subscriptions.Delivery) {
			v.Slot = subscriptions.Slot{}
			v.Queued = time.Unix(1, 1)
		},
	}
	for name, change := range changes {
		v := base
		change(&v)
		if other, ok := seen[nonce(v, 0)]; ok {
			t.Errorf("%s has the nonce of %s", name, other)
		}
		seen[nonce(v, 0)] = name
	}
	if nonce(base, 0) == nonce(base, 1) {
		t.Error("the pieces of a part share a nonce")
	}
}

func TestBodyIsSentAsItWasRendered(t *testing.T) {
	r := newRig(t)
	body := r.d.Render(say("héllo <b> & \"c\""))[0].Body
	if _, err := r.d.Send(r.ctx, deliveryTo(room, body)); err != nil {
		t.Fatal(err)
	}
	sent := r.s.Requests()[0].Body
	if !strings.HasSuffix(sent, string(body[1:])) || !strings.Contains(sent, `"enforce_nonce":true`) {
		t.Errorf("sent %s\nof   %s", sent, body)
	}
}

func TestBodiesThatAreNone(t *testing.T) {
	r := newRig(t)
	for _, body := range []string{"", "{", "[]", "{}", `"x"`} {
		for _, plain := range []bool{false, true} {
			v := deliveryTo(room, []byte(body))
			v.Plain = plain
			var failed *bot.SendError
			if _, err := r.d.Send(r.ctx, v); !errors.As(err, &failed) || failed.Class != bot.Rejected {
				t.Errorf("%q plain %v: got %v", body, plain, err)
			}
		}
	}
	var failed *bot.SendError
	if _, err := r.d.Send(r.ctx, deliveryTo("1/../2", []byte(`{"content":"a"}`))); !errors.As(err, &failed) || failed.Class != bot.Gone {
		t.Errorf("a chat of another kind: got %v", err)
	}
	if n := len(r.s.Requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

func TestPlain(t *testing.T) {
	r := newRig(t)
	m := bot.Message{
		Blocks: []bot.Block{
			bot.Heading{Text: "Brief *today*", Main: true}, bot.Heading{Text: "Japan"},
			story("Rain [live] on_x_y", "It *rained* 2 * 3.", "https://e.com/a_(b)?c=1"), bot.Text("Nothing new: Thailand."),
		},
		Choices: [][]bot.Choice{{{Label: "Settings", Line: "/settings"}}},
	}
	v := deliveryTo(room, r.d.Render(m)[0].Body)
	v.Plain = true
	if _, err := r.d.Send(r.ctx, v); err != nil {
		t.Fatal(err)
	}
	got := r.s.Messages(room)
	want := "Brief *today*\n\nJapan\n\nRain [live] on_x_y\nhttps://e.com/a_%28b%29?c=1\nIt *rained* 2 * 3.\nPaper · 2 h\n\nNothing new: Thailand."
	if len(got) != 1 || unescape(got[0].Content) != want || len(got[0].Embeds)+len(got[0].Components) > 0 || got[0].Flags != suppressEmbeds {
		t.Errorf("got %+v\nwant %s", got, want)
	}
}

func TestPlainLosesNoStory(t *testing.T) {
	r := newRig(t)
	r.s.ChannelLimit = 0
	var blocks []bot.Block
	for i := range 9 {
		blocks = append(blocks, story(fmt.Sprintf("Headline %d", i), strings.Repeat("long ", 110), fmt.Sprintf("https://e.com/%d", i)))
	}
	parts := r.d.Render(bot.Message{Blocks: blocks})
	for i, p := range parts {
		v := deliveryTo(room, p.Body)
		v.Part, v.Plain = i+1, true
		for range 2 {
			if _, err := r.d.Send(r.ctx, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	all := ""
	for _, m := range r.s.Messages(room) {
		all += m.Content + "\n"
	}
	for i := range 9 {
		if strings.Count(all, fmt.Sprintf("Headline %d\nhttps://e.com/%d\n", i, i)) != 1 {
			t.Errorf("story %d stands %d times", i, strings.Count(all, fmt.Sprintf("Headline %d\n", i)))
		}
	}
}

// TestChannelLimitIsKept holds that what the headers say is kept before
// Discord has to say it again.
func TestChannelLimitIsKept(t *testing.T) {
	r := newRig(t)
	r.s.ChannelLimit = 2
	body := r.d.Render(say("hello"))[0].Body
	held := 0
	for i := range 5 {
		v := deliveryTo(room, body)
		v.Part = i + 1
		_, err := r.d.Send(r.ctx, v)
		var failed *bot.SendError
		if errors.As(err, &failed) && failed.Class == bot.Wait && failed.After > 0 && !failed.Global {
			held++
		}
	}
	if _, err := r.d.Send(r.ctx, deliveryTo(direct, body)); err != nil {
		t.Errorf("another channel: %v", err)
	}
	refused := 0
	for _, req := range r.s.Requests() {
		if req.Status == http.StatusTooManyRequests {
			refused++
		}
	}
	if held != 3 || refused != 0 {
		t.Errorf("%d held, %d refused by the server", held, refused)
	}
}

// TestRefusedRequestsStayFew sends for an hour into a Discord that refuses
// everything, and counts what it had to refuse in any ten minutes.
func TestRefusedRequestsStayFew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, status := range []int{401, 403, 429} {
			q := newQuota(48)
			var asked []time.Time
			for range 3600 * 3 {
				r := request{bucket: fmt.Sprint(len(asked))}
				if q.allow(r, time.Now()) == nil {
					asked = append(asked, time.Now())
					q.note(&answer{status: status, to: r, body: []byte(`{"retry_after":0.1}`), header: http.Header{}}, time.Now())
				}
				time.Sleep(time.Second / 3)
			}
			worst := 0
			for i, from := 0, 0; i < len(asked); i++ {
				for asked[i].Sub(asked[from]) > refusedWindow {
					from++
				}
				worst = max(worst, i-from+1)
			}
			if worst >= 1000 || worst < 700 {
				t.Errorf("%d: %d refused requests in ten minutes", status, worst)
			}
			t.Logf("%d: %d requests in an hour, at most %d in ten minutes", status, len(asked), worst)
		}
	})
}

func TestSharedLimitsDoNotCount(t *testing.T) {
	q := newQuota(48)
	now := time.Unix(1e9, 0)
	for range 2000 {
		q.note(&answer{status: 429, to: request{bucket: "1"}, body: []byte(`{"retry_after":1}`), header: http.Header{"X-Ratelimit-Scope": {"shared"}}}, now)
	}
	if err := q.allow(request{bucket: "2"}, now); err != nil {
		t.Error(err)
	}
}

func TestFloodStopsEverything(t *testing.T) {
	r := newRig(t)
	r.s.Fail(discordtest.Failure{Path: "/channels/", Times: 1, Status: 429, Body: "<html>"})
	body := r.d.Render(say("hello"))[0].Body
	for _, channel := range []string{room, direct, thread1} {
		var failed *bot.SendError
		if _, err := r.d.Send(r.ctx, deliveryTo(channel, body)); !errors.As(err, &failed) || !failed.Global || failed.After < floodPause-time.Minute {
			t.Errorf("got %v", err)
		}
	}
	if n := len(r.s.Requests()); n != 1 {
		t.Errorf("%d requests", n)
	}
}

// TestPartOfAnEarlierRunIsLookedFor lets a connection break after the server
// took the message, and the program be started again when nonces are forgotten.
func TestPartOfAnEarlierRunIsLookedFor(t *testing.T) {
	tests := []struct {
		name    string
		away    time.Duration
		attempt int
		taken   bool
		looks   int
	}{
		{"taken", 10 * time.Minute, 1, true, 1},
		{"not taken", 10 * time.Minute, 1, false, 1},
		{"while the nonce lives", time.Minute, 1, true, 0},
		{"never tried", 10 * time.Minute, 0, false, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := discordtest.StartOffline(t)
				s.AddChannel(discordtest.Channel{ID: room, Guild: guild, Permissions: discordtest.Everything | discordtest.ReadHistory})
				rt := &http.Transport{DialContext: s.Dial}
				t.Cleanup(rt.CloseIdleConnections)
				cfg := Config{Token: s.Token, APIURL: s.URL, Transport: rt}
				v := deliveryTo(room, New(discard(), cfg).Render(say("Your news"))[0].Body)
				v.Queued = time.Now()
				if tt.attempt > 0 {
					s.Fail(discordtest.Failure{Path: "/channels/", Times: 1, Taken: tt.taken})
					if _, err := New(discard(), cfg).Send(t.Context(), v); err == nil {
						t.Fatal("the connection did not break")
					}
				}
				time.Sleep(tt.away)
				v.Attempt = tt.attempt
				if _, err := New(discard(), cfg).Send(t.Context(), v); err != nil {
					t.Error(err)
				}
				looks := 0
				for _, q := range s.Requests() {
					if q.Method == http.MethodGet {
						looks++
					}
				}
				if n := len(s.Messages(room)); n != 1 || looks != tt.looks {
					t.Errorf("%d messages after %d looks, want one after %d", n, looks, tt.looks)
				}
			})
		})
	}
}

// TestOwnFailureIsNoDoubt holds that a part which is known not to have been
// taken costs no look.
func TestOwnFailureIsNoDoubt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := quietDiscord(t)
		v := deliveryTo(room, nil)
		v.Queued = time.Now()
		d.unconfirmed.note(nonce(v, 0), time.Now(), &apiError{Status: http.StatusInternalServerError})
		v.Attempt = 1
		time.Sleep(time.Hour)
		if _, _, look := d.unconfirmed.ask(nonce(v, 0), d.unseen(v), time.Now()); look {
			t.Error("the channel would be looked through")
		}
	})
}
