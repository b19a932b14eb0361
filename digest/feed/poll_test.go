package feed

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// kept is a Sink and States for tests.
type kept struct {
	mu     sync.Mutex
	items  []Item
	states map[string]State
	writes int
}

func newKept() *kept { return &kept{states: map[string]State{}} }

func (k *kept) Add(_ context.Context, items []Item) error {
	k.mu.Lock()
	defer k.mu.Unlock()
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
	p := NewPoller(quiet(), PollConfig{Fetcher: NewFetcher(FetchConfig{}), States: store, Sink: store})
	var results []Result
	for range 2 {
		err := p.PollNow(t.Context(), []Feed{{URL: srv.URL + "/feed"}}, func(r Result) { results = append(results, r) })
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
