//go:build !darwin && !dragonfly && !freebsd && !linux && !netbsd && !openbsd

package badgerdb

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// locked reports whether another process holds the directory: there Badger
// keeps a file open that nobody else can open.
func locked(dir string) (bool, error) {
	f, err := os.Open(filepath.Join(dir, "LOCK"))
	if err == nil {
		return false, f.Close()
	}
	return !errors.Is(err, fs.ErrNotExist), nil
}
