package badgerstore

import (
	"log/slog"
	"testing"

	"github.com/dgraph-io/badger/v4"

	"newsbrief/subscriptions"
	"newsbrief/subscriptions/badgerdb"
	"newsbrief/subscriptions/storetest"
)

// opened is a store that can be closed and opened again.
type opened struct {
	testing.TB
	dir string
	lg  *slog.Logger
	db  *badger.DB
}

func newOpened(t testing.TB) *opened {
	return &opened{TB: t, dir: t.TempDir(), lg: slog.New(slog.DiscardHandler)}
}

func (o *opened) open() *Store {
	o.Helper()
	db, err := badgerdb.Open(o.lg, o.dir)
	if err != nil {
		o.Fatal(err)
	}
	o.db = db
	s, err := New(o.lg, db)
	if err != nil {
		o.Fatal(err)
	}
	return s
}

func (o *opened) close() {
	if o.db == nil {
		return
	}
	if err := o.db.Close(); err != nil {
		o.Error(err)
	}
	o.db = nil
}

func (o *opened) reopen() *Store {
	o.Helper()
	o.close()
	return o.open()
}

// empty removes everything and returns a store as if the database were new,
// which takes a hundredth of the time that a new one takes.
func (o *opened) empty() *Store {
	o.Helper()
	if o.db == nil {
		o.open()
	}
	var keys [][]byte
	txn := o.db.NewTransaction(false)
	defer txn.Discard()
	scan := newScan(txn, nil)
	for scan.Rewind(); scan.Valid(); scan.Next() {
		keys = append(keys, scan.Item().KeyCopy(nil))
	}
	scan.Close()
	batch := o.db.NewWriteBatch()
	for _, key := range keys {
		if err := batch.Delete(key); err != nil {
			o.Fatal(err)
		}
	}
	if err := batch.Flush(); err != nil {
		o.Fatal(err)
	}
	s, err := New(o.lg, o.db)
	if err != nil {
		o.Fatal(err)
	}
	return s
}

func TestContracts(t *testing.T) {
	o := newOpened(t)
	t.Cleanup(o.close)
	storetest.Run(t, func(*testing.T) (subscriptions.Store, func() subscriptions.Store) {
		return o.empty(), func() subscriptions.Store { return o.reopen() }
	})
}
