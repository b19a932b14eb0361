package telegram

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/bottest"
	"newsbrief/bot/telegram/telegramtest"
	"newsbrief/subscriptions"
)

// core is a bot that answers as a test says, and keeps what reached it.
type core struct {
	answer func(context.Context, bot.Command, bot.Responder) error // nil: says what it got

	table []bot.Spec

	mu       sync.Mutex
	commands []bot.Command
	life     []string
	later    []string
}

func (c *core) Handle(ctx context.Context, cmd bot.Command, r bot.Responder) error {
	c.mu.Lock()
	c.commands = append(c.commands, cmd)
	c.mu.Unlock()
	if c.answer != nil {
		return c.answer(ctx, cmd, r)
	}
	return r.Respond(ctx, say(fmt.Sprintf("%s|%s", cmd.Name, cmd.Args)))
}

func say(text string) bot.Message { return bot.Message{Blocks: []bot.Block{bot.Text(text)}} }

func (c *core) Removed(_ context.Context, chat subscriptions.Chat) error {
	return c.lived("lost " + chat.String())
}

func (c *core) Restored(ctx context.Context, chat subscriptions.Chat, language string, r bot.Responder) error {
	_ = c.lived("back " + chat.String() + " " + language)
	return r.Respond(ctx, say("welcome back"))
}

func (c *core) Migrated(_ context.Context, from, to subscriptions.Chat) error {
	return c.lived("moved " + from.String() + " " + to.String())
}

func (c *core) lived(what string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.life = append(c.life, what)
	return nil
}

func (c *core) Say(key, language string, pairs ...any) string {
	return strings.TrimSpace(fmt.Sprintln(append([]any{key, language}, pairs...)...))
}

func (c *core) Commands() []bot.Spec { return c.table }

func (c *core) Suggest(string, string, string) []bot.Suggestion { return nil }

func (c *core) Setup(string) []bot.Choice {
	return []bot.Choice{{Label: "topics", Line: "/topics"}, {Label: "settings", Line: "/settings"}}
}

func (c *core) Post(_ context.Context, chat subscriptions.Chat, parts ...subscriptions.Part) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range parts {
		c.later = append(c.later, chat.String()+" "+string(p.Body))
	}
	return nil
}

func (c *core) got() []bot.Command {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]bot.Command(nil), c.commands...)
}

func (c *core) lives() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.Join(c.life, "\n")
}

func (c *core) posted() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.Join(c.later, "\n")
}

// rig is a bot in front of a server.
type rig struct {
	*core
	t   *testing.T
	s   *telegramtest.Server
	tg  *Telegram
	log *bottest.Log
	ctx context.Context // ends when the test has taken far too long
}

const (
	alice    = 42
	bob      = 43
	group    = -100500
	forum    = -100600
	channel1 = -1000000700 // a public one
	secret1  = -1000000800
)

func newRig(t *testing.T, change ...func(*Config)) *rig {
	t.Helper()
	s := telegramtest.Start(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return rigOn(ctx, t, s, s.URL, change...)
}

func rigOn(ctx context.Context, t *testing.T, s *telegramtest.Server, url string, change ...func(*Config)) *rig {
	s.AddUser(telegramtest.User{ID: alice, Name: "alice", Language: "ja"})
	s.AddUser(telegramtest.User{ID: bob, Name: "bob"})
	everyone := map[int64]string{alice: "administrator", bob: "member"}
	s.AddChat(telegramtest.Chat{ID: group, Type: telegramtest.Supergroup}, everyone)
	s.AddChat(telegramtest.Chat{ID: forum, Type: telegramtest.Supergroup, Forum: true, Topics: []int64{7}}, everyone)
	s.AddChat(telegramtest.Chat{ID: channel1, Type: telegramtest.Channel, Name: "Our_Channel", Title: "Our <channel>"}, everyone)
	s.AddChat(telegramtest.Chat{ID: secret1, Type: telegramtest.Channel}, map[int64]string{alice: "creator", bob: telegramtest.Editor})
	r := &rig{core: &core{}, t: t, s: s, log: &bottest.Log{}, ctx: ctx}
	cfg := Config{Token: s.Token, APIURL: url}
	for _, c := range change {
		c(&cfg)
	}
	r.tg = New(slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug})), cfg)
	r.tg.waits.first, r.tg.waits.most = 4*time.Millisecond, 16*time.Millisecond
	r.tg.waits.look, r.tg.waits.recheck = 2*time.Millisecond, 4*time.Millisecond
	r.host(r.core)
	r.offers(bot.Spec{Name: "start", Greets: true, About: map[string]string{"": "Begin"}}, bot.Spec{Name: "latest", Aliases: []string{"news"}, About: map[string]string{"": "News"}})
	return r
}

// host has the bot run with the parts.
func (r *rig) host(parts ...any) { r.tg.host = bottest.Host(parts...) }

// offers makes the specs the table of commands.
func (r *rig) offers(specs ...bot.Spec) { r.core.table, r.tg.table = specs, specs }

// run runs the bot until the returned function is called, which returns what
// Run did, or the test is over.
func (r *rig) run() (stop func() error) {
	ctx, cancel := context.WithCancel(r.ctx)
	done := make(chan error, 1)
	go func() { done <- r.tg.Run(ctx, r.tg.host) }()
	stop = sync.OnceValue(func() error { cancel(); return <-done })
	r.t.Cleanup(func() { _ = stop(); r.noToken(r.log.String()) })
	return stop
}

// sendError sends a part and returns the error.
func (r *rig) sendError(d subscriptions.Delivery) error {
	_, err := r.tg.Send(r.ctx, d)
	return err
}

// settle waits until all that people wrote is answered.
func (r *rig) settle() {
	r.t.Helper()
	if err := r.s.Settled(r.ctx); err != nil {
		r.t.Fatalf("%v\nlog:\n%s", err, r.log)
	}
}

// noToken fails the test if the token or its secret half stands in s.
func (r *rig) noToken(s string) {
	r.t.Helper()
	_, half, _ := strings.Cut(r.s.Token, ":")
	if strings.Contains(s, half) {
		r.t.Errorf("token in %q", s)
	}
}

// said is the text of what stands in the chats, a line a message.
func (r *rig) said() string {
	var out []string
	for _, m := range r.s.Sent() {
		out = append(out, m.Text)
	}
	return strings.Join(out, "\n")
}

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

func rawUpdates(updates ...string) []json.RawMessage {
	var out []json.RawMessage
	for _, u := range updates {
		out = append(out, json.RawMessage(u))
	}
	return out
}
