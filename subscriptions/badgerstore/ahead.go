package badgerstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"newsbrief/subscriptions"
)

// farPage is how many are brought back in one transaction.
const farPage = 256

// errInReach ends a change that is not needed.
var errInReach = errors.New("in reach")

// bringBack schedules anew who is due beyond all schedules, and has parts go
// that wait beyond all waits: both were written while the clock was wrong. It
// looks at nothing that is nearer.
func (s *Store) bringBack(ctx context.Context, now time.Time) error {
	if !subscriptions.Plausible(now) {
		return nil
	}
	for _, platform := range s.platforms(kindDue) {
		prefix := platformKey(kindDue, platform)
		err := s.beyond(ctx, prefix, now.Add(subscriptions.FarthestDue), func(k []byte) *op {
			e, ok := dueEntry(k, platform)
			return s.reschedule(e, ok, now)
		})
		if err != nil {
			return fmt.Errorf("bring back who is due too far ahead: %w", err)
		}
	}
	for _, platform := range s.platforms(kindReady) {
		for class := range classes {
			err := s.beyond(ctx, readyPrefix(platform, class), now.Add(subscriptions.LongestWait), func(k []byte) *op {
				e, ok := readyEntry(k, platform)
				return s.hasten(k, e, ok, now)
			})
			if err != nil {
				return fmt.Errorf("bring back parts that wait too long: %w", err)
			}
		}
	}
	return nil
}

func (s *Store) reschedule(e entry, ok bool, now time.Time) *op {
	return &op{chats: []subscriptions.Chat{e.chat}, run: func(b *batch) error {
		if !ok {
			return errInReach
		}
		old, err := b.record(e.chat)
		if old == nil || !old.DueTooFarAhead(now) {
			return errors.Join(err, errInReach)
		}
		sub := old.Clone()
		sub.Reschedule(now)
		_, err = s.store(b, old, sub)
		return err
	}}
}

func (s *Store) hasten(k []byte, e entry, ok bool, now time.Time) *op {
	return &op{chats: []subscriptions.Chat{e.chat}, run: func(b *batch) error {
		at := partKey(e.chat, e.place)
		value, err := b.get(at)
		if !ok || err != nil {
			return errInReach
		}
		p, err := decodePart(value)
		if err != nil || !p.notBefore.After(now.Add(subscriptions.LongestWait)) {
			return errInReach
		}
		p.notBefore = now
		b.set(at, encodePart(p))
		b.remove(k)
		s.ready(b, e.chat, e.place, now)
		return nil
	}}
}

// beyond does a change for each key with the prefix from the instant on.
func (s *Store) beyond(ctx context.Context, prefix []byte, at time.Time, change func(k []byte) *op) error {
	next := appendInstant(bytes.Clone(prefix), at)
	for ctx.Err() == nil {
		var ops []*op
		for _, k := range s.page(prefix, next) {
			ops = append(ops, change(k))
			next = append(k[:len(k):len(k)], 0)
		}
		if len(ops) == 0 {
			return nil
		}
		if err := without(errInReach, s.commits.do(ops...)); err != nil {
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
	for scan.Seek(from); scan.ValidForPrefix(prefix) && len(keys) < farPage; scan.Next() {
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

// without is err without those that are the one not minded.
func without(notMinded, err error) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var rest []error
		for _, e := range joined.Unwrap() {
			rest = append(rest, without(notMinded, e))
		}
		return errors.Join(rest...)
	}
	if errors.Is(err, notMinded) {
		return nil
	}
	return err
}
