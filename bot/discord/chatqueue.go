package discord

import (
	"context"
	"sync"

	"newsbrief/subscriptions"
)

// chatQueue keeps what happens in one chat in order, and chats apart.
type chatQueue struct {
	mu   sync.Mutex
	last map[subscriptions.Chat]chan struct{}
	in   map[subscriptions.Chat]int // how many have entered and not left
}

// waiting returns how many are of a chat are under way or wait.
func (q *chatQueue) waiting(chat subscriptions.Chat) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.in[chat]
}

// ticket is a place in the queue of a chat.
type ticket struct {
	queue  *chatQueue
	chat   subscriptions.Chat
	before <-chan struct{} // closed when all before it have left; nil: there are none
	done   chan struct{}
}

func (q *chatQueue) enter(chat subscriptions.Chat) ticket {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.last == nil {
		q.last, q.in = map[subscriptions.Chat]chan struct{}{}, map[subscriptions.Chat]int{}
	}
	q.in[chat]++
	t := ticket{queue: q, chat: chat, done: make(chan struct{})}
	if before, ok := q.last[chat]; ok {
		t.before = before
	}
	q.last[chat] = t.done
	return t
}

// wait returns when it is the ticket's turn, or with ctx.
func (t ticket) wait(ctx context.Context) {
	if t.before == nil {
		return
	}
	select {
	case <-t.before:
	case <-ctx.Done():
	}
}

func (t ticket) leave() {
	t.queue.mu.Lock()
	defer t.queue.mu.Unlock()
	close(t.done)
	if t.queue.in[t.chat]--; t.queue.in[t.chat] == 0 {
		delete(t.queue.in, t.chat)
	}
	if t.queue.last[t.chat] == t.done {
		delete(t.queue.last, t.chat)
	}
}
