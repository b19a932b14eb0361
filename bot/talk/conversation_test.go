package talk_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"newsbrief/bot"
	"newsbrief/bot/bottest"
	"newsbrief/bot/talk"
	"newsbrief/subscriptions"
)

// TestPages leads the conversation without any platform.
func TestPages(t *testing.T) {
	bottest.Converse(t, func(_ *testing.T, b *talk.Bot) bottest.Reader {
		return &neutral{bot: b, chat: subscriptions.Chat{Platform: "test", ID: "1"}}
	})
}

// neutral is a person who reads messages as they are.
type neutral struct {
	bot     *talk.Bot
	chat    subscriptions.Chat
	group   bool
	admin   bool
	answers []bot.Message
	choices map[string]string
}

func (n *neutral) Respond(_ context.Context, m bot.Message) error {
	n.answers = append(n.answers, m)
	return nil
}

func (n *neutral) Say(ctx context.Context, line string) ([]string, error) {
	n.answers = nil
	name, args, ok := bot.ParseLine(line)
	if !ok {
		args = line
	}
	cmd := bot.Command{Chat: n.chat, Name: name, Args: args, Language: "en", Group: n.group,
		Admin: func(context.Context) (bool, error) { return n.admin, nil }}
	err := n.bot.Handle(ctx, cmd, n)
	n.choices = make(map[string]string)
	var texts []string
	for _, m := range n.answers {
		texts = append(texts, n.read(m))
	}
	return texts, err
}

func (n *neutral) Press(ctx context.Context, label string) ([]string, error) {
	line, ok := n.choices[label]
	if !ok {
		return nil, fmt.Errorf("no button %q", label)
	}
	return n.Say(ctx, line)
}

func (n *neutral) read(m bot.Message) string {
	var lines []string
	for _, b := range m.Blocks {
		switch v := b.(type) {
		case bot.Text:
			lines = append(lines, string(v))
		case bot.Heading:
			lines = append(lines, v.Text)
		case bot.Story:
			lines = append(lines, v.Mark, v.Headline, v.Line, v.Sources[0].Name, v.More, v.Age)
		}
	}
	for _, row := range m.Choices {
		for _, c := range row {
			lines = append(lines, c.Label)
			n.choices[c.Label] = c.Line
		}
	}
	return strings.Join(lines, "\n")
}
