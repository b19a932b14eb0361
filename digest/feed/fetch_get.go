package feed

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// Ask is a request for something that is no feed: an article's page, the rules
// of a site.
type Ask struct {
	URL      string
	Foreign  bool   // as [Feed.Foreign]
	Accept   string // the header
	MaxBytes int64  // of the body, before and after decompression; 0: as of the Fetcher
	Clip     bool   // take the first MaxBytes of a longer body, instead of none of it
}

// Get makes one request. A redirect is not followed: where it leads is in
// [Fetched.Location], for the caller to judge. Get waits, is bounded and fails
// as [Fetcher.Fetch] does.
func (f *Fetcher) Get(ctx context.Context, a Ask) (Fetched, error) {
	host := hostOf(a.URL)
	release, err := f.acquire(ctx, host)
	if err != nil {
		return Fetched{}, fetchError(ctx, host, err)
	}
	defer release()
	timed, cancel := context.WithTimeout(ctx, f.cfg.Total)
	defer cancel()
	got, err := f.ask(timed, a)
	if err != nil {
		return Fetched{}, fetchError(ctx, host, err)
	}
	return got, nil
}

func (f *Fetcher) ask(ctx context.Context, a Ask) (Fetched, error) {
	req, err := http.NewRequestWithContext(context.WithValue(ctx, trailKey{}, &trail{stay: true}), http.MethodGet, a.URL, nil)
	if err != nil || hostOf(a.URL) == "" {
		return Fetched{}, errBadURL
	}
	f.setHeaders(req, State{}, false)
	req.Header.Set("Accept", a.Accept)
	client := f.own
	if a.Foreign {
		client = f.foreign
	}
	resp, err := client.Do(req)
	if err != nil {
		return Fetched{}, err
	}
	defer resp.Body.Close()
	return f.answer(resp, a)
}

// answer reads what came back, or where to go on.
func (f *Fetcher) answer(resp *http.Response, a Ask) (Fetched, error) {
	got := Fetched{ContentType: resp.Header.Get("Content-Type"), URL: withoutUser(resp.Request.URL), MaxAge: maxAge(resp.Header)}
	switch resp.StatusCode {
	case http.StatusOK, http.StatusNonAuthoritativeInfo:
		err := f.take(&got, resp, a)
		return got, err
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		to, err := resp.Location()
		if err != nil || openable(to) == "" {
			return Fetched{}, errBadURL
		}
		got.Location = openable(to)
		return got, nil
	default:
		return Fetched{}, &StatusError{Code: resp.StatusCode, RetryAfter: retryAfter(resp.Header, time.Now())}
	}
}

// take reads the body into got.
func (f *Fetcher) take(got *Fetched, resp *http.Response, a Ask) error {
	most, announced := f.cfg.MaxBytes, resp.ContentLength
	if a.MaxBytes > 0 {
		most = min(most, a.MaxBytes)
	}
	if a.Clip {
		announced = min(announced, most)
	}
	raw, cut, err := readLimited(resp.Body, announced, most)
	if err != nil && !(a.Clip && errors.Is(err, ErrTooLarge)) {
		return bodyError{err}
	}
	body, cutToo, err := decompress(raw, resp.Header.Get("Content-Encoding"), most)
	if err != nil && !(a.Clip && errors.Is(err, ErrTooLarge)) {
		return err
	}
	got.Body, got.Cut, got.Hash = body, cut || cutToo, hashBody(raw)
	return nil
}
