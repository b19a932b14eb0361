package badgerstore

import (
	"github.com/dgraph-io/badger/v4"

	"newsbrief/subscriptions"
)

// mostCounted bounds how many queues are counted; a platform has more only
// where very many chats wait for a second attempt.
const mostCounted = 1 << 14

// queueID names one class of what waits for one chat.
type queueID struct {
	chat  subscriptions.Chat
	class int
}

// queues counts the parts that wait, so that nobody has to look on the disk
// whether others wait for the same chat: hardly ever any do. It is read and
// changed only by whoever leads the committer, and knows what is on disk.
type queues struct {
	counts map[queueID]int
	whole  bool // what is not in counts is empty; false: counts has nothing
	looked bool // it was looked for on disk whether anything waits
}

// count returns how many parts wait, and whether that is known.
func (s *queues) count(q queueID) (n int, known bool) { return s.counts[q], s.whole }

// add counts n parts more, or fewer.
func (s *queues) add(q queueID, n int) {
	if !s.whole {
		return
	}
	if s.counts[q] += n; s.counts[q] <= 0 {
		delete(s.counts, q)
	}
	if len(s.counts) > mostCounted {
		s.lose()
	}
}

// lose has it not known any more what waits.
func (s *queues) lose() { s.whole, s.counts = false, nil }

// start begins to count, while nothing waits.
func (s *queues) start() { s.whole, s.counts = true, map[queueID]int{} }

// queuesOf returns the counts of the platform. A batch that has no change in it
// yet knows all that is on disk: if that is nothing, counting can begin.
func (s *Store) queuesOf(b *batch, platform string) *queues {
	d := s.outbox.of(platform)
	q := &d.queues
	if q.whole || len(b.touched) > 0 {
		return q
	}
	if d.vacant(platform) || !q.looked && b.vacant(platform) {
		q.start()
	}
	q.looked = true
	return q
}

// counted counts n parts more in the queue once the change in hand is on disk.
func (s *Store) counted(b *batch, q queueID, n int) {
	b.then(func() { s.outbox.of(q.chat.Platform).queues.add(q, n) })
}

// uncounted has the queues of the chat's platform not counted any more.
func (s *Store) uncounted(b *batch, platform string) {
	b.then(func() { s.outbox.of(platform).queues.lose() })
}

// emptied notes that nothing waits for the chat once the change in hand is on
// disk.
func (s *Store) emptied(b *batch, chat subscriptions.Chat) {
	b.then(func() {
		for class := range classes {
			delete(s.outbox.of(chat.Platform).queues.counts, queueID{chat, class})
		}
	})
}

// vacant reports whether nothing at all waits, as far as that is known without
// looking.
func (t *leaseTable) vacant(platform string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for class := range classes {
		if !t.fronts[class].vacant(readyPrefix(platform, class)) {
			return false
		}
	}
	return len(t.held) == 0
}

// vacant looks on the disk whether anything waits.
func (b *batch) vacant(platform string) bool {
	none := true
	b.walk(platformKey(kindReady, platform), func(*badger.Item) bool {
		none = false
		return false
	})
	return none
}
