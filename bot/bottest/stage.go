package bottest

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

// patience is how long the suite waits for what has to happen: less where the
// time of all tests is short.
func patience(t *testing.T) time.Duration {
	most := 20 * time.Second
	if at, ok := t.Deadline(); ok {
		return min(most, time.Until(at)/4)
	}
	return most
}

// stage is a service whose platform runs with a conversation.
type stage struct {
	Service
	t    *testing.T
	host *watched
	log  *Log
	sent int // parts
}

// enter runs a platform until the test is over. Where it does not end then, or
// its log holds its secret, the test has failed.
func enter(t *testing.T, rig Rig) *stage {
	t.Helper()
	log := &Log{}
	lg := slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s := &stage{Service: rig(t, lg), t: t, log: log, host: watch(NewBot(t, slog.New(slog.DiscardHandler)))}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Platform().Run(ctx, s.host) }()
	t.Cleanup(func() {
		cancel()
		select {
		case err := <-done:
			if err != nil {
				t.Errorf("run: %v", err)
			}
		case <-time.After(patience(s.t)):
			t.Error("the platform runs on though its context has ended")
		}
		s.secretless("log", log.String())
	})
	return s
}

// secretless fails the test where the text holds the platform's secret.
func (s *stage) secretless(where, text string) {
	s.t.Helper()
	if secret := s.Secret(); secret != "" && strings.Contains(text, secret) {
		s.t.Errorf("the secret stands in the %s:\n%s", where, text)
	}
}

// has skips the test where the service has no such thing.
func (s *stage) has(err error) {
	s.t.Helper()
	if errors.Is(err, ErrNone) {
		s.t.Skip(err)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// answered does something that the bot has to answer, and returns the answers.
func (s *stage) answered(do func() error) []string {
	s.t.Helper()
	n := s.host.count()
	if err := do(); err != nil {
		s.t.Fatal(err)
	}
	s.until("an answer", func() bool { return s.host.count() > n })
	return s.Read()
}

// until waits for what has to happen.
func (s *stage) until(what string, happened func() bool) {
	s.t.Helper()
	deadline := time.After(patience(s.t))
	for {
		changed := s.host.changes()
		if happened() {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			s.t.Fatalf("waited in vain for %s\n%s", what, s.log)
		}
	}
}

// watched is a host that keeps what reached it.
type watched struct {
	bot.Host

	mu       sync.Mutex
	changed  chan struct{} // closed and replaced
	commands []asked       // those that were answered
	events   []string
	posted   []subscriptions.Part
	hold     func(bot.Command) // is called before a command is answered
}

// asked is a command, and whether who asked is an admin.
type asked struct {
	bot.Command
	admin bool
}

func watch(parts ...any) *watched {
	return &watched{Host: Host(parts...), changed: make(chan struct{})}
}

func (w *watched) Handle(ctx context.Context, c bot.Command, r bot.Responder) error {
	a := asked{Command: c, admin: c.Admin == nil}
	if c.Admin != nil {
		a.admin, _ = c.Admin(ctx)
	}
	w.mu.Lock()
	hold := w.hold
	w.mu.Unlock()
	if hold != nil {
		hold(c)
	}
	err := w.Host.Handle(ctx, c, r)
	w.note(func() { w.commands = append(w.commands, a) })
	return err
}

func (w *watched) Removed(_ context.Context, chat subscriptions.Chat) error {
	w.note(func() { w.events = append(w.events, "removed "+chat.String()) })
	return nil
}

func (w *watched) Restored(_ context.Context, chat subscriptions.Chat, _ string, _ bot.Responder) error {
	w.note(func() { w.events = append(w.events, "restored "+chat.String()) })
	return nil
}

func (w *watched) Migrated(_ context.Context, from, to subscriptions.Chat) error {
	w.note(func() { w.events = append(w.events, "migrated "+from.String()+" "+to.String()) })
	return nil
}

func (w *watched) Post(_ context.Context, _ subscriptions.Chat, parts ...subscriptions.Part) error {
	w.note(func() { w.posted = append(w.posted, parts...) })
	return nil
}

func (w *watched) note(change func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change()
	close(w.changed)
	w.changed = make(chan struct{})
}

func (w *watched) changes() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.changed
}

// count is how many commands were answered.
func (w *watched) count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.commands)
}

func (w *watched) last() asked {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.commands[len(w.commands)-1]
}

// told is what was told of chats, a line each.
func (w *watched) told() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.events, "\n")
}
