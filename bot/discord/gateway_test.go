package discord

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/discord/discordtest"
)

// run2 is run for a bot that ran before.
func (r *rig) run2() (stop func() error) {
	ctx, cancel := context.WithCancel(r.ctx)
	done := make(chan error, 1)
	go func() { done <- r.d.Run(ctx, r.host(r.parts...)) }()
	return func() error { cancel(); return <-done }
}

// works has a command answered, to see that the bot is there.
func (r *rig) works() {
	r.t.Helper()
	n := len(r.s.Messages(direct))
	r.s.Slash(discordtest.Use{Channel: direct, Person: bob, Name: "list"})
	r.said(direct, n+1)
}

func TestConnectionsThatEnd(t *testing.T) {
	tests := []struct {
		name    string
		end     func(*discordtest.Server)
		resumes bool // else a new session begins
	}{
		{"cut", (*discordtest.Server).Cut, true},
		{"reconnect", (*discordtest.Server).Reconnect, true},
		{"invalid session, resumable", func(s *discordtest.Server) { s.Invalidate(true) }, true},
		{"invalid session", func(s *discordtest.Server) { s.Invalidate(false) }, false},
		{"close 4000", func(s *discordtest.Server) { s.Close(4000) }, true},
		{"close 4001", func(s *discordtest.Server) { s.Close(4001) }, true},
		{"close 4007", func(s *discordtest.Server) { s.Close(4007) }, false},
		{"close 4008", func(s *discordtest.Server) { s.Close(4008) }, true},
		{"close 4009", func(s *discordtest.Server) { s.Close(4009) }, false},
		{"close 1000", func(s *discordtest.Server) { s.Close(1000) }, true},
		{"close 1001", func(s *discordtest.Server) { s.Close(1001) }, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			r.run()
			r.works()
			tt.end(r.s)
			r.until(func() bool {
				return (r.s.Resumed() == 1) == tt.resumes && (r.s.Identified() == 2) == !tt.resumes && r.s.Connected() == 1
			})
			r.works()
		})
	}
}

// TestEventsWhileAwayAreReplayed holds that a command given while the
// connection was down is answered, and once.
func TestEventsWhileAwayAreReplayed(t *testing.T) {
	r := newRig(t)
	r.run()
	r.works()
	r.s.Down(true)
	r.until(func() bool { return r.s.Connected() == 0 })
	r.s.Slash(discordtest.Use{Channel: room, Person: bob, Name: "latest"})
	r.s.Down(false)
	r.said(room, 1)
	r.works()
	if n := len(r.said(room, 1)); n != 1 || len(r.got()) != 3 {
		t.Errorf("%d answers, %d commands", n, len(r.got()))
	}
}

func TestEventThatComesAgain(t *testing.T) {
	r := newRig(t)
	r.run()
	r.works()
	r.s.Again()
	r.s.Slash(discordtest.Use{Channel: room, Person: bob, Name: "latest"})
	r.said(room, 1)
	acknowledged := 0
	for _, q := range r.s.Requests() {
		if strings.HasPrefix(q.Path, "/interactions/") {
			acknowledged++
		}
	}
	if n := len(r.got()); n != 2 || acknowledged != 2 {
		t.Errorf("%d commands, %d acknowledged", n, acknowledged)
	}
}

func TestGatewayThatMoved(t *testing.T) {
	r := newRig(t)
	r.run()
	r.works()
	r.s.Move()
	r.until(func() bool { return r.s.Resumed() == 1 })
	r.works()
	if n := r.s.Identified(); n != 1 {
		t.Errorf("%d identifies", n)
	}
}

func TestFatalCloses(t *testing.T) {
	for _, code := range []int{4010, 4011, 4012, 4013, 4014} {
		for _, late := range []bool{false, true} {
			r := newRig(t)
			ctx, cancel := context.WithCancel(r.ctx)
			done := make(chan error, 1)
			if late {
				go func() { done <- r.d.Run(ctx, r.host(r.parts...)) }()
				r.until(func() bool { return r.s.Connected() == 1 })
				r.works()
				r.s.Close(code)
			} else {
				r.s.Refuse(code)
				go func() { done <- r.d.Run(ctx, r.host(r.parts...)) }()
			}
			select {
			case err := <-done:
				if err == nil || !strings.Contains(err.Error(), "close code 40") {
					t.Errorf("%d late %v: got %v", code, late, err)
				} else {
					r.noToken(err.Error())
				}
			case <-r.ctx.Done():
				t.Errorf("%d late %v: Run goes on", code, late)
			}
			cancel()
		}
	}
}

func TestWrongToken(t *testing.T) {
	r := newRig(t)
	for _, token := range []string{"", "wrong"} {
		cfg := r.d.cfg
		cfg.Token = token
		d := New(discard(), cfg)
		d.token.Every, d.token.Within = time.Millisecond, 5*time.Millisecond
		if err := d.Run(r.ctx, r.host()); err == nil {
			t.Errorf("%q: no error", token)
		}
	}
}

// TestRefusedToken holds that a token which is refused for a while is asked
// about, and costs one identify when it is taken again, and that Run ends where
// it is refused for good.
func TestRefusedToken(t *testing.T) {
	for _, forGood := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			l := newLoad(t, 1, 1)
			ended := make(chan error, 1)
			ctx, cancel := context.WithCancel(t.Context())
			go func() { ended <- l.d.Run(ctx, l.host) }()
			time.Sleep(10 * time.Minute)
			l.s.Revoke(true)
			time.Sleep(17 * time.Minute)
			l.s.Revoke(forGood)
			time.Sleep(47 * time.Minute)
			asked := 0
			for _, q := range l.s.Requests() {
				if q.Path == "/users/@me" {
					asked++
				}
			}
			if forGood {
				if err := <-ended; !errors.Is(err, bot.ErrTokenRefused) || asked != 12 || l.s.Identified() != 1 {
					t.Errorf("asked %d times, %d identifies: %v", asked, l.s.Identified(), err)
				}
			} else if asked != 4 || l.s.Identified() != 2 || l.s.Connected() != 1 {
				t.Errorf("asked %d times, %d identifies, %d connections", asked, l.s.Identified(), l.s.Connected())
			}
			cancel()
			if !forGood {
				if err := <-ended; err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestUnansweredHeartbeats(t *testing.T) {
	r := newRig(t)
	r.s.Heartbeat = 5 * time.Millisecond
	r.run()
	r.s.Deafen(true)
	r.until(func() bool { return r.s.Resumed() > 0 })
	r.s.Deafen(false)
	r.works()
}

func TestHeartbeatOnDemand(t *testing.T) {
	r := newRig(t)
	r.s.Heartbeat = 100 * time.Hour // the first comes somewhen within it
	r.run()
	r.s.Beat()
	r.until(func() bool { return r.s.Beats() == 1 })
	r.works()
}

// TestUnansweredResume holds that a resume without an answer neither holds up
// the connection for ever nor the end of the program.
func TestUnansweredResume(t *testing.T) {
	r := newRig(t)
	r.d.waits.Ready = 10 * time.Millisecond
	stop := r.run()
	r.s.Silence(true)
	r.s.Cut()
	r.until(func() bool { return strings.Contains(r.log.String(), "discord cannot be reached") })
	r.s.Silence(false)
	r.until(func() bool { return r.s.Connected() == 1 })
	r.works()
	r.d.waits.Ready = time.Hour
	r.s.Silence(true)
	r.s.Cut()
	r.until(func() bool { return r.s.Connected() == 0 })
	begun := time.Now()
	if err := stop(); err != nil {
		t.Error(err)
	}
	if took := time.Since(begun); took > time.Second {
		t.Errorf("the end took %v", took)
	}
}

// TestLongReplay holds that a resume is not given up while it brings what was
// missed, however long that takes.
func TestLongReplay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLoad(t, 1, 1)
		l.s.ReplayEvery = 2 * time.Second
		l.run(func() {
			time.Sleep(time.Minute)
			l.s.Down(true)
			time.Sleep(time.Second)
			for range 15 {
				l.s.Dispatch("SOMETHING_NEW", map[string]any{})
			}
			l.s.Down(false)
			time.Sleep(2 * time.Minute)
		})
		if took := 15 * l.s.ReplayEvery; took <= l.d.waits.Ready {
			t.Errorf("the replay takes no more than %v", took)
		}
		if resumed, identified := l.s.Resumed(), l.s.Identified(); resumed != 1 || identified != 1 {
			t.Errorf("%d resumes, %d identifies", resumed, identified)
		}
	})
}

func TestTheEndWaitsForWhatIsUnderWay(t *testing.T) {
	r := newRig(t)
	entered, release := make(chan struct{}), make(chan struct{})
	r.answer = func(ctx context.Context, _ bot.Command, resp bot.Responder) error {
		close(entered)
		<-release
		return resp.Respond(ctx, say("just in time"))
	}
	stop := r.run()
	r.s.Slash(discordtest.Use{Channel: direct, Person: bob, Name: "latest"})
	<-entered
	ended := make(chan error, 1)
	go func() { ended <- stop() }()
	r.until(func() bool { return r.s.Connected() == 0 })
	close(release)
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if got := r.said(direct, 1); got[0].Text() != "just in time" {
		t.Errorf("got %+v", got)
	}
}

func TestTheEndDoesNotWaitForEver(t *testing.T) {
	r := newRig(t)
	entered := make(chan struct{})
	r.answer = func(ctx context.Context, _ bot.Command, _ bot.Responder) error {
		close(entered)
		<-ctx.Done()
		return ctx.Err()
	}
	r.d.waits.drain = 10 * time.Millisecond
	stop := r.run()
	r.s.Slash(discordtest.Use{Channel: direct, Person: bob, Name: "latest"})
	<-entered
	if err := stop(); err != nil {
		t.Error(err)
	}
	if !strings.Contains(r.log.String(), "stopped before all commands") {
		t.Error("nothing said of what was not done")
	}
}

func TestShards(t *testing.T) {
	r := newRig(t)
	r.s.Shards = 3
	r.run()
	r.until(func() bool { return r.s.Connected() == 3 })
	r.s.IdentifyEvery = 0
	r.works()
	r.s.Reconnect()
	r.until(func() bool { return r.s.Resumed() >= 3 && r.s.Connected() == 3 })
	r.works()
	if n := r.s.Identified(); n != 3 {
		t.Errorf("%d identifies", n)
	}
}

func TestStartWhileDiscordIsDown(t *testing.T) {
	r := newRig(t)
	r.s.Fail(discordtest.Failure{Path: "/gateway/bot", Times: 2, Status: 503, Body: "<html>"})
	r.s.Fail(discordtest.Failure{Path: "/gateway/bot", Times: 1})
	r.run()
	r.works()
	log := r.log.String()
	if strings.Count(log, "discord cannot be reached") != 1 || !strings.Contains(log, "discord answers again") {
		t.Errorf("log:\n%s", log)
	}
}

// TestGatewayOfOtherServers holds that a server which says less of its gateway
// than Discord does is connected to all the same.
func TestGatewayOfOtherServers(t *testing.T) {
	tests := []struct {
		name   string
		status int
		body   string // URL stands for the gateway's address
	}{
		{"not found", 404, `{"message":"404: Not Found","code":0}`},
		{"not allowed", 405, ""},
		{"no access", 403, `{"message":"Missing Access","code":50001}`},
		{"not implemented", 501, ""},
		{"no address", 200, `{}`},
		{"no JSON", 200, "ok"},
		{"an address", 200, `{"url":"URL"}`},
		{"no limit", 200, `{"url":"URL","shards":0,"session_start_limit":null}`},
		{"half a limit", 200, `{"url":"URL","shards":1,"session_start_limit":{"total":1000,"max_concurrency":1}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			info, err := r.d.askGateway(r.ctx)
			if err != nil {
				t.Fatal(err)
			}
			r.s.Fail(discordtest.Failure{Path: "/gateway/bot", Status: tt.status, Body: strings.Replace(tt.body, "URL", info.URL, 1)})
			r.run()
			r.works()
		})
	}
}

// TestTroubleIsNoGatewayWithoutShards holds that a server in trouble is not
// taken for one without shards: fewer than Discord asks for would be refused.
func TestTroubleIsNoGatewayWithoutShards(t *testing.T) {
	for _, status := range []int{401, 429, 500, 502, 503} {
		r := newRig(t)
		r.s.Fail(discordtest.Failure{Path: "/gateway/bot", Status: status, Message: "no"})
		if info, err := r.d.askGateway(r.ctx); err == nil {
			t.Errorf("%d: got %+v", status, info)
		}
	}
}

// TestReconnectStorm ends the connection in every way, over and over, while
// people use the bot: every command that Discord took is answered once, and
// sessions are resumed rather than begun anew.
func TestReconnectStorm(t *testing.T) {
	r := newRig(t)
	r.run()
	r.works()
	ends := []func(*discordtest.Server){
		(*discordtest.Server).Cut, (*discordtest.Server).Reconnect, func(s *discordtest.Server) { s.Invalidate(true) },
		func(s *discordtest.Server) { s.Close(4000) }, func(s *discordtest.Server) { s.Close(4008) },
	}
	const rounds = 40
	for i := range rounds {
		r.s.Slash(discordtest.Use{Channel: room, Person: bob, Name: "latest"})
		ends[i%len(ends)](r.s)
		r.s.Slash(discordtest.Use{Channel: room, Person: bob, Name: "latest"})
		resumed := i + 1
		r.until(func() bool { return r.s.Resumed() >= resumed && r.s.Connected() == 1 })
	}
	if got := r.said(room, 2*rounds); len(got) != 2*rounds || len(r.got()) != 2*rounds+1 {
		t.Errorf("%d answers to %d commands", len(got), len(r.got()))
	}
	if n := r.s.Identified(); n != 1 {
		t.Errorf("%d identifies", n)
	}
}

// TestBackOff holds that a Discord which accepts and drops every session for a
// day costs less than the day's budget, and that a first loss costs no time.
func TestBackOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := quietDiscord(t)
		b, lost := d.newBackoff(), errors.New("lost")
		b.End()
		start, tries := time.Now(), 0
		for time.Since(start) < 24*time.Hour {
			b.End()
			b.Wait(t.Context(), lost, d.waits.Most)
			tries++
		}
		if tries < 500 || tries >= 1000 {
			t.Errorf("%d tries a day", tries)
		}
		b.End()
		time.Sleep(2 * time.Minute)
		before := time.Now()
		b.Wait(t.Context(), lost, d.waits.Most)
		if took := time.Since(before); took != 0 {
			t.Errorf("the first loss of a steady connection cost %v", took)
		}
	})
}

func TestLimits(t *testing.T) {
	got := New(discard(), Config{Rate: 48, Senders: 8}).Limits()
	if got.PerSecond != 48 || got.Senders != 8 || got.ChatPerSecond != 1 || got.Group(chatOf(room)) {
		t.Errorf("got %+v", got)
	}
}

func TestVersionOf(t *testing.T) {
	tests := []struct{ name, api, want string }{
		{"discord's own", DefaultURL, "9"},
		{"another", "https://e.com/api/v10", "10"},
		{"with a slash behind it", "https://e.com/api/v10/", "10"},
		{"no version", "https://e.com/api", "9"},
		{"a version elsewhere", "https://e.com/v8/api", "9"},
	}
	for _, tt := range tests {
		if got := versionOf(tt.api); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}
