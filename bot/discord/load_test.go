package discord

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/bottest"
	"newsbrief/bot/delivery"
	"newsbrief/bot/discord/discordtest"
	"newsbrief/subscriptions"
	"newsbrief/subscriptions/storetest"
)

// load is a bot with subscribers in a bubble, before a server without a
// network.
type load struct {
	t     *testing.T
	s     *discordtest.Server
	d     *Discord
	host  bot.Host
	out   *delivery.Delivery
	chats []string
	asked map[string]bool // texts that must arrive
	parts int             // of a digest
}

func newLoad(t *testing.T, chats, parts int) *load {
	s, store := discordtest.StartOffline(t), storetest.NewMemory()
	s.Heartbeat, s.IdentifyEvery, s.GlobalLimit = 41250*time.Millisecond, 5*time.Second, 50
	l := &load{t: t, s: s, asked: map[string]bool{}, parts: parts}
	rt := &http.Transport{DialContext: s.Dial, MaxIdleConnsPerHost: 64}
	t.Cleanup(rt.CloseIdleConnections)
	l.d = New(discard(), Config{Token: s.Token, APIURL: s.URL, Transport: rt, Rate: 48, Senders: 8})
	pace := delivery.NewPace(l.d.Limits())
	l.host = bottest.Host(l, pace, bottest.Posted{Store: store})
	l.d.dial = s.Dial
	l.out = delivery.New(discard(), delivery.Config{
		Slots: store, Outbox: store, Upkeep: store, Mover: store, Composer: l,
		Platforms: []bot.Platform{l.d}, Paces: map[string]*delivery.Pace{Name: pace},
	})
	for i := range chats {
		l.subscribe(store, fmt.Sprint(700000000000000000+i), i%2 == 0)
	}
	return l
}

func (l *load) subscribe(store *storetest.Memory, id string, direct bool) {
	c := discordtest.Channel{ID: id, Type: 1}
	if !direct {
		c = discordtest.Channel{ID: id, Guild: guild, Permissions: discordtest.Everything | discordtest.ReadHistory}
	}
	l.s.AddChannel(c)
	l.chats = append(l.chats, id)
	_, err := store.Update(l.t.Context(), chatOf(id), func(s *subscriptions.Subscriber) error {
		s.Topics = []subscriptions.Topic{"japan"}
		s.Schedule = subscriptions.Schedule{Zone: "UTC", Days: subscriptions.EveryDay, Times: []subscriptions.TimeOfDay{60}}
		s.Reschedule(time.Now())
		return nil
	})
	if err != nil {
		l.t.Fatal(err)
	}
	for i := range l.parts {
		l.asked[fmt.Sprintf("digest %s %d", id, i)] = true
	}
}

// Digest makes a digest of several parts.
func (l *load) Digest(_ context.Context, c subscriptions.Claim, _ time.Time) (bot.Message, []subscriptions.Told, error) {
	var m bot.Message
	rest := strings.Repeat("x", 1900*min(1, l.parts-1))
	for i := range l.parts {
		m.Blocks = append(m.Blocks, bot.Text(fmt.Sprintf("digest %s %d\n\n%s", c.Subscriber.Chat.ID, i, rest)))
	}
	return m, nil, nil
}

// Same has every chat's digest composed for itself.
func (l *load) Same(c subscriptions.Claim, _ time.Time) [32]byte {
	return sha256.Sum256([]byte(c.Subscriber.Chat.String()))
}

// LateNote is nothing: no digest waits that long.
func (l *load) LateNote(context.Context, subscriptions.Delivery) (string, error) { return "", nil }

// Handle answers a question.
func (l *load) Handle(ctx context.Context, c bot.Command, r bot.Responder) error {
	return r.Respond(ctx, bot.Message{Blocks: []bot.Block{bot.Text("answer to " + c.Args + "\n\n.")}})
}

func (l *load) ask(chat, text string) {
	l.s.Slash(discordtest.Use{Channel: chat, Person: bob, Name: "latest", Options: map[string]string{"topics": text}})
	l.asked["answer to "+text] = true
}

// run runs bot and delivery while do goes on.
func (l *load) run(do func()) {
	ctx, cancel := context.WithCancel(l.t.Context())
	ended := make(chan error, 2)
	go func() { ended <- l.d.Run(ctx, l.host) }()
	go func() { ended <- l.out.Run(ctx) }()
	do()
	cancel()
	for range 2 {
		if err := <-ended; err != nil {
			l.t.Error(err)
		}
	}
}

// sent returns the instants of all messages, and how often each stands.
func (l *load) sent() (at []time.Time, times map[string]int) {
	times = map[string]int{}
	for _, m := range l.s.Messages("") {
		text, _, _ := strings.Cut(m.Content, "\n")
		times[text]++
		at = append(at, m.At)
	}
	return at, times
}

func (l *load) refused() (n int) {
	for _, r := range l.s.Requests() {
		if r.Status == 401 || r.Status == 403 || r.Status == 429 {
			n++
		}
	}
	return n
}

// TestOutageUnderLoad lets seventy chats get their digests at one and people
// use the bot all the time, while Discord is away for an hour from five
// minutes before, breaks connections before and after it took a message, and
// drops the gateway. Every digest must arrive once and every command be
// answered once: Discord's nonces see to it even where a message was taken
// though its connection broke.
func TestOutageUnderLoad(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLoad(t, 70, 2)
		l.run(func() {
			time.Sleep(time.Second)
			for minute := range 130 {
				l.minute(minute)
				time.Sleep(time.Minute)
			}
			time.Sleep(10 * time.Minute)
		})
		_, times := l.sent()
		for text := range l.asked {
			if times[text] != 1 {
				t.Errorf("%q stands %d times, want once", text, times[text])
			}
			delete(times, text)
		}
		if len(times) > 0 {
			t.Errorf("nobody asked for %v", times)
		}
		if n := l.refused(); n > 0 {
			t.Errorf("%d refused requests", n)
		}
		if n := l.s.Identified(); n != 1 {
			t.Errorf("%d identifies", n)
		}
		t.Logf("%d messages, %d resumes", len(l.asked), l.s.Resumed())
	})
}

func (l *load) minute(n int) {
	switch {
	case n == 55:
		l.s.Down(true)
		for _, taken := range l.chats[4:8] {
			l.s.Fail(discordtest.Failure{Path: "/channels/" + taken, Times: 1, Taken: true})
		}
		l.s.Fail(discordtest.Failure{Path: "/"})
		return
	case n == 115:
		l.s.Heal()
		l.s.Down(false)
		l.s.Fail(discordtest.Failure{Path: "/channels/" + l.chats[1], Times: 1})
		l.s.Fail(discordtest.Failure{Path: "/channels/" + l.chats[2], Times: 1, Taken: true})
		l.s.Fail(discordtest.Failure{Path: "/channels/" + l.chats[3], Times: 1, Status: 500})
		return
	case n > 55 && n < 120:
		return
	case n%10 == 7:
		l.s.Cut()
		time.Sleep(10 * time.Second)
	case n%10 == 8:
		l.s.Reconnect()
		time.Sleep(10 * time.Second)
	}
	for i := range 2 {
		l.ask(l.chats[(2*n+i)%len(l.chats)], fmt.Sprintf("question %d-%d", n, i))
	}
}

// TestRate sends to a thousand channels at once, of a Discord that allows
// fifty a second.
func TestRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLoad(t, 1000, 1)
		l.run(func() { time.Sleep(62 * time.Minute) })
		at, _ := l.sent()
		first, last := at[0], at[0]
		for _, when := range at {
			if when.Before(first) {
				first = when
			}
			if when.After(last) {
				last = when
			}
		}
		rate := float64(len(at)-1) / last.Sub(first).Seconds()
		if len(at) != 1000 || l.refused() > 0 || rate < 0.95*50 {
			t.Errorf("%d messages at %.1f a second, %d requests refused", len(at), rate, l.refused())
		}
		t.Logf("%d messages at %.1f a second", len(at), rate)
	})
}
