package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"newsbrief/subscriptions"
)

var subscribersSuite = map[string]func(*fixture){
	"Get of an unknown chat": func(f *fixture) {
		_, err := f.store.Get(f.ctx, chatOf(1))
		if !errors.Is(err, subscriptions.ErrNotFound) {
			f.Errorf("got %v, want %v", err, subscriptions.ErrNotFound)
		}
	},
	"Update stores every field": func(f *fixture) {
		want := everyField(chatOf(1))
		got, err := f.store.Update(f.ctx, want.Chat, func(s *subscriptions.Subscriber) error {
			f.want("handed over", *s, subscriptions.Subscriber{Chat: want.Chat})
			*s = want.Clone()
			return nil
		})
		f.must(err)
		want.Version = 1
		f.want("returned", got, want)
		f.want("stored", f.get(want.Chat), want)
	},
	"Update hands over what is stored": func(f *fixture) {
		want := f.subscribe(chatOf(1), "japan", "ai")
		_, err := f.store.Update(f.ctx, want.Chat, func(s *subscriptions.Subscriber) error {
			f.want("handed over", *s, want)
			return nil
		})
		f.must(err)
	},
	"Update that fails writes nothing": func(f *fixture) {
		before, wrong := f.subscribe(chatOf(1)), errors.New("no such topic")
		_, err := f.store.Update(f.ctx, before.Chat, func(s *subscriptions.Subscriber) error {
			s.Topics = nil
			return wrong
		})
		if !errors.Is(err, wrong) {
			f.Errorf("got %v, want %v", err, wrong)
		}
		f.want("stored", f.get(before.Chat), before)
		_, err = f.store.Update(f.ctx, chatOf(2), func(*subscriptions.Subscriber) error { return wrong })
		if _, err2 := f.store.Get(f.ctx, chatOf(2)); !errors.Is(err, wrong) || !errors.Is(err2, subscriptions.ErrNotFound) {
			f.Errorf("got %v and %v, want %v and %v", err, err2, wrong, subscriptions.ErrNotFound)
		}
	},
	"Update cannot rename the chat": func(f *fixture) {
		got, err := f.store.Update(f.ctx, chatOf(1), func(s *subscriptions.Subscriber) error {
			s.Chat = chatOf(2)
			return nil
		})
		f.must(err)
		f.want("chat", got.Chat, chatOf(1))
		f.get(chatOf(1))
	},
	"every change raises the version": func(f *fixture) {
		f.want("first", f.subscribe(chatOf(1)).Version, uint64(1))
		f.want("second", f.subscribe(chatOf(1)).Version, uint64(2))
		c := f.claimOne(eight)
		f.must(f.store.Queue(f.ctx, eight, subscriptions.Queued{Claim: c}))
		f.want("queued", f.get(chatOf(1)).Version, uint64(3))
	},
	"values are the caller's own": func(f *fixture) {
		sub := f.subscribe(chatOf(1), "japan")
		sub.Topics[0], sub.Schedule.Times[0] = "spoilt", 1
		again := f.get(chatOf(1))
		f.want("topics", again.Topics, []subscriptions.Topic{"japan", "world"})
		again.Topics[0] = "spoilt"
		f.want("topics", f.get(chatOf(1)).Topics, []subscriptions.Topic{"japan", "world"})
	},
	"threads and platforms are chats of their own": func(f *fixture) {
		for i, chat := range namesakes {
			f.subscribe(chat, subscriptions.Topic(fmt.Sprint(i)))
		}
		for i, chat := range namesakes {
			f.want("topic", f.get(chat).Topics[0], subscriptions.Topic(fmt.Sprint(i)))
		}
		f.must(f.store.Delete(f.ctx, namesakes[0]))
		for _, chat := range namesakes[1:] {
			f.get(chat)
		}
	},
	"Delete removes everything": func(f *fixture) {
		f.subscribe(chatOf(1))
		f.tell(chatOf(1), eight, "item", 1)
		f.must(f.store.Post(f.ctx, chatOf(1), eight, parts("a", "b")...))
		f.must(f.store.Delete(f.ctx, chatOf(1)))
		_, err := f.store.Get(f.ctx, chatOf(1))
		if !errors.Is(err, subscriptions.ErrNotFound) {
			f.Errorf("got %v, want %v", err, subscriptions.ErrNotFound)
		}
		f.wantDue(eight.AddDate(0, 0, 1), 0)
		f.wantTaken(eight)
		f.subscribe(chatOf(1))
		f.want("ledger", f.claimOne(eight).Told, []subscriptions.Told{})
		f.must(f.store.Delete(f.ctx, chatOf(2)))
	},
	"a chat that was deleted meanwhile gets nothing": func(f *fixture) {
		f.subscribe(chatOf(1))
		c := f.claimOne(eight)
		f.must(f.store.Delete(f.ctx, chatOf(1)))
		f.subscribe(chatOf(1))
		f.wantLost(f.store.Queue(f.ctx, eight, subscriptions.Queued{Claim: c, Parts: parts("a")}))
		f.wantTaken(eight)
	},
	"Move re-keys all that is kept": func(f *fixture) {
		before := f.subscribe(chatOf(1), "japan")
		f.tell(chatOf(1), eight, "item", 2)
		f.must(f.store.Post(f.ctx, chatOf(1), eight, parts("a", "b")...))
		f.must(f.store.Move(f.ctx, chatOf(1), chatOf(2)))
		got := f.get(chatOf(2))
		f.want("topics", got.Topics, before.Topics)
		f.want("schedule", got.Schedule, before.Schedule)
		_, err := f.store.Get(f.ctx, chatOf(1))
		if !errors.Is(err, subscriptions.ErrNotFound) {
			f.Errorf("got %v, want %v", err, subscriptions.ErrNotFound)
		}
		for _, want := range []string{"a", "b"} {
			out := f.wantTaken(eight, want)
			f.want("chat", out[0].Chat, chatOf(2))
			f.settle(eight, subscriptions.Sent, out...)
		}
		c := f.claimOne(eight.AddDate(0, 0, 1))
		f.want("chat", c.Subscriber.Chat, chatOf(2))
		f.want("ledger", c.Told, []subscriptions.Told{{Item: "item", Sources: 2, At: eight}})
	},
	"Move takes the threads along": func(f *fixture) {
		from, to := chatOf(1), chatOf(2)
		from.Thread, to.Thread = "7", "7"
		f.subscribe(from, "japan")
		f.subscribe(chatOf(1), "ai")
		f.must(f.store.Move(f.ctx, chatOf(1), chatOf(2)))
		f.want("thread", f.get(to).Topics[0], subscriptions.Topic("japan"))
		f.want("chat", f.get(chatOf(2)).Topics[0], subscriptions.Topic("ai"))
		page, err := f.store.Page(f.ctx, subscriptions.Chat{}, 10)
		f.must(err)
		f.want("kept", len(page), 2)
	},
	"Move joins two records": func(f *fixture) {
		f.subscribe(chatOf(1), "japan", "ai")
		f.subscribe(chatOf(2), "ai")
		f.must(f.store.Post(f.ctx, chatOf(1), eight, parts("a")...))
		f.must(f.store.Post(f.ctx, chatOf(2), eight, parts("b")...))
		_, err := f.store.Update(f.ctx, chatOf(2), func(s *subscriptions.Subscriber) error {
			s.Language = "ja"
			return nil
		})
		f.must(err)
		f.must(f.store.Move(f.ctx, chatOf(1), chatOf(2)))
		got := f.get(chatOf(2))
		f.want("topics", got.Topics, []subscriptions.Topic{"ai", "world", "japan"})
		f.want("language", got.Language, "ja")
		f.wantDue(eight, 1)
		var sent []string
		for range 2 {
			out := f.take(eight, 10)
			sent = append(sent, bodies(out)...)
			f.settle(eight, subscriptions.Sent, out...)
		}
		f.want("sent", sent, []string{"b", "a"})
	},
	"Move during a delivery": func(f *fixture) {
		f.must(f.store.Post(f.ctx, chatOf(1), eight, parts("a")...))
		d := f.wantTaken(eight, "a")[0]
		f.must(f.store.Move(f.ctx, chatOf(1), chatOf(2)))
		f.wantLost(f.store.Settle(f.ctx, eight, subscriptions.Settled{Delivery: d}))
		f.want("chat", f.wantTaken(eight, "a")[0].Chat, chatOf(2))
	},
	"Move of an unknown chat, and to itself": func(f *fixture) {
		f.must(f.store.Move(f.ctx, chatOf(1), chatOf(2)))
		before := f.subscribe(chatOf(1))
		f.must(f.store.Move(f.ctx, chatOf(1), chatOf(1)))
		f.want("stored", f.get(chatOf(1)), before)
	},
	"a context that has ended": func(f *fixture) {
		ctx, cancel := context.WithCancel(f.ctx)
		cancel()
		_, err := f.store.Update(ctx, chatOf(1), func(*subscriptions.Subscriber) error { return nil })
		if !errors.Is(err, context.Canceled) {
			f.Errorf("got %v, want %v", err, context.Canceled)
		}
	},
	"concurrent updates of one chat are all made": func(f *fixture) {
		const people, each = 8, 20
		var wg sync.WaitGroup
		for i := range people {
			wg.Go(func() {
				for j := range each {
					_, err := f.store.Update(f.ctx, chatOf(1), func(s *subscriptions.Subscriber) error {
						s.Subscribe(subscriptions.Topic(fmt.Sprint(i, j)))
						return nil
					})
					if err != nil {
						f.Error(err)
					}
				}
			})
		}
		wg.Wait()
		f.want("topics", len(f.get(chatOf(1)).Topics), people*each)
		f.want("version", f.get(chatOf(1)).Version, uint64(people*each))
	},
	"a change that panics harms nobody else": func(f *fixture) {
		func() {
			defer func() { f.want("panic", recover(), "oops") }()
			f.store.Update(f.ctx, chatOf(1), func(*subscriptions.Subscriber) error { panic("oops") })
		}()
		f.subscribe(chatOf(2))
	},
}

// namesakes are chats that differ in one part of their name each, or in where
// one part ends.
var namesakes = []subscriptions.Chat{
	{Platform: "telegram", ID: "12"},
	{Platform: "discord", ID: "12"},
	{Platform: "telegram", ID: "1"},
	{Platform: "telegram", ID: "123"},
	{Platform: "telegram", ID: "12", Thread: "3"},
	{Platform: "telegram", ID: "1", Thread: "23"},
	{Platform: "telegram", ID: "-12"},
	{Platform: "tele", ID: "gram12"},
}

func everyField(chat subscriptions.Chat) subscriptions.Subscriber {
	return subscriptions.Subscriber{
		Chat:     chat,
		Language: "zh-Hant",
		Reads:    []string{"ja", "en"},
		Schedule: subscriptions.Schedule{
			Zone: "Asia/Tokyo", Guessed: true,
			Times: []subscriptions.TimeOfDay{0, 480, 1439}, Days: subscriptions.Weekend,
		},
		Topics:      []subscriptions.Topic{"japan", "electric cars", "日本"},
		Length:      subscriptions.Long,
		PausedUntil: time.Date(9999, 12, 31, 0, 0, 0, 1, time.UTC),
		Suspended:   eight.Add(-time.Hour),
		Due:         subscriptions.Due{Slot: subscriptions.Slot{Date: "2026-11-28", Time: 480}, At: eight},
		Done:        subscriptions.Done{Date: "2026-11-22", Count: 2, At: eight},
	}
}

// tell has the chat, which is due at now, told an item.
func (f *fixture) tell(chat subscriptions.Chat, now time.Time, item string, sources int) {
	f.Helper()
	c := f.claimOne(now)
	f.want("claimed", c.Subscriber.Chat, chat)
	f.must(f.store.Queue(f.ctx, now, subscriptions.Queued{
		Claim: c, Told: []subscriptions.Told{{Item: item, Sources: sources, At: now}},
	}))
}
