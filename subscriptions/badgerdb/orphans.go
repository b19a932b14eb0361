package badgerdb

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/fb"
	"github.com/dgraph-io/badger/v4/pb"
	"github.com/dgraph-io/badger/v4/table"
	"github.com/dgraph-io/badger/v4/y"
	"google.golang.org/protobuf/proto"
)

// orphans judges the orphaned tables: those that lie in the directory and that the manifest
// does not name. Badger deletes them. A process that was killed leaves such
// tables, and they hold nothing that is not elsewhere too:
//
//   - a memtable was being written out: its entries are in its .mem file,
//     which goes only when the manifest has the table;
//   - tables were being merged: what is in the result is in the tables that
//     the manifest names, so that it is not newer than they are;
//   - tables had been merged: the manifest says that they were removed.
//
// Any other was named by an end of the manifest that is gone. As tables are
// named in the order of their versions, it has entries that are newer than
// all that is named.
type orphans struct {
	removed map[uint64]bool
	newest  uint64          // version in the tables that are named
	logged  map[string]bool // keys in the .mem files
	killed  bool            // there is a .mem file: the process did not end by itself
}

// checkOrphans wants every table that is not named to be superfluous.
func checkOrphans(opts badger.Options, manifest io.ReaderAt, end int64, named map[uint64]badger.TableManifest, newest uint64) error {
	ids, err := unnamed(opts.Dir, named)
	if err != nil || len(ids) == 0 {
		return err
	}
	o := orphans{newest: newest}
	if o.removed, err = removedTables(manifest, end); err != nil {
		return err
	}
	if err := o.readMemtables(opts.Dir); err != nil {
		return err
	}
	for _, id := range ids {
		if err := o.check(id, opts.Dir); err != nil {
			return fmt.Errorf("%s does not name %s: %w", badger.ManifestFilename, table.IDToFilename(id), err)
		}
	}
	return nil
}

// unnamed returns the tables of the directory that the manifest does not name.
func unnamed(dir string, named map[uint64]badger.TableManifest) (ids []uint64, err error) {
	files, err := os.ReadDir(dir)
	for _, file := range files {
		id, ok := table.ParseFileID(file.Name())
		if _, known := named[id]; ok && !known && !file.IsDir() {
			ids = append(ids, id)
		}
	}
	return ids, err
}

// removedTables returns the tables that the manifest says were removed. Up to
// end it has been read before.
func removedTables(manifest io.ReaderAt, end int64) (map[uint64]bool, error) {
	const magic, head = 8, 8
	removed := map[uint64]bool{}
	r := io.NewSectionReader(manifest, magic, max(end-magic, 0))
	for {
		var lengthAndSum [head]byte
		if _, err := io.ReadFull(r, lengthAndSum[:]); errors.Is(err, io.EOF) {
			return removed, nil
		} else if err != nil {
			return nil, err
		}
		record := make([]byte, binary.BigEndian.Uint32(lengthAndSum[:4]))
		if _, err := io.ReadFull(r, record); err != nil {
			return nil, err
		}
		var set pb.ManifestChangeSet
		if err := proto.Unmarshal(record, &set); err != nil {
			return nil, err
		}
		for _, change := range set.Changes {
			removed[change.Id] = change.Op == pb.ManifestChange_DELETE
		}
	}
}

var (
	errOnlyHere   = errors.New("it holds what is nowhere else")
	errUnreadable = errors.New("it cannot be read")
)

func (o *orphans) check(id uint64, dir string) error {
	if o.removed[id] {
		return nil
	}
	data, err := os.ReadFile(table.NewFilename(id, dir))
	if err != nil {
		return err
	}
	index, err := readIndex(bytes.NewReader(data), int64(len(data)))
	if err == nil && index.MaxVersion() <= o.newest {
		return nil
	}
	if err == nil {
		err = checkBlocks(data, index)
	}
	if err != nil {
		return o.checkUnreadable(data, err)
	}
	return o.checkKeys(data)
}

// checkBlocks verifies all that a table holds.
func checkBlocks(data []byte, index *fb.TableIndex) error {
	for i := range index.OffsetsLength() {
		var block fb.BlockOffset
		index.Offsets(&block, i)
		start := int64(block.Offset())
		t := tail{ReaderAt: bytes.NewReader(data), end: start + int64(block.Len())}
		sum := t.counted()
		if t.err != nil || t.end <= start {
			return errors.Join(errTable, t.err)
		}
		if err := verify(data[start:t.end], sum); err != nil {
			return err
		}
	}
	return nil
}

// checkUnreadable passes a table that nobody finished writing. The file is
// made with its full length, and what stands last is written last.
func (o *orphans) checkUnreadable(data []byte, why error) error {
	unfinished := len(data) < 4 || binary.BigEndian.Uint32(data[len(data)-4:]) == 0
	if o.killed || unfinished {
		return nil
	}
	return fmt.Errorf("%w: %w", errUnreadable, why)
}

// checkKeys wants all that is newer than the named tables to be in the logs of
// the memtables.
func (o *orphans) checkKeys(data []byte) error {
	t, err := table.OpenInMemoryTable(data, 0, &table.Options{})
	if err != nil {
		return err
	}
	it := t.NewIterator(table.NOCACHE)
	defer it.Close()
	for it.Rewind(); it.Valid(); it.Next() {
		if y.ParseTs(it.Key()) > o.newest && !o.logged[string(it.Key())] {
			return errOnlyHere
		}
	}
	return nil
}

// readMemtables reads the keys in the memtables' logs.
func (o *orphans) readMemtables(dir string) error {
	const head = 20
	o.logged = map[string]bool{}
	names, err := filepath.Glob(filepath.Join(dir, "*.mem"))
	if err != nil {
		return err
	}
	for _, name := range names {
		log, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		o.killed = true
		log = log[min(head, len(log)):]
		for key, size := logEntry(log); size > 0; key, size = logEntry(log) {
			o.logged[string(key)] = true
			log = log[size:]
		}
	}
	return nil
}

// logEntry returns the key of the first entry of a memtable's log and the size
// of the entry, 0 where the log ends: two bytes of flags, the lengths of key
// and value and an expiry as varints, the key, the value, a checksum.
func logEntry(log []byte) (key []byte, size int) {
	at := min(2, len(log))
	var fields [3]uint64
	for i := range fields {
		v, n := binary.Uvarint(log[at:])
		if n <= 0 {
			return nil, 0
		}
		fields[i], at = v, at+n
	}
	keyLen, valueLen, left := fields[0], fields[1], uint64(len(log)-at)
	if keyLen == 0 || keyLen > left || valueLen > left-keyLen || left-keyLen-valueLen < crc32.Size {
		return nil, 0
	}
	end := at + int(keyLen+valueLen)
	if crc32.Checksum(log[:end], y.CastagnoliCrcTable) != binary.BigEndian.Uint32(log[end:]) {
		return nil, 0
	}
	return log[at : at+int(keyLen)], end + crc32.Size
}
