package storetest

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"time"

	"newsbrief/subscriptions"
)

// dueEntry is a record's place in the order of claims.
type dueEntry struct {
	at   time.Time
	turn uint64 // within the instant, another one every day
	chat subscriptions.Chat
}

// Less orders the entries.
func (e dueEntry) Less(o dueEntry) bool {
	if !e.at.Equal(o.at) {
		return e.at.Before(o.at)
	}
	return e.turn < o.turn
}

func entryOf(sub subscriptions.Subscriber) dueEntry {
	h := fnv.New64a()
	h.Write([]byte(sub.Due.Slot.Date + sub.Chat.String()))
	return dueEntry{at: sub.Due.At, turn: h.Sum64(), chat: sub.Chat}
}

func (m *Memory) dueOn(platform string) *heap[dueEntry] {
	if m.due[platform] == nil {
		m.due[platform] = new(heap[dueEntry])
	}
	return m.due[platform]
}

// Claim implements [subscriptions.Slots].
func (m *Memory) Claim(ctx context.Context, platform string, now time.Time, lease time.Duration, limit int) ([]subscriptions.Claim, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.endClaims(now)
	var claims []subscriptions.Claim
	waiting := m.dueOn(platform)
	for len(claims) < limit {
		e, ok := waiting.first()
		if !ok || e.at.After(now) {
			break
		}
		waiting.pop()
		if a := m.chats[e.chat]; a != nil && a.known && a.lease == none && a.sub.Due.At.Equal(e.at) {
			claims = append(claims, m.claim(a, now, lease))
		}
	}
	return claims, nil
}

func (m *Memory) claim(a *account, now time.Time, lease time.Duration) subscriptions.Claim {
	a.lease, a.until = m.nextLease(), now.Add(lease)
	m.claimed.push(leaseEntry{until: a.until, chat: a.sub.Chat, lease: a.lease})
	return subscriptions.Claim{Subscriber: a.sub.Clone(), Told: a.remembered(now), Lease: a.lease}
}

// remembered returns the ledger, and forgets what is too old for it.
func (a *account) remembered(now time.Time) []subscriptions.Told {
	a.forget(func(_ subscriptions.Slot, told subscriptions.Told) bool {
		return now.Sub(told.At) > subscriptions.ToldFor
	})
	newest := map[string]subscriptions.Told{}
	for _, t := range a.told {
		for _, told := range t.told {
			told.Part, told.Topic = 0, ""
			if old, ok := newest[told.Item]; !ok || !old.At.After(told.At) {
				newest[told.Item] = told
			}
		}
	}
	return slices.SortedFunc(maps.Values(newest), func(x, y subscriptions.Told) int {
		return strings.Compare(x.Item, y.Item)
	})
}

// endClaims makes the chats due again whose lease ran out.
func (m *Memory) endClaims(now time.Time) {
	for e, ok := m.claimed.first(); ok && !e.until.After(now); e, ok = m.claimed.first() {
		m.claimed.pop()
		if a := m.chats[e.chat]; a != nil && a.lease == e.lease {
			a.lease = none
			m.index(a)
		}
	}
}

// holds reports whether the claim is still good.
func (m *Memory) holds(c subscriptions.Claim) (*account, bool) {
	a := m.chats[c.Subscriber.Chat]
	return a, a != nil && a.lease != none && a.lease == c.Lease && a.sub.Version == c.Subscriber.Version
}

// Queue implements [subscriptions.Slots].
func (m *Memory) Queue(ctx context.Context, now time.Time, done ...subscriptions.Queued) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	var lost []error
	for _, q := range done {
		a, ok := m.holds(q.Claim)
		if !ok || !a.until.After(now) {
			lost = append(lost, fmt.Errorf("queue %v: %w", q.Claim.Subscriber.Chat, subscriptions.ErrLeaseLost))
			continue
		}
		m.queue(a, now, q)
	}
	return errors.Join(lost...)
}

func (m *Memory) queue(a *account, now time.Time, q subscriptions.Queued) {
	m.enqueue(a.sub.Chat, digests, a.sub.Due.Slot, now, q.Parts)
	a.told = append(a.told, telling{a.sub.Due.Slot, slices.Clone(q.Told)})
	sub := a.sub
	sub.Advance(now)
	m.put(sub.Chat, sub)
}

// Release implements [subscriptions.Slots].
func (m *Memory) Release(ctx context.Context, claims ...subscriptions.Claim) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, c := range claims {
		if a, ok := m.holds(c); ok {
			a.lease = none
			m.index(a)
		}
	}
	return nil
}

// RemoveSuspended implements [subscriptions.Upkeep].
func (m *Memory) RemoveSuspended(ctx context.Context, now time.Time) (n int, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	before := now.Add(-subscriptions.SuspendedFor)
	for chat, a := range m.chats {
		if !a.sub.Suspended.IsZero() && a.sub.Suspended.Before(before) {
			m.drop(chat)
			n++
		}
	}
	return n, nil
}

// RescheduleFar implements [subscriptions.Upkeep].
func (m *Memory) RescheduleFar(ctx context.Context, now time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	for chat, a := range m.chats {
		if a.sub.DueTooFarAhead(now) {
			sub := a.sub
			sub.Reschedule(now)
			m.put(chat, sub)
		}
	}
	return nil
}

// HastenParts implements [subscriptions.Upkeep].
func (m *Memory) HastenParts(ctx context.Context, now time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	for chat, b := range m.boxes {
		if b.hasten(now) {
			m.offer(chat, b)
		}
	}
	return nil
}

// hasten has the first parts go that wait beyond all waits, and reports
// whether there were any.
func (b *box) hasten(now time.Time) (any bool) {
	if !subscriptions.Plausible(now) {
		return false
	}
	for _, queue := range b.queues {
		if len(queue) > 0 && queue[0].NotBefore.After(now.Add(subscriptions.LongestWait)) {
			queue[0].NotBefore, any = now, true
		}
	}
	return any
}
