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
	patience := r.limit.left(time.Now(), r.cfg.Patience)
	var mine []*job
	for _, ids := range stories {
		if len(ids) == 0 || patience == 0 && !r.first(ids[0], time.Now()) {
			continue
		}
		j, applied := r.enqueue(ctx, ids, true)
		changed = changed || applied
		if j != nil && r.soon(j, patience) {
			mine = append(mine, j)
		}
	}
	r.nudge()
	if len(mine) == 0 || patience == 0 {
		return changed
	}
	r.limit.open(time.Now())
	return r.wait(ctx, mine, patience) || changed
}

// wait reports whether one of the jobs applied something before it ends: when all
// are done, after the time given, or with ctx.
func (r *Reader) wait(ctx context.Context, jobs []*job, patience time.Duration) bool {
	limit := time.NewTimer(patience)
	defer limit.Stop()
	for _, j := range jobs {
		select {
		case <-j.done:
		case <-limit.C:
			return anyApplied(jobs)
		case <-ctx.Done():
			return anyApplied(jobs)
		}
	}
	return anyApplied(jobs)
}

// waitLimit lets waiting happen for a while from the first wait of a minute on.
type waitLimit struct {
	mu     sync.Mutex
	opened time.Time
}

// left is how long somebody may wait now, who would have to open it.
func (w *waitLimit) left(now time.Time, patience time.Duration) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now.Sub(w.opened) >= time.Minute {
		return patience
	}
	return max(0, patience-now.Sub(w.opened))
}

// open begins a minute, if the last one is over.
func (w *waitLimit) open(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now.Sub(w.opened) >= time.Minute {
		w.opened = now
	}
}

// anyApplied looks at those that are done.
func anyApplied(jobs []*job) bool {
	return slices.ContainsFunc(jobs, func(j *job) bool {
		select {
		case <-j.done:
			return j.applied
		default:
			return false
		}
	})
}
