package delivery

import (
	"encoding/binary"
	"sync"
	"time"

	"newsbrief/subscriptions"
)

// mostShelved bounds the bytes of the parts that are kept to be shared. It holds
// ten thousand different digests of usual length; at the rate that a platform
// sets, a minute has fewer than three thousand.
const mostShelved = 48 << 20

// work is a digest composed and rendered; without parts there is nothing to say.
type work struct {
	key   [32]byte // on the shelf
	parts []subscriptions.Part
	told  []subscriptions.Told
}

// shelf keeps the digests of one minute for all chats that are told the same.
// When it is full, what is on it stays: popular digests come early.
type shelf struct {
	sharer Sharer // nil: nothing is shared, and nothing found

	mu     sync.Mutex
	minute int64
	size   int
	works  map[uint64]*work // by the beginning of the key
}

// newShelf returns a shelf for what the composer makes.
func newShelf(c Composer) *shelf {
	sharer, _ := c.(Sharer)
	return &shelf{sharer: sharer}
}

// key is what the claim's digest has in common with others; false: nothing is
// known of that.
func (s *shelf) key(c *subscriptions.Claim, now time.Time) (key [32]byte, ok bool) {
	if s.sharer == nil {
		return key, false
	}
	return s.sharer.Same(*c, now), true
}

// find returns the digest with the key that was made in this minute.
func (s *shelf) find(key [32]byte, now time.Time) (*work, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.minute != now.Unix()/60 {
		return nil, false
	}
	w := s.works[beginning(key)]
	if w == nil || w.key != key {
		return nil, false
	}
	return w, true
}

// put keeps a digest that was made at now.
func (s *shelf) put(key [32]byte, w *work, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if minute := now.Unix() / 60; s.minute != minute || s.works == nil {
		s.minute, s.size, s.works = minute, 0, make(map[uint64]*work)
	}
	size := w.size()
	if _, there := s.works[beginning(key)]; there || s.size+size > mostShelved {
		return
	}
	s.size += size
	w.key = key
	s.works[beginning(key)] = w
}

func beginning(key [32]byte) uint64 { return binary.LittleEndian.Uint64(key[:]) }

// size is about what the digest needs of memory.
func (w *work) size() int {
	n := 128 + 64*len(w.told)
	for _, p := range w.parts {
		n += len(p.Body)
	}
	return n
}

// clear gives the memory back until the next crowd comes.
func (s *shelf) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.size, s.works = 0, nil
}
