package adapter

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"sync"
	"time"
)

// How much one chat may have waiting, so that it holds up nobody but itself,
// and how much all together.
const (
	// MostWaiting is how many commands of one chat wait or are being handled.
	// What is beyond them, and was written within FloodTime, is one too many.
	// What waits because the platform or the bot was away was written slowly,
	// and is not meant by this.
	MostWaiting = 20
	// FloodTime is also how long a chat is not told again to slow down.
	FloodTime = time.Minute
	// MostInAll is the last resort.
	MostInAll = 1000
)

// Job is something that came in.
type Job[J any] interface {
	// Key is whose order the job keeps, which is mostly a chat's.
	Key() string
	// Commands is how many commands it holds. Zero: it is news of the chat
	// itself, and never one too many.
	Commands() int
	// Written is when somebody wrote it.
	Written() time.Time
	// Repeats reports whether one that waits is of the same person and asks for
	// the same.
	Repeats(waiting J) bool
}

// Verdict is what became of a job that came in.
type Verdict int

const (
	// Taken: it waits its turn.
	Taken Verdict = iota
	// Repeated: the same waits already, or is being handled.
	Repeated
	// TooMany: so much of the chat waits that this is one too many.
	TooMany
	// Full: so much of all waits that there is no room, or the queue is drained.
	Full
)

// Queue has what comes in handled: one after the other within a chat, side by
// side among chats.
type Queue[J Job[J]] struct {
	handle func(J)
	lost   func(J)      // it waits no longer and is not handled
	again  func(J) bool // a later run of the program is given it again

	mu     sync.Mutex
	chats  map[string]*waiting[J]
	count  int           // jobs in all
	change chan struct{} // closed and replaced whenever a job is done
	drains bool          // no job is begun any more
}

// waiting is what is not handled yet of one chat.
type waiting[J Job[J]] struct {
	jobs   []J         // the first is being handled
	recent []time.Time // when the last commands were written, those refused among them
}

// NewQueue returns a queue that has jobs handled. lost is told of those that
// made room for others. again says which of those that were not begun when the
// queue is drained need not be.
func NewQueue[J Job[J]](handle, lost func(J), again func(J) bool) *Queue[J] {
	return &Queue[J]{handle: handle, lost: lost, again: again, chats: map[string]*waiting[J]{}, change: make(chan struct{})}
}

// Add takes a job in and says what becomes of it.
func (q *Queue[J]) Add(j J) Verdict {
	q.mu.Lock()
	verdict := q.judge(j)
	var lost []J
	if verdict == Taken && q.count >= MostInAll {
		if lost = q.makeRoom(j.Key()); lost == nil {
			verdict = Full
		}
	}
	if verdict == Taken {
		q.put(j)
	}
	q.mu.Unlock()
	for _, l := range lost {
		q.lost(l)
	}
	return verdict
}

// judge says whether the job may wait. The caller holds the lock.
func (q *Queue[J]) judge(j J) Verdict {
	w := q.chats[j.Key()]
	switch {
	case q.drains:
		return Full
	case j.Commands() == 0:
		return Taken
	case w != nil && slices.ContainsFunc(w.jobs, j.Repeats):
		return Repeated
	case w != nil && w.floods(j):
		return TooMany
	}
	return Taken
}

// floods reports whether one more job of the chat is too much: as many commands
// as may wait, and the last of those were written within a short time.
func (w *waiting[J]) floods(j J) bool {
	count := 0
	for _, other := range w.jobs {
		count += other.Commands()
	}
	w.note(j)
	return count >= MostWaiting && j.Written().Sub(w.recent[0]) <= FloodTime
}

// note remembers when the job's commands were written.
func (w *waiting[J]) note(j J) {
	recent := append(w.recent, slices.Repeat([]time.Time{j.Written()}, min(j.Commands(), MostWaiting))...)
	w.recent = recent[max(0, len(recent)-MostWaiting):]
}

// makeRoom takes the newest job that can be lost from whoever has most waiting,
// nil if there is none. The caller holds the lock.
func (q *Queue[J]) makeRoom(key string) []J {
	most := q.chats[key]
	for _, w := range q.chats {
		if most == nil || len(w.jobs) > len(most.jobs) {
			most = w
		}
	}
	for i := len(most.jobs) - 1; i > 0; i-- {
		if j := most.jobs[i]; j.Commands() > 0 {
			most.jobs = slices.Delete(most.jobs, i, i+1)
			q.count--
			return []J{j}
		}
	}
	return nil
}

// put has the job wait its turn. The caller holds the lock.
func (q *Queue[J]) put(j J) {
	w := q.chats[j.Key()]
	if w == nil {
		w = &waiting[J]{}
		w.note(j)
		q.chats[j.Key()] = w
		go q.work(j)
	}
	w.jobs = append(w.jobs, j)
	q.count++
}

// work handles a chat's jobs until none is left.
func (q *Queue[J]) work(j J) {
	for more := true; more; {
		q.handle(j)
		j, more = q.next(j.Key())
	}
}

// next takes out the job that was handled and returns the chat's next one.
func (q *Queue[J]) next(key string) (j J, more bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	w := q.chats[key]
	w.jobs = w.jobs[1:]
	q.count--
	if len(w.jobs) > 0 && !(q.drains && q.again(w.jobs[0])) {
		j, more = w.jobs[0], true
	} else {
		q.count -= len(w.jobs)
		delete(q.chats, key)
	}
	close(q.change)
	q.change = make(chan struct{})
	return j, more
}

// Of returns what waits of the key, the one being handled first.
func (q *Queue[J]) Of(key string) []J {
	q.mu.Lock()
	defer q.mu.Unlock()
	if w := q.chats[key]; w != nil {
		return slices.Clone(w.jobs)
	}
	return nil
}

// Each calls f with what waits of each key, the one being handled first. f must
// neither keep the jobs nor call the queue.
func (q *Queue[J]) Each(f func(jobs []J)) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, w := range q.chats {
		f(w.jobs)
	}
}

// Open is how many jobs are not handled yet.
func (q *Queue[J]) Open() int {
	open, _ := q.state()
	return open
}

func (q *Queue[J]) state() (open int, change <-chan struct{}) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.count, q.change
}

// Rest returns when nothing is under way or enough says so, when d is over, or
// with ctx. enough is asked whenever a job is done.
func (q *Queue[J]) Rest(ctx context.Context, d time.Duration, enough func() bool) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	for {
		open, change := q.state()
		if open == 0 || enough() {
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

// Drain lets nothing new begin, waits at most d for what is under way, and
// returns how much of it was not done.
func (q *Queue[J]) Drain(ctx context.Context, d time.Duration) (left int) {
	q.mu.Lock()
	q.drains = true
	q.mu.Unlock()
	q.Rest(ctx, d, func() bool { return false })
	return q.Open()
}

// Recover ends a panic and logs it with what it was about. It is to be
// deferred. hide takes secrets out of a text.
func Recover(lg *slog.Logger, hide func(string) string, about ...any) {
	if p := recover(); p != nil {
		lg.Error("panic while handling what came in", append(about, "panic", hide(fmt.Sprint(p)), "stack", hide(string(debug.Stack())))...)
	}
}
