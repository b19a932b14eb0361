//go:build unix

package badgerdb

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestForTheOwnerAlone holds that nobody else may read the directory and what
// Badger keeps in it, also where both were there before with rights for all.
// What is not Badger's, and a directory that many share, stays as it is.
func TestForTheOwnerAlone(t *testing.T) {
	before := syscall.Umask(0o077) // as the program has it
	defer syscall.Umask(before)
	dir := filepath.Join(t.TempDir(), "data")
	shut(t, open(t, dir))
	if err := os.WriteFile(filepath.Join(dir, "notes"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []fs.FileMode{0o755, 0o777 | fs.ModeSticky} {
		set(t, dir, mode)
		shut(t, open(t, dir))
		for name, got := range modesIn(t, dir) {
			want := fs.FileMode(0o600)
			switch {
			case name == "." && mode&fs.ModeSticky != 0:
				want = 0o777
			case name == ".":
				want = 0o700
			case name == "notes":
				want = 0o644
			}
			if got != want {
				t.Errorf("%v: %s has the mode %v, want %v", mode, name, got, want)
			}
		}
	}
}

// set gives the directory the mode, and what is in it that of a file that all
// may read.
func set(t *testing.T, dir string, mode fs.FileMode) {
	t.Helper()
	for name := range modesIn(t, dir) {
		if err := os.Chmod(filepath.Join(dir, name), 0o644); name != "." && err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(dir, mode); err != nil {
		t.Fatal(err)
	}
}

func modesIn(t *testing.T, dir string) map[string]fs.FileMode {
	t.Helper()
	modes := make(map[string]fs.FileMode)
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		modes[path] = info.Mode().Perm()
		return err
	})
	if err != nil || len(modes) < 4 {
		t.Fatalf("got %v and %v, want Badger's files", modes, err)
	}
	return modes
}
