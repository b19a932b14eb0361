package discordtest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// The bot's ids.
const (
	AppID = "900000000000000001"
	BotID = "900000000000000002"
)

// Permission bits, as far as tests need them.
const (
	ManageChannels = 1 << 4
	ManageServer   = 1 << 5
	ViewChannel    = 1 << 10
	SendMessages   = 1 << 11
	EmbedLinks     = 1 << 14
	ReadHistory    = 1 << 16
	SendInThreads  = 1 << 38
)

// Everything is what a bot needs wherever it posts.
const Everything = ViewChannel | SendMessages | EmbedLinks | SendInThreads

// Server is the fake. Its fields may be changed before the bot starts.
type Server struct {
	URL   string // the base of the REST API
	Token string // the bot's, without "Bot "

	Heartbeat     time.Duration // between heartbeats
	Shards        int           // that the bot shall open
	Identifies    int           // allowed a day
	IdentifyEvery time.Duration // that must lie between two identifies
	ReplayEvery   time.Duration // between two events of a replay
	AckWithin     time.Duration // for an interaction's first response
	TokenLives    time.Duration // for the others

	Odd json.RawMessage // an object whose fields every interaction has instead of Discord's

	ChannelLimit  int // messages a channel and window; 0: no limit
	ChannelWindow time.Duration
	GlobalLimit   int // requests a second, those of interactions apart; 0: no limit

	base  string // of the addresses: "http://…"
	stop  func()
	pipes *pipes

	mu           sync.Mutex
	changed      chan struct{} // closed and replaced with every change
	lastID       uint64
	channels     map[string]Channel
	messages     []*Message
	nonces       map[string]*Message
	interactions map[string]*interaction // by token
	commands     map[string][]json.RawMessage
	puts         int
	failures     []*Failure
	requests     []Request
	limits       limits
	gate         gate
}

// Request is one that was made, with what was answered.
type Request struct {
	Method, Path string
	Body         string
	Status       int
}

// Channel is a place where people are.
type Channel struct {
	ID          string
	Guild       string // "": a direct message
	Type        int    // Discord's number; 0 is a text channel, 1 a direct message, 11 a thread, 15 a forum
	Permissions uint64 // the bot's
}

// Start starts a server that the end of the test ends.
func Start(t testing.TB) *Server {
	s := newServer()
	h := httptest.NewServer(http.HandlerFunc(s.serve))
	s.at(h.URL)
	s.stop = h.Close
	t.Cleanup(s.Stop)
	return s
}

// StartOffline starts a server without a network, for bubbles of
// testing/synctest: it is reached through [Server.Dial] only.
func StartOffline(t testing.TB) *Server {
	s := newServer()
	s.at("http://discord.test")
	s.pipes = newPipes()
	h := &http.Server{Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: time.Minute}
	done := make(chan struct{})
	go func() { defer close(done); _ = h.Serve(s.pipes) }()
	s.stop = func() { _ = h.Close(); <-done }
	t.Cleanup(s.Stop)
	return s
}

func (s *Server) at(base string) { s.base, s.URL = base, base+"/api/v9" }

func newServer() *Server {
	s := &Server{
		Token:     "MTIz.fake.secret-of-the-bot",
		Heartbeat: 40 * time.Millisecond, Shards: 1, Identifies: 1000,
		AckWithin: 3 * time.Second, TokenLives: 15 * time.Minute,
		ChannelLimit: 5, ChannelWindow: 5 * time.Second,
		changed: make(chan struct{}), lastID: 1_000_000_000_000_000_000,
		channels: map[string]Channel{}, nonces: map[string]*Message{},
		interactions: map[string]*interaction{}, commands: map[string][]json.RawMessage{},
	}
	s.gate.sessions = map[string]*session{}
	return s
}

// Stop ends all connections and the server.
func (s *Server) Stop() {
	s.mu.Lock()
	s.gate.closed = true
	s.mu.Unlock()
	s.Cut()
	s.stop()
}

// AddChannel makes a place known.
func (s *Server) AddChannel(c Channel) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.channels[c.ID] = c
}

// RemoveChannel deletes a channel or a thread and tells the bot.
func (s *Server) RemoveChannel(id string) {
	s.mu.Lock()
	c := s.channels[id]
	delete(s.channels, id)
	s.mu.Unlock()
	event := "CHANNEL_DELETE"
	if c.Type >= 10 && c.Type <= 12 {
		event = "THREAD_DELETE"
	}
	s.Dispatch(event, map[string]any{"id": c.ID, "type": c.Type, "guild_id": c.Guild})
}

// Requests returns what was asked so far, apart from the gateway.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

// Wait returns when cond holds. It is asked after every change, and may call
// the server.
func (s *Server) Wait(ctx context.Context, cond func() bool) error {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if cond() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("waited in vain: %w", ctx.Err())
		}
	}
}

// Poke has those who wait look again, when something else changed.
func (s *Server) Poke() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.change()
}

// change wakes those who wait. The caller holds the lock.
func (s *Server) change() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// newID returns the next id. The caller holds the lock.
func (s *Server) newID() string {
	s.lastID++
	return strconv.FormatUint(s.lastID, 10)
}

func (s *Server) serve(w http.ResponseWriter, req *http.Request) {
	if req.URL.Path == "/gateway" || strings.HasPrefix(req.URL.Path, "/gateway/") {
		s.serveGateway(w, req)
		return
	}
	body, err := io.ReadAll(io.LimitReader(req.Body, 1<<20))
	if err != nil {
		return
	}
	path := strings.TrimPrefix(req.URL.Path, "/api/v9")
	rep := s.answer(req, path, body)
	s.mu.Lock()
	s.requests = append(s.requests, Request{Method: req.Method, Path: path, Body: string(body), Status: rep.status})
	s.change()
	s.mu.Unlock()
	rep.write(w)
}

func (s *Server) answer(req *http.Request, path string, body []byte) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.failure(req.Method, path); f != nil {
		if f.Taken {
			s.route(req.Method, strings.Split(strings.Trim(path, "/"), "/"), body)
		}
		return f.reply()
	}
	byToken := strings.HasPrefix(path, "/interactions/") || strings.HasPrefix(path, "/webhooks/")
	if !byToken {
		if auth := req.Header.Get("Authorization"); !strings.HasPrefix(auth, "Bot ") || !s.knows(auth) {
			return refuse(http.StatusUnauthorized, 0, "401: Unauthorized")
		}
		if rep, over := s.overGlobal(time.Now()); over {
			return rep
		}
	}
	if len(body) > 0 && req.Header.Get("Content-Type") != "application/json" {
		return refuse(http.StatusBadRequest, 50035, "Invalid Form Body")
	}
	return s.route(req.Method, strings.Split(strings.Trim(path, "/"), "/"), body)
}

// route calls what stands behind an address. The caller holds the lock.
func (s *Server) route(method string, at []string, body []byte) reply {
	switch {
	case method == http.MethodGet && match(at, "gateway", "bot"):
		return s.gatewayBot()
	case method == http.MethodGet && match(at, "gateway"):
		return ok(map[string]any{"url": s.gatewayURL()})
	case method == http.MethodGet && match(at, "users", "@me"):
		return ok(map[string]any{"id": BotID, "username": "newsbrief", "bot": true})
	case method == http.MethodPost && match(at, "channels", "*", "messages"):
		return s.create(at[1], body)
	case method == http.MethodGet && match(at, "channels", "*", "messages"):
		return s.history(at[1])
	case method == http.MethodPost && match(at, "interactions", "*", "*", "callback"):
		return s.callback(at[1], at[2], body)
	case method == http.MethodPost && match(at, "webhooks", AppID, "*"):
		return s.followUp(at[2], body)
	case match(at, "webhooks", AppID, "*", "messages", "@original"):
		return s.original(method, at[2], body)
	case match(at, "applications", AppID, "commands"):
		return s.registration(method, "", body)
	case match(at, "applications", AppID, "guilds", "*", "commands"):
		return s.registration(method, at[3], body)
	}
	return refuse(http.StatusNotFound, 0, "404: Not Found")
}

func match(at []string, pattern ...string) bool {
	if len(at) != len(pattern) {
		return false
	}
	for i, p := range pattern {
		if p != "*" && p != at[i] {
			return false
		}
	}
	return true
}

// reply is an answer on its way.
type reply struct {
	status int
	header map[string]string
	body   []byte
	hang   bool // the connection is cut instead
}

func ok(v any) reply {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err) // a test's own value
	}
	return reply{status: http.StatusOK, body: body}
}

func refuse(status, code int, message string) reply {
	rep := ok(map[string]any{"message": message, "code": code})
	rep.status = status
	return rep
}

func (r reply) write(w http.ResponseWriter) {
	if r.hang {
		panic(http.ErrAbortHandler)
	}
	if len(r.body) > 0 {
		w.Header().Set("Content-Type", "application/json")
	}
	for k, v := range r.header {
		w.Header().Set(k, v)
	}
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body)
}
