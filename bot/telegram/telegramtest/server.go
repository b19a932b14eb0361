package telegramtest

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"
)

// The bot whose token the server knows: its username, as it stands behind the
// @ of a command, and its id.
const (
	BotName = "newsbrief_test_bot"
	BotID   = 7000000001
)

// Server is a Bot API server. Its methods are safe for concurrent use.
type Server struct {
	URL   string // "" unless it was made by [Start]
	Token string

	mu       sync.Mutex
	users    map[int64]User
	chats    map[int64]*chatState
	messages map[int64][]*Message // by chat
	order    []*Message
	lastID   int64 // of messages
	presses  map[string]bool
	answers  []Answer
	menus    map[string]json.RawMessage
	webhook  string
	calls    []Call
	failures []*Failure
	down     bool
	rate     rate
	queue    queue
	changed  chan struct{} // closed and replaced at every change
}

// Call is one request that the server took.
type Call struct {
	Method string
	Params map[string]string // objects and numbers as JSON
	At     time.Time
}

// NewServer returns a server that listens nowhere; see [Server.Transport].
func NewServer() *Server {
	return &Server{
		Token:    "7000000001:AAtest-secret_of_the_test_bot_000000",
		users:    map[int64]User{BotID: {ID: BotID, Name: BotName, Bot: true}},
		chats:    map[int64]*chatState{},
		messages: map[int64][]*Message{},
		presses:  map[string]bool{},
		menus:    map[string]json.RawMessage{},
		queue:    queue{nextID: 870000001},
		changed:  make(chan struct{}),
	}
}

// Start returns a server that listens on loopback until the test is over.
func Start(tb testing.TB) *Server {
	s := NewServer()
	hs := httptest.NewServer(s)
	tb.Cleanup(func() {
		hs.CloseClientConnections()
		hs.Close()
	})
	s.URL = hs.URL
	return s
}

// Transport returns a round tripper that hands requests to the server without
// any network, whatever their host.
func (s *Server) Transport() http.RoundTripper { return inProcess{s} }

type inProcess struct{ s *Server }

func (p inProcess) RoundTrip(req *http.Request) (resp *http.Response, err error) {
	defer func() {
		if recover() != nil { // http.ErrAbortHandler, as a server drops a connection
			resp, err = nil, io.ErrUnexpectedEOF
		}
	}()
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	rec := httptest.NewRecorder()
	p.s.ServeHTTP(rec, req)
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	return rec.Result(), nil
}

// refusal is an answer with ok false.
type refusal struct {
	code       int
	text       string
	retryAfter int
	migrateTo  int64
}

func bad(text string) *refusal {
	return &refusal{code: http.StatusBadRequest, text: "Bad Request: " + text}
}

func forbidden(text string) *refusal {
	return &refusal{code: http.StatusForbidden, text: "Forbidden: " + text}
}

func conflict(text string) *refusal {
	return &refusal{code: http.StatusConflict, text: "Conflict: " + text}
}

func tooMany(seconds int) *refusal {
	return &refusal{
		code: http.StatusTooManyRequests, retryAfter: seconds,
		text: "Too Many Requests: retry after " + strconv.Itoa(seconds),
	}
}

// ServeHTTP answers one request of the Bot API.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method, refused := s.route(r.URL.Path)
	if refused != nil {
		answer(w, nil, refused)
		return
	}
	params, err := readParams(r)
	if err != nil {
		answer(w, nil, bad(err.Error()))
		return
	}
	if s.broken(w, r, method, params) {
		return
	}
	result, refused := s.run(r, method, params)
	answer(w, result, refused)
}

// route reads "/bot<token>/<method>".
func (s *Server) route(path string) (string, *refusal) {
	rest, ok := strings.CutPrefix(path, "/bot")
	token, method, found := strings.Cut(rest, "/")
	switch {
	case !ok || !found || !strings.Contains(token, ":"):
		return "", &refusal{code: http.StatusNotFound, text: "Not Found"}
	case token != s.Token:
		return "", &refusal{code: http.StatusUnauthorized, text: "Unauthorized"}
	}
	return strings.ToLower(method), nil
}

func (s *Server) run(r *http.Request, method string, p params) (any, *refusal) {
	if method == "getupdates" {
		return s.getUpdates(r.Context(), p)
	}
	do := methods()[method]
	if do == nil {
		return nil, &refusal{code: http.StatusNotFound, text: "Not Found: method not found"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.notify()
	return do(s, p)
}

// notify wakes whoever waits for a change. The caller holds the lock.
func (s *Server) notify() {
	close(s.changed)
	s.changed = make(chan struct{})
}

func answer(w http.ResponseWriter, result any, refused *refusal) {
	body := map[string]any{"ok": refused == nil}
	status := http.StatusOK
	if refused == nil {
		body["result"] = result
	} else {
		status = refused.code
		body["error_code"], body["description"] = refused.code, refused.text
		parameters := map[string]any{}
		if refused.retryAfter != 0 {
			parameters["retry_after"] = refused.retryAfter
			w.Header().Set("Retry-After", strconv.Itoa(refused.retryAfter))
		}
		if refused.migrateTo != 0 {
			parameters["migrate_to_chat_id"] = refused.migrateTo
		}
		if len(parameters) > 0 {
			body["parameters"] = parameters
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// params are a request's parameters: strings as they are, all else as JSON.
type params map[string]string

func (p params) int(name string) int64 {
	n, _ := strconv.ParseInt(p[name], 10, 64)
	return n
}

type paramsError string

func (e paramsError) Error() string { return string(e) }

func readParams(r *http.Request) (params, error) {
	p := params{}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "application/json" {
		if err := p.readJSON(r.Body); err != nil {
			return nil, err
		}
	} else if kind == "multipart/form-data" {
		if err := r.ParseMultipartForm(1 << 20); err != nil {
			return nil, paramsError("can't parse the form")
		}
	}
	if err := r.ParseForm(); err != nil {
		return nil, paramsError("can't parse the form")
	}
	for name, values := range r.Form {
		p[name] = values[0]
	}
	for _, v := range p {
		if !utf8.ValidString(v) {
			return nil, paramsError("strings must be encoded in UTF-8")
		}
	}
	return p, nil
}

func (p params) readJSON(body io.Reader) error {
	var fields map[string]json.RawMessage
	if err := json.NewDecoder(body).Decode(&fields); err != nil {
		return paramsError("can't parse the body: JSON object expected")
	}
	for name, raw := range fields {
		var s string
		if json.Unmarshal(raw, &s) != nil {
			s = string(raw)
		}
		p[name] = s
	}
	return nil
}
