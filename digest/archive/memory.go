package archive

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"newsbrief/digest/feed"
	"newsbrief/digest/page"
)

// Memory is an archive that ends with the process. It keeps every promise of
// [Archive] but that one.
type Memory struct {
	mu         sync.Mutex
	generation uint64
	items      []feed.Item // in the order of arrival
	arrived    map[string]time.Time
	states     map[string]feed.State
	pages      map[string]page.Page
}

// NewMemory returns an empty archive in memory.
func NewMemory() *Memory {
	return &Memory{generation: 1, arrived: map[string]time.Time{}, states: map[string]feed.State{}, pages: map[string]page.Page{}}
}

// Generation is as [Archive.Generation].
func (m *Memory) Generation() uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.generation
}

// Add is as [Archive.Add].
func (m *Memory) Add(ctx context.Context, items []feed.Item) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("add items: %w", err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	now := time.Now()
	m.expire(now)
	changed := false
	for _, it := range items {
		changed = m.add(arrive(it, now), now) || changed
	}
	if changed {
		m.generation++
	}
	return nil
}

func (m *Memory) add(it feed.Item, now time.Time) bool {
	if before, ok := m.arrived[it.ID]; ok {
		it.Arrived = before
	}
	if !wanted(it, now) {
		return false
	}
	at, known := slices.BinarySearchFunc(m.items, it, byArrival)
	switch {
	case known && string(encodeItem(it)) == string(encodeItem(m.items[at])):
		return false
	case known:
		m.items[at] = copied(it)
	default:
		m.items = slices.Insert(m.items, at, copied(it))
		m.arrived[it.ID] = it.Arrived
	}
	return true
}

func byArrival(a, b feed.Item) int {
	if c := a.Arrived.Compare(b.Arrived); c != 0 {
		return c
	}
	return strings.Compare(a.ID, b.ID)
}

func (m *Memory) expire(now time.Time) {
	n := 0
	for n < len(m.items) && expired(m.items[n].Arrived, now) {
		delete(m.arrived, m.items[n].ID)
		n++
	}
	m.items = slices.Delete(m.items, 0, n)
}

// Since is as [Archive.Since].
func (m *Memory) Since(ctx context.Context, t time.Time) ([]feed.Item, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("read items: %w", err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.expire(time.Now())
	var out []feed.Item
	for _, it := range m.items {
		if !it.Arrived.Before(t) {
			out = append(out, copied(it))
		}
	}
	return out, nil
}

// Get is as [Archive.Get].
func (m *Memory) Get(ctx context.Context, id string) (feed.Item, error) {
	if err := ctx.Err(); err != nil {
		return feed.Item{}, fmt.Errorf("read item: %w", err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.expire(time.Now())
	at, ok := slices.BinarySearchFunc(m.items, feed.Item{ID: id, Arrived: m.arrived[id]}, byArrival)
	if !ok {
		return feed.Item{}, fmt.Errorf("read item: %w", ErrNotFound)
	}
	return copied(m.items[at]), nil
}

func copied(it feed.Item) feed.Item {
	it.Categories = slices.Clone(it.Categories)
	return it
}

// State is as [Archive.State].
func (m *Memory) State(ctx context.Context, url string) (feed.State, error) {
	if err := ctx.Err(); err != nil {
		return feed.State{URL: url}, fmt.Errorf("read poll state: %w", err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.states[url]
	s.URL = url
	s.Seen = slices.Clone(s.Seen)
	return s, nil
}

// SetState is as [Archive.SetState].
func (m *Memory) SetState(ctx context.Context, s feed.State) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("keep poll state: %w", err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	s.Seen = slices.Clone(s.Seen)
	m.states[s.URL] = s
	return nil
}
