package console

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"newsbrief/bot"
	"newsbrief/bot/bottest"
	"newsbrief/bot/talk"
	"newsbrief/bot/texts"
)

func voice(t *testing.T) texts.Localizer {
	texts, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	return texts.In("en")
}

// TestConversation leads the pages that every platform must pass through the
// terminal.
func TestConversation(t *testing.T) {
	bottest.Run(t, func(t *testing.T, b *talk.Bot) bottest.Person {
		p := &person{}
		p.console = New(Config{Out: &p.out, Say: voice(t), Language: "en"})
		p.console.host = bottest.Host(b)
		return p
	})
}

// person types at the terminal and reads what is printed.
type person struct {
	console *Console
	out     bytes.Buffer
}

func (p *person) Say(ctx context.Context, line string) ([]string, error) {
	p.out.Reset()
	err := p.console.answer(ctx, line)
	return []string{p.out.String()}, err
}

// Press types the number that stands before the label.
func (p *person) Press(ctx context.Context, label string) ([]string, error) {
	for i, c := range p.console.choices {
		if c.Label == label {
			return p.Say(ctx, fmt.Sprint(i+1))
		}
	}
	return nil, fmt.Errorf("no choice %q", label)
}

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
