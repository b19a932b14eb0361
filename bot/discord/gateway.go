package discord

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// The gateway's operations.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opResume         = 6
	opReconnect      = 7
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatAck   = 11
)

// Close codes. With 1000 or 1001 Discord would end the session.
const (
	closeForGood = websocket.CloseNormalClosure
	closeResume  = 4900
)

// maxMisses is how many resumes in a row may go unanswered before the session
// is given up. Those that are cut short cost it nothing: while Discord restarts
// there are many.
const maxMisses = 3

const (
	maxPacket    = 64 << 20
	writeTimeout = 10 * time.Second
)

// fatalCloses are those after which connecting again would be in vain.
var fatalCloses = map[int]string{
	4004: "the token is not valid",
	4010: "invalid shard",
	4011: "more shards are needed",
	4012: "this version of the gateway is gone",
	4013: "invalid intents",
	4014: "intents that the bot may not have",
}

// sessionCloses are those after which the session cannot be resumed. Discord's
// own 1000 and 1001, as of a server that restarts, are none.
var sessionCloses = map[int]bool{4003: true, 4007: true, 4009: true}

// fatalError is a refusal that trying again would not cure.
type fatalError struct{ why string }

func (e *fatalError) Error() string { return e.why }

// packet is one message of the gateway.
type packet struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int64           `json:"s"`
	Type string          `json:"t"`
}

// errReconnect is op 7; errInvalid op 9 for a session that is over.
var (
	errReconnect = errors.New("discord asks to reconnect")
	errInvalid   = errors.New("discord does not know the session any more")
	errZombie    = errors.New("no answer to a heartbeat")
)

// shard is one of the bot's connections, and the session that lives through
// several of them.
type shard struct {
	d       *Discord
	id      int
	count   int
	url     string // of the gateway
	stale   bool   // that led nowhere the last time
	budget  *identifies
	handle  func(packet)
	session string // id, "" if there is none to resume
	resume  string // where to resume it
	seq     atomic.Int64
	misses  int  // resumes in a row without an answer
	spent   bool // the identify of this connection was sent
	met     bool // and answered, or its resume
	absence *absence
}

// run keeps the connection up until ctx ends. It returns an error only where
// that is in vain.
func (s *shard) run(ctx context.Context) error {
	for ctx.Err() == nil {
		err := s.connect(ctx)
		if ctx.Err() != nil {
			return nil
		}
		var fatal *fatalError
		if errors.As(err, &fatal) {
			return fmt.Errorf("discord refuses the connection: %w", fatal)
		}
		s.afterwards(ctx, err)
	}
	return nil
}

// afterwards draws conclusions from the end of a connection, and waits.
func (s *shard) afterwards(ctx context.Context, err error) {
	var closed *websocket.CloseError
	switch {
	case errors.As(err, &closed) && sessionCloses[closed.Code]:
		s.forget()
	case errors.Is(err, errInvalid):
		s.forget()
		sleep(ctx, s.d.waits.invalid/5+rand.N(s.d.waits.invalid*4/5+1))
	}
	s.absence.wait(ctx, err, s.longest())
}

// longest is the most that the next connection is worth waiting for.
func (s *shard) longest() time.Duration {
	switch {
	case s.spent:
		return s.d.waits.most
	case s.session != "" && s.met:
		return s.d.waits.resume
	}
	return s.d.waits.away
}

// forget gives the session up: the next connection identifies.
func (s *shard) forget() {
	s.session, s.resume, s.misses = "", "", 0
	s.seq.Store(0)
}

// connect makes one connection and serves it to its end.
func (s *shard) connect(ctx context.Context) error {
	s.spent, s.met = false, false
	if s.misses >= maxMisses {
		s.forget()
	}
	if s.session == "" {
		if err := s.budget.take(ctx, s.id); err != nil {
			return err
		}
		defer s.refund()
	}
	ws, err := s.dial(ctx)
	if err != nil {
		return err
	}
	c := &conn{s: s, ws: ws, done: make(chan struct{})}
	defer c.close(closeResume)
	stop := context.AfterFunc(ctx, func() { c.close(closeForGood) })
	defer stop()
	return c.serve(ctx)
}

// refund gives back an identify that was not sent.
func (s *shard) refund() {
	if !s.spent {
		s.budget.refund()
	}
}

// conn is one connection.
type conn struct {
	s     *shard
	ws    *websocket.Conn
	write sync.Mutex
	once  sync.Once
	done  chan struct{} // closed with the connection
	acked atomic.Bool   // the last heartbeat was answered
	dead  atomic.Bool   // closed because one was not
}

// close ends the connection without waiting for the other side.
func (c *conn) close(code int) {
	c.once.Do(func() {
		close(c.done)
		// Control messages may be written beside others.
		_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
		_ = c.ws.Close()
	})
}

// serve speaks the protocol until the connection ends, and says why it did.
func (c *conn) serve(ctx context.Context) error {
	err := c.open(ctx)
	for err == nil {
		var p packet
		if p, err = c.read(); err == nil {
			err = c.take(p)
		}
	}
	if c.dead.Load() {
		return errZombie
	}
	if timeout := net.Error(nil); errors.As(err, &timeout) && timeout.Timeout() {
		c.s.misses++
		return errors.New("the gateway does not answer")
	}
	var closed *websocket.CloseError
	if errors.As(err, &closed) {
		if why, ok := fatalCloses[closed.Code]; ok {
			return &fatalError{fmt.Sprintf("%s (close code %d)", why, closed.Code)}
		}
	}
	return c.s.d.api.secret.Clean(err)
}

// open waits for the gateway's hello and answers it.
func (c *conn) open(ctx context.Context) error {
	c.deadline(c.s.d.waits.hello)
	p, err := c.read()
	if err != nil {
		return err
	}
	var hello struct {
		Interval float64 `json:"heartbeat_interval"`
	}
	if p.Op != opHello || json.Unmarshal(p.Data, &hello) != nil || !(hello.Interval >= 1) {
		return fmt.Errorf("the gateway began with op %d", p.Op)
	}
	c.acked.Store(true)
	go c.beat(time.Duration(min(hello.Interval, 3.6e6) * float64(time.Millisecond)))
	if c.s.session == "" {
		c.s.budget.space(ctx, c.s.id)
	}
	c.deadline(c.s.d.waits.ready)
	return c.introduce()
}

// deadline bounds the wait for what has to come now.
func (c *conn) deadline(d time.Duration) { _ = c.ws.SetReadDeadline(time.Now().Add(d)) }

// introduce resumes the session, or begins one.
func (c *conn) introduce() error {
	s := c.s
	if s.session != "" {
		return c.send(opResume, map[string]any{"token": s.d.cfg.Token, "session_id": s.session, "seq": s.seq.Load()})
	}
	me := map[string]any{
		"token":      s.d.cfg.Token,
		"properties": map[string]string{"os": runtime.GOOS, "browser": "newsbrief", "device": "newsbrief"},
		"intents":    int(discordgo.IntentGuilds),
		"shard":      [2]int{s.id, s.count},
	}
	s.spent = true
	return c.send(opIdentify, me)
}

func (c *conn) send(op int, data any) error {
	c.write.Lock()
	defer c.write.Unlock()
	_ = c.ws.SetWriteDeadline(time.Now().Add(writeTimeout))
	return c.ws.WriteJSON(map[string]any{"op": op, "d": data})
}

// read returns the next packet. Discord compresses none that was not asked
// for; a server that does so is understood too.
func (c *conn) read() (packet, error) {
	var p packet
	kind, data, err := c.ws.ReadMessage()
	if err == nil && kind == websocket.BinaryMessage {
		data, err = inflate(data)
	}
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal(data, &p); err != nil {
		return p, fmt.Errorf("decode packet: %w", err)
	}
	return p, nil
}

func inflate(data []byte) ([]byte, error) {
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("inflate packet: %w", err)
	}
	return io.ReadAll(io.LimitReader(z, maxPacket))
}

// take does what one packet asks for.
func (c *conn) take(p packet) error {
	switch p.Op {
	case opDispatch:
		c.dispatch(p)
	case opHeartbeat:
		return c.heartbeat()
	case opReconnect:
		return errReconnect
	case opInvalidSession:
		if strings.TrimSpace(string(p.Data)) != "true" || c.s.session == "" {
			return errInvalid
		}
		return errReconnect
	case opHeartbeatAck:
		c.acked.Store(true)
	}
	return nil
}

func (c *conn) dispatch(p packet) {
	if p.Seq > 0 {
		c.s.seq.Store(p.Seq)
	}
	if !c.s.met {
		c.deadline(c.s.d.waits.ready) // a replay may be long
	}
	switch p.Type {
	case "READY":
		var ready struct {
			Session string `json:"session_id"`
			Resume  string `json:"resume_gateway_url"`
		}
		_ = json.Unmarshal(p.Data, &ready) // without a session there is nothing to resume
		c.s.session, c.s.resume = ready.Session, ready.Resume
		c.connected()
	case "RESUMED":
		c.connected()
	}
	c.s.handle(p)
}

// connected notes that the session stands.
func (c *conn) connected() {
	_ = c.ws.SetReadDeadline(time.Time{}) // from here on, heartbeats tell a dead connection
	c.s.misses, c.s.met = 0, true
	c.s.absence.end()
}

// beat sends heartbeats until the connection is closed, and closes it where
// one was not answered.
func (c *conn) beat(every time.Duration) {
	timer := time.NewTimer(time.Duration(rand.Float64() * float64(every)))
	defer timer.Stop()
	for {
		select {
		case <-c.done:
			return
		case <-timer.C:
		}
		if !c.acked.Swap(false) {
			c.dead.Store(true)
			c.close(closeResume)
			return
		}
		if err := c.heartbeat(); err != nil {
			c.close(closeResume)
			return
		}
		timer.Reset(every)
	}
}

func (c *conn) heartbeat() error {
	if seq := c.s.seq.Load(); seq > 0 {
		return c.send(opHeartbeat, seq)
	}
	return c.send(opHeartbeat, nil)
}

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
