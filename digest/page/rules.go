package page

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"newsbrief/digest/fetch"
)

const (
	maxRobots  = 500 << 10 // bytes of a robots.txt; the standard asks for no less
	leastRules = time.Hour // however short a server says that its rules hold
	shutFor    = time.Hour // a site whose rules cannot be had
	mostRules  = 4 << 20   // bytes of rules that are kept
)

// known are the rules of an origin, for a while.
type known struct {
	rules
	until time.Time
}

// rules returns the rules of the address's site, and whether they had to be
// asked for. Its error is ctx's.
func (r *Reader) rules(ctx context.Context, feedURL, address string) (_ rules, asked bool, err error) {
	o := r.originOf(feedURL, address)
	if o.url == "" {
		return rules{shut: true}, false, nil
	}
	r.mu.Lock()
	k := r.robots[o]
	r.mu.Unlock()
	if k != nil && time.Now().Before(k.until) {
		return k.rules, false, nil
	}
	fresh := r.askRules(ctx, feedURL, o.url)
	if ctx.Err() != nil {
		return rules{}, true, ctx.Err()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.robots[o] = &fresh
	r.evictRules(o)
	return fresh.rules, true, nil
}

// closed reports whether it is known that the address may not be fetched.
func (r *Reader) closed(feedURL, address string) bool {
	r.mu.Lock()
	k := r.robots[r.originOf(feedURL, address)]
	r.mu.Unlock()
	return k != nil && time.Now().Before(k.until) && !k.allows(pathOf(address))
}

// origin is a site as its rules see it. What is out of reach for a stranger's
// link is not for the operator's own feed: the two are told apart.
type origin struct {
	url     string // scheme, host and port, "" if an address has none
	private bool
}

func (r *Reader) originOf(feedURL, address string) origin {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return origin{}
	}
	host := strings.ToLower(u.Host)
	return origin{strings.ToLower(u.Scheme) + "://" + host, host == r.privateHost(feedURL)}
}

// askRules gets a robots.txt. Without one everything is allowed; where it
// cannot be known whether there is one, nothing, for a while.
func (r *Reader) askRules(ctx context.Context, feedURL, site string) known {
	got, err := r.robotsTxt(ctx, feedURL, site+"/robots.txt")
	now := time.Now()
	var status *fetch.StatusError
	switch {
	case err == nil:
		return known{parseRobots(got.Body, !got.Cut), now.Add(held(got.MaxAge))}
	case errors.Is(err, errTooFar):
		return known{rules{}, now.Add(longest)}
	case !errors.As(err, &status):
		r.lg.Debug("could not read robots.txt", "host", hostOf(site), "err", err)
		return known{rules{shut: true}, now.Add(shutFor)}
	case status.Code == http.StatusTooManyRequests || status.Code >= 500:
		return known{rules{shut: true}, now.Add(max(restOf(status), shutFor))}
	case status.Code >= 400:
		return known{rules{}, now.Add(longest)}
	}
	return known{rules{shut: true}, now.Add(shutFor)}
}

// errTooFar says that a robots.txt is behind more redirects than are followed:
// by the standard that is like none.
var errTooFar = errors.New("too many redirects")

func (r *Reader) robotsTxt(ctx context.Context, feedURL, address string) (fetch.Response, error) {
	for range hops + 1 {
		got, err := r.cfg.Fetcher.Get(ctx, fetch.Request{
			URL: address, PrivateHost: r.privateHost(feedURL), Accept: "text/plain, */*;q=0.5", MaxBytes: maxRobots, Clip: true,
		})
		if err != nil || got.Location == "" {
			return got, err
		}
		address = got.Location
	}
	return fetch.Response{}, errTooFar
}

// held is for how long rules hold: as long as the server says, within reason.
func held(maxAge time.Duration) time.Duration {
	if maxAge == 0 {
		return longest
	}
	return min(max(maxAge, leastRules), longest)
}

// size is about what rules take in memory.
func (r rules) size() int {
	n := 200
	for _, one := range r.all {
		n += 40 + len(one.pattern)
	}
	return n
}

// evictRules drops rules until those that are kept take little, but keeps those
// of one origin: whoever needs the others asks again.
func (r *Reader) evictRules(but origin) {
	total := 0
	for _, k := range r.robots {
		total += k.size()
	}
	for o, k := range r.robots {
		if total <= mostRules {
			return
		}
		if o != but {
			total -= k.size()
			delete(r.robots, o)
		}
	}
}
