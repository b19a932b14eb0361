package delivery

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"newsbrief/subscriptions"
)

// mostCached bounds the bytes of the parts that are kept to be shared, over all
// platforms. It holds ten thousand different digests of usual length; at the
// rates that platforms set, a minute has fewer than five thousand.
const mostCached = 44 << 20

// allowance is how many bytes all caches together still may keep.
type allowance struct{ left atomic.Int64 }

func newAllowance(bytes int) *allowance {
	a := &allowance{}
	a.left.Store(int64(bytes))
	return a
}

// take reports whether there was so much left, which is the caller's then.
func (a *allowance) take(bytes int) bool {
	if a.left.Add(-int64(bytes)) >= 0 {
		return true
	}
	a.give(bytes)
	return false
}

func (a *allowance) give(bytes int) { a.left.Add(int64(bytes)) }

// work is a digest composed and rendered; without parts there is nothing to say.
type work struct {
	parts []subscriptions.Part
	told  []subscriptions.Told
}

// place notes in which part each story is, if the parts hold just those.
func (w *work) place() {
	var places []int
	for i, p := range w.parts {
		places = append(places, slices.Repeat([]int{i + 1}, p.Stories)...)
	}
	if len(w.parts) == 1 {
		places = slices.Repeat([]int{1}, len(w.told))
	}
	if len(places) != len(w.told) {
		return
	}
	for i := range w.told {
		w.told[i].Part = places[i]
	}
}

// digestCache keeps the digests of one minute for all chats that are told the same.
// When it is full, what is on it stays: popular digests come early.
type digestCache struct {
	room *allowance

	mu     sync.Mutex
	minute int64
	size   int
	works  map[[32]byte]*work
}

func newDigestCache(room *allowance) *digestCache { return &digestCache{room: room} }

// find returns the digest with the key that was made in this minute.
func (s *digestCache) find(key [32]byte, now time.Time) (*work, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.minute != now.Unix()/60 {
		return nil, false
	}
	w, ok := s.works[key]
	return w, ok
}

// put keeps a digest that was made at now.
func (s *digestCache) put(key [32]byte, w *work, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if minute := now.Unix() / 60; s.minute != minute || s.works == nil {
		s.empty()
		s.minute, s.works = minute, make(map[[32]byte]*work)
	}
	size := w.size()
	if _, there := s.works[key]; there || !s.room.take(size) {
		return
	}
	s.size += size
	s.works[key] = w
}

// size is about what the digest needs of memory.
func (w *work) size() int {
	n := 128 + 64*len(w.told)
	for _, p := range w.parts {
		n += cap(p.Body)
	}
	return n
}

// clear gives the memory back until the next crowd comes.
func (s *digestCache) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.empty()
}

func (s *digestCache) empty() {
	s.room.give(s.size)
	s.size, s.works = 0, nil
}
