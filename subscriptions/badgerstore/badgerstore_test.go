package badgerstore

import (
	"log/slog"
	"testing"

	"github.com/dgraph-io/badger/v4"

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
	db, err := Open(o.lg, o.dir)
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

func TestContracts(t *testing.T) {
	storetest.Run(t, func(t *testing.T) (storetest.Store, func() storetest.Store) {
		o := newOpened(t)
		t.Cleanup(o.close)
		return o.open(), func() storetest.Store { return o.reopen() }
	})
}
