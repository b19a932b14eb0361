package adapter

import (
	"sync"
	"time"
)

// Recent is a set that forgets: it holds what was added within a span, as long
// as that is not more than so much.
type Recent[K comparable] struct {
	span time.Duration
	most int

	mu         sync.Mutex
	young, old map[K]time.Time // since when
	turned     time.Time       // when the young were the first
}

// NewRecent returns an empty set of at most that many things of the last span.
func NewRecent[K comparable](span time.Duration, most int) *Recent[K] {
	return &Recent[K]{span: span, most: most}
}

// Add has the thing in the set from now on.
func (r *Recent[K]) Add(k K) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.add(k, time.Now())
}

// First adds the thing, unless it is there, and reports whether it was not.
func (r *Recent[K]) First(k K) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	if r.has(k, now) {
		return false
	}
	r.add(k, now)
	return true
}

// Has reports whether the thing is there.
func (r *Recent[K]) Has(k K) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.has(k, time.Now())
}

// Take removes the thing and reports whether it was there.
func (r *Recent[K]) Take(k K) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	there := r.has(k, time.Now())
	delete(r.young, k)
	delete(r.old, k)
	return there
}

func (r *Recent[K]) has(k K, now time.Time) bool {
	at, ok := r.young[k]
	if !ok {
		at, ok = r.old[k]
	}
	return ok && now.Sub(at) <= r.span
}

// add drops the old ones where the young ones are a span old, or half of all
// that may be there.
func (r *Recent[K]) add(k K, now time.Time) {
	if r.young == nil || now.Sub(r.turned) > r.span || len(r.young) >= (r.most+1)/2 {
		r.young, r.old, r.turned = map[K]time.Time{}, r.young, now
	}
	r.young[k] = now
}
