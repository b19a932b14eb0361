package talk_test

import (
	"context"
	"log/slog"
	"strconv"
	"testing"
	"time"

	"newsbrief/bot/talk"
	"newsbrief/bot/texts"
	"newsbrief/subscriptions"
	"newsbrief/subscriptions/storetest"
)

// lives is a bot over a store in which every chat is suspended.
func lives(t *testing.T, chats ...subscriptions.Chat) (*talk.Bot, *storetest.Memory) {
	t.Helper()
	texts, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	store := storetest.NewMemory()
	b := talk.New(slog.New(slog.DiscardHandler), talk.Config{Subscribers: store, Topics: noTopics{}, Texts: texts, Language: "en", Zone: "UTC", MaxTopics: 5})
	for _, chat := range chats {
		_, err := store.Update(t.Context(), chat, func(s *subscriptions.Subscriber) error {
			s.Topics = []subscriptions.Topic{"japan"}
			s.Schedule = subscriptions.Schedule{Zone: "UTC", Days: subscriptions.EveryDay, Times: []subscriptions.TimeOfDay{480}}
			s.Suspended = time.Now()
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return b, store
}

// noTopics is a catalogue without topics.
type noTopics struct{ talk.Resolver }

func (noTopics) All() []subscriptions.Topic                        { return nil }
func (noTopics) Name(t subscriptions.Topic, _ string) string       { return string(t) }
func (noTopics) Suggest(string, string, int) []subscriptions.Topic { return nil }
func (noTopics) Lookup(string) (topic subscriptions.Topic, _ bool) { return "", false }

// active reports whether the chat gets digests.
func active(t *testing.T, store *storetest.Memory, chat subscriptions.Chat) bool {
	t.Helper()
	sub, err := store.Get(t.Context(), chat)
	if err != nil {
		t.Fatalf("%v: %v", chat, err)
	}
	return sub.Suspended.IsZero() && !sub.Due.At.IsZero()
}

func threads(id string, n int) []subscriptions.Chat {
	chats := []subscriptions.Chat{{Platform: "test", ID: id}}
	for i := range n {
		chats = append(chats, subscriptions.Chat{Platform: "test", ID: id, Thread: strconv.Itoa(i + 2)})
	}
	return chats
}

// TestBackRestoresThreads holds that a group that lets the bot in again gets
// its digests in all its threads, whether or not it has any of its own, and
// that nobody else does.
func TestBackRestoresThreads(t *testing.T) {
	for _, first := range []int{0, 1} { // with a record of the group itself, and without
		own, others := threads("-7", 40)[first:], append(threads("-70", 2), threads("-8", 2)...)
		b, store := lives(t, append(own, others...)...)
		greeting := &neutral{choices: map[string]string{}}
		if err := b.Restored(t.Context(), subscriptions.Chat{Platform: "test", ID: "-7"}, "en", greeting); err != nil {
			t.Fatal(err)
		}
		for _, chat := range own {
			if !active(t, store, chat) {
				t.Errorf("%v is still suspended", chat)
			}
		}
		for _, chat := range others {
			if active(t, store, chat) {
				t.Errorf("%v was restored with another chat", chat)
			}
		}
		if len(greeting.answers) != 1 {
			t.Errorf("%d greetings, want 1", len(greeting.answers))
		}
	}
}

// TestBackInOneThread holds that a thread that was opened again is restored
// alone, and that one which had nothing set up hears nothing.
func TestBackInOneThread(t *testing.T) {
	chats := threads("-7", 2)
	b, store := lives(t, chats...)
	hears := &neutral{choices: map[string]string{}}
	for range 2 {
		if err := b.Restored(t.Context(), chats[1], "en", hears); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Restored(t.Context(), threads("-9", 1)[1], "en", hears); err != nil {
		t.Fatal(err)
	}
	if len(hears.answers) != 1 {
		t.Errorf("%d greetings, want only that of the thread that was suspended", len(hears.answers))
	}
	if active(t, store, chats[0]) || !active(t, store, chats[1]) || active(t, store, chats[2]) {
		t.Error("want only the thread restored that was opened again")
	}
}

// TestBackWithoutAWelcome holds that a chat can be restored without a word, and
// that one which set up nothing is not known afterwards.
func TestBackWithoutAWelcome(t *testing.T) {
	own, unknown := threads("-7", 2), subscriptions.Chat{Platform: "test", ID: "-9"}
	b, store := lives(t, own...)
	for _, chat := range []subscriptions.Chat{own[0], own[0], unknown} {
		if err := b.Restored(t.Context(), chat, "", nil); err != nil {
			t.Errorf("%v: %v", chat, err)
		}
	}
	for _, chat := range own {
		if !active(t, store, chat) {
			t.Errorf("%v is still suspended", chat)
		}
	}
	all, err := store.Page(t.Context(), subscriptions.Chat{}, 10)
	if err != nil || len(all) != len(own) {
		t.Errorf("%d chats, want %d: %v", len(all), len(own), err)
	}
}

// TestMovedLosesNothing lets a group change its id: the platform says so, and
// says that the bot left the old one and came to the new one, in any order.
func TestMovedLosesNothing(t *testing.T) {
	from, to := subscriptions.Chat{Platform: "test", ID: "-7"}, subscriptions.Chat{Platform: "test", ID: "-1007"}
	steps := map[string]func(context.Context, *talk.Bot) error{
		"left": func(ctx context.Context, b *talk.Bot) error { return b.Removed(ctx, from) },
		"came": func(ctx context.Context, b *talk.Bot) error {
			return b.Restored(ctx, to, "en", &neutral{choices: map[string]string{}})
		},
		"moved": func(ctx context.Context, b *talk.Bot) error { return b.Migrated(ctx, from, to) },
	}
	for _, order := range [][]string{
		{"left", "came", "moved"}, {"left", "moved", "came"}, {"came", "left", "moved"},
		{"came", "moved", "left"}, {"moved", "left", "came"}, {"moved", "came", "left"},
		{"moved", "moved"}, {"left", "moved"},
	} {
		chats := threads(from.ID, 2)
		b, store := lives(t, chats...)
		for _, step := range order {
			if err := steps[step](t.Context(), b); err != nil {
				t.Fatalf("%v: %s: %v", order, step, err)
			}
		}
		for _, chat := range chats {
			chat.ID = to.ID
			if !active(t, store, chat) {
				t.Errorf("%v: %v gets no digest", order, chat)
			}
		}
	}
}
