package delivery

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/subscriptions"
)

// alike is a composer of which every third chat is told the same.
type alike struct{ *composer }

func (a alike) Same(c subscriptions.Claim, _ time.Time) (key [32]byte) {
	key[0] = c.Subscriber.Chat.ID[len(c.Subscriber.Chat.ID)-1] % 3
	return key
}

func TestDigestsAreShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chats := many(60)
		w := due(t, chats...)
		w.composer.parts = 2
		w.sharer = alike{w.composer}
		w.start()
		time.Sleep(3 * time.Minute)
		w.stop()
		w.wantEach(chats, firstSlot, firstSlot+" part 2")
		if got := w.composer.calls; got > 3*2 { // two workers may begin with the same one
			t.Errorf("%d digests composed for %d chats of three kinds", got, len(chats))
		}
	})
}

func TestDigestCache(t *testing.T) {
	now := time.Date(2026, 11, 24, 8, 0, 20, 0, time.UTC)
	room := newAllowance(mostCached)
	s, other := newDigestCache(room), newDigestCache(room)
	key := func(n int) (k [32]byte) { copy(k[:], fmt.Sprint(n)); return k }
	mine := &work{parts: []subscriptions.Part{{Body: []byte("mine")}}}
	found := func(n int, at time.Time) bool { _, ok := s.find(key(n), at); return ok }

	s.put(key(1), mine, now)
	if !found(1, now.Add(39*time.Second)) || found(2, now) {
		t.Error("want what was put in this minute, and nothing else")
	}
	if found(1, now.Add(40*time.Second)) {
		t.Error("want nothing of the minute before")
	}
	s.put(key(2), mine, now.Add(time.Minute))
	if found(1, now.Add(time.Minute)) || !found(2, now.Add(time.Minute)) {
		t.Error("want the old minute's to make room")
	}
	large := &work{parts: []subscriptions.Part{{Body: make([]byte, mostCached/2)}}}
	for n := range 5 {
		s.put(key(10+n), large, now.Add(time.Minute))
	}
	if !found(10, now.Add(time.Minute)) || found(11, now.Add(time.Minute)) || s.size > mostCached {
		t.Errorf("got %d bytes in the cache, want at most %d", s.size, mostCached)
	}
	other.put(key(20), large, now)
	if _, ok := other.find(key(20), now); ok {
		t.Error("want the bound to be that of all platforms")
	}
	s.clear()
	other.put(key(20), large, now)
	if _, ok := other.find(key(20), now); !ok {
		t.Error("want what one platform gave back to be the other's")
	}
	if found(2, now.Add(time.Minute)) || s.size != 0 {
		t.Error("want nothing once it is cleared")
	}
}
