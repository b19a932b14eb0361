package badgerdb

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/pb"
	"google.golang.org/protobuf/proto"
)

// files are what a data directory holds, by name.
type files map[string][]byte

func readFiles(t *testing.T, dir string) files {
	t.Helper()
	all := files{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = data
	}
	return all
}

// trim cuts the logs short: most of them is room for what is to come, of which
// a page is enough.
func (f files) trim() files {
	for name, data := range f {
		if n := len(bytes.TrimRight(data, "\x00")) + 4096; n < len(data) {
			f[name] = data[:n:n]
		}
	}
	return f
}

func (f files) write(t *testing.T, dir string) {
	t.Helper()
	for name, data := range f {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func (f files) named(suffix string) (names []string) {
	for name := range f {
		if strings.HasSuffix(name, suffix) {
			names = append(names, name)
		}
	}
	return slices.Sorted(slices.Values(names))
}

// appendRecord adds a record to the manifest.
func (f files) appendRecord(t *testing.T, changes ...*pb.ManifestChange) {
	t.Helper()
	record, err := proto.Marshal(&pb.ManifestChangeSet{Changes: changes})
	if err != nil {
		t.Fatal(err)
	}
	m := slices.Clone(f[badger.ManifestFilename])
	m = binary.BigEndian.AppendUint32(m, uint32(len(record)))
	m = binary.BigEndian.AppendUint32(m, crc32.Checksum(record, crc32.MakeTable(crc32.Castagnoli)))
	f[badger.ManifestFilename] = append(m, record...)
}

// The keys of a snapshot, by where they are: two tables and a third one, which
// before the end of the process is the memtable.
const (
	snapshotTable  = 40
	snapshotTables = 3
	snapshotAll    = snapshotTable * snapshotTables
)

// snapshots returns a directory as it is when a process is killed, and the
// same directory when the process has come to its end.
func snapshots(t *testing.T) (killed, closed files) {
	t.Helper()
	dir := t.TempDir()
	var db *badger.DB
	for i := range snapshotTables {
		if db != nil {
			shut(t, db)
		}
		db = open(t, dir)
		put(t, db, i*snapshotTable, snapshotTable)
	}
	killed = readFiles(t, dir).trim()
	shut(t, db)
	closed = readFiles(t, dir).trim()
	if a, b := killed.named(".sst"), closed.named(".sst"); len(a) != snapshotTables-1 || len(b) != snapshotTables {
		t.Fatalf("got tables %v and %v", a, b)
	}
	return killed, closed
}

// outcome opens the directory and returns how many of the keys are there, or
// -1 if it is damaged and was left as it is.
func outcome(t *testing.T, f files) (n int) {
	t.Helper()
	dir := t.TempDir()
	f.write(t, dir)
	db, err := Open(quiet, dir)
	if errors.Is(err, ErrDamaged) {
		if after := readFiles(t, dir); !maps.EqualFunc(f, after, bytes.Equal) {
			t.Errorf("%v, but the directory changed", err)
		}
		return -1
	}
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, db)
	txn := db.NewTransaction(false)
	defer txn.Discard()
	scan := txn.NewIterator(badger.DefaultIteratorOptions)
	defer scan.Close()
	for scan.Rewind(); scan.Valid(); scan.Next() {
		n++
	}
	return n
}

func TestTornManifestLosesNothing(t *testing.T) {
	killed, closed := snapshots(t)
	// killed while the memtable was written out: the table is there, its
	// place in the manifest is not
	flushing := maps.Clone(killed)
	maps.Copy(flushing, files{closed.named(".sst")[snapshotTables-1]: closed[closed.named(".sst")[snapshotTables-1]]})
	tests := []struct {
		name  string
		files files
		opens int // lengths at which everything is there
	}{
		{"closed", closed, 1},
		{"killed", killed, 1},
		{"killed while a table was written", flushing, 1},
		{"killed after a table was named", files{}, 0},
	}
	named := maps.Clone(flushing)
	named[badger.ManifestFilename] = closed[badger.ManifestFilename]
	tests[3].files = named
	// Without its last record, whole or in part, the memtable still has it.
	tests[3].opens = 1 + len(closed[badger.ManifestFilename]) - len(killed[badger.ManifestFilename])
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			whole := tt.files[badger.ManifestFilename]
			opens := 0
			for n := range len(whole) + 1 {
				torn := maps.Clone(tt.files)
				torn[badger.ManifestFilename] = whole[:n]
				switch got := outcome(t, torn); got {
				case snapshotAll:
					opens++
				case -1:
				default:
					t.Errorf("manifest cut at %d of %d: %d of %d keys are left", n, len(whole), got, snapshotAll)
				}
			}
			if opens != tt.opens {
				t.Errorf("got %d lengths at which all is there, want %d", opens, tt.opens)
			}
		})
	}
}

func TestTablesThatAreNotNamed(t *testing.T) {
	killed, closed := snapshots(t)
	tables := closed.named(".sst")
	last := tables[snapshotTables-1]
	const orphan = "000099.sst"
	tests := []struct {
		name   string
		files  files
		change func(f files)
		want   int
	}{
		{"being written, nothing yet", killed, func(f files) { f[orphan] = nil }, snapshotAll},
		{"being written, room made", killed, func(f files) { f[orphan] = make([]byte, 9000) }, snapshotAll},
		{"being written, pages missing", killed, func(f files) { f[orphan] = withoutFirst(closed[last], 900) }, snapshotAll},
		{"being written out", killed, func(f files) { f[orphan] = closed[last] }, snapshotAll},
		{"merged out of named ones", closed, func(f files) { f[orphan] = f[tables[0]] }, snapshotAll},
		{"being merged at the end", closed, func(f files) { f[orphan] = make([]byte, 9000) }, snapshotAll},
		{"removed", closed, func(f files) {
			f.appendRecord(t, &pb.ManifestChange{Id: snapshotTables, Op: pb.ManifestChange_DELETE})
		}, snapshotAll - snapshotTable},
		{"its memtable is gone", killed, func(f files) {
			f[orphan] = closed[last]
			delete(f, killed.named(".mem")[0])
		}, -1},
		{"its memtable is empty", killed, func(f files) {
			f[orphan] = closed[last]
			f[killed.named(".mem")[0]] = nil
		}, -1},
		{"its memtable is cut off", killed, func(f files) {
			f[orphan] = closed[last]
			f[killed.named(".mem")[0]] = killed[killed.named(".mem")[0]][:1000]
		}, -1},
		{"unreadable, no memtable", closed, func(f files) { f[orphan] = bytes.Repeat([]byte("damage"), 900) }, -1},
		{"pages missing, no memtable", closed, func(f files) {
			f[badger.ManifestFilename] = killed[badger.ManifestFilename]
			f[last] = withoutFirst(closed[last], 900)
		}, -1},
		{"named, and full of zeros", closed, func(f files) { f[last] = make([]byte, 9000) }, -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := maps.Clone(tt.files)
			tt.change(f)
			if got := outcome(t, f); got != tt.want {
				t.Errorf("got %d keys, want %d", got, tt.want)
			}
		})
	}
}

func withoutFirst(data []byte, n int) []byte {
	return append(make([]byte, n), data[n:]...)
}

// FuzzLogEntry reads anything as a memtable's log.
func FuzzLogEntry(f *testing.F) {
	log := []byte{0, 0, 3, 1, 0, 'k', 'e', 'y', 'v'}
	f.Add(binary.BigEndian.AppendUint32(log, crc32.Checksum(log, crc32.MakeTable(crc32.Castagnoli))))
	f.Add(bytes.Repeat([]byte{0xff}, 40))
	f.Add(fmt.Append(nil, "\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x05\x00"))
	f.Fuzz(func(t *testing.T, log []byte) {
		key, size := logEntry(log)
		if size < 0 || size > len(log) || len(key) > size || (size > 0) != (len(key) > 0) {
			t.Errorf("got a key of %d and a size of %d out of %d", len(key), size, len(log))
		}
	})
}
