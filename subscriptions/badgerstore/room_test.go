package badgerstore

import (
	"errors"
	"testing"
	"time"

	"newsbrief/subscriptions"
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

	s.commits.free = func(string) (uint64, error) { return reserve - 1, nil }
	if err := s.Queue(t.Context(), benchStart, queued); !errors.Is(err, ErrFull) {
		t.Errorf("queue: got %v, want %v", err, ErrFull)
	}
	_, err = s.Update(t.Context(), chat, func(*subscriptions.Subscriber) error { return nil })
	if !errors.Is(err, ErrFull) {
		t.Errorf("update: got %v, want %v", err, ErrFull)
	}
	out, _, err := s.Take(t.Context(), "telegram", benchStart, time.Minute, 10)
	if err != nil || len(out) != 1 {
		t.Fatalf("got %d parts and %v, want 1", len(out), err)
	}
	if err := s.Settle(t.Context(), benchStart, subscriptions.Settled{Delivery: out[0]}); err != nil {
		t.Errorf("settle: got %v, want it recorded", err)
	}

	s.commits.free = freeBytes
	if err := s.Queue(t.Context(), benchStart, queued); err != nil {
		t.Errorf("queue after room was made: %v", err)
	}
	if err := Room(o.db); err != nil {
		t.Errorf("room: %v", err)
	}
}
