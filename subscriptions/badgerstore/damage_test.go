package badgerstore

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/google/go-cmp/cmp"

	"newsbrief/subscriptions"
)

// logged is a store whose log can be read.
func logged(t *testing.T) (*opened, *Store, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	o := newOpened(t)
	o.lg = slog.New(slog.NewTextHandler(&log, nil))
	t.Cleanup(o.close)
	return o, o.open(), &log
}

// overwrite puts a value under the first key with the prefix.
func (o *opened) overwrite(prefix, value []byte) {
	o.Helper()
	err := o.db.Update(func(txn *badger.Txn) error {
		scan := newScan(txn, prefix)
		defer scan.Close()
		scan.Rewind()
		if !scan.Valid() {
			return fmt.Errorf("no key begins with %q", prefix)
		}
		return txn.Set(scan.Item().KeyCopy(nil), value)
	})
	if err != nil {
		o.Fatal(err)
	}
}

func benchMembers(t *testing.T, s *Store, n int) []subscriptions.Subscriber {
	t.Helper()
	var subs []subscriptions.Subscriber
	for i := range n {
		subs = append(subs, member(i, benchStart))
	}
	if err := s.Import(t.Context(), subs); err != nil {
		t.Fatal(err)
	}
	return subs
}

func TestDamagedRecordIsSteppedOver(t *testing.T) {
	for _, value := range [][]byte{nil, {version}, {99, 1, 2}, bytes.Repeat([]byte{0xff}, 40)} {
		t.Run(fmt.Sprintf("%.8x", value), func(t *testing.T) {
			o, s, log := logged(t)
			subs := benchMembers(t, s, 3)
			chat := subs[1].Chat
			o.overwrite(chatKey(kindRecord, chat), value)

			claims, err := s.Claim(t.Context(), "telegram", benchStart, time.Minute, 10)
			if err != nil || len(claims) != 2 {
				t.Errorf("claim: got %d claims and %v, want 2", len(claims), err)
			}
			page, err := s.Page(t.Context(), subscriptions.Chat{}, 10)
			if err != nil || len(page) != 2 {
				t.Errorf("page: got %d subscribers and %v, want 2", len(page), err)
			}
			if _, err := s.Get(t.Context(), chat); !errors.Is(err, subscriptions.ErrNotFound) {
				t.Errorf("get: got %v, want %v", err, subscriptions.ErrNotFound)
			}
			if !strings.Contains(log.String(), chat.ID) {
				t.Errorf("got log %q, want it to name %v", log, chat)
			}
			checkReplaced(t, s, subs[1])
		})
	}
}

// checkReplaced wants a damaged record to give way to a good one.
func checkReplaced(t *testing.T, s *Store, sub subscriptions.Subscriber) {
	t.Helper()
	if err := s.Import(t.Context(), []subscriptions.Subscriber{sub}); err != nil {
		t.Fatal(err)
	}
	claims, err := s.Claim(t.Context(), "telegram", benchStart, time.Minute, 10)
	if err != nil || len(claims) != 1 || claims[0].Subscriber.Chat != sub.Chat {
		t.Errorf("claim: got %v and %v, want %v", claims, err, sub.Chat)
	}
	if err := s.Delete(t.Context(), sub.Chat); err != nil {
		t.Error(err)
	}
}

func TestDamagedRecordGivesWayToANewOne(t *testing.T) {
	o, s, _ := logged(t)
	sub := benchMembers(t, s, 1)[0]
	o.overwrite(chatKey(kindRecord, sub.Chat), []byte("damage"))
	_, err := s.Update(t.Context(), sub.Chat, func(got *subscriptions.Subscriber) error {
		if diff := cmp.Diff(subscriptions.Subscriber{Chat: sub.Chat}, *got); diff != "" {
			t.Errorf("handed over: (-want +got):\n%s", diff)
		}
		got.Topics, got.Schedule = []subscriptions.Topic{"harbour"}, sub.Schedule
		got.Reschedule(benchStart)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.Get(t.Context(), sub.Chat); err != nil || len(got.Topics) != 1 || got.Due.At.IsZero() {
		t.Errorf("got %+v and %v, want what was set up anew", got, err)
	}
}

func TestLaterVersionIsLeftAlone(t *testing.T) {
	o, s, _ := logged(t)
	sub := benchMembers(t, s, 1)[0]
	o.overwrite(key(kindFormat), []byte{format + 1})
	if _, err := New(o.lg, o.db); err == nil {
		t.Error("got the store, want an error")
	}
	o.overwrite(key(kindFormat), []byte{format})
	if _, err := o.reopen().Get(t.Context(), sub.Chat); err != nil {
		t.Errorf("this version: %v", err)
	}
}

func TestDamagedRecordCanBeDeleted(t *testing.T) {
	o, s, _ := logged(t)
	chat := benchMembers(t, s, 1)[0].Chat
	o.overwrite(chatKey(kindRecord, chat), []byte("damage"))
	if err := s.Delete(t.Context(), chat); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(t.Context(), chat); !errors.Is(err, subscriptions.ErrNotFound) {
		t.Errorf("got %v, want %v", err, subscriptions.ErrNotFound)
	}
	if claims, err := s.Claim(t.Context(), "telegram", benchStart, time.Minute, 10); err != nil || len(claims) != 0 {
		t.Errorf("got %v and %v, want no claims", claims, err)
	}
}

func TestDamagedLedgerIsSteppedOver(t *testing.T) {
	o, s, log := logged(t)
	benchMembers(t, s, 1)
	want := subscriptions.Told{Item: "b", Sources: 2, At: benchStart}
	for i, item := range []string{"a", "b"} {
		now := benchStart.AddDate(0, 0, i).Add(12 * time.Hour)
		claims, err := s.Claim(t.Context(), "telegram", now, time.Minute, 10)
		if err != nil || len(claims) != 1 {
			t.Fatalf("got %d claims and %v, want 1", len(claims), err)
		}
		told := []subscriptions.Told{{Item: item, Sources: 2, At: benchStart}}
		if err := s.Queue(t.Context(), now, subscriptions.Queued{Claim: claims[0], Told: told}); err != nil {
			t.Fatal(err)
		}
	}
	o.overwrite(key(kindTold), []byte("damage"))
	claims, err := s.Claim(t.Context(), "telegram", benchStart.AddDate(0, 0, 2).Add(12*time.Hour), time.Minute, 10)
	if err != nil || len(claims) != 1 {
		t.Fatalf("got %d claims and %v, want 1", len(claims), err)
	}
	if diff := cmp.Diff([]subscriptions.Told{want}, claims[0].Told); diff != "" {
		t.Errorf("ledger: (-want +got):\n%s", diff)
	}
	if !strings.Contains(log.String(), "ledger") {
		t.Errorf("got log %q, want it to say ledger", log)
	}
}

func TestDamagedPartGivesWayToTheNext(t *testing.T) {
	for _, damaged := range []int{1, 2, 3} {
		t.Run(fmt.Sprint(damaged), func(t *testing.T) {
			o, s, log := logged(t)
			chat := member(1, benchStart).Chat
			for _, body := range []string{"a", "b"} {
				err := s.Post(t.Context(), chat, benchStart, subscriptions.Part{Body: []byte(body + "1")}, subscriptions.Part{Body: []byte(body + "2")})
				if err != nil {
					t.Fatal(err)
				}
			}
			bodies := []string{"a1", "a2", "b1", "b2"}
			o.overwrite(o.partKeys(chat)[damaged-1], []byte("damage"))
			if err := s.Post(t.Context(), chat, benchStart, subscriptions.Part{Body: []byte("c1")}); err != nil {
				t.Fatal(err)
			}
			want := append(append(bodies[:damaged-1:damaged-1], bodies[damaged:]...), "c1")
			if diff := cmp.Diff(want, o.drain(s)); diff != "" {
				t.Errorf("sent: (-want +got):\n%s", diff)
			}
			if !strings.Contains(log.String(), chat.ID) {
				t.Errorf("got log %q, want it to name %v", log, chat)
			}
			if left := o.partKeys(chat); len(left) > 0 {
				t.Errorf("got %x left, want nothing", left)
			}
		})
	}
}

// partKeys returns the keys of what waits for the chat.
func (o *opened) partKeys(chat subscriptions.Chat) (keys [][]byte) {
	txn := o.db.NewTransaction(false)
	defer txn.Discard()
	scan := newScan(txn, chatKey(kindPart, chat))
	defer scan.Close()
	for scan.Rewind(); scan.Valid(); scan.Next() {
		keys = append(keys, scan.Item().KeyCopy(nil))
	}
	return keys
}

// drain sends all that waits and returns the bodies. A Take that meets damage
// may come back empty, and says that what is behind it is ready.
func (o *opened) drain(s *Store) (sent []string) {
	o.Helper()
	for {
		out, more, err := s.Take(o.Context(), "telegram", benchStart, time.Minute, 10)
		if err != nil {
			o.Fatal(err)
		}
		if len(out) == 0 && more.IsZero() {
			return sent
		}
		for _, d := range out {
			sent = append(sent, string(d.Body))
			if err := s.Settle(o.Context(), benchStart, subscriptions.Settled{Delivery: d}); err != nil {
				o.Fatal(err)
			}
		}
	}
}

func TestStoredFormKeepsEveryField(t *testing.T) {
	s := member(1, benchStart)
	s.Reads, s.Length, s.Schedule.Guessed = []string{"ja", "en"}, subscriptions.Long, true
	s.PausedUntil, s.Suspended = benchStart.AddDate(8000, 0, 0), benchStart.Add(1)
	s.Done, s.Version = subscriptions.Done{Date: "not a date", Count: 3}, 7
	for i := range reflect.TypeOf(s).NumField() {
		if reflect.ValueOf(s).Field(i).IsZero() {
			t.Errorf("the test leaves out %s", reflect.TypeOf(s).Field(i).Name)
		}
	}
	got, err := decodeSubscriber(s.Chat, encodeSubscriber(s))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(s, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for n := range encodeSubscriber(s) {
		if _, err := decodeSubscriber(s.Chat, encodeSubscriber(s)[:n]); !errors.Is(err, errDamaged) {
			t.Fatalf("cut at %d: got %v, want %v", n, err, errDamaged)
		}
	}
}

// FuzzStoredForm reads anything as each of the stored values: it is damaged or
// reads back as it was written, and nothing else happens.
func FuzzStoredForm(f *testing.F) {
	f.Add(encodeSubscriber(member(1, benchStart)))
	f.Add(encodeTelling(telling{told: []subscriptions.Told{{Item: "a", Sources: 1, At: benchStart, Part: 2, Topic: "japan"}}}))
	f.Add(encodePart(part{slot: subscriptions.Slot{Date: "2026-11-24", Time: 480}, parts: 1, queued: benchStart, body: []byte("a")}))
	f.Add(encodePart(part{parts: 1, queued: benchStart, ref: 7}))
	f.Add(encodePart(part{id: 9, parts: 1, queued: benchStart, ref: 7}))
	f.Fuzz(func(t *testing.T, value []byte) {
		chat := subscriptions.Chat{Platform: "telegram", ID: "1"}
		if s, err := decodeSubscriber(chat, value); err == nil {
			again, err := decodeSubscriber(chat, encodeSubscriber(s))
			if diff := cmp.Diff(s, again); diff != "" || err != nil {
				t.Errorf("subscriber: %v (-first +again):\n%s", err, diff)
			}
		}
		if p, err := decodePart(value); err == nil {
			if _, err := decodePart(encodePart(p)); err != nil {
				t.Errorf("part: %v", err)
			}
		}
		if told, err := decodeTelling(value); err == nil && len(told.told) > 0 {
			if _, err := decodeTelling(encodeTelling(told)); err != nil {
				t.Errorf("ledger: %v", err)
			}
		}
	})
}
