package badgerstore

import (
	"bytes"
	"strconv"
	"sync"
	"time"

	"newsbrief/subscriptions"
)

// line is one order of keys that is always read from its front. What was
// removed lingers in the database as a tombstone, so the line remembers where
// the living begin: without that, emptying it would cost the square of its
// length.
type line struct {
	low  []byte // no key that is there and not held lies before; nil: not known
	seen []byte // the least key noted since the reading under way began
}

// note says that a key was put into the line or is no longer held. It is
// called once the key is durable.
func (l *line) note(key []byte) {
	if l.low != nil && bytes.Compare(key, l.low) < 0 {
		l.low = key
	}
	if l.seen == nil || bytes.Compare(key, l.seen) < 0 {
		l.seen = key
	}
}

// begin returns where to read from. It is called before the snapshot is taken.
func (l *line) begin(prefix []byte) []byte {
	l.seen = nil
	if l.low == nil {
		return prefix
	}
	return l.low
}

// end says that the first key there that is not held is first; nil: none.
func (l *line) end(prefix, first []byte) {
	if first == nil {
		first = append(bytes.Clone(prefix), bytes.Repeat([]byte{0xff}, 32)...)
	}
	l.low = first
	if l.seen != nil && bytes.Compare(l.seen, l.low) < 0 {
		l.low = l.seen
	}
}

// empty reports whether nothing of the line can be ready at now, and when the
// first may be; zero: there is none. prefix is the line's.
func (l *line) empty(prefix []byte, now time.Time) (time.Time, bool) {
	if l.low == nil || len(l.low) < len(prefix)+8 {
		return time.Time{}, false
	}
	if at := l.low[len(prefix):]; !bytes.HasPrefix(at, bytes.Repeat([]byte{0xff}, 8)) {
		first := instant(at)
		return first, first.After(now)
	}
	return time.Time{}, true
}

// vacant reports whether it is known that nothing is in the line that is not
// held. prefix is the line's.
func (l *line) vacant(prefix []byte) bool {
	first, none := l.empty(prefix, time.Time{})
	return none && first.IsZero()
}

// hold is a lease: a key of a line that somebody works on.
type hold struct {
	mark  string
	until time.Time
	class int // the line it is of
	key   []byte

	// of a claim: the record as it is, for every change of it ends the lease
	record *subscriptions.Subscriber

	// of the outbox
	place  place
	parts  int
	queued time.Time
	ref    uint64
}

// desk is what one platform's lines and leases are guarded by. Leases live in
// memory, because the database has one process: when that ends, nobody holds
// anything.
type desk struct {
	mu      sync.Mutex
	lines   [classes]line
	held    map[subscriptions.Chat]hold
	soonest time.Time // no lease ends before

	queues queues // of an outbox
}

// desks hands out the desks by platform.
type desks struct {
	mu sync.Mutex
	by map[string]*desk
}

func (d *desks) of(platform string) *desk {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.by[platform] == nil {
		if d.by == nil {
			d.by = map[string]*desk{}
		}
		d.by[platform] = &desk{held: map[subscriptions.Chat]hold{}}
	}
	return d.by[platform]
}

// expire ends the leases that ran out. The caller has locked the desk.
func (d *desk) expire(now time.Time) {
	if len(d.held) == 0 || now.Before(d.soonest) {
		return
	}
	d.soonest = time.Time{}
	for chat, h := range d.held {
		if !h.until.After(now) {
			d.free(chat)
			continue
		}
		if d.soonest.IsZero() || h.until.Before(d.soonest) {
			d.soonest = h.until
		}
	}
}

// hold leases a chat. The caller has locked the desk.
func (d *desk) hold(chat subscriptions.Chat, h hold) {
	if len(d.held) == 0 || h.until.Before(d.soonest) {
		d.soonest = h.until
	}
	d.held[chat] = h
}

// free ends a lease, and its key is there for others. The caller has locked
// the desk.
func (d *desk) free(chat subscriptions.Chat) {
	if h, ok := d.held[chat]; ok {
		delete(d.held, chat)
		d.lines[h.class].note(h.key)
	}
}

// holds returns the lease if the mark is its own and it has not run out.
func (d *desk) holds(chat subscriptions.Chat, mark string, now time.Time) (hold, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	h, ok := d.held[chat]
	return h, ok && h.mark == mark && h.until.After(now)
}

// changed ends whatever lease the chat is under, and notes the key under which
// it stands in the line now; nil if in none.
func (d *desk) changed(chat subscriptions.Chat, class int, key []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.held, chat)
	if key != nil {
		d.lines[class].note(key)
	}
}

// noted notes a key of a chat that may be under a lease for another.
func (d *desk) noted(class int, key []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines[class].note(key)
}

// filled keeps with the lease what is needed of the part when it is settled.
func (d *desk) filled(chat subscriptions.Chat, mark string, p part) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if h, ok := d.held[chat]; ok && h.mark == mark {
		h.parts, h.queued, h.ref = p.parts, p.queued, p.ref
		d.held[chat] = h
	}
}

// marks makes the marks of leases. Two stores never make the same.
type marks struct {
	mu    sync.Mutex
	epoch string
	n     uint64
}

func (m *marks) next() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.n++
	return m.epoch + strconv.FormatUint(m.n, 36)
}
