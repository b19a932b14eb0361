package main

import (
	"errors"
	"fmt"
	"log/slog"

	"newsbrief/digest/archive"
	"newsbrief/digest/archive/badgerarchive"
	"newsbrief/subscriptions"
	"newsbrief/subscriptions/badgerdb"
	"newsbrief/subscriptions/badgerstore"
)

// stores are what is kept, behind the contracts. Which engines keep it is said
// here and nowhere else.
type stores struct {
	subscriptions.Store
	news  archive.Archive
	close func() error // when nobody uses them any more
}

// openStores opens what the data directory keeps.
func openStores(lg *slog.Logger, dir string) (stores, error) {
	db, err := badgerdb.Open(lg, dir)
	if err != nil {
		return stores{}, err
	}
	store, err := badgerstore.New(lg, db)
	if err != nil {
		return stores{}, errors.Join(fmt.Errorf("open %s: %w", dir, err), db.Close())
	}
	news := badgerarchive.New(lg, db, func() error { return badgerdb.Room(db, false) })
	return stores{Store: store, news: news, close: db.Close}, nil
}
