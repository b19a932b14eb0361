package badgerdb

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
)

// ours are the names of what Badger makes in its directory.
var ours = []string{"*.sst", "*.vlog", "*.mem", "MANIFEST", "KEYREGISTRY", "DISCARD", "LOCK"}

// private takes the rights of other users from the directory and from what
// Badger has in it: who follows what is nobody else's business. A directory that
// many users share, such as /tmp, stays as it is; where the rights cannot be
// changed, that is logged.
func private(lg *slog.Logger, dir string) {
	names := []string{dir}
	for _, pattern := range ours {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			lg.Warn("could not look for the database's files", "dir", dir, "err", err)
		}
		names = append(names, found...)
	}
	var errs []error
	for _, name := range names {
		info, err := os.Stat(name)
		if err == nil && info.Mode().Perm()&0o077 != 0 && info.Mode()&fs.ModeSticky == 0 {
			err = os.Chmod(name, info.Mode().Perm()&0o700)
		}
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		lg.Warn("other users may read the data directory: could not take their rights away", "dir", dir, "err", err)
	}
}
