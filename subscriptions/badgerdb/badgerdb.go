// Package badgerdb opens the process's one Badger database, in which each
// package that keeps something has its own prefixes of keys. It opens nothing
// that it cannot read whole: Badger itself would go on without it.
package badgerdb

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"syscall"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
)

// The errors that Open tells apart. The text says what to do.
var (
	// ErrLocked: another process holds the directory.
	ErrLocked = errors.New("another newsbrief is using this data directory: stop that one first, or give this one a DATA_DIR of its own")
	// ErrUnwritable: the directory cannot be made or written to.
	ErrUnwritable = errors.New("the data directory cannot be written to: check that it belongs to the user who runs newsbrief, that the disk is not read-only, and that there is room")
	// ErrDamaged: what is there does not read as a database.
	ErrDamaged = errors.New("the data directory is damaged and was left as it is: restore it from a backup, or move it away and start with an empty one")
)

// The sizes that keep the database small. With these a million subscribers
// open in milliseconds, and what is idle needs a few megabytes.
const (
	memTableSize     = 8 << 20
	memTables        = 2
	valueLogFileSize = 16 << 20
	compactors       = 2 // the least Badger takes
)

// Open opens the database in the directory, which is made if it is not there and
// is for its owner alone from then on.
// What a transaction wrote is on disk when it has committed. It returns an
// error that wraps [ErrLocked], [ErrUnwritable] or [ErrDamaged] if it is one of
// these; it never empties what it cannot read.
func Open(lg *slog.Logger, dir string) (*badger.DB, error) {
	o := settings(lg, dir)
	if err := probe(dir); err != nil {
		return nil, fmt.Errorf("open %s: %w: %w", dir, ErrUnwritable, err)
	}
	held, err := locked(dir)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w: %w", dir, ErrUnwritable, err)
	}
	if held {
		return nil, fmt.Errorf("open %s: %w", dir, ErrLocked)
	}
	private(lg, dir)
	if err := check(o); err != nil {
		return nil, fmt.Errorf("open %s: %w: %w", dir, kind(err), err)
	}
	db, err := badger.Open(o)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w: %w", dir, kind(err), err)
	}
	return db, nil
}

func settings(lg *slog.Logger, dir string) badger.Options {
	o := badger.DefaultOptions(dir)
	o.Logger = logger{lg}
	o.SyncWrites = true
	o.MetricsEnabled = false
	o.MemTableSize = memTableSize
	o.NumMemtables = memTables
	o.ValueLogFileSize = valueLogFileSize
	o.NumCompactors = compactors
	o.Compression = options.None
	o.BlockCacheSize = 0
	return o
}

// probe finds out whether a file can be made in the directory: Badger would
// find out later, and leave something behind.
func probe(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, "probe-*")
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// kind says what an error means: what is no complaint of the file system's is
// about what the files hold.
func kind(err error) error {
	for _, complaint := range []error{fs.ErrPermission, syscall.ENOSPC, syscall.EROFS, syscall.EDQUOT, syscall.EIO} {
		if errors.Is(err, complaint) {
			return ErrUnwritable
		}
	}
	return ErrDamaged
}

// logger hands on what Badger says. Its infos are about its own works and are
// debug to everyone else.
type logger struct{ lg *slog.Logger }

func (l logger) say(level func(string, ...any), format string, args []any) {
	level("badger: " + strings.TrimSpace(fmt.Sprintf(format, args...)))
}

// Errorf implements [badger.Logger].
func (l logger) Errorf(format string, args ...any) { l.say(l.lg.Error, format, args) }

// Warningf implements [badger.Logger].
func (l logger) Warningf(format string, args ...any) { l.say(l.lg.Warn, format, args) }

// Infof implements [badger.Logger].
func (l logger) Infof(format string, args ...any) { l.say(l.lg.Debug, format, args) }

// Debugf implements [badger.Logger]. Badger calls it for every write.
func (l logger) Debugf(string, ...any) {}
