package gateway

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

const (
	maxPacket    = 64 << 20
	writeTimeout = 10 * time.Second
)

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
		if _, ok := fatalCloses[closed.Code]; ok {
			return &ClosedError{Code: closed.Code}
		}
	}
	return c.s.cfg.Clean(err)
}

// open waits for the gateway's hello and answers it.
func (c *conn) open(ctx context.Context) error {
	c.deadline(c.s.cfg.Waits.Hello)
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
	c.deadline(c.s.cfg.Waits.Ready)
	return c.introduce()
}

// deadline bounds the wait for what has to come now.
func (c *conn) deadline(d time.Duration) { _ = c.ws.SetReadDeadline(time.Now().Add(d)) }

// introduce resumes the session, or begins one.
func (c *conn) introduce() error {
	s := c.s
	if s.session != "" {
		return c.send(opResume, map[string]any{"token": s.cfg.Token, "session_id": s.session, "seq": s.seq.Load()})
	}
	me := map[string]any{
		"token":      s.cfg.Token,
		"properties": map[string]string{"os": runtime.GOOS, "browser": "newsbrief", "device": "newsbrief"},
		"intents":    s.cfg.Intents,
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
		c.deadline(c.s.cfg.Waits.Ready) // a replay may be long
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
	c.s.cfg.Handle(Event{Type: p.Type, Data: p.Data})
}

// connected notes that the session stands.
func (c *conn) connected() {
	_ = c.ws.SetReadDeadline(time.Time{}) // from here on, heartbeats tell a dead connection
	c.s.misses, c.s.met = 0, true
	c.s.backoff.End()
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
