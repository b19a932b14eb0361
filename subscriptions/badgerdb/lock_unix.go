//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package badgerdb

import (
	"errors"
	"os"
	"syscall"
)

// locked reports whether another process holds the directory. It asks as
// Badger does, whose own error does not say.
func locked(dir string) (bool, error) {
	f, err := os.Open(dir)
	if err != nil {
		return false, err
	}
	defer f.Close()
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return true, nil
	}
	return false, err
}
