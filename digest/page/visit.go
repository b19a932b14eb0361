package page

import (
	"context"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"newsbrief/digest/archive"
	"newsbrief/digest/article"
	"newsbrief/digest/feed"
	"newsbrief/digest/fetch"
)

// outcome is what a visit brought.
type outcome struct {
	location string        // where to go on
	applied  bool          // an item was given what the page says
	miss     bool          // the page was no use
	free     bool          // nothing was asked of the host
	rest     time.Duration // for which the host is to be left alone
}

const (
	maxPage   = 2 << 20          // bytes of a page; no article comes near it
	busyRest  = 30 * time.Minute // after 429
	faultRest = 15 * time.Minute // of a host that does not answer
)

// canonical is the key of an item's page.
func canonical(it feed.Item) string { return feed.Canonical(it.URL) }

// tryVisit is visit for pages that make the program panic: they are of no use.
func (r *Reader) tryVisit(ctx context.Context, j *job) (o outcome) {
	o.miss = true
	defer r.survive("could not read page", "host", hostOf(j.address))
	return r.visit(ctx, j)
}

// survive ends a panic over what came from outside, and logs it: one page or
// item is left out, and the program lives. It is to be deferred.
func (r *Reader) survive(what, key, whose string) {
	if p := recover(); p != nil {
		r.lg.Error(what, key, whose, "panic", p, "stack", string(debug.Stack()))
	}
}

// visit takes one step of a job: it asks for the page, if that may be.
func (r *Reader) visit(ctx context.Context, j *job) outcome {
	if !r.needed(ctx, j) {
		return outcome{free: true}
	}
	rules, asked, err := r.rules(ctx, j.feed, j.address)
	if err != nil {
		return outcome{free: true} // ctx ended
	}
	if !rules.allows(pathOf(j.address)) {
		r.lg.Debug("skipped page that robots.txt forbids", "host", hostOf(j.address))
		return outcome{free: !asked}
	}
	if p, known := r.tried(ctx, j); known {
		return r.spread(ctx, j, p, outcome{free: !asked})
	}
	now := time.Now()
	if err := r.remember(ctx, archive.Page{URL: j.key, Tried: now, Until: now.Add(again)}); err != nil {
		return outcome{free: true}
	}
	got, err := r.cfg.Fetcher.Get(ctx, fetch.Request{
		URL: j.address, PrivateHost: r.privateHost(j.feed), MaxBytes: maxPage, Clip: true,
		Accept: "text/html, application/xhtml+xml, text/plain;q=0.5",
	})
	var o outcome
	switch {
	case err != nil:
		o = r.failed(ctx, j, err)
	case got.Location != "":
		o = outcome{location: got.Location}
	default:
		o = r.learn(ctx, j, got)
	}
	// A host that is slow is given time.
	o.rest = max(o.rest, rules.delay, 2*time.Since(now))
	return o
}

// needed reports whether one of the items still wants the page, whose turn may
// have been long in coming.
func (r *Reader) needed(ctx context.Context, j *job) bool {
	return slices.ContainsFunc(r.wanting(j), func(id string) bool {
		it, err := r.cfg.Items.Get(ctx, id)
		return err == nil && r.needs(it, time.Now())
	})
}

// tried returns what is known of a page that was read while the job was made.
func (r *Reader) tried(ctx context.Context, j *job) (archive.Page, bool) {
	if j.hops > 0 {
		return archive.Page{}, false
	}
	p, err := r.cfg.Pages.Page(ctx, j.key)
	return p, err == nil && !p.Tried.IsZero()
}

// pathOf is what rules are about: the path and the query, as they are sent.
func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "/"
	}
	return u.RequestURI()
}

// remember keeps a page. An error that is not ctx's is logged: without a
// memory nothing may be fetched.
func (r *Reader) remember(ctx context.Context, p archive.Page) error {
	err := r.cfg.Pages.SetPage(ctx, p)
	if err != nil && ctx.Err() == nil {
		r.lg.Error("could not keep what is known of a page", "host", hostOf(p.URL), "err", err)
	}
	return err
}

// failed tells what passes from what does not.
func (r *Reader) failed(ctx context.Context, j *job, err error) outcome {
	if ctx.Err() != nil {
		return outcome{}
	}
	r.lg.Debug("could not read page", "host", hostOf(j.address), "err", err)
	var status *fetch.StatusError
	switch {
	case errors.As(err, &status) && (status.Code == http.StatusTooManyRequests || status.RetryAfter > 0):
		return outcome{rest: restOf(status)}
	case errors.As(err, &status) && status.Code >= 500, errors.Is(err, fetch.ErrUnreachable):
		return outcome{rest: faultRest}
	case errors.As(err, &status):
		_ = r.remember(ctx, archive.Page{URL: j.key, Tried: time.Now(), Until: time.Now().Add(keep)})
		return outcome{miss: true}
	}
	return outcome{miss: true}
}

// restOf is for how long a server that is busy is left alone.
func restOf(s *fetch.StatusError) time.Duration {
	rest := s.RetryAfter
	if s.Code == http.StatusTooManyRequests {
		rest = max(rest, busyRest)
	}
	return min(rest, longest)
}

// learn keeps what the page says, and gives it to the items that want it.
func (r *Reader) learn(ctx context.Context, j *job, got fetch.Response) outcome {
	p := archive.Page{}
	if markup(got.ContentType) && !homeward(j, got.URL) {
		p = r.parse(ctx, j, got)
	}
	if ctx.Err() != nil {
		return outcome{}
	}
	p.URL, p.Tried = j.key, time.Now()
	p.Until = p.Tried.Add(keep)
	if err := r.remember(ctx, p); err != nil {
		return outcome{}
	}
	o := r.spread(ctx, j, p, outcome{})
	o.miss = !o.applied
	r.lg.Debug("page read", "host", hostOf(j.address), "used", o.applied)
	return o
}

// parse returns what a page says, the zero Page if that is nothing, or takes
// longer than any article does.
func (r *Reader) parse(ctx context.Context, j *job, got fetch.Response) archive.Page {
	const longest = 10 * time.Second
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	a, err := article.Parse(ctx, got.Body, got.ContentType, got.URL)
	if err != nil {
		r.lg.Debug("found no article", "host", hostOf(j.address), "err", err)
		return archive.Page{}
	}
	a.Lead, a.Text = r.seen.fresh(hostOf(got.URL), j.key, a.Lead, a.Text)
	return read(a)
}

// spread gives the page to the items that want it.
func (r *Reader) spread(ctx context.Context, j *job, p archive.Page, o outcome) outcome {
	for _, id := range r.wanting(j) {
		o.applied = r.apply(ctx, id, p) || o.applied
	}
	return o
}

// wanting returns the items that want the job's page by now.
func (r *Reader) wanting(j *job) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return j.items
}

// markup reports whether a body may be an article.
func markup(contentType string) bool {
	kind, _, _ := mime.ParseMediaType(contentType)
	switch kind {
	case "", "text/html", "application/xhtml+xml", "text/plain":
		return true
	}
	return false
}

// homeward reports whether redirects led from an article to a front page.
func homeward(j *job, to string) bool {
	return j.hops > 0 && strings.Trim(pathOf(to), "/") == "" && strings.Contains(strings.TrimPrefix(j.key, "https://"), "/")
}
