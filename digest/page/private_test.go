package page_test

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"newsbrief/digest/archive"
	"newsbrief/digest/feed"
	"newsbrief/digest/fetch"
	"newsbrief/digest/page"
)

// Only the host of an operator's own feed may be in a private network: neither
// an item's link, nor a redirect, nor the feed of a person leads anywhere else
// in there.
func TestPrivateNetwork(t *testing.T) {
	asked := make(chan string, 100)
	serve := func(name string, h http.HandlerFunc) string {
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked <- name + r.URL.Path
			h(w, r)
		}))
		t.Cleanup(srv.Close)
		return srv.URL
	}
	within := serve("within", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(ferry().body)) })
	own := serve("own", func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			http.NotFound(w, r)
		case "/leads":
			http.Redirect(w, r, within+"/secret", http.StatusFound)
		default:
			w.Write([]byte(ferry().body))
		}
	})
	bent := serve("bent", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.Redirect(w, r, within+"/robots.txt", http.StatusFound)
			return
		}
		w.Write([]byte(ferry().body))
	})
	tests := []struct {
		name    string
		feed    feed.Feed
		address string
		asked   []string
		reads   bool
	}{
		{"the feed's own host", feed.Feed{URL: own + "/feed", Private: true}, own + "/page", []string{"own/robots.txt", "own/page"}, true},
		{"a link to another host", feed.Feed{URL: own + "/feed", Private: true}, within + "/page", nil, false},
		{"a redirect to another host", feed.Feed{URL: own + "/feed", Private: true}, own + "/leads", []string{"own/robots.txt", "own/leads"}, false},
		{"rules on another host", feed.Feed{URL: bent + "/feed", Private: true}, bent + "/page", []string{"bent/robots.txt"}, false},
		{"a feed of the catalogue", feed.Feed{URL: own + "/feed"}, own + "/page", nil, false},
		{"a feed that nobody set up", feed.Feed{}, own + "/page", nil, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			items := archive.NewMemory()
			r := page.New(slog.New(slog.DiscardHandler), page.Config{
				Feeds: []feed.Feed{tt.feed}, Fetcher: fetch.New(fetch.Config{}), Pages: items, Items: items, Pause: time.Millisecond, Patience: time.Minute,
			})
			it := bare("1", tt.address)
			it.Feed = cmp.Or(tt.feed.URL, own+"/feed")
			if err := r.Add(t.Context(), []feed.Item{it}); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() { done <- r.Run(ctx) }()
			if got := r.Await(t.Context(), [][]string{{"1"}}); got != tt.reads {
				t.Errorf("read %v, want %v", got, tt.reads)
			}
			cancel()
			<-done
			for _, want := range tt.asked {
				if got := <-asked; got != want {
					t.Errorf("asked %s, want %s", got, want)
				}
			}
			if len(asked) > 0 {
				t.Errorf("asked %s", <-asked)
			}
		})
	}
}

// A stranger's link to the host of an operator's own feed, which is out of its
// reach, does not keep the operator's feed from it.
func TestStrangersLinkShutsNothing(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		w.Write([]byte(ferry().body))
	}))
	t.Cleanup(srv.Close)
	items := archive.NewMemory()
	r := page.New(slog.New(slog.DiscardHandler), page.Config{
		Feeds: []feed.Feed{{URL: srv.URL + "/feed", Private: true}}, Fetcher: fetch.New(fetch.Config{}), Pages: items, Items: items,
		Pause: time.Millisecond, Patience: time.Minute,
	})
	stranger, own := bare("1", srv.URL+"/1"), bare("2", srv.URL+"/2")
	own.Feed = srv.URL + "/feed"
	if err := r.Add(t.Context(), []feed.Item{stranger, own}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	if r.Await(t.Context(), [][]string{{"1"}}) {
		t.Error("the stranger's link was read")
	}
	if !r.Await(t.Context(), [][]string{{"2"}}) {
		t.Error("the feed's own page was not read")
	}
	cancel()
	<-done
}
