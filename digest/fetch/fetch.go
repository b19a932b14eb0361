// Package fetch makes one HTTP request: politely to its host, within bounds of
// time and size, and guarded against private networks.
package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/semaphore"
)

// Config says how politely and how patiently requests are made. Zero values
// stand for what the comments say.
type Config struct {
	UserAgent    string        // "newsbrief"
	Total        time.Duration // for a whole request, redirects and body too: 20 s
	Connect      time.Duration // 5 s
	Header       time.Duration // until the answer begins: 12 s
	MaxBytes     int64         // of a body, before and after decompression: 8 MiB
	MaxRedirects int           // 5
	PerHost      int           // requests to one host at the same time: 2
	Concurrent   int           // requests at the same time: 16
}

func (c Config) withDefaults() Config {
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

// Request is what is asked of a server.
type Request struct {
	URL string
	// PrivateHost is the host, with its port, that may be in a private network
	// because the operator named it; "" is none. No other address leads there,
	// neither URL nor a redirect.
	PrivateHost string

	Accept   string // the header
	Known    Known  // what an earlier answer said, so that the same need not come again
	Follow   bool   // follow redirects, instead of saying in [Response.Location] where one leads
	MaxBytes int64  // of the body, before and after decompression; 0: as of the Client
	Clip     bool   // take the first MaxBytes of a longer body, instead of none of it
}

// Known is how the server, or the hash of the body, tells a new answer from an
// earlier one.
type Known struct{ ETag, LastModified, Hash string }

// Response is what came of a request.
type Response struct {
	Known                     // to be handed in with the next request
	Unchanged   bool          // there is nothing new since what was known, and no Body
	Body        []byte        // decompressed
	Cut         bool          // Body is not whole: the server ended it too early, or it was clipped
	ContentType string        // the header, with its charset
	URL         string        // where it was found in the end: relative links are relative to this
	Moved       string        // where permanent redirects lead, "" if there was none
	Location    string        // where a redirect leads that was not followed
	MaxAge      time.Duration // for which the server's answer stays good, 0 if it does not say
}

// Client makes requests. It is safe for concurrent use.
type Client struct {
	cfg   Config
	http  *http.Client
	all   *semaphore.Weighted
	hosts hostGate
}

// New returns a Client. It uses no proxy.
func New(cfg Config) *Client {
	cfg = cfg.withDefaults()
	return &Client{
		cfg:   cfg,
		http:  newHTTP(cfg, publicOnly()),
		all:   semaphore.NewWeighted(int64(cfg.Concurrent)),
		hosts: hostGate{limit: int64(cfg.PerHost)},
	}
}

// Get makes the request. It waits while the host or the Client is busy. Its
// errors are [*Error], which wrap [ErrUnreachable], [ErrTooLarge],
// [ErrForbidden], [ErrBroken] or a [*StatusError], or wrap the context's own
// error; none of them holds more of the URL than its host.
func (c *Client) Get(ctx context.Context, r Request) (Response, error) {
	host := Host(r.URL)
	release, err := c.acquire(ctx, host)
	if err != nil {
		return Response{}, failure(ctx, host, err)
	}
	defer release()
	timed, cancel := context.WithTimeout(ctx, c.cfg.Total)
	defer cancel()
	got, err := c.get(timed, r)
	if err != nil {
		return Response{}, failure(ctx, host, err)
	}
	return got, nil
}

func (c *Client) acquire(ctx context.Context, host string) (release func(), err error) {
	leave, err := c.hosts.enter(ctx, host)
	if err != nil {
		return nil, err
	}
	if err := c.all.Acquire(ctx, 1); err != nil {
		leave()
		return nil, err
	}
	return func() { c.all.Release(1); leave() }, nil
}

func (c *Client) get(ctx context.Context, r Request) (Response, error) {
	got, code, err := c.once(ctx, r, false)
	if err != nil || code != http.StatusNotModified || r.Known.ETag != "" || r.Known.LastModified != "" {
		return got, err
	}
	// A 304 that nobody asked for comes from a confused cache: ask past it.
	got, code, err = c.once(ctx, r, true)
	if err == nil && code == http.StatusNotModified && r.Known.Hash == "" {
		return Response{}, &StatusError{Code: code}
	}
	return got, err
}

// once makes one request, and follows its redirects if it should.
func (c *Client) once(ctx context.Context, r Request, pastCaches bool) (Response, int, error) {
	trail := &trail{limit: c.cfg.MaxRedirects, stay: !r.Follow, private: strings.ToLower(r.PrivateHost)}
	req, err := http.NewRequestWithContext(context.WithValue(ctx, trailKey{}, trail), http.MethodGet, r.URL, nil)
	if err != nil || Host(r.URL) == "" {
		return Response{}, 0, errBadURL
	}
	c.setHeaders(req, r, pastCaches)
	resp, err := c.http.Do(req)
	if err != nil {
		return Response{}, 0, err
	}
	defer resp.Body.Close()
	got, err := c.read(resp, r)
	got.Moved = trail.moved
	return got, resp.StatusCode, err
}

func (c *Client) setHeaders(req *http.Request, r Request, pastCaches bool) {
	h := req.Header
	h.Set("User-Agent", c.cfg.UserAgent)
	h.Set("Accept", orElse(r.Accept, "*/*"))
	// Asked for by hand, so that the transport does not decompress behind
	// the limit's back.
	h.Set("Accept-Encoding", "gzip, deflate")
	if r.Known.ETag != "" {
		h.Set("If-None-Match", r.Known.ETag)
	}
	if r.Known.LastModified != "" {
		h.Set("If-Modified-Since", r.Known.LastModified)
	}
	if pastCaches {
		h.Set("Cache-Control", "no-cache")
	}
}

// read takes what came back, or where to go on.
func (c *Client) read(resp *http.Response, r Request) (Response, error) {
	got := Response{
		Known:       Known{ETag: resp.Header.Get("ETag"), LastModified: resp.Header.Get("Last-Modified")},
		ContentType: resp.Header.Get("Content-Type"),
		URL:         withoutUser(resp.Request.URL),
		MaxAge:      maxAge(resp.Header),
	}
	switch code := resp.StatusCode; {
	case code == http.StatusOK, code == http.StatusNonAuthoritativeInfo:
		err := c.take(&got, resp, r)
		return got, err
	case code == http.StatusNotModified:
		got.Unchanged = true
		got.Known = Known{orElse(got.ETag, r.Known.ETag), orElse(got.LastModified, r.Known.LastModified), r.Known.Hash}
		return got, nil
	case redirects(code) && !r.Follow:
		to, err := resp.Location()
		if err != nil || Address(to) == "" {
			return Response{}, errBadURL
		}
		got.Location = Address(to)
		return got, nil
	default:
		return Response{}, &StatusError{Code: code, RetryAfter: retryAfter(resp.Header, time.Now())}
	}
}

// take reads the body into got.
func (c *Client) take(got *Response, resp *http.Response, r Request) error {
	most, announced := c.cfg.MaxBytes, resp.ContentLength
	if r.MaxBytes > 0 {
		most = min(most, r.MaxBytes)
	}
	if r.Clip {
		announced = min(announced, most)
	}
	raw, cut, err := readLimited(resp.Body, announced, most)
	if err != nil && !(r.Clip && errors.Is(err, ErrTooLarge)) {
		return bodyError{err}
	}
	got.Hash, got.Cut = hashBody(raw), cut
	if got.Hash == r.Known.Hash && !cut {
		got.Unchanged = true
		return nil
	}
	body, cut, err := decompress(raw, resp.Header.Get("Content-Encoding"), most)
	if err != nil && !(r.Clip && errors.Is(err, ErrTooLarge)) {
		return err
	}
	got.Body, got.Cut = body, got.Cut || cut
	return nil
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
