package fetch

import (
	"context"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
	"golang.org/x/sync/semaphore"
)

// control is the hook of a [net.Dialer] that sees every address before it is
// dialled, after DNS and for every redirect.
type control func(network, address string, c syscall.RawConn) error

// publicOnly lets through nothing but the web ports of public addresses.
func publicOnly() control { return ssrf.New().Safe }

// newHTTP returns a client that may dial what the guard lets through, and past
// it the one host that a request names.
func newHTTP(cfg Config, guard control) *http.Client {
	return &http.Client{
		CheckRedirect: checkRedirect,
		Transport:     doors{guarded: newTransport(cfg, guard), open: newTransport(cfg, nil)},
	}
}

// doors sends each request, also one that follows a redirect, through the
// guard, unless its host is the private one of its trail.
type doors struct{ guarded, open http.RoundTripper }

func (d doors) RoundTrip(req *http.Request) (*http.Response, error) {
	t, ok := req.Context().Value(trailKey{}).(*trail)
	if ok && t.private != "" && t.private == strings.ToLower(req.URL.Host) {
		return d.open.RoundTrip(req)
	}
	return d.guarded.RoundTrip(req)
}

func newTransport(cfg Config, guard control) *http.Transport {
	dialer := &net.Dialer{Timeout: cfg.Connect, KeepAlive: -1, Control: guard}
	return &http.Transport{
		Proxy:                  nil,
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    cfg.Connect,
		ResponseHeaderTimeout:  cfg.Header,
		MaxResponseHeaderBytes: 64 << 10,
		DisableCompression:     true,
		ForceAttemptHTTP2:      true,
		// One host is often asked several times on end; between rounds nothing
		// is worth an open connection.
		MaxIdleConns:        cfg.Concurrent,
		MaxIdleConnsPerHost: cfg.PerHost,
		IdleConnTimeout:     15 * time.Second,
	}
}

// trail follows the redirects of one request.
type trail struct {
	limit     int
	stay      bool   // follow none
	private   string // host that may be in a private network, "" if none
	temporary bool   // a redirect that may change again has been seen
	moved     string // how far the permanent redirects before it lead
}

type trailKey struct{}

func checkRedirect(req *http.Request, via []*http.Request) error {
	t, ok := req.Context().Value(trailKey{}).(*trail)
	if ok && t.stay {
		return http.ErrUseLastResponse
	}
	if !ok || len(via) > t.limit {
		return errRedirects
	}
	if req.URL.Scheme != "http" && req.URL.Scheme != "https" || req.URL.Host == "" {
		return errBadURL
	}
	// The address that led here may hold somebody's key.
	req.Header.Del("Referer")
	t.step(req)
	return nil
}

func (t *trail) step(req *http.Request) {
	switch req.Response.StatusCode {
	case http.StatusMovedPermanently, http.StatusPermanentRedirect:
	default:
		t.temporary = true
	}
	from := req.Response.Request.URL
	// Whoever sits between us and the server can redirect plain http, but
	// must not be able to make us leave https for good.
	t.temporary = t.temporary || from.Scheme == "https" && req.URL.Scheme == "http"
	if !t.temporary {
		t.moved = req.URL.String()
	}
}

// hostGate lets a few at a time into each host and remembers only hosts that
// somebody is in or waits for.
type hostGate struct {
	limit int64
	mu    sync.Mutex
	open  map[string]*gate
}

type gate struct {
	sem   *semaphore.Weighted
	users int
}

func (h *hostGate) enter(ctx context.Context, host string) (leave func(), err error) {
	g := h.join(host)
	if err := g.sem.Acquire(ctx, 1); err != nil {
		h.part(host, g)
		return nil, err
	}
	return func() { g.sem.Release(1); h.part(host, g) }, nil
}

func (h *hostGate) join(host string) *gate {
	h.mu.Lock()
	defer h.mu.Unlock()
	g := h.open[host]
	if g == nil {
		if h.open == nil {
			h.open = map[string]*gate{}
		}
		g = &gate{sem: semaphore.NewWeighted(h.limit)}
		h.open[host] = g
	}
	g.users++
	return g
}

func (h *hostGate) part(host string, g *gate) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if g.users--; g.users == 0 {
		delete(h.open, host)
	}
}
