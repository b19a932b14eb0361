package archive

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"newsbrief/digest/feed"
)

// Memory is an [Archive] that ends with the process.
type Memory struct {
	mu         sync.Mutex
	generation uint64
	items      []feed.Item // in the order of arrival
	arrived    map[string]time.Time
	changed    map[string]uint64 // by item id: the generation that it came or changed in
	states     map[string]feed.State
	pages      map[string]Page
}

// NewMemory returns an empty archive in memory.
func NewMemory() *Memory {
	return &Memory{generation: 1, arrived: map[string]time.Time{}, changed: map[string]uint64{}, states: map[string]feed.State{}, pages: map[string]Page{}}
}

// Generation implements [Changes].
func (m *Memory) Generation() uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.generation
}

// Add implements [Items].
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
		changed = m.add(Arrive(it, now), now) || changed
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
	if !Wanted(it, now) {
		return false
	}
	at, known := slices.BinarySearchFunc(m.items, it, byArrival)
	switch {
	case known && same(it, m.items[at]):
		return false
	case known:
		m.items[at] = copied(it)
	default:
		m.items = slices.Insert(m.items, at, copied(it))
		m.arrived[it.ID] = it.Arrived
	}
	m.changed[it.ID] = m.generation + 1
	return true
}

// same reports whether two items say the same, whatever the zones of their
// instants.
func same(a, b feed.Item) bool {
	a.Published, b.Published = a.Published.UTC(), b.Published.UTC()
	return reflect.DeepEqual(a, b)
}

func byArrival(a, b feed.Item) int {
	if c := a.Arrived.Compare(b.Arrived); c != 0 {
		return c
	}
	return strings.Compare(a.ID, b.ID)
}

func (m *Memory) expire(now time.Time) {
	n := 0
	for n < len(m.items) && Expired(m.items[n].Arrived, now) {
		delete(m.arrived, m.items[n].ID)
		delete(m.changed, m.items[n].ID)
		n++
	}
	m.items = slices.Delete(m.items, 0, n)
}

// Since implements [Items].
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

// Changed implements [Changes].
func (m *Memory) Changed(ctx context.Context, after uint64, most int) (items []feed.Item, generation uint64, all bool, err error) {
	if err := ctx.Err(); err != nil {
		return nil, 0, false, fmt.Errorf("read items: %w", err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.expire(time.Now())
	all = after == 0 || after > m.generation
	from := 0
	if all {
		from = max(0, len(m.items)-most)
	}
	for _, it := range m.items[from:] {
		if all || m.changed[it.ID] > after {
			items = append(items, copied(it))
		}
	}
	return items, m.generation, all, nil
}

// Get implements [Items].
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

// State implements [feed.States].
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

// SetState implements [feed.States].
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

// Page implements [Pages].
func (m *Memory) Page(ctx context.Context, url string) (Page, error) {
	if err := ctx.Err(); err != nil {
		return Page{URL: url}, fmt.Errorf("read page: %w", err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if p := m.pages[url]; time.Now().Before(p.Until) {
		return p, nil
	}
	return Page{URL: url}, nil
}

// SetPage implements [Pages].
func (m *Memory) SetPage(ctx context.Context, p Page) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("keep page: %w", err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	now := time.Now()
	maps.DeleteFunc(m.pages, func(_ string, p Page) bool { return !now.Before(p.Until) })
	m.pages[p.URL] = p
	return nil
}
