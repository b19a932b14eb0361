package storetest

import (
	"time"

	"newsbrief/subscriptions"
)

// unsentSuite is about what leaves the outbox without having been sent, and
// about parts whose chat gets another id.
var unsentSuite = map[string]func(*fixture){
	"what a suspended chat was not sent is told later": func(f *fixture) {
		f.tellThree()
		f.settle(eight, subscriptions.Sent, f.wantTaken(eight, "a")...)
		f.settle(eight, subscriptions.Gone, f.wantTaken(eight, "b")...)
		f.restore()
		f.wantTold("ferry")
	},
	"who is suspended by somebody else is told later too": func(f *fixture) {
		f.tellThree()
		f.settle(eight, subscriptions.Sent, f.wantTaken(eight, "a")...)
		f.change(func(s *subscriptions.Subscriber) { s.Suspended = eight })
		f.restore()
		f.wantTold("ferry")
	},
	"a part that is refused is told later": func(f *fixture) {
		f.tellThree()
		f.settle(eight, subscriptions.Sent, f.wantTaken(eight, "a")...)
		f.settle(eight, subscriptions.Refused, f.wantTaken(eight, "b")...)
		f.settle(eight, subscriptions.Sent, f.wantTaken(eight, "c")...)
		f.wantTold("ferry", "violin")
	},
	"an earlier digest's telling stands when a later one is not sent": func(f *fixture) {
		f.subscribe(chatOf(1), "japan")
		for day, outcome := range []subscriptions.Outcome{subscriptions.Sent, subscriptions.Refused} {
			now := eight.AddDate(0, 0, day)
			f.must(f.store.Queue(f.ctx, now, subscriptions.Queued{
				Claim: f.claimOne(now), Parts: parts("a"), Told: []subscriptions.Told{{Item: "ferry", Sources: 1 + day, At: now, Part: 1}},
			}))
			f.settle(now, outcome, f.wantTaken(now, "a")...)
		}
		c := f.claimOne(eight.AddDate(0, 0, 2))
		f.want("told", c.Told, []subscriptions.Told{{Item: "ferry", Sources: 1, At: eight}})
	},
	"where the part of a story is not known it goes with the first": func(f *fixture) {
		f.subscribe(chatOf(1), "japan")
		f.must(f.store.Queue(f.ctx, eight, subscriptions.Queued{
			Claim: f.claimOne(eight), Parts: parts("a", "b"), Told: []subscriptions.Told{{Item: "ferry", Sources: 1, At: eight}},
		}))
		f.settle(eight, subscriptions.Refused, f.wantTaken(eight, "a")...)
		f.settle(eight, subscriptions.Sent, f.wantTaken(eight, "b")...)
		f.wantTold()
	},
	"a topic that is no longer wanted leaves the outbox": func(f *fixture) {
		f.tellThree()
		f.change(func(s *subscriptions.Subscriber) { s.Unsubscribe("japan") })
		f.settle(eight, subscriptions.Sent, f.wantTaken(eight, "b")...)
		f.settle(eight, subscriptions.Sent, f.wantTaken(eight, "c")...)
		f.wantTaken(eight)
		f.wantTold("orchid", "violin")
	},
	"a part behind the first leaves too": func(f *fixture) {
		f.tellThree()
		f.change(func(s *subscriptions.Subscriber) { s.Unsubscribe("health"); s.Unsubscribe("sports") })
		f.settle(eight, subscriptions.Sent, f.wantTaken(eight, "a")...)
		f.settle(eight, subscriptions.Sent, f.wantTaken(eight, "c")...)
		f.wantTaken(eight)
		f.wantTold("ferry", "violin")
	},
	"all leave where no topic is wanted": func(f *fixture) {
		f.tellThree()
		f.change(func(s *subscriptions.Subscriber) { s.Topics = nil })
		f.wantTaken(eight)
		f.wantTold()
	},
	"a topic that leaves while its part is sent changes nothing of it": func(f *fixture) {
		f.tellThree()
		d := f.wantTaken(eight, "a")[0]
		f.change(func(s *subscriptions.Subscriber) { s.Unsubscribe("japan") })
		f.wantLost(f.store.Settle(f.ctx, eight, subscriptions.Settled{Delivery: d}))
		f.settle(eight, subscriptions.Sent, f.wantTaken(eight, "b")...)
	},
	"other changes take nothing from the outbox": func(f *fixture) {
		f.tellThree()
		f.change(func(s *subscriptions.Subscriber) { s.Language = "ja"; s.Subscribe("energy") })
		for _, body := range []string{"a", "b", "c"} {
			f.settle(eight, subscriptions.Sent, f.wantTaken(eight, body)...)
		}
		f.wantTold("ferry", "orchid", "violin")
	},
	"a part keeps its id when its chat moves": func(f *fixture) {
		f.tellThree()
		f.must(f.store.Post(f.ctx, chatOf(2), eight, parts("x")...))
		seen := map[uint64]string{}
		for i, body := range []string{"a", "b", "c"} {
			from, to := chatOf(10+i), chatOf(11+i)
			if i == 0 {
				from = chatOf(1)
			}
			var before subscriptions.Delivery
			for _, d := range f.take(eight, 10) {
				if other := seen[d.ID]; d.ID == 0 || other != "" && other != string(d.Body) {
					f.Errorf("%s has the id %d, as has %q", d.Body, d.ID, other)
				}
				if seen[d.ID] = string(d.Body); string(d.Body) == body {
					before = d
				}
			}
			f.must(f.store.Move(f.ctx, from, to))
			after := f.wantTaken(eight, body)[0]
			f.want("id", after.ID, before.ID)
			f.must(f.store.Settle(f.ctx, eight, subscriptions.Settled{Delivery: after}))
		}
	},
}

// tellThree queues a digest of three parts, about three topics, that tells the
// chat 1 of a ferry, an orchid and a violin.
func (f *fixture) tellThree() {
	f.Helper()
	f.subscribe(chatOf(1), "japan", "health", "sports")
	f.must(f.store.Queue(f.ctx, eight, subscriptions.Queued{
		Claim: f.claimOne(eight), Parts: parts("a", "b", "c"), Told: []subscriptions.Told{
			{Item: "ferry", Sources: 1, At: eight, Part: 1, Topic: "japan"},
			{Item: "orchid", Sources: 1, At: eight, Part: 2, Topic: "health"},
			{Item: "violin", Sources: 1, At: eight, Part: 3, Topic: "world"},
		},
	}))
}

func (f *fixture) change(change func(*subscriptions.Subscriber)) {
	f.Helper()
	_, err := f.store.Update(f.ctx, chatOf(1), func(s *subscriptions.Subscriber) error {
		change(s)
		s.Reschedule(eight)
		return nil
	})
	f.must(err)
}

func (f *fixture) restore() {
	f.Helper()
	f.change(func(s *subscriptions.Subscriber) { s.Suspended = time.Time{} })
}

// wantTold wants the chat to have been told of these, at its next slot.
func (f *fixture) wantTold(items ...string) {
	f.Helper()
	f.change(func(s *subscriptions.Subscriber) { s.Subscribe("japan") })
	var got []string
	for _, told := range f.claimOne(eight.AddDate(0, 0, 1)).Told {
		got = append(got, told.Item)
	}
	f.want("told", got, items)
}
