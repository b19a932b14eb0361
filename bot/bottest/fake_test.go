package bottest_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/adapter"
	"newsbrief/subscriptions"
)

// mostBytes is how much the fake takes in one part.
const mostBytes = 2000

// fake is a platform whose messages are text without markup, and which is its
// own service.
type fake struct {
	lg    *slog.Logger
	queue *adapter.Queue[job]
	ready chan struct{} // closed when it runs
	ctx   context.Context
	host  bot.Host

	mu       sync.Mutex
	fault    *bot.SendError
	shown    []string // in the private chat
	read     int      // how many of them
	choices  []bot.Choice
	requests int
}

func newFake(lg *slog.Logger) *fake {
	f := &fake{lg: lg, ready: make(chan struct{})}
	f.queue = adapter.NewQueue(func(j job) { _ = j.do() }, func(job) {}, func(job) bool { return false })
	return f
}

func named(id string) subscriptions.Chat { return subscriptions.Chat{Platform: "fake", ID: id} }

func (*fake) Name() string { return "fake" }

func (*fake) Limits() bot.Limits { return bot.Limits{} }

func (f *fake) Run(ctx context.Context, h bot.Host) error {
	f.lg.Info("connected")
	f.ctx, f.host = ctx, h
	close(f.ready)
	<-ctx.Done()
	f.queue.Drain(ctx, time.Second)
	return nil
}

// job is something that came in from a chat.
type job struct {
	chat string
	do   func() error
}

func (j job) Key() string        { return j.chat }
func (j job) Commands() int      { return 1 }
func (j job) Written() time.Time { return time.Now() }
func (j job) Repeats(job) bool   { return false }

func (f *fake) Render(m bot.Message) (parts []subscriptions.Part) {
	for _, b := range m.Blocks {
		switch b := b.(type) {
		case bot.Text:
			parts = append(parts, cut(string(b))...)
		case bot.Heading:
			parts = append(parts, cut(b.Text)...)
		case bot.Story:
			parts = append(parts, cut(b.Mark+" "+b.Headline+"\n"+b.Line+"\n"+b.Facts())...)
			parts[len(parts)-1].Stories = 1
		}
	}
	for _, c := range slices.Concat(m.Choices...) {
		parts = append(parts, cut(c.Label)...)
	}
	return parts
}

// cut divides a text between words.
func cut(text string) (parts []subscriptions.Part) {
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		n := len(text)
		if n > mostBytes {
			n = strings.LastIndexByte(text[:mostBytes], ' ')
		}
		parts = append(parts, subscriptions.Part{Body: []byte(text[:n])})
		text = text[n:]
	}
	return parts
}

func (f *fake) Send(_ context.Context, d subscriptions.Delivery) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	fault := f.fault
	f.fault, f.requests = nil, f.requests+1
	if len(d.Body) > mostBytes {
		fault = &bot.SendError{Class: bot.Rejected, Err: errors.New("too long")}
	}
	if fault != nil {
		return "", fault
	}
	f.shown = append(f.shown, string(d.Body))
	return strconv.Itoa(len(f.shown)), nil
}

// Respond answers in the private chat, whoever asked.
func (f *fake) Respond(ctx context.Context, m bot.Message) error {
	for _, p := range f.Render(m) {
		if _, err := f.Send(ctx, subscriptions.Delivery{Chat: f.Private(), Body: p.Body}); err != nil {
			_ = f.host.Post(ctx, f.Private(), p)
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.choices = slices.Concat(m.Choices...)
	return nil
}

// do has the platform do something that came in.
func (f *fake) do(chat string, what func() error) error {
	<-f.ready
	f.queue.Add(job{chat, what})
	return nil
}

func (f *fake) typed(c bot.Command, line string) error {
	c.Args, c.Language = line, "en"
	if name, args, ok := bot.ParseLine(line); ok {
		c.Name, c.Args = name, args
	}
	return f.do(c.Chat.ID, func() error { return f.host.Handle(f.ctx, c, f) })
}
