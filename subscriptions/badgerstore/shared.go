package badgerstore

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/dgraph-io/badger/v4"

	"newsbrief/subscriptions"
)

const bodyKeySize = 2 + 8

func bodyKey(id uint64) []byte { return binary.BigEndian.AppendUint64(key(kindBody), id) }

// queueBatch is what one call of Queue has to write, and the bodies that its parts
// refer to.
type queueBatch struct {
	store  *Store
	now    time.Time
	done   []subscriptions.Queued
	bodies [][]*body // of each one's parts; nil: kept with the part
	writes map[*body]*op
}

// newQueueBatch finds out which parts have their bodies in common, with each other or
// with what waits already.
func (s *Store) newQueueBatch(now time.Time, done []subscriptions.Queued) (*queueBatch, error) {
	qb := &queueBatch{store: s, now: now, done: done, bodies: make([][]*body, len(done)), writes: map[*body]*op{}}
	same := map[[sha256.Size]byte][]**body{}
	texts := map[[sha256.Size]byte][]byte{}
	for i, q := range done {
		qb.bodies[i] = make([]*body, len(q.Parts))
		for j, p := range q.Parts {
			if len(p.Body) >= leastShared {
				sum := sha256.Sum256(p.Body)
				same[sum], texts[sum] = append(same[sum], &qb.bodies[i][j]), p.Body
			}
		}
	}
	for sum, places := range same {
		b, err := s.bodies.refer(sum, texts[sum], len(places), s.serials.Next)
		if err != nil {
			qb.end(func(int) bool { return false })
			return nil, fmt.Errorf("number a body: %w", err)
		}
		for _, place := range places {
			*place = b
		}
		if b != nil && s.bodies.missing(b) {
			qb.writes[b] = s.writing(b)
		}
	}
	return qb, nil
}

// writing is the change that writes a body.
func (s *Store) writing(b *body) *op {
	return &op{run: func(t *batch) error {
		t.set(bodyKey(b.id), encodeBody(b.text))
		t.then(func() { s.bodies.wrote(b) })
		return nil
	}}
}

// ops are the changes to be made: first the bodies, so that no part refers to
// one that is not there.
func (qb *queueBatch) ops() []*op {
	ops := make([]*op, 0, len(qb.writes)+len(qb.done))
	for _, o := range qb.writes {
		ops = append(ops, o)
	}
	for i, q := range qb.done {
		ops = append(ops, &op{chats: []subscriptions.Chat{q.Claim.Subscriber.Chat}, run: func(b *batch) error {
			return qb.store.queue(b, qb.now, q, qb.bodies[i], qb.written(i))
		}})
	}
	return ops
}

// written returns why a body that the parts refer to is not being written.
func (qb *queueBatch) written(i int) error {
	for _, b := range qb.bodies[i] {
		if o := qb.writes[b]; b != nil && o != nil && o.err != nil {
			return o.err
		}
	}
	return nil
}

// end gives up the references of what was not queued.
func (qb *queueBatch) end(queued func(i int) bool) {
	for i, parts := range qb.bodies {
		if queued(i) {
			continue
		}
		for _, b := range parts {
			if b != nil {
				qb.store.bodies.add(b.id, -1)
			}
		}
	}
}

// body returns the text that parts refer to.
func (t *taking) body(id uint64) ([]byte, error) {
	if text := t.store.bodies.text(id); text != nil {
		return text, nil
	}
	item, err := t.txn.Get(bodyKey(id))
	if errors.Is(err, badger.ErrKeyNotFound) {
		return nil, errDamaged
	}
	if err != nil {
		return nil, err
	}
	value, err := item.ValueCopy(nil)
	if err != nil {
		return nil, err
	}
	return decodeBody(value)
}

// refers counts n more parts that refer to the body, or fewer, once that is on
// disk.
func (s *Store) refers(b *batch, id uint64, n int) {
	if id != 0 {
		b.then(func() { s.bodies.add(id, n) })
	}
}

// tidy removes the bodies that no part has referred to for a while.
func (s *Store) tidy(ids []uint64) {
	if err := s.removeBodies(ids); err != nil {
		s.lg.Warn("texts that nobody waits for are removed later", "count", len(ids), "err", err)
		s.bodies.again(ids)
	}
}

func (s *Store) removeBodies(ids []uint64) error {
	if len(ids) == 0 {
		return nil
	}
	return s.commits.do(&op{frees: true, run: func(b *batch) error {
		for _, id := range ids {
			b.remove(bodyKey(id))
		}
		return nil
	}})
}

// tidyOld removes the bodies that an earlier process left behind and no part
// refers to. Nothing but those parts can ever refer to them.
func (s *Store) tidyOld() error {
	idle, some := s.bodies.left()
	if !some {
		return nil
	}
	b := &batch{read: s.db.NewTransaction(false)}
	defer b.close()
	b.walk(key(kindPart), func(item *badger.Item) bool {
		delete(idle, refOf(item))
		return true
	})
	var ids []uint64
	for id := range idle {
		if ids = append(ids, id); len(ids) == mostResting {
			break
		}
	}
	if err := s.removeBodies(ids); err != nil {
		return err
	}
	s.bodies.removed(ids)
	return nil
}

// refOf is the body that a part refers to, zero if to none, or if it cannot be
// read.
func refOf(item *badger.Item) (id uint64) {
	_ = item.Value(func(value []byte) error {
		p, err := decodePart(value)
		id = p.ref
		return err
	})
	return id
}
