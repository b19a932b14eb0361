package badgerarchive

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/dgraph-io/badger/v4"

	"newsbrief/digest/archive"
	"newsbrief/digest/feed"
)

// mostChanges is how many of the latest changes are remembered; who asks for
// more reads everything.
const mostChanges = 4096

// changes remembers what was written lately.
type changes struct {
	mu         sync.Mutex
	generation uint64
	known      uint64 // what changed since that generation is known
	list       []change
}

type change struct {
	generation uint64
	key        string
}

func (c *changes) current() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.generation
}

// add begins a new generation in which the keys were written.
func (c *changes) add(keys [][]byte) {
	if len(keys) == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.generation++
	for _, k := range keys {
		c.list = append(c.list, change{c.generation, string(k)})
	}
	if n := len(c.list) - mostChanges; n > 0 {
		c.known = c.list[n-1].generation
		c.list = slices.Delete(c.list, 0, n)
	}
}

// since returns the keys that were written after the generation, each once
// and in their order; false where that is not known.
func (c *changes) since(after uint64) (keys []string, generation uint64, known bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if after < c.known || after > c.generation {
		return nil, c.generation, false
	}
	for _, ch := range c.list {
		if ch.generation > after {
			keys = append(keys, ch.key)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys), c.generation, true
}

// Changed implements [archive.Changes].
func (a *Archive) Changed(ctx context.Context, after uint64, most int) (items []feed.Item, generation uint64, all bool, err error) {
	keys, generation, known := a.changes.since(after)
	err = a.view(ctx, "read items", func(txn *badger.Txn) error {
		if known {
			items, err = a.those(ctx, txn, keys)
		} else {
			items, err = a.newest(ctx, txn, most)
		}
		return err
	})
	if err != nil {
		return nil, 0, false, err
	}
	return items, generation, !known, nil
}

// those reads the items with the keys, without what has expired.
func (a *Archive) those(ctx context.Context, txn *badger.Txn, keys []string) (items []feed.Item, err error) {
	d, now := newDecoder(), time.Now()
	for _, key := range keys {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		entry, err := txn.Get([]byte(key))
		if errors.Is(err, badger.ErrKeyNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if item, ok := a.decode(d, entry); ok && !archive.Expired(item.Arrived, now) {
			items = append(items, item)
		}
	}
	return items, nil
}

// chunk is how many items are read into one slice: a single one would be
// copied over and over as it grows.
const chunk = 1024

// newest reads the newest items.
func (a *Archive) newest(ctx context.Context, txn *badger.Txn, most int) ([]feed.Item, error) {
	var chunks [][]feed.Item
	d := newDecoder()
	err := eachNewest(ctx, txn, most, func(entry *badger.Item) {
		item, ok := a.decode(d, entry)
		if !ok {
			return
		}
		if n := len(chunks); n == 0 || len(chunks[n-1]) == chunk {
			chunks = append(chunks, make([]feed.Item, 0, min(most, chunk)))
		}
		last := &chunks[len(chunks)-1]
		*last = append(*last, item)
	})
	items := slices.Concat(chunks...)
	slices.Reverse(items)
	return items, err
}

// eachNewest shows the records of the newest items, most at most, the newest
// first.
func eachNewest(ctx context.Context, txn *badger.Txn, most int, show func(*badger.Item)) error {
	it := txn.NewIterator(badger.IteratorOptions{Prefix: []byte("at"), Reverse: true})
	defer it.Close()
	oldest := string(arrivedKey(time.Now().Add(-archive.Keep + 1)))
	for it.Seek([]byte("at\xff\xff\xff\xff\xff\xff\xff\xff\xff")); it.Valid() && string(it.Item().Key()) >= oldest; it.Next() {
		if most--; most < 0 {
			return nil
		}
		if most%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		show(it.Item())
	}
	return ctx.Err()
}

// damaged remembers the damaged records that were logged.
type damaged struct {
	mu     sync.Mutex
	logged map[string]bool
}

// mostDamage bounds how many are remembered.
const mostDamage = 1000

// first reports whether the record's damage has not been logged yet.
func (d *damaged) first(key []byte) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.logged[string(key)] {
		return false
	}
	if d.logged == nil || len(d.logged) >= mostDamage {
		d.logged = make(map[string]bool)
	}
	d.logged[string(key)] = true
	return true
}
