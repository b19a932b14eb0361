package page

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Want has the pages of stories fetched when there is time, the newest first. A
// story is the ids of its items, in the order in which their pages are tried
// until one is of use. Items whose feed says enough of them, that are old or
// that are not there, are passed over; so are stories that were wanted within
// the minute, for many readers see the same.
func (r *Reader) Want(ctx context.Context, stories [][]string) {
	for _, ids := range stories {
		if len(ids) > 0 && r.first(ids[0], time.Now()) {
			r.enqueue(ctx, ids, false)
		}
	}
	r.nudge()
}

// first reports whether the story was not wanted within the minute.
func (r *Reader) first(id string, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if now.Sub(r.minute) >= time.Minute {
		r.minute = now
		clear(r.wanted)
	}
	known := r.wanted[id]
	r.wanted[id] = true
	return !known
}

// Await wants the pages of stories ahead of all others, and waits for those
// whose turn comes soon, as long as the Config's Patience lets it: that is
// shared by all who wait within a minute. It reports whether an item has
// changed. It needs a Run.
func (r *Reader) Await(ctx context.Context, stories [][]string) (changed bool) {
	patience := r.turn.left(time.Now(), r.cfg.Patience)
	var mine []*job
	for _, ids := range stories {
		if len(ids) == 0 || patience == 0 && !r.first(ids[0], time.Now()) {
			continue
		}
		j, gave := r.enqueue(ctx, ids, true)
		changed = changed || gave
		if j != nil && r.soon(j, patience) {
			mine = append(mine, j)
		}
	}
	r.nudge()
	if len(mine) == 0 || patience == 0 {
		return changed
	}
	r.turn.open(time.Now())
	return r.wait(ctx, mine, patience) || changed
}

// wait reports whether one of the jobs gave something before it ends: when all
// are done, after the time given, or with ctx.
func (r *Reader) wait(ctx context.Context, jobs []*job, patience time.Duration) bool {
	limit := time.NewTimer(patience)
	defer limit.Stop()
	for _, j := range jobs {
		select {
		case <-j.done:
		case <-limit.C:
			return anyGave(jobs)
		case <-ctx.Done():
			return anyGave(jobs)
		}
	}
	return anyGave(jobs)
}

// turnstile lets waiting happen for a while from the first wait of a minute on.
type turnstile struct {
	mu     sync.Mutex
	opened time.Time
}

// left is how long somebody may wait now, who would have to open it.
func (t *turnstile) left(now time.Time, patience time.Duration) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now.Sub(t.opened) >= time.Minute {
		return patience
	}
	return max(0, patience-now.Sub(t.opened))
}

// open begins a minute, if the last one is over.
func (t *turnstile) open(now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now.Sub(t.opened) >= time.Minute {
		t.opened = now
	}
}

// anyGave looks at those that are done.
func anyGave(jobs []*job) bool {
	return slices.ContainsFunc(jobs, func(j *job) bool {
		select {
		case <-j.done:
			return j.gave
		default:
			return false
		}
	})
}
