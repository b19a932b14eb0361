package telegram

import (
	"maps"
	"sync"
	"time"
)

// lately remembers the ids of chats or messages for a short time.
type lately struct {
	span time.Duration

	mu    sync.Mutex
	chats map[string]time.Time // since when
}

func newLately(span time.Duration) *lately {
	return &lately{span: span, chats: map[string]time.Time{}}
}

// add remembers the chat from now on.
func (l *lately) add(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	maps.DeleteFunc(l.chats, func(_ string, at time.Time) bool { return now.Sub(at) > l.span })
	l.chats[id] = now
}

// take forgets the chat and reports whether it was remembered.
func (l *lately) take(id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	at, ok := l.chats[id]
	delete(l.chats, id)
	return ok && time.Since(at) <= l.span
}

// first remembers the id, unless it is remembered already, and reports whether
// it was not.
func (l *lately) first(id string) bool {
	l.mu.Lock()
	at, known := l.chats[id]
	l.mu.Unlock()
	if known && time.Since(at) <= l.span {
		return false
	}
	l.add(id)
	return true
}
