package storetest

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"newsbrief/subscriptions"
)

var slotsSuite = map[string]func(*fixture){
	"nobody is due": func(f *fixture) {
		f.wantDue(eight, 0)
		f.subscribe(chatOf(1))
		f.wantDue(eight.Add(-time.Nanosecond), 0)
		f.wantDue(eight, 1)
	},
	"claims carry the record": func(f *fixture) {
		sub := f.subscribe(chatOf(1), "japan")
		c := f.claimOne(eight)
		f.want("subscriber", c.Subscriber, sub)
		f.want("ledger", c.Told, []subscriptions.Told{})
	},
	"a claim is nobody else's until its lease runs out": func(f *fixture) {
		f.subscribe(chatOf(1))
		first := f.claimOne(eight)
		f.wantDue(eight.Add(lease-1), 0)
		second := f.claimOne(eight.Add(lease))
		f.wantLost(f.store.Queue(f.ctx, eight.Add(lease), subscriptions.Queued{Claim: first, Parts: parts("first")}))
		f.must(f.store.Queue(f.ctx, eight.Add(lease), subscriptions.Queued{Claim: second, Parts: parts("second")}))
		f.wantTaken(eight.Add(lease), "second")
	},
	"a lease that ran out is lost, though nobody else took it": func(f *fixture) {
		f.subscribe(chatOf(1))
		c := f.claimOne(eight)
		f.wantLost(f.store.Queue(f.ctx, eight.Add(lease), subscriptions.Queued{Claim: c, Parts: parts("a")}))
		f.wantDue(eight.Add(lease), 1)
	},
	"a released claim is due at once": func(f *fixture) {
		f.subscribe(chatOf(1))
		c := f.claimOne(eight)
		f.must(f.store.Release(f.ctx, c))
		again := f.claimOne(eight)
		f.must(f.store.Release(f.ctx, c))
		f.wantDue(eight, 0)
		f.wantLost(f.store.Queue(f.ctx, eight, subscriptions.Queued{Claim: c}))
		f.must(f.store.Queue(f.ctx, eight, subscriptions.Queued{Claim: again}))
	},
	"a slot is queued once": func(f *fixture) {
		f.subscribe(chatOf(1))
		q := subscriptions.Queued{Claim: f.claimOne(eight), Parts: parts("a")}
		f.must(f.store.Queue(f.ctx, eight, q))
		f.wantLost(f.store.Queue(f.ctx, eight, q))
		f.wantDue(eight.Add(time.Hour), 0)
		f.want("due", f.get(chatOf(1)).Due.At, eight.AddDate(0, 0, 1))
		f.want("done", f.get(chatOf(1)).Done, subscriptions.Done{Date: "2026-11-24", Count: 1, At: eight})
		f.wantTaken(eight, "a")
	},
	"a slot is queued once by many": func(f *fixture) {
		f.subscribe(chatOf(1))
		c := f.claimOne(eight)
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				f.store.Queue(f.ctx, eight, subscriptions.Queued{Claim: c, Parts: parts(fmt.Sprint(i))})
			})
		}
		wg.Wait()
		f.want("taken", len(f.take(eight, 10)), 1)
		f.want("done", f.get(chatOf(1)).Done.Count, 1)
	},
	"a record that changed meanwhile is composed anew": func(f *fixture) {
		f.subscribe(chatOf(1))
		c := f.claimOne(eight)
		_, err := f.store.Update(f.ctx, chatOf(1), func(s *subscriptions.Subscriber) error {
			s.Subscribe("japan")
			s.Reschedule(eight)
			return nil
		})
		f.must(err)
		f.wantLost(f.store.Queue(f.ctx, eight, subscriptions.Queued{Claim: c, Parts: parts("old"), Told: []subscriptions.Told{{Item: "old", At: eight}}}))
		again := f.claimOne(eight)
		f.want("topics", again.Subscriber.Topics, []subscriptions.Topic{"world", "japan"})
		f.want("ledger", again.Told, []subscriptions.Told{})
		f.must(f.store.Queue(f.ctx, eight, subscriptions.Queued{Claim: again, Parts: parts("new")}))
		f.wantTaken(eight, "new")
	},
	"lost claims keep no others from being queued": func(f *fixture) {
		var done []subscriptions.Queued
		for i := range 5 {
			f.subscribe(chatOf(i))
		}
		for _, c := range f.claim(eight, 10) {
			done = append(done, subscriptions.Queued{Claim: c, Parts: parts(c.Subscriber.Chat.ID)})
		}
		f.subscribe(chatOf(1), "japan")
		f.must(f.store.Delete(f.ctx, chatOf(3)))
		f.wantLost(f.store.Queue(f.ctx, eight, done...))
		got := bodies(f.take(eight, 10))
		slices.Sort(got)
		f.want("taken", got, []string{"0", "2", "4"})
		f.wantDue(eight, 1)
	},
	"nothing to send moves on all the same": func(f *fixture) {
		f.subscribe(chatOf(1))
		f.must(f.store.Queue(f.ctx, eight, subscriptions.Queued{Claim: f.claimOne(eight)}))
		f.wantDue(eight, 0)
		f.wantTaken(eight)
		f.wantDue(eight.AddDate(0, 0, 1), 1)
	},
	"the longest due come first, and no more than asked for": func(f *fixture) {
		for i := range 6 {
			f.dueAt(chatOf(i), eight.Add(time.Duration(i*7%6)*time.Minute))
		}
		var got []time.Time
		for range 3 {
			for _, c := range f.claim(eight.Add(time.Hour), 2) {
				got = append(got, c.Subscriber.Due.At)
			}
		}
		f.want("claimed", len(got), 6)
		f.want("in order", slices.IsSortedFunc(got, time.Time.Compare), true)
		f.want("none left", len(f.claim(eight.Add(time.Hour), 2)), 0)
		f.want("none asked for", len(f.claim(eight.AddDate(0, 0, 2), 0)), 0)
	},
	"each platform's claims are its own": func(f *fixture) {
		for _, chat := range namesakes {
			f.subscribe(chat)
		}
		for _, platform := range []string{"discord", "tele"} {
			claims, err := f.store.Claim(f.ctx, platform, eight, lease, 10)
			f.must(err)
			f.want("claimed", len(claims), 1)
		}
		f.want("claimed", len(f.claim(eight, 10)), len(namesakes)-2)
	},
	"the order within a slot changes from day to day": func(f *fixture) {
		const n = 20
		for i := range n {
			f.subscribe(chatOf(i))
		}
		var orders [][]string
		for day := range 3 {
			now, order := eight.AddDate(0, 0, day), []string(nil)
			for _, c := range f.claim(now, n) {
				order = append(order, c.Subscriber.Chat.ID)
				f.must(f.store.Queue(f.ctx, now, subscriptions.Queued{Claim: c}))
			}
			f.want("claimed", len(order), n)
			orders = append(orders, order)
		}
		if slices.Equal(orders[0], orders[1]) || slices.Equal(orders[1], orders[2]) {
			f.Errorf("got the same order on two days: %v", orders)
		}
	},
	"who puts off the slot is not due": func(f *fixture) {
		f.subscribe(chatOf(1))
		f.dueAt(chatOf(1), eight.Add(time.Hour))
		f.wantDue(eight, 0)
		f.wantDue(eight.Add(time.Hour), 1)
	},
	"who comes in late before others is still found": func(f *fixture) {
		f.dueAt(chatOf(1), eight.Add(time.Hour))
		f.wantDue(eight, 0)
		f.dueAt(chatOf(2), eight.Add(-time.Hour))
		f.wantDue(eight, 1)
		f.wantDue(eight.Add(time.Hour), 2)
	},
	"a clock that is set back": func(f *fixture) {
		f.subscribe(chatOf(1))
		c := f.claimOne(eight)
		f.must(f.store.Queue(f.ctx, eight.Add(-time.Hour), subscriptions.Queued{Claim: c, Parts: parts("a")}))
		f.wantDue(eight.Add(2*time.Hour), 0)
	},
	"the ledger remembers": func(f *fixture) {
		f.subscribe(chatOf(1))
		f.subscribe(chatOf(2))
		for day := range 9 {
			now := eight.AddDate(0, 0, day)
			for _, c := range f.claim(now, 10) {
				chat := c.Subscriber.Chat
				f.want("ledger", c.Told, toldUntil(chat, day))
				f.must(f.store.Queue(f.ctx, now, subscriptions.Queued{Claim: c, Told: []subscriptions.Told{
					{Item: fmt.Sprint(chat.ID, "-", day), Sources: day, At: now},
					{Item: "grows", Sources: day + 1, At: now},
				}}))
			}
		}
	},
	"RemoveSuspended removes who has been suspended for long": func(f *fixture) {
		for i := range 4 {
			f.subscribe(chatOf(i))
		}
		for i := range 3 {
			_, err := f.store.Update(f.ctx, chatOf(i), func(s *subscriptions.Subscriber) error {
				s.Suspended = eight.AddDate(0, 0, i)
				s.Reschedule(eight)
				return nil
			})
			f.must(err)
		}
		f.wantSwept(eight, 0)
		f.wantSwept(eight.AddDate(0, 0, 1).Add(1), 2)
		page, err := f.store.Page(f.ctx, subscriptions.Chat{}, 10)
		f.must(err)
		f.want("kept", len(page), 2)
		f.wantSwept(eight.AddDate(0, 0, 1).Add(1), 0)
	},
	"RemoveSuspended spares who came back": func(f *fixture) {
		f.subscribe(chatOf(1))
		for _, since := range []time.Time{eight, {}} {
			_, err := f.store.Update(f.ctx, chatOf(1), func(s *subscriptions.Subscriber) error {
				s.Suspended = since
				s.Reschedule(eight)
				return nil
			})
			f.must(err)
		}
		f.wantSwept(eight.AddDate(1, 0, 0), 0)
		f.wantDue(eight.AddDate(0, 0, 1), 1)
	},
	"RescheduleFar brings back whom a wrong clock put off": func(f *fixture) {
		const n = 300
		for i := range n {
			f.subscribe(chatOf(i))
			_, err := f.store.Update(f.ctx, chatOf(i), func(s *subscriptions.Subscriber) error {
				s.Advance(eight.AddDate(10, 0, i))
				return nil
			})
			f.must(err)
		}
		f.subscribe(chatOf(n))
		_, err := f.store.Update(f.ctx, chatOf(n), func(s *subscriptions.Subscriber) error {
			s.PausedUntil = eight.AddDate(0, 0, 60)
			s.Reschedule(eight)
			return nil
		})
		f.must(err)
		paused := f.get(chatOf(n)).Due
		for _, now := range []time.Time{boot, eight} {
			f.wantDue(eight.AddDate(0, 0, 1), 0)
			f.wantSwept(now.Add(-subscriptions.SuspendedFor), 0)
		}
		f.wantDue(eight.AddDate(0, 0, 1).Add(-time.Second), 0)
		f.want("due", len(f.claim(eight.AddDate(0, 0, 1), n+1)), n)
		f.want("paused", f.get(chatOf(n)).Due, paused)
	},
	"HastenParts has parts go that a wrong clock held up": func(f *fixture) {
		f.subscribe(chatOf(1))
		f.subscribe(chatOf(2))
		f.queue(eight, "first", "second")
		for i, d := range f.take(eight, 2) {
			wait := []time.Duration{20 * time.Hour, 40 * 365 * 24 * time.Hour}[i]
			f.must(f.store.Settle(f.ctx, eight, subscriptions.Settled{Delivery: d, Outcome: subscriptions.Retry, NotBefore: eight.Add(wait)}))
		}
		for _, now := range []time.Time{boot, eight} {
			f.wantTaken(eight.Add(time.Hour))
			f.wantSwept(now.Add(-subscriptions.SuspendedFor), 0)
		}
		f.settle(eight.Add(time.Hour), subscriptions.Sent, f.wantTaken(eight.Add(time.Hour), "first")...)
		f.settle(eight.Add(time.Hour), subscriptions.Sent, f.wantTaken(eight.Add(time.Hour), "second")...)
		f.wantTaken(eight.Add(time.Hour))
		f.wantTaken(eight.Add(21*time.Hour), "first")
	},
	"concurrent claims overlap nowhere": func(f *fixture) {
		const n = 200
		for i := range n {
			f.subscribe(chatOf(i))
		}
		var mu sync.Mutex
		seen := map[subscriptions.Chat]int{}
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for claims := f.claim(eight, 7); len(claims) > 0; claims = f.claim(eight, 7) {
					for _, c := range claims {
						if err := f.store.Queue(f.ctx, eight, subscriptions.Queued{Claim: c, Parts: parts(c.Subscriber.Chat.ID)}); err != nil {
							f.Error(err)
						}
						mu.Lock()
						seen[c.Subscriber.Chat]++
						mu.Unlock()
					}
				}
			})
		}
		wg.Wait()
		f.want("chats", len(seen), n)
		f.want("parts", len(f.take(eight, 2*n)), n)
	},
}

// boot is what a machine without a battery shows until it finds the time.
var boot = time.Unix(0, 0)

// toldUntil is what the chat has been told on the days before: within a week,
// the story that grows as it stood last.
func toldUntil(chat subscriptions.Chat, day int) []subscriptions.Told {
	var told []subscriptions.Told
	for d := max(0, day-7); d < day; d++ {
		told = append(told, subscriptions.Told{Item: fmt.Sprint(chat.ID, "-", d), Sources: d, At: eight.AddDate(0, 0, d)})
	}
	if day > 0 {
		told = append(told, subscriptions.Told{Item: "grows", Sources: day, At: eight.AddDate(0, 0, day-1)})
	}
	return told
}

// dueAt makes the chat due at the instant.
func (f *fixture) dueAt(chat subscriptions.Chat, at time.Time) {
	f.Helper()
	_, err := f.store.Update(f.ctx, chat, func(s *subscriptions.Subscriber) error {
		s.Topics = []subscriptions.Topic{"world"}
		s.Due = subscriptions.Due{Slot: subscriptions.Slot{Date: at.Format(time.DateOnly), Time: 480}, At: at}
		return nil
	})
	f.must(err)
}

func (f *fixture) wantSwept(before time.Time, want int) {
	f.Helper()
	f.want("swept", f.upkeep(before.Add(subscriptions.SuspendedFor)), want)
}
