package feed

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"newsbrief/digest/fetch"
)

// BenchmarkPoll polls 1,000 feeds of forty items over HTTP: as they are found
// when the server says that nothing changed, when it sends the same once more,
// and with everything new.
func BenchmarkPoll(b *testing.B) {
	feeds := make([]Feed, 1000)
	var edition atomic.Int64
	for _, mode := range []string{"not modified", "same body", "changed"} {
		b.Run(mode, func(b *testing.B) {
			srv := httptest.NewServer(benchHandler(mode, &edition))
			defer srv.Close()
			for i := range feeds {
				feeds[i] = Feed{URL: fmt.Sprint(srv.URL, "/", i), Private: true}
			}
			k := newKept()
			p := NewPoller(quiet(), PollConfig{Feeds: feeds, Fetcher: fetch.New(fetch.Config{}), States: k, Sink: k, Fresh: time.Nanosecond})
			round := func() {
				edition.Add(1)
				k.items = nil
				err := p.PollNow(b.Context(), feeds, func(r Result) {
					if r.Err != nil || r.Skipped {
						b.Fatal(r.Feed.URL, r.Skipped, r.Err)
					}
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			round()
			for b.Loop() {
				round()
			}
		})
	}
}

func benchHandler(mode string, edition *atomic.Int64) http.HandlerFunc {
	summary := strings.Repeat("A sentence of the summary with <b>markup</b> in it. ", 6)
	document := func(n int64) []byte {
		var s strings.Builder
		s.WriteString(`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Bench</title>`)
		for i := range 40 {
			fmt.Fprintf(&s, `<item><title>Headline %d of edition %d</title><link>https://example.org/%d/%d</link><guid>%d-%d</guid>`+
				`<description><![CDATA[<p>%s</p>]]></description><pubDate>%s</pubDate></item>`,
				i, n, n, i, n, i, summary, time.Now().Add(-time.Duration(i)*time.Hour).Format(time.RFC1123Z))
		}
		s.WriteString(`</channel></rss>`)
		return gzipped([]byte(s.String()))
	}
	same := document(0)
	var current atomic.Pointer[[]byte]
	var of atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		body := same
		if mode == "changed" {
			if n := edition.Load(); of.Swap(n) != n {
				doc := document(n)
				current.Store(&doc)
			}
			if p := current.Load(); p != nil {
				body = *p
			}
		}
		if mode == "not modified" {
			if r.Header.Get("If-None-Match") != "" {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			w.Header().Set("ETag", `"1"`)
		}
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(body)
	}
}

func gzipped(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}
