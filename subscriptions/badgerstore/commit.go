package badgerstore

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/dgraph-io/badger/v4"

	"newsbrief/subscriptions"
)

// op is one change that is made whole or not at all.
type op struct {
	chats    []subscriptions.Chat // whose keys it reads and writes
	run      func(*batch) error   // reads, and says what to write
	frees    bool                 // it makes room, or must not fail for want of it
	err      error
	panicked any

	writes []write
	after  []func() // once it is on disk
}

// write is one key to be set, or removed.
type write struct {
	key, value []byte
	ttl        time.Duration // zero: for ever
	remove     bool
}

// call is what one caller wants done.
type call struct {
	ops  []*op
	lead chan struct{}
	done chan struct{}
}

// committer groups what callers want at the same time into few transactions:
// the disk takes as long to make one durable as to make a thousand so. There is
// no goroutine: of the callers, one at a time does the work of all that wait.
type committer struct {
	db      *badger.DB
	room    func(frees bool) error
	mu      sync.Mutex
	waiting []*call
	leading bool
}

// do makes the changes durable and returns what went wrong, joined.
func (c *committer) do(ops ...*op) error {
	if len(ops) == 0 {
		return nil
	}
	own := &call{ops: ops, lead: make(chan struct{}, 1), done: make(chan struct{})}
	if c.enter(own) {
		c.lead()
	} else {
		select {
		case <-own.done:
		case <-own.lead:
			c.lead()
		}
	}
	return own.result()
}

func (c *call) result() error {
	var errs []error
	for _, o := range c.ops {
		if o.panicked != nil {
			panic(o.panicked)
		}
		if o.err != nil {
			errs = append(errs, o.err)
		}
	}
	if len(errs) == 1 {
		return errs[0]
	}
	return errors.Join(errs...)
}

// enter puts the call in the queue and reports whether its caller leads.
func (c *committer) enter(own *call) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting = append(c.waiting, own)
	if c.leading {
		return false
	}
	c.leading = true
	return true
}

// lead does what waits and then hands the lead to the first who came meanwhile.
func (c *committer) lead() {
	c.mu.Lock()
	calls := c.waiting
	c.waiting = nil
	c.mu.Unlock()

	b := &batch{db: c.db, room: c.room}
	for _, call := range calls {
		for _, o := range call.ops {
			b.add(o)
		}
	}
	b.flush()
	for _, call := range calls {
		close(call.done)
	}

	c.mu.Lock()
	defer c.mu.Unlock()
	if c.leading = len(c.waiting) > 0; c.leading {
		c.waiting[0].lead <- struct{}{}
	}
}

// batch is one transaction in the making. What it reads is what was durable
// before it: no chat comes twice in one batch, so no change needs to see
// another's writes.
type batch struct {
	db      *badger.DB
	room    func(frees bool) error
	read    *badger.Txn
	scan    *walker
	write   *badger.Txn
	ops     []*op
	touched map[subscriptions.Chat]bool
	hints   map[*leaseTable]bool // to be given once all is on disk
	count   int64
	size    int64
	current *op
	full    error // why the disk has no room
	fuller  error // not even for what frees some
}

// add runs the change and puts its writes into the transaction.
func (b *batch) add(o *op) {
	for _, chat := range o.chats {
		if b.touched[chat] {
			b.flush()
			break
		}
	}
	b.begin()
	b.current = o
	if o.err = b.full; o.frees {
		o.err = b.fuller
	}
	if o.err != nil {
		return
	}
	if o.err = b.try(o); o.err != nil || o.panicked != nil {
		return
	}
	if o.err = b.fit(o); o.err != nil {
		return
	}
	for _, chat := range o.chats {
		b.touched[chat] = true
	}
	b.ops = append(b.ops, o)
}

// try runs the change. A panic in it belongs to who asked for it.
func (b *batch) try(o *op) (err error) {
	defer func() {
		o.panicked = recover()
	}()
	return o.run(b)
}

func (b *batch) begin() {
	if b.read == nil {
		b.read = b.db.NewTransaction(false)
		b.write = b.db.NewTransaction(true)
		b.touched, b.hints = map[subscriptions.Chat]bool{}, map[*leaseTable]bool{}
		b.full, b.fuller = b.room(false), b.room(true)
	}
}

// entryOverhead is more than Badger counts for an entry beside key and value.
const entryOverhead = 32

// fit makes the writes part of the transaction, of a new one if there is no
// room in this one.
func (b *batch) fit(o *op) error {
	count, size := int64(len(o.writes)), int64(0)
	for _, w := range o.writes {
		size += int64(len(w.key)+len(w.value)) + entryOverhead
	}
	maxCount, maxSize := b.db.MaxBatchCount()-2, b.db.MaxBatchSize()-1024
	if count > maxCount || size > maxSize {
		return fmt.Errorf("change %v: %w", o.chats, badger.ErrTxnTooBig)
	}
	if b.count+count > maxCount || b.size+size > maxSize {
		b.flush()
		b.begin()
	}
	for _, w := range o.writes {
		if err := w.apply(b.write); err != nil {
			return fmt.Errorf("change %v: %w", o.chats, err)
		}
	}
	b.count += count
	b.size += size
	return nil
}

// flush makes the transaction durable and ends it.
func (b *batch) flush() {
	if b.read == nil {
		return
	}
	if b.scan != nil {
		b.scan.Close()
	}
	b.read.Discard()
	err := b.write.Commit()
	for _, o := range b.ops {
		if err != nil {
			o.err = fmt.Errorf("save %v: %w", o.chats, err)
			continue
		}
		for _, f := range o.after {
			f()
		}
	}
	for table := range b.hints {
		table.hint()
	}
	*b = batch{db: b.db, room: b.room}
}

func (w write) apply(txn *badger.Txn) error {
	if w.remove {
		return txn.Delete(w.key)
	}
	e := badger.NewEntry(w.key, w.value)
	if w.ttl > 0 {
		e = e.WithTTL(w.ttl)
	}
	return txn.SetEntry(e)
}

// put writes with the change in hand.
func (b *batch) put(w write) { b.current.writes = append(b.current.writes, w) }

// set writes a key for ever.
func (b *batch) set(key, value []byte) { b.put(write{key: key, value: value}) }

// remove deletes a key. A nil key is no key.
func (b *batch) remove(key []byte) {
	if key != nil {
		b.put(write{key: key, remove: true})
	}
}

// then has f called when the change in hand is on disk.
func (b *batch) then(f func()) { b.current.after = append(b.current.after, f) }

// get returns the value of a key, nil if there is none.
func (b *batch) get(key []byte) ([]byte, error) {
	item, err := b.read.Get(key)
	if errors.Is(err, badger.ErrKeyNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return item.ValueCopy(nil)
}

// has reports whether the key is there.
func (b *batch) has(key []byte) bool {
	_, err := b.read.Get(key)
	return err == nil
}

// walk calls f for the items that begin with the prefix until it returns false.
// An item is good only until f returns.
func (b *batch) walk(prefix []byte, f func(*badger.Item) bool) {
	if b.scan == nil {
		b.scan = newWalk(b.read)
	}
	b.scan.walk(prefix, f)
}

// walker reads the keys of many prefixes in turn. It has Badger return what
// was deleted as well and leaves that out itself: Badger would look for the
// next living key behind it, through all that was deleted of other chats.
type walker struct {
	*badger.Iterator
	last []byte
}

func newWalk(txn *badger.Txn) *walker {
	return &walker{Iterator: txn.NewIterator(badger.IteratorOptions{Prefix: []byte{prefix}, AllVersions: true})}
}

func (w *walker) walk(prefix []byte, f func(*badger.Item) bool) {
	w.last = w.last[:0]
	for w.Seek(prefix); w.ValidForPrefix(prefix); w.Next() {
		item := w.Item()
		if bytes.Equal(item.Key(), w.last) { // an older version
			continue
		}
		w.last = append(w.last[:0], item.Key()...)
		if !item.IsDeletedOrExpired() && !f(item) {
			return
		}
	}
}

// close ends a batch that only read.
func (b *batch) close() {
	if b.scan != nil {
		b.scan.Close()
	}
	b.read.Discard()
}

func newScan(txn *badger.Txn, prefix []byte) *badger.Iterator {
	return txn.NewIterator(badger.IteratorOptions{Prefix: prefix})
}
