package page_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"newsbrief/digest/archive"
	"newsbrief/digest/feed"
	"newsbrief/digest/fetch"
	"newsbrief/digest/page"
)

// answer is what an address of the web says.
type answer struct {
	body     string
	kind     string        // text/html, if it is none
	status   int           // an error, if it is one
	after    time.Duration // Retry-After
	location string
	maxAge   time.Duration
	err      error
	takes    time.Duration
}

// web is a web of a few addresses, in fake time. What it does not know answers
// 404. It writes down what it was asked, when, and by how many at once.
type web struct {
	mu      sync.Mutex
	answers map[string]answer
	asked   []string
	at      []time.Time
	now     map[string]int // requests under way, by host
	most    int            // requests to one host at the same time
	all     int
	mostAll int
}

func (w *web) Get(ctx context.Context, a fetch.Request) (fetch.Response, error) {
	host := hostOf(a.URL)
	w.mu.Lock()
	ans, ok := w.answers[a.URL]
	w.asked, w.at = append(w.asked, a.URL), append(w.at, time.Now())
	w.now[host]++
	w.all++
	w.most, w.mostAll = max(w.most, w.now[host]), max(w.mostAll, w.all)
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		w.now[host]--
		w.all--
		w.mu.Unlock()
	}()
	select {
	case <-ctx.Done():
		return fetch.Response{}, fmt.Errorf("fetch %s: %w", host, ctx.Err())
	case <-time.After(ans.takes):
	}
	switch {
	case !ok:
		return fetch.Response{}, &fetch.StatusError{Code: 404}
	case ans.err != nil:
		return fetch.Response{}, ans.err
	case ans.status != 0:
		return fetch.Response{}, &fetch.StatusError{Code: ans.status, RetryAfter: ans.after}
	}
	return fetch.Response{
		URL: a.URL, Body: []byte(ans.body), ContentType: cmp.Or(ans.kind, "text/html"), Location: ans.location, MaxAge: ans.maxAge,
	}, nil
}

// pages are the requests but those for robots.txt.
func (w *web) pages() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(w.asked), func(u string) bool { return strings.HasSuffix(u, "/robots.txt") })
}

func (w *web) count(address string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := 0
	for _, u := range w.asked {
		if u == address {
			n++
		}
	}
	return n
}

// first is when the address was asked for first, zero if it was not.
func (w *web) first(address string) time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	if i := slices.Index(w.asked, address); i >= 0 {
		return w.at[i]
	}
	return time.Time{}
}

func (w *web) say(address string, a answer) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answers[address] = a
}

func hostOf(address string) string {
	u, _ := url.Parse(address)
	return u.Host
}

// room is a Reader with a web and an archive around it.
type room struct {
	*page.Reader
	web   *web
	items *archive.Memory
	log   bytes.Buffer // to be read when no Run is under way
}

func newRoom(answers map[string]answer) *room {
	r := &room{web: &web{answers: answers, now: map[string]int{}}, items: archive.NewMemory()}
	r.restart(page.Config{})
	return r
}

// restart gives the room a Reader that knows nothing but what was kept.
func (r *room) restart(cfg page.Config) {
	cfg.Fetcher, cfg.Pages, cfg.Items = r.web, r.items, r.items
	cfg.Feeds = []feed.Feed{{URL: "https://harbour.example/feed"}}
	r.Reader = page.New(slog.New(slog.NewTextHandler(&r.log, &slog.HandlerOptions{Level: slog.LevelDebug})), cfg)
}

// during runs the Reader while do does something, and then until it is idle for long.
func (r *room) during(t *testing.T, do func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	do()
	cancel()
	if err := <-done; err != nil {
		t.Errorf("run: %v", err)
	}
}

func (r *room) add(t *testing.T, items ...feed.Item) {
	t.Helper()
	if err := r.Add(t.Context(), items); err != nil {
		t.Fatal(err)
	}
}

func (r *room) item(t *testing.T, id string) feed.Item {
	t.Helper()
	it, err := r.items.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return it
}

const (
	headline = "Night ferry between Fukuoka and Busan sails again"
	lead     = "A ferry with 400 berths left Hakata port for Busan on Tuesday night, the first in two years."
)

// bare is an item of which its feed says nothing.
func bare(id, address string) feed.Item {
	return feed.Item{ID: id, Title: headline, URL: address, Feed: "https://harbour.example/feed", Source: "Harbour Post", Language: "en"}
}

// article is a page.
func article(title, text string) string {
	return `<!doctype html><html lang="en"><head><title>` + title + ` | Harbour Post</title><meta property="og:type" content="article">
<meta property="og:image" content="https://harbour.example/ferry.jpg"><meta property="article:published_time" content="2026-11-24T06:00:00Z"></head>
<body><article><h1>` + title + `</h1><p>` + text + `</p>
<p>The operator said that tickets for the first week had been sold within a day, most of them to travellers with bicycles.</p>
<p>The crossing takes nine hours, and the ship carries lorries as well as passengers, so that growers can sell their fruit again.</p>
</article></body></html>`
}

func ferry() answer { return answer{body: article("Fukuoka–Busan night ferry sails again", lead)} }
