package feed

import (
	"container/heap"
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"newsbrief/digest/fetch"
)

// PollConfig is what a Poller works with. Feeds may be empty; zero values
// stand for what the comments say.
type PollConfig struct {
	Feeds   []Feed
	Fetcher interface { // a [*fetch.Client], usually
		Get(ctx context.Context, r fetch.Request) (fetch.Response, error)
	}
	States     States
	Sink       Sink
	PerHost    int           // polls of one host at the same time: 2
	Concurrent int           // polls at the same time: 16
	Fresh      time.Duration // a poll this recent satisfies who asks for one now: 3 min
	Old        time.Duration // what was published longer ago is no news: 72 h
	Spread     time.Duration // over which the first polls after a start are spread: 1 min
}

func (c PollConfig) withDefaults() PollConfig {
	c.PerHost = orElse(c.PerHost, 2)
	c.Concurrent = orElse(c.Concurrent, 16)
	c.Fresh = orElse(c.Fresh, 3*time.Minute)
	c.Old = orElse(c.Old, 72*time.Hour)
	c.Spread = orElse(c.Spread, time.Minute)
	return c
}

// Result is what a poll brought.
type Result struct {
	Feed    Feed
	State   State
	New     int  // items that were not known
	Skipped bool // polled a moment ago, or its server asked to be left alone
	// Err is why the feed could not be read, of the earlier poll if this one
	// was skipped: an error of [fetch.Client.Get] or of [Parse].
	Err error
}

// Poller keeps the archive fresh: it polls every feed at the feed's own pace.
// It has one goroutine per poll under way and none per feed. It is safe for
// concurrent use.
type Poller struct {
	lg  *slog.Logger
	cfg PollConfig

	mu      sync.Mutex
	entries map[string]*entry
	due     dueHeap
	asked   []*flight // waiting for their turn, for somebody who waits for them
	ready   []*flight // waiting for their turn
	running int
	hosts   map[string]int // polls under way
	flying  sync.WaitGroup
	wake    chan struct{}
}

// entry is a feed that is polled.
type entry struct {
	feed     Feed
	host     string
	state    State
	loaded   bool // state is what States knows
	err      error
	next     time.Time
	index    int // in the heap, -1 if it is not there
	followed bool
	flight   *flight // under way or waiting for its turn
	allowed  allowance
}

// NewPoller returns a Poller that follows the configured feeds. It does
// nothing by itself: [Poller.Run] polls them as they come due, [Poller.PollNow]
// when somebody asks.
func NewPoller(lg *slog.Logger, cfg PollConfig) *Poller {
	p := &Poller{
		lg: lg, cfg: cfg.withDefaults(), entries: map[string]*entry{}, hosts: map[string]int{}, wake: make(chan struct{}, 1),
	}
	for _, f := range cfg.Feeds {
		p.Follow(f)
	}
	return p
}

// Follow adds a feed to those that Run polls. A feed with a known URL takes
// the place of the earlier one.
func (p *Poller) Follow(f Feed) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e := p.entry(f)
	e.feed = f
	if e.followed {
		return
	}
	e.followed = true
	e.next = time.Now().Add(spread(p.cfg.Spread/6, f.URL, time.Time{}))
	if e.flight == nil {
		heap.Push(&p.due, e)
	}
	p.nudge()
}

// Unfollow ends the polling of a feed. Its state stays where it is kept.
func (p *Poller) Unfollow(url string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e := p.entries[url]
	if e == nil {
		return
	}
	e.followed = false
	p.unschedule(e)
	if e.flight == nil {
		delete(p.entries, url)
	}
}

// Status returns the state of every followed feed in the order of their URLs.
func (p *Poller) Status() []Result {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []Result
	for _, e := range p.entries {
		if e.followed {
			all = append(all, Result{Feed: e.feed, State: e.state, Err: e.err})
		}
	}
	slices.SortFunc(all, func(a, b Result) int { return strings.Compare(a.Feed.URL, b.Feed.URL) })
	return all
}

// Run polls the feeds as they come due until ctx ends, then waits for the
// polls under way, which end with it, and returns nil.
func (p *Poller) Run(ctx context.Context) error {
	defer p.land()
	p.resume(ctx)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-p.wake:
		case <-timer.C:
		}
		if next, ok := p.launch(ctx); ok {
			timer.Reset(time.Until(next))
		}
	}
}

// resume takes up the schedule where an earlier process left it.
func (p *Poller) resume(ctx context.Context) {
	p.mu.Lock()
	waiting := slices.Clone(p.due)
	p.mu.Unlock()
	for _, e := range waiting {
		p.load(ctx, e)
		p.mu.Lock()
		p.reschedule(e)
		p.mu.Unlock()
	}
}

// reschedule puts a feed that has a history where that says, what is overdue
// spread out: 250 feeds need no burst.
func (p *Poller) reschedule(e *entry) {
	if e.index < 0 || e.state.Polled.IsZero() {
		return
	}
	now := time.Now()
	e.next = e.state.Next
	if e.next.Before(now) {
		e.next = now.Add(spread(p.cfg.Spread, e.feed.URL, now))
	}
	heap.Fix(&p.due, e.index)
}

// load reads the feed's state, once. A state that cannot be read is logged and
// taken as empty: the feed is then read as if for the first time.
func (p *Poller) load(ctx context.Context, e *entry) {
	p.mu.Lock()
	loaded, url := e.loaded, e.feed.URL
	p.mu.Unlock()
	if loaded {
		return
	}
	s, err := p.cfg.States.State(ctx, url)
	if err != nil {
		if ctx.Err() != nil {
			return
		}
		p.lg.Error("could not read poll state", "host", e.host, "err", err)
		s = State{}
	}
	s.URL = url
	p.mu.Lock()
	defer p.mu.Unlock()
	if !e.loaded {
		e.state, e.loaded = s, true
	}
}

// launch starts the polls that are due and returns when the next one will be.
func (p *Poller) launch(ctx context.Context) (next time.Time, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	for len(p.due) > 0 && !p.due[0].next.After(now) {
		p.join(ctx, p.due[0], false)
	}
	p.kick()
	if len(p.due) == 0 {
		return time.Time{}, false
	}
	return p.due[0].next, true
}

// land ends all polls under way and waits until they have ended.
func (p *Poller) land() {
	p.mu.Lock()
	for _, e := range p.entries {
		if e.flight != nil {
			e.flight.cancel()
		}
	}
	p.mu.Unlock()
	p.flying.Wait()
}

// PollNow polls the feeds for somebody who waits, ahead of all that is merely
// due, and hands each result to report as it comes, from the caller's
// goroutine. A poll already under way is shared. It returns nil when all have
// been reported, or the context's error. It needs no Run.
func (p *Poller) PollNow(ctx context.Context, feeds []Feed, report func(Result)) error {
	results := make(chan Result, len(feeds))
	var mine []*flight
	for _, f := range feeds {
		if fl := p.ask(ctx, f, results); fl != nil {
			mine = append(mine, fl)
		}
	}
	defer p.leave(mine)
	for range feeds {
		select {
		case r := <-results:
			report(r)
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

// ask answers at once from the last poll, or joins one.
func (p *Poller) ask(ctx context.Context, f Feed, results chan<- Result) *flight {
	p.mu.Lock()
	e := p.entry(f)
	p.mu.Unlock()
	p.load(ctx, e)
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if e.flight == nil && (now.Sub(e.state.Polled) < p.cfg.Fresh || now.Before(e.state.Wait)) {
		results <- Result{Feed: e.feed, State: e.state, Skipped: true, Err: e.err}
		p.forget(e)
		return nil
	}
	fl := p.join(ctx, e, true)
	fl.tell = append(fl.tell, results)
	p.kick()
	return fl
}

func (p *Poller) leave(flights []*flight) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, fl := range flights {
		if fl.waiters--; fl.waiters == 0 {
			fl.cancel()
		}
	}
}

func (p *Poller) entry(f Feed) *entry {
	e := p.entries[f.URL]
	if e == nil {
		e = &entry{feed: f, host: fetch.Host(f.URL), index: -1, state: State{URL: f.URL}}
		p.entries[f.URL] = e
	}
	return e
}

// forget drops a feed that nobody follows.
func (p *Poller) forget(e *entry) {
	if !e.followed && e.flight == nil {
		delete(p.entries, e.feed.URL)
	}
}

func (p *Poller) unschedule(e *entry) {
	if e.index >= 0 {
		heap.Remove(&p.due, e.index)
	}
}

// nudge makes Run look at the heap again.
func (p *Poller) nudge() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// dueHeap has the feed that is due first at its top.
type dueHeap []*entry

func (h dueHeap) Len() int           { return len(h) }
func (h dueHeap) Less(i, j int) bool { return h[i].next.Before(h[j].next) }
func (h dueHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

func (h *dueHeap) Push(x any) {
	e := x.(*entry)
	e.index = len(*h)
	*h = append(*h, e)
}

func (h *dueHeap) Pop() any {
	last := len(*h) - 1
	e := (*h)[last]
	(*h)[last], e.index = nil, -1
	*h = (*h)[:last]
	return e
}

func orElse[T comparable](v, other T) T {
	var zero T
	if v == zero {
		return other
	}
	return v
}
