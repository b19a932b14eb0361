package badgerdb

import (
	"errors"
	"fmt"

	"github.com/dgraph-io/badger/v4"
)

// ErrFull is returned for a change that was not made because the disk has too
// little room left.
var ErrFull = errors.New("the disk is full: make room on the disk of DATA_DIR")

// Badger writes through memory maps of files that have holes, and a map that
// the disk has no block for ends the process with a signal that nothing can
// catch. So writing stops while there is still room for what may be in hand:
// two memtables with their logs, and the tables of a compaction.
const reserve = 96 << 20

// Room returns [ErrFull] if the disk has so little left that nothing should be
// written to the database. Whoever shares the database asks before writing.
// What frees room, and what records that something was sent, may use half of
// what is kept in reserve.
func Room(db *badger.DB, frees bool) error {
	dir := db.Opts().Dir
	left, err := freeBytes(dir)
	if err != nil {
		return fmt.Errorf("ask for room in %s: %w", dir, err)
	}
	return enough(left, dir, frees)
}

func enough(left uint64, dir string, frees bool) error {
	want := uint64(reserve)
	if frees {
		want /= 2
	}
	if left < want {
		return fmt.Errorf("%w: %d MB are left in %s, %d are wanted", ErrFull, left>>20, dir, want>>20)
	}
	return nil
}
