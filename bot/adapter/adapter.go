// Package adapter is what every platform would else have to write for itself.
package adapter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// pingTimeout is how long a connection may be silent before it is asked for a
// sign of life, and how long that may take: without it a connection that died
// unnoticed would swallow every request for a quarter of an hour.
const pingTimeout = 15 * time.Second

// NewClient returns a client over the transport, nil for net/http's own with
// room for so many connections that wait for work. It follows no redirects:
// they would carry a token to who knows whom.
func NewClient(idle int, rt http.RoundTripper) *http.Client {
	if rt == nil {
		rt = newTransport(idle)
	}
	return &http.Client{
		Transport:     rt,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func newTransport(idle int) http.RoundTripper {
	tr, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	tr = tr.Clone()
	tr.MaxIdleConnsPerHost = idle
	tr.WriteBufferSize = 16 << 10 // a digest leaves in one piece
	tr.HTTP2 = &http.HTTP2Config{SendPingTimeout: pingTimeout, PingTimeout: pingTimeout}
	return tr
}

// ReadAnswer returns the whole body of an answer, or an error where it is
// longer than most bytes.
func ReadAnswer(resp *http.Response, most int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(resp.Body, most+1))
	if err == nil && int64(len(body)) > most {
		err = fmt.Errorf("answer longer than %d bytes", most)
	}
	if err != nil {
		return nil, fmt.Errorf("read answer: %w", WithoutURL(err))
	}
	return body, nil
}

// WithoutURL drops the address that net/http puts before its errors: it may
// hold a secret.
func WithoutURL(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}

// Sleep returns when d is over, or with ctx.
func Sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
