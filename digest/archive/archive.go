// Package archive keeps the rolling window of what the feeds published, in the
// order of its arrival, until it expires, and what is remembered of each feed
// between polls.
//
// Its keys in the shared database, all below the prefixes "a" and "f":
//
//	"at" arrived id  an item: arrived is its Arrived as 8 bytes of nanoseconds
//	                 since 1970, big-endian, so that the keys' order is the
//	                 order of arrival
//	"ai" id          the arrived part of the item's key
//	"ap" url         what is remembered of the page at the address
//	"f" url          the poll state of the feed
//
// Items expire [Keep] after their arrival, the state of a feed that is no
// longer polled after 90 days, a page when it says. Values begin with the version of
// their form; items and states end with a checksum.
package archive

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/dgraph-io/badger/v4"

	"newsbrief/digest/feed"
)

// Keep is how long an item is kept after its arrival.
const Keep = 72 * time.Hour

const (
	keepStates = 90 * 24 * time.Hour
	// grace is how much later Badger drops an item: it counts whole seconds,
	// readers are exact.
	grace = 2 * time.Second
	// batch is how many items go into one transaction, well below what a
	// small memory table of Badger can take.
	batch = 200
)

// ErrNotFound is returned for an item that is not there, or no longer.
var ErrNotFound = errors.New("item not found")

// Archive keeps items, poll states and pages in a database. It implements
// [feed.Sink], [feed.States], and [Pages] and is safe for concurrent use. It holds no items in memory.
type Archive struct {
	lg      *slog.Logger
	db      *badger.DB
	room    func() error // an error where nothing should be written
	adding  sync.Mutex   // one writer, so that no transaction conflicts
	changes changes
	damaged damaged
}

// New returns the archive in db, which stays the caller's to close. It asks
// room before it writes: where that returns an error, nothing is written and
// the error is returned.
func New(lg *slog.Logger, db *badger.DB, room func() error) *Archive {
	return &Archive{lg: lg, db: db, room: room, changes: changes{generation: 1, known: 1}}
}

// update changes the database if there is room.
func (a *Archive) update(change func(txn *badger.Txn) error) error {
	if err := a.room(); err != nil {
		return err
	}
	return a.db.Update(change)
}

// Generation changes whenever items were added or replaced: what was computed
// from [Archive.Since] holds as long as it is the same, except that items
// expire without a new generation. It is never 0.
func (a *Archive) Generation() uint64 { return a.changes.current() }

// Add keeps the items. An item with a known id takes the other's place in the
// order of arrival; the same once more is no change. Items without Arrived arrive
// now. Items without id, those that have expired already, and samples are left out.
func (a *Archive) Add(ctx context.Context, items []feed.Item) error {
	a.adding.Lock()
	defer a.adding.Unlock()
	now := time.Now()
	var changed [][]byte
	defer func() { a.changes.add(changed) }()
	for len(items) > 0 {
		n := min(len(items), batch)
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("add items: %w", err)
		}
		wrote, err := a.addBatch(items[:n], now)
		if err != nil {
			return fmt.Errorf("add items: %w", err)
		}
		changed = append(changed, wrote...)
		items = items[n:]
	}
	return nil
}

// addBatch returns the keys of what it wrote.
func (a *Archive) addBatch(items []feed.Item, now time.Time) (wrote [][]byte, err error) {
	err = a.update(func(txn *badger.Txn) error {
		wrote = nil
		for _, it := range items {
			key, err := addItem(txn, it, now)
			if err != nil {
				return err
			}
			if key != nil {
				wrote = append(wrote, key)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return wrote, nil
}

// addItem returns the item's key, nil if there was nothing to write.
func addItem(txn *badger.Txn, it feed.Item, now time.Time) ([]byte, error) {
	it = arrive(it, now)
	before, err := arrivedOf(txn, it.ID)
	if err != nil {
		return nil, err
	}
	if before != nil && !expired(fromNanos(before), now) {
		it.Arrived = fromNanos(before)
	}
	if !wanted(it, now) {
		return nil, nil
	}
	key, value := itemKey(it), encodeItem(it)
	same, err := holds(txn, key, value)
	if err != nil || same {
		return nil, err
	}
	left := Keep - now.Sub(it.Arrived) + grace
	if err := txn.SetEntry(badger.NewEntry(key, value).WithTTL(left)); err != nil {
		return nil, err
	}
	return key, txn.SetEntry(badger.NewEntry(idKey(it.ID), key[2:10]).WithTTL(left))
}

// arrive gives an item an instant of arrival that survives being stored.
func arrive(it feed.Item, now time.Time) feed.Item {
	if it.Arrived.IsZero() || it.Arrived.After(now) {
		it.Arrived = now
	}
	it.Arrived = time.Unix(0, it.Arrived.UnixNano()).UTC()
	return it
}

// wanted reports whether the item is to be kept: it has a name, was not
// invented and has not expired.
func wanted(it feed.Item, now time.Time) bool {
	return it.ID != "" && !it.Sample && !expired(it.Arrived, now)
}

// arrivedOf returns the arrived part of the item's key, nil if it is unknown.
func arrivedOf(txn *badger.Txn, id string) ([]byte, error) {
	entry, err := txn.Get(idKey(id))
	if errors.Is(err, badger.ErrKeyNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	v, err := entry.ValueCopy(nil)
	if err != nil || len(v) != 8 {
		return nil, err
	}
	return v, nil
}

func holds(txn *badger.Txn, key, value []byte) (bool, error) {
	entry, err := txn.Get(key)
	if errors.Is(err, badger.ErrKeyNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	same := false
	err = entry.Value(func(v []byte) error {
		same = string(v) == string(value)
		return nil
	})
	return same, err
}

// Since returns the items that arrived at t or later in the order of their
// arrival. A damaged record is logged, once, and left out.
func (a *Archive) Since(ctx context.Context, t time.Time) ([]feed.Item, error) {
	oldest := time.Now().Add(-Keep + 1)
	if t.Before(oldest) {
		t = oldest
	}
	var items []feed.Item
	err := a.db.View(func(txn *badger.Txn) error {
		// Items lie beside their keys: prefetching them would only copy them.
		it := txn.NewIterator(badger.IteratorOptions{Prefix: []byte("at")})
		defer it.Close()
		d := newDecoder()
		for it.Seek(arrivedKey(t)); it.Valid(); it.Next() {
			if len(items)%1000 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			if item, ok := a.decode(d, it.Item()); ok {
				items = append(items, item)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read items: %w", err)
	}
	return items, nil
}

func (a *Archive) decode(d *decoder, entry *badger.Item) (item feed.Item, ok bool) {
	err := entry.Value(func(v []byte) (err error) {
		item, err = d.item(v)
		return err
	})
	if err == nil && string(itemKey(item)) != string(entry.Key()) {
		err = errDamaged
	}
	if err != nil && a.damaged.first(entry.Key()) {
		a.lg.Error("damaged item passed over", "key", fmt.Sprintf("%x", entry.Key()), "err", err)
	}
	return item, err == nil
}

// Get returns the item, or [ErrNotFound].
func (a *Archive) Get(ctx context.Context, id string) (feed.Item, error) {
	if err := ctx.Err(); err != nil {
		return feed.Item{}, fmt.Errorf("read item: %w", err)
	}
	var item feed.Item
	err := a.db.View(func(txn *badger.Txn) error {
		arrived, err := arrivedOf(txn, id)
		if err != nil || arrived == nil {
			return orNotFound(err)
		}
		entry, err := txn.Get(append(append([]byte("at"), arrived...), id...))
		if err != nil {
			return orNotFound(err)
		}
		var ok bool
		if item, ok = a.decode(newDecoder(), entry); !ok || expired(item.Arrived, time.Now()) {
			return ErrNotFound
		}
		return nil
	})
	if err != nil {
		return feed.Item{}, fmt.Errorf("read item: %w", err)
	}
	return item, nil
}

func orNotFound(err error) error {
	if err == nil || errors.Is(err, badger.ErrKeyNotFound) {
		return ErrNotFound
	}
	return err
}

func expired(arrived, now time.Time) bool { return now.Sub(arrived) >= Keep }

// State returns what is kept for the feed's URL. A damaged record is logged
// and taken as none: the feed is then read as if for the first time.
func (a *Archive) State(ctx context.Context, url string) (feed.State, error) {
	if err := ctx.Err(); err != nil {
		return feed.State{}, fmt.Errorf("read poll state: %w", err)
	}
	s := feed.State{URL: url}
	err := a.db.View(func(txn *badger.Txn) error {
		entry, err := txn.Get(stateKey(url))
		if errors.Is(err, badger.ErrKeyNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		return entry.Value(func(v []byte) error {
			kept, err := newDecoder().state(v)
			if err != nil {
				a.lg.Error("damaged poll state passed over", "err", err)
				return nil
			}
			s = kept
			s.URL = url
			return nil
		})
	})
	if err != nil {
		return feed.State{URL: url}, fmt.Errorf("read poll state: %w", err)
	}
	return s, nil
}

// SetState keeps the state.
func (a *Archive) SetState(ctx context.Context, s feed.State) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("keep poll state: %w", err)
	}
	err := a.update(func(txn *badger.Txn) error {
		return txn.SetEntry(badger.NewEntry(stateKey(s.URL), encodeState(s)).WithTTL(keepStates))
	})
	if err != nil {
		return fmt.Errorf("keep poll state: %w", err)
	}
	return nil
}

func arrivedKey(t time.Time) []byte {
	return binary.BigEndian.AppendUint64([]byte("at"), uint64(max(t.UnixNano(), 0)))
}

func fromNanos(b []byte) time.Time {
	return time.Unix(0, int64(binary.BigEndian.Uint64(b))).UTC()
}

func itemKey(it feed.Item) []byte { return append(arrivedKey(it.Arrived), it.ID...) }
func idKey(id string) []byte      { return append([]byte("ai"), id...) }
func stateKey(url string) []byte  { return append([]byte("f"), url...) }
