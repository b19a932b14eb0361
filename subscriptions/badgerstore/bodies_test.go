package badgerstore

import (
	"encoding/binary"
	"flag"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/dgraph-io/badger/v4"
	"pgregory.net/rapid"

	"newsbrief/subscriptions"
)

// kept returns the ids of the bodies on disk, and how many parts refer to each
// id.
func kept(db *badger.DB) (bodies map[uint64]bool, refs map[uint64]int) {
	bodies, refs = map[uint64]bool{}, map[uint64]int{}
	txn := db.NewTransaction(false)
	defer txn.Discard()
	b := &batch{read: txn}
	b.walk(key(kindBody), func(item *badger.Item) bool {
		bodies[binary.BigEndian.Uint64(item.Key()[2:])] = true
		return true
	})
	b.walk(key(kindPart), func(item *badger.Item) bool {
		if p, err := partOf(item); err == nil && p.ref != 0 {
			refs[p.ref]++
		}
		return true
	})
	b.scan.Close()
	return bodies, refs
}

// onDisk counts the parts on disk.
func onDisk(db *badger.DB) (n int) {
	b := &batch{read: db.NewTransaction(false)}
	defer b.close()
	b.walk(key(kindPart), func(*badger.Item) bool {
		n++
		return true
	})
	return n
}

// due makes n chats due and claims them.
func (o *opened) due(s *Store, from, n int, at time.Time) []subscriptions.Claim {
	o.Helper()
	var subs []subscriptions.Subscriber
	for i := range n {
		subs = append(subs, member(from+i, at))
	}
	if err := s.Import(o.Context(), subs); err != nil {
		o.Fatal(err)
	}
	claims, err := s.Claim(o.Context(), "telegram", at, time.Minute, n)
	if err != nil || len(claims) != n {
		o.Fatalf("claimed %d: %v", len(claims), err)
	}
	return claims
}

// queueAll queues the text for all of the claims.
func (o *opened) queueAll(s *Store, now time.Time, claims []subscriptions.Claim, text string) {
	o.Helper()
	var done []subscriptions.Queued
	for _, c := range claims {
		done = append(done, subscriptions.Queued{Claim: c, Parts: []subscriptions.Part{{Body: []byte(text)}}})
	}
	if err := s.Queue(o.Context(), now, done...); err != nil {
		o.Fatal(err)
	}
}

// sendAll takes all that is ready and settles it.
func (o *opened) sendAll(s *Store, now time.Time, want string) (n int) {
	o.Helper()
	for {
		out, _, err := s.Take(o.Context(), "telegram", now, time.Minute, 7)
		if err != nil {
			o.Fatal(err)
		}
		if len(out) == 0 {
			return n
		}
		n += len(out)
		for _, d := range out {
			if string(d.Body) != want {
				o.Fatalf("%v: got %.20q, want %.20q", d.Chat, d.Body, want)
			}
			if err := s.Settle(o.Context(), now, subscriptions.Settled{Delivery: d}); err != nil {
				o.Fatal(err)
			}
		}
	}
}

func TestBodiesAreSharedAndRemoved(t *testing.T) {
	o := newOpened(t)
	t.Cleanup(o.close)
	s, text := o.open(), strings.Repeat("news ", 500)
	o.queueAll(s, benchStart, o.due(s, 0, 50, benchStart), text)
	if bodies, refs := kept(o.db); len(bodies) != 1 || len(refs) != 1 {
		t.Fatalf("got %d bodies on disk and %d referred to, want 1 and 1", len(bodies), len(refs))
	}
	if n := o.sendAll(s, benchStart, text); n != 50 {
		t.Fatalf("sent %d, want 50", n)
	}
	if err := s.HastenParts(t.Context(), benchStart); err != nil {
		t.Fatal(err)
	}
	if bodies, _ := kept(o.db); len(bodies) != 0 {
		t.Errorf("got %d bodies on disk when all was sent, want none", len(bodies))
	}
	if len(s.bodies.bySum)+len(s.bodies.texts) != 0 {
		t.Errorf("still in memory: %d and %d", len(s.bodies.bySum), len(s.bodies.texts))
	}
}

// TestNoBodyIsRemovedWhileOthersAreQueued queues what has been queued before:
// the body is there and no part refers to it, until the new ones are written.
func TestNoBodyIsRemovedWhileOthersAreQueued(t *testing.T) {
	o := newOpened(t)
	t.Cleanup(o.close)
	s, text := o.open(), strings.Repeat("news ", 500)
	o.queueAll(s, benchStart, o.due(s, 0, 2, benchStart), text)
	o.sendAll(s, benchStart, text)
	claims, asked := o.due(s, 100, 2, benchStart), false
	s.commits.room = func(bool) error { // is called before anything is written
		if asked = true; s.bodies.queueing.TryLock() {
			t.Error("bodies could be removed meanwhile")
			s.bodies.queueing.Unlock()
		}
		return nil
	}
	o.queueAll(s, benchStart, claims, text)
	if !asked || !s.bodies.queueing.TryLock() {
		t.Error("bodies could not be removed afterwards")
	}
}

// TestManyBodiesAreNotKept queues more texts than are remembered.
func TestManyBodiesAreNotKept(t *testing.T) {
	o := newOpened(t)
	t.Cleanup(o.close)
	s := o.open()
	for i := range mostSums {
		s.bodies.bySum[sum{0: 1, 1: byte(i), 2: byte(i >> 8)}] = body{}
	}
	text := strings.Repeat("news ", 500)
	o.queueAll(s, benchStart, o.due(s, 0, 2, benchStart), text)
	if n := len(s.bodies.bySum); n != 1 {
		t.Errorf("got %d texts remembered, want 1", n)
	}
}

func TestBodyOfOneChatStaysWithItsPart(t *testing.T) {
	o := newOpened(t)
	t.Cleanup(o.close)
	s := o.open()
	for i, c := range o.due(s, 0, 3, benchStart) {
		o.queueAll(s, benchStart, []subscriptions.Claim{c}, strings.Repeat(fmt.Sprint("news ", i), 500))
	}
	if bodies, refs := kept(o.db); len(bodies)+len(refs) != 0 {
		t.Errorf("got %d bodies and %d referred to, want none", len(bodies), len(refs))
	}
}

// TestOldBodiesAreSwept leaves bodies to the next process: those that parts
// refer to stay until these are gone.
func TestOldBodiesAreSwept(t *testing.T) {
	o := newOpened(t)
	t.Cleanup(o.close)
	s, first, second := o.open(), strings.Repeat("first ", 500), strings.Repeat("second ", 500)
	o.queueAll(s, benchStart, o.due(s, 0, 10, benchStart), first)
	o.sendAll(s, benchStart, first)
	o.queueAll(s, benchStart, o.due(s, 100, 10, benchStart), second)
	sweep := func(want int) {
		t.Helper()
		if err := s.HastenParts(t.Context(), benchStart); err != nil {
			t.Fatal(err)
		}
		if bodies, _ := kept(o.db); len(bodies) != want {
			t.Errorf("got %d bodies, want %d", len(bodies), want)
		}
	}
	s = o.reopen()
	sweep(1)
	o.queueAll(s, benchStart, o.due(s, 200, 10, benchStart), second)
	if n := o.sendAll(s, benchStart, second); n != 20 {
		t.Errorf("sent %d, want 20", n)
	}
	sweep(0)
}

// TestBodiesAreThere does anything in any order, crashes included: a body
// that a part refers to is there, and at the end none is left behind.
func TestBodiesAreThere(t *testing.T) {
	if checks := flag.Lookup("rapid.checks").Value; checks.String() == "100" { // nobody asked for more or less
		if err := checks.Set("15"); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = checks.Set("100") })
	}
	o := newOpened(t)
	t.Cleanup(o.close)
	db, err := badger.Open(badger.DefaultOptions(o.dir).WithLogger(nil).WithMemTableSize(8 << 20)) // which need not be durable
	if err != nil {
		t.Fatal(err)
	}
	o.db = db
	rapid.Check(t, func(t *rapid.T) {
		s, now, next := o.empty(), benchStart, 0
		var hand []subscriptions.Delivery
		fail := func(err error) {
			if err != nil {
				t.Fatal(err)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"queue": func(t *rapid.T) {
				n := rapid.IntRange(1, 6).Draw(t, "n")
				var done []subscriptions.Queued
				for _, c := range o.due(s, next, n, now) {
					q := subscriptions.Queued{Claim: c}
					for range rapid.IntRange(0, 2).Draw(t, "parts") {
						text := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "text")
						q.Parts = append(q.Parts, subscriptions.Part{Body: []byte(strings.Repeat(text, 300))})
					}
					done = append(done, q)
				}
				if rapid.Bool().Draw(t, "lost") {
					fail(s.Delete(o.Context(), done[0].Claim.Subscriber.Chat))
					if err := s.Queue(o.Context(), now, done...); err == nil {
						t.Fatal("a lost claim was queued")
					}
				} else {
					fail(s.Queue(o.Context(), now, done...))
				}
				next += n
			},
			"take": func(t *rapid.T) {
				out, _, err := s.Take(o.Context(), "telegram", now, time.Hour, rapid.IntRange(1, 6).Draw(t, "n"))
				fail(err)
				hand = append(hand, out...)
			},
			"settle": func(t *rapid.T) {
				for _, d := range hand {
					o := rapid.SampledFrom([]subscriptions.Outcome{subscriptions.Sent, subscriptions.Retry, subscriptions.Gone}).Draw(t, "outcome")
					_ = s.Settle(t.Context(), now, subscriptions.Settled{Delivery: d, Outcome: o, NotBefore: now.Add(time.Second)})
				}
				hand = nil
			},
			"move": func(t *rapid.T) {
				chat := member(rapid.IntRange(0, max(1, next)).Draw(t, "chat"), now).Chat
				fail(s.Move(o.Context(), chat, member(100_000+next, now).Chat))
				next++
			},
			"post": func(t *rapid.T) {
				chat := member(rapid.IntRange(0, max(1, next)).Draw(t, "chat"), now).Chat
				fail(s.Post(o.Context(), chat, now, subscriptions.Part{Body: []byte("x")}))
			},
			"delete": func(t *rapid.T) {
				fail(s.Delete(o.Context(), member(rapid.IntRange(0, max(1, next)).Draw(t, "chat"), now).Chat))
			},
			"later": func(*rapid.T) { now = now.Add(45 * time.Second) },
			"sweep": func(*rapid.T) {
				fail(s.HastenParts(o.Context(), benchStart))
			},
			"crash": func(*rapid.T) {
				var err error
				s, err = New(o.lg, o.db)
				fail(err)
				hand = nil
			},
			"": func(t *rapid.T) {
				bodies, refs := kept(o.db)
				for id, n := range refs {
					if !bodies[id] {
						t.Fatalf("%d parts refer to body %d, which is not there", n, id)
					}
				}
				onDisk := counts{seed: s.counts.seed, parts: map[uint64]int{}}
				onDisk.countAll(o.db)
				if !maps.Equal(s.counts.parts, onDisk.parts) {
					t.Fatalf("counted %v, want %v", s.counts.parts, onDisk.parts)
				}
			},
		})
		for onDisk(o.db) > 0 {
			now = now.Add(time.Hour)
			out, _, err := s.Take(o.Context(), "telegram", now, time.Minute, 100)
			fail(err)
			for _, d := range out {
				fail(s.Settle(o.Context(), now, subscriptions.Settled{Delivery: d, Outcome: subscriptions.Refused}))
			}
		}
		fail(s.HastenParts(o.Context(), benchStart))
		if bodies, _ := kept(o.db); len(bodies) > 0 {
			t.Fatalf("%d bodies are left behind", len(bodies))
		}
	})
}
