package discordtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// gate is the gateway's state.
type gate struct {
	sessions   map[string]*session
	conns      []*gateConn
	identified int
	resumed    int
	beats      int // heartbeats that came
	lastIdent  time.Time
	silent     bool // connections get no answer to what they say
	deaf       bool // heartbeats are not acknowledged
	refusing   int  // close code for every identify or resume
	revoked    bool // the token is refused
	down       bool // connections are refused
	closed     bool
	moves      int // how often its address changed
}

// session is what lives through several connections.
type session struct {
	id     string
	shard  [2]int
	events []packet // all of them, for replay
	conn   *gateConn
	over   bool
}

type packet struct {
	Op   int    `json:"op"`
	Data any    `json:"d"`
	Seq  *int64 `json:"s"`
	Type string `json:"t,omitempty"`

	after time.Duration // that it comes later than it could
}

func (s *Server) gatewayURL() string {
	return "ws" + strings.TrimPrefix(s.base, "http") + "/gateway" + strings.Repeat("/moved", s.gate.moves)
}

func (s *Server) gatewayBot() reply {
	return ok(map[string]any{
		"url": s.gatewayURL(), "shards": s.Shards,
		"session_start_limit": map[string]any{
			"total": s.Identifies, "remaining": s.Identifies - s.gate.identified, "reset_after": 14400000, "max_concurrency": 1,
		},
	})
}

// Identified is how many sessions were begun, Resumed how many were resumed.
func (s *Server) Identified() int { s.mu.Lock(); defer s.mu.Unlock(); return s.gate.identified }

// Resumed is how many sessions were resumed.
func (s *Server) Resumed() int { s.mu.Lock(); defer s.mu.Unlock(); return s.gate.resumed }

// Beats is how many heartbeats came.
func (s *Server) Beats() int { s.mu.Lock(); defer s.mu.Unlock(); return s.gate.beats }

// Connected is how many sessions have a connection now.
func (s *Server) Connected() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, ses := range s.gate.sessions {
		if ses.conn != nil {
			n++
		}
	}
	return n
}

// Dispatch sends an event to every session, and keeps it for those that are
// away.
func (s *Server) Dispatch(event string, data any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, ses := range s.gate.sessions {
		if !ses.over {
			ses.dispatch(event, data)
		}
	}
}

func (ses *session) dispatch(event string, data any) {
	seq := int64(len(ses.events) + 1)
	p := packet{Op: 0, Data: data, Seq: &seq, Type: event}
	ses.events = append(ses.events, p)
	if ses.conn != nil {
		ses.conn.send(p)
	}
}

// Again sends the last event of every session once more.
func (s *Server) Again() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, ses := range s.gate.sessions {
		if last := len(ses.events) - 1; last >= 0 && ses.conn != nil {
			ses.conn.send(ses.events[last])
		}
	}
}

// Move has the gateway stand at another address; the old one leads nowhere.
func (s *Server) Move() {
	s.mu.Lock()
	s.gate.moves++
	s.mu.Unlock()
	s.Cut()
}

// Cut cuts all connections without a word.
func (s *Server) Cut() { s.each(func(c *gateConn) { _ = c.ws.Close() }) }

// Close closes all connections with a code.
func (s *Server) Close(code int) { s.each(func(c *gateConn) { c.close(code) }) }

// Reconnect asks all connections to come again (op 7).
func (s *Server) Reconnect() { s.each(func(c *gateConn) { c.send(packet{Op: 7}) }) }

// Invalidate ends all sessions (op 9), for good unless resumable.
func (s *Server) Invalidate(resumable bool) {
	s.each(func(c *gateConn) {
		if !resumable && c.ses != nil {
			c.ses.over = true
		}
		c.send(packet{Op: 9, Data: resumable})
	})
}

// Beat asks all connections for a heartbeat (op 1).
func (s *Server) Beat() { s.each(func(c *gateConn) { c.send(packet{Op: 1}) }) }

func (s *Server) each(f func(*gateConn)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.gate.conns {
		f(c)
	}
}

// Silence makes the gateway accept connections and answer nothing that they
// say, or talk again.
func (s *Server) Silence(on bool) { s.mu.Lock(); defer s.mu.Unlock(); s.gate.silent = on }

// Deafen stops the acknowledgement of heartbeats, or starts it again.
func (s *Server) Deafen(on bool) { s.mu.Lock(); defer s.mu.Unlock(); s.gate.deaf = on }

// Refuse closes every identify and resume with the code; 0 ends that.
func (s *Server) Refuse(code int) { s.mu.Lock(); defer s.mu.Unlock(); s.gate.refusing = code }

// Revoke makes Discord refuse the bot's token and close its connections, or take
// the token again.
func (s *Server) Revoke(on bool) {
	s.mu.Lock()
	s.gate.revoked = on
	s.mu.Unlock()
	if on {
		s.Close(4004)
	}
}

// knows reports whether the token is the bot's. The caller holds the lock.
func (s *Server) knows(token string) bool {
	return !s.gate.revoked && strings.TrimPrefix(token, "Bot ") == s.Token
}

// Down makes the gateway refuse connections, and cuts those there are.
func (s *Server) Down(on bool) {
	s.mu.Lock()
	s.gate.down = on
	s.mu.Unlock()
	if on {
		s.Cut()
	}
}

// gateConn is one connection.
type gateConn struct {
	s     *Server
	ws    *websocket.Conn
	out   chan packet
	done  chan struct{}
	write sync.Mutex
	ses   *session // guarded by the server's lock
}

func (s *Server) serveGateway(w http.ResponseWriter, req *http.Request) {
	s.mu.Lock()
	down := s.gate.down || s.gate.closed || strings.Count(req.URL.Path, "/moved") != s.gate.moves
	s.mu.Unlock()
	if q := req.URL.Query(); down || q.Get("v") != "9" || q.Get("encoding") != "json" {
		http.Error(w, "unavailable", http.StatusServiceUnavailable)
		return
	}
	up := websocket.Upgrader{}
	ws, err := up.Upgrade(w, req, nil)
	if err != nil {
		return
	}
	c := &gateConn{s: s, ws: ws, out: make(chan packet, 1024), done: make(chan struct{})}
	go c.writer()
	s.mu.Lock()
	s.gate.conns = append(s.gate.conns, c)
	closed := s.gate.closed
	c.send(packet{Op: 10, Data: map[string]any{"heartbeat_interval": s.Heartbeat.Milliseconds()}})
	s.mu.Unlock()
	if closed {
		_ = ws.Close()
	}
	c.reader()
	s.gone(c)
}

// gone forgets a connection that ended.
func (s *Server) gone(c *gateConn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(c.done)
	_ = c.ws.Close()
	s.gate.conns = slices.DeleteFunc(s.gate.conns, func(o *gateConn) bool { return o == c })
	if c.ses != nil && c.ses.conn == c {
		c.ses.conn = nil
	}
	s.change()
}

// send queues a packet. A client that takes none for a thousand is cut.
func (c *gateConn) send(p packet) {
	select {
	case c.out <- p:
	default:
		_ = c.ws.Close()
	}
}

func (c *gateConn) writer() {
	for {
		select {
		case p := <-c.out:
			time.Sleep(p.after)
			c.write.Lock()
			err := c.ws.WriteJSON(p)
			c.write.Unlock()
			if err != nil {
				return
			}
		case <-c.done:
			return
		}
	}
}

func (c *gateConn) close(code int) {
	_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
	_ = c.ws.Close()
}

func (c *gateConn) reader() {
	for {
		// Discord gives a client up that misses its heartbeats.
		_ = c.ws.SetReadDeadline(time.Now().Add(3*c.s.Heartbeat + 5*time.Second))
		_, data, err := c.ws.ReadMessage()
		if ce, ok := err.(*websocket.CloseError); ok && (ce.Code == 1000 || ce.Code == 1001) {
			c.s.end(c)
		}
		if err != nil {
			return
		}
		var p struct {
			Op   *int            `json:"op"`
			Data json.RawMessage `json:"d"`
		}
		if json.Unmarshal(data, &p) != nil || p.Op == nil {
			c.close(4002)
			return
		}
		if code := c.s.said(c, *p.Op, p.Data); code != 0 {
			c.close(code)
			return
		}
	}
}

// end ends the session of a connection that was closed as done.
func (s *Server) end(c *gateConn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.ses != nil {
		c.ses.over = true
	}
}

// said takes in what a client said and returns the close code that it gets
// for it, 0 for none.
func (s *Server) said(c *gateConn, op int, data json.RawMessage) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.change()
	switch op {
	case 1:
		s.gate.beats++
		if !s.gate.deaf && !s.gate.silent {
			c.send(packet{Op: 11})
		}
		return 0
	case 2, 6:
		if s.gate.silent {
			return 0
		}
		if s.gate.refusing != 0 {
			return s.gate.refusing
		}
		if op == 2 {
			return s.identify(c, data)
		}
		return s.resume(c, data)
	}
	if c.ses == nil {
		return 4003
	}
	return 4001
}

func (s *Server) identify(c *gateConn, data json.RawMessage) int {
	var d struct {
		Token      string            `json:"token"`
		Intents    *int              `json:"intents"`
		Properties map[string]string `json:"properties"`
		Shard      *[2]int           `json:"shard"`
		Compress   bool              `json:"compress"`
	}
	switch {
	case json.Unmarshal(data, &d) != nil, len(d.Properties) == 0:
		return 4002
	case c.ses != nil:
		return 4005
	case !s.knows(d.Token):
		return 4004
	case d.Intents == nil || *d.Intents < 0 || *d.Intents >= 1<<26:
		return 4013
	}
	shard := [2]int{0, 1}
	if d.Shard != nil {
		shard = *d.Shard
	}
	if shard[0] < 0 || shard[0] >= shard[1] {
		return 4010
	}
	s.gate.identified++
	now := time.Now()
	if since := now.Sub(s.gate.lastIdent); since < s.IdentifyEvery || s.gate.identified > s.Identifies {
		c.send(packet{Op: 9, Data: false})
		return 0
	}
	s.gate.lastIdent = now
	ses := &session{id: s.newID(), shard: shard, conn: c}
	s.gate.sessions[ses.id], c.ses = ses, ses
	ses.dispatch("READY", map[string]any{
		"v": 9, "session_id": ses.id, "resume_gateway_url": s.gatewayURL() + "/resume", "shard": shard, "guilds": s.servers(shard),
		"user":        map[string]any{"id": BotID, "username": "newsbrief", "discriminator": "0", "bot": true},
		"application": map[string]any{"id": AppID, "flags": 0},
	})
	return 0
}

// servers are those of a shard's channels, as they stand in READY. The caller
// holds the lock.
func (s *Server) servers(shard [2]int) []map[string]any {
	out, seen := []map[string]any{}, map[string]bool{"": true}
	for _, c := range s.channels {
		id, _ := strconv.ParseUint(c.Guild, 10, 64)
		if !seen[c.Guild] && id>>22%uint64(shard[1]) == uint64(shard[0]) {
			out = append(out, map[string]any{"id": c.Guild, "unavailable": true})
		}
		seen[c.Guild] = true
	}
	return out
}

func (s *Server) resume(c *gateConn, data json.RawMessage) int {
	var d struct {
		Token   string `json:"token"`
		Session string `json:"session_id"`
		Seq     *int   `json:"seq"`
	}
	switch {
	case json.Unmarshal(data, &d) != nil:
		return 4002
	case c.ses != nil:
		return 4005
	case !s.knows(d.Token):
		return 4004
	}
	ses := s.gate.sessions[d.Session]
	if ses == nil || ses.over {
		c.send(packet{Op: 9, Data: false})
		return 0
	}
	if d.Seq == nil || *d.Seq < 0 || *d.Seq > len(ses.events) {
		return 4007
	}
	s.gate.resumed++
	if ses.conn != nil {
		_ = ses.conn.ws.Close()
	}
	ses.conn, c.ses = c, ses
	for _, p := range ses.events[*d.Seq:] {
		p.after = s.ReplayEvery
		c.send(p)
	}
	ses.dispatch("RESUMED", map[string]any{})
	return 0
}
