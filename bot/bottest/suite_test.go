package bottest_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/adapter"
	"newsbrief/bot/bottest"
	"newsbrief/subscriptions"
)

// flawVariable names the flaw that TestFake's platform has.
const flawVariable = "BOTTEST_FLAW"

// TestFake holds that a platform which keeps the rules passes.
func TestFake(t *testing.T) {
	bottest.Run(t, func(_ *testing.T, lg *slog.Logger) bottest.Service {
		f := newFake(lg)
		for _, flaw := range flaws {
			if flaw.name == os.Getenv(flawVariable) {
				if flaw.handle != nil {
					f.queue = adapter.NewQueue(flaw.handle, func(job) {}, func(job) bool { return false })
				}
				return flawed{f, flaw}
			}
		}
		return f
	})
}

// flaw breaks one rule.
type flaw struct {
	name   string
	rule   string // that must find it
	render func(f *fake, m bot.Message) []subscriptions.Part
	send   func(f *fake, ctx context.Context, d subscriptions.Delivery) (string, error)
	host   func(bot.Host) bot.Host
	run    func(f *fake, ctx context.Context) error
	handle func(job)
}

// flawed is the fake with a flaw.
type flawed struct {
	*fake
	flaw flaw
}

func (f flawed) Platform() bot.Platform { return f }

func (f flawed) Render(m bot.Message) []subscriptions.Part {
	if f.flaw.render != nil {
		return f.flaw.render(f.fake, m)
	}
	return f.fake.Render(m)
}

func (f flawed) Send(ctx context.Context, d subscriptions.Delivery) (string, error) {
	if f.flaw.send != nil {
		return f.flaw.send(f.fake, ctx, d)
	}
	return f.fake.Send(ctx, d)
}

func (f flawed) Run(ctx context.Context, h bot.Host) error {
	if f.flaw.host != nil {
		h = f.flaw.host(h)
	}
	if f.flaw.run != nil {
		return errors.Join(f.fake.Run(ctx, h), f.flaw.run(f.fake, ctx))
	}
	return f.fake.Run(ctx, h)
}

// altered is a host to which commands come otherwise, or nothing comes of chats.
type altered struct {
	bot.Host
	command  func(*bot.Command)
	mute     bool
	wrongWay bool // where the group moved to and from
	deaf     bool // to what is queued
}

func (a altered) Post(ctx context.Context, chat subscriptions.Chat, parts ...subscriptions.Part) error {
	if a.deaf {
		return nil
	}
	return a.Host.Post(ctx, chat, parts...)
}

func (a altered) Handle(ctx context.Context, c bot.Command, r bot.Responder) error {
	if a.command != nil {
		a.command(&c)
	}
	return a.Host.Handle(ctx, c, r)
}

func (a altered) Removed(ctx context.Context, chat subscriptions.Chat) error {
	if a.mute {
		return nil
	}
	return a.Host.Removed(ctx, chat)
}

func (a altered) Restored(ctx context.Context, chat subscriptions.Chat, language string, r bot.Responder) error {
	if a.mute {
		return nil
	}
	return a.Host.Restored(ctx, chat, language, r)
}

func (a altered) Migrated(ctx context.Context, from, to subscriptions.Chat) error {
	if a.wrongWay {
		from, to = to, from
	}
	return a.Host.Migrated(ctx, from, to)
}

// failing is a send whose failures are changed.
func failing(change func(*bot.SendError) error) func(*fake, context.Context, subscriptions.Delivery) (string, error) {
	return func(f *fake, ctx context.Context, d subscriptions.Delivery) (string, error) {
		id, err := f.Send(ctx, d)
		if failed, ok := errors.AsType[*bot.SendError](err); ok {
			return id, change(failed)
		}
		return id, err
	}
}

// misread is a failure taken for another.
func misread(class, as bot.Class) func(*fake, context.Context, subscriptions.Delivery) (string, error) {
	return failing(func(e *bot.SendError) error {
		if e.Class == class {
			e.Class = as
		}
		return e
	})
}

func commands(change func(*bot.Command)) func(bot.Host) bot.Host {
	return func(h bot.Host) bot.Host { return altered{Host: h, command: change} }
}

func rendered(change func(p []subscriptions.Part) []subscriptions.Part) func(*fake, bot.Message) []subscriptions.Part {
	return func(f *fake, m bot.Message) []subscriptions.Part { return change(f.Render(m)) }
}

// oneByOne handles what comes from one chat when nothing else is handled.
func oneByOne() func(job) {
	var mu sync.Mutex
	return func(j job) {
		mu.Lock()
		defer mu.Unlock()
		_ = j.do()
	}
}

// flaws are what is wrong with a platform, at least one for each rule.
var flaws = []flaw{
	{name: "arguments get lost", rule: "conversation first", host: commands(func(c *bot.Command) { c.Args = "" })},
	{name: "the order of words is lost", rule: "conversation schedule", host: commands(func(c *bot.Command) { c.Args = strings.ToUpper(c.Args) + " x" })},
	{name: "no id", rule: "a part is sent once", send: func(f *fake, ctx context.Context, d subscriptions.Delivery) (string, error) {
		_, err := f.Send(ctx, d)
		return "", err
	}},
	{name: "the same id for all", rule: "a part is sent once", send: func(f *fake, ctx context.Context, d subscriptions.Delivery) (string, error) {
		_, err := f.Send(ctx, d)
		return "1", err
	}},
	{name: "sent twice", rule: "a part is sent once", send: func(f *fake, ctx context.Context, d subscriptions.Delivery) (string, error) {
		_, _ = f.Send(ctx, d)
		return f.Send(ctx, d)
	}},
	{name: "never sent", rule: "a part is sent once", send: func(f *fake, _ context.Context, d subscriptions.Delivery) (string, error) {
		return string(d.Body), nil
	}},
	{name: "the last part is lost", rule: "no story is lost", render: rendered(func(p []subscriptions.Part) []subscriptions.Part { return p[:max(0, len(p)-31)] })},
	{name: "parts are turned round", rule: "no story is lost", render: rendered(func(p []subscriptions.Part) []subscriptions.Part {
		for i, j := 0, len(p)-1; i < j; i, j = i+1, j-1 {
			p[i], p[j] = p[j], p[i]
		}
		return p
	})},
	{name: "parts are too long", rule: "no story is lost", render: rendered(func(p []subscriptions.Part) []subscriptions.Part {
		var whole subscriptions.Part
		for _, one := range p {
			whole.Body = append(append(whole.Body, one.Body...), '\n')
			whole.Stories += one.Stories
		}
		return []subscriptions.Part{whole}
	})},
	{name: "stories are not counted", rule: "no story is lost", render: rendered(func(p []subscriptions.Part) []subscriptions.Part {
		for i := range p {
			p[i].Stories = 0
		}
		return p
	})},
	{name: "plain text is cut short", rule: "no story is lost", send: func(f *fake, ctx context.Context, d subscriptions.Delivery) (string, error) {
		if d.Plain {
			d.Body = d.Body[:min(3, len(d.Body))]
		}
		return f.Send(ctx, d)
	}},
	{name: "a clock stands in the parts", rule: "no story is lost", render: rendered(func(p []subscriptions.Part) []subscriptions.Part {
		for i := range p {
			p[i].Body = append(p[i].Body, time.Now().String()...)
		}
		return p
	})},
	{name: "something of nothing", rule: "nothing comes of nothing", render: rendered(func(p []subscriptions.Part) []subscriptions.Part {
		return append(p, subscriptions.Part{Body: []byte("…")})
	})},
	{name: "presses come without their line", rule: "a choice is a line", host: commands(func(c *bot.Command) {
		if c.Args == "en" {
			c.Name, c.Args = "", "English"
		}
	})},
	{name: "everybody is in a group", rule: "in private everybody may", host: commands(func(c *bot.Command) { c.Group = true })},
	{name: "everybody is an admin", rule: "a group knows its admins", host: commands(func(c *bot.Command) { c.Admin = nil })},
	{name: "nobody is an admin", rule: "a group knows its admins", host: commands(func(c *bot.Command) {
		c.Admin = func(context.Context) (bool, error) { return false, nil }
	})},
	{name: "groups are private chats", rule: "a group knows its admins", host: commands(func(c *bot.Command) { c.Group = false })},
	{name: "the wrong chat", rule: "a group knows its admins", host: commands(func(c *bot.Command) { c.Chat = named("private") })},
	{name: "all at once", rule: "a chat is answered in order", handle: func(j job) { go func() { _ = j.do() }() }},
	{name: "one after the other", rule: "a chat holds up no other", handle: oneByOne()},
	{name: "answers get lost", rule: "an answer that is not taken is not lost", host: func(h bot.Host) bot.Host { return altered{Host: h, deaf: true} }},
	{name: "nothing told of removals", rule: "the bot is removed", host: func(h bot.Host) bot.Host { return altered{Host: h, mute: true} }},
	{name: "nothing told of returns", rule: "the bot is let in again", host: func(h bot.Host) bot.Host { return altered{Host: h, mute: true} }},
	{name: "moved the wrong way", rule: "a group gets another id", host: func(h bot.Host) bot.Host { return altered{Host: h, wrongWay: true} }},
	{name: "transient is gone", rule: "a failure is transient", send: misread(bot.Transient, bot.Gone)},
	{name: "errors without a class", rule: "a failure is transient", send: failing(func(*bot.SendError) error { return errors.New("no") })},
	{name: "tried again at once", rule: "a failure is transient", send: func(f *fake, ctx context.Context, d subscriptions.Delivery) (string, error) {
		if id, err := f.Send(ctx, d); err == nil {
			return id, nil
		}
		return f.Send(ctx, d)
	}},
	{name: "wait is transient", rule: "a failure is wait", send: misread(bot.Wait, bot.Transient)},
	{name: "nobody knows how long", rule: "a failure is wait", send: failing(func(e *bot.SendError) error { e.After = 0; return e })},
	{name: "waits itself", rule: "a failure is wait", send: failing(func(e *bot.SendError) error { time.Sleep(e.After + 100*time.Millisecond); return e })},
	{name: "rejected is gone", rule: "a failure is rejected", send: misread(bot.Rejected, bot.Gone)},
	{name: "plain text is refused too", rule: "a failure is rejected", send: func(f *fake, ctx context.Context, d subscriptions.Delivery) (string, error) {
		if d.Plain {
			return "", &bot.SendError{Class: bot.Rejected, Err: errors.New("no")}
		}
		return f.Send(ctx, d)
	}},
	{name: "gone is transient", rule: "a failure is gone", send: misread(bot.Gone, bot.Transient)},
	{name: "moved is gone", rule: "a failure is moved", send: misread(bot.Moved, bot.Gone)},
	{name: "nobody knows where to", rule: "a failure is moved", send: failing(func(e *bot.SendError) error { e.To = subscriptions.Chat{}; return e })},
	{name: "fatal is transient", rule: "a failure is fatal", send: misread(bot.Fatal, bot.Transient)},
	{name: "the secret in an error", rule: "a failure is gone", send: failing(func(e *bot.SendError) error { e.Err = errors.New("POST /bothunter2/send"); return e })},
	{name: "the secret in the log", rule: "in private everybody may", run: func(f *fake, _ context.Context) error { f.lg.Info("bye", "token", "hunter2"); return nil }},
	{name: "ends with an error", rule: "in private everybody may", run: func(*fake, context.Context) error { return errors.New("ended") }},
	{name: "never ends", rule: "in private everybody may", run: func(*fake, context.Context) error { select {} }},
}

// TestEveryRuleIsBroken holds that each rule has a flaw that breaks it.
func TestEveryRuleIsBroken(t *testing.T) {
	for _, rule := range bottest.RuleNames() {
		if !slices.ContainsFunc(flaws, func(f flaw) bool { return strings.HasPrefix(rule, f.rule) }) {
			t.Errorf("nothing breaks %q", rule)
		}
	}
}

// TestFlawsAreFound holds that each rule fails where it is broken.
func TestFlawsAreFound(t *testing.T) {
	for _, f := range flaws {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			rule := strings.ReplaceAll(f.rule, " ", "_")
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestFake$/^"+rule, "-test.timeout", "8s")
			cmd.Env = append(os.Environ(), flawVariable+"="+f.name)
			out, err := cmd.CombinedOutput()
			if err == nil || !strings.Contains(string(out), "--- FAIL: TestFake/"+rule) {
				t.Errorf("%q is not found (%v)\n%s", f.rule, err, out)
			}
		})
	}
}
