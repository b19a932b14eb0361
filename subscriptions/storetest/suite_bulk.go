package storetest

import (
	"fmt"
	"slices"
	"time"

	"newsbrief/subscriptions"
)

var bulkSuite = map[string]func(*fixture){
	"Page walks everyone once": func(f *fixture) {
		want := map[subscriptions.Chat]uint64{}
		for i := range 25 {
			f.subscribe(chatOf(i))
			want[chatOf(i)]++
		}
		for _, chat := range namesakes {
			f.subscribe(chat)
			want[chat]++
		}
		got := map[subscriptions.Chat]uint64{}
		after := subscriptions.Chat{}
		for {
			page, err := f.store.Page(f.ctx, after, 7)
			f.must(err)
			if len(page) == 0 {
				break
			}
			for _, sub := range page {
				got[sub.Chat]++
				after = sub.Chat
			}
		}
		for chat := range want {
			f.want(chat.String(), got[chat], uint64(1))
		}
		f.want("chats", len(got), len(want))
	},
	"Page goes on behind a chat that is no more": func(f *fixture) {
		for i := range 4 {
			f.subscribe(chatOf(i))
		}
		page, err := f.store.Page(f.ctx, subscriptions.Chat{}, 2)
		f.must(err)
		last := page[1].Chat
		f.must(f.store.Delete(f.ctx, last))
		rest, err := f.store.Page(f.ctx, last, 10)
		f.must(err)
		f.want("rest", len(rest), 2)
		none, err := f.store.Page(f.ctx, rest[1].Chat, 10)
		f.must(err)
		f.want("behind the last", len(none), 0)
	},
	"Page has the threads of a chat behind it": func(f *fixture) {
		everyone := append(slices.Clone(namesakes),
			subscriptions.Chat{Platform: platform, ID: "12", Thread: "1"}, subscriptions.Chat{Platform: platform, ID: "5", Thread: "300"})
		for _, chat := range everyone {
			f.subscribe(chat)
		}
		for _, of := range everyone {
			of.Thread = ""
			want := slices.DeleteFunc(slices.Clone(everyone), func(c subscriptions.Chat) bool {
				return c.Thread == "" || c.Platform != of.Platform || c.ID != of.ID
			})
			page, err := f.store.Page(f.ctx, of, len(want))
			f.must(err)
			f.want("length of a page", len(page), len(want))
			for _, sub := range page {
				f.want(fmt.Sprintf("%v is a thread of %v", sub.Chat, of), slices.Contains(want, sub.Chat), true)
			}
		}
	},
	"Page leaves out who has only parts": func(f *fixture) {
		f.must(f.store.Post(f.ctx, chatOf(1), eight, parts("a")...))
		page, err := f.store.Page(f.ctx, subscriptions.Chat{}, 10)
		f.must(err)
		f.want("page", len(page), 0)
	},
	"Import is idempotent": func(f *fixture) {
		subs := f.exported()
		for round := range 3 {
			f.must(f.store.Import(f.ctx, subs))
			for _, want := range subs {
				got := f.get(want.Chat)
				f.want("version", got.Version, uint64(round+1))
				got.Version = want.Version
				f.want("imported", got, want)
			}
		}
		f.wantDue(eight, len(subs))
	},
	"Import replaces settings and keeps the rest": func(f *fixture) {
		f.subscribe(chatOf(0), "japan")
		f.tell(chatOf(0), eight, "item", 1)
		f.must(f.store.Post(f.ctx, chatOf(0), eight, parts("a")...))
		f.must(f.store.Import(f.ctx, f.exported()))
		f.want("topics", f.get(chatOf(0)).Topics, []subscriptions.Topic{"topic 0"})
		f.want("due", f.get(chatOf(0)).Due.At, eight.AddDate(0, 0, 1))
		f.wantTaken(eight, "a")
		for _, c := range f.claim(eight.AddDate(0, 0, 1), 10) {
			if c.Subscriber.Chat == chatOf(0) {
				f.want("ledger", len(c.Told), 1)
			}
		}
	},
	"Import of a chat that somebody has claimed": func(f *fixture) {
		f.subscribe(chatOf(0))
		c := f.claimOne(eight)
		f.must(f.store.Import(f.ctx, f.exported()[:1]))
		f.wantLost(f.store.Queue(f.ctx, eight, subscriptions.Queued{Claim: c, Parts: parts("old")}))
		f.wantDue(eight, 1)
	},
	"Import of a suspended chat": func(f *fixture) {
		sub := f.exported()[0]
		sub.Suspended, sub.Due = eight, subscriptions.Due{}
		f.must(f.store.Import(f.ctx, []subscriptions.Subscriber{sub}))
		f.wantDue(eight, 0)
		f.wantSwept(eight.Add(1), 1)
	},
}

// exported are subscribers as another store might have exported them, due at
// eight.
func (f *fixture) exported() []subscriptions.Subscriber {
	var subs []subscriptions.Subscriber
	for i := range 5 {
		sub := subscriptions.Subscriber{
			Chat:     chatOf(i),
			Schedule: subscriptions.Schedule{Zone: "UTC", Times: []subscriptions.TimeOfDay{480}, Days: subscriptions.EveryDay},
			Topics:   []subscriptions.Topic{subscriptions.Topic(fmt.Sprint("topic ", i))},
		}
		sub.Reschedule(eight.Add(-time.Hour))
		subs = append(subs, sub)
	}
	return subs
}

// crashSuite holds what must be there after the store's process was killed. A
// store may keep leases over that, or forget them.
var crashSuite = map[string]func(*fixture){
	"what was confirmed is there after a crash": func(f *fixture) {
		sub := f.subscribe(chatOf(1), "japan")
		f.tell(chatOf(1), eight, "item", 3)
		f.subscribe(chatOf(2))
		f.must(f.store.Delete(f.ctx, chatOf(2)))
		f.must(f.store.Post(f.ctx, chatOf(1), eight, parts("a", "b")...))
		f.settle(eight, subscriptions.Sent, f.wantTaken(eight, "a")...)
		f.store = f.reopen()
		f.want("topics", f.get(chatOf(1)).Topics, sub.Topics)
		f.wantTaken(eight, "b")
		f.wantDue(eight, 0)
		c := f.claimOne(eight.AddDate(0, 0, 1))
		f.want("ledger", c.Told, []subscriptions.Told{{Item: "item", Sources: 3, At: eight}})
	},
	"what was claimed is due again after a crash, and queued once": func(f *fixture) {
		f.subscribe(chatOf(1))
		lost := f.claimOne(eight)
		f.store = f.reopen()
		now := eight.Add(lease)
		c := f.claimOne(now)
		f.wantLost(f.store.Queue(f.ctx, now, subscriptions.Queued{Claim: lost, Parts: parts("lost")}))
		f.must(f.store.Queue(f.ctx, now, subscriptions.Queued{Claim: c, Parts: parts("a")}))
		f.store = f.reopen()
		f.wantDue(now.Add(lease), 0)
		f.wantTaken(now, "a")
	},
	"what was taken is taken again after a crash, in order": func(f *fixture) {
		f.subscribe(chatOf(1))
		f.queue(eight, "a", "b")
		lost := f.wantTaken(eight, "a")[0]
		f.store = f.reopen()
		now := eight.Add(lease)
		f.wantLost(f.store.Settle(f.ctx, now, subscriptions.Settled{Delivery: lost}))
		f.settle(now, subscriptions.Retry, f.wantTaken(now, "a")...)
		f.store = f.reopen()
		now = now.Add(time.Hour)
		d := f.wantTaken(now, "a")[0]
		f.want("attempt", d.Attempt, 1)
		f.settle(now, subscriptions.Sent, d)
		f.queue(eight.AddDate(0, 0, 1), "c")
		f.store = f.reopen()
		now = eight.AddDate(0, 0, 1)
		for _, want := range []string{"b", "c"} {
			f.settle(now, subscriptions.Sent, f.wantTaken(now, want)...)
		}
	},
}
