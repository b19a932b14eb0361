package discord_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/bottest"
	"newsbrief/bot/discord"
	"newsbrief/bot/discord/discordtest"
	"newsbrief/bot/talk"
)

const (
	direct = "400000000000000001"
	reader = "300000000000000001"
)

// TestConversation leads the pages that every platform must pass through this
// adapter and a server that keeps Discord's rules.
func TestConversation(t *testing.T) {
	bottest.Run(t, func(t *testing.T, b *talk.Bot) bottest.Person {
		s := discordtest.Start(t)
		s.Heartbeat = time.Minute // the pages take what they take
		s.AddChannel(discordtest.Channel{ID: direct, Type: 1})
		handled := &counted{b: b}
		d := discord.New(slog.New(slog.NewTextHandler(t.Output(), nil)), discord.Config{Token: s.Token, APIURL: s.URL})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- d.Run(ctx, bottest.Host(b, handled)) }()
		t.Cleanup(func() {
			cancel()
			if err := <-done; err != nil {
				t.Errorf("Run: %v", err)
			}
		})
		if err := s.Wait(bounded(t), func() bool { return s.Connected() == 1 }); err != nil {
			t.Fatal(err)
		}
		return &person{s: s, handled: handled, seen: map[string]int{}}
	})
}

func bounded(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// counted is a handler that says how many commands were answered.
type counted struct {
	b *talk.Bot

	mu   sync.Mutex
	n    int
	wake chan struct{}
}

func (c *counted) Handle(ctx context.Context, cmd bot.Command, r bot.Responder) error {
	err := c.b.Handle(ctx, cmd, r)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	if c.wake != nil {
		close(c.wake)
		c.wake = nil
	}
	return err
}

// until returns when n commands were answered.
func (c *counted) until(ctx context.Context, n int) error {
	for {
		c.mu.Lock()
		if c.n >= n {
			c.mu.Unlock()
			return nil
		}
		if c.wake == nil {
			c.wake = make(chan struct{})
		}
		wake := c.wake
		c.mu.Unlock()
		select {
		case <-wake:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// person is somebody in direct messages.
type person struct {
	s       *discordtest.Server
	handled *counted
	asked   int
	seen    map[string]int // edits, by message
}

// options are those under which a person would give the whole line.
var options = map[string]string{
	"subscribe": "topics", "unsubscribe": "topics", "latest": "topics", "start": "topic", "time": "times", "days": "days",
	"timezone": "place", "language": "languages",
}

// Say uses the slash command that the line names. Discord delivers no other
// lines: one without a slash arrives as a command without a name.
func (p *person) Say(ctx context.Context, line string) ([]string, error) {
	name, args, ok := bot.ParseLine(line)
	if !ok {
		name, args = "", line
	}
	u := discordtest.Use{Channel: direct, Person: discordtest.Person{ID: reader, Locale: "en-US"}, Name: name}
	if args != "" {
		option := options[name]
		if option == "" {
			option = "text"
		}
		u.Options = map[string]string{option: args}
	}
	p.s.Slash(u)
	return p.read(ctx)
}

func (p *person) Press(ctx context.Context, label string) ([]string, error) {
	sent := p.s.Messages(direct)
	for i := len(sent) - 1; i >= 0; i-- {
		for _, b := range sent[i].Buttons() {
			if b.Label == label {
				p.s.Press(discordtest.Use{Channel: direct, Person: discordtest.Person{ID: reader, Locale: "en-US"}}, sent[i].ID, b.CustomID)
				return p.read(ctx)
			}
		}
	}
	return nil, errors.New("no such button")
}

// read returns what is new or changed when the command is answered.
func (p *person) read(ctx context.Context) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	p.asked++
	if err := p.handled.until(ctx, p.asked); err != nil {
		return nil, err
	}
	var out []string
	for _, m := range p.s.Messages(direct) {
		if edits, known := p.seen[m.ID]; known && edits == m.Edits {
			continue
		}
		p.seen[m.ID] = m.Edits
		out = append(out, shown(m))
	}
	return out, nil
}

// shown is the message with the labels of its buttons behind it.
func shown(m discordtest.Message) string {
	lines := []string{m.Text()}
	for _, b := range m.Buttons() {
		lines = append(lines, b.Label)
	}
	return strings.Join(lines, "\n")
}
