package storetest

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"newsbrief/subscriptions"
)

// Memory is a [subscriptions.Store] that forgets everything with the process. It is as
// quick as a test of long schedules needs it: nothing it does walks all chats
// but Page and the upkeep.
type Memory struct {
	mu      sync.Mutex
	chats   map[subscriptions.Chat]*account
	order   []subscriptions.Chat       // of the chats that have a record, sorted; nil: to be made
	due     map[string]*heap[dueEntry] // by platform
	claimed heap[leaseEntry]
	boxes   map[subscriptions.Chat]*box
	ready   map[string]*[2]heap[readyEntry] // by platform and class
	taken   map[string]*heap[leaseEntry]    // by platform
	holder  string                          // of its leases
	serial  uint64
	hints   map[string]chan struct{} // by platform
}

// account is what is kept of a chat beside its outbox.
type account struct {
	sub   subscriptions.Subscriber
	known bool // sub was stored; a chat can have a ledger without
	told  []telling
	lease subscriptions.Lease // zero if nobody has claimed it
	until time.Time
}

// none is no lease.
var none subscriptions.Lease

// leaseEntry says when a lease of a chat ends.
type leaseEntry struct {
	until time.Time
	chat  subscriptions.Chat
	lease subscriptions.Lease
}

// Less orders the entries.
func (e leaseEntry) Less(o leaseEntry) bool { return e.until.Before(o.until) }

// NewMemory returns an empty store.
func NewMemory() *Memory {
	return &Memory{
		holder: rand.Text()[:8],
		chats:  map[subscriptions.Chat]*account{},
		due:    map[string]*heap[dueEntry]{},
		boxes:  map[subscriptions.Chat]*box{},
		ready:  map[string]*[2]heap[readyEntry]{},
		taken:  map[string]*heap[leaseEntry]{},
		hints:  map[string]chan struct{}{},
	}
}

// Reopen returns a store with the same contents, as another process would find
// them after this one was killed: all leases are gone. m must not be used
// any more.
func (m *Memory) Reopen() *Memory {
	m.mu.Lock()
	defer m.mu.Unlock()
	again := NewMemory()
	again.serial = m.serial + 1
	for chat, a := range m.chats {
		a.lease = none
		again.chats[chat] = a
		again.index(a)
	}
	for chat, b := range m.boxes {
		b.lease = none
		again.boxes[chat] = b
		again.offer(chat, b)
	}
	return again
}

func (m *Memory) nextLease() subscriptions.Lease {
	m.serial++
	return subscriptions.Lease{Holder: m.holder, Epoch: m.serial}
}

// Get implements [subscriptions.Subscribers].
func (m *Memory) Get(ctx context.Context, chat subscriptions.Chat) (subscriptions.Subscriber, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return subscriptions.Subscriber{}, err
	}
	a := m.chats[chat]
	if a == nil || !a.known {
		return subscriptions.Subscriber{}, fmt.Errorf("get %v: %w", chat, subscriptions.ErrNotFound)
	}
	return a.sub.Clone(), nil
}

// Update implements [subscriptions.Subscribers].
func (m *Memory) Update(ctx context.Context, chat subscriptions.Chat, change func(*subscriptions.Subscriber) error) (subscriptions.Subscriber, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return subscriptions.Subscriber{}, err
	}
	sub := subscriptions.Subscriber{Chat: chat}
	if a := m.chats[chat]; a != nil && a.known {
		sub = a.sub.Clone()
	}
	if err := change(&sub); err != nil {
		return subscriptions.Subscriber{}, err
	}
	m.put(chat, sub)
	m.prune(m.chats[chat])
	return m.chats[chat].sub.Clone(), nil
}

func (m *Memory) account(chat subscriptions.Chat) *account {
	a := m.chats[chat]
	if a == nil {
		a = &account{}
		m.chats[chat] = a
	}
	return a
}

// put stores the record: its version is raised, a claim of the old one is
// lost, and with a suspension the outbox is emptied.
func (m *Memory) put(chat subscriptions.Chat, sub subscriptions.Subscriber) {
	a := m.account(chat)
	if !a.known {
		m.order = nil
	}
	if !sub.Suspended.IsZero() {
		m.unsend(chat)
	}
	version := a.sub.Version + 1
	a.sub, a.known, a.lease = sub.Clone(), true, none
	a.sub.Chat, a.sub.Version = chat, version
	m.index(a)
}

func (m *Memory) index(a *account) {
	if a.known && !a.sub.Due.At.IsZero() {
		m.dueOn(a.sub.Chat.Platform).push(entryOf(a.sub))
	}
}

// Delete implements [subscriptions.Subscribers].
func (m *Memory) Delete(ctx context.Context, chat subscriptions.Chat) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	m.drop(chat)
	return nil
}

func (m *Memory) drop(chat subscriptions.Chat) {
	delete(m.chats, chat)
	delete(m.boxes, chat)
	m.order = nil
}

// Move implements [subscriptions.Subscribers].
func (m *Memory) Move(ctx context.Context, from, to subscriptions.Chat) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if from.Platform == to.Platform && from.ID == to.ID {
		return nil
	}
	for chat := range joined(m.chats, m.boxes) {
		if chat.Platform == from.Platform && chat.ID == from.ID {
			m.move(chat, subscriptions.Chat{Platform: to.Platform, ID: to.ID, Thread: chat.Thread})
		}
	}
	return nil
}

func joined(chats map[subscriptions.Chat]*account, boxes map[subscriptions.Chat]*box) map[subscriptions.Chat]bool {
	all := map[subscriptions.Chat]bool{}
	for chat := range chats {
		all[chat] = true
	}
	for chat := range boxes {
		all[chat] = true
	}
	return all
}

func (m *Memory) move(from, to subscriptions.Chat) {
	if old := m.chats[from]; old != nil {
		target := m.account(to)
		target.told = append(target.told, old.told...)
		if sub := old.sub; old.known {
			if target.known {
				sub = target.sub.Clone()
				sub.Merge(old.sub)
			}
			m.put(to, sub)
		}
	}
	m.moveBox(from, to)
	m.drop(from)
}

// Page implements [subscriptions.Bulk].
func (m *Memory) Page(ctx context.Context, after subscriptions.Chat, limit int) ([]subscriptions.Subscriber, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	order := m.sorted()
	start, found := slices.BinarySearchFunc(order, after, compareChats)
	if found {
		start++
	}
	var page []subscriptions.Subscriber
	for _, chat := range order[start:min(len(order), start+max(limit, 0))] {
		page = append(page, m.chats[chat].sub.Clone())
	}
	return page, nil
}

func (m *Memory) sorted() []subscriptions.Chat {
	if m.order == nil {
		m.order = slices.SortedFunc(maps.Keys(m.chats), compareChats)
		m.order = slices.DeleteFunc(m.order, func(c subscriptions.Chat) bool { return !m.chats[c].known })
	}
	return m.order
}

func compareChats(a, b subscriptions.Chat) int {
	if c := strings.Compare(a.Platform, b.Platform); c != 0 {
		return c
	}
	if c := strings.Compare(a.ID, b.ID); c != 0 {
		return c
	}
	return strings.Compare(a.Thread, b.Thread)
}

// Import implements [subscriptions.Bulk].
func (m *Memory) Import(ctx context.Context, subs []subscriptions.Subscriber) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, sub := range subs {
		sub = sub.Clone()
		if a := m.chats[sub.Chat]; a != nil && a.known {
			sub.Inherit(a.sub)
		}
		m.put(sub.Chat, sub)
	}
	return nil
}
