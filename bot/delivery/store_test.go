package delivery

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"newsbrief/subscriptions"
)

type memStore struct {
	mu     sync.Mutex
	subs   map[subscriptions.Chat]*subscriptions.Subscriber
	told   map[subscriptions.Chat][]subscriptions.Told
	leases map[subscriptions.Chat]leased
	box    []*boxed
	seq    int
}
type leased struct {
	id    string
	until time.Time
}
type boxed struct {
	d     subscriptions.Delivery
	seq   int
	lease leased
}

func newStore() *memStore {
	return &memStore{subs: map[subscriptions.Chat]*subscriptions.Subscriber{}, told: map[subscriptions.Chat][]subscriptions.Told{}, leases: map[subscriptions.Chat]leased{}}
}
func (m *memStore) Get(_ context.Context, c subscriptions.Chat) (subscriptions.Subscriber, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s := m.subs[c]; s != nil {
		return *s, nil
	}
	return subscriptions.Subscriber{}, subscriptions.ErrNotFound
}
func (m *memStore) Update(_ context.Context, c subscriptions.Chat, f func(*subscriptions.Subscriber) error) (subscriptions.Subscriber, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := subscriptions.Subscriber{Chat: c}
	if o := m.subs[c]; o != nil {
		s = *o
	}
	if err := f(&s); err != nil {
		return s, err
	}
	s.Version++
	m.subs[c] = &s
	delete(m.leases, c)
	return s, nil
}
func (m *memStore) Delete(_ context.Context, c subscriptions.Chat) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.remove(c)
	return nil
}
func (m *memStore) remove(c subscriptions.Chat) {
	delete(m.subs, c)
	delete(m.told, c)
	delete(m.leases, c)
	m.unbox(c)
}
func (m *memStore) unbox(c subscriptions.Chat) {
	m.box = slices.DeleteFunc(m.box, func(b *boxed) bool { return b.d.Chat == c })
}
func (m *memStore) Move(_ context.Context, from, to subscriptions.Chat) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s := m.subs[from]; s != nil {
		s.Chat = to
		m.subs[to] = s
		delete(m.subs, from)
		m.told[to] = m.told[from]
	}
	for _, b := range m.box {
		if b.d.Chat == from {
			b.d.Chat = to
		}
	}
	return nil
}
func (m *memStore) Claim(_ context.Context, p string, now time.Time, lease time.Duration, limit int) (out []subscriptions.Claim, _ error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var due []*subscriptions.Subscriber
	for c, s := range m.subs {
		if c.Platform == p && !s.Due.At.IsZero() && !s.Due.At.After(now) && !m.leases[c].until.After(now) {
			due = append(due, s)
		}
	}
	slices.SortFunc(due, func(a, b *subscriptions.Subscriber) int {
		return cmp.Or(a.Due.At.Compare(b.Due.At), cmp.Compare(a.Chat.ID, b.Chat.ID))
	})
	for _, s := range due[:min(limit, len(due))] {
		m.seq++
		l := leased{fmt.Sprint(m.seq), now.Add(lease)}
		m.leases[s.Chat] = l
		out = append(out, subscriptions.Claim{Subscriber: *s, Told: slices.Clone(m.told[s.Chat]), Lease: l.id})
	}
	return out, nil
}
func (m *memStore) Queue(_ context.Context, now time.Time, done ...subscriptions.Queued) (err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, q := range done {
		c := q.Claim.Subscriber.Chat
		if m.leases[c].id != q.Claim.Lease || m.subs[c] == nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", c, subscriptions.ErrLeaseLost))
			continue
		}
		m.push(c, m.subs[c].Due.Slot, now, q.Parts)
		m.told[c] = append(m.told[c], q.Told...)
		m.subs[c].Advance(now)
		delete(m.leases, c)
	}
	return err
}
func (m *memStore) push(c subscriptions.Chat, slot subscriptions.Slot, now time.Time, parts []subscriptions.Part) {
	for i, p := range parts {
		m.seq++
		m.box = append(m.box, &boxed{seq: m.seq, d: subscriptions.Delivery{Chat: c, Slot: slot, Part: i + 1, Parts: len(parts), Body: p.Body, Queued: now, NotBefore: now}})
	}
}
func (m *memStore) Release(_ context.Context, claims ...subscriptions.Claim) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range claims {
		if m.leases[c.Subscriber.Chat].id == c.Lease {
			delete(m.leases, c.Subscriber.Chat)
		}
	}
	return nil
}
func (m *memStore) Sweep(_ context.Context, before time.Time) (n int, _ error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for c, s := range m.subs {
		if !s.Suspended.IsZero() && s.Suspended.Before(before) {
			m.remove(c)
			n++
		}
	}
	return n, nil
}
func (m *memStore) Take(_ context.Context, p string, now time.Time, lease time.Duration, limit int) (out []subscriptions.Delivery, next time.Time, _ error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	seen := map[subscriptions.Chat]bool{}
	for _, b := range m.box {
		if b.d.Chat.Platform != p || seen[b.d.Chat] {
			continue
		}
		seen[b.d.Chat] = true
		at := later(b.d.NotBefore, b.lease.until)
		if at.After(now) || len(out) >= limit {
			at = later(at, now)
			if next.IsZero() || at.Before(next) {
				next = at
			}
			continue
		}
		m.seq++
		b.lease = leased{fmt.Sprint(m.seq), now.Add(lease)}
		d := b.d
		d.Lease = b.lease.id
		out = append(out, d)
	}
	return out, next, nil
}
func (m *memStore) Settle(_ context.Context, now time.Time, settled ...subscriptions.Settled) (err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range settled {
		i := slices.IndexFunc(m.box, func(b *boxed) bool { return b.d.Chat == s.Delivery.Chat && b.lease.id == s.Delivery.Lease })
		if i < 0 || m.box[i].lease.until.Before(now) {
			err = errors.Join(err, fmt.Errorf("%s: %w", s.Delivery.Chat, subscriptions.ErrLeaseLost))
			continue
		}
		b := m.box[i]
		b.lease = leased{}
		switch s.Outcome {
		case subscriptions.Sent, subscriptions.Refused:
			m.box = slices.Delete(m.box, i, i+1)
		case subscriptions.Gone:
			if sub := m.subs[b.d.Chat]; sub != nil {
				sub.Suspended = now
				sub.Due = subscriptions.Due{}
			}
			m.unbox(b.d.Chat)
		default:
			b.d.Attempt++
			b.d.Plain = b.d.Plain || s.Outcome == subscriptions.RetryPlain
			b.d.NotBefore = s.NotBefore
		}
	}
	return err
}
func (m *memStore) Post(_ context.Context, c subscriptions.Chat, now time.Time, parts ...subscriptions.Part) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	old := m.box
	m.box = nil
	m.push(c, subscriptions.Slot{}, now, parts)
	m.box = append(m.box, old...)
	return nil
}
