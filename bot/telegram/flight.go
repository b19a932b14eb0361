package telegram

import (
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// Where the offset moves before an update was handled, and where updates are
// no longer taken in; see the package comment.
const (
	crowd  = 2    // updates of one chat that may hold the offset
	packed = 1000 // updates in memory
	asleep = 6 * 24 * time.Hour
)

// flight is the updates that were taken in and are not handled yet. They are
// handled one after the other within a chat, side by side among chats.
type flight struct {
	lg   *slog.Logger
	slow time.Duration
	desk desk

	mu     sync.Mutex
	next   int64                 // one more than the newest id taken in
	newest time.Time             // when that was
	held   map[int64]time.Time   // ids that hold the offset, and since when
	queues map[int64][]update    // by chat; the first is being handled
	recent map[int64][]time.Time // by chat that has a queue: when its last commands were written
	count  int                   // updates in queues
	change chan struct{}         // closed and replaced whenever an update is done

	stopping bool // no update is begun any more
	stopped  bool // none counts as handled any more
}

func newFlight(lg *slog.Logger, slow time.Duration, d desk) *flight {
	return &flight{
		lg: lg, slow: slow, desk: d,
		held: map[int64]time.Time{}, queues: map[int64][]update{}, recent: map[int64][]time.Time{}, change: make(chan struct{}),
	}
}

// offset returns the id of the first update that Telegram should hand out: all
// before it are confirmed by asking. 0 is the first it has.
func (f *flight) offset(now time.Time) int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	// After a week without updates, ids start anew anywhere.
	if f.count == 0 && now.Sub(f.newest) > asleep {
		f.next = 0
		return 0
	}
	if f.next-f.lowest() >= window {
		f.letGo(now)
	}
	return f.lowest()
}

// lowest is the first id that is not handled.
func (f *flight) lowest() int64 {
	lowest := f.next
	for id := range f.held {
		lowest = min(lowest, id)
	}
	return lowest
}

// letGo makes way where the updates that wait, and those handled behind them,
// are all that Telegram would hand out.
func (f *flight) letGo(now time.Time) {
	for _, queue := range f.queues {
		for _, u := range queue {
			if since, ok := f.held[u.ID]; ok && (len(queue) > crowd || now.Sub(since) > f.slow) {
				delete(f.held, u.ID)
			}
		}
	}
}

// add takes in what getUpdates returned, and returns how much of it is new.
func (f *flight) add(raw []json.RawMessage) int {
	got := make([]update, 0, len(raw))
	for _, r := range raw {
		u, err := decodeUpdate(r)
		if err != nil {
			f.lg.Warn("update stepped over", "err", err)
		}
		if u.ID != 0 {
			got = append(got, u)
		}
	}
	slices.SortStableFunc(got, func(a, b update) int { return cmp.Compare(a.ID, b.ID) })
	f.mu.Lock()
	defer f.mu.Unlock()
	fresh := 0
	for _, u := range got {
		before := f.next
		if !f.take(u) {
			break
		}
		if f.next != before {
			fresh++
		}
	}
	return fresh
}

// take queues an update that is new, unless it counts as handled as it is, and
// reports whether there was room for it.
func (f *flight) take(u update) bool {
	chat := u.chatID()
	if u.ID < f.next || chat == 0 || !f.admit(u) {
		f.step(u.ID)
		return true
	}
	if !f.makeRoom(u) {
		return false
	}
	f.step(u.ID)
	f.held[u.ID] = f.newest
	f.queues[chat] = append(f.queues[chat], u)
	f.count++
	if len(f.queues[chat]) == 1 {
		go f.work(chat, u)
	}
	return true
}

// step notes that all up to the id was taken in.
func (f *flight) step(id int64) {
	if id >= f.next {
		f.next, f.newest = id+1, time.Now()
	}
}

// work handles a chat's updates, the first of them u, until none is left.
func (f *flight) work(chat int64, u update) {
	for more := true; more; {
		f.desk.handle(u)
		u, more = f.done(chat, u)
	}
}

// done takes u out and returns the chat's next update, unless the program is
// stopping: Telegram hands out again what it was not told is handled.
func (f *flight) done(chat int64, u update) (update, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.stopped {
		return update{}, false
	}
	delete(f.held, u.ID)
	f.count--
	queue := f.queues[chat][1:]
	f.queues[chat] = queue
	stop := len(queue) == 0
	if !stop && f.stopping {
		_, stop = f.held[queue[0].ID]
	}
	if stop {
		f.count -= len(queue)
		delete(f.queues, chat)
		delete(f.recent, chat)
	}
	close(f.change)
	f.change = make(chan struct{})
	if stop {
		return update{}, false
	}
	return queue[0], true
}

// open is how many updates are not handled yet.
func (f *flight) open() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.count
}

func (f *flight) state() (open int, change <-chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.count, f.change
}

// rest returns when nothing is under way, when d is over, or with ctx.
func (f *flight) rest(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	for {
		open, change := f.state()
		if open == 0 {
			return
		}
		select {
		case <-change:
		case <-timer.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

// drain lets nothing new begin, waits at most d for what is under way, and
// reports whether all of it was done. What was not stays unconfirmed.
func (f *flight) drain(ctx context.Context, d time.Duration) bool {
	f.mu.Lock()
	f.stopping = true
	f.mu.Unlock()
	f.rest(ctx, d)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stopped = true
	return f.count == 0
}
