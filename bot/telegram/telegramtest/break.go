package telegramtest

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Failure is a request that goes wrong. Without any field it is a 500 of the
// Bot API.
type Failure struct {
	Method string // "" for any but getUpdates
	Chat   int64  // 0 for any
	Times  int    // how many requests; 0 is one, negative all until [Server.Heal]

	Code        int    // of the answer
	Description string // "Bad Request: …"
	RetryAfter  int    // seconds
	MigrateTo   int64
	Page        string // the answer's body in place of JSON, as a proxy writes it

	Drop  bool // the connection breaks without an answer
	Hang  bool // no answer comes until the client goes away
	Taken bool // with Drop: after the request was carried out
}

// Fail orders a failure. Failures are used up in the order in which they were
// ordered.
func (s *Server) Fail(f Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Times == 0 {
		f.Times = 1
	}
	s.failures = append(s.failures, &f)
}

// Heal forgets all failures that were ordered.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failures = nil
}

// Down begins or ends an outage: while it lasts, every request gets a proxy's
// page with status 502, and a long poll that is open ends with 502 too.
func (s *Server) Down(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
	s.notify()
}

// broken notes the call and, where something is ordered to go wrong with it,
// lets it go wrong.
func (s *Server) broken(w http.ResponseWriter, r *http.Request, method string, p params) bool {
	down, f := s.note(method, p)
	switch {
	case down:
		page(w, http.StatusBadGateway, "<html><h1>502 Bad Gateway</h1></html>")
	case f == nil:
		return false
	case f.Hang:
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	case f.Drop:
		if f.Taken {
			s.run(r, method, p)
		}
		panic(http.ErrAbortHandler)
	case f.Page != "":
		if f.RetryAfter != 0 {
			w.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
		}
		page(w, f.code(), f.Page)
	default:
		answer(w, nil, &refusal{code: f.code(), text: f.text(), retryAfter: f.RetryAfter, migrateTo: f.MigrateTo})
	}
	return true
}

func page(w http.ResponseWriter, code int, body string) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(code)
	_, _ = w.Write([]byte(body))
}

func (f *Failure) code() int {
	if f.Code == 0 {
		return http.StatusInternalServerError
	}
	return f.Code
}

func (f *Failure) text() string {
	if f.Description == "" {
		return "Internal Server Error"
	}
	return f.Description
}

func (s *Server) note(method string, p params) (down bool, f *Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, Call{Method: method, Params: p, At: time.Now()})
	if s.down {
		return true, nil
	}
	for i, f := range s.failures {
		if !f.hits(method, p) {
			continue
		}
		if f.Times--; f.Times == 0 {
			s.failures = append(s.failures[:i:i], s.failures[i+1:]...)
		}
		return false, f
	}
	return false, nil
}

func (f *Failure) hits(method string, p params) bool {
	if f.Method == "" && method == "getupdates" || f.Method != "" && !strings.EqualFold(f.Method, method) {
		return false
	}
	return f.Chat == 0 || p.int("chat_id") == f.Chat
}
