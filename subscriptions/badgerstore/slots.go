package badgerstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dgraph-io/badger/v4"

	"newsbrief/subscriptions"
)

// toldTTL is when the database may forget a ledger entry: later than readers
// do, because its clock need not be theirs.
const toldTTL = subscriptions.ToldFor + 24*time.Hour

// Claim implements [subscriptions.Slots].
func (s *Store) Claim(ctx context.Context, platform string, now time.Time, lease time.Duration, limit int) ([]subscriptions.Claim, error) {
	if err := ctx.Err(); err != nil || limit <= 0 || len(platform) > maxName {
		return nil, err
	}
	claims, txn, err := s.claim(platform, now, now.Add(lease), limit)
	if txn != nil {
		defer txn.Discard()
	}
	if err != nil {
		s.free(claims)
		return nil, fmt.Errorf("claim: %w", err)
	}
	if len(claims) == 0 {
		return nil, nil
	}
	scan := newWalk(txn)
	defer scan.Close()
	for i := range claims {
		if claims[i].Told, err = s.told(scan, claims[i].Subscriber.Chat, now); err != nil {
			s.free(claims)
			return nil, fmt.Errorf("claim: %w", err)
		}
	}
	return claims, nil
}

// claim leases what is due, until the instant, without the ledger, and returns the transaction in
// which it was read.
func (s *Store) claim(platform string, now, until time.Time, limit int) ([]subscriptions.Claim, *badger.Txn, error) {
	d := s.due.of(platform)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.expire(now)
	prefix := platformKey(kindDue, platform)
	if _, none := d.fronts[0].empty(prefix, now); none {
		return nil, nil, nil
	}
	start := d.fronts[0].begin(prefix)
	txn := s.db.NewTransaction(false)
	scan := newScan(txn, prefix)
	defer scan.Close()
	var claims []subscriptions.Claim
	var first []byte
	for scan.Seek(start); scan.Valid() && first == nil; scan.Next() {
		e, ok := dueEntry(scan.Item().Key(), platform)
		if ok && (e.at.After(now) || len(claims) == limit) {
			first = scan.Item().KeyCopy(nil)
			break
		}
		if _, held := d.held[e.chat]; held || !ok {
			continue
		}
		sub, ok, err := s.dueRecord(txn, e.chat, scan.Item().Key())
		if err != nil {
			return claims, txn, err
		}
		if ok {
			token := s.tokens.next()
			d.grant(e.chat, lease{token: token, until: until, key: scan.Item().KeyCopy(nil), record: &sub})
			claims = append(claims, subscriptions.Claim{Subscriber: sub.Clone(), Lease: token})
		}
	}
	d.fronts[0].end(prefix, first)
	return claims, txn, nil
}

// dueRecord returns the record for which the key stands in the order of
// claims. It reports false if there is none that can be read.
func (s *Store) dueRecord(txn *badger.Txn, chat subscriptions.Chat, key []byte) (subscriptions.Subscriber, bool, error) {
	item, err := txn.Get(chatKey(kindRecord, chat))
	if errors.Is(err, badger.ErrKeyNotFound) {
		return subscriptions.Subscriber{}, false, nil
	}
	if err != nil {
		return subscriptions.Subscriber{}, false, err
	}
	sub, err := s.readItem(item)
	if errors.Is(err, errDamaged) {
		s.lg.Error("stepped over a subscriber who is due", "err", err)
		return subscriptions.Subscriber{}, false, nil
	}
	return sub, err == nil && bytes.Equal(dueKey(sub), key), err
}

// readItem reads a record.
func (s *Store) readItem(item *badger.Item) (sub subscriptions.Subscriber, err error) {
	chat, _, ok := chatOf(item.Key())
	if !ok {
		return sub, fmt.Errorf("read key %x: %w", item.Key(), errDamaged)
	}
	err = item.Value(func(value []byte) (err error) {
		sub, err = decodeSubscriber(chat, value)
		return err
	})
	return sub, err
}

// told reads what the ledger remembers of the chat, each story once.
func (s *Store) told(scan *walker, chat subscriptions.Chat, now time.Time) ([]subscriptions.Told, error) {
	var all []subscriptions.Told
	var failed error
	scan.walk(chatKey(kindTold, chat), func(item *badger.Item) bool {
		err := item.Value(func(value []byte) error {
			t, err := decodeTelling(value)
			for _, told := range t.told {
				told.Part, told.Topic = 0, ""
				all = append(all, told)
			}
			return err
		})
		if errors.Is(err, errDamaged) {
			s.lg.Error("stepped over a ledger entry", "chat", chat, "err", err)
			return true
		}
		failed = err
		return err == nil
	})
	return remembered(all, now), failed
}

// remembered leaves out what is too old, and of a story that was told more
// than once all but the last.
func remembered(all []subscriptions.Told, now time.Time) []subscriptions.Told {
	all = slices.DeleteFunc(all, func(t subscriptions.Told) bool {
		return now.Sub(t.At) > subscriptions.ToldFor
	})
	slices.SortStableFunc(all, func(a, b subscriptions.Told) int {
		if c := strings.Compare(a.Item, b.Item); c != 0 {
			return c
		}
		return b.At.Compare(a.At)
	})
	return slices.CompactFunc(all, func(a, b subscriptions.Told) bool { return a.Item == b.Item })
}

// free gives up the leases of claims.
func (s *Store) free(claims []subscriptions.Claim) {
	for _, c := range claims {
		chat := c.Subscriber.Chat
		d := s.due.of(chat.Platform)
		d.mu.Lock()
		if d.held[chat].token == c.Lease {
			d.free(chat)
		}
		d.mu.Unlock()
	}
}

// Release implements [subscriptions.Slots].
func (s *Store) Release(ctx context.Context, claims ...subscriptions.Claim) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.free(claims)
	return nil
}

// Queue implements [subscriptions.Slots].
func (s *Store) Queue(ctx context.Context, now time.Time, done ...subscriptions.Queued) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.bodies.full() {
		if err := s.removeBodies(); err != nil {
			s.lg.Warn("could not remove texts that nobody waits for", "err", err)
		}
	}
	s.bodies.queueing.RLock()
	defer s.bodies.queueing.RUnlock()
	qb, err := s.newQueueBatch(now, done)
	if err != nil {
		return fmt.Errorf("queue: %w", err)
	}
	return s.commits.do(qb.ops()...)
}

// queue writes what came of one claim.
func (s *Store) queue(b *batch, now time.Time, q subscriptions.Queued, refs []uint64) error {
	chat := q.Claim.Subscriber.Chat
	h, ok := s.due.of(chat.Platform).holds(chat, q.Claim.Lease, now)
	if !ok {
		return fmt.Errorf("queue %v: %w", chat, subscriptions.ErrLeaseLost)
	}
	old := h.record
	sub := *old
	sub.Advance(now)
	if _, err := s.store(b, old, sub); err != nil {
		return err
	}
	if err := s.tell(b, chat, telling{old.Due.Slot, q.Told}); err != nil {
		return err
	}
	return s.enqueue(b, chat, digests, old.Due.Slot, now, q.Parts, refs)
}

func (s *Store) tell(b *batch, chat subscriptions.Chat, t telling) error {
	if len(t.told) == 0 {
		return nil
	}
	serial, err := s.serials.Next()
	if err != nil {
		return fmt.Errorf("number ledger entry: %w", err)
	}
	b.put(write{key: toldKey(chat, serial), value: encodeTelling(t), ttl: toldTTL})
	return nil
}
