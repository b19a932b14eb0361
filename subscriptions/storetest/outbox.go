package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"newsbrief/subscriptions"
)

// The classes of what waits in the outbox: what was posted goes ahead.
const (
	posts = iota
	digests
)

// box holds the parts of a chat, by class in the order in which they go out.
type box struct {
	queues [2][]*waiting
	lease  subscriptions.Lease // zero if none is on its way
	until  time.Time
	flying *waiting
}

type waiting struct {
	subscriptions.Delivery
	serial uint64
}

// readyEntry is the place of a queue's first part in the order of sending.
type readyEntry struct {
	at     time.Time
	serial uint64
	chat   subscriptions.Chat
}

// Less orders the entries.
func (e readyEntry) Less(o readyEntry) bool {
	if !e.at.Equal(o.at) {
		return e.at.Before(o.at)
	}
	return e.serial < o.serial
}

func (m *Memory) readyOf(platform string) *[2]heap[readyEntry] {
	if m.ready[platform] == nil {
		m.ready[platform] = new([2]heap[readyEntry])
	}
	return m.ready[platform]
}

// Ready implements [subscriptions.Outbox].
func (m *Memory) Ready(platform string) <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.hintsOf(platform)
}

func (m *Memory) hintsOf(platform string) chan struct{} {
	if m.hints[platform] == nil {
		m.hints[platform] = make(chan struct{}, 1)
	}
	return m.hints[platform]
}

// offer enters the first part of each queue into the order of sending.
func (m *Memory) offer(chat subscriptions.Chat, b *box) {
	for class, queue := range b.queues {
		if len(queue) > 0 {
			m.readyOf(chat.Platform)[class].push(readyEntry{at: queue[0].NotBefore, serial: queue[0].serial, chat: chat})
			select {
			case m.hintsOf(chat.Platform) <- struct{}{}:
			default:
			}
		}
	}
}

func (m *Memory) enqueue(chat subscriptions.Chat, class int, slot subscriptions.Slot, now time.Time, parts []subscriptions.Part) {
	if len(parts) == 0 {
		return
	}
	b := m.boxes[chat]
	if b == nil {
		b = &box{}
		m.boxes[chat] = b
	}
	for i, part := range parts {
		m.serial++
		b.queues[class] = append(b.queues[class], &waiting{serial: m.serial, Delivery: subscriptions.Delivery{
			ID: m.serial, Chat: chat, Slot: slot, Part: i + 1, Parts: len(parts), Body: bytes.Clone(part.Body), Queued: now, NotBefore: now,
		}})
	}
	m.offer(chat, b)
}

// Post implements [subscriptions.Outbox].
func (m *Memory) Post(ctx context.Context, chat subscriptions.Chat, now time.Time, parts ...subscriptions.Part) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	m.enqueue(chat, posts, subscriptions.Slot{}, now, parts)
	return nil
}

// Take implements [subscriptions.Outbox].
func (m *Memory) Take(ctx context.Context, platform string, now time.Time, lease time.Duration, limit int) ([]subscriptions.Delivery, time.Time, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, time.Time{}, err
	}
	m.endTakes(platform, now)
	var out []subscriptions.Delivery
	var more time.Time
	ready := m.readyOf(platform)
	for class := range ready {
		var next time.Time
		out, next = m.take(&ready[class], class, now, lease, limit, out)
		more = earlier(more, next)
	}
	return out, earlier(more, m.endTakes(platform, now)), nil
}

func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// take adds to out what the class has ready, and says when more may be.
func (m *Memory) take(ready *heap[readyEntry], class int, now time.Time, lease time.Duration, limit int, out []subscriptions.Delivery) ([]subscriptions.Delivery, time.Time) {
	var held []readyEntry
	var more time.Time
	for e, ok := ready.first(); ok; e, ok = ready.first() {
		b, first := m.head(e, class)
		if first != nil && (len(out) >= limit || e.at.After(now)) {
			more = earlier(more, e.at)
			break
		}
		ready.pop()
		switch {
		case first == nil:
		case b.lease != none:
			held = append(held, e)
		default:
			out = append(out, m.lend(b, first, now, lease))
		}
	}
	for _, e := range held {
		ready.push(e)
	}
	return out, more
}

// head returns the part that the entry stands for, if it still is the first.
func (m *Memory) head(e readyEntry, class int) (*box, *waiting) {
	b := m.boxes[e.chat]
	if b == nil || len(b.queues[class]) == 0 {
		return nil, nil
	}
	first := b.queues[class][0]
	if first.serial != e.serial || !first.NotBefore.Equal(e.at) {
		return nil, nil
	}
	return b, first
}

func (m *Memory) lend(b *box, w *waiting, now time.Time, lease time.Duration) subscriptions.Delivery {
	b.lease, b.until, b.flying = m.nextLease(), now.Add(lease), w
	m.takenOn(w.Chat.Platform).push(leaseEntry{until: b.until, chat: w.Chat, lease: b.lease})
	d := w.Delivery
	d.Body, d.Lease = bytes.Clone(d.Body), b.lease
	return d
}

func (m *Memory) takenOn(platform string) *heap[leaseEntry] {
	if m.taken[platform] == nil {
		m.taken[platform] = new(heap[leaseEntry])
	}
	return m.taken[platform]
}

// endTakes makes the parts ready again whose lease ran out, and says when the
// next one does; zero: there is none.
func (m *Memory) endTakes(platform string, now time.Time) time.Time {
	taken := m.takenOn(platform)
	for e, ok := taken.first(); ok; e, ok = taken.first() {
		b := m.boxes[e.chat]
		held := b != nil && b.lease == e.lease
		if held && e.until.After(now) {
			return e.until
		}
		taken.pop()
		if held {
			b.lease = none
			m.offer(e.chat, b)
		}
	}
	return time.Time{}
}

// Settle implements [subscriptions.Outbox].
func (m *Memory) Settle(ctx context.Context, now time.Time, settled ...subscriptions.Settled) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	var lost []error
	for _, s := range settled {
		b := m.boxes[s.Delivery.Chat]
		if b == nil || b.lease == none || b.lease != s.Delivery.Lease || !b.until.After(now) {
			lost = append(lost, fmt.Errorf("settle %v: %w", s.Delivery.Chat, subscriptions.ErrLeaseLost))
			continue
		}
		m.settle(b, now, s)
	}
	return errors.Join(lost...)
}

func (m *Memory) settle(b *box, now time.Time, s subscriptions.Settled) {
	chat := s.Delivery.Chat
	b.lease = none
	switch s.Outcome {
	case subscriptions.Retry, subscriptions.RetryPlain, subscriptions.Untried:
		if s.Outcome != subscriptions.Untried {
			b.flying.Attempt++
		}
		b.flying.NotBefore = s.NotBefore
		b.flying.Plain = b.flying.Plain || s.Outcome == subscriptions.RetryPlain
	case subscriptions.Gone:
		m.suspend(chat, now)
		return
	default:
		b.remove(b.flying)
		if s.Outcome == subscriptions.Refused {
			m.untell(chat, b.flying)
		}
	}
	if len(b.queues[posts])+len(b.queues[digests]) == 0 {
		delete(m.boxes, chat)
		return
	}
	m.offer(chat, b)
}

func (b *box) remove(w *waiting) {
	for class := range b.queues {
		b.queues[class] = slices.DeleteFunc(b.queues[class], func(o *waiting) bool { return o == w })
	}
}

func (m *Memory) suspend(chat subscriptions.Chat, now time.Time) {
	m.unsend(chat)
	if a := m.chats[chat]; a != nil && a.known {
		sub := a.sub
		sub.Suspended, sub.Due = now, subscriptions.Due{}
		m.put(chat, sub)
	}
}

// moveBox puts what waits for one chat behind what waits for another.
func (m *Memory) moveBox(from, to subscriptions.Chat) {
	old := m.boxes[from]
	if old == nil {
		return
	}
	b := m.boxes[to]
	if b == nil {
		b = &box{}
		m.boxes[to] = b
	}
	for class, queue := range old.queues {
		for _, w := range queue {
			m.serial++
			w.Chat, w.serial = to, m.serial
			b.queues[class] = append(b.queues[class], w)
		}
	}
	m.offer(to, b)
}
