package badgerstore

import (
	"crypto/sha256"
	"encoding/binary"
	"sync"
	"time"

	"github.com/dgraph-io/badger/v4"
)

// A digest that many chats are told alike is written once, and their parts
// refer to it: what is written for each is a few dozen bytes, not the text.
const (
	// leastShared is how long a body is at least that is worth a key of its own.
	leastShared = 256
	// restsFor is how long a body is kept that no part refers to any more: of
	// a crowd some are sent before others are queued.
	restsFor = time.Minute
	// mostResting bounds how many such are kept.
	mostResting = 1024
	// mostSeen bounds how many sums are remembered of bodies that came once.
	mostSeen = 4096
)

// body is the text that several parts have in common.
type body struct {
	id      uint64 // in its key; never used again
	sum     [sha256.Size]byte
	text    []byte
	refs    int       // of parts that are on disk or on their way there
	resting time.Time // since when there are none
	written bool      // it is on disk
}

// bodies knows which bodies are on disk and how many parts refer to each. It
// counts only for its own process: what an earlier one left behind is old, and
// is removed by [Store.HastenParts] once no part refers to it.
type bodies struct {
	mu    sync.Mutex
	bySum map[[sha256.Size]byte]*body
	byID  map[uint64]*body
	rest  int       // how many no part refers to
	now   time.Time // when something was queued or settled last
	swept time.Time // when those that rest were looked through
	gone  []uint64  // to be removed from the disk
	once  map[[sha256.Size]byte]bool
	old   map[uint64]bool
}

func newBodies(db *badger.DB) *bodies {
	s := &bodies{bySum: map[[sha256.Size]byte]*body{}, byID: map[uint64]*body{}, once: map[[sha256.Size]byte]bool{}, old: map[uint64]bool{}}
	txn := db.NewTransaction(false)
	defer txn.Discard()
	scan := newScan(txn, key(kindBody))
	defer scan.Close()
	for scan.Rewind(); scan.Valid(); scan.Next() {
		if k := scan.Item().Key(); len(k) == bodyKeySize {
			s.old[binary.BigEndian.Uint64(k[2:])] = true
		}
	}
	return s
}

// refer returns the body of the text, to which n more parts will refer; nil if
// the text is better kept with its part. One that comes alone for the first
// time is: in a small circle most digests are one chat's.
func (s *bodies) refer(sum [sha256.Size]byte, text []byte, n int, next func() (uint64, error)) (*body, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.bySum[sum]
	if b == nil && n < 2 && !s.once[sum] {
		s.remember(sum)
		return nil, nil
	}
	if b == nil {
		serial, err := next()
		if err != nil {
			return nil, err
		}
		id := serial + 1 // for zero is no body
		b = &body{id: id, sum: sum, text: text[:len(text):len(text)]}
		s.bySum[sum], s.byID[id] = b, b
		s.rest++
	}
	if b.refs == 0 {
		s.rest--
	}
	b.refs += n
	return b, nil
}

func (s *bodies) remember(sum [sha256.Size]byte) {
	if len(s.once) >= mostSeen {
		clear(s.once)
	}
	s.once[sum] = true
}

// add counts n more parts that refer to a body, or fewer. Zero is the id of no
// body, and the parts of an old one are not counted.
func (s *bodies) add(id uint64, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.byID[id]
	if b == nil {
		return
	}
	if b.refs += n; b.refs == 0 {
		b.resting = s.now
		s.rest++
	}
}

// wrote notes that a body is on disk.
func (s *bodies) wrote(b *body) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b.written = true
}

// missing reports whether a body has to be written.
func (s *bodies) missing(b *body) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !b.written
}

// text returns a body that this process has written, nil if it has not.
func (s *bodies) text(id uint64) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b := s.byID[id]; b != nil {
		return b.text
	}
	return nil
}

// expire forgets the bodies that have rested long enough at now and returns
// the ids of all that are to be removed from the disk. None of them is
// referred to again: the same text would get another id.
func (s *bodies) expire(now time.Time) []uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = now
	if since := now.Sub(s.swept); s.rest > mostResting || since > restsFor || since < 0 {
		s.swept = now
		s.forget(func(b *body) bool {
			rested := now.Sub(b.resting)
			return s.rest > mostResting || rested > restsFor || rested < 0
		})
	}
	ids := s.gone
	s.gone = nil
	return ids
}

// expireAll is expire for all that rest.
func (s *bodies) expireAll() []uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget(func(*body) bool { return true })
	ids := s.gone
	s.gone = nil
	return ids
}

// forget puts those of the resting bodies among the gone that it should.
func (s *bodies) forget(should func(*body) bool) {
	if s.rest == 0 {
		return
	}
	for id, b := range s.byID {
		if b.refs == 0 && should(b) {
			delete(s.byID, id)
			delete(s.bySum, b.sum)
			s.gone = append(s.gone, id)
			s.rest--
		}
	}
}

// again has ids removed later.
func (s *bodies) again(ids []uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gone = append(s.gone, ids...)
}

// left returns the ids of the old bodies; some says whether there are any.
func (s *bodies) left() (ids map[uint64]bool, some bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids = make(map[uint64]bool, len(s.old))
	for id := range s.old {
		ids[id] = true
	}
	return ids, len(ids) > 0
}

// removed notes that old bodies are no longer there.
func (s *bodies) removed(ids []uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		delete(s.old, id)
	}
}
