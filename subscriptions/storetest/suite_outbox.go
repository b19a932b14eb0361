package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"newsbrief/subscriptions"
)

var outboxSuite = map[string]func(*fixture){
	"deliveries say what they are": func(f *fixture) {
		f.subscribe(chatOf(1))
		f.queue(eight, "a", "b")
		d := f.wantTaken(eight, "a")[0]
		d.ID, d.Lease = 0, none
		f.want("delivery", d, subscriptions.Delivery{
			Chat: chatOf(1), Slot: subscriptions.Slot{Date: "2026-11-24", Time: 480}, Part: 1, Parts: 2,
			Body: []byte("a"), Queued: eight, NotBefore: eight,
		})
	},
	"the parts of a chat go out in order, one at a time": func(f *fixture) {
		f.subscribe(chatOf(1))
		f.queue(eight, "a", "b", "c")
		f.queue(eight.AddDate(0, 0, 1), "d", "e")
		now := eight.AddDate(0, 0, 1)
		for _, want := range []string{"a", "b", "c", "d", "e"} {
			out := f.wantTaken(now, want)
			f.wantTaken(now)
			f.settle(now, subscriptions.Sent, out...)
		}
		f.wantTaken(now)
	},
	"a part is nobody else's until its lease runs out": func(f *fixture) {
		f.must(f.store.Post(f.ctx, chatOf(1), eight, parts("a")...))
		first := f.wantTaken(eight, "a")[0]
		f.wantTaken(eight.Add(lease - 1))
		second := f.wantTaken(eight.Add(lease), "a")[0]
		f.wantLost(f.store.Settle(f.ctx, eight.Add(lease), subscriptions.Settled{Delivery: first}))
		f.must(f.store.Settle(f.ctx, eight.Add(lease), subscriptions.Settled{Delivery: second}))
		f.wantLost(f.store.Settle(f.ctx, eight.Add(lease), subscriptions.Settled{Delivery: second}))
	},
	"a retry waits and says how often": func(f *fixture) {
		f.must(f.store.Post(f.ctx, chatOf(1), eight, parts("a", "b")...))
		f.settle(eight, subscriptions.Retry, f.wantTaken(eight, "a")...)
		f.wantTaken(eight.Add(time.Hour - 1))
		d := f.wantTaken(eight.Add(time.Hour), "a")[0]
		f.want("attempt", d.Attempt, 1)
		f.want("plain", d.Plain, false)
		f.want("not before", d.NotBefore, eight.Add(time.Hour))
		f.want("queued", d.Queued, eight)
		f.settle(eight.Add(time.Hour), subscriptions.RetryPlain, d)
		d = f.wantTaken(eight.Add(2*time.Hour), "a")[0]
		f.want("attempt", d.Attempt, 2)
		f.want("plain", d.Plain, true)
		f.settle(eight.Add(2*time.Hour), subscriptions.Retry, d)
		d = f.wantTaken(eight.Add(3*time.Hour), "a")[0]
		f.want("still plain", d.Plain, true)
		f.settle(eight.Add(3*time.Hour), subscriptions.Sent, d)
		d = f.wantTaken(eight.Add(3*time.Hour), "b")[0]
		f.want("attempt", d.Attempt, 0)
		f.want("plain", d.Plain, false)
	},
	"what was not tried waits as it was": func(f *fixture) {
		f.must(f.store.Post(f.ctx, chatOf(1), eight, parts("a")...))
		f.settle(eight, subscriptions.Untried, f.wantTaken(eight, "a")...)
		f.wantTaken(eight.Add(time.Hour - 1))
		d := f.wantTaken(eight.Add(time.Hour), "a")[0]
		f.want("attempt", d.Attempt, 0)
		f.want("plain", d.Plain, false)
		f.want("queued", d.Queued, eight)
	},
	"what is refused leaves the outbox": func(f *fixture) {
		f.must(f.store.Post(f.ctx, chatOf(1), eight, parts("a", "b")...))
		f.settle(eight, subscriptions.Refused, f.wantTaken(eight, "a")...)
		f.settle(eight, subscriptions.Sent, f.wantTaken(eight, "b")...)
		f.wantTaken(eight.AddDate(0, 0, 1))
	},
	"a chat that waits holds up nobody, and its own later parts": func(f *fixture) {
		f.must(f.store.Post(f.ctx, chatOf(1), eight, parts("1a", "1b")...))
		f.settle(eight, subscriptions.Retry, f.wantTaken(eight, "1a")...)
		f.must(f.store.Post(f.ctx, chatOf(1), eight, parts("1c")...))
		f.must(f.store.Post(f.ctx, chatOf(2), eight, parts("2a")...))
		f.settle(eight, subscriptions.Sent, f.wantTaken(eight, "2a")...)
		now := eight.Add(time.Hour)
		for _, want := range []string{"1a", "1b", "1c"} {
			f.settle(now, subscriptions.Sent, f.wantTaken(now, want)...)
		}
	},
	"what was posted goes ahead of digests": func(f *fixture) {
		for i := range 3 {
			f.subscribe(chatOf(i))
		}
		f.queue(eight, "digest")
		f.must(f.store.Post(f.ctx, chatOf(9), eight.Add(time.Minute), parts("answer")...))
		out := f.take(eight.Add(time.Minute), 1)
		f.want("first", bodies(out), []string{"answer"})
		f.want("slot", out[0].Slot, subscriptions.Slot{})
		f.want("rest", len(f.take(eight.Add(time.Minute), 10)), 3)
	},
	"what was posted to a chat goes ahead of its digest": func(f *fixture) {
		f.subscribe(chatOf(1))
		f.queue(eight, "digest 1", "digest 2")
		digest := f.wantTaken(eight, "digest 1")
		f.must(f.store.Post(f.ctx, chatOf(1), eight, parts("answer 1", "answer 2")...))
		f.wantTaken(eight)
		f.settle(eight, subscriptions.Sent, digest...)
		for _, want := range []string{"answer 1", "answer 2", "digest 2"} {
			f.settle(eight, subscriptions.Sent, f.wantTaken(eight, want)...)
		}
	},
	"the oldest go first, and no more than asked for": func(f *fixture) {
		for i := range 6 {
			f.must(f.store.Post(f.ctx, chatOf(i*7%6), eight.Add(time.Duration(i)*time.Minute), parts(fmt.Sprint(i))...))
		}
		now := eight.Add(time.Hour)
		f.want("first", bodies(f.take(now, 4)), []string{"0", "1", "2", "3"})
		f.want("rest", bodies(f.take(now, 4)), []string{"4", "5"})
	},
	"each platform takes its own": func(f *fixture) {
		for _, chat := range namesakes {
			f.must(f.store.Post(f.ctx, chat, eight, parts(chat.String())...))
		}
		for _, platform := range []string{"discord", "tele"} {
			out, _, err := f.store.Take(f.ctx, platform, eight, lease, 10)
			f.must(err)
			f.want("taken", len(out), 1)
		}
		f.want("taken", len(f.take(eight, 10)), len(namesakes)-2)
	},
	"Take says when to come again": func(f *fixture) {
		f.wantMore(eight, 10, time.Time{})
		f.must(f.store.Post(f.ctx, chatOf(1), eight.Add(time.Hour), parts("later")...))
		f.wantMore(eight, 10, eight.Add(time.Hour))
		f.must(f.store.Post(f.ctx, chatOf(2), eight, parts("a", "b")...))
		f.must(f.store.Post(f.ctx, chatOf(3), eight, parts("c")...))
		out, more, err := f.store.Take(f.ctx, platform, eight, lease, 1)
		f.must(err)
		f.want("more is ready", more.After(eight), false)
		rest := f.take(eight, 1)
		f.wantMore(eight, 10, eight.Add(lease))
		f.settle(eight, subscriptions.Sent, append(out, rest...)...)
		last := f.wantTaken(eight, "b")
		f.settle(eight, subscriptions.Sent, last...)
		f.wantMore(eight, 10, eight.Add(time.Hour))
		f.settle(eight.Add(time.Hour), subscriptions.Sent, f.wantTaken(eight.Add(time.Hour), "later")...)
		f.wantMore(eight.Add(time.Hour), 10, time.Time{})
	},
	"what comes in before others is still found": func(f *fixture) {
		f.must(f.store.Post(f.ctx, chatOf(1), eight.Add(time.Hour), parts("later")...))
		f.wantTaken(eight)
		f.must(f.store.Post(f.ctx, chatOf(2), eight.Add(-time.Hour), parts("earlier")...))
		f.wantTaken(eight, "earlier")
	},
	"who is gone is suspended and keeps what was set up": func(f *fixture) {
		before := f.subscribe(chatOf(1), "japan")
		f.subscribe(chatOf(2))
		f.queue(eight, "a", "b")
		f.must(f.store.Post(f.ctx, chatOf(1), eight, parts("answer")...))
		for _, d := range f.take(eight, 10) {
			if d.Chat == chatOf(1) {
				f.settle(eight, subscriptions.Gone, d)
			}
		}
		got := f.get(chatOf(1))
		f.want("suspended", got.Suspended, eight)
		f.want("due", got.Due, subscriptions.Due{})
		f.want("topics", got.Topics, before.Topics)
		f.want("schedule", got.Schedule, before.Schedule)
		f.wantDue(eight.AddDate(0, 0, 1), 1)
		f.want("left", f.chatsTaken(eight.Add(lease)), []string{"2"})
		f.wantSwept(eight.Add(1), 1)
	},
	"a chat that is gone and has no record": func(f *fixture) {
		f.must(f.store.Post(f.ctx, chatOf(1), eight, parts("a", "b")...))
		f.settle(eight, subscriptions.Gone, f.wantTaken(eight, "a")...)
		f.wantTaken(eight.Add(lease))
		if _, err := f.store.Get(f.ctx, chatOf(1)); !errors.Is(err, subscriptions.ErrNotFound) {
			f.Errorf("got %v, want %v", err, subscriptions.ErrNotFound)
		}
	},
	"who is suspended by others gets nothing more": func(f *fixture) {
		f.subscribe(chatOf(1))
		f.queue(eight, "a")
		_, err := f.store.Update(f.ctx, chatOf(1), func(s *subscriptions.Subscriber) error {
			s.Suspended = eight
			s.Reschedule(eight)
			return nil
		})
		f.must(err)
		f.wantTaken(eight)
	},
	"a chat that changes keeps what waits for it": func(f *fixture) {
		f.subscribe(chatOf(1))
		f.queue(eight, "a")
		f.subscribe(chatOf(1), "japan")
		d := f.wantTaken(eight, "a")
		f.subscribe(chatOf(1), "ai")
		f.settle(eight, subscriptions.Sent, d...)
	},
	"lost deliveries keep no others from being recorded": func(f *fixture) {
		for i := range 3 {
			f.must(f.store.Post(f.ctx, chatOf(i), eight, parts(fmt.Sprint(i))...))
		}
		var settled []subscriptions.Settled
		for _, d := range f.take(eight, 10) {
			settled = append(settled, subscriptions.Settled{Delivery: d})
		}
		settled[1].Delivery.Lease.Holder = "somebody else"
		f.wantLost(f.store.Settle(f.ctx, eight, settled...))
		f.wantTaken(eight.Add(lease), "1")
	},
	"Ready hints at what may go": func(f *fixture) {
		ready := f.store.Ready(platform)
		hinted := func(after string, want bool) {
			f.Helper()
			select {
			case <-ready:
				if !want {
					f.Errorf("after %s: got a hint, want none", after)
				}
			default:
				if want {
					f.Errorf("after %s: got no hint", after)
				}
			}
		}
		f.subscribe(chatOf(1))
		hinted("a subscription", false)
		f.queue(eight, "a", "b")
		hinted("queued parts", true)
		hinted("the hint", false)
		first := f.wantTaken(eight, "a")
		hinted("taking", false)
		f.settle(eight, subscriptions.Sent, first...)
		hinted("the part before", true)
		f.must(f.store.Post(f.ctx, subscriptions.Chat{Platform: "discord", ID: "1"}, eight, parts("c")...))
		hinted("a post on another platform", false)
		f.must(f.store.Post(f.ctx, chatOf(2), eight, parts("c")...))
		f.must(f.store.Post(f.ctx, chatOf(3), eight, parts("d")...))
		hinted("two posts", true)
		hinted("one hint for both", false)
		f.must(f.store.Move(f.ctx, chatOf(2), chatOf(4)))
		hinted("a move", true)
	},
	"leases of a chat are told apart": func(f *fixture) {
		f.must(f.store.Post(f.ctx, chatOf(1), eight, parts("a")...))
		first := f.wantTaken(eight, "a")[0].Lease
		second := f.wantTaken(eight.Add(lease), "a")[0].Lease
		if first.Holder == "" || first.Holder != second.Holder || second.Epoch <= first.Epoch {
			f.Errorf("got %+v and then %+v, want one holder and a higher epoch", first, second)
		}
		f.store = f.reopen()
		if third := f.wantTaken(eight.Add(2*lease), "a")[0].Lease; third.Holder == first.Holder {
			f.Errorf("got %+v after a restart, want another holder", third)
		}
	},
	"bodies of any bytes, and many parts": func(f *fixture) {
		body := make([]byte, 70_000)
		for i := range body {
			body[i] = byte(i * i >> 3)
		}
		f.must(f.store.Post(f.ctx, chatOf(1), eight, subscriptions.Part{}, subscriptions.Part{Body: body}))
		f.settle(eight, subscriptions.Sent, f.wantTaken(eight, "")...)
		f.settle(eight, subscriptions.Sent, f.wantTaken(eight, string(body))...)
		f.must(f.store.Post(f.ctx, chatOf(1), eight))
		f.wantTaken(eight)
	},
	"concurrent senders send each part once and in order": func(f *fixture) {
		const chats, each = 30, 3
		for i := range chats {
			f.subscribe(chatOf(i))
		}
		f.queue(eight, "1", "2", "3")
		var mu sync.Mutex
		sent := map[string]string{}
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for out := f.take(eight, 5); len(out) > 0; out = f.take(eight, 5) {
					for _, d := range out {
						mu.Lock()
						sent[d.Chat.ID] += string(d.Body)
						mu.Unlock()
						f.settle(eight, subscriptions.Sent, d)
					}
				}
			})
		}
		wg.Wait()
		for out := f.take(eight, 5); len(out) > 0; out = f.take(eight, 5) {
			for _, d := range out {
				sent[d.Chat.ID] += string(d.Body)
			}
			f.settle(eight, subscriptions.Sent, out...)
		}
		f.want("chats", len(sent), chats)
		for chat, got := range sent {
			f.want("sent to "+chat, got, "123")
		}
	},
}

// wantMore takes all that is ready and wants to be told to come again then.
func (f *fixture) wantMore(now time.Time, limit int, want time.Time) {
	f.Helper()
	_, more, err := f.store.Take(f.ctx, platform, now, lease, limit)
	f.must(err)
	if !more.Equal(want) {
		f.Errorf("got more at %v, want %v", more, want)
	}
}

// chatsTaken takes all that is ready and says for whom.
func (f *fixture) chatsTaken(now time.Time) []string {
	var ids []string
	for _, d := range f.take(now, 100) {
		ids = append(ids, d.Chat.ID)
	}
	slices.Sort(ids)
	return ids
}
