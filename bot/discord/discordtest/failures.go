package discordtest

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Failure is what the server answers instead of doing what it was asked.
type Failure struct {
	Method string // "": any
	Path   string // behind the base, and all that begins with it
	Times  int    // 0: for ever

	Taken   bool // it is done what was asked, before that
	Status  int  // 0: the connection is cut
	Code    int
	Message string
	Body    string // instead of code and message
	Header  map[string]string
}

// Fail makes the next matching requests fail.
func (s *Server) Fail(f Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failures = append(s.failures, &f)
}

// Heal ends all failures.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failures = nil
}

// failure returns what the request fails with, nil for nothing. The caller
// holds the lock.
func (s *Server) failure(method, path string) *Failure {
	for i, f := range s.failures {
		if f.Method != "" && f.Method != method || !strings.HasPrefix(path, f.Path) {
			continue
		}
		if f.Times--; f.Times == 0 {
			s.failures = append(s.failures[:i:i], s.failures[i+1:]...)
		}
		return f
	}
	return nil
}

func (f *Failure) reply() reply {
	if f.Status == 0 {
		return reply{hang: true}
	}
	rep := refuse(f.Status, f.Code, f.Message)
	if f.Body != "" {
		rep.body = []byte(f.Body)
	}
	rep.header = f.Header
	return rep
}

// limits counts requests.
type limits struct {
	channels map[string]*window
	global   window
}

// window is a count that begins anew after a while.
type window struct {
	count int
	ends  time.Time
}

func (w *window) take(now time.Time, length time.Duration) int {
	if !now.Before(w.ends) {
		w.count, w.ends = 0, now.Add(length)
	}
	w.count++
	return w.count
}

// overGlobal refuses what goes beyond the limit of all requests.
func (s *Server) overGlobal(now time.Time) (reply, bool) {
	if s.GlobalLimit == 0 || s.limits.global.take(now, time.Second) <= s.GlobalLimit {
		return reply{}, false
	}
	rep := limited(s.limits.global.ends.Sub(now), true)
	rep.header["X-RateLimit-Global"] = "true"
	rep.header["X-RateLimit-Scope"] = "global"
	return rep, true
}

// overChannel counts a message of a channel; headers says what is left.
func (s *Server) overChannel(channel string, now time.Time) (rep reply, headers map[string]string, over bool) {
	if s.ChannelLimit == 0 {
		return reply{}, nil, false
	}
	if s.limits.channels == nil {
		s.limits.channels = map[string]*window{}
	}
	w := s.limits.channels[channel]
	if w == nil {
		w = &window{}
		s.limits.channels[channel] = w
	}
	n := w.take(now, s.ChannelWindow)
	wait := w.ends.Sub(now)
	headers = map[string]string{
		"X-RateLimit-Limit":       strconv.Itoa(s.ChannelLimit),
		"X-RateLimit-Remaining":   strconv.Itoa(max(0, s.ChannelLimit-n)),
		"X-RateLimit-Reset":       strconv.FormatFloat(float64(w.ends.UnixMilli())/1000, 'f', 3, 64),
		"X-RateLimit-Reset-After": strconv.FormatFloat(wait.Seconds(), 'f', 3, 64),
		"X-RateLimit-Bucket":      "abcd1234",
	}
	if n <= s.ChannelLimit {
		return reply{}, headers, false
	}
	rep = limited(wait, false)
	for k, v := range headers {
		rep.header[k] = v
	}
	rep.header["X-RateLimit-Scope"] = "user"
	return rep, headers, true
}

func limited(wait time.Duration, global bool) reply {
	rep := ok(map[string]any{"message": "You are being rate limited.", "retry_after": wait.Seconds(), "global": global})
	rep.status = http.StatusTooManyRequests
	rep.header = map[string]string{"Retry-After": strconv.Itoa(int(wait.Seconds()) + 1)}
	return rep
}
