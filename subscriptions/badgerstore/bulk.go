package badgerstore

import (
	"context"
	"errors"
	"fmt"

	"newsbrief/subscriptions"
)

// Page implements [subscriptions.Bulk].
func (s *Store) Page(ctx context.Context, after subscriptions.Chat, limit int) ([]subscriptions.Subscriber, error) {
	if err := errors.Join(ctx.Err(), checkChat(after)); err != nil {
		return nil, err
	}
	txn := s.db.NewTransaction(false)
	defer txn.Discard()
	scan := newScan(txn, key(kindRecord))
	defer scan.Close()
	start := key(kindRecord)
	if after != (subscriptions.Chat{}) {
		start = append(chatKey(kindRecord, after), 0)
	}
	var page []subscriptions.Subscriber
	for scan.Seek(start); scan.Valid() && len(page) < limit; scan.Next() {
		sub, err := s.readItem(scan.Item())
		if errors.Is(err, errDamaged) {
			s.lg.Error("stepped over a subscriber", "err", err)
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("page: %w", err)
		}
		page = append(page, sub)
	}
	return page, nil
}

// importChunk is how many subscribers are handed to the disk at a time.
const importChunk = 4096

// Import implements [subscriptions.Bulk].
func (s *Store) Import(ctx context.Context, subs []subscriptions.Subscriber) error {
	for _, sub := range subs {
		if err := checkChat(sub.Chat); err != nil {
			return err
		}
	}
	for len(subs) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := min(len(subs), importChunk)
		ops := make([]*op, n)
		for i, sub := range subs[:n] {
			ops[i] = &op{chats: []subscriptions.Chat{sub.Chat}, run: func(b *batch) error { return s.replace(b, sub) }}
		}
		if err := s.commits.do(ops...); err != nil {
			return fmt.Errorf("import: %w", err)
		}
		subs = subs[n:]
	}
	return nil
}

// replace writes an imported record over what is there.
func (s *Store) replace(b *batch, sub subscriptions.Subscriber) error {
	old, err := s.record(b, sub.Chat)
	if err != nil {
		return err
	}
	if old != nil {
		sub.Inherit(*old)
	}
	_, err = s.store(b, old, sub)
	return err
}
