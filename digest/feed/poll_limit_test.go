package feed

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/digest/fetch"
)

// flood is a document of n items that were never there before, the newest
// first, one a second.
func flood(n int) fetch.Response {
	var b strings.Builder
	now := time.Now()
	b.WriteString(`<rss><channel><title>Flood</title>`)
	for i := range n {
		at := now.Add(-time.Duration(i) * time.Second)
		fmt.Fprintf(&b, `<item><title>Wave %d</title><link>https://flood.example/%d</link><pubDate>%s</pubDate></item>`, at.Unix(), at.Unix(), at.Format(time.RFC1123Z))
	}
	b.WriteString(`</channel></rss>`)
	return fetch.Response{Body: []byte(b.String()), URL: "https://flood.example/feed", Known: fetch.Known{Hash: now.String()}}
}

// A feed that brings hundreds of new items at every poll is held to the newest
// few hundred, and to no more in a day than a busy feed has.
func TestOneFeedIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, k := &fakeFetcher{answer: func(int, fetch.Request) (fetch.Response, error) { return flood(300), nil }}, newKept()
		p := poller(f, k, Feed{URL: "https://flood.example/feed"})
		running(t, p, 2*time.Minute, nil)
		if n := len(k.items); n != mostNew {
			t.Fatalf("the first poll brought %d items", n)
		}
		first := f.fetches["https://flood.example/feed"][0]
		for _, it := range k.items {
			if age := first.Sub(it.Published); age > mostNew*time.Second {
				t.Fatalf("took an item %v old though there were newer ones", age)
			}
		}
		running(t, p, 12*time.Hour, nil)
		if n := len(k.items); n < mostDaily || n > mostDaily*3/2 {
			t.Errorf("half a day brought %d items", n)
		}
	})
}

// What a bound held back comes with the next poll, unless something newer does.
func TestLimit(t *testing.T) {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	items := make([]Item, 10)
	for i := range items {
		items[i] = Item{ID: fmt.Sprint(i), Title: fmt.Sprint("Item ", i), Published: now.Add(-time.Duration(i) * time.Hour)}
	}
	items[3].Published = time.Time{}
	titles := func(s sifted) string {
		out := ""
		for _, it := range s.fresh {
			out += it.ID
		}
		return out
	}
	first := sift(items, nil, now, 72*time.Hour)
	first.limit(4)
	if got := titles(first); got != "0124" || len(first.seen) != 4 {
		t.Errorf("took %s, remembers %d", got, len(first.seen))
	}
	second := sift(items, first.seen, now, 72*time.Hour)
	second.limit(4)
	if got := titles(second); got != "5678" {
		t.Errorf("then took %s", got)
	}
	none := sift(items, first.seen, now, 72*time.Hour)
	if none.limit(0); len(none.fresh) != 0 || len(none.seen) != 4 {
		t.Errorf("without room took %d, remembers %d", len(none.fresh), len(none.seen))
	}
}

// brittle is a Sink that cannot take one of the feeds' items.
type brittle struct{ *kept }

func (b brittle) Add(ctx context.Context, items []Item) error {
	if strings.Contains(items[0].Feed, "bad") {
		panic("no such place")
	}
	return b.kept.Add(ctx, items)
}

// A poll on which the program fails is a feed that could not be read, and ends
// no other.
func TestPollThatPanics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := brittle{newKept()}
		p := NewPoller(quiet(), PollConfig{Fetcher: &fakeFetcher{answer: answerHourly}, States: k, Sink: k})
		var failed, read int
		err := p.PollNow(t.Context(), []Feed{{URL: "https://bad.example/"}, {URL: "https://good.example/"}}, func(r Result) {
			if r.Err != nil && strings.Contains(r.Err.Error(), "poll bad.example: panic: no such place") && r.State.Failures == 1 {
				failed++
			}
			if r.Err == nil && r.New > 0 {
				read++
			}
		})
		if err != nil || failed != 1 || read != 1 {
			t.Errorf("%d failed, %d read, %v", failed, read, err)
		}
	})
}
