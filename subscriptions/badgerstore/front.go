package badgerstore

import (
	"bytes"
	"time"
)

// front is where an index begins that is always read from its first key. What
// was removed lingers in the database as a tombstone, so the front remembers
// where the living begin: without that, emptying the index would cost the square
// of its length.
type front struct {
	low  []byte // no key that is there and not held lies before; nil: not known
	seen []byte // the least key noted since the reading under way began
}

// note says that a key was put into the index or is no longer held. It is
// called once the key is durable.
func (f *front) note(key []byte) {
	if f.low != nil && bytes.Compare(key, f.low) < 0 {
		f.low = key
	}
	if f.seen == nil || bytes.Compare(key, f.seen) < 0 {
		f.seen = key
	}
}

// begin returns where to read from. It is called before the snapshot is taken.
func (f *front) begin(prefix []byte) []byte {
	f.seen = nil
	if f.low == nil {
		return prefix
	}
	return f.low
}

// end says that the first key there that is not held is first; nil: none.
func (f *front) end(prefix, first []byte) {
	if first == nil {
		first = append(bytes.Clone(prefix), bytes.Repeat([]byte{0xff}, 32)...)
	}
	f.low = first
	if f.seen != nil && bytes.Compare(f.seen, f.low) < 0 {
		f.low = f.seen
	}
}

// empty reports whether nothing of the index can be ready at now, and when the
// first may be; zero: there is none. prefix is the index's.
func (f *front) empty(prefix []byte, now time.Time) (time.Time, bool) {
	if f.low == nil || len(f.low) < len(prefix)+8 {
		return time.Time{}, false
	}
	if at := f.low[len(prefix):]; !bytes.HasPrefix(at, bytes.Repeat([]byte{0xff}, 8)) {
		first := instant(at)
		return first, first.After(now)
	}
	return time.Time{}, true
}
