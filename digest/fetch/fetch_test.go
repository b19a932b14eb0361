package fetch

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

const smallFeed = `<rss version="2.0"><channel><title>T</title><item><title>One</title><link>https://example.org/1</link></item></channel></rss>`

// patient never gives up before a server on a busy machine has had its turn.
func patient() Config {
	return Config{Total: time.Minute, Connect: time.Minute, Header: time.Minute, MaxBytes: 64 << 10}
}

func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return srv.URL
}

func gzipped(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

func bare(b []byte) []byte {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestSpeed)
	if err != nil {
		panic(err)
	}
	w.Write(b)
	w.Close()
	return out.Bytes()
}

func zlibbed(b []byte) []byte {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

func TestFetchBodies(t *testing.T) {
	feed := []byte(smallFeed)
	tests := []struct {
		name, coding string
		body         []byte
		want         string
		cut          bool
		err          error
	}{
		{name: "plain", body: feed, want: smallFeed},
		{name: "gzip", coding: "gzip", body: gzipped(feed), want: smallFeed},
		{name: "gzip in capitals", coding: "GZIP", body: gzipped(feed), want: smallFeed},
		{name: "zlib", coding: "deflate", body: zlibbed(feed), want: smallFeed},
		{name: "bare deflate", coding: "deflate", body: bare(feed), want: smallFeed},
		{name: "twice", coding: "deflate, gzip", body: gzipped(zlibbed(feed)), want: smallFeed},
		{name: "gzip that nobody declared", body: gzipped(feed), want: smallFeed},
		{name: "declared gzip that is none", coding: "gzip", body: feed, want: smallFeed},
		{name: "gzip cut off", coding: "gzip", body: gzipped(feed)[:60], want: smallFeed[:20], cut: true},
		{name: "gzip with rubbish behind", coding: "gzip", body: append(gzipped(feed), "rubbish"...), want: smallFeed, cut: true},
		{name: "gzip of nothing but a head", coding: "gzip", body: gzipped(feed)[:10], err: ErrBroken},
		{name: "not asked for", coding: "br", body: feed, err: ErrBroken},
		{name: "coded without end", coding: "gzip,gzip,gzip,gzip", body: feed, err: ErrBroken},
		{name: "gzip bomb", coding: "gzip", body: gzipped(make([]byte, 1<<20)), err: ErrTooLarge},
		{name: "zlib bomb", coding: "deflate", body: zlibbed(make([]byte, 1<<20)), err: ErrTooLarge},
		{name: "bomb in a bomb", coding: "gzip", body: gzipped(gzipped(make([]byte, 4<<20))), err: ErrTooLarge},
		{name: "large, and says so", body: make([]byte, 200<<10), err: ErrTooLarge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u := serve(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/rss+xml; charset=x")
				w.Header().Set("Content-Encoding", tt.coding)
				w.Header().Set("Content-Length", fmt.Sprint(len(tt.body)))
				w.Write(tt.body)
			})
			got, err := New(patient()).Get(t.Context(), own(u))
			if !errors.Is(err, tt.err) {
				t.Fatalf("got error %v, want %v", err, tt.err)
			}
			if tt.err != nil {
				return
			}
			ok := string(got.Body) == tt.want
			if tt.cut && len(got.Body) < len(smallFeed) {
				ok = strings.HasPrefix(string(got.Body), tt.want)
			}
			if !ok || got.Cut != tt.cut || got.ContentType != "application/rss+xml; charset=x" {
				t.Errorf("got %q, cut %v, type %q", got.Body, got.Cut, got.ContentType)
			}
		})
	}
}

// The usual limit holds for bodies that do not say how large they are.
func TestFetchTwentyMegabytes(t *testing.T) {
	block := []byte(strings.Repeat("<item><title>One</title></item>", 2114)) // 64 KiB
	for name, pack := range map[string]func(w io.Writer) io.WriteCloser{
		"":     nil,
		"gzip": func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
	} {
		t.Run("coded "+name, func(t *testing.T) {
			t.Parallel()
			u := serve(t, func(w http.ResponseWriter, r *http.Request) {
				var out io.Writer = w
				if pack != nil {
					w.Header().Set("Content-Encoding", name)
					z := pack(w)
					defer z.Close()
					out = z
				}
				for range 320 {
					if _, err := out.Write(block); err != nil {
						return
					}
				}
			})
			_, err := New(Config{Total: time.Minute, Header: time.Minute}).Get(t.Context(), own(u))
			if !errors.Is(err, ErrTooLarge) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestFetchMisbehaviour(t *testing.T) {
	endless := func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(bytes.Repeat([]byte("<item/>"), 1000)); err != nil {
				return
			}
		}
	}
	noHeader, noEnd := patient(), patient()
	noHeader.Header = 50 * time.Millisecond
	noEnd.Total = 500 * time.Millisecond
	tests := []struct {
		name    string
		cfg     Config
		handler http.HandlerFunc
		err     error
		detail  string
	}{
		{"hangs before it answers", noHeader, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, ErrUnreachable, "timed out"},
		{"slow header", noHeader, rawAnswer("HTTP/1.1 200 OK\r\nServer: slow", 0), ErrUnreachable, "timed out"},
		{"header without end", patient(), rawAnswer("HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 100<<10), 0), ErrBroken, ""},
		{"hangs in the body", noEnd, func(w http.ResponseWriter, r *http.Request) {
			w.Write([]byte("<rss>"))
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}, ErrBroken, "timed out"},
		{"never ends", patient(), endless, ErrTooLarge, ""},
		{"reset at once", patient(), rawAnswer("", 1), ErrUnreachable, "connection"},
		{"reset in the body", patient(), rawAnswer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", 1), ErrBroken, "connection"},
		{"not HTTP", patient(), rawAnswer("SSH-2.0-OpenSSH_9.6\r\n\r\n", 1), ErrBroken, ""},
		{"redirect loop", patient(), func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"x", http.StatusFound) }, ErrBroken, "too many redirects"},
		{"redirect to a file", patient(), func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
		}, ErrBroken, "not an address"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			u := serve(t, tt.handler)
			_, err := New(tt.cfg).Get(t.Context(), own(u+"/feed?key=s3cret"))
			if !errors.Is(err, tt.err) || !strings.Contains(err.Error(), tt.detail) {
				t.Errorf("got error %v, want %v with %q", err, tt.err, tt.detail)
			}
			checkNoSecret(t, err)
		})
	}
}

func checkNoSecret(t *testing.T, err error) {
	t.Helper()
	for e := err; e != nil; e = errors.Unwrap(e) {
		if strings.Contains(e.Error(), "s3cret") {
			t.Errorf("the error leaks: %v", e)
		}
	}
}

// rawAnswer writes bytes as they are, then closes the connection: with linger 1
// in the hard way, else only when the client gives up.
func rawAnswer(text string, linger int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, rw, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		defer c.Close()
		rw.WriteString(text)
		rw.Flush()
		if linger == 0 {
			io.Copy(io.Discard, c)
			return
		}
		c.(*net.TCPConn).SetLinger(0)
	}
}

func TestFetchUnreachable(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := l.Addr().String()
	l.Close()
	untrusted := httptest.NewUnstartedServer(http.NotFoundHandler())
	untrusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	untrusted.StartTLS()
	t.Cleanup(untrusted.Close)
	for name, u := range map[string]string{
		"refused":      "http://someone:s3cret@" + closed + "/?token=s3cret",
		"no such name": "http://name.invalid/?token=s3cret",
		"not trusted":  untrusted.URL + "/s3cret",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := New(Config{}).Get(t.Context(), own(u))
			if !errors.Is(err, ErrUnreachable) {
				t.Errorf("got %v", err)
			}
			checkNoSecret(t, err)
		})
	}
	for _, u := range []string{"", "ftp://example.org/", "http://", "://s3cret", "http://a b/"} {
		_, err := New(Config{}).Get(t.Context(), own(u))
		if !errors.Is(err, ErrBroken) {
			t.Errorf("%q: got %v", u, err)
		}
		checkNoSecret(t, err)
	}
}

func TestFetchStatus(t *testing.T) {
	u := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	_, err := New(Config{}).Get(t.Context(), own(u))
	var status *StatusError
	if !errors.As(err, &status) || status.Code != 429 || status.RetryAfter != 2*time.Minute {
		t.Fatalf("got %v", err)
	}
	if want := "HTTP 429 Too Many Requests"; !strings.HasSuffix(err.Error(), want) || errors.Is(err, ErrUnreachable) {
		t.Errorf("got %v, want …%s", err, want)
	}
}

func TestFetchConditional(t *testing.T) {
	const etag, modified = `W/"v1"`, "Mon, 02 Nov 2026 08:00:00 GMT"
	u := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == etag && r.Header.Get("If-Modified-Since") == modified {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		if ua := r.Header.Get("User-Agent"); ua != "newsbrief/1" {
			t.Errorf("user agent %q", ua)
		}
		w.Header().Set("ETag", etag)
		w.Header().Set("Last-Modified", modified)
		w.Header().Set("Cache-Control", "public, max-age=600")
		w.Header().Set("Age", "100")
		w.Write([]byte(smallFeed))
	})
	f := New(Config{UserAgent: "newsbrief/1"})
	first, err := f.Get(t.Context(), own(u))
	if err != nil || first.Unchanged || first.ETag != etag || first.LastModified != modified || first.MaxAge != 500*time.Second {
		t.Fatalf("first: %+v, %v", first, err)
	}
	second, err := f.Get(t.Context(), Request{URL: u, PrivateHost: Host(u), Follow: true, Known: first.Known})
	if err != nil || !second.Unchanged || second.ETag != etag || second.Hash != first.Hash || second.Body != nil {
		t.Errorf("second: %+v, %v", second, err)
	}
	third, err := f.Get(t.Context(), Request{URL: u, PrivateHost: Host(u), Follow: true, Known: Known{Hash: first.Hash}})
	if err != nil || !third.Unchanged || third.Body != nil {
		t.Errorf("the same body without validators: %+v, %v", third, err)
	}
}

func TestFetch304ThatNobodyAskedFor(t *testing.T) {
	var asked atomic.Int32
	stubborn := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		w.WriteHeader(http.StatusNotModified)
	})
	relenting := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Cache-Control") == "no-cache" {
			w.Write([]byte(smallFeed))
			return
		}
		w.WriteHeader(http.StatusNotModified)
	})
	f := New(Config{})
	if got, err := f.Get(t.Context(), own(relenting)); err != nil || string(got.Body) != smallFeed {
		t.Errorf("a cache that can be asked past: %q, %v", got.Body, err)
	}
	var status *StatusError
	if _, err := f.Get(t.Context(), own(stubborn)); !errors.As(err, &status) || status.Code != 304 {
		t.Errorf("never read: %v", err)
	}
	if asked.Load() != 2 {
		t.Errorf("asked %d times", asked.Load())
	}
	if got, err := f.Get(t.Context(), Request{URL: stubborn, PrivateHost: Host(stubborn), Follow: true, Known: Known{Hash: "of before"}}); err != nil || !got.Unchanged {
		t.Errorf("read before: %+v, %v", got, err)
	}
}

func TestFetchRedirects(t *testing.T) {
	var base string
	hops := map[string]struct {
		code int
		to   string
	}{
		"/one":   {301, "/two"},
		"/two":   {308, "/feed?token=x"},
		"/mixed": {301, "/temp"},
		"/temp":  {302, "/one"},
		"/moved": {307, "/feed"},
		"/1":     {301, "/2"}, "/2": {301, "/3"}, "/3": {301, "/4"}, "/4": {301, "/5"}, "/5": {301, "/feed"},
		"/0": {301, "/1"},
	}
	base = serve(t, func(w http.ResponseWriter, r *http.Request) {
		if h, ok := hops[r.URL.Path]; ok {
			http.Redirect(w, r, h.to, h.code)
			return
		}
		if r.Header.Get("Referer") != "" {
			t.Errorf("sent on with referer %q", r.Header.Get("Referer"))
		}
		w.Write([]byte(smallFeed))
	})
	tests := []struct {
		name, from, moved, url string
		err                    error
	}{
		{name: "none", from: "/feed", url: "/feed"},
		{name: "for good, twice", from: "/one", moved: "/feed?token=x", url: "/feed?token=x"},
		{name: "for good up to a detour", from: "/mixed", moved: "/temp", url: "/feed?token=x"},
		{name: "a detour", from: "/moved", url: "/feed"},
		{name: "five", from: "/1", moved: "/feed", url: "/feed"},
		{name: "six", from: "/0", err: ErrBroken},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := New(Config{}).Get(t.Context(), own(base+tt.from))
			if !errors.Is(err, tt.err) {
				t.Fatal(err)
			}
			if tt.err == nil && (got.URL != base+tt.url || strings.TrimPrefix(got.Moved, base) != tt.moved) {
				t.Errorf("found at %s, moved to %s", got.URL, got.Moved)
			}
		})
	}
}

func TestRedirectTrail(t *testing.T) {
	tests := []struct {
		name string
		code int
		from string
		to   string
		want string
	}{
		{"to https", 301, "http://a.example/", "https://a.example/", "https://a.example/"},
		{"back to http is not for good", 301, "https://a.example/", "http://a.example/", ""},
		{"see other", 303, "https://a.example/", "https://b.example/", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			from, _ := http.NewRequest(http.MethodGet, tt.from, nil)
			to, _ := http.NewRequest(http.MethodGet, tt.to, nil)
			to.Response = &http.Response{StatusCode: tt.code, Request: from}
			tr := &trail{limit: 5}
			tr.step(to)
			if tr.moved != tt.want {
				t.Errorf("got %q, want %q", tr.moved, tt.want)
			}
		})
	}
}

// own is a request to a server of the tests, as if the operator had named it.
func own(address string) Request {
	return Request{URL: address, PrivateHost: Host(address), Follow: true}
}

// Nothing leads into a private network but the host that the operator named:
// no address, no redirect, not even one from that host.
func TestPrivateNetworks(t *testing.T) {
	private := serve(t, func(w http.ResponseWriter, r *http.Request) {
		t.Error("a private server was reached")
	})
	var leads string
	leads = serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, private+"/s3cret", http.StatusFound)
		case "/round":
			http.Redirect(w, r, leads+"/feed", http.StatusMovedPermanently)
		default:
			w.Write([]byte(smallFeed))
		}
	})
	f := New(Config{})
	for _, u := range []string{private, leads, "http://localhost:80/", "http://[::1]/", "http://10.1.2.3/", "http://169.254.169.254/", "http://0x7f000001/", "http://[::ffff:127.0.0.1]/"} {
		_, err := f.Get(t.Context(), Request{URL: u, Follow: true})
		if !errors.Is(err, ErrForbidden) && !(u == "http://0x7f000001/" && errors.Is(err, ErrUnreachable)) {
			t.Errorf("%s: %v", u, err)
		}
	}
	if got, err := f.Get(t.Context(), own(leads+"/round")); err != nil || string(got.Body) != smallFeed {
		t.Errorf("of the named host: %q, %v", got.Body, err)
	}
	_, err := f.Get(t.Context(), own(leads+"/away"))
	if !errors.Is(err, ErrForbidden) {
		t.Errorf("redirected by the named host: %v", err)
	}
	checkNoSecret(t, err)
	// The server stands for one in the public network.
	u, _ := url.Parse(leads)
	guard := publicOnly()
	f.http = newHTTP(f.cfg, func(network, address string, c syscall.RawConn) error {
		if address == u.Host {
			return nil
		}
		return guard(network, address, c)
	})
	for _, host := range []string{"", "nas.example"} {
		_, err := f.Get(t.Context(), Request{URL: leads + "/away", PrivateHost: host, Follow: true})
		if !errors.Is(err, ErrForbidden) {
			t.Errorf("redirected by a public host, %q named: %v", host, err)
		}
	}
}

func TestFetchIsPoliteToHosts(t *testing.T) {
	var now, most atomic.Int32
	u := serve(t, func(w http.ResponseWriter, r *http.Request) {
		n := now.Add(1)
		defer now.Add(-1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		for range 200 {
			runtime.Gosched()
		}
		w.Write([]byte(smallFeed))
	})
	f := New(Config{PerHost: 3})
	done := make(chan error)
	for i := range 20 {
		go func() {
			_, err := f.Get(t.Context(), own(fmt.Sprint(u, "/", i)))
			done <- err
		}()
	}
	for range 20 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if most.Load() > 3 {
		t.Errorf("%d at the same time", most.Load())
	}
	if len(f.hosts.open) != 0 {
		t.Errorf("%d hosts remembered", len(f.hosts.open))
	}
}

func TestFetchCalledOff(t *testing.T) {
	u := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	f := New(Config{PerHost: 1})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 2)
	for range 2 {
		go func() {
			_, err := f.Get(ctx, own(u))
			done <- err
		}()
	}
	cancel()
	for range 2 {
		if err := <-done; !errors.Is(err, context.Canceled) || errors.Is(err, ErrUnreachable) {
			t.Errorf("got %v", err)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	tests := []struct {
		value string
		want  time.Duration
	}{
		{"", 0}, {"120", 2 * time.Minute}, {" 5 ", 5 * time.Second}, {"-5", 0}, {"soon", 0}, {"1.5", 0},
		{"Mon, 23 Nov 2026 08:10:00 GMT", 10 * time.Minute}, {"Mon, 23 Nov 2026 07:00:00 GMT", 0},
		{"99999999999999", 365 * 24 * time.Hour},
	}
	for _, tt := range tests {
		if got := retryAfter(http.Header{"Retry-After": {tt.value}}, now); got != tt.want {
			t.Errorf("%q: got %v, want %v", tt.value, got, tt.want)
		}
	}
}
