package telegram

import (
	"maps"
	"sync"
	"time"
)

// lately remembers chats for a short time.
type lately struct {
	span time.Duration

	mu    sync.Mutex
	chats map[int64]time.Time // since when
}

func newLately(span time.Duration) *lately {
	return &lately{span: span, chats: map[int64]time.Time{}}
}

// add remembers the chat from now on.
func (l *lately) add(chat int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	maps.DeleteFunc(l.chats, func(_ int64, at time.Time) bool { return now.Sub(at) > l.span })
	l.chats[chat] = now
}

// take forgets the chat and reports whether it was remembered.
func (l *lately) take(chat int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	at, ok := l.chats[chat]
	delete(l.chats, chat)
	return ok && time.Since(at) <= l.span
}
