package badgerdb

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dgraph-io/badger/v4"
	"github.com/google/go-cmp/cmp"
)

var quiet = slog.New(slog.DiscardHandler)

func open(t *testing.T, dir string) *badger.DB {
	t.Helper()
	db, err := Open(quiet, dir)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func shut(t *testing.T, db *badger.DB) {
	t.Helper()
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

// put writes n keys, in one transaction.
func put(t *testing.T, db *badger.DB, from, n int) {
	t.Helper()
	err := db.Update(func(txn *badger.Txn) error {
		for i := range n {
			if err := txn.Set(fmt.Appendf(nil, "key %04d", from+i), fmt.Appendf(nil, "the value of %d", from+i)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOpenLocked(t *testing.T) {
	dir := t.TempDir()
	defer shut(t, open(t, dir))
	if _, err := Open(quiet, dir); !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), dir) {
		t.Errorf("got %v, want %v", err, ErrLocked)
	}
}

func TestOpenUnwritable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{file, filepath.Join(file, "below"), "/proc/newsbrief"} {
		if _, err := Open(quiet, dir); !errors.Is(err, ErrUnwritable) {
			t.Errorf("%s: got %v, want %v", dir, err, ErrUnwritable)
		}
	}
}

func TestOpenDamaged(t *testing.T) {
	for _, name := range []string{"MANIFEST", "KEYREGISTRY", "*.sst"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			db := open(t, dir)
			put(t, db, 0, 100)
			shut(t, db)
			files, err := filepath.Glob(filepath.Join(dir, name))
			if err != nil || len(files) == 0 {
				t.Fatalf("got no %s: %v", name, err)
			}
			if err := os.WriteFile(files[0], bytes.Repeat([]byte("damage"), 1000), 0o600); err != nil {
				t.Fatal(err)
			}
			before := listing(t, dir)
			if db, err := Open(quiet, dir); !errors.Is(err, ErrDamaged) {
				t.Errorf("got %v and %v, want %v", db, err, ErrDamaged)
			}
			if diff := cmp.Diff(before, listing(t, dir)); diff != "" {
				t.Errorf("the directory changed: (-before +after):\n%s", diff)
			}
		})
	}
}

// listing is what the directory's tables and manifest hold.
func listing(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range []string{"MANIFEST", "KEYREGISTRY", "*.sst"} {
		files, err := filepath.Glob(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			all[file] = string(data)
		}
	}
	return all
}

func TestRoom(t *testing.T) {
	tests := []struct {
		name  string
		left  uint64
		frees bool
		full  bool
	}{
		{"as much as is kept in reserve", reserve, false, false},
		{"less", reserve - 1, false, true},
		{"less, for what frees room", reserve - 1, true, false},
		{"half", reserve / 2, true, false},
		{"less than half", reserve/2 - 1, true, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := enough(tt.left, "/data", tt.frees); errors.Is(err, ErrFull) != tt.full {
				t.Errorf("got %v, want full: %v", err, tt.full)
			}
		})
	}
	db := open(t, t.TempDir())
	defer shut(t, db)
	if err := Room(db, false); err != nil {
		t.Errorf("on this disk: %v", err)
	}
}
