package badgerstore

import (
	"hash/maphash"

	"github.com/dgraph-io/badger/v4"

	"newsbrief/subscriptions"
)

// counts has how many parts of a class wait for a chat, so that a change need
// not look on the disk whether others wait: hardly ever any do, and looking is
// an eighth of what a message costs (docs/performance.md). Queues are told apart
// by a hash, which may count too many for one and never too few. Only the leader
// of the committer reads and changes it.
type counts struct {
	seed  maphash.Seed
	parts map[uint64]int
}

// queueID names one class of what waits for one chat.
type queueID struct {
	chat  subscriptions.Chat
	class byte
}

// newCounts counts what the database has.
func newCounts(db *badger.DB) *counts {
	c := &counts{seed: maphash.MakeSeed(), parts: map[uint64]int{}}
	c.countAll(db)
	return c
}

func (c *counts) countAll(db *badger.DB) {
	txn := db.NewTransaction(false)
	defer txn.Discard()
	scan := newScan(txn, key(kindPart))
	defer scan.Close()
	for scan.Rewind(); scan.Valid(); scan.Next() {
		c.add(scan.Item().Key(), 1)
	}
}

// add counts n parts more with the key, or fewer.
func (c *counts) add(partKey []byte, n int) {
	chat, rest, ok := chatOf(partKey)
	if !ok || len(rest) == 0 {
		return
	}
	id := maphash.Comparable(c.seed, queueID{chat, rest[0]})
	if c.parts[id] += n; c.parts[id] == 0 {
		delete(c.parts, id)
	}
}

// most returns how many parts wait at the most.
func (c *counts) most(chat subscriptions.Chat, class int) int {
	return c.parts[maphash.Comparable(c.seed, queueID{chat, byte(class)})]
}

// setPart writes a part that was not there before.
func (s *Store) setPart(b *batch, key []byte, p part) {
	b.set(key, encodePart(p))
	b.then(func() { s.counts.add(key, 1) })
}

// removePart removes a part that is there.
func (s *Store) removePart(b *batch, key []byte) {
	b.remove(key)
	b.then(func() { s.counts.add(key, -1) })
}
