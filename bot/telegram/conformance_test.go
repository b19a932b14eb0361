package telegram_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/bottest"
	"newsbrief/bot/telegram"
	"newsbrief/bot/telegram/telegramtest"
)

// TestConversation leads the pages that every platform must pass through this
// adapter and a server that keeps Telegram's rules.
func TestConversation(t *testing.T) {
	bottest.Run(t, func(t *testing.T, b *bot.Bot) bottest.Person {
		s := telegramtest.Start(t)
		s.AddUser(telegramtest.User{ID: person, Name: "reader", Language: "en"})
		tg := telegram.New(slog.New(slog.DiscardHandler), telegram.Config{Token: s.Token, APIURL: s.URL, Handler: b, Life: b})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- tg.Run(ctx) }()
		t.Cleanup(func() {
			cancel()
			if err := <-done; err != nil {
				t.Errorf("Run: %v", err)
			}
		})
		return &reader{s: s, seen: map[int64]int{}}
	})
}

const person = 4242

// reader is a person in a private chat.
type reader struct {
	s       *telegramtest.Server
	seen    map[int64]int // edits, by message
	answers int           // to presses
}

func (r *reader) Say(ctx context.Context, line string) ([]string, error) {
	r.s.Say(person, person, line)
	return r.read(ctx)
}

func (r *reader) Press(ctx context.Context, label string) ([]string, error) {
	sent := r.s.SentTo(person)
	for i := len(sent) - 1; i >= 0; i-- {
		for _, row := range sent[i].Buttons {
			for _, b := range row {
				if b.Text == label {
					r.s.Press(person, sent[i].ID, person, b.Data)
					return r.read(ctx)
				}
			}
		}
	}
	return nil, errNoButton
}

type noButton string

func (e noButton) Error() string { return string(e) }

const errNoButton = noButton("no such button")

// read returns what is new or changed when all is answered.
func (r *reader) read(ctx context.Context) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := r.s.Settled(ctx); err != nil {
		return nil, err
	}
	var out []string
	for _, m := range r.s.SentTo(person) {
		if edits, known := r.seen[m.ID]; known && edits == m.Edits {
			continue
		}
		r.seen[m.ID] = m.Edits
		out = append(out, shown(m))
	}
	for _, a := range r.s.Answers()[r.answers:] {
		r.answers++
		if a.Text != "" {
			out = append(out, a.Text)
		}
	}
	return out, nil
}

// shown is the message with the labels of its buttons behind it.
func shown(m telegramtest.Message) string {
	lines := []string{m.Text}
	for _, row := range m.Buttons {
		for _, b := range row {
			lines = append(lines, b.Text)
		}
	}
	return strings.Join(lines, "\n")
}
