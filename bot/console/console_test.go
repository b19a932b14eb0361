package console

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"

	"newsbrief/bot"
	"newsbrief/bot/bottest"
	"newsbrief/bot/texts"
	"newsbrief/subscriptions"
)

func voice(t *testing.T) texts.Localizer {
	texts, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	return texts.In("en")
}

// TestConversation holds the terminal to what every platform must pass.
func TestConversation(t *testing.T) { bottest.Run(t, newPerson) }

// person types at the terminal and reads what is printed.
type person struct {
	console *Console
	lines   *io.PipeWriter

	mu       sync.Mutex
	out      bytes.Buffer
	away     bool // the next write fails
	requests int
}

func newPerson(t *testing.T, _ *slog.Logger) bottest.Service {
	in, lines := io.Pipe()
	p := &person{lines: lines}
	p.console = New(Config{In: in, Out: p, Say: voice(t), Language: "en"})
	t.Cleanup(func() { _ = lines.Close() })
	return p
}

// Write takes what is printed, but for the welcome, which answers nothing.
func (p *person) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if string(b) == p.console.cfg.Say.Say("console.welcome")+"\n" {
		return len(b), nil
	}
	p.requests++
	if p.away {
		p.away = false
		return 0, errors.New("no space left on device")
	}
	return p.out.Write(b)
}

func (p *person) Platform() bot.Platform { return p.console }

func (p *person) Say(line string) error {
	_, err := fmt.Fprintln(p.lines, line)
	return err
}

// Press types the number that stands before the label.
func (p *person) Press(label string) error {
	p.console.mu.Lock()
	n := slices.IndexFunc(p.console.choices, func(c bot.Choice) bool { return c.Label == label })
	p.console.mu.Unlock()
	if n < 0 {
		return fmt.Errorf("no choice %q", label)
	}
	return p.Say(fmt.Sprint(n + 1))
}

func (p *person) SayInGroup(string, bool) error { return bottest.ErrNone }

func (p *person) Private() subscriptions.Chat { return Chat() }

func (p *person) Group() subscriptions.Chat { return subscriptions.Chat{} }

func (p *person) Read() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	printed := p.out.String()
	p.out.Reset()
	if printed == "" {
		return nil
	}
	return []string{printed}
}

func (p *person) Fail(class bot.Class) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if class != bot.Transient {
		return bottest.ErrNone
	}
	p.away = true
	return nil
}

func (p *person) FailAnswer() error { return bottest.ErrNone }

func (p *person) Requests() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.requests
}

func (p *person) Secret() string { return "" }

func (p *person) Remove() error { return bottest.ErrNone }

func (p *person) Restore() error { return bottest.ErrNone }

func (p *person) Migrate() (subscriptions.Chat, error) { return subscriptions.Chat{}, bottest.ErrNone }

// echo answers every command with its own name and one choice.
type echo struct{}

func (echo) Handle(ctx context.Context, c bot.Command, r bot.Responder) error {
	r.(bot.Progress).Show(ctx, "looking it up")
	return r.Respond(ctx, bot.Message{
		Blocks:  []bot.Block{bot.Text(c.Name + "|" + c.Args)},
		Choices: [][]bot.Choice{{{Label: "again", Line: "/again and again"}}},
	})
}

func TestPiped(t *testing.T) {
	in := "/one two\n\n1\n7\nno slash\n/last without line end"
	want := `newsbrief: a chat in this terminal. /help lists the commands, end of input (Ctrl-D) leaves.
looking it up
one|two
  1) again

looking it up
again|and again
  1) again

There is no choice 7.
looking it up
|no slash
  1) again

looking it up
last|without line end
  1) again

`
	var out bytes.Buffer
	if err := New(Config{In: strings.NewReader(in), Out: &out, Say: voice(t)}).Run(t.Context(), bottest.Host(echo{})); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestHostileLines holds that lines of any length and of any bytes are
// answered, each once.
func TestHostileLines(t *testing.T) {
	in := strings.Repeat("x", 3*longest) + "\n\xff\xfe/bad\n\x00\n"
	var out bytes.Buffer
	if err := New(Config{In: strings.NewReader(in), Out: &out, Say: voice(t)}).Run(t.Context(), bottest.Host(echo{})); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(out.String(), "looking it up"); got != 3 {
		t.Errorf("%d answers, want 3", got)
	}
}
