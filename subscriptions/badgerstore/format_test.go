package badgerstore

import (
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/google/go-cmp/cmp"

	"newsbrief/subscriptions"
)

// testdata/format1.txt has the keys and values of a store that a program with
// format 1 left behind, in hex, a line each: chat 1 has been told a story and
// has two parts to come, one of which has a body of its own key; chat 2 is
// suspended.

// load puts what the file has into the database.
func (o *opened) load(file string) {
	o.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		o.Fatal(err)
	}
	err = o.db.Update(func(txn *badger.Txn) error {
		for line := range strings.Lines(string(text)) {
			k, v, _ := strings.Cut(strings.TrimSpace(line), " ")
			key, errKey := hex.DecodeString(k)
			value, errValue := hex.DecodeString(v)
			if errKey != nil || errValue != nil {
				return fmt.Errorf("%q: %v, %v", line, errKey, errValue)
			}
			if err := txn.Set(key, value); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		o.Fatal(err)
	}
}

func TestFormat1IsRead(t *testing.T) {
	o := newOpened(t)
	t.Cleanup(o.close)
	o.open()
	o.load("testdata/format1.txt")
	s := o.reopen()
	one, two := formatSubscribers()
	for _, want := range []subscriptions.Subscriber{one, two} {
		got, err := s.Get(t.Context(), want.Chat)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	}
	claims, err := s.Claim(t.Context(), "telegram", one.Due.At, time.Minute, 10)
	if err != nil || len(claims) != 1 {
		t.Fatalf("got %d claims and %v, want 1", len(claims), err)
	}
	told := []subscriptions.Told{{Item: "ferry", Sources: 3, At: benchStart.Add(8 * time.Hour)}}
	if diff := cmp.Diff(told, claims[0].Told); diff != "" {
		t.Errorf("ledger (-want +got):\n%s", diff)
	}
	for _, want := range []string{formatLong, "and a short part"} {
		out, _, err := s.Take(t.Context(), "telegram", one.Due.At, time.Minute, 10)
		if err != nil || len(out) != 1 || string(out[0].Body) != want {
			t.Fatalf("got %v and %v, want %.20q", out, err, want)
		}
		if err := s.Settle(t.Context(), one.Due.At, subscriptions.Settled{Delivery: out[0]}); err != nil {
			t.Error(err)
		}
	}
	if n, err := s.RemoveSuspended(t.Context(), two.Suspended.Add(subscriptions.SuspendedFor+1)); n != 1 || err != nil {
		t.Errorf("removed %d and %v, want 1", n, err)
	}
}

var formatLong = strings.Repeat("A long part that many chats are told. ", 8)

// formatSubscribers are those of the file.
func formatSubscribers() (one, two subscriptions.Subscriber) {
	one = subscriptions.Subscriber{
		Chat: subscriptions.Chat{Platform: "telegram", ID: "-100", Thread: "7"}, Language: "vi", Reads: []string{"vi", "en"},
		Schedule: subscriptions.Schedule{Zone: "Asia/Bangkok", Guessed: true, Times: []subscriptions.TimeOfDay{480, 1080}, Days: subscriptions.Weekdays},
		Topics:   []subscriptions.Topic{"japan", "night ferries"}, Length: subscriptions.Short,
		PausedUntil: benchStart.Add(-time.Hour),
		Due:         subscriptions.Due{Slot: subscriptions.Slot{Date: "2026-11-24", Time: 1080}, At: benchStart.Add(11 * time.Hour)},
		Done:        subscriptions.Done{Date: "2026-11-24", Count: 1}, Version: 2,
	}
	two = one.Clone()
	two.Chat = subscriptions.Chat{Platform: "telegram", ID: "2"}
	two.Suspended, two.Due, two.Done, two.Version = benchStart, subscriptions.Due{}, subscriptions.Done{}, 1
	return one, two
}
