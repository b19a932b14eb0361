// Package badgerstore keeps subscribers, their slots and the outbox in a
// Badger database, which it shares with others: its keys begin with "s".
//
// A chat is written as its platform, id and thread, each behind a byte that
// says how long it is; an instant as milliseconds in eight bytes that sort.
//
//	sr chat                               a subscriber
//	sd platform instant hash id thread    the order of claims, no value
//	sx instant chat                       the suspended, no value
//	st chat serial                        what a digest told, with a TTL
//	sp chat class serial part             a part that waits in the outbox
//	sq platform class instant serial part id thread
//	                                      the order of sending, no value: the
//	                                      first part of each chat and class
//	sb serial                             a body that several parts refer to
//	sn                                    the source of serials
//	sv                                    the version of this layout
//
// The class is 0 for what was posted and 1 for what belongs to a slot. Every
// value begins with the version of its form. A value that cannot be read is
// logged and stepped over.
package badgerstore

import (
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"

	"github.com/dgraph-io/badger/v4"

	"newsbrief/subscriptions"
	"newsbrief/subscriptions/badgerdb"
)

// Store implements [subscriptions.Store]. There is at most one for a database.
type Store struct {
	lg      *slog.Logger
	db      *badger.DB
	commits committer
	serials *badger.Sequence
	tokens  tokens
	due     leaseTables
	outbox  leaseTables
	bodies  *bodies
	counts  *counts
}

var _ subscriptions.Store = (*Store)(nil)

// format is the version of the layout and of the values in it that this program
// writes. Whoever raises it reads what earlier ones wrote.
const format = 2

// serialsAhead is how many serials are set aside at once: one more write to
// the disk in so many.
const serialsAhead = 1 << 16

// New returns the store that the database holds. There is nothing to close:
// the database's owner closes that, when nobody uses the store any more.
func New(lg *slog.Logger, db *badger.DB) (*Store, error) {
	serials, err := db.GetSequence(key(kindSerial), serialsAhead)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	s := &Store{lg: lg, db: db, serials: serials, bodies: newBodies(), counts: newCounts(db)}
	s.commits.db, s.commits.room = db, func(frees bool) error { return badgerdb.Room(db, frees) }
	s.tokens.holder = rand.Text()[:8]
	if err := s.checkFormat(); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	return s, nil
}

// checkFormat refuses a database in which a later version has written: all that
// it wrote in another form would count as damaged.
func (s *Store) checkFormat() error {
	return s.db.Update(func(txn *badger.Txn) error {
		item, err := txn.Get(key(kindFormat))
		if errors.Is(err, badger.ErrKeyNotFound) {
			return txn.Set(key(kindFormat), []byte{format})
		}
		if err != nil {
			return err
		}
		return item.Value(func(v []byte) error {
			if len(v) > 0 && v[0] > format {
				return errors.New("a later version of newsbrief has written to it: run that one")
			}
			return txn.Set(key(kindFormat), []byte{format})
		})
	})
}

// record returns the chat's record, nil if there is none or none that can be
// read: whoever sets up a chat anew is not to be kept from it by a damaged one.
func (s *Store) record(b *batch, chat subscriptions.Chat) (*subscriptions.Subscriber, error) {
	value, err := b.get(chatKey(kindRecord, chat))
	if value == nil || err != nil {
		return nil, err
	}
	sub, err := decodeSubscriber(chat, value)
	if err != nil {
		s.lg.Error("could not read a subscriber, who counts as unknown", "chat", chat, "err", err)
		return nil, nil
	}
	return &sub, nil
}

// store writes the record and moves it within the orders. old is what was
// there, nil if nothing. The version is raised, a claim of the old record is
// lost, and with a suspension the outbox is emptied.
func (s *Store) store(b *batch, old *subscriptions.Subscriber, sub subscriptions.Subscriber) (subscriptions.Subscriber, error) {
	before := subscriptions.Subscriber{Chat: sub.Chat}
	if old != nil {
		before = *old
	}
	sub.Version = before.Version + 1
	due := dueKey(sub)
	replace(b, dueKey(before), due)
	replace(b, suspendedKey(before), suspendedKey(sub))
	b.set(chatKey(kindRecord, sub.Chat), encodeSubscriber(sub))
	b.then(func() { s.due.of(sub.Chat.Platform).changed(sub.Chat, 0, due) })
	if before.Suspended.IsZero() && !sub.Suspended.IsZero() {
		return sub, s.unsend(b, sub.Chat)
	}
	return sub, nil
}

// replace moves a key without a value.
func replace(b *batch, old, new []byte) {
	if string(old) == string(new) {
		return
	}
	b.remove(old)
	if new != nil {
		b.set(new, nil)
	}
}

// erase removes all that is kept of the chat.
func (s *Store) erase(b *batch, chat subscriptions.Chat) error {
	old, err := s.record(b, chat)
	if err != nil {
		return err
	}
	if old != nil {
		b.remove(dueKey(*old))
		b.remove(suspendedKey(*old))
	}
	b.remove(chatKey(kindRecord, chat))
	b.walk(chatKey(kindTold, chat), func(item *badger.Item) bool {
		b.remove(item.KeyCopy(nil))
		return true
	})
	b.then(func() { s.due.of(chat.Platform).changed(chat, 0, nil) })
	return s.emptyOutbox(b, chat)
}
