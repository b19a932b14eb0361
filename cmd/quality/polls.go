package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"newsbrief/digest/feed"
	"newsbrief/digest/fetch"
)

const (
	// serveFeeds makes this program the server of the feeds: as a process of
	// its own, so that its work is not taken for the poller's.
	serveFeeds = "-serve-feeds"
	manyFeeds  = 1000
	perFeed    = 40 // items
)

// scorePolls polls feeds over HTTP: with all items new, and with nothing new,
// told by status 304 and by the same body once more.
func scorePolls(string) (rows []row, err error) {
	base, stop, err := startServer()
	if err != nil {
		return nil, err
	}
	defer stop()
	changed, err := cpuOfPolls(base + "/changed/")
	if err != nil {
		return nil, err
	}
	for _, m := range []struct{ path, what string }{
		{"/same/", "the same body again"}, {"/unmodified/", "status 304"},
	} {
		unchanged, err := cpuOfPolls(base + m.path)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row{
			fmt.Sprintf("CPU of %d unchanged feeds over changed ones: %s", manyFeeds, m.what), "1",
			fmt.Sprintf("1/%.0f (%.2f s / %.2f s)", float64(changed)/float64(max(unchanged, 1)), unchanged.Seconds(), changed.Seconds()), "≤ 1/20",
		})
	}
	return rows, nil
}

// cpuOfPolls is what the second poll of every feed costs.
func cpuOfPolls(base string) (time.Duration, error) {
	feeds := make([]feed.Feed, manyFeeds)
	for i := range feeds {
		feeds[i].URL = fmt.Sprint(base, i)
	}
	kept := &states{of: map[string]feed.State{}}
	p := feed.NewPoller(slog.New(slog.DiscardHandler), feed.PollConfig{
		Feeds: feeds, Fetcher: fetch.New(fetch.Config{}), States: kept, Sink: kept, Fresh: time.Nanosecond,
	})
	var before time.Duration
	for range 2 {
		before = cpuTime()
		if err := pollAll(p, feeds); err != nil {
			return 0, err
		}
	}
	return cpuTime() - before, nil
}

func pollAll(p *feed.Poller, feeds []feed.Feed) error {
	var failed error
	err := p.PollNow(context.Background(), feeds, func(r feed.Result) {
		if r.Err != nil {
			failed = fmt.Errorf("poll %s: %w", r.Feed.URL, r.Err)
		}
	})
	if err != nil {
		return err
	}
	return failed
}

// states keeps what the poller learns, and none of the items.
type states struct {
	mu sync.Mutex
	of map[string]feed.State
}

func (s *states) State(_ context.Context, url string) (feed.State, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := s.of[url]
	st.URL = url
	return st, nil
}

func (s *states) SetState(_ context.Context, st feed.State) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.of[st.URL] = st
	return nil
}

func (s *states) Add(context.Context, []feed.Item) error { return nil }

// startServer runs this program as the server, until stop.
func startServer() (base string, stop func(), err error) {
	self, err := os.Executable()
	if err != nil {
		return "", nil, err
	}
	cmd := exec.Command(self, serveFeeds)
	in, err := cmd.StdinPipe()
	if err != nil {
		return "", nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop = func() { in.Close(); cmd.Wait() }
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		stop()
		return "", nil, fmt.Errorf("start server: %w", err)
	}
	return strings.TrimSpace(line), stop, nil
}

// serve serves the feeds until in ends, and says where.
func serve(in io.Reader, out io.Writer) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return
	}
	go http.Serve(l, newEditions())
	fmt.Fprintf(out, "http://%s\n", l.Addr())
	io.Copy(io.Discard, in)
}

// editions serves an edition of a feed for each time that it was asked for.
type editions struct {
	mu    sync.Mutex
	asked map[string]int
	made  map[int][]byte
}

func newEditions() *editions {
	return &editions{asked: map[string]int{}, made: map[int][]byte{}}
}

func (e *editions) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/unmodified/") {
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", `"1"`)
	}
	w.Header().Set("Content-Encoding", "gzip")
	w.Write(e.next(r.URL.Path))
}

func (e *editions) next(path string) []byte {
	e.mu.Lock()
	defer e.mu.Unlock()
	n := 0
	if strings.HasPrefix(path, "/changed/") {
		n = e.asked[path]
		e.asked[path]++
	}
	if e.made[n] == nil {
		e.made[n] = edition(n)
	}
	return e.made[n]
}

// edition is a packed feed all of whose items are its own.
func edition(n int) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	summary := strings.Repeat("A sentence of the summary with <b>markup</b> in it. ", 6)
	fmt.Fprint(z, `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Measured</title>`)
	for i := range perFeed {
		at := time.Now().Add(-time.Duration(i) * time.Hour).Format(time.RFC1123Z)
		fmt.Fprintf(z, `<item><title>Headline %d of edition %d</title><link>https://example.org/%d/%d</link><guid>%d-%d</guid>`+
			`<description><![CDATA[<p>%s</p>]]></description><pubDate>%s</pubDate></item>`, i, n, n, i, n, i, summary, at)
	}
	fmt.Fprint(z, `</channel></rss>`)
	z.Close()
	return out.Bytes()
}
