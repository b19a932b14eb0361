package telegramtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// queue is what getUpdates hands out.
type queue struct {
	nextID  int64
	pending []pendingUpdate
	allowed []string      // kinds; nil: all but those that must be asked for
	taken   chan struct{} // closed when another poller comes; nil: nobody polls
}

type pendingUpdate struct {
	id   int64
	body json.RawMessage
}

// Kinds that getUpdates hands out only to who asks for them.
func onRequest() []string {
	return []string{"chat_member", "message_reaction", "message_reaction_count"}
}

// push queues an update of the kind, with body as its content, and returns its
// id; 0 where the bot did not want that kind. The caller holds the lock.
func (s *Server) push(kind string, body any) int64 {
	q := &s.queue
	wanted := len(q.allowed) == 0 && !slices.Contains(onRequest(), kind) || slices.Contains(q.allowed, kind)
	if !wanted {
		return 0
	}
	raw, err := json.Marshal(body)
	if err != nil {
		panic(fmt.Sprintf("telegramtest: update of kind %s: %v", kind, err))
	}
	id := q.nextID
	q.nextID++
	q.pending = append(q.pending, pendingUpdate{id, fmt.Appendf(nil, `{"update_id":%d,%q:%s}`, id, kind, raw)})
	s.notify()
	return id
}

const (
	longestPoll = 50 * time.Second
	mostUpdates = 100
)

func (s *Server) getUpdates(ctx context.Context, p params) (any, *refusal) {
	taken, refused := s.beginPoll(p)
	if refused != nil {
		return nil, refused
	}
	defer s.endPoll(taken)
	timer := time.NewTimer(min(time.Duration(p.int("timeout"))*time.Second, longestPoll))
	defer timer.Stop()
	for {
		got, changed, refused := s.ready(p)
		if refused != nil || len(got) > 0 {
			return got, refused
		}
		select {
		case <-changed:
		case <-timer.C:
			return []json.RawMessage{}, nil
		case <-taken:
			return nil, conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
		case <-ctx.Done():
			return []json.RawMessage{}, nil
		}
	}
}

// beginPoll confirms what the offset says and makes this the only poller.
func (s *Server) beginPoll(p params) (chan struct{}, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.notify()
	if s.webhook != "" {
		return nil, conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	q := &s.queue
	if q.taken != nil {
		close(q.taken)
	}
	taken := make(chan struct{})
	q.taken = taken
	if raw := p["allowed_updates"]; raw != "" && raw != "null" {
		var kinds []string
		if json.Unmarshal([]byte(raw), &kinds) != nil {
			return taken, bad("can't parse allowed updates JSON object")
		}
		q.allowed = kinds
	}
	offset := p.int("offset")
	if offset < 0 && int(-offset) < len(q.pending) {
		q.pending = q.pending[len(q.pending)+int(offset):]
	}
	for offset > 0 && len(q.pending) > 0 && q.pending[0].id < offset {
		q.pending = q.pending[1:]
	}
	return taken, nil
}

func (s *Server) endPoll(taken chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.queue.taken == taken {
		s.queue.taken = nil
	}
}

// ready returns the updates to hand out, or what to wait for.
func (s *Server) ready(p params) ([]json.RawMessage, <-chan struct{}, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.down:
		return nil, nil, &refusal{code: http.StatusBadGateway, text: "Bad Gateway"}
	case s.webhook != "":
		return nil, nil, conflict("terminated by setWebhook request")
	}
	limit := int(p.int("limit"))
	if limit <= 0 || limit > mostUpdates {
		limit = mostUpdates
	}
	var out []json.RawMessage
	for _, u := range s.queue.pending[:min(limit, len(s.queue.pending))] {
		out = append(out, u.body)
	}
	return out, s.changed, nil
}

// Pending returns how many updates the bot has not confirmed yet.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue.pending)
}

// Settled returns when the bot has confirmed every update and is polling for
// more, or with ctx's error. What a bot sends in answer to an update it sends
// before it confirms it.
func (s *Server) Settled(ctx context.Context) error {
	return s.until(ctx, "updates confirmed", func() bool { return len(s.queue.pending) == 0 && s.queue.taken != nil })
}

// Until returns when ok says so of the messages that stand in the chats, or
// with ctx's error.
func (s *Server) Until(ctx context.Context, ok func(sent []Message) bool) error {
	return s.until(ctx, "messages", func() bool { return ok(s.sent()) })
}

func (s *Server) until(ctx context.Context, what string, ok func() bool) error {
	for {
		s.mu.Lock()
		done, changed := ok(), s.changed
		s.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("wait for %s: %w", what, ctx.Err())
		}
	}
}

// Webhook sets a webhook, as another program would have left it; "" removes it.
func (s *Server) Webhook(url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.webhook = url
	s.notify()
}

// Inject queues an update of any kind. body is JSON and is not looked at, so
// that it may be of a kind or a shape that nobody knows yet.
func (s *Server) Inject(kind, body string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := &s.queue
	id := q.nextID
	q.nextID++
	body = strings.TrimSpace(body)
	q.pending = append(q.pending, pendingUpdate{id, fmt.Appendf(nil, `{"update_id":%d,%q:%s}`, id, kind, body)})
	s.notify()
	return id
}
