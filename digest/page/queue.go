package page

import (
	"context"
	"slices"
	"sync"
	"time"

	"newsbrief/digest/feed"
)

// job is a page to fetch. Its fields are the Reader's to lock, but for those
// of the goroutine that runs it.
type job struct {
	key     string // its canonical address
	address string // where to ask next
	hops    int    // redirects so far
	items   []string
	feed    string
	at      time.Time // of the newest item that wants it
	asked   bool      // somebody waits for it
	running bool
	applied bool          // it became part of an item; to be read once done
	done    chan struct{} // closed when nothing more is to come
}

// budget is what is left of an allowance.
type budget struct {
	left   float64
	at     time.Time // when left was right; zero: full
	rest   time.Time // nothing before
	misses int       // pages in a row that were no use
}

// fill brings it up to now.
func (b *budget) fill(a Allowance, now time.Time) {
	if b.at.IsZero() {
		b.left = a.Burst
	} else {
		b.left = min(a.Burst, b.left+a.PerHour*now.Sub(b.at).Hours())
	}
	b.at = now
}

// ready returns when there is something to spend.
func (b *budget) ready(a Allowance, now time.Time) time.Time {
	b.fill(a, now)
	at := now
	if b.left < 1 {
		at = now.Add(time.Duration((1 - b.left) / a.PerHour * float64(time.Hour))).Add(time.Millisecond)
	}
	return later(at, b.rest)
}

// host is what is asked one thing at a time.
type host struct {
	busy bool
	next time.Time // nothing before
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// enqueue returns the job for the first page of the story that may be of use,
// nil if there is none. A page that is known already is given to its item at once.
func (r *Reader) enqueue(ctx context.Context, ids []string, asked bool) (_ *job, applied bool) {
	defer r.survive("could not look for the pages of a story", "item", ids[0])
	const most = 3 // publishers whose pages are tried for one story
	for _, id := range ids[:min(len(ids), most)] {
		it, err := r.cfg.Items.Get(ctx, id)
		if err != nil || !r.needs(it, time.Now()) {
			continue
		}
		p, err := r.cfg.Pages.Page(ctx, canonical(it))
		switch {
		case err != nil, r.closed(it.Feed, it.URL):
		case p.Tried.IsZero() || r.under(p.URL):
			return r.add(it, asked), false
		case p.Summary != "" && r.apply(ctx, id, p):
			return nil, true
		}
	}
	return nil, false
}

// add puts the item's page on the list.
func (r *Reader) add(it feed.Item, asked bool) *job {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := canonical(it)
	j := r.jobs[key]
	if j == nil {
		j = &job{key: key, address: it.URL, feed: it.Feed, at: it.Time(), done: make(chan struct{})}
		r.jobs[key] = j
	}
	if !slices.Contains(j.items, it.ID) {
		j.items = append(j.items, it.ID)
	}
	j.at, j.asked = later(j.at, it.Time()), j.asked || asked
	r.evict()
	return j
}

// under reports whether the page is waited for or under way.
func (r *Reader) under(key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.jobs[key] != nil
}

// evict gives up the oldest of too many that wait.
func (r *Reader) evict() {
	for len(r.jobs) > waiting {
		var last *job
		for _, j := range r.jobs {
			if !j.running && (last == nil || last.before(j)) {
				last = j
			}
		}
		if last == nil {
			return
		}
		r.finish(last)
	}
}

// finish takes a job off the list.
func (r *Reader) finish(j *job) {
	delete(r.jobs, j.key)
	close(j.done)
}

// before reports whether j goes first: what somebody waits for, then the newest.
func (j *job) before(other *job) bool {
	if j.asked != other.asked {
		return j.asked
	}
	if !j.at.Equal(other.at) {
		return j.at.After(other.at)
	}
	return j.key < other.key
}

// soon reports whether the job's turn may come within d.
func (r *Reader) soon(j *job, d time.Duration) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	return j.running || !r.ready(j, now).After(now.Add(d))
}

// ready returns when the job may run, as far as that hangs on time.
func (r *Reader) ready(j *job, now time.Time) time.Time {
	at := r.host(hostOf(j.address)).next
	if j.hops == 0 {
		at = later(at, r.total.ready(r.cfg.Total, now))
		at = later(at, r.budget(j.feed).ready(r.cfg.PerFeed, now))
	}
	return at
}

func (r *Reader) host(name string) *host {
	h := r.hosts[name]
	if h == nil {
		h = &host{}
		r.hosts[name] = h
	}
	return h
}

func (r *Reader) budget(feedURL string) *budget {
	b := r.feeds[feedURL]
	if b == nil {
		b = &budget{}
		r.feeds[feedURL] = b
	}
	return b
}

func (r *Reader) nudge() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Run fetches what is wanted until ctx ends, then waits for the requests under
// way, which end with it, and returns nil.
func (r *Reader) Run(ctx context.Context) error {
	var flying sync.WaitGroup
	defer flying.Wait()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-r.wake:
		case <-timer.C:
		}
		timer.Reset(time.Until(r.launch(ctx, &flying)))
	}
}

// launch starts the jobs whose turn has come and returns when to look again.
func (r *Reader) launch(ctx context.Context, flying *sync.WaitGroup) time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	r.forget(now)
	for r.running < r.cfg.Concurrent {
		j, at := r.pick(now)
		if j == nil {
			return at
		}
		j.running = true
		r.running++
		r.host(hostOf(j.address)).busy = true
		if j.hops == 0 {
			r.total.left--
			r.budget(j.feed).left--
		}
		flying.Go(func() { r.settle(j, r.tryVisit(ctx, j)) })
	}
	return now.Add(longest)
}

// pick returns the job whose turn it is, or when there may be one.
func (r *Reader) pick(now time.Time) (best *job, at time.Time) {
	at = now.Add(longest)
	for _, j := range r.jobs {
		if j.running || r.host(hostOf(j.address)).busy {
			continue
		}
		if ready := r.ready(j, now); ready.After(now) {
			if ready.Before(at) {
				at = ready
			}
			continue
		}
		if best == nil || j.before(best) {
			best = j
		}
	}
	return best, at
}

// forget drops what no longer holds anything back.
func (r *Reader) forget(now time.Time) {
	for name, h := range r.hosts {
		if !h.busy && !h.next.After(now) {
			delete(r.hosts, name)
		}
	}
	for o, k := range r.robots {
		if !k.until.After(now) {
			delete(r.robots, o)
		}
	}
}

// settle takes over what a visit brought.
func (r *Reader) settle(j *job, o outcome) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	r.running--
	h := r.host(hostOf(j.address))
	h.busy, h.next = false, later(h.next, now.Add(max(r.cfg.Pause, o.rest)))
	if o.free && j.hops == 0 {
		r.total.left++
		r.budget(j.feed).left++
		h.next = now
	}
	r.judge(r.budget(j.feed), o, now)
	j.running = false
	if o.location != "" && j.hops < hops {
		j.address = o.location
		j.hops++
	} else {
		j.applied = o.applied
		r.finish(j)
	}
	r.nudge()
}

// judge lets a feed rest whose pages are no use: they are behind a wall, or
// lists, and the next will be too.
func (r *Reader) judge(b *budget, o outcome, now time.Time) {
	const enough, rest = 3, 6 * time.Hour
	switch {
	case o.applied:
		b.misses = 0
	case o.miss:
		if b.misses++; b.misses >= enough {
			b.misses, b.rest = 0, now.Add(rest)
		}
	}
}
