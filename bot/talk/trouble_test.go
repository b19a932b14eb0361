package talk_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"newsbrief/bot/bottest"
	"newsbrief/bot/talk"
	"newsbrief/bot/texts"
	"newsbrief/digest"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
	"newsbrief/subscriptions/storetest"
)

// newBot returns a bot over a store and news, with its log.
func newBot(t *testing.T, store talk.Subscribers, news talk.News) (*talk.Bot, *bytes.Buffer) {
	t.Helper()
	return newBotWith(t, store, news, topic.New(nil))
}

func newBotWith(t *testing.T, store talk.Subscribers, news talk.News, topics talk.Topics) (*talk.Bot, *bytes.Buffer) {
	t.Helper()
	all, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	log := &bytes.Buffer{}
	if news == nil {
		news = digest.New(slog.New(slog.DiscardHandler), digest.Fixed(bottest.Items(time.Now())), topic.New(nil))
	}
	return talk.New(slog.New(slog.NewTextHandler(log, nil)), talk.Config{
		Subscribers: store, News: news, Topics: topics, Texts: all, Language: "en", Zone: "UTC", Time: 480, MaxTopics: 50,
	}), log
}

func (n *neutral) asked(t *testing.T, line string) string {
	t.Helper()
	answers, err := n.Say(t.Context(), line)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(answers, "\n")
}

// failing is news on which the program fails.
type failing struct{}

func (failing) Compose(context.Context, digest.Request) (digest.Digest, error) {
	panic("a story without an item")
}

// TestPanicIsAnswered holds that a command on which the program fails is
// answered with a sentence, in the chat's language, and logged with what it was
// about, and that the next one, of the same message too, is answered as ever.
func TestPanicIsAnswered(t *testing.T) {
	b, log := newBot(t, storetest.NewMemory(), failing{})
	n := &neutral{bot: b, chat: subscriptions.Chat{Platform: "test", ID: "4711"}}
	n.asked(t, "/language vi")
	got := n.asked(t, "/latest Nhật Bản\n/time 7")
	all, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	if want := all.In("vi").Say("trouble.read"); !strings.HasPrefix(got, want) || !strings.Contains(got, "7") {
		t.Errorf("got %q, want %q and an answer to the second line", got, want)
	}
	for _, want := range []string{"level=ERROR", "test:4711", "command=latest", "Nhật Bản", "a story without an item", "Compose"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %q: %s", want, log)
		}
	}
}

// damaging is a store whose record of a chat cannot be read until it is deleted.
type damaging struct {
	*storetest.Memory
	damaged bool
}

func (d *damaging) Get(ctx context.Context, chat subscriptions.Chat) (subscriptions.Subscriber, error) {
	if d.damaged {
		return subscriptions.Subscriber{}, subscriptions.ErrDamaged
	}
	return d.Memory.Get(ctx, chat)
}

func (d *damaging) Update(ctx context.Context, chat subscriptions.Chat, change func(*subscriptions.Subscriber) error) (subscriptions.Subscriber, error) {
	if d.damaged {
		return subscriptions.Subscriber{}, subscriptions.ErrDamaged
	}
	return d.Memory.Update(ctx, chat, change)
}

func (d *damaging) Delete(ctx context.Context, chat subscriptions.Chat) error {
	d.damaged = false
	return d.Memory.Delete(ctx, chat)
}

// TestDamagedRecord holds that a chat whose record cannot be read can begin anew
// or end it, however that is typed, in a group by its admins alone, and that
// nothing else deletes anything.
func TestDamagedRecord(t *testing.T) {
	for _, tt := range []struct {
		lines         []string
		group, admin  bool
		healed        bool
		answer, after string
	}{
		{lines: []string{"/list"}, answer: "I could not look that up"},
		{lines: []string{"/subscribe japan"}, answer: "I could not look that up"},
		{lines: []string{"/stop"}, answer: "This forgets all your settings"},
		{lines: []string{"/stop yes"}, healed: true, answer: "Done."},
		{lines: []string{"stop", "/stop はい"}, healed: true, answer: "Done."},
		{lines: []string{"/start"}, healed: true, answer: "Hello!"},
		{lines: []string{"hello"}, healed: true, answer: "Hello!"},
		{lines: []string{"/start japan"}, healed: true, answer: "Japan"},
		{lines: []string{"/start"}, group: true, answer: "I could not look that up"},
		{lines: []string{"/stop yes"}, group: true, answer: "In a group only its admins"},
		{lines: []string{"/start"}, group: true, admin: true, healed: true, answer: "Hello!"},
		{lines: []string{"/stop yes"}, group: true, admin: true, healed: true, answer: "Done."},
	} {
		store := &damaging{Memory: storetest.NewMemory(), damaged: true}
		b, _ := newBot(t, store, nil)
		n := &neutral{bot: b, chat: subscriptions.Chat{Platform: "test", ID: "1"}, group: tt.group, admin: tt.admin}
		got := ""
		for _, line := range tt.lines {
			got = n.asked(t, line)
		}
		if !strings.HasPrefix(got, tt.answer) || store.damaged == tt.healed {
			t.Errorf("%+v: got %q, still damaged %v", tt, got, store.damaged)
		}
		if tt.healed && tt.admin == tt.group && !strings.Contains(n.asked(t, "/subscribe technology"), "Subscribed: Technology.") {
			t.Errorf("%+v: nothing can be set up anew", tt)
		}
	}
}

// TestSeveralCommands holds that the first five commands of a message run, each
// with an answer of its own, and the others are named and do nothing.
func TestSeveralCommands(t *testing.T) {
	store := storetest.NewMemory()
	b, _ := newBot(t, store, nil)
	n := &neutral{bot: b, chat: subscriptions.Chat{Platform: "test", ID: "1"}}
	got := n.asked(t, "/subscribe \"kites\" /time 7 /days weekdays\n/timezone Osaka\n/list\n/subscribe \"trams\"\n/stop yes")
	if len(n.answers) != 6 || !strings.HasSuffix(got, `Not done: /subscribe "trams"  /stop yes`) {
		t.Errorf("got %d answers: %s", len(n.answers), got)
	}
	sub, err := store.Get(t.Context(), n.chat)
	if err != nil || len(sub.Topics) != 1 || sub.Schedule.Times[0] != 420 || sub.Schedule.Days != subscriptions.Weekdays || sub.Schedule.Zone != "Asia/Tokyo" {
		t.Errorf("got %+v, %v", sub, err)
	}
	if got := n.asked(t, strings.Repeat("/nonsense\n", 900)); len(n.answers) != 6 || len(got) > 2000 {
		t.Errorf("got %d answers of %d bytes to 900 commands", len(n.answers), len(got))
	}
}

// counting is a store that counts what is written.
type counting struct {
	*storetest.Memory
	writes int
}

func (c *counting) Update(ctx context.Context, chat subscriptions.Chat, change func(*subscriptions.Subscriber) error) (subscriptions.Subscriber, error) {
	c.writes++
	return c.Memory.Update(ctx, chat, change)
}

// TestTopicsInOneLine holds that one line of /topics changes no more than a page
// of topics, however long it is: each change is a write to the disk.
func TestTopicsInOneLine(t *testing.T) {
	store := &counting{Memory: storetest.NewMemory()}
	b, _ := newBot(t, store, nil)
	n := &neutral{bot: b, chat: subscriptions.Chat{Platform: "test", ID: "1"}}
	n.asked(t, "/topics "+strings.Repeat("+japan -japan ", 250))
	if store.writes == 0 || store.writes > 12 {
		t.Errorf("%d writes, want at most 12", store.writes)
	}
}

// TestMembersChangeNothing holds that every way in which a member of a group may
// try to change what is set up asks the same permission.
func TestMembersChangeNothing(t *testing.T) {
	for _, line := range []string{
		"/sub laos", "/add laos", "/購読 laos", "//subscribe laos", "/SUBSCRIBE laos", "/newsbrief subscribe laos", "subscribe laos", "/latest laos\n/subscribe laos",
		"/list /time 9", "/topics 1 +laos", "/topic +laos 2", "/topics -japan", "/unsub japan", "/unsubscribe all", "unsubscribe all", "stop", "/stop yes", "berhenti",
		"/at 9", "/tz Osaka", "/zone Osaka", "/lang ja", "/day weekends", "/start laos", "／subscribe laos",
	} {
		store := storetest.NewMemory()
		b, _ := newBot(t, store, nil)
		n := &neutral{bot: b, chat: subscriptions.Chat{Platform: "test", ID: "-7"}, group: true, admin: true}
		n.asked(t, "/subscribe japan at 7:00")
		before, err := store.Get(t.Context(), n.chat)
		if err != nil {
			t.Fatal(err)
		}
		n.admin = false
		n.asked(t, line)
		if after, err := store.Get(t.Context(), n.chat); err != nil || after.Version != before.Version {
			t.Errorf("%s: a member changed what is set up: %+v, %v", line, after, err)
		}
	}
}
