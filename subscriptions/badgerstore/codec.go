package badgerstore

import (
	"encoding/binary"
	"fmt"
	"time"

	"newsbrief/subscriptions"
)

// errDamaged is returned for a stored value that does not read back.
var errDamaged = subscriptions.ErrDamaged

// version is the first byte of every stored value. A part that refers to a body
// is of another form than one that has its own.
const (
	version  = 1
	referral = 2
)

// encoder appends to a stored value.
type encoder []byte

func (e *encoder) number(n uint64) { *e = binary.AppendUvarint(*e, n) }

func (e *encoder) signed(n int64) { *e = binary.AppendVarint(*e, n) }

func (e *encoder) text(s string) {
	e.number(uint64(len(s)))
	*e = append(*e, s...)
}

func (e *encoder) flag(on bool) {
	if on {
		e.number(1)
	} else {
		e.number(0)
	}
}

// time writes the instant; its zone is not kept.
func (e *encoder) time(t time.Time) {
	if t.IsZero() {
		e.flag(false)
		return
	}
	e.number(1 + uint64(t.Nanosecond()))
	e.signed(t.Unix())
}

// date writes a date in four bytes, and what is not a date as it stands.
func (e *encoder) date(s string) {
	t, err := time.Parse(time.DateOnly, s)
	if days := t.Unix() / 86400; err == nil && days >= 0 {
		e.number(uint64(days) + 1)
		return
	}
	e.number(0)
	e.text(s)
}

// decoder reads a stored value. After the first thing that cannot be read,
// everything is zero.
type decoder struct {
	rest []byte
	bad  bool
}

func decode(b []byte) *decoder {
	if len(b) == 0 || b[0] != version {
		return &decoder{bad: true}
	}
	return &decoder{rest: b[1:]}
}

// err says whether all of the value was read, and nothing amiss.
func (d *decoder) err() error {
	if d.bad || len(d.rest) > 0 {
		return errDamaged
	}
	return nil
}

func (d *decoder) fail() {
	d.bad, d.rest = true, nil
}

func (d *decoder) number() uint64 {
	n, size := binary.Uvarint(d.rest)
	if size <= 0 {
		d.fail()
		return 0
	}
	d.rest = d.rest[size:]
	return n
}

func (d *decoder) signed() int64 {
	n, size := binary.Varint(d.rest)
	if size <= 0 {
		d.fail()
		return 0
	}
	d.rest = d.rest[size:]
	return n
}

// length reads a count of things of at least one byte each.
func (d *decoder) length() int {
	n := d.number()
	if n > uint64(len(d.rest)) {
		d.fail()
		return 0
	}
	return int(n)
}

func (d *decoder) bytes() []byte {
	n := d.length()
	b := d.rest[:n:n]
	d.rest = d.rest[n:]
	return b
}

func (d *decoder) text() string { return string(d.bytes()) }

func (d *decoder) flag() bool { return d.number() == 1 }

func (d *decoder) time() time.Time {
	n := d.number()
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(d.signed(), int64(n-1)).UTC()
}

func (d *decoder) date() string {
	n := d.number()
	if n == 0 {
		return d.text()
	}
	return time.Unix(int64(n-1)*86400, 0).UTC().Format(time.DateOnly)
}

// encodeSubscriber writes what is kept of a record. The chat is in its key.
func encodeSubscriber(s subscriptions.Subscriber) []byte {
	e := append(make(encoder, 0, 128), version)
	e.number(s.Version)
	e.text(s.Language)
	e.text(string(s.Length))
	encodeTexts(&e, s.Reads)
	encodeTexts(&e, s.Topics)
	e.text(s.Schedule.Zone)
	e.flag(s.Schedule.Guessed)
	e.number(uint64(s.Schedule.Days))
	e.number(uint64(len(s.Schedule.Times)))
	for _, t := range s.Schedule.Times {
		e.number(uint64(t))
	}
	e.time(s.PausedUntil)
	e.time(s.Suspended)
	encodeSlot(&e, s.Due.Slot)
	e.time(s.Due.At)
	e.date(s.Done.Date)
	e.number(uint64(s.Done.Count))
	return e
}

func decodeSubscriber(chat subscriptions.Chat, b []byte) (subscriptions.Subscriber, error) {
	d := decode(b)
	s := subscriptions.Subscriber{Chat: chat}
	s.Version = d.number()
	s.Language = d.text()
	s.Length = subscriptions.Length(d.text())
	s.Reads = decodeTexts[string](d)
	s.Topics = decodeTexts[subscriptions.Topic](d)
	s.Schedule.Zone = d.text()
	s.Schedule.Guessed = d.flag()
	s.Schedule.Days = subscriptions.Days(d.number())
	for range d.length() {
		s.Schedule.Times = append(s.Schedule.Times, subscriptions.TimeOfDay(d.number()))
	}
	s.PausedUntil = d.time()
	s.Suspended = d.time()
	s.Due.Slot = decodeSlot(d)
	s.Due.At = d.time()
	s.Done.Date = d.date()
	s.Done.Count = int(d.number())
	if err := d.err(); err != nil {
		return subscriptions.Subscriber{}, fmt.Errorf("read %v: %w", chat, err)
	}
	return s, nil
}

func encodeTexts[T ~string](e *encoder, texts []T) {
	e.number(uint64(len(texts)))
	for _, t := range texts {
		e.text(string(t))
	}
}

func decodeTexts[T ~string](d *decoder) []T {
	n := d.length()
	if n == 0 {
		return nil
	}
	texts := make([]T, n)
	for i := range texts {
		texts[i] = T(d.text())
	}
	return texts
}

func encodeSlot(e *encoder, s subscriptions.Slot) {
	e.date(s.Date)
	e.number(uint64(s.Time))
}

func decodeSlot(d *decoder) subscriptions.Slot {
	return subscriptions.Slot{Date: d.date(), Time: subscriptions.TimeOfDay(d.number())}
}

// encodeTold writes what one digest told. The instants are mostly one.
func encodeTold(told []subscriptions.Told) []byte {
	e := append(make(encoder, 0, 32*len(told)), version)
	e.time(told[0].At)
	e.number(uint64(len(told)))
	for _, t := range told {
		e.text(t.Item)
		e.number(uint64(t.Sources))
		e.signed(int64(t.At.Sub(told[0].At)))
	}
	return e
}

func decodeTold(b []byte) ([]subscriptions.Told, error) {
	d := decode(b)
	at := d.time()
	told := make([]subscriptions.Told, d.length())
	for i := range told {
		told[i] = subscriptions.Told{Item: d.text(), Sources: int(d.number()), At: at.Add(time.Duration(d.signed()))}
	}
	return told, d.err()
}

// part is what is kept of one waiting part; where it stands is in its key.
type part struct {
	slot      subscriptions.Slot
	parts     int
	attempt   int
	plain     bool
	queued    time.Time
	notBefore time.Time
	body      []byte // if ref is zero
	ref       uint64 // the id of the body
}

func encodePart(p part) []byte {
	e := append(make(encoder, 0, len(p.body)+48), version)
	if p.ref != 0 {
		e[0] = referral
	}
	encodeSlot(&e, p.slot)
	e.number(uint64(p.parts))
	e.number(uint64(p.attempt))
	e.flag(p.plain)
	e.time(p.queued)
	e.time(p.notBefore)
	if p.ref != 0 {
		e.number(p.ref)
	} else {
		e.text(string(p.body))
	}
	return e
}

func decodePart(b []byte) (part, error) {
	d, refers := decode(b), false
	if len(b) > 0 && b[0] == referral {
		d, refers = &decoder{rest: b[1:]}, true
	}
	p := part{
		slot:    decodeSlot(d),
		parts:   int(d.number()),
		attempt: int(d.number()),
		plain:   d.flag(),
		queued:  d.time(),
	}
	p.notBefore = d.time()
	if !refers {
		p.body = d.bytes()
	} else if p.ref = d.number(); p.ref == 0 {
		d.fail()
	}
	return p, d.err()
}

func encodeBody(text []byte) []byte {
	return append(append(make([]byte, 0, len(text)+1), version), text...)
}

func decodeBody(b []byte) ([]byte, error) {
	if d := decode(b); !d.bad {
		return d.rest, nil
	}
	return nil, errDamaged
}
