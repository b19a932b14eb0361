package badgerstore

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/dgraph-io/badger/v4"

	"newsbrief/subscriptions"
)

// Get implements [subscriptions.Subscribers].
func (s *Store) Get(ctx context.Context, chat subscriptions.Chat) (subscriptions.Subscriber, error) {
	if err := errors.Join(ctx.Err(), checkChat(chat)); err != nil {
		return subscriptions.Subscriber{}, err
	}
	b := &batch{read: s.db.NewTransaction(false)}
	defer b.read.Discard()
	sub, err := s.record(b, chat)
	if err != nil {
		return subscriptions.Subscriber{}, fmt.Errorf("get %v: %w", chat, err)
	}
	if sub == nil {
		return subscriptions.Subscriber{}, fmt.Errorf("get %v: %w", chat, subscriptions.ErrNotFound)
	}
	return *sub, nil
}

// Update implements [subscriptions.Subscribers].
func (s *Store) Update(ctx context.Context, chat subscriptions.Chat, change func(*subscriptions.Subscriber) error) (subscriptions.Subscriber, error) {
	if err := errors.Join(ctx.Err(), checkChat(chat)); err != nil {
		return subscriptions.Subscriber{}, err
	}
	var stored subscriptions.Subscriber
	err := s.commits.do(&op{chats: []subscriptions.Chat{chat}, run: func(b *batch) error {
		old, err := s.record(b, chat)
		if err != nil {
			return fmt.Errorf("update %v: %w", chat, err)
		}
		sub := subscriptions.Subscriber{Chat: chat}
		if old != nil {
			sub = old.Clone()
		}
		if err := change(&sub); err != nil {
			return err
		}
		sub.Chat = chat
		if stored, err = s.store(b, old, sub); err != nil || old == nil || !less(sub.Topics, old.Topics) {
			return err
		}
		return s.prune(b, sub)
	}})
	if err != nil {
		return subscriptions.Subscriber{}, err
	}
	return stored.Clone(), nil
}

// less reports whether some of the old topics are not among the new.
func less(topics, old []subscriptions.Topic) bool {
	return slices.ContainsFunc(old, func(t subscriptions.Topic) bool { return !slices.Contains(topics, t) })
}

// Delete implements [subscriptions.Subscribers].
func (s *Store) Delete(ctx context.Context, chat subscriptions.Chat) error {
	if err := errors.Join(ctx.Err(), checkChat(chat)); err != nil {
		return err
	}
	return s.commits.do(&op{frees: true, chats: []subscriptions.Chat{chat}, run: func(b *batch) error {
		return s.erase(b, chat)
	}})
}

// Move implements [subscriptions.Subscribers].
func (s *Store) Move(ctx context.Context, from, to subscriptions.Chat) error {
	if err := errors.Join(ctx.Err(), checkChat(from), checkChat(to)); err != nil {
		return err
	}
	if from.Platform == to.Platform && from.ID == to.ID {
		return nil
	}
	var ops []*op
	for _, old := range s.threads(from) {
		target := subscriptions.Chat{Platform: to.Platform, ID: to.ID, Thread: old.Thread}
		ops = append(ops, &op{chats: []subscriptions.Chat{old, target}, run: func(b *batch) error {
			return s.move(b, old, target)
		}})
	}
	return s.commits.do(ops...)
}

// threads returns every chat of the group of which something is kept.
func (s *Store) threads(group subscriptions.Chat) []subscriptions.Chat {
	b := &batch{read: s.db.NewTransaction(false)}
	defer b.close()
	var chats []subscriptions.Chat
	seen := map[subscriptions.Chat]bool{}
	for _, kind := range []byte{kindRecord, kindTold, kindPart} {
		b.walk(groupKey(kind, group), func(item *badger.Item) bool {
			if chat, _, ok := chatOf(item.Key()); ok && !seen[chat] {
				seen[chat] = true
				chats = append(chats, chat)
			}
			return true
		})
	}
	return chats
}

func (s *Store) move(b *batch, from, to subscriptions.Chat) error {
	if err := s.moveRecord(b, from, to); err != nil {
		return fmt.Errorf("move %v to %v: %w", from, to, err)
	}
	if err := moveTold(b, from, to); err != nil {
		return fmt.Errorf("move %v to %v: %w", from, to, err)
	}
	if err := s.moveParts(b, from, to); err != nil {
		return fmt.Errorf("move %v to %v: %w", from, to, err)
	}
	return s.erase(b, from)
}

func (s *Store) moveRecord(b *batch, from, to subscriptions.Chat) error {
	old, err := s.record(b, from)
	if old == nil || err != nil {
		return err
	}
	target, err := s.record(b, to)
	if err != nil {
		return err
	}
	sub := *old
	if target != nil {
		sub = target.Clone()
		sub.Merge(*old)
	}
	sub.Chat = to
	_, err = s.store(b, target, sub)
	return err
}

func moveTold(b *batch, from, to subscriptions.Chat) error {
	old, new := chatKey(kindTold, from), chatKey(kindTold, to)
	var failed error
	b.walk(old, func(item *badger.Item) bool {
		value, err := item.ValueCopy(nil)
		key := append(new[:len(new):len(new)], item.Key()[len(old):]...)
		b.put(write{key: key, value: value, ttl: toldTTL})
		failed = err
		return err == nil
	})
	return failed
}
