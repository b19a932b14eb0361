package telegram_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/bottest"
	"newsbrief/bot/delivery"
	"newsbrief/bot/telegram"
	"newsbrief/bot/telegram/telegramtest"
	"newsbrief/digest/brief"
	"newsbrief/subscriptions"
	"newsbrief/subscriptions/storetest"
)

// The people and groups of the load: their ids count up from these.
const (
	people    = 60
	groups    = 8
	groupBase = -1000
	personOne = 100
)

// TestOutageUnderLoad lets sixty people and eight groups get their
// digests at one and ask for news all the time, while Telegram is away for
// an hour from five minutes before, breaks connections before and after it
// took a message, refuses markup, asks to wait, and sends kinds of updates that
// nobody knows. Every digest must
// arrive once and every question be answered once; only a message that was
// taken though its connection broke may come twice.
func TestOutageUnderLoad(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLoad(t)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		ended := make(chan error, 2)
		go func() { ended <- l.tg.Run(ctx, l.host) }()
		go func() { ended <- l.out.Run(ctx) }()

		for minute := range 130 {
			l.minute(minute)
			time.Sleep(time.Minute)
		}
		if err := l.s.Settled(ctx); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Minute)
		cancel()
		for range 2 {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
		l.check()
	})
}

// TestRefusedToken holds that a token which is refused for a while is asked
// about until it is taken again, and that Run ends where it is refused for good.
func TestRefusedToken(t *testing.T) {
	for _, forGood := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			l := newLoad(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			ended := make(chan error, 1)
			go func() { ended <- l.tg.Run(ctx, l.host) }()
			time.Sleep(10 * time.Minute)
			for _, method := range []string{"", "getUpdates"} {
				l.s.Fail(telegramtest.Failure{Method: method, Times: -1, Code: 401, Description: "Unauthorized"})
			}
			time.Sleep(17 * time.Minute)
			if !forGood {
				l.s.Heal()
			}
			time.Sleep(47 * time.Minute)
			asked := len(l.s.Calls("getMe")) - 1 // one before that
			if forGood {
				if err := <-ended; !errors.Is(err, bot.ErrTokenRefused) || asked != 12 {
					t.Errorf("asked %d times: %v", asked, err)
				}
				return
			}
			l.ask(personOne, "are you there")
			time.Sleep(time.Minute)
			if got := l.s.SentTo(personOne); asked != 4 || len(got) != 1 {
				t.Errorf("asked %d times, said %v", asked, got)
			}
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		})
	}
}

type load struct {
	t     *testing.T
	s     *telegramtest.Server
	tg    *telegram.Telegram
	host  bot.Host
	out   *delivery.Delivery
	asked map[string]int64 // texts that must arrive, and in which chat
}

func newLoad(t *testing.T) *load {
	s, store := telegramtest.NewServer(), storetest.NewMemory()
	l := &load{t: t, s: s, asked: map[string]int64{}}
	s.Limit(telegramtest.Limits{PerSecond: 30, GroupPerMinute: 20})
	lg := slog.New(slog.DiscardHandler)
	l.tg = telegram.New(lg, telegram.Config{
		Token: s.Token, Transport: s.Transport(), Rate: 28, ChatRate: 1, GroupRate: 20, Senders: 8,
	})
	pace := delivery.NewPace(l.tg.Limits())
	l.host = bottest.Host(l, pace, bottest.Posted{Store: store})
	l.out = delivery.New(lg, delivery.Config{
		Slots: store, Outbox: store, Upkeep: store, Mover: store, Composer: l,
		Platforms: []bot.Platform{l.tg}, Paces: map[string]*delivery.Pace{telegram.Name: pace},
	})
	l.people(store)
	return l
}

func (l *load) people(store *storetest.Memory) {
	for i := range people {
		l.s.AddUser(telegramtest.User{ID: personOne + int64(i)})
		l.subscribe(store, personOne+int64(i))
	}
	for i := range groups {
		id := groupBase - int64(i)
		l.s.AddChat(telegramtest.Chat{ID: id, Type: telegramtest.Supergroup}, map[int64]string{personOne: "member"})
		l.subscribe(store, id)
	}
}

func (l *load) subscribe(store *storetest.Memory, id int64) {
	chat := subscriptions.Chat{Platform: telegram.Name, ID: strconv.FormatInt(id, 10)}
	_, err := store.Update(l.t.Context(), chat, func(s *subscriptions.Subscriber) error {
		s.Topics = []subscriptions.Topic{"japan"}
		s.Schedule = subscriptions.Schedule{Zone: "UTC", Days: subscriptions.EveryDay, Times: []subscriptions.TimeOfDay{60}}
		s.Reschedule(time.Now())
		return nil
	})
	if err != nil {
		l.t.Fatal(err)
	}
	for _, part := range []string{"(1/2)", "(2/2)"} {
		l.asked["digest "+chat.ID+" "+part] = id
	}
}

// minute is what happens in one minute: the bubble's clock begins at midnight,
// and digests are due at one.
func (l *load) minute(n int) {
	switch {
	case n == 55:
		l.s.Down(true)
	case n == 115:
		l.s.Down(false)
		l.s.Fail(telegramtest.Failure{Method: "sendMessage", Chat: personOne + 1, Drop: true})
		l.s.Fail(telegramtest.Failure{Method: "sendMessage", Chat: personOne + 2, Drop: true, Taken: true})
		l.s.Fail(telegramtest.Failure{Method: "sendMessage", Chat: personOne + 3, Code: 400, Description: `Bad Request: can't parse entities: Unsupported start tag "x" at byte offset 1`})
		l.s.Fail(telegramtest.Failure{Method: "sendMessage", Chat: personOne + 4, Code: 429, Description: "Too Many Requests: retry after 40", RetryAfter: 40})
	}
	l.s.Inject("poll_of_the_future", `{"id":[7]}`)
	for i := range 2 {
		l.ask(personOne+int64((2*n+i)%people), fmt.Sprintf("question %d-%d", n, i))
	}
	if n%9 == 0 {
		l.ask(groupBase-int64(n/9%groups), fmt.Sprintf("question in a group %d", n))
	}
}

func (l *load) ask(chat int64, text string) {
	l.s.Say(chat, personOne+max(0, chat-personOne), "/latest "+text)
	l.asked["answer to "+text] = chat
}

// Commands are those that groups are asked with.
func (l *load) Commands() []bot.Spec { return []bot.Spec{{Name: "latest"}} }

func (l *load) Suggest(string, string, string) []bot.Suggestion { return nil }

func (l *load) Setup(string) []bot.Choice { return nil }

// Handle answers a question.
func (l *load) Handle(ctx context.Context, c bot.Command, r bot.Responder) error {
	return r.Respond(ctx, bot.Message{Blocks: []bot.Block{bot.Text("answer to " + c.Args)}})
}

// Digest makes a digest of two parts.
func (l *load) Digest(_ context.Context, c subscriptions.Claim, _ time.Time) (bot.Message, []subscriptions.Told, error) {
	m := bot.Message{Blocks: []bot.Block{bot.Heading{Text: "digest " + c.Subscriber.Chat.ID, Main: true}}}
	for i := range 30 {
		m.Blocks = append(m.Blocks, bot.Story{Brief: brief.Brief{
			Headline: fmt.Sprintf("Headline %d", i), URL: fmt.Sprintf("https://news.example/%d", i),
			Line: strings.Repeat("word ", 40), Sources: []brief.Source{{Name: "digest " + c.Subscriber.Chat.ID}},
		}})
	}
	return m, nil, nil
}

// Same has every chat's digest composed for itself.
func (l *load) Same(c subscriptions.Claim, _ time.Time) [32]byte {
	return sha256.Sum256([]byte(c.Subscriber.Chat.String()))
}

// LateNote is nothing: no digest waits that long.
func (l *load) LateNote(context.Context, subscriptions.Delivery) (string, error) { return "", nil }

// check compares what stands in the chats with what was asked for.
func (l *load) check() {
	got := map[string]int{}
	for _, m := range l.s.Sent() {
		text := m.Text
		if strings.HasPrefix(text, "digest ") || strings.HasPrefix(text, "Headline ") {
			text = fmt.Sprintf("digest %d %s", m.Chat, text[strings.LastIndex(text, "("):])
		}
		got[text]++
	}
	twice := 0
	for text, chat := range l.asked {
		switch n := got[text]; {
		case n == 2 && chat == personOne+2:
			twice++ // what was taken though its connection broke
		case n != 1:
			l.t.Errorf("%q stands %d times, want once", text, n)
		}
	}
	maps.DeleteFunc(got, func(text string, _ int) bool { return l.asked[text] != 0 })
	if len(got) > 0 || twice != 1 {
		l.t.Errorf("%d messages stand twice, want only the one that was taken; nobody asked for %v", twice, got)
	}
	if plain := l.s.SentTo(personOne + 3); plain[len(plain)-1].Mode == "" {
		l.t.Error("after one refused part all are plain")
	}
}
