package badgerstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/dgraph-io/badger/v4"

	"newsbrief/subscriptions"
)

// maxParts is how many parts can be queued together.
const maxParts = 1<<16 - 1

// head returns where the first part of a class stands and what it is; found
// is false if nothing waits. The part at the place except is not looked at.
func (b *batch) head(chat subscriptions.Chat, class int, except place) (at place, p part, found bool, err error) {
	prefix := queueKey(chat, class)
	b.walk(prefix, func(item *badger.Item) bool {
		k := item.Key()[len(prefix)-1:]
		if len(k) != placeSize || placeOf(k) == except {
			return true
		}
		at, found = placeOf(k), true
		p, err = partOf(item)
		return false
	})
	return at, p, found, err
}

func partOf(item *badger.Item) (part, error) {
	value, err := item.ValueCopy(nil)
	if err != nil {
		return part{}, err
	}
	return decodePart(value)
}

// enqueue puts parts behind those of their class that wait for the chat. refs
// has for each the body that it refers to, or zero.
func (s *Store) enqueue(b *batch, chat subscriptions.Chat, class int, slot subscriptions.Slot, now time.Time, parts []subscriptions.Part, refs []uint64) error {
	if len(parts) == 0 {
		return nil
	}
	if len(parts) > maxParts {
		return fmt.Errorf("queue %v: %d parts, want at most %d", chat, len(parts), maxParts)
	}
	serial, err := s.serials.Next()
	if err != nil {
		return fmt.Errorf("queue %v: %w", chat, err)
	}
	at := place{class: class, serial: serial}
	for i, from := range parts {
		at.part++
		p := part{slot: slot, parts: len(parts), queued: now, notBefore: now, ref: refs[i]}
		if p.ref == 0 {
			p.body = from.Body
		}
		s.setPart(b, partKey(chat, at), p)
	}
	if s.counts.most(chat, class) > 0 {
		_, _, behind, err := b.head(chat, class, place{})
		if errors.Is(err, errDamaged) {
			err = nil // it is dropped when it is taken
		}
		if behind || err != nil {
			return err
		}
	}
	at.part = 1
	s.ready(b, chat, at, now)
	return nil
}

// ready enters a first part into the order of sending.
func (s *Store) ready(b *batch, chat subscriptions.Chat, at place, notBefore time.Time) {
	k, table := readyKey(chat, at, notBefore), s.outbox.of(chat.Platform)
	b.set(k, nil)
	b.then(func() { table.noted(at.class, k) })
	b.hints[table] = true
}

// Post implements [subscriptions.Outbox].
func (s *Store) Post(ctx context.Context, chat subscriptions.Chat, now time.Time, parts ...subscriptions.Part) error {
	if err := errors.Join(ctx.Err(), checkChat(chat)); err != nil {
		return err
	}
	return s.commits.do(&op{chats: []subscriptions.Chat{chat}, run: func(b *batch) error {
		return s.enqueue(b, chat, posts, subscriptions.Slot{}, now, parts, make([]uint64, len(parts)))
	}})
}

// Ready implements [subscriptions.Outbox].
func (s *Store) Ready(platform string) <-chan struct{} { return s.outbox.of(platform).ready }

// Take implements [subscriptions.Outbox].
func (s *Store) Take(ctx context.Context, platform string, now time.Time, lease time.Duration, limit int) ([]subscriptions.Delivery, time.Time, error) {
	if err := ctx.Err(); err != nil || len(platform) > maxName {
		return nil, time.Time{}, err
	}
	t := taking{store: s, leases: s.outbox.of(platform), platform: platform, now: now, until: now.Add(lease), limit: limit}
	defer t.close()
	t.leases.mu.Lock()
	t.leases.expire(now)
	for class := range classes {
		t.take(class)
	}
	if len(t.leases.held) > 0 {
		t.later(t.leases.soonest)
	}
	t.leases.mu.Unlock()
	return t.read()
}

// taking is one call of Take.
type taking struct {
	store    *Store
	leases   *leaseTable
	platform string
	now      time.Time
	until    time.Time
	limit    int
	txn      *badger.Txn
	scan     *badger.Iterator
	taken    []leased
	more     time.Time
}

func (t *taking) close() {
	if t.scan != nil {
		t.scan.Close()
	}
	if t.txn != nil {
		t.txn.Discard()
	}
}

// later says that something may be ready at the instant.
func (t *taking) later(at time.Time) {
	if t.more.IsZero() || at.Before(t.more) {
		t.more = at
	}
}

// take leases what the class has ready.
func (t *taking) take(class int) {
	front, prefix := &t.leases.fronts[class], readyPrefix(t.platform, class)
	if at, none := front.empty(prefix, t.now); none {
		if !at.IsZero() {
			t.later(at)
		}
		return
	}
	start := front.begin(prefix)
	t.open()
	var first []byte // the first that is there and not held
	for t.scan.Seek(start); t.scan.ValidForPrefix(prefix); t.scan.Next() {
		k := t.scan.Item().Key()
		e, ok := readyEntry(k, t.platform)
		h, held := t.leases.held[e.chat]
		if !ok || held && bytes.Equal(h.key, k) {
			continue
		}
		full := !held && (e.at.After(t.now) || len(t.taken) >= t.limit)
		if (held || full) && first == nil {
			first = bytes.Clone(k)
		}
		if full {
			t.later(e.at)
			break
		}
		if !held {
			t.lease(e, bytes.Clone(k))
		}
	}
	front.end(prefix, first)
}

func (t *taking) open() {
	if t.txn == nil {
		t.txn = t.store.db.NewTransaction(false)
		t.scan = newScan(t.txn, platformKey(kindReady, t.platform))
	}
}

func (t *taking) lease(e entry, key []byte) {
	h := lease{token: t.store.tokens.next(), until: t.until, class: e.place.class, key: key, place: e.place}
	t.leases.grant(e.chat, h)
	t.taken = append(t.taken, leased{entry: e, key: key, token: h.token})
}

// read fetches the parts that were leased. One that cannot be read leaves the
// outbox, so that the next of its chat can go.
func (t *taking) read() ([]subscriptions.Delivery, time.Time, error) {
	var out []subscriptions.Delivery
	var failed error
	for _, e := range t.taken {
		p, err := t.part(e)
		if errors.Is(err, errDamaged) {
			t.store.lg.Error("dropped a part from the outbox", "chat", e.chat, "err", err)
			failed = errors.Join(failed, t.store.drop(e))
			t.later(t.now) // the next of its chat is ready
			continue
		}
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("take %v: %w", e.chat, err))
			continue
		}
		t.leases.filled(e.chat, e.token, p)
		out = append(out, e.delivery(p))
	}
	return out, t.more, failed
}

func (t *taking) part(e leased) (part, error) {
	item, err := t.txn.Get(partKey(e.chat, e.place))
	if errors.Is(err, badger.ErrKeyNotFound) {
		return part{}, errDamaged
	}
	if err != nil {
		return part{}, err
	}
	p, err := partOf(item)
	if err == nil && p.ref != 0 {
		p.body, err = t.body(p.ref)
	}
	return p, err
}

// leased is a part that Take has leased.
type leased struct {
	entry
	key   []byte
	token subscriptions.Lease
}

func (e leased) delivery(p part) subscriptions.Delivery {
	if p.id == 0 {
		p.id = e.place.id()
	}
	return subscriptions.Delivery{
		ID: p.id, Chat: e.chat, Slot: p.slot, Part: int(e.place.part), Parts: p.parts,
		Body: p.body, Plain: p.plain, Attempt: p.attempt,
		Queued: p.queued, NotBefore: p.notBefore, Lease: e.token,
	}
}

// drop removes a part that cannot be read.
func (s *Store) drop(e leased) error {
	return s.commits.do(&op{frees: true, chats: []subscriptions.Chat{e.chat}, run: func(b *batch) error {
		if k := partKey(e.chat, e.place); b.has(k) {
			s.removePart(b, k)
		}
		b.remove(e.key)
		s.leave(b, e.chat)
		return s.promote(b, e.chat, e.place)
	}})
}

// leave ends the lease of the chat's part with the change in hand.
func (s *Store) leave(b *batch, chat subscriptions.Chat) {
	b.then(func() { s.outbox.of(chat.Platform).changed(chat, 0, nil) })
}

// promote makes the part behind the one at the place the first of its class.
func (s *Store) promote(b *batch, chat subscriptions.Chat, gone place) error {
	next, p, found, err := b.head(chat, gone.class, gone)
	if errors.Is(err, errDamaged) {
		p.notBefore, err = time.UnixMilli(0), nil // it is dropped when it is taken
	}
	if found && err == nil {
		s.ready(b, chat, next, p.notBefore)
	}
	return err
}

// Settle implements [subscriptions.Outbox].
func (s *Store) Settle(ctx context.Context, now time.Time, settled ...subscriptions.Settled) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	ops := make([]*op, len(settled))
	for i, done := range settled {
		ops[i] = &op{frees: true, chats: []subscriptions.Chat{done.Delivery.Chat}, run: func(b *batch) error {
			return s.settle(b, now, done)
		}}
	}
	return s.commits.do(ops...)
}

func (s *Store) settle(b *batch, now time.Time, done subscriptions.Settled) (err error) {
	chat := done.Delivery.Chat
	h, ok := s.outbox.of(chat.Platform).holds(chat, done.Delivery.Lease, now)
	if !ok {
		return fmt.Errorf("settle %v: %w", chat, subscriptions.ErrLeaseLost)
	}
	switch done.Outcome {
	case subscriptions.Gone:
		err = s.suspend(b, chat, now)
	case subscriptions.Retry, subscriptions.RetryPlain, subscriptions.Untried:
		err = s.retry(b, chat, h, done)
	case subscriptions.Refused:
		gone := map[unsent]bool{{done.Delivery.Slot, done.Delivery.Part}: true}
		err = errors.Join(s.remove(b, chat, h), s.untell(b, chat, gone))
	default:
		err = s.remove(b, chat, h)
	}
	if err != nil {
		return fmt.Errorf("settle %v: %w", chat, err)
	}
	s.leave(b, chat)
	return nil
}

// remove takes a part out of the outbox, and its chat's next one is the first.
func (s *Store) remove(b *batch, chat subscriptions.Chat, h lease) error {
	s.removePart(b, partKey(chat, h.place))
	b.remove(h.key)
	next := h.place
	next.part++
	if int(h.place.part) < h.parts && b.has(partKey(chat, next)) {
		s.ready(b, chat, next, h.queued)
		return nil
	}
	if s.counts.most(chat, h.place.class) == 1 {
		return nil
	}
	return s.promote(b, chat, h.place)
}

func (s *Store) retry(b *batch, chat subscriptions.Chat, h lease, done subscriptions.Settled) error {
	k := partKey(chat, h.place)
	value, err := b.get(k)
	if err != nil {
		return err
	}
	p, err := decodePart(value)
	if err != nil {
		return err
	}
	if done.Outcome != subscriptions.Untried {
		p.attempt++
	}
	p.plain = p.plain || done.Outcome == subscriptions.RetryPlain
	p.notBefore = done.NotBefore
	b.set(k, encodePart(p))
	b.remove(h.key)
	s.ready(b, chat, h.place, p.notBefore)
	return nil
}

// suspend marks the chat as gone. Nothing of what it set up is touched.
func (s *Store) suspend(b *batch, chat subscriptions.Chat, now time.Time) error {
	old, err := s.record(b, chat)
	if err != nil {
		return err
	}
	if old == nil || !old.Suspended.IsZero() {
		return s.unsend(b, chat)
	}
	sub := *old
	sub.Suspended, sub.Due = now, subscriptions.Due{}
	_, err = s.store(b, old, sub)
	return err
}

// emptyOutbox removes all parts that wait for the chat.
func (s *Store) emptyOutbox(b *batch, chat subscriptions.Chat) error {
	for class := range classes {
		first, p, found, err := b.head(chat, class, place{})
		if err != nil && !errors.Is(err, errDamaged) {
			return err
		}
		if found && err == nil {
			b.remove(readyKey(chat, first, p.notBefore))
		}
	}
	b.walk(chatKey(kindPart, chat), func(item *badger.Item) bool {
		s.removePart(b, item.KeyCopy(nil))
		return true
	})
	s.leave(b, chat)
	return nil
}

// moveParts copies what waits for one chat behind what waits for another.
func (s *Store) moveParts(b *batch, from, to subscriptions.Chat) error {
	for class := range classes {
		if err := s.moveQueue(b, from, to, class); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) moveQueue(b *batch, from, to subscriptions.Chat, class int) error {
	_, _, behind, err := b.head(to, class, place{})
	if err != nil && !errors.Is(err, errDamaged) {
		return err
	}
	queue, err := b.queue(from, class)
	if err != nil {
		return err
	}
	serials := map[uint64]uint64{}
	for i, w := range queue {
		if serials[w.place.serial] == 0 {
			if serials[w.place.serial], err = s.serials.Next(); err != nil {
				return err
			}
		}
		at := w.place
		if w.part.id == 0 {
			w.part.id = at.id()
		}
		at.serial = serials[at.serial]
		s.setPart(b, partKey(to, at), w.part)
		if i == 0 && !behind {
			s.ready(b, to, at, w.part.notBefore)
		}
	}
	return nil
}

type waiting struct {
	place place
	part  part
}

// queue returns the parts of a class that wait for the chat. It leaves out
// what cannot be read.
func (b *batch) queue(chat subscriptions.Chat, class int) (queue []waiting, err error) {
	prefix := queueKey(chat, class)
	b.walk(prefix, func(item *badger.Item) bool {
		k := item.Key()[len(prefix)-1:]
		if len(k) != placeSize {
			return true
		}
		p, failed := partOf(item)
		if failed == nil {
			queue = append(queue, waiting{place: placeOf(k), part: p})
		} else if !errors.Is(failed, errDamaged) {
			err = failed
		}
		return err == nil
	})
	return queue, err
}
