package fetch

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestGet(t *testing.T) {
	long := bytes.Repeat([]byte("0123456789"), 1000)
	var seen http.Header
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		seen = r.Header
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/page?a=b#c", http.StatusMovedPermanently)
		case "/elsewhere":
			http.Redirect(w, r, "https://user:secret@other.example/x", http.StatusSeeOther)
		case "/nowhere":
			w.Header().Set("Location", "ftp://other.example/")
			w.WriteHeader(http.StatusFound)
		case "/lost":
			w.WriteHeader(http.StatusFound)
		case "/busy":
			w.Header().Set("Retry-After", "120")
			w.WriteHeader(http.StatusTooManyRequests)
		case "/gzip":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(gzipped(long))
		case "/chunks":
			w.(http.Flusher).Flush()
			w.Write(long)
		case "/long":
			w.Write(long)
		default:
			w.Header().Set("Cache-Control", "max-age=60")
			w.Write([]byte("page"))
		}
	})
	tests := []struct {
		name     string
		path     string
		most     int64
		clip     bool
		body     string
		cut      bool
		location string
		err      error
	}{
		{name: "a page", path: "/page", body: "page"},
		{name: "a redirect is not followed", path: "/moved", location: base + "/page?a=b#c"},
		{name: "a redirect elsewhere, without its password", path: "/elsewhere", location: "https://other.example/x"},
		{name: "a redirect out of the web", path: "/nowhere", err: ErrBroken},
		{name: "a redirect without an address", path: "/lost", err: ErrBroken},
		{name: "too long", path: "/long", most: 100, err: ErrTooLarge},
		{name: "too long, unannounced", path: "/chunks", most: 100, err: ErrTooLarge},
		{name: "too long, packed", path: "/gzip", most: 1000, err: ErrTooLarge},
		{name: "clipped", path: "/long", most: 15, clip: true, body: "012345678901234", cut: true},
		{name: "clipped, unannounced", path: "/chunks", most: 15, clip: true, body: "012345678901234", cut: true},
		{name: "clipped, packed", path: "/gzip", most: 1000, clip: true, body: strings.Repeat("0123456789", 100), cut: true},
		{name: "no longer than clipped", path: "/page", most: 4, clip: true, body: "page"},
		{name: "no more than the fetcher takes", path: "/long", most: 1 << 40, body: string(long)},
	}
	f := New(patient())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := f.Get(t.Context(), Request{URL: base + tt.path, PrivateHost: Host(base), Accept: "text/html", MaxBytes: tt.most, Clip: tt.clip})
			if !errors.Is(err, tt.err) || (err != nil) != (tt.err != nil) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			if string(got.Body) != tt.body || got.Cut != tt.cut || got.Location != tt.location {
				t.Errorf("got %.40q, cut %v, location %q", got.Body, got.Cut, got.Location)
			}
			if seen.Get("Accept") != "text/html" || seen.Get("User-Agent") != "newsbrief" {
				t.Errorf("asked with %v", seen)
			}
		})
	}
	got, err := f.Get(t.Context(), Request{URL: base + "/page", PrivateHost: Host(base)})
	if err != nil || got.MaxAge != time.Minute || got.URL != base+"/page" {
		t.Errorf("got %+v, %v", got, err)
	}
	_, err = f.Get(t.Context(), Request{URL: base + "/busy", PrivateHost: Host(base)})
	var status *StatusError
	if !errors.As(err, &status) || status.Code != http.StatusTooManyRequests || status.RetryAfter != 2*time.Minute {
		t.Errorf("of a busy server: %v", err)
	}
}

// What somebody else gave never leads into a private network, and no error
// tells more of an address than its host.
func TestGetPrivate(t *testing.T) {
	asked := false
	base := serve(t, func(http.ResponseWriter, *http.Request) { asked = true })
	f := New(patient())
	for _, address := range []string{base + "/secret", "http://[::1]/secret", "http://10.0.0.1/secret", "gopher://x/secret", "http:///secret", ":secret"} {
		_, err := f.Get(t.Context(), Request{URL: address})
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", address, err)
		}
	}
	if asked {
		t.Error("a private address was asked")
	}
}

func TestGetEndsWithContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	base := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	if _, err := New(patient()).Get(ctx, Request{URL: base, PrivateHost: Host(base)}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
