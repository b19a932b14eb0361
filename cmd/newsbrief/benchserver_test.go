package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// benchToken is the token that the benchmarks' bot has.
const benchToken = "7000000001:AAbenchmark-secret_0000000000000000"

// swift is a Bot API server that costs as little as it can, so that what is
// measured is whoever talks to it. It knows the methods that a bot needs to
// serve, and models the time of a request and the limit over all chats.
type swift struct {
	URL string

	// set before anybody talks to it
	latency time.Duration   // of a message, once it is counted
	limit   int             // messages in any one second, 0 for no limit
	ill     map[string]bool // chats to which nothing can be sent

	mu      sync.Mutex
	window  []time.Time
	first   time.Time
	last    time.Time
	sent    map[string]int // by chat and the beginning of the text
	count   int
	refused int
	conns   int
	polled  map[string]time.Time // by the path before the token: the first getUpdates
	asked   map[string]time.Time
	waits   []time.Duration // of answers to what was asked
	updates []string
	changed chan struct{}
}

func startSwift(tb testing.TB) *swift {
	s := &swift{sent: map[string]int{}, polled: map[string]time.Time{}, asked: map[string]time.Time{}, changed: make(chan struct{})}
	hs := httptest.NewUnstartedServer(s)
	hs.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.mu.Lock()
			s.conns++
			s.mu.Unlock()
		}
	}
	hs.Start()
	tb.Cleanup(func() {
		hs.CloseClientConnections()
		hs.Close()
	})
	s.URL = hs.URL
	return s
}

// ServeHTTP answers one request.
func (s *swift) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	w.Header().Set("Content-Type", "application/json")
	switch r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:] {
	case "getMe":
		io.WriteString(w, `{"ok":true,"result":{"id":7000000001,"is_bot":true,"first_name":"n","username":"bench_bot"}}`)
	case "getUpdates":
		s.getUpdates(w, r, body)
	case "sendMessage":
		s.sendMessage(w, body)
	default:
		io.WriteString(w, `{"ok":true,"result":true}`)
	}
}

func (s *swift) sendMessage(w http.ResponseWriter, body []byte) {
	chat := param(body, "chat_id")
	text := param(body, "text")
	if s.ill[chat] {
		time.Sleep(s.latency)
		w.WriteHeader(http.StatusInternalServerError)
		io.WriteString(w, `{"ok":false,"error_code":500,"description":"Internal Server Error"}`)
		return
	}
	took := s.take(chat, text)
	time.Sleep(s.latency)
	if !took {
		io.WriteString(w, `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}`)
		return
	}
	fmt.Fprintf(w, `{"ok":true,"result":{"message_id":1,"date":1,"chat":{"id":%s,"type":"private"}}}`, chat)
}

// param is the value of a request's parameter as it stands there, of a form or
// of a JSON object whose values are numbers or texts.
func param(body []byte, name string) string {
	if len(body) > 0 && body[0] == '{' {
		return field(body, name)
	}
	name += "="
	i := bytes.Index(body, []byte(name))
	for i > 0 && body[i-1] != '&' {
		next := bytes.Index(body[i+1:], []byte(name))
		if next < 0 {
			return ""
		}
		i += 1 + next
	}
	if i < 0 {
		return ""
	}
	value, _, _ := bytes.Cut(body[i+len(name):], []byte("&"))
	return string(value)
}

// field is the value of an object's first field of that name.
func field(body []byte, name string) string {
	_, value, _ := bytes.Cut(body, []byte(`"`+name+`":`))
	if value, ok := bytes.CutPrefix(value, []byte(`"`)); ok {
		end := 0
		for end < len(value) && value[end] != '"' {
			if value[end] == '\\' {
				end++
			}
			end++
		}
		return string(value[:min(end, len(value))])
	}
	return string(value[:max(0, bytes.IndexAny(value, ",}"))])
}

// take counts a message, unless the last second holds all that it may.
func (s *swift) take(chat, text string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	for len(s.window) > 0 && now.Sub(s.window[0]) >= time.Second {
		s.window = s.window[1:]
	}
	if s.limit > 0 && len(s.window) >= s.limit {
		s.refused++
		return false
	}
	if s.limit > 0 {
		s.window = append(s.window, now)
	}
	if at, ok := s.asked[chat]; ok {
		s.waits = append(s.waits, now.Sub(at))
		delete(s.asked, chat)
		s.notify()
		return true
	}
	if s.first.IsZero() {
		s.first = now
	}
	s.last = now
	s.count++
	s.sent[chat+" "+text[:min(len(text), 80)]]++
	s.notify()
	return true
}

// getUpdates waits as Telegram does, and hands out what people wrote.
func (s *swift) getUpdates(w io.Writer, r *http.Request, body []byte) {
	offset, _ := strconv.Atoi(param(body, "offset"))
	for {
		s.mu.Lock()
		if path, _, _ := strings.Cut(r.URL.Path, "/bot"); s.polled[path].IsZero() {
			s.polled[path] = time.Now()
			s.notify()
		}
		var out []string
		const most = 100 // of one answer, as of Telegram's
		from := min(max(0, offset-1), len(s.updates))
		out = append(out, s.updates[from:min(from+most, len(s.updates))]...)
		changed := s.changed
		s.mu.Unlock()
		if len(out) > 0 || param(body, "timeout") == "" {
			fmt.Fprintf(w, `{"ok":true,"result":[%s]}`, strings.Join(out, ","))
			return
		}
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		}
	}
}

// ask has a person write to the bot; what comes back first is the answer.
func (s *swift) ask(chat int, line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked[strconv.Itoa(chat)] = time.Now()
	s.write(chat, line)
}

// say has a person write to the bot, who does not look for the answer.
func (s *swift) say(chat int, line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.write(chat, line)
}

// write adds an update. The caller holds the lock.
func (s *swift) write(chat int, line string) {
	command, _, _ := strings.Cut(line, " ")
	s.updates = append(s.updates, fmt.Sprintf(`{"update_id":%d,"message":{"message_id":%d,"date":%d,`+
		`"from":{"id":%[4]d,"is_bot":false,"first_name":"p","language_code":"en"},"chat":{"id":%[4]d,"type":"private","first_name":"p"},`+
		`"text":%[5]q,"entities":[{"type":"bot_command","offset":0,"length":%[6]d}]}}`,
		len(s.updates)+1, len(s.updates)+1, time.Now().Unix(), chat, line, len(command)))
	s.notify()
}

// notify wakes whoever waits for a change. The caller holds the lock.
func (s *swift) notify() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// until waits until ok says so of the server, which is locked meanwhile.
func (s *swift) until(tb testing.TB, limit time.Duration, ok func() bool) {
	tb.Helper()
	deadline := time.After(limit)
	for {
		s.mu.Lock()
		done, changed := ok(), s.changed
		s.mu.Unlock()
		if done {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			s.mu.Lock()
			defer s.mu.Unlock()
			tb.Fatalf("gave up after %v with %d sent, %d refused, %d answered", limit, s.count, s.refused, len(s.waits))
		}
	}
}

// reset forgets what was sent.
func (s *swift) reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.first, s.last = time.Time{}, time.Time{}
	s.count, s.refused, s.conns, s.sent, s.waits = 0, 0, 0, map[string]int{}, nil
}
