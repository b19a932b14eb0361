package newsroom

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/digest"
	"newsbrief/digest/archive"
	"newsbrief/digest/feed"
	"newsbrief/digest/fetch"
	"newsbrief/digest/page"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
)

// silentRoom is a newsroom of one feed that gives headlines only. Its pages
// answer with what pages says, and digests wait for them as patience lets them.
func silentRoom(t *testing.T, pages http.HandlerFunc, patience time.Duration) (*Newsroom, *archive.Memory) {
	t.Helper()
	srv := httptest.NewServer(pages)
	t.Cleanup(srv.Close)
	feeds := []feed.Feed{{URL: srv.URL + "/feed", Private: true, Language: "en", Topics: []string{"japan"}, Publisher: "Harbour Post"}}
	items, topics := archive.NewMemory(), topic.New(feeds)
	reader := page.New(slog.New(slog.DiscardHandler), page.Config{
		Feeds: feeds, Fetcher: fetch.New(fetch.Config{}), Pages: items, Items: items, Pause: time.Millisecond, Patience: patience,
	})
	n := &Newsroom{
		composer: digest.New(slog.New(slog.DiscardHandler), items, topics), pages: reader, feeds: feeds,
		poller: feed.NewPoller(slog.New(slog.DiscardHandler), feed.PollConfig{States: items, Sink: reader}),
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- reader.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	return n, items
}

// publish has the feed bring an item without a summary.
func (n *Newsroom) publish(t *testing.T, id int) {
	t.Helper()
	f := n.feeds[0]
	it := feed.Item{
		ID: fmt.Sprint(id), Title: subjects[id], Language: "en", Feed: f.URL, Source: f.Publisher,
		URL: fmt.Sprintf("%s/%d", f.URL, id),
	}
	if err := n.pages.Add(t.Context(), []feed.Item{it}); err != nil {
		t.Fatal(err)
	}
}

var subjects = []string{"Night ferry between Fukuoka and Busan sails again", "Osaka port workers end their strike after nine days"}

// articles answers with an article about the subject of the path's last digit.
func articles(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/robots.txt" {
		http.NotFound(w, r)
		return
	}
	i := r.URL.Path[len(r.URL.Path)-1] - '0'
	fmt.Fprintf(w, `<html lang="en"><title>%s</title><body><article><h1>%[1]s</h1><p>%s</p></article></body></html>`, subjects[i], told[i])
}

var told = []string{
	"A ferry with 400 berths left Hakata port on Tuesday night, the first on the line in two years.",
	"Crane drivers went back to work on Tuesday morning after their union had agreed to a rise in pay.",
}

func japan() digest.Request {
	return digest.Request{Topics: []subscriptions.Topic{"japan"}, Language: "en", Reads: []string{"en"}, Now: time.Now()}
}

// lines composes and returns the lines of the entries.
func (n *Newsroom) lines(t *testing.T) (lines []string) {
	t.Helper()
	d, err := n.Compose(t.Context(), japan())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range d.Sections[0].Entries {
		lines = append(lines, e.Line)
	}
	return lines
}

// A digest waits a moment for the page of a story without a line.
func TestDigestWaitsForPage(t *testing.T) {
	n, _ := silentRoom(t, articles, time.Minute)
	n.publish(t, 0)
	if got := n.lines(t); len(got) != 1 || got[0] != told[0] {
		t.Errorf("got %q", got)
	}
}

// What readers asked for is read ahead: when the digest is due, nothing waits.
func TestPagesAreReadAhead(t *testing.T) {
	n, items := silentRoom(t, articles, time.Nanosecond) // nobody may wait
	n.publish(t, 0)
	n.lines(t)
	n.publish(t, 1)
	n.prefetchOnce(t.Context())
	for _, id := range []string{"0", "1"} {
		for it, err := items.Get(t.Context(), id); err == nil && it.Summary == ""; it, err = items.Get(t.Context(), id) {
			time.Sleep(time.Millisecond)
		}
	}
	if got := n.lines(t); len(got) != 2 || !slices.Contains(got, told[0]) || !slices.Contains(got, told[1]) {
		t.Errorf("got %q", got)
	}
}

// Without readers nothing is read, whatever feeds bring.
func TestNobodyAsksNothingIsRead(t *testing.T) {
	var asked atomic.Int32
	n, _ := silentRoom(t, func(http.ResponseWriter, *http.Request) { asked.Add(1) }, time.Minute)
	n.publish(t, 0)
	n.publish(t, 1)
	n.prefetchOnce(t.Context())
	if n := asked.Load(); n > 0 {
		t.Errorf("asked %d times", n)
	}
}

// Whatever becomes of the page, the digest comes in time and without an error.
func TestDigestDoesNotFailForPage(t *testing.T) {
	hangs := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	tests := []struct {
		name     string
		page     http.HandlerFunc
		patience time.Duration
	}{
		{"an error", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }, time.Minute},
		{"no answer", hangs, 20 * time.Millisecond},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n, _ := silentRoom(t, tt.page, tt.patience)
			n.publish(t, 0)
			start := time.Now()
			if got := n.lines(t); len(got) != 1 || got[0] != "" {
				t.Errorf("got %q", got)
			}
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestRecentRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var w requests
		w.note(digest.Request{Topics: []subscriptions.Topic{"japan", "asean"}, Reads: []string{"vi", "en"}}, time.Now())
		w.note(digest.Request{Reads: []string{"en"}}, time.Now())
		time.Sleep(recentFor)
		w.note(digest.Request{Topics: []subscriptions.Topic{"japan"}, Reads: []string{"vi", "en"}}, time.Now())
		if got := len(w.list(time.Now())); got != 3 {
			t.Errorf("%d requests, want 3", got)
		}
		if now := time.Now(); !w.askedSince(now) || w.askedSince(now.Add(1)) || new(requests).askedSince(now) {
			t.Error("when anything was asked for last is not known")
		}
		time.Sleep(time.Second)
		if got := w.list(time.Now()); len(got) != 1 || got[0] != (request{"japan", "vi en"}) {
			t.Errorf("over time: %v", got)
		}
		for i := range 2 * mostRecent {
			time.Sleep(time.Second)
			w.note(digest.Request{Topics: []subscriptions.Topic{subscriptions.Topic(fmt.Sprint(i))}}, time.Now())
		}
		got := w.list(time.Now())
		if len(got) != mostRecent {
			t.Errorf("%d requests, want %d", len(got), mostRecent)
		}
		for _, one := range got {
			var i int
			if _, err := fmt.Sscan(string(one.topic), &i); err != nil || i < mostRecent {
				t.Errorf("an old recent is left: %v", one)
			}
		}
	})
}

// looked counts how often what was published is read, and when.
type looked struct{ at []time.Duration }

func (l *looked) Since(context.Context, time.Time) ([]feed.Item, error) { return nil, nil }

func (l *looked) Generation() uint64 {
	l.at = append(l.at, time.Since(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)))
	return 1
}

// While readers ask, what they ask for is composed ahead every few minutes;
// then seldom enough for a composer to rest. The look ahead ends with its context.
func TestPrefetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var l looked
		n := &Newsroom{composer: digest.New(slog.New(slog.DiscardHandler), &l, topic.New(nil)), pages: page.New(slog.New(slog.DiscardHandler), page.Config{})}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- n.prefetch(ctx) }()
		time.Sleep(4 * time.Minute)
		n.recent.note(japan(), time.Now())
		time.Sleep(3*time.Hour - 4*time.Minute - time.Second)
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		var minutes []int
		for _, d := range l.at {
			if m := int(d.Minutes()); !slices.Contains(minutes, m) {
				minutes = append(minutes, m)
			}
		}
		if want := []int{5, 35, 65, 95, 125, 155}; !slices.Equal(minutes, want) {
			t.Errorf("looked in the minutes %v, want %v", minutes, want)
		}
	})
}
