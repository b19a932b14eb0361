package badgerstore

import (
	"errors"

	"github.com/dgraph-io/badger/v4"

	"newsbrief/subscriptions"
)

// unsent names a part that leaves the outbox although nobody took it.
type unsent struct {
	slot subscriptions.Slot
	part int
}

// unsend removes all parts that wait for the chat, and what they tell.
func (s *Store) unsend(b *batch, chat subscriptions.Chat) error {
	queue, err := b.queue(chat, digests)
	if err != nil {
		return err
	}
	gone := map[unsent]bool{}
	for _, w := range queue {
		gone[w.unsent()] = true
	}
	return errors.Join(s.emptyOutbox(b, chat), s.untell(b, chat, gone))
}

func (w waiting) unsent() unsent { return unsent{w.part.slot, int(w.place.part)} }

// untell takes out of the ledger what the parts tell.
func (s *Store) untell(b *batch, chat subscriptions.Chat, gone map[unsent]bool) error {
	if len(gone) == 0 {
		return nil
	}
	return b.tellings(chat, func(key []byte, t telling) {
		kept := make([]subscriptions.Told, 0, len(t.told))
		for _, told := range t.told {
			if !told.Untold(func(part int) bool { return gone[unsent{t.slot, part}] }) {
				kept = append(kept, told)
			}
		}
		switch {
		case len(kept) == len(t.told):
		case len(kept) == 0:
			b.remove(key)
		default:
			b.put(write{key: key, value: encodeTelling(telling{t.slot, kept}), ttl: toldTTL})
		}
	})
}

// tellings calls f with what each digest told the chat. It leaves out what
// cannot be read, and those of which it is not known where a story stood.
func (b *batch) tellings(chat subscriptions.Chat, f func(key []byte, t telling)) (err error) {
	b.walk(chatKey(kindTold, chat), func(item *badger.Item) bool {
		err = item.Value(func(value []byte) error {
			if t, err := decodeTelling(value); err == nil && t.slot != (subscriptions.Slot{}) {
				f(item.KeyCopy(nil), t)
			}
			return nil
		})
		return err == nil
	})
	return err
}

// prune removes the waiting parts that are of no topic any more, and what they
// tell.
func (s *Store) prune(b *batch, sub subscriptions.Subscriber) error {
	queue, err := b.queue(sub.Chat, digests)
	if len(queue) == 0 || err != nil {
		return err
	}
	gone := map[unsent]bool{}
	err = b.tellings(sub.Chat, func(_ []byte, t telling) {
		for part := range sub.Unwanted(t.told) {
			gone[unsent{t.slot, part}] = true
		}
	})
	if err != nil || len(gone) == 0 {
		return err
	}
	left := map[unsent]bool{}
	first := true // of those that stay
	for i, w := range queue {
		switch {
		case gone[w.unsent()]:
			left[w.unsent()] = true
			s.removePart(b, partKey(sub.Chat, w.place))
			if i == 0 {
				b.remove(readyKey(sub.Chat, w.place, w.part.notBefore))
				s.leave(b, sub.Chat)
			}
		case first && i > 0:
			s.ready(b, sub.Chat, w.place, w.part.notBefore)
			first = false
		default:
			first = false
		}
	}
	return s.untell(b, sub.Chat, left)
}
