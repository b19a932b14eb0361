package telegram_test

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/bot/bottest"
	"newsbrief/bot/delivery"
	"newsbrief/bot/telegram"
	"newsbrief/bot/telegram/telegramtest"
	"newsbrief/subscriptions/storetest"
)

// flood is a bot as the program wires it, at its usual rates, and people who
// are too much for it.
type flood struct {
	t *testing.T
	s *telegramtest.Server
}

const (
	flooder  = 42
	theGroup = -100500
	asker    = 9000 // the first of those who ask one thing
)

func newFlood(ctx context.Context, t *testing.T) *flood {
	s, store, lg := telegramtest.NewServer(), storetest.NewMemory(), slog.New(slog.DiscardHandler)
	tg := telegram.New(lg, telegram.Config{Token: s.Token, Transport: distant{s.Transport()}, Rate: 28, ChatRate: 1, GroupRate: 20, Senders: 8})
	h := bottest.Host(bottest.NewBot(t, lg), delivery.NewPace(tg.Limits()), bottest.Posted{Store: store})
	s.AddChat(telegramtest.Chat{ID: theGroup, Type: telegramtest.Supergroup}, map[int64]string{flooder: "member"})
	for i := range int64(1000) {
		s.AddUser(telegramtest.User{ID: flooder + i})
	}
	for i := range int64(20) {
		s.AddUser(telegramtest.User{ID: asker + i})
	}
	done := make(chan error, 1)
	ctx, cancel := context.WithCancel(ctx)
	go func() { done <- tg.Run(ctx, h) }()
	t.Cleanup(func() { cancel(); <-done })
	return &flood{t: t, s: s}
}

// distant is a server as far away as Telegram is.
type distant struct{ http.RoundTripper }

func (d distant) RoundTrip(r *http.Request) (*http.Response, error) {
	time.Sleep(60 * time.Millisecond)
	return d.RoundTripper.RoundTrip(r)
}

// pour has each of the chats send so much a second, evenly, until the end.
func (f *flood) pour(send func(chat int64), chats []int64, perSecond int, long time.Duration) {
	for range perSecond * int(long/time.Second) {
		for _, chat := range chats {
			send(chat)
		}
		time.Sleep(time.Second / time.Duration(perSecond))
	}
}

// slowest has twenty people ask one thing each, five a second, and returns the
// longest that one of them waited for the answer.
func (f *flood) slowest() time.Duration {
	asked := map[int64]time.Time{}
	for i := range int64(20) {
		asked[asker+i] = time.Now()
		f.s.Say(asker+i, asker+i, "/list")
		time.Sleep(200 * time.Millisecond)
	}
	time.Sleep(time.Minute)
	var took []time.Duration
	for id, at := range asked {
		sent := f.s.SentTo(id)
		if len(sent) == 0 {
			return time.Duration(1<<63 - 1)
		}
		took = append(took, sent[0].At.Sub(at))
	}
	return slices.Max(took)
}

// TestNobodyWaitsForAFlood holds that people are answered within a second
// while others write more than the bot can answer.
func TestNobodyWaitsForAFlood(t *testing.T) {
	someone, inGroup := []int64{flooder}, []int64{theGroup}
	several := func(n int64) (ids []int64) {
		for i := range n {
			ids = append(ids, flooder+i)
		}
		return ids
	}
	tests := []struct {
		name      string
		chats     []int64
		perSecond int
		long      time.Duration
		text      string // "": presses of one button
	}{
		{"none", nil, 0, 0, "/help"},
		{"a thousand a second", someone, 1000, 26 * time.Second, "/help"},
		{"twenty a second", someone, 20, 2 * time.Minute, "/help"},
		{"two a second for ten minutes", someone, 2, 10 * time.Minute, "/help"},
		{"a group, five a second", inGroup, 5, 5 * time.Minute, "/help"},
		{"a group, two a second", inGroup, 2, 5 * time.Minute, "/help"},
		{"ten people, two a second each", several(10), 2, 2 * time.Minute, "/help"},
		{"ten people, a hundred a second each", several(10), 100, 10 * time.Second, "/help"},
		{"twenty people, five a second each", several(20), 5, 40 * time.Second, "/help"},
		{"a group that talks", inGroup, 50, 2 * time.Minute, "nice weather"},
		{"many commands in one message", someone, 3, 2 * time.Minute, strings.Repeat("/help\n", 50)},
		{"answers of several messages", someone, 2, 3 * time.Minute, "/latest"},
		{"a button pressed over and over", someone, 20, 2 * time.Minute, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFlood(t.Context(), t)
				time.Sleep(5 * time.Second)
				send := func(chat int64) { f.s.Say(chat, flooder+max(0, chat-flooder), tt.text) }
				if tt.text == "" {
					f.s.Say(flooder, flooder, "/settings")
					time.Sleep(5 * time.Second)
					id := f.s.SentTo(flooder)[0].ID
					send = func(chat int64) { f.s.Press(chat, id, chat, "/settings") }
				}
				go f.pour(send, tt.chats, tt.perSecond, tt.long)
				time.Sleep(max(0, tt.long-5*time.Second))
				if got := f.slowest(); got > time.Second {
					t.Errorf("somebody waited %v", got)
				}
				told := 0
				for _, m := range f.s.SentTo(flooder) {
					if m.Text == "flood.slow" {
						told++
					}
				}
				if most := 1 + int(tt.long/time.Minute); told > most {
					t.Errorf("told %d times to slow down in %v", told, tt.long)
				}
			})
		})
	}
}
