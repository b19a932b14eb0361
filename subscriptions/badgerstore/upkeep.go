package badgerstore

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"newsbrief/subscriptions"
)

// upkeepPage is how many changes are made in one transaction.
const upkeepPage = 256

// RemoveSuspended implements [subscriptions.Upkeep].
func (s *Store) RemoveSuspended(ctx context.Context, now time.Time) (int, error) {
	before, n := now.Add(-subscriptions.SuspendedFor), 0
	for _, chat := range s.suspendedBefore(before) {
		if err := ctx.Err(); err != nil {
			return n, err
		}
		err := s.commits.do(&op{frees: true, chats: []subscriptions.Chat{chat}, run: func(b *batch) error {
			sub, err := s.record(b, chat)
			if sub == nil || sub.Suspended.IsZero() || !sub.Suspended.Before(before) {
				return err
			}
			b.then(func() { n++ })
			return s.erase(b, chat)
		}})
		if err != nil {
			return n, fmt.Errorf("remove who was suspended for long: %w", err)
		}
	}
	return n, nil
}

func (s *Store) suspendedBefore(before time.Time) (chats []subscriptions.Chat) {
	txn := s.db.NewTransaction(false)
	defer txn.Discard()
	prefix := key(kindSuspended)
	scan := newScan(txn, prefix)
	defer scan.Close()
	for scan.Rewind(); scan.Valid(); scan.Next() {
		var chat subscriptions.Chat
		k := scan.Item().Key()[len(prefix):]
		if len(k) < 8 || instant(k).After(before) {
			break
		}
		if _, ok := names(k[8:], &chat.Platform, &chat.ID, &chat.Thread); ok {
			chats = append(chats, chat)
		}
	}
	return chats
}

// RescheduleFar implements [subscriptions.Upkeep].
func (s *Store) RescheduleFar(ctx context.Context, now time.Time) error {
	if !subscriptions.Plausible(now) {
		return nil
	}
	for _, platform := range s.platforms(kindDue) {
		err := s.beyond(ctx, platformKey(kindDue, platform), now.Add(subscriptions.NearestFar), func(k []byte) *op {
			e, _ := dueEntry(k, platform)
			if sub, err := s.Get(ctx, e.chat); err != nil || !sub.DueTooFarAhead(now) {
				return nil
			}
			return s.reschedule(e.chat, now)
		})
		if err != nil {
			return fmt.Errorf("reschedule who is due too far ahead: %w", err)
		}
	}
	return nil
}

func (s *Store) reschedule(chat subscriptions.Chat, now time.Time) *op {
	return &op{chats: []subscriptions.Chat{chat}, run: func(b *batch) error {
		old, err := s.record(b, chat)
		if old == nil || !old.DueTooFarAhead(now) {
			return err
		}
		sub := old.Clone()
		sub.Reschedule(now)
		_, err = s.store(b, old, sub)
		return err
	}}
}

// HastenParts implements [subscriptions.Upkeep]. It also removes the bodies to
// which no part refers any more.
func (s *Store) HastenParts(ctx context.Context, now time.Time) error {
	if err := s.removeBodies(); err != nil {
		return fmt.Errorf("remove texts that nobody waits for: %w", err)
	}
	if !subscriptions.Plausible(now) {
		return nil
	}
	for _, platform := range s.platforms(kindReady) {
		for class := range classes {
			err := s.beyond(ctx, readyPrefix(platform, class), now.Add(subscriptions.LongestWait), func(k []byte) *op {
				e, _ := readyEntry(k, platform)
				return s.hasten(k, e, now)
			})
			if err != nil {
				return fmt.Errorf("hasten parts that wait too long: %w", err)
			}
		}
	}
	return nil
}

func (s *Store) hasten(k []byte, e entry, now time.Time) *op {
	return &op{chats: []subscriptions.Chat{e.chat}, run: func(b *batch) error {
		at := partKey(e.chat, e.place)
		value, err := b.get(at)
		if value == nil || err != nil {
			return err
		}
		p, err := decodePart(value)
		if err != nil || !p.notBefore.After(now.Add(subscriptions.LongestWait)) {
			return nil // it is dropped when it is taken, or has been hastened
		}
		p.notBefore = now
		b.set(at, encodePart(p))
		b.remove(k)
		s.ready(b, e.chat, e.place, now)
		return nil
	}}
}

// beyond makes a change for each key with the prefix from the instant on, none
// where it is nil.
func (s *Store) beyond(ctx context.Context, prefix []byte, at time.Time, change func(k []byte) *op) error {
	next := appendInstant(bytes.Clone(prefix), at)
	for ctx.Err() == nil {
		var ops []*op
		keys := s.page(prefix, next)
		for _, k := range keys {
			if o := change(k); o != nil {
				ops = append(ops, o)
			}
			next = append(k[:len(k):len(k)], 0)
		}
		if len(keys) == 0 {
			return nil
		}
		if err := s.commits.do(ops...); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// page returns some keys with the prefix, from the key on.
func (s *Store) page(prefix, from []byte) (keys [][]byte) {
	txn := s.db.NewTransaction(false)
	defer txn.Discard()
	scan := newScan(txn, prefix)
	defer scan.Close()
	for scan.Seek(from); scan.ValidForPrefix(prefix) && len(keys) < upkeepPage; scan.Next() {
		keys = append(keys, scan.Item().KeyCopy(nil))
	}
	return keys
}

// platforms returns the names that keys of the kind begin with.
func (s *Store) platforms(kind byte) (all []string) {
	txn := s.db.NewTransaction(false)
	defer txn.Discard()
	prefix := key(kind)
	scan := newScan(txn, prefix)
	defer scan.Close()
	for scan.Rewind(); scan.ValidForPrefix(prefix); {
		var platform string
		if _, ok := names(scan.Item().Key()[len(prefix):], &platform); !ok {
			return all
		}
		all = append(all, platform)
		scan.Seek(append(platformKey(kind, platform), 0xff, 0xff))
	}
	return all
}
