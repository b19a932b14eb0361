package badgerarchive

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"strings"
	"time"

	"newsbrief/digest/archive"
	"newsbrief/digest/feed"
)

// The stored form: a byte for the version, then the fields in a fixed order.
// A text is its length and its bytes, a time nanoseconds since 1970 with 0 for
// none, a number a varint, a hash eight bytes. A later version may add
// fields at the end: what an older record does not have stays empty. The last
// four bytes are a checksum of all before; the first version had none.
const (
	version         = 2
	unsealedVersion = 1
	sealSize        = crc32.Size
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sealed returns the record with its checksum.
func (e encoder) sealed() []byte {
	return binary.LittleEndian.AppendUint32(e, crc32.Checksum(e, castagnoli))
}

// unsealed returns the record without its checksum, if that is right.
func unsealed(b []byte) ([]byte, error) {
	if len(b) > 0 && b[0] == unsealedVersion {
		return b, nil
	}
	end := len(b) - sealSize
	if end < 1 || binary.LittleEndian.Uint32(b[end:]) != crc32.Checksum(b[:end], castagnoli) {
		return nil, fmt.Errorf("%w: its checksum is wrong", errDamaged)
	}
	return b[:end], nil
}

var errDamaged = errors.New("damaged record")

type encoder []byte

func (e *encoder) text(s string) {
	*e = binary.AppendUvarint(*e, uint64(len(s)))
	*e = append(*e, s...)
}

func (e *encoder) number(n int64) { *e = binary.AppendVarint(*e, n) }

func (e *encoder) hash(n uint64) { *e = binary.LittleEndian.AppendUint64(*e, n) }

func (e *encoder) time(t time.Time) {
	if t.IsZero() {
		e.number(0)
		return
	}
	e.number(t.UnixNano())
}

func encodeItem(it feed.Item) []byte {
	e := make(encoder, 0, 160+len(it.Title)+len(it.Summary)+len(it.URL)+len(it.Image)+len(it.Feed))
	e = append(e, version)
	for _, s := range []string{it.ID, it.URL, it.Title, it.Summary, it.Language, it.Image, it.Feed, it.Source} {
		e.text(s)
	}
	e.time(it.Published)
	e.time(it.Arrived)
	e.number(int64(len(it.Categories)))
	for _, c := range it.Categories {
		e.text(c)
	}
	return e.sealed()
}

func encodeState(s feed.State) []byte {
	e := make(encoder, 0, 300+len(s.Seen)*50)
	e = append(e, version)
	for _, t := range []string{s.Moved, s.ETag, s.LastModified, s.Error, s.Hash} {
		e.text(t)
	}
	for _, t := range []time.Time{s.Polled, s.Succeeded, s.Next, s.Wait, s.Changed, s.Stored} {
		e.time(t)
	}
	e.number(int64(s.Interval))
	e.number(int64(s.Failures))
	e.number(int64(len(s.Seen)))
	for _, m := range s.Seen {
		e.text(m.ID)
		e.time(m.First)
		e.hash(m.URL)
		e.hash(m.Title)
		e.hash(m.Text)
	}
	return e.sealed()
}

func encodePage(p archive.Page) []byte {
	e := make(encoder, 0, 100+len(p.Titles)+len(p.Summary)+len(p.Image))
	e = append(e, version)
	for _, s := range []string{p.Titles, p.Summary, p.Language, p.Image} {
		e.text(s)
	}
	for _, t := range []time.Time{p.Tried, p.Until, p.Published} {
		e.time(t)
	}
	return e.sealed()
}

// decoder reads records. The texts of a record are parts of one string; those
// that many records share are made once.
type decoder struct {
	b      string
	bad    bool
	shared map[string]string
}

func newDecoder() *decoder { return &decoder{shared: map[string]string{}} }

func (d *decoder) start(b []byte) error {
	b, err := unsealed(b)
	if err != nil {
		return err
	}
	if b[0] != version && b[0] != unsealedVersion {
		return fmt.Errorf("%w: version %d", errDamaged, b[0])
	}
	d.b, d.bad = string(b[1:]), false
	return nil
}

func (d *decoder) item(b []byte) (feed.Item, error) {
	if err := d.start(b); err != nil {
		return feed.Item{}, err
	}
	it := feed.Item{
		ID: d.text(), URL: d.text(), Title: d.text(), Summary: d.text(),
		Language: d.sharedText(), Image: d.text(), Feed: d.sharedText(), Source: d.sharedText(),
		Published: d.time(), Arrived: d.time(),
	}
	if n := d.count(1); n > 0 {
		it.Categories = make([]string, n)
		for i := range it.Categories {
			it.Categories[i] = d.sharedText()
		}
	}
	if d.bad {
		return feed.Item{}, errDamaged
	}
	return it, nil
}

func (d *decoder) state(b []byte) (feed.State, error) {
	if err := d.start(b); err != nil {
		return feed.State{}, err
	}
	s := feed.State{
		Moved: d.text(), ETag: d.text(), LastModified: d.text(), Error: d.text(), Hash: d.text(),
		Polled: d.time(), Succeeded: d.time(), Next: d.time(), Wait: d.time(), Changed: d.time(), Stored: d.time(),
		Interval: time.Duration(d.number()), Failures: int(d.number()),
	}
	if n := d.count(26); n > 0 {
		s.Seen = make([]feed.Mark, n)
		for i := range s.Seen {
			s.Seen[i] = feed.Mark{ID: d.text(), First: d.time(), URL: d.hash(), Title: d.hash(), Text: d.hash()}
		}
	}
	if d.bad {
		return feed.State{}, errDamaged
	}
	return s, nil
}

func (d *decoder) page(b []byte) (archive.Page, error) {
	if err := d.start(b); err != nil {
		return archive.Page{}, err
	}
	p := archive.Page{
		Titles: d.text(), Summary: d.text(), Language: d.text(), Image: d.text(),
		Tried: d.time(), Until: d.time(), Published: d.time(),
	}
	if d.bad {
		return archive.Page{}, errDamaged
	}
	return p, nil
}

func (d *decoder) text() string {
	n, size := uvarint(d.b)
	if size <= 0 || n > uint64(len(d.b)-size) {
		d.bad, d.b = true, ""
		return ""
	}
	text := d.b[size : size+int(n)]
	d.b = d.b[size+int(n):]
	return text
}

func (d *decoder) sharedText() string {
	text := d.text()
	if s, ok := d.shared[text]; ok {
		return s
	}
	text = strings.Clone(text)
	d.shared[text] = text
	return text
}

func (d *decoder) number() int64 {
	n, size := uvarint(d.b)
	if size <= 0 {
		d.bad, d.b = true, ""
		return 0
	}
	d.b = d.b[size:]
	// As [binary.AppendVarint] folds the sign.
	return int64(n>>1) ^ -int64(n&1)
}

// uvarint is [binary.Uvarint] on a string.
func uvarint(s string) (uint64, int) {
	var b [binary.MaxVarintLen64]byte
	return binary.Uvarint(b[:copy(b[:], s)])
}

// count reads how many things of at least size bytes follow, and does not
// believe more than there is room for.
func (d *decoder) count(size int) int {
	n := d.number()
	if n < 0 || n > int64(len(d.b)/size) {
		d.bad = true
		return 0
	}
	return int(n)
}

func (d *decoder) hash() uint64 {
	var b [8]byte
	if copy(b[:], d.b) < len(b) {
		d.bad, d.b = true, ""
		return 0
	}
	d.b = d.b[len(b):]
	return binary.LittleEndian.Uint64(b[:])
}

func (d *decoder) time() time.Time {
	n := d.number()
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}
