package telegram

import (
	"cmp"
	"encoding/json"
	"log/slog"
	"slices"
	"sync"
	"time"

	"newsbrief/bot/adapter"
)

// Where the offset moves before an update was handled; see the package comment.
const (
	crowd  = 2 // updates of one chat that may hold the offset
	asleep = 6 * 24 * time.Hour
)

// updateQueue is the updates that were taken in, and which of them Telegram was
// not told yet are handled. One goroutine adds to it and asks for the offset.
type updateQueue struct {
	*adapter.Queue[update]
	lg       *slog.Logger
	slow     time.Duration
	concerns func(update) bool                   // false: there is nothing to handle
	turnAway func(u update, why adapter.Verdict) // it is not handled; in a goroutine of its own

	mu      sync.Mutex
	next    int64               // one more than the newest id taken in
	newest  time.Time           // when that was
	flood   time.Time           // when a chat last had too many waiting
	held    map[int64]time.Time // ids that hold the offset, and since when
	stopped bool                // none counts as handled any more
}

func newUpdateQueue(lg *slog.Logger, slow time.Duration, handle func(update)) *updateQueue {
	q := &updateQueue{
		lg: lg, slow: slow, held: map[int64]time.Time{},
		concerns: func(update) bool { return true }, turnAway: func(update, adapter.Verdict) {},
	}
	q.Queue = adapter.NewQueue(func(u update) { handle(u); q.release(u) }, func(u update) { q.release(u) }, q.holds)
	return q
}

// offset returns the id of the first update that Telegram should hand out: all
// before it are confirmed by asking. 0 is the first it has.
func (q *updateQueue) offset(now time.Time) int64 {
	// After a week without updates, ids start anew anywhere.
	if q.Open() == 0 && now.Sub(q.newest) > asleep {
		q.next = 0
	}
	if q.next-q.lowest() >= window {
		q.letGo(now)
	}
	return q.lowest()
}

// lowest is the first id that is not handled.
func (q *updateQueue) lowest() int64 {
	q.mu.Lock()
	defer q.mu.Unlock()
	lowest := q.next
	for id := range q.held {
		lowest = min(lowest, id)
	}
	return lowest
}

// letGo makes way where the updates that wait, and those handled behind them,
// are all that Telegram would hand out.
func (q *updateQueue) letGo(now time.Time) {
	slow := q.slow
	if now.Sub(q.flood) < time.Second {
		slow = 0 // there is no end to what comes behind
	}
	q.Each(func(jobs []update) {
		q.mu.Lock()
		defer q.mu.Unlock()
		for _, u := range jobs {
			if since, ok := q.held[u.ID]; ok && (len(jobs) > crowd || now.Sub(since) >= slow) {
				delete(q.held, u.ID)
			}
		}
	})
}

// release lets updates hold the offset no longer.
func (q *updateQueue) release(updates ...update) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, u := range updates {
		if !q.stopped {
			delete(q.held, u.ID)
		}
	}
}

// holds reports whether Telegram will hand the update out again.
func (q *updateQueue) holds(u update) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	_, held := q.held[u.ID]
	return held
}

// add takes in what getUpdates returned, and reports whether some of it is new.
func (q *updateQueue) add(raw []json.RawMessage) (fresh bool) {
	got := make([]update, 0, len(raw))
	for _, r := range raw {
		u, err := decodeUpdate(r)
		if err != nil {
			q.lg.Warn("skipped an update that cannot be read", "err", err)
		}
		if u.ID != 0 {
			got = append(got, u)
		}
	}
	slices.SortStableFunc(got, func(a, b update) int { return cmp.Compare(a.ID, b.ID) })
	for _, u := range got {
		switch {
		case u.ID < q.next:
			continue
		case u.chatID() != 0 && (!u.droppable() || q.concerns(u)) && !q.take(u):
			return fresh
		}
		q.next, q.newest = u.ID+1, time.Now()
		fresh = true
	}
	return fresh
}

// take queues an update, unless it counts as handled as it is, and reports
// whether there was room for it.
func (q *updateQueue) take(u update) bool {
	q.mu.Lock()
	q.held[u.ID] = time.Now()
	q.mu.Unlock()
	verdict := q.Add(u)
	if verdict == adapter.Taken {
		return true
	}
	q.release(u)
	switch verdict {
	case adapter.Full:
		return false
	case adapter.TooMany:
		// Else a chat that floods would have everybody wait for its answers.
		q.flood = time.Now()
		q.release(q.Of(u.Key())...)
	}
	go q.turnAway(u, verdict)
	return true
}

// stop lets nothing count as handled any more.
func (q *updateQueue) stop() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.stopped = true
}
