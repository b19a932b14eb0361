package discord

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/bottest"
	"newsbrief/bot/discord/discordtest"
	"newsbrief/bot/discord/gateway"
	"newsbrief/bot/talk"
	"newsbrief/bot/texts"
	"newsbrief/subscriptions"
)

// Discord's numbers for responses to an interaction, and for the flag of a
// message whose links do not unfold.
const (
	deferMessage   = 5
	deferUpdate    = 6
	suggestions    = 8
	suppressEmbeds = 1 << 2
)

// core is a bot that answers as a test says, and keeps what reached it.
type core struct {
	answer func(context.Context, bot.Command, bot.Responder) error // nil: says what it got

	table   []bot.Spec
	texts   *texts.Catalogue
	suggest func(option, typed, language string) []bot.Suggestion // nil: nothing

	mu       sync.Mutex
	commands []bot.Command
	poke     func() // wakes who waits for the server
	life     []string
	later    []string
}

func (c *core) Handle(ctx context.Context, cmd bot.Command, r bot.Responder) error {
	c.mu.Lock()
	c.commands = append(c.commands, cmd)
	c.poke()
	c.mu.Unlock()
	if c.answer != nil {
		return c.answer(ctx, cmd, r)
	}
	return r.Respond(ctx, say(fmt.Sprintf("%s|%s", cmd.Name, cmd.Args)))
}

func say(text string) bot.Message { return bot.Message{Blocks: []bot.Block{bot.Text(text)}} }

func (c *core) Removed(_ context.Context, chat subscriptions.Chat) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.life = append(c.life, "lost "+chat.String())
	c.poke()
	return nil
}

func (c *core) Restored(_ context.Context, chat subscriptions.Chat, _ string, r bot.Responder) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.life = append(c.life, fmt.Sprintf("back %s %v", chat, r))
	c.poke()
	return nil
}

func (c *core) Migrated(context.Context, subscriptions.Chat, subscriptions.Chat) error { return nil }

func (c *core) Say(key, language string, pairs ...any) string {
	if key == "stale" {
		return "stale " + language
	}
	return c.texts.In(language).Say(key, pairs...)
}

func (c *core) Commands() []bot.Spec { return c.table }

func (c *core) Suggest(option, typed, language string) []bot.Suggestion {
	if c.suggest == nil {
		return nil
	}
	return c.suggest(option, typed, language)
}

func (c *core) Setup(string) []bot.Choice { return nil }

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
	s   *discordtest.Server
	d   *Discord
	log *bottest.Log

	parts []any           // of the host, before the core
	ctx   context.Context // ends when the test has taken far too long
}

const (
	direct  = "400000000000000001"
	room    = "400000000000000002"
	thread1 = "400000000000000003"
	bare    = "400000000000000004" // where the bot may do nothing
	forum1  = "400000000000000005"
	guild   = "500000000000000001"
)

var (
	alice = discordtest.Person{ID: "300000000000000001", Locale: "ja", Permissions: discordtest.ManageServer}
	bob   = discordtest.Person{ID: "300000000000000002", Locale: "en-US", Permissions: discordtest.SendMessages}
)

func newRig(t *testing.T, change ...func(*Config)) *rig {
	t.Helper()
	s := discordtest.Start(t)
	s.AddChannel(discordtest.Channel{ID: direct, Type: 1})
	s.AddChannel(discordtest.Channel{ID: room, Guild: guild, Permissions: discordtest.Everything})
	s.AddChannel(discordtest.Channel{ID: thread1, Guild: guild, Type: 11, Permissions: discordtest.Everything &^ discordtest.SendMessages})
	s.AddChannel(discordtest.Channel{ID: bare, Guild: guild, Permissions: discordtest.ViewChannel})
	s.AddChannel(discordtest.Channel{ID: forum1, Guild: guild, Type: 15, Permissions: discordtest.Everything})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	r := &rig{core: newCore(t, s.Poke), t: t, s: s, log: &bottest.Log{Poke: s.Poke}, ctx: ctx}
	cfg := Config{Token: s.Token, APIURL: s.URL}
	for _, c := range change {
		c(&cfg)
	}
	r.d = New(slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug})), cfg)
	r.d.waits = waits{
		Waits: gateway.Waits{
			Hello: 2 * time.Second, Ready: 2 * time.Second, Identify: time.Millisecond, Invalid: 5 * time.Millisecond,
			Most: 20 * time.Millisecond, Away: 20 * time.Millisecond, Resume: 10 * time.Millisecond,
		},
		first: 2 * time.Millisecond, steady: time.Minute, handle: 10 * time.Second, drain: time.Second, ack: 2 * time.Second, patience: 100 * time.Millisecond,
	}
	return r
}

// newCore returns a core that has the whole table and its texts.
func newCore(t testing.TB, poke func()) *core {
	all, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := &core{poke: poke, texts: all}
	for _, spec := range talk.Commands() {
		spec.About = map[string]string{"en": "does " + spec.Name, "ja": spec.Name + "をする"}
		c.table = append(c.table, spec)
	}
	return c
}

// host is what the bot runs with: the core, but for the parts.
func (r *rig) host(parts ...any) bot.Host {
	return bottest.Host(append([]any{r.core}, parts...)...)
}

// run runs the bot until the returned function is called, which returns what
// Run did, or the test is over.
func (r *rig) run() (stop func() error) {
	ctx, cancel := context.WithCancel(r.ctx)
	done := make(chan error, 1)
	go func() { done <- r.d.Run(ctx, r.host(r.parts...)) }()
	stop = sync.OnceValue(func() error { cancel(); return <-done })
	r.t.Cleanup(func() { _ = stop(); r.noToken(r.log.String()) })
	r.until(func() bool { return r.s.Connected() > 0 && strings.Contains(r.log.String(), "connected to discord") })
	return stop
}

func (r *rig) until(cond func() bool) {
	r.t.Helper()
	if err := r.s.Wait(r.ctx, cond); err != nil {
		r.t.Fatalf("%v\nlog:\n%s", err, r.log)
	}
}

// said waits until the channel shows want messages that are no acknowledgement,
// and returns their texts.
func (r *rig) said(channel string, want int) []discordtest.Message {
	r.t.Helper()
	var got []discordtest.Message
	r.until(func() bool {
		got = nil
		for _, m := range r.s.Messages(channel) {
			if !m.Thinking {
				got = append(got, m)
			}
		}
		return len(got) >= want
	})
	return got
}

// noToken fails the test if a secret stands in s.
func (r *rig) noToken(s string) {
	r.t.Helper()
	if strings.Contains(s, "secret-of") {
		r.t.Errorf("secret in %q", s)
	}
}

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

// quietDiscord is one that has texts and no table.
func quietDiscord(t testing.TB) *Discord {
	d := New(discard(), Config{Token: "x.secret-of-the-bot"})
	d.host = bottest.Host(newCore(t, func() {}))
	return d
}

func deliveryTo(channel string, body []byte) subscriptions.Delivery {
	return subscriptions.Delivery{
		Chat: chatOf(channel), Slot: subscriptions.Slot{Date: "2026-11-24", Time: 480}, Part: 1, Parts: 1, Body: body, Queued: time.Now(),
	}
}
