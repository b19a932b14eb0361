package badgerstore

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/dgraph-io/badger/v4"

	"newsbrief/subscriptions"
)

// A digest that many chats are told alike is written once, and their parts
// refer to it: what is written for each is a few dozen bytes, not the text.
const (
	// leastShared is how long a body is at least that is worth a key of its own.
	leastShared = 256
	// mostSums bounds the sums of bodies that are remembered: 0.8 MB of them.
	mostSums = 1 << 14
	// mostTexts bounds the bodies that are held in memory.
	mostTexts = 512
	// mostRemoved is how many are removed in one change.
	mostRemoved = 1024
)

type sum [sha256.Size]byte

// body is what several parts have in common.
type body struct {
	id      uint64 // in its key, never used again; zero: it came once, and stayed with its part
	written bool   // it is on disk
}

// bodies remembers what was queued since bodies were last removed. Parts refer
// to no other body anew, so that what no part refers to then can be removed.
type bodies struct {
	// queueing is held for reading from the choice of bodies until the parts
	// that refer to them are on disk.
	queueing sync.RWMutex

	mu    sync.Mutex
	bySum map[sum]body
	texts map[uint64][]byte // of some, so that they need not be read
}

func newBodies() *bodies { return &bodies{bySum: map[sum]body{}, texts: map[uint64][]byte{}} }

// refer returns the body of the text, to which n parts will refer, with id
// zero if the text is better kept with its part. One that comes alone for the
// first time is: in a small circle most digests are one chat's.
func (s *bodies) refer(of sum, text []byte, n int, next func() (uint64, error)) (body, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, known := s.bySum[of]
	if b.id == 0 && (known || n > 1) {
		serial, err := next()
		if err != nil {
			return body{}, fmt.Errorf("number a body: %w", err)
		}
		b.id = serial + 1 // for zero is no body
		if len(s.texts) >= mostTexts {
			clear(s.texts)
		}
		s.texts[b.id] = text[:len(text):len(text)]
	}
	s.bySum[of] = b
	return b, nil
}

// wrote notes that a body is on disk.
func (s *bodies) wrote(of sum, id uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.bySum[of].id == id {
		s.bySum[of] = body{id: id, written: true}
	}
}

// text returns a body that is held in memory, nil if it is not.
func (s *bodies) text(id uint64) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.texts[id]
}

func (s *bodies) full() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.bySum) >= mostSums
}

func (s *bodies) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.bySum)
	clear(s.texts)
}

const bodyKeySize = 2 + 8

func bodyKey(id uint64) []byte { return binary.BigEndian.AppendUint64(key(kindBody), id) }

// queueBatch is what one call of Queue has to write.
type queueBatch struct {
	store *Store
	now   time.Time
	done  []subscriptions.Queued
	refs  [][]uint64     // for each one's parts the id of the body; zero: kept with the part
	texts map[uint64]*op // the changes that write bodies
}

// newQueueBatch finds out which parts have their bodies in common, with each
// other or with what was queued before.
func (s *Store) newQueueBatch(now time.Time, done []subscriptions.Queued) (*queueBatch, error) {
	qb := &queueBatch{store: s, now: now, done: done, texts: map[uint64]*op{}}
	sums, count := make([][]sum, len(done)), map[sum]int{}
	for i, q := range done {
		for _, p := range q.Parts {
			of := sum{}
			if len(p.Body) >= leastShared {
				of = sha256.Sum256(p.Body)
				count[of]++
			}
			sums[i] = append(sums[i], of)
		}
	}
	for i, q := range done {
		refs := make([]uint64, len(q.Parts))
		for j, of := range sums[i] {
			if of == (sum{}) {
				continue
			}
			b, err := s.bodies.refer(of, q.Parts[j].Body, count[of], s.serials.Next)
			if err != nil {
				return nil, err
			}
			if refs[j] = b.id; b.id != 0 && !b.written && qb.texts[b.id] == nil {
				qb.texts[b.id] = s.writing(of, b.id, q.Parts[j].Body)
			}
		}
		qb.refs = append(qb.refs, refs)
	}
	return qb, nil
}

// writing is the change that writes a body.
func (s *Store) writing(of sum, id uint64, text []byte) *op {
	return &op{run: func(b *batch) error {
		b.set(bodyKey(id), encodeBody(text))
		b.then(func() { s.bodies.wrote(of, id) })
		return nil
	}}
}

// ops are the changes to be made: first the bodies, so that no part refers to
// one that is not there.
func (qb *queueBatch) ops() []*op {
	ops := make([]*op, 0, len(qb.texts)+len(qb.done))
	for _, o := range qb.texts {
		ops = append(ops, o)
	}
	for i, q := range qb.done {
		ops = append(ops, &op{chats: []subscriptions.Chat{q.Claim.Subscriber.Chat}, run: func(b *batch) error {
			if err := qb.absent(i); err != nil {
				return err
			}
			return qb.store.queue(b, qb.now, q, qb.refs[i])
		}})
	}
	return ops
}

// absent returns why a body that the parts refer to could not be written.
func (qb *queueBatch) absent(i int) error {
	for _, id := range qb.refs[i] {
		if o := qb.texts[id]; o != nil && o.err != nil {
			return fmt.Errorf("queue %v: %w", qb.done[i].Claim.Subscriber.Chat, o.err)
		}
	}
	return nil
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

// removeBodies removes the bodies to which no part refers any more.
func (s *Store) removeBodies() error {
	var ops []*op
	for ids := range slices.Chunk(s.idleBodies(), mostRemoved) {
		ops = append(ops, &op{frees: true, run: func(b *batch) error {
			for _, id := range ids {
				b.remove(bodyKey(id))
			}
			return nil
		}})
	}
	return s.commits.do(ops...)
}

// idleBodies returns the bodies to which no part refers nor ever will. It has
// those forgotten that are there: whatever is queued next makes others.
func (s *Store) idleBodies() (ids []uint64) {
	s.bodies.queueing.Lock()
	s.bodies.forget()
	b := &batch{read: s.db.NewTransaction(false)}
	s.bodies.queueing.Unlock()
	defer b.close()
	idle := map[uint64]bool{}
	b.walk(key(kindBody), func(item *badger.Item) bool {
		if k := item.Key(); len(k) == bodyKeySize {
			idle[binary.BigEndian.Uint64(k[2:])] = true
		}
		return true
	})
	if len(idle) == 0 {
		return nil
	}
	b.walk(key(kindPart), func(item *badger.Item) bool {
		if p, err := partOf(item); err == nil {
			delete(idle, p.ref)
		}
		return true
	})
	for id := range idle {
		ids = append(ids, id)
	}
	return ids
}
