package gateway

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/gorilla/websocket"
)

// address is where to connect. It is asked for anew where the last one led
// nowhere.
func (s *shard) address(ctx context.Context) string {
	if s.stale {
		if info, err := s.cfg.Find(ctx); err == nil {
			s.url, s.stale = info.URL, false
		}
	}
	return s.url
}

func (s *shard) dial(ctx context.Context) (*websocket.Conn, error) {
	address := s.address(ctx)
	if s.session != "" && s.resume != "" {
		address = s.resume
	}
	u, err := withVersion(address, s.cfg.Version)
	if err != nil {
		s.resume = ""
		return nil, err
	}
	ws, status, err := s.handshake(ctx, u)
	if other := otherForm(u); err != nil && misplaced(status) && other != nil {
		ws, _, err = s.handshake(ctx, other)
	}
	if err != nil {
		s.stale = s.session == "" || s.resume == ""
		s.resume = "" // the next try goes to the address that everyone knows
		return nil, fmt.Errorf("connect to the gateway: %w", s.cfg.Clean(err))
	}
	ws.SetReadLimit(maxPacket)
	// To send Discord's own 1000 or 1001 back would end the session.
	ws.SetCloseHandler(func(int, string) error { return nil })
	return ws, nil
}

// handshake makes the connection; status is that of the answer, zero if there
// was none.
func (s *shard) handshake(ctx context.Context, u *url.URL) (ws *websocket.Conn, status int, err error) {
	dialer := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: s.cfg.Waits.Hello, NetDialContext: s.cfg.Dial}
	ws, resp, err := dialer.DialContext(ctx, u.String(), nil)
	if resp != nil {
		status = resp.StatusCode
		if resp.Body != nil {
			_ = resp.Body.Close()
		}
	}
	return ws, status, err
}

// withVersion is the address that a server gave, with the version and the
// encoding that it leaves to the client.
func withVersion(given, version string) (*url.URL, error) {
	u, err := url.Parse(given)
	if err != nil || u.Host == "" {
		return nil, errors.New("the gateway's address is not valid")
	}
	if u.Path == "" {
		u.Path = "/"
	}
	q := u.Query()
	if q.Get("v") == "" {
		q.Set("v", version)
	}
	q.Set("encoding", "json")
	u.RawQuery = q.Encode()
	return u, nil
}

// misplaced reports whether a handshake's answer says that the gateway stands
// elsewhere.
func misplaced(status int) bool {
	return status == http.StatusNotFound || status > 300 && status < 400
}

// otherForm is the address with a slash at its end if it had none, and without
// if it had; nil where both are the same. Servers differ in which they take.
func otherForm(u *url.URL) *url.URL {
	if u.Path == "/" {
		return nil
	}
	other := *u
	other.RawPath = ""
	if path, had := strings.CutSuffix(u.Path, "/"); had {
		other.Path = path
	} else {
		other.Path += "/"
	}
	return &other
}
