package feed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/digest/fetch"
)

// kept is a Sink and States for tests.
type kept struct {
	mu     sync.Mutex
	items  []Item
	states map[string]State
	writes int
	err    error // of Add
}

func newKept() *kept { return &kept{states: map[string]State{}} }

func (k *kept) Add(_ context.Context, items []Item) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err != nil {
		return k.err
	}
	k.items = append(k.items, items...)
	return nil
}

func (k *kept) State(_ context.Context, url string) (State, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	s := k.states[url]
	s.URL = url
	return s, nil
}

func (k *kept) SetState(_ context.Context, s State) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.states[s.URL] = s
	k.writes++
	return nil
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func TestPollNowOverHTTP(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte(`<rss version="2.0"><channel><title>Example News - Home</title><item><title>Bridge opens</title>` +
			`<link>https://example.org/1</link><guid>1</guid></item></channel></rss>`))
	}))
	defer srv.Close()
	store := newKept()
	p := NewPoller(quiet(), PollConfig{Fetcher: fetch.New(fetch.Config{}), States: store, Sink: store})
	var results []Result
	for range 2 {
		err := p.PollNow(t.Context(), []Feed{{URL: srv.URL + "/feed", Private: true}}, func(r Result) { results = append(results, r) })
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(results) != 2 || results[0].Err != nil || results[0].New != 1 || !results[1].Skipped {
		t.Fatalf("results %+v", results)
	}
	if it := store.items[0]; it.Source != "Example News" || it.Feed != srv.URL+"/feed" || it.Arrived.IsZero() || len(it.ID) != 16 {
		t.Errorf("item %+v", it)
	}
}

// fakeFetcher answers in fake time and counts.
type fakeFetcher struct {
	answer func(n int, r fetch.Request) (fetch.Response, error) // n counts the feed's fetches from 1

	mu      sync.Mutex
	fetches map[string][]time.Time
	hosts   map[string]int
	now     int
	most    int // at the same time
	perHost int // at the same time, of one host
	takes   time.Duration
}

func (f *fakeFetcher) Get(ctx context.Context, r fetch.Request) (fetch.Response, error) {
	n := f.begin(r.URL)
	defer f.end(r.URL)
	select {
	case <-time.After(f.takes):
	case <-ctx.Done():
		return fetch.Response{}, fmt.Errorf("fetch: %w", context.Cause(ctx))
	}
	return f.answer(n, r)
}

func (f *fakeFetcher) begin(url string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fetches == nil {
		f.fetches, f.hosts = map[string][]time.Time{}, map[string]int{}
	}
	f.fetches[url] = append(f.fetches[url], time.Now())
	f.now++
	f.hosts[fetch.Host(url)]++
	f.most, f.perHost = max(f.most, f.now), max(f.perHost, f.hosts[fetch.Host(url)])
	return len(f.fetches[url])
}

func (f *fakeFetcher) end(url string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now--
	f.hosts[fetch.Host(url)]--
}

func (f *fakeFetcher) count(url string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.fetches[url])
}

func (f *fakeFetcher) underWay() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// hourly is a feed that had an item every hour.
func hourly(now time.Time) fetch.Response {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel><title>Hourly</title>`)
	for i := range 12 {
		at := now.Truncate(time.Hour).Add(-time.Duration(i) * time.Hour)
		fmt.Fprintf(&b, `<item><title>At %s</title><link>https://example.org/%d</link><pubDate>%s</pubDate></item>`,
			at.Format(time.RFC3339), at.Unix(), at.Format(time.RFC1123Z))
	}
	b.WriteString(`</channel></rss>`)
	return fetch.Response{Body: []byte(b.String()), URL: "https://example.org/feed", Known: fetch.Known{Hash: now.String()}}
}

func answerHourly(int, fetch.Request) (fetch.Response, error) { return hourly(time.Now()), nil }

func refuse(err error) func(int, fetch.Request) (fetch.Response, error) {
	return func(int, fetch.Request) (fetch.Response, error) {
		return fetch.Response{}, fmt.Errorf("fetch h: %w", err)
	}
}

func feedsOf(hosts, each int) []Feed {
	var feeds []Feed
	for h := range hosts {
		for i := range each {
			feeds = append(feeds, Feed{URL: fmt.Sprintf("https://host%d.example/%d", h, i)})
		}
	}
	return feeds
}

// running runs the poller for d of fake time.
func running(t *testing.T, p *Poller, d time.Duration, while func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- p.Run(ctx) }()
	if while != nil {
		while()
	}
	time.Sleep(d)
	cancel()
	if err := <-done; err != nil {
		t.Errorf("run: %v", err)
	}
}

func poller(f *fakeFetcher, k *kept, feeds ...Feed) *Poller {
	return NewPoller(quiet(), PollConfig{Feeds: feeds, Fetcher: f, States: k, Sink: k})
}

func TestFirstSweep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, k := &fakeFetcher{answer: answerHourly, takes: 100 * time.Millisecond}, newKept()
		p := poller(f, k, feedsOf(25, 10)...)
		running(t, p, 30*time.Second, nil)
		if len(f.fetches) != 250 || f.most > 16 || f.perHost > 2 {
			t.Errorf("%d feeds polled in half a minute, %d at the same time, %d of one host", len(f.fetches), f.most, f.perHost)
		}
		perSecond := map[int64]int{}
		for url, at := range f.fetches {
			perSecond[at[0].Unix()]++
			if len(at) != 1 {
				t.Errorf("%s polled %d times", url, len(at))
			}
		}
		for _, n := range perSecond {
			if n > 60 {
				t.Errorf("a burst of %d in a second", n)
			}
		}
	})
}

func TestOneSlowHostHoldsUpNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fakeFetcher{answer: answerHourly, takes: 100 * time.Millisecond}
		slow := func(n int, r fetch.Request) (fetch.Response, error) {
			if strings.Contains(r.URL, "host0.") {
				time.Sleep(time.Minute)
			}
			return answerHourly(n, r)
		}
		f.answer = slow
		p := poller(f, newKept(), append(feedsOf(1, 40), feedsOf(20, 2)...)...)
		running(t, p, 20*time.Second, nil)
		for h := 1; h < 20; h++ {
			if n := f.count(fmt.Sprintf("https://host%d.example/0", h)); n != 1 {
				t.Errorf("host %d polled %d times", h, n)
			}
		}
	})
}

func TestRhythmIsFollowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, k := &fakeFetcher{answer: answerHourly}, newKept()
		u := "https://host.example/feed"
		running(t, poller(f, k, Feed{URL: u}), 24*time.Hour, nil)
		if n := f.count(u); n < 21 || n > 26 {
			t.Errorf("an hourly feed was polled %d times a day", n)
		}
		// 12 of the first document and one of each later hour.
		if n := len(k.items); n < 34 || n > 36 {
			t.Errorf("%d items", n)
		}
	})
}

func TestFailuresBackOffAndAreNeverDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, k := &fakeFetcher{answer: refuse(fetch.ErrBroken)}, newKept()
		u := "https://host.example/feed"
		p := poller(f, k, Feed{URL: u})
		running(t, p, 10*24*time.Hour, nil)
		if n := f.count(u); n < 20 || n > 35 {
			t.Errorf("polled %d times in ten days", n)
		}
		s := p.Status()[0]
		if s.State.Failures != f.count(u) || !errors.Is(s.Err, fetch.ErrBroken) || s.State.Error == "" || s.State.Next.IsZero() {
			t.Errorf("status %+v", s)
		}
		if kept := k.states[u]; kept.Failures != s.State.Failures {
			t.Errorf("kept %d failures", kept.Failures)
		}
		f.answer = answerHourly
		running(t, p, 14*time.Hour, nil)
		if s := p.Status()[0]; s.State.Failures != 0 || s.State.Error != "" || s.Err != nil {
			t.Errorf("status after it came back %+v", s)
		}
	})
}

func TestServerAsksToBeLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, k := &fakeFetcher{answer: refuse(&fetch.StatusError{Code: 429, RetryAfter: 3 * time.Hour})}, newKept()
		feed := Feed{URL: "https://host.example/feed"}
		p := poller(f, k, feed)
		running(t, p, 3*time.Hour-time.Minute, nil)
		var got Result
		if err := p.PollNow(t.Context(), []Feed{feed}, func(r Result) { got = r }); err != nil {
			t.Fatal(err)
		}
		var status *fetch.StatusError
		if f.count(feed.URL) != 1 || !got.Skipped || !errors.As(got.Err, &status) {
			t.Errorf("polled %d times, asked: %+v", f.count(feed.URL), got)
		}
	})
}

func TestScheduleSurvivesRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, k := &fakeFetcher{answer: answerHourly}, newKept()
		feeds := feedsOf(10, 1)
		running(t, poller(f, k, feeds...), 20*time.Second, nil)
		running(t, poller(f, k, feeds...), 20*time.Minute, nil)
		for _, feed := range feeds {
			if n := f.count(feed.URL); n != 1 {
				t.Errorf("%s polled %d times though it was not due", feed.URL, n)
			}
		}
		time.Sleep(3 * time.Hour)
		start := time.Now()
		running(t, poller(f, k, feeds...), 2*time.Minute, nil)
		var total time.Duration
		for _, feed := range feeds {
			if f.count(feed.URL) != 2 {
				t.Fatalf("%s polled %d times", feed.URL, f.count(feed.URL))
			}
			total += f.fetches[feed.URL][1].Sub(start)
		}
		if total < 60*time.Second || total > 540*time.Second {
			t.Errorf("overdue feeds polled %v after the start on average", total/10)
		}
	})
}

func TestPollNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, k := &fakeFetcher{answer: answerHourly, takes: 10 * time.Second}, newKept()
		feeds := feedsOf(1, 3)
		p := poller(f, k, feeds...)
		ask := func(feeds ...Feed) (results []Result) {
			if err := p.PollNow(t.Context(), feeds, func(r Result) { results = append(results, r) }); err != nil {
				t.Error(err)
			}
			return results
		}
		running(t, p, time.Second, func() {
			time.Sleep(5 * time.Second)
			if got := ask(feeds...); len(got) != 3 || got[0].New != 12 {
				t.Errorf("results %+v", got)
			}
			for _, feed := range feeds {
				if n := f.count(feed.URL); n != 1 {
					t.Errorf("%s: %d fetches: not shared with Run", feed.URL, n)
				}
			}
			if got := ask(feeds[0]); !got[0].Skipped || got[0].Err != nil || got[0].State.Succeeded.IsZero() {
				t.Errorf("a moment later: %+v", got)
			}
			time.Sleep(4 * time.Minute)
			if got := ask(feeds[0]); got[0].Skipped || f.count(feeds[0].URL) != 2 {
				t.Errorf("four minutes later: %+v", got)
			}
			stranger := Feed{URL: "https://elsewhere.example/"}
			if got := ask(stranger); got[0].New != 12 || len(p.entries) != 3 {
				t.Errorf("a feed that is not followed: %+v, %d entries", got, len(p.entries))
			}
		})
	})
}

func TestAskedGoesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fakeFetcher{answer: answerHourly, takes: time.Minute}
		feeds := feedsOf(100, 1)
		p := poller(f, newKept(), feeds...)
		running(t, p, time.Second, func() {
			time.Sleep(20 * time.Second)
			start := time.Now()
			wanted := Feed{URL: "https://wanted.example/"}
			if err := p.PollNow(t.Context(), []Feed{wanted}, func(Result) {}); err != nil {
				t.Fatal(err)
			}
			if d := time.Since(start); d > 2*time.Minute {
				t.Errorf("waited %v behind what nobody asked for", d)
			}
		})
	})
}

func TestPollNowCalledOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, k := &fakeFetcher{answer: answerHourly, takes: time.Minute}, newKept()
		p := poller(f, k)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		feed := Feed{URL: "https://host.example/"}
		other := make(chan Result, 1)
		go p.PollNow(t.Context(), []Feed{feed}, func(r Result) { other <- r })
		err := p.PollNow(ctx, []Feed{feed, {URL: "https://alone.example/"}}, func(r Result) { t.Errorf("result %+v", r) })
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		synctest.Wait()
		if n := f.underWay(); n != 1 {
			t.Errorf("%d fetches go on; only one is still wanted", n)
		}
		if r := <-other; r.Err != nil || r.New != 12 {
			t.Errorf("who still waits got %+v", r)
		}
		if len(k.states) != 1 {
			t.Errorf("states %+v: what was called off is no failure", k.states)
		}
	})
}

func TestRunEndsItsPolls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, k := &fakeFetcher{answer: answerHourly, takes: time.Hour}, newKept()
		p := poller(f, k, feedsOf(50, 1)...)
		start := time.Now()
		running(t, p, time.Minute, nil)
		if d := time.Since(start); d != time.Minute || f.underWay() != 0 || len(k.states) != 0 {
			t.Errorf("ended after %v with %d under way, %d states written", d, f.underWay(), len(k.states))
		}
	})
}

func TestFollowAndUnfollow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, k := &fakeFetcher{answer: answerHourly}, newKept()
		p := poller(f, k)
		feed := Feed{URL: "https://host.example/"}
		running(t, p, time.Minute, func() {
			time.Sleep(time.Minute)
			p.Follow(feed)
			p.Follow(Feed{URL: feed.URL, Title: "T"})
			time.Sleep(time.Minute)
			if all := p.Status(); len(all) != 1 || all[0].Feed.Title != "T" || f.count(feed.URL) != 1 {
				t.Errorf("status %+v, %d polls", all, f.count(feed.URL))
			}
			p.Unfollow(feed.URL)
			p.Unfollow("https://unknown.example/")
			time.Sleep(24 * time.Hour)
			if len(p.Status()) != 0 || f.count(feed.URL) != 1 || len(p.entries) != 0 {
				t.Errorf("still followed: %d polls", f.count(feed.URL))
			}
		})
	})
}

func TestPollKeepsWhatItLearns(t *testing.T) {
	start := time.Now()
	feed := Feed{URL: "https://host.example/feed"}
	doc := hourly(start)
	doc.ETag, doc.LastModified, doc.Moved = "e", "m", "https://host.example/new"
	cut := doc
	cut.Cut = true
	html := fetch.Response{Body: []byte("<!DOCTYPE html><html><body><p>Not a feed</p></body></html>"), Known: fetch.Known{ETag: "h"}, Moved: "https://portal.example/"}
	read := State{URL: feed.URL, ETag: "old", Hash: "old", Succeeded: start.Add(-time.Hour), Stored: start.Add(-time.Minute), Moved: "https://was.example/"}
	failing := read
	failing.Failures = 2
	tests := []struct {
		name  string
		state State
		got   fetch.Response
		err   error
		check func(s State, r Result) bool
	}{
		{"a document", State{URL: feed.URL}, doc, nil, func(s State, r Result) bool {
			return s.ETag == "e" && s.LastModified == "m" && s.Moved == "https://host.example/new" && s.Hash == doc.Hash &&
				len(s.Seen) == 12 && r.New == 12 && !s.Changed.IsZero()
		}},
		{"a document cut off is fetched again", read, cut, nil, func(s State, r Result) bool {
			return s.ETag == "" && s.Hash == "" && r.New == 12 && s.Failures == 0
		}},
		{"a page instead of a feed", read, html, nil, func(s State, r Result) bool {
			return errors.Is(r.Err, ErrNotFeed) && s.ETag == "old" && s.Moved == read.Moved && s.Failures == 1 && strings.Contains(s.Error, "host.example")
		}},
		{"nothing new is not written", read, fetch.Response{Unchanged: true, Known: fetch.Known{ETag: "old"}}, nil, func(s State, r Result) bool {
			return s.ETag == "" && r.Err == nil && !r.State.Next.IsZero() && r.State.Succeeded.After(start)
		}},
		{"nothing new after failures is written", failing, fetch.Response{Unchanged: true, Known: fetch.Known{ETag: "old"}}, nil, func(s State, r Result) bool {
			return s.ETag == "old" && s.Failures == 0
		}},
		{"a move that was not for good", failing, fetch.Response{}, fmt.Errorf("fetch h: %w", fetch.ErrUnreachable), func(s State, r Result) bool {
			return s.Moved == "" && s.Failures == 3 && s.ETag == ""
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := newKept()
			p := poller(&fakeFetcher{answer: func(int, fetch.Request) (fetch.Response, error) { return tt.got, tt.err }}, k)
			r := p.poll(t.Context(), feed, tt.state, mostNew)
			if s := k.states[feed.URL]; !tt.check(s, r) {
				t.Errorf("kept %+v\nresult %+v", s, r)
			}
		})
	}
}

func TestItemsComeAgainIfTheArchiveFails(t *testing.T) {
	k := newKept()
	p := poller(&fakeFetcher{answer: answerHourly}, k)
	feed := Feed{URL: "https://host.example/feed"}
	k.err = errors.New("disk full")
	r := p.poll(t.Context(), feed, State{URL: feed.URL}, mostNew)
	if !errors.Is(r.Err, k.err) || len(r.State.Seen) != 0 || r.State.Failures != 0 {
		t.Errorf("result %+v", r)
	}
	k.err = nil
	if r = p.poll(t.Context(), feed, r.State, mostNew); r.Err != nil || r.New != 12 || len(k.items) != 12 {
		t.Errorf("again: %+v", r)
	}
}

func TestRequest(t *testing.T) {
	f := Feed{URL: "https://old.example/feed"}
	if got := request(f, State{}); got.URL != f.URL || !got.Follow {
		t.Errorf("first request: %+v", got)
	}
	s := State{Moved: "https://new.example/feed", ETag: "e", LastModified: "m", Hash: "h"}
	if got := request(f, s); got.URL != s.Moved || got.Known != (fetch.Known{ETag: "e", LastModified: "m", Hash: "h"}) {
		t.Errorf("of a feed that moved: %+v", got)
	}
}
