package telegram_test

import (
	"context"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/bottest"
	"newsbrief/bot/talk"
	"newsbrief/bot/telegram"
	"newsbrief/bot/telegram/telegramtest"
	"newsbrief/subscriptions"
)

// TestConversation holds this adapter, before a server that keeps Telegram's
// rules, to what every platform must pass.
func TestConversation(t *testing.T) {
	bottest.Run(t, func(t *testing.T, lg *slog.Logger) bottest.Service {
		s := telegramtest.Start(t)
		s.AddUser(telegramtest.User{ID: person, Name: "reader", Language: "en"})
		s.AddUser(telegramtest.User{ID: member, Language: "en"})
		s.AddChat(telegramtest.Chat{ID: theGroup, Type: telegramtest.Supergroup}, map[int64]string{person: "administrator", member: "member"})
		tg := telegram.New(lg, telegram.Config{Token: s.Token, APIURL: s.URL})
		return &service{reader: &reader{s: s, seen: map[int64]int{}}, tg: tg}
	})
}

const member = 4243

// service is Telegram as the suite sees it.
type service struct {
	*reader
	tg *telegram.Telegram
}

func (s *service) Platform() bot.Platform { return s.tg }

func (s *service) Say(line string) error { s.s.Say(person, person, line); return nil }

func (s *service) Press(label string) error { return s.press(label) }

func (s *service) SayInGroup(line string, admin bool) error {
	by := int64(member)
	if admin {
		by = person
	}
	s.s.Say(theGroup, by, line)
	return nil
}

func chatNumbered(id int64) subscriptions.Chat {
	return subscriptions.Chat{Platform: telegram.Name, ID: strconv.FormatInt(id, 10)}
}

func (s *service) Private() subscriptions.Chat { return chatNumbered(person) }

func (s *service) Group() subscriptions.Chat { return chatNumbered(theGroup) }

func (s *service) Read() []string { return s.fresh() }

func (s *service) Fail(class bot.Class) error {
	f, ok := map[bot.Class]telegramtest.Failure{
		bot.Transient: {Drop: true},
		bot.Wait:      {Code: 429, Description: "Too Many Requests: retry after 7", RetryAfter: 7},
		bot.Rejected:  {Code: 400, Description: "Bad Request: can't parse entities"},
		bot.Gone:      {Code: 403, Description: "Forbidden: bot was blocked by the user"},
		bot.Moved:     {Code: 400, Description: "Bad Request: group chat was upgraded to a supergroup chat", MigrateTo: -1009},
		bot.Fatal:     {Code: 401, Description: "Unauthorized"},
	}[class]
	if !ok {
		return bottest.ErrNone
	}
	f.Method = "sendMessage"
	s.s.Fail(f)
	return nil
}

func (s *service) FailAnswer() error { return s.Fail(bot.Transient) }

func (s *service) Requests() int { return len(s.s.Calls("sendMessage")) }

// Secret is the half of the token that nobody may know.
func (s *service) Secret() string {
	_, secret, _ := strings.Cut(s.s.Token, ":")
	return secret
}

func (s *service) Remove() error { s.s.SetBot(theGroup, person, "kicked"); return nil }

func (s *service) Restore() error { s.s.SetBot(theGroup, person, "member"); return nil }

func (s *service) Migrate() (subscriptions.Chat, error) {
	const to = -1009
	s.s.AddChat(telegramtest.Chat{ID: to, Type: telegramtest.Supergroup}, nil)
	s.s.TellUpgrade(theGroup, to)
	return chatNumbered(to), nil
}

// read runs the bot as the program does, and returns somebody who talks to it.
func read(t *testing.T, s *telegramtest.Server, b *talk.Bot) *reader {
	tg := telegram.New(slog.New(slog.DiscardHandler), telegram.Config{Token: s.Token, APIURL: s.URL})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- tg.Run(ctx, bottest.Host(b)) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	return &reader{s: s, seen: map[int64]int{}}
}

// step is a line that a person types, or "press " and the label of a button,
// and what the answer shows and does not show.
type step struct{ do, shows, not string }

// follow does the steps in order.
func (r *reader) follow(t *testing.T, steps ...step) {
	t.Helper()
	for _, s := range steps {
		var got []string
		var err error
		if label, ok := strings.CutPrefix(s.do, "press "); ok {
			got, err = r.Press(t.Context(), label)
		} else {
			got, err = r.Say(t.Context(), s.do)
		}
		if all := strings.Join(got, "\n"); err != nil || !strings.Contains(all, s.shows) || s.not != "" && strings.Contains(all, s.not) {
			t.Errorf("%s: %q (%v), want %q and not %q", s.do, all, err, s.shows, s.not)
		}
	}
}

// TestButtonsLeadOn follows the buttons that stand beside answers, from a deep
// link on.
func TestButtonsLeadOn(t *testing.T) {
	s := telegramtest.Start(t)
	s.AddUser(telegramtest.User{ID: person, Language: "en"})
	r := read(t, s, bottest.NewBot(t, slog.New(slog.DiscardHandler)))
	r.follow(t,
		step{"/start japan", "Japan daily at 08:00", "Hello!"},
		step{"press Japan daily at 08:00", "Subscribed: Japan", ""},
		step{"/latest", "Japan", "daily at"},
		step{"/latest vietnam", "Vietnam daily at 08:00", ""},
		step{"press Vietnam daily at 08:00", "Subscribed: Vietnam", ""},
		step{"/list", "Your 2 topics", ""},
		step{"/topics", "✓ Japan", ""},
		step{"press ✓ Japan", "Japan", "✓ Japan"},
		step{"/list", "Your topic: Vietnam", ""},
	)
}

// TestDigestEndsWithSettings holds that the last part of a digest, and no
// other, has a button that leads to the settings.
func TestDigestEndsWithSettings(t *testing.T) {
	b := bottest.NewBot(t, slog.New(slog.DiscardHandler))
	sub := subscriptions.Subscriber{
		Chat: subscriptions.Chat{Platform: telegram.Name, ID: "1"}, Topics: []subscriptions.Topic{"japan"}, Language: "en",
		Schedule: subscriptions.Schedule{Zone: "UTC"}, Due: subscriptions.Due{At: time.Now()},
	}
	m, _, err := b.Digest(t.Context(), subscriptions.Claim{Subscriber: sub}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	m.Blocks = append(m.Blocks, bot.Text(strings.Repeat("word ", 1000)))
	parts := telegram.New(slog.New(slog.DiscardHandler), telegram.Config{}).Render(m)
	for i, p := range parts {
		got := strings.Contains(string(p.Body), `"callback_data":"/settings"`)
		if last := i == len(parts)-1; got != last || len(parts) < 2 {
			t.Errorf("part %d of %d has the button: %v\n%s", i+1, len(parts), got, p.Body)
		}
	}
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
	if err := r.press(label); err != nil {
		return nil, err
	}
	return r.read(ctx)
}

func (r *reader) press(label string) error {
	sent := r.s.SentTo(person)
	for i := len(sent) - 1; i >= 0; i-- {
		for _, row := range sent[i].Buttons {
			for _, b := range row {
				if b.Text == label {
					r.s.Press(person, sent[i].ID, person, b.Data)
					return nil
				}
			}
		}
	}
	return errNoButton
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
	return r.fresh(), nil
}

func (r *reader) fresh() (out []string) {
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
	return out
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
