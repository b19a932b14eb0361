package feed

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"newsbrief/digest/fetch"
)

// flight is one poll of one feed, shared by all who want it. Its fields are
// the Poller's to lock.
type flight struct {
	entry   *entry
	ctx     context.Context
	cancel  context.CancelFunc
	waiters int // Run counts as one
	asked   bool
	running bool
	tell    []chan<- Result // each has room for the result
}

// join returns the entry's flight, a new one if there is none, and counts one
// who waits for it. The flight outlives ctx while others wait.
func (p *Poller) join(ctx context.Context, e *entry, asked bool) *flight {
	p.unschedule(e)
	fl := e.flight
	if fl == nil {
		fl = &flight{entry: e}
		fl.ctx, fl.cancel = context.WithCancel(context.WithoutCancel(ctx))
		e.flight = fl
		if !asked {
			p.ready = append(p.ready, fl)
		}
	}
	fl.waiters++
	if asked && !fl.asked && !fl.running {
		fl.asked = true
		p.asked = append(p.asked, fl)
	}
	return fl
}

// kick starts waiting flights while there is room, those that were asked for
// first, never too many to one host.
func (p *Poller) kick() {
	for p.running < p.cfg.Concurrent {
		fl := p.take(&p.asked)
		if fl == nil {
			fl = p.take(&p.ready)
		}
		if fl == nil {
			return
		}
		fl.running = true
		p.running++
		p.hosts[fl.entry.host]++
		p.flying.Add(1)
		go p.fly(fl)
	}
}

// take removes the first flight that may start from the list, and on its way
// those that were started from the other one.
func (p *Poller) take(list *[]*flight) *flight {
	for i := 0; i < len(*list); i++ {
		fl := (*list)[i]
		switch {
		case fl.running:
			*list = slices.Delete(*list, i, i+1)
			i--
		case p.hosts[fl.entry.host] < p.cfg.PerHost:
			*list = slices.Delete(*list, i, i+1)
			return fl
		}
	}
	return nil
}

func (p *Poller) fly(fl *flight) {
	defer p.flying.Done()
	defer fl.cancel()
	e := fl.entry
	p.load(fl.ctx, e)
	p.mu.Lock()
	f, s, room := e.feed, e.state, e.allowed.room(time.Now())
	p.mu.Unlock()
	var r Result
	if err := guard(func() { r = p.poll(fl.ctx, f, s, room) }); err != nil {
		r = p.failed(fl.ctx, f, s, time.Now(), fmt.Errorf("poll %s: %w", e.host, err))
	}

	p.mu.Lock()
	defer p.mu.Unlock()
	e.allowed.used += float64(r.New)
	p.settle(fl, r)
	p.running--
	if p.hosts[e.host]--; p.hosts[e.host] == 0 {
		delete(p.hosts, e.host)
	}
	p.kick()
	p.nudge()
}

// settle takes over what a flight brought. A flight that was called off leaves
// the feed as it was, due again.
func (p *Poller) settle(fl *flight, r Result) {
	e := fl.entry
	e.flight = nil
	if fl.ctx.Err() == nil || !errors.Is(r.Err, context.Canceled) {
		e.state, e.err = r.State, r.Err
		e.next = r.State.Next
	}
	if e.followed && e.index < 0 {
		heap.Push(&p.due, e)
	}
	for _, c := range fl.tell {
		c <- r
	}
	p.forget(e)
}

// poll makes one poll and keeps what it brought, up to room new items.
func (p *Poller) poll(ctx context.Context, f Feed, s State, room int) Result {
	got, err := p.cfg.Fetcher.Get(ctx, request(f, s))
	now := time.Now()
	if ctx.Err() != nil {
		return calledOff(f, s)
	}
	if err != nil {
		return p.failed(ctx, f, s, now, err)
	}
	if got.Unchanged {
		return p.unchanged(ctx, f, s, now, got)
	}
	doc, err := Parse(ctx, f, got, now)
	if ctx.Err() != nil {
		return calledOff(f, s)
	}
	if err != nil {
		return p.failed(ctx, f, s, now, fmt.Errorf("read %s: %w", fetch.Host(f.URL), err))
	}
	for _, err := range doc.Failed {
		p.lg.Error("left out an item that could not be read", "host", fetch.Host(f.URL), "err", err)
	}
	news := sift(doc.Items, s.Seen, now, p.cfg.Old)
	if n := len(news.fresh); n > room {
		p.lg.Warn("took only the newest items of a feed", "host", fetch.Host(f.URL), "new", n, "taken", room)
	}
	news.limit(room)
	return p.read(ctx, f, s, now, got, doc, news)
}

// request asks for what the feed has brought since the state.
func request(f Feed, s State) fetch.Request {
	private := ""
	if f.Private {
		private = fetch.Host(f.URL)
	}
	return fetch.Request{
		URL: orElse(s.Moved, f.URL), PrivateHost: private, Follow: true,
		Accept: "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
		Known:  fetch.Known{ETag: s.ETag, LastModified: s.LastModified, Hash: s.Hash},
	}
}

// calledOff is what a poll brings that nobody wants any more: the feed comes
// again as if it had not been polled.
func calledOff(f Feed, s State) Result {
	return Result{Feed: f, State: s, Err: fmt.Errorf("poll: %w", context.Canceled)}
}

// failed puts the feed off. It stays on the schedule whatever happens.
func (p *Poller) failed(ctx context.Context, f Feed, s State, now time.Time, err error) Result {
	s.Polled = now
	s.Failures++
	s.Error = err.Error()
	rest, wait := retryIn(err, s.Failures)
	s.Next, s.Wait = after(now, rest, f.URL), time.Time{}
	if wait > 0 {
		s.Wait = now.Add(wait)
	}
	if s.Moved != "" && s.Failures >= 3 {
		// What was said to be for good was not: back to the known address.
		s.Moved, s.ETag, s.LastModified = "", "", ""
	}
	p.lg.Info("could not read feed", "host", fetch.Host(f.URL), "err", err, "failures", s.Failures, "next", s.Next)
	return Result{Feed: f, State: p.store(ctx, s, now), Err: err}
}

// unchanged costs no write unless there is something to tell the next
// process: what it would forget is one conditional request.
func (p *Poller) unchanged(ctx context.Context, f Feed, s State, now time.Time, got fetch.Response) Result {
	worth := s.Failures > 0 || now.Sub(s.Stored) > time.Hour || got.Moved != "" || got.ETag != s.ETag
	s = succeeded(s, f, now, got)
	s.Interval = stretched(s, now)
	s.Interval = min(max(s.Interval, got.MaxAge), maxInterval)
	s.Next = after(now, s.Interval, f.URL)
	if worth {
		s = p.store(ctx, s, now)
	}
	return Result{Feed: f, State: s}
}

// read hands on what is new in a document.
func (p *Poller) read(ctx context.Context, f Feed, s State, now time.Time, got fetch.Response, doc Document, news sifted) Result {
	if add := append(news.fresh, news.changed...); len(add) > 0 {
		err := p.cfg.Sink.Add(ctx, add)
		if ctx.Err() != nil && errors.Is(err, context.Canceled) {
			return calledOff(f, s)
		}
		if err != nil {
			// Not the feed's failure: keep what was known, so that the
			// items come again.
			p.lg.Error("could not archive items", "host", fetch.Host(f.URL), "err", err)
			s.Polled, s.Next = now, after(now, firstRetry, f.URL)
			return Result{Feed: f, State: s, Err: fmt.Errorf("archive items: %w", err)}
		}
	}
	s = succeeded(s, f, now, got)
	if got.Cut || doc.Cut {
		s.ETag, s.LastModified, s.Hash = "", "", ""
	}
	s.Seen = news.seen
	if len(news.fresh) > 0 {
		s.Changed = now
	}
	s.Interval = pace{
		dates: dates(doc.Items), fresh: len(news.fresh) > 0, ttl: doc.TTL, maxAge: got.MaxAge, previous: s.Interval,
	}.interval(now)
	s.Next = after(now, s.Interval, f.URL)
	return Result{Feed: f, State: p.store(ctx, s, now), New: len(news.fresh)}
}

func succeeded(s State, f Feed, now time.Time, got fetch.Response) State {
	s.Polled, s.Succeeded = now, now
	s.Failures, s.Error, s.Wait = 0, "", time.Time{}
	s.ETag, s.LastModified, s.Hash = got.ETag, got.LastModified, got.Hash
	if got.Moved != "" {
		s.Moved = got.Moved
	}
	if s.Moved == f.URL {
		s.Moved = ""
	}
	return s
}

func dates(items []Item) []time.Time {
	var all []time.Time
	for _, it := range items {
		if !it.Published.IsZero() {
			all = append(all, it.Published)
		}
	}
	return all
}

// store keeps the state, even of a poll that is called off by now: what it
// brought is in the archive. If that fails it is logged: the next process will
// ask for a little more than it needs.
func (p *Poller) store(ctx context.Context, s State, now time.Time) State {
	s.Stored = now
	if err := p.cfg.States.SetState(context.WithoutCancel(ctx), s); err != nil {
		p.lg.Error("could not keep poll state", "host", fetch.Host(s.URL), "err", err)
	}
	return s
}
