package feed

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/semaphore"
)

// FetchConfig says how politely and how patiently feeds are fetched. Zero
// values stand for what the comments say.
type FetchConfig struct {
	UserAgent    string        // "newsbrief"
	Total        time.Duration // for a whole fetch, redirects and body too: 20 s
	Connect      time.Duration // 5 s
	Header       time.Duration // until the answer begins: 12 s
	MaxBytes     int64         // of a body, before and after decompression: 8 MiB
	MaxRedirects int           // 5
	PerHost      int           // fetches from one host at the same time: 2
	Concurrent   int           // fetches at the same time: 16
}

func (c FetchConfig) withDefaults() FetchConfig {
	c.UserAgent = orElse(c.UserAgent, "newsbrief")
	c.Total = orElse(c.Total, 20*time.Second)
	c.Connect = orElse(c.Connect, 5*time.Second)
	c.Header = orElse(c.Header, 12*time.Second)
	c.MaxBytes = orElse(c.MaxBytes, 8<<20)
	c.MaxRedirects = orElse(c.MaxRedirects, 5)
	c.PerHost = orElse(c.PerHost, 2)
	c.Concurrent = orElse(c.Concurrent, 16)
	return c
}

func orElse[T comparable](v, other T) T {
	var zero T
	if v == zero {
		return other
	}
	return v
}

// Fetched is what came of a fetch.
type Fetched struct {
	// Unchanged: there is nothing new since the State that was handed in, and
	// no Body.
	Unchanged    bool
	Body         []byte // decompressed
	Cut          bool   // the server ended the body before its end
	ContentType  string // the header, with its charset
	URL          string // where it was found in the end: relative links are relative to this
	Moved        string // where permanent redirects lead, "" if there was none
	Location     string // where a redirect leads that was not followed; of [Fetcher.Get] only
	ETag         string
	LastModified string
	MaxAge       time.Duration // for which the server's answer stays good, 0 if it does not say
	Hash         string        // of the body as it came over the wire
}

// Fetcher fetches feeds. It is safe for concurrent use.
type Fetcher struct {
	cfg     FetchConfig
	own     *http.Client // for the operator's feeds, which may be in a private network
	foreign *http.Client // for addresses that people gave
	all     *semaphore.Weighted
	hosts   hostGate
}

// NewFetcher returns a Fetcher. It uses no proxy.
func NewFetcher(cfg FetchConfig) *Fetcher {
	cfg = cfg.withDefaults()
	return &Fetcher{
		cfg:     cfg,
		own:     newClient(cfg, nil),
		foreign: newClient(cfg, publicOnly()),
		all:     semaphore.NewWeighted(int64(cfg.Concurrent)),
		hosts:   hostGate{limit: int64(cfg.PerHost)},
	}
}

// Fetch gets the feed, unless it is as the state remembers it. It waits while
// the feed's host or the Fetcher is busy. Its errors are [*FetchError], which
// wrap [ErrUnreachable], [ErrTooLarge], [ErrForbidden], [ErrBroken] or a
// [*StatusError], or wrap the context's own error; none of them holds more of
// the URL than its host.
func (f *Fetcher) Fetch(ctx context.Context, feed Feed, s State) (Fetched, error) {
	address := orElse(s.Moved, feed.URL)
	host := hostOf(address)
	release, err := f.acquire(ctx, host)
	if err != nil {
		return Fetched{}, fmt.Errorf("fetch %s: %w", host, err)
	}
	defer release()
	timed, cancel := context.WithTimeout(ctx, f.cfg.Total)
	defer cancel()
	got, err := f.get(timed, feed, s, address)
	if err != nil {
		return Fetched{}, fetchError(ctx, host, err)
	}
	return got, nil
}

func (f *Fetcher) acquire(ctx context.Context, host string) (release func(), err error) {
	leave, err := f.hosts.enter(ctx, host)
	if err != nil {
		return nil, err
	}
	if err := f.all.Acquire(ctx, 1); err != nil {
		leave()
		return nil, err
	}
	return func() { f.all.Release(1); leave() }, nil
}

func (f *Fetcher) get(ctx context.Context, feed Feed, s State, address string) (Fetched, error) {
	got, code, err := f.once(ctx, feed, s, address, false)
	if err != nil || code != http.StatusNotModified || s.ETag != "" || s.LastModified != "" {
		return got, err
	}
	// A 304 that nobody asked for comes from a confused cache: ask past it.
	got, code, err = f.once(ctx, feed, s, address, true)
	if err == nil && code == http.StatusNotModified && s.Succeeded.IsZero() {
		return Fetched{}, &StatusError{Code: code}
	}
	return got, err
}

// once makes one request and follows its redirects.
func (f *Fetcher) once(ctx context.Context, feed Feed, s State, address string, pastCaches bool) (Fetched, int, error) {
	trail := &trail{limit: f.cfg.MaxRedirects}
	req, err := http.NewRequestWithContext(context.WithValue(ctx, trailKey{}, trail), http.MethodGet, address, nil)
	if err != nil {
		return Fetched{}, 0, errBadURL
	}
	f.setHeaders(req, s, pastCaches)
	client := f.own
	if feed.Foreign {
		client = f.foreign
	}
	resp, err := client.Do(req)
	if err != nil {
		return Fetched{}, 0, err
	}
	defer resp.Body.Close()
	got, err := f.read(resp, s)
	got.Moved = trail.moved
	return got, resp.StatusCode, err
}

func (f *Fetcher) setHeaders(req *http.Request, s State, pastCaches bool) {
	h := req.Header
	h.Set("User-Agent", f.cfg.UserAgent)
	h.Set("Accept", "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5")
	// Asked for by hand, so that the transport does not decompress behind
	// the limit's back.
	h.Set("Accept-Encoding", "gzip, deflate")
	if s.ETag != "" {
		h.Set("If-None-Match", s.ETag)
	}
	if s.LastModified != "" {
		h.Set("If-Modified-Since", s.LastModified)
	}
	if pastCaches {
		h.Set("Cache-Control", "no-cache")
	}
}

func (f *Fetcher) read(resp *http.Response, s State) (Fetched, error) {
	got := Fetched{
		ContentType:  resp.Header.Get("Content-Type"),
		URL:          withoutUser(resp.Request.URL),
		ETag:         resp.Header.Get("ETag"),
		LastModified: resp.Header.Get("Last-Modified"),
		MaxAge:       maxAge(resp.Header),
	}
	switch resp.StatusCode {
	case http.StatusOK, http.StatusNonAuthoritativeInfo:
	case http.StatusNotModified:
		got.Unchanged = true
		got.ETag, got.LastModified = orElse(got.ETag, s.ETag), orElse(got.LastModified, s.LastModified)
		got.Hash = s.Hash
		return got, nil
	default:
		return Fetched{}, &StatusError{Code: resp.StatusCode, RetryAfter: retryAfter(resp.Header, time.Now())}
	}
	raw, cut, err := readLimited(resp.Body, resp.ContentLength, f.cfg.MaxBytes)
	if err != nil {
		return Fetched{}, bodyError{err}
	}
	got.Cut = cut
	got.Hash = hashBody(raw)
	if got.Hash == s.Hash && !cut {
		got.Unchanged = true
		return got, nil
	}
	body, cut, err := decompress(raw, resp.Header.Get("Content-Encoding"), f.cfg.MaxBytes)
	if err != nil {
		return Fetched{}, err
	}
	got.Body, got.Cut = body, got.Cut || cut
	return got, nil
}

func withoutUser(u *url.URL) string {
	c := *u
	c.User = nil
	return c.String()
}

// maxAge is what is left of the time for which the answer says it stays good.
func maxAge(h http.Header) time.Duration {
	for d := range strings.SplitSeq(h.Get("Cache-Control"), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(d), "=")
		if !strings.EqualFold(name, "max-age") {
			continue
		}
		left := seconds(strings.Trim(value, `"`)) - seconds(h.Get("Age"))
		return max(left, 0)
	}
	return 0
}

// retryAfter reads the header in both of its forms; 0 if there is none.
func retryAfter(h http.Header, now time.Time) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if t, err := http.ParseTime(v); err == nil {
		return max(t.Sub(now), 0)
	}
	return seconds(v)
}

// seconds reads a whole number of seconds, at most a year; 0 if it is none.
func seconds(s string) time.Duration {
	const year = 365 * 24 * 3600
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return time.Duration(min(n, year)) * time.Second
}
