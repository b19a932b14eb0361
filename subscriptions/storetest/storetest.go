// Package storetest says in tests what a store promises: [Run] is the one
// suite that every implementation of the contracts in package subscriptions
// passes, and [Memory] is the implementation that tests of everything else use.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"newsbrief/subscriptions"
)

var _ subscriptions.Store = (*Memory)(nil)

// Open makes an empty store that lasts as long as the test. The function it
// returns ends the store as a crash would and opens it again with what it had
// made durable.
type Open func(t *testing.T) (store subscriptions.Store, reopen func() subscriptions.Store)

// Run holds the store to its contracts.
func Run(t *testing.T, open Open) {
	for _, group := range []map[string]func(*fixture){subscribersSuite, bulkSuite, slotsSuite, outboxSuite, unsentSuite, sharedSuite, crashSuite} {
		for name, test := range group {
			t.Run(name, func(t *testing.T) {
				store, reopen := open(t)
				test(&fixture{T: t, ctx: t.Context(), store: store, reopen: reopen})
			})
		}
	}
}

// fixture is a store under test.
type fixture struct {
	*testing.T
	ctx    context.Context
	store  subscriptions.Store
	reopen func() subscriptions.Store
}

const (
	platform = "telegram"
	lease    = time.Minute
)

// eight is the slot of most tests, a Tuesday.
var eight = time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)

func chatOf(n int) subscriptions.Chat {
	return subscriptions.Chat{Platform: platform, ID: fmt.Sprint(n)}
}

// must ends the test on an error.
func (f *fixture) must(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

// want reports a difference.
func (f *fixture) want(what string, got, want any) {
	f.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		f.Errorf("%s: got other than want (-want +got):\n%s", what, diff)
	}
}

// wantLost wants an error that says that a lease was lost.
func (f *fixture) wantLost(err error) {
	f.Helper()
	if !errors.Is(err, subscriptions.ErrLeaseLost) {
		f.Errorf("got error %v, want %v", err, subscriptions.ErrLeaseLost)
	}
}

// subscribe makes the chat a subscriber who is due at eight, daily, as seen
// from the evening before.
func (f *fixture) subscribe(chat subscriptions.Chat, topics ...subscriptions.Topic) subscriptions.Subscriber {
	f.Helper()
	sub, err := f.store.Update(f.ctx, chat, func(s *subscriptions.Subscriber) error {
		s.Language = "en"
		s.Schedule = subscriptions.Schedule{Zone: "UTC", Times: []subscriptions.TimeOfDay{480}, Days: subscriptions.EveryDay}
		for _, topic := range append(topics, "world") {
			s.Subscribe(topic)
		}
		s.Reschedule(eight.Add(-12 * time.Hour))
		return nil
	})
	f.must(err)
	return sub
}

func (f *fixture) get(chat subscriptions.Chat) subscriptions.Subscriber {
	f.Helper()
	sub, err := f.store.Get(f.ctx, chat)
	f.must(err)
	return sub
}

func (f *fixture) claim(now time.Time, limit int) []subscriptions.Claim {
	f.Helper()
	claims, err := f.store.Claim(f.ctx, platform, now, lease, limit)
	f.must(err)
	return claims
}

// claimOne claims all that is due and wants it to be one.
func (f *fixture) claimOne(now time.Time) subscriptions.Claim {
	f.Helper()
	claims := f.claim(now, 10)
	if len(claims) != 1 {
		f.Fatalf("got %d claims, want 1", len(claims))
	}
	return claims[0]
}

// wantDue wants so many to be due, and gives them back.
func (f *fixture) wantDue(now time.Time, n int) {
	f.Helper()
	claims := f.claim(now, 100)
	if len(claims) != n {
		f.Errorf("got %d due at %v, want %d", len(claims), now, n)
	}
	f.must(f.store.Release(f.ctx, claims...))
}

func parts(bodies ...string) []subscriptions.Part {
	var all []subscriptions.Part
	for _, body := range bodies {
		all = append(all, subscriptions.Part{Body: []byte(body)})
	}
	return all
}

// queue claims all that is due and queues the bodies for each.
func (f *fixture) queue(now time.Time, bodies ...string) {
	f.Helper()
	for _, c := range f.claim(now, 100) {
		f.must(f.store.Queue(f.ctx, now, subscriptions.Queued{Claim: c, Parts: parts(bodies...)}))
	}
}

func (f *fixture) take(now time.Time, limit int) []subscriptions.Delivery {
	f.Helper()
	out, _, err := f.store.Take(f.ctx, platform, now, lease, limit)
	f.must(err)
	return out
}

// wantTaken takes all that is ready and wants these bodies.
func (f *fixture) wantTaken(now time.Time, want ...string) []subscriptions.Delivery {
	f.Helper()
	out := f.take(now, 100)
	f.want("taken", bodies(out), want)
	return out
}

func bodies(out []subscriptions.Delivery) []string {
	var all []string
	for _, d := range out {
		all = append(all, string(d.Body))
	}
	return all
}

// upkeep does all that somebody has to do now and then, and says how many
// chats were removed.
func (f *fixture) upkeep(now time.Time) int {
	f.Helper()
	n, err := f.store.RemoveSuspended(f.ctx, now)
	f.must(errors.Join(err, f.store.RescheduleFar(f.ctx, now), f.store.HastenParts(f.ctx, now)))
	return n
}

func (f *fixture) settle(now time.Time, outcome subscriptions.Outcome, out ...subscriptions.Delivery) {
	f.Helper()
	for _, d := range out {
		f.must(f.store.Settle(f.ctx, now, subscriptions.Settled{Delivery: d, Outcome: outcome, NotBefore: now.Add(time.Hour)}))
	}
}
