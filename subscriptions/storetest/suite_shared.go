package storetest

import (
	"fmt"
	"strings"
	"time"

	"newsbrief/subscriptions"
)

// long is a text of the length of a digest.
func long(name string) string { return strings.Repeat(name+" ", 300) }

// alike makes n chats due and queues the same parts for all of them at once.
func (f *fixture) alike(n int, bodies ...string) {
	f.Helper()
	for i := range n {
		f.subscribe(chatOf(i + 1))
	}
	f.queueAll(eight, bodies...)
}

// queueAll queues the same parts for all that is due in one call.
func (f *fixture) queueAll(now time.Time, bodies ...string) {
	f.Helper()
	var done []subscriptions.Queued
	for _, c := range f.claim(now, 100) {
		done = append(done, subscriptions.Queued{Claim: c, Parts: parts(bodies...)})
	}
	f.must(f.store.Queue(f.ctx, now, done...))
}

// wantEach takes what is ready, wants it to be this for each of the chats, and
// says that it was sent.
func (f *fixture) wantEach(now time.Time, want string, chats ...int) {
	f.Helper()
	got, all := map[string]string{}, map[string]string{}
	out := f.take(now, 100)
	for _, d := range out {
		got[d.Chat.ID] = string(d.Body)
	}
	for _, n := range chats {
		all[fmt.Sprint(n)] = want
	}
	f.want("taken", got, all)
	f.settle(now, subscriptions.Sent, out...)
}

// sharedSuite is about digests that many chats are told alike. Whether a store
// keeps what they have in common once is its own affair: each chat gets all of
// it, whatever becomes of the others.
var sharedSuite = map[string]func(*fixture){
	"what is alike reaches everyone": func(f *fixture) {
		f.alike(4, long("a"), long("b"))
		f.wantEach(eight, long("a"), 1, 2, 3, 4)
		f.wantEach(eight, long("b"), 1, 2, 3, 4)
		f.wantTaken(eight.AddDate(0, 0, 1))
	},
	"what is alike outlives a crash": func(f *fixture) {
		f.alike(4, long("a"), long("b"))
		f.wantEach(eight, long("a"), 1, 2, 3, 4)
		f.store = f.reopen()
		f.wantEach(eight, long("b"), 1, 2, 3, 4)
		f.wantTaken(eight.AddDate(0, 0, 1))
	},
	"what is alike comes again long after": func(f *fixture) {
		f.alike(3, long("a"))
		f.wantEach(eight, long("a"), 1, 2, 3)
		for day := 1; day < 4; day++ {
			now := eight.AddDate(0, 0, day)
			f.queueAll(now, long("a"))
			f.wantEach(now, long("a"), 1, 2, 3)
		}
	},
	"one that waits keeps what the others are done with": func(f *fixture) {
		f.alike(3, long("a"), long("b"))
		var waits subscriptions.Delivery
		for _, d := range f.take(eight, 100) {
			outcome := subscriptions.Sent
			if d.Chat == chatOf(2) {
				waits, outcome = d, subscriptions.RetryPlain
			}
			f.settle(eight, outcome, d)
		}
		f.wantEach(eight, long("b"), 1, 3)
		f.want("waits", waits.Chat, chatOf(2))
		f.must(f.store.Post(f.ctx, chatOf(9), eight, parts("c")...))
		for range 2 {
			f.store = f.reopen()
			f.upkeep(eight)
		}
		now := eight.AddDate(0, 0, 2)
		d := f.take(now, 1)
		f.settle(now, subscriptions.Sent, d...)
		f.wantEach(now, long("a"), 2)
		f.wantEach(now, long("b"), 2)
	},
	"chats that leave take nothing from the others": func(f *fixture) {
		f.alike(5, long("a"), long("b"))
		out := f.take(eight, 1)
		f.settle(eight, subscriptions.Gone, out...)
		left := map[int]bool{1: true, 2: true, 3: true, 4: true, 5: true}
		var gone int
		_, err := fmt.Sscan(out[0].Chat.ID, &gone)
		f.must(err)
		delete(left, gone)
		deleted, moved := gone%5+1, (gone+1)%5+1
		f.must(f.store.Delete(f.ctx, chatOf(deleted)))
		delete(left, deleted)
		f.must(f.store.Move(f.ctx, chatOf(moved), chatOf(77)))
		delete(left, moved)
		left[77] = true
		var chats []int
		for n := range left {
			chats = append(chats, n)
		}
		f.wantEach(eight, long("a"), chats...)
		f.upkeep(eight.Add(-time.Hour))
		f.wantEach(eight, long("b"), chats...)
	},
}
