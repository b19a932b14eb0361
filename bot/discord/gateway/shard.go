package gateway

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// maxMisses is how many resumes in a row may go unanswered before the session
// is given up. Those that are cut short cost it nothing: while Discord restarts
// there are many.
const maxMisses = 3

// fatalCloses are those after which connecting again would be in vain.
var fatalCloses = map[int]string{
	InvalidToken: "the token is not valid",
	4010:         "invalid shard",
	4011:         "more shards are needed",
	4012:         "this version of the gateway is gone",
	4013:         "invalid intents",
	4014:         "intents that the bot may not have",
}

// sessionCloses are those after which the session cannot be resumed. Discord's
// own 1000 and 1001, as of a server that restarts, are none.
var sessionCloses = map[int]bool{4003: true, 4007: true, 4009: true}

// shard is one of the bot's connections, and the session that lives through
// several of them.
type shard struct {
	cfg     Config
	id      int
	count   int
	url     string // of the gateway
	stale   bool   // that led nowhere the last time
	budget  *identifyBudget
	session string // id, "" if there is none to resume
	resume  string // where to resume it
	seq     atomic.Int64
	misses  int  // resumes in a row without an answer
	spent   bool // the identify of this connection was sent
	met     bool // and answered, or its resume
	backoff Backoff
}

// run keeps the connection up until ctx ends. It returns an error only where
// that is in vain.
func (s *shard) run(ctx context.Context) error {
	for ctx.Err() == nil {
		err := s.connect(ctx)
		if ctx.Err() != nil {
			return nil
		}
		var fatal *ClosedError
		if errors.As(err, &fatal) {
			return fatal
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
		invalid := s.cfg.Waits.Invalid
		sleep(ctx, invalid/5+rand.N(invalid*4/5+1))
	}
	s.backoff.Wait(ctx, err, s.longest())
}

// longest is the most that the next connection is worth waiting for.
func (s *shard) longest() time.Duration {
	switch {
	case s.spent:
		return s.cfg.Waits.Most
	case s.session != "" && s.met:
		return s.cfg.Waits.Resume
	}
	return s.cfg.Waits.Away
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

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
