// Package badgerarchive keeps the archive in the process's Badger database. Its
// keys there, all below the prefixes "a" and "f":
//
//	"at" arrived id  an item: arrived is its Arrived as 8 bytes of nanoseconds
//	                 since 1970, big-endian, so that the keys' order is the
//	                 order of arrival
//	"ai" id          the arrived part of the item's key
//	"ap" url         what is remembered of the page at the address
//	"f" url          the poll state of the feed
//
// Items expire [archive.Keep] after their arrival, the state of a feed that is
// no longer polled after 90 days, a page when it says. Values begin with the
// version of their form and end with a checksum.
package badgerarchive

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/dgraph-io/badger/v4"

	"newsbrief/digest/archive"
	"newsbrief/digest/feed"
)

const (
	keepStates = 90 * 24 * time.Hour
	// grace is how much later Badger drops an item: it counts whole seconds,
	// readers are exact.
	grace = 2 * time.Second
	// batch is how many items go into one transaction, well below what a
	// small memory table of Badger can take.
	batch = 200
)

// Archive implements [archive.Archive]. It holds no items in memory.
type Archive struct {
	lg      *slog.Logger
	db      *badger.DB
	room    func() error
	adding  sync.Mutex // one writer, so that no transaction conflicts
	changes changes
	damaged damaged
}

var _ archive.Archive = (*Archive)(nil)

// New returns the archive in db, which stays the caller's to close. It asks
// room before it writes: where that returns an error, nothing is written and
// the error is returned.
func New(lg *slog.Logger, db *badger.DB, room func() error) *Archive {
	return &Archive{lg: lg, db: db, room: room, changes: changes{generation: 1, known: 1}}
}

// update changes the database if there is room. what says for errors what is
// done.
func (a *Archive) update(ctx context.Context, what string, change func(*badger.Txn) error) error {
	err := ctx.Err()
	if err == nil {
		err = a.room()
	}
	if err == nil {
		err = a.db.Update(change)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// view reads the database. what says for errors what is read.
func (a *Archive) view(ctx context.Context, what string, read func(*badger.Txn) error) error {
	err := ctx.Err()
	if err == nil {
		err = a.db.View(read)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// get hands the value of the key to read, if there is one.
func get(txn *badger.Txn, key []byte, read func(v []byte) error) error {
	entry, err := txn.Get(key)
	if errors.Is(err, badger.ErrKeyNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return entry.Value(read)
}

// record is get for what is read anew where its record is damaged, which is
// logged.
func (a *Archive) record(txn *badger.Txn, key []byte, what string, read func(v []byte) error) error {
	return get(txn, key, func(v []byte) error {
		if err := read(v); err != nil {
			a.lg.Error("skipped a damaged "+what, "key", fmt.Sprintf("%q", key), "err", err)
		}
		return nil
	})
}

// Generation implements [archive.Changes].
func (a *Archive) Generation() uint64 { return a.changes.current() }

// Add implements [archive.Items].
func (a *Archive) Add(ctx context.Context, items []feed.Item) error {
	a.adding.Lock()
	defer a.adding.Unlock()
	now := time.Now()
	var changed [][]byte
	defer func() { a.changes.add(changed) }()
	for len(items) > 0 {
		n := min(len(items), batch)
		wrote, err := a.addBatch(ctx, items[:n], now)
		if err != nil {
			return err
		}
		changed = append(changed, wrote...)
		items = items[n:]
	}
	return nil
}

// addBatch returns the keys of what it wrote.
func (a *Archive) addBatch(ctx context.Context, items []feed.Item, now time.Time) (wrote [][]byte, err error) {
	err = a.update(ctx, "add items", func(txn *badger.Txn) error {
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
	it = archive.Arrive(it, now)
	before, err := arrivedOf(txn, it.ID)
	if err != nil {
		return nil, err
	}
	if before != nil && !archive.Expired(fromNanos(before), now) {
		it.Arrived = fromNanos(before)
	}
	if !archive.Wanted(it, now) {
		return nil, nil
	}
	key, value, same := itemKey(it), encodeItem(it), false
	err = get(txn, key, func(v []byte) error {
		same = string(v) == string(value)
		return nil
	})
	if err != nil || same {
		return nil, err
	}
	left := archive.Keep - now.Sub(it.Arrived) + grace
	if err := txn.SetEntry(badger.NewEntry(key, value).WithTTL(left)); err != nil {
		return nil, err
	}
	return key, txn.SetEntry(badger.NewEntry(idKey(it.ID), key[2:10]).WithTTL(left))
}

// arrivedOf returns the arrived part of the item's key, nil if it is unknown.
func arrivedOf(txn *badger.Txn, id string) (arrived []byte, err error) {
	err = get(txn, idKey(id), func(v []byte) error {
		if len(v) == 8 {
			arrived = append(arrived, v...)
		}
		return nil
	})
	return arrived, err
}

// Since implements [archive.Items].
func (a *Archive) Since(ctx context.Context, t time.Time) ([]feed.Item, error) {
	oldest := time.Now().Add(-archive.Keep + 1)
	if t.Before(oldest) {
		t = oldest
	}
	var items []feed.Item
	err := a.view(ctx, "read items", func(txn *badger.Txn) error {
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
		return nil, err
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
		a.lg.Error("skipped a damaged item", "key", fmt.Sprintf("%x", entry.Key()), "err", err)
	}
	return item, err == nil
}

// Get implements [archive.Items].
func (a *Archive) Get(ctx context.Context, id string) (item feed.Item, err error) {
	err = a.view(ctx, "read item", func(txn *badger.Txn) error {
		arrived, err := arrivedOf(txn, id)
		if err != nil {
			return err
		}
		entry, err := txn.Get(append(append([]byte("at"), arrived...), id...))
		if errors.Is(err, badger.ErrKeyNotFound) {
			return archive.ErrNotFound
		}
		if err != nil {
			return err
		}
		ok := false
		if item, ok = a.decode(newDecoder(), entry); !ok || item.ID != id || archive.Expired(item.Arrived, time.Now()) {
			return archive.ErrNotFound
		}
		return nil
	})
	if err != nil {
		return feed.Item{}, err
	}
	return item, nil
}

// State implements [feed.States]. A feed whose record is damaged is read as if
// for the first time.
func (a *Archive) State(ctx context.Context, url string) (s feed.State, err error) {
	err = a.view(ctx, "read poll state", func(txn *badger.Txn) error {
		return a.record(txn, stateKey(url), "poll state", func(v []byte) (err error) {
			s, err = newDecoder().state(v)
			return err
		})
	})
	s.URL = url
	return s, err
}

// SetState implements [feed.States].
func (a *Archive) SetState(ctx context.Context, s feed.State) error {
	return a.update(ctx, "keep poll state", func(txn *badger.Txn) error {
		return txn.SetEntry(badger.NewEntry(stateKey(s.URL), encodeState(s)).WithTTL(keepStates))
	})
}

// Page implements [archive.Pages].
func (a *Archive) Page(ctx context.Context, url string) (archive.Page, error) {
	var p archive.Page
	err := a.view(ctx, "read page", func(txn *badger.Txn) error {
		return a.record(txn, pageKey(url), "page", func(v []byte) (err error) {
			p, err = newDecoder().page(v)
			return err
		})
	})
	if !time.Now().Before(p.Until) {
		p = archive.Page{}
	}
	p.URL = url
	return p, err
}

// SetPage implements [archive.Pages].
func (a *Archive) SetPage(ctx context.Context, p archive.Page) error {
	return a.update(ctx, "keep page", func(txn *badger.Txn) error {
		left := time.Until(p.Until)
		if left <= 0 {
			return nil
		}
		return txn.SetEntry(badger.NewEntry(pageKey(p.URL), encodePage(p)).WithTTL(left + grace))
	})
}

func arrivedKey(t time.Time) []byte {
	return binary.BigEndian.AppendUint64([]byte("at"), uint64(max(t.UnixNano(), 0)))
}

func fromNanos(b []byte) time.Time {
	return time.Unix(0, int64(binary.BigEndian.Uint64(b))).UTC()
}

func itemKey(it feed.Item) []byte { return append(arrivedKey(it.Arrived), it.ID...) }
func idKey(id string) []byte      { return append([]byte("ai"), id...) }
func pageKey(url string) []byte   { return append([]byte("ap"), url...) }
func stateKey(url string) []byte  { return append([]byte("f"), url...) }
