package badgerstore

import (
	"errors"
	"testing"
	"time"

	"newsbrief/subscriptions"
	"newsbrief/subscriptions/badgerdb"
)

func TestFullDisk(t *testing.T) {
	o := newOpened(t)
	s := o.open()
	defer o.close()
	chat := benchMembers(t, s, 1)[0].Chat
	if err := s.Post(t.Context(), chat, benchStart, subscriptions.Part{Body: []byte("a")}); err != nil {
		t.Fatal(err)
	}
	claims, err := s.Claim(t.Context(), "telegram", benchStart, time.Minute, 1)
	if err != nil || len(claims) != 1 {
		t.Fatalf("got %d claims and %v, want 1", len(claims), err)
	}
	queued := subscriptions.Queued{Claim: claims[0], Parts: []subscriptions.Part{{Body: []byte("b")}}}

	s.commits.room = func(frees bool) error {
		if frees {
			return nil
		}
		return badgerdb.ErrFull
	}
	if err := s.Queue(t.Context(), benchStart, queued); !errors.Is(err, badgerdb.ErrFull) {
		t.Errorf("queue: got %v, want %v", err, badgerdb.ErrFull)
	}
	_, err = s.Update(t.Context(), chat, func(*subscriptions.Subscriber) error { return nil })
	if !errors.Is(err, badgerdb.ErrFull) {
		t.Errorf("update: got %v, want %v", err, badgerdb.ErrFull)
	}
	out, _, err := s.Take(t.Context(), "telegram", benchStart, time.Minute, 10)
	if err != nil || len(out) != 1 {
		t.Fatalf("got %d parts and %v, want 1", len(out), err)
	}
	if err := s.Settle(t.Context(), benchStart, subscriptions.Settled{Delivery: out[0]}); err != nil {
		t.Errorf("settle: got %v, want it recorded", err)
	}

	s.commits.room = func(bool) error { return nil }
	if err := s.Queue(t.Context(), benchStart, queued); err != nil {
		t.Errorf("queue after room was made: %v", err)
	}
}
