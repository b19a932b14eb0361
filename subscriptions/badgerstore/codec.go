package badgerstore

import (
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"newsbrief/subscriptions"
)

// errDamaged is returned for a stored value that does not read back.
var errDamaged = subscriptions.ErrDamaged

// version is the first byte of every stored value of the first form, second of
// one that says more. A part has four forms: referral is added where it refers
// to a body instead of having its own, named where its id is not that of its place.
const (
	version  = 1
	second   = 2
	referral = 1
	named    = 2
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
	d, _ := decodeForm(b, version)
	return d
}

// decodeForm reads a value of one of several forms, and returns which.
func decodeForm(b []byte, latest byte) (d *decoder, form byte) {
	if len(b) == 0 || b[0] < version || b[0] > latest {
		return &decoder{bad: true}, 0
	}
	return &decoder{rest: b[1:]}, b[0]
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
	e := append(make(encoder, 0, 128), second)
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
	e.time(s.Done.At)
	return e
}

func decodeSubscriber(chat subscriptions.Chat, b []byte) (subscriptions.Subscriber, error) {
	d, form := decodeForm(b, second)
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
	if form == second {
		s.Done.At = d.time()
	}
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

// telling is what one digest told.
type telling struct {
	slot subscriptions.Slot // zero in those of the first form
	told []subscriptions.Told
}

// encodeTelling writes at least one story. The instants are mostly one, the
// topics few.
func encodeTelling(t telling) []byte {
	e := append(make(encoder, 0, 48+32*len(t.told)), second)
	encodeSlot(&e, t.slot)
	var topics []subscriptions.Topic
	for _, told := range t.told {
		if !slices.Contains(topics, told.Topic) {
			topics = append(topics, told.Topic)
		}
	}
	encodeTexts(&e, topics)
	e.time(t.told[0].At)
	e.number(uint64(len(t.told)))
	for _, told := range t.told {
		e.text(told.Item)
		e.number(uint64(told.Sources))
		e.signed(int64(told.At.Sub(t.told[0].At)))
		e.number(uint64(told.Part))
		e.number(uint64(slices.Index(topics, told.Topic)))
	}
	return e
}

// decodeTelling reads what one digest told. Those of the first form say of no
// story where it stood.
func decodeTelling(b []byte) (telling, error) {
	var t telling
	var topics []subscriptions.Topic
	d, form := decodeForm(b, second)
	if form == second {
		t.slot = decodeSlot(d)
		topics = decodeTexts[subscriptions.Topic](d)
	}
	at := d.time()
	t.told = make([]subscriptions.Told, d.length())
	for i := range t.told {
		t.told[i] = subscriptions.Told{Item: d.text(), Sources: int(d.number()), At: at.Add(time.Duration(d.signed()))}
		if form == second {
			t.told[i].Part = int(d.number())
			if topic := d.number(); topic < uint64(len(topics)) {
				t.told[i].Topic = topics[topic]
			}
		}
	}
	return t, d.err()
}

// part is what is kept of one waiting part; where it stands is in its key.
type part struct {
	id        uint64 // if it is not that of its place
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
	if p.id != 0 {
		e[0] += named
		e.number(p.id)
	}
	encodeSlot(&e, p.slot)
	e.number(uint64(p.parts))
	e.number(uint64(p.attempt))
	e.flag(p.plain)
	e.time(p.queued)
	e.time(p.notBefore)
	if p.ref != 0 {
		e[0] += referral
		e.number(p.ref)
	} else {
		e.text(string(p.body))
	}
	return e
}

func decodePart(b []byte) (part, error) {
	var p part
	d, form := decodeForm(b, version+referral+named)
	form -= min(form, version)
	if form&named != 0 {
		p.id = d.number()
	}
	p.slot = decodeSlot(d)
	p.parts = int(d.number())
	p.attempt = int(d.number())
	p.plain = d.flag()
	p.queued = d.time()
	p.notBefore = d.time()
	if form&referral == 0 {
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
