package badgerdb

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/fb"
	"github.com/dgraph-io/badger/v4/pb"
	"github.com/dgraph-io/badger/v4/table"
	"github.com/dgraph-io/badger/v4/y"
	"google.golang.org/protobuf/proto"
)

// check looks at what Badger would open. Badger passes over a table whose
// index is damaged, deletes tables that its manifest does not name, and panics
// on what is no table at all: each of these would lose what people set up
// without a word. Reading the indices takes a millisecond a hundred megabytes.
func check(opts badger.Options) error {
	manifest, err := os.Open(filepath.Join(opts.Dir, badger.ManifestFilename))
	if errors.Is(err, fs.ErrNotExist) {
		return checkFresh(opts.Dir)
	}
	if err != nil {
		return err
	}
	defer manifest.Close()
	contents, end, err := badger.ReplayManifestFile(manifest, opts.ExternalMagicVersion, opts)
	if err != nil {
		return fmt.Errorf("read %s: %w", manifest.Name(), err)
	}
	var newest uint64
	for id := range contents.Tables {
		name := table.NewFilename(id, opts.Dir)
		version, err := checkTable(name)
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		newest = max(newest, version)
	}
	return checkOrphans(opts, manifest, end, contents.Tables, newest)
}

// checkFresh wants no tables where there is no manifest.
func checkFresh(dir string) error {
	tables, err := filepath.Glob(filepath.Join(dir, "*.sst"))
	if err == nil && len(tables) > 0 {
		err = fmt.Errorf("%s is missing beside %d tables", badger.ManifestFilename, len(tables))
	}
	return err
}

var errTable = errors.New("not a table")

// checkTable verifies the index of a table and returns the newest version that
// it speaks of.
func checkTable(name string) (newest uint64, err error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	index, err := readIndex(f, info.Size())
	if err != nil {
		return 0, err
	}
	return index.MaxVersion(), nil
}

// readIndex reads the index at the end of a table. From its end backwards a
// table holds four bytes that say how long the checksum is, the checksum, four
// bytes that say how long the index is, the index.
func readIndex(r io.ReaderAt, size int64) (*fb.TableIndex, error) {
	t := tail{ReaderAt: r, end: size}
	sum := t.counted()
	index := t.counted()
	if t.err != nil {
		return nil, t.err
	}
	if err := verify(index, sum); err != nil {
		return nil, err
	}
	return fb.GetRootAsTableIndex(index, 0), nil
}

// verify compares data with its checksum. Nothing is no data, though its
// checksum is right in a file of zeros.
func verify(data, sum []byte) error {
	var want pb.Checksum
	if err := proto.Unmarshal(sum, &want); err != nil {
		return errors.Join(errTable, err)
	}
	if len(data) == 0 {
		return errTable
	}
	return y.VerifyChecksum(data, &want)
}

// tail reads a file from its end.
type tail struct {
	io.ReaderAt
	end int64
	err error
}

// counted reads what stands before the four bytes that say how long it is.
func (t *tail) counted() []byte {
	n := t.read(4)
	if t.err != nil {
		return nil
	}
	return t.read(int64(binary.BigEndian.Uint32(n)))
}

func (t *tail) read(n int64) []byte {
	if n > t.end && t.err == nil {
		t.err = errTable
	}
	if t.err != nil {
		return nil
	}
	t.end -= n
	b := make([]byte, n)
	_, t.err = t.ReadAt(b, t.end)
	return b
}
