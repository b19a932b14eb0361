package delivery

import (
	"context"
	"slices"
	"sync"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

const (
	// patience is how long a digest waits for its turn in the hands of a
	// sender. What has to wait longer goes back.
	patience = 5 * time.Second
	// fairShare is how many answers may go in a row while a digest waits.
	fairShare = 7
)

// Pace is the one budget of a platform's token, shared by whoever sends with
// it: the adapter for its answers, the outbox for digests. It keeps the
// platform's [bot.Limits], obeys every wait the platform asks for, and slows
// down while the platform takes less than it was said to. It fulfils
// [bot.Pace], has no goroutine, and forgets a chat as soon as nothing limits it any
// more.
type Pace struct {
	mu      sync.Mutex
	total   total
	chats   chats
	answers []*turn // waiting, the oldest first
	digests []*turn
	streak  int         // answers granted since a digest began to wait
	timer   *time.Timer // runs while somebody waits whose turn has to come
}

// turn is somebody waiting to send one message. For a digest, what arrives is
// the zero time when it may go, else the instant before which it need not ask
// again.
type turn struct {
	queue *[]*turn
	chat  subscriptions.Chat
	ready chan time.Time
	err   error // why it never comes, once something arrived
}

// granted is where the turn arrives; nil for none.
func (t *turn) granted() <-chan time.Time {
	if t == nil {
		return nil
	}
	return t.ready
}

// NewPace returns the budget that the limits describe.
func NewPace(l bot.Limits) *Pace {
	p := &Pace{total: newTotal(l.PerSecond), chats: newChats(l)}
	p.timer = time.AfterFunc(idle, p.due)
	p.timer.Stop()
	return p
}

// Wait returns when the chat may be answered with one message, or with ctx's
// error. It goes ahead of all digests.
func (p *Pace) Wait(ctx context.Context, chat subscriptions.Chat) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t := p.ask(&p.answers, chat)
	select {
	case <-t.ready:
		return t.err
	case <-ctx.Done():
		p.leave(t)
		return ctx.Err()
	}
}

// digest asks for the turn of one part of a digest. A chat that has to wait by
// itself, or a long wait for everyone, is not waited for: then what arrives is
// the instant at which to ask again and nothing may be sent.
func (p *Pace) digest(chat subscriptions.Chat) *turn { return p.ask(&p.digests, chat) }

// Hold lets nothing go to the chat before until; the zero chat means everyone.
// It is called when the platform refused a message for being one too many, and
// so also slows the whole token down if that limit, not the chat's, was hit.
func (p *Pace) Hold(chat subscriptions.Chat, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if chat == (subscriptions.Chat{}) {
		p.total.hold(until)
		p.total.slow(now)
	} else if p.chats.hold(chat, until, now) {
		p.total.slow(now)
	}
	p.pump(now)
}

// chatReady is the first instant at which the chat's own limits allow a message.
func (p *Pace) chatReady(chat subscriptions.Chat, now time.Time) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.chats.ready(chat, now)
}

// heldUntil is the instant before which the platform wants nothing at all.
func (p *Pace) heldUntil() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.total.held
}

// rate is what may be sent a second now, zero for no limit.
func (p *Pace) rate(now time.Time) float64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.total.rate(now)
}

// ask puts somebody in the queue.
func (p *Pace) ask(queue *[]*turn, chat subscriptions.Chat) *turn {
	t := &turn{queue: queue, chat: chat, ready: make(chan time.Time, 1)}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.chats.group(chat) // the platform's code: a panic in it is who asks for the turn's, not everybody's
	*queue = append(*queue, t)
	p.pump(time.Now())
	return t
}

// leave takes a turn that nobody waits for any more out of its queue.
func (p *Pace) leave(t *turn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if i := slices.Index(*t.queue, t); i >= 0 {
		p.take(t.queue, i)
	}
	p.pump(time.Now())
}

// pump grants all turns that may go now and sees that the next one is granted
// in time.
func (p *Pace) pump(now time.Time) {
	if next := p.grant(now); next.IsZero() {
		p.timer.Stop()
	} else {
		p.timer.Reset(next.Sub(now))
	}
}

// due is called when a turn's time has come. If it panics, all who wait are told
// so: they know what they were about.
func (p *Pace) due() {
	p.mu.Lock()
	defer p.mu.Unlock()
	err := guard(func() error { p.pump(time.Now()); return nil })
	if err == nil {
		return
	}
	for _, t := range slices.Concat(p.answers, p.digests) {
		t.err = err
		t.ready <- time.Time{}
	}
	p.answers, p.digests, p.streak = nil, nil, 0
}

// grant grants all turns that may go now and says when the next one can; zero:
// nobody waits.
func (p *Pace) grant(now time.Time) time.Time {
	p.sendBack(now)
	for len(p.answers)+len(p.digests) > 0 {
		queue, i, at := p.pick(now)
		if at = later(at, p.total.ready(now)); at.After(now) {
			return at
		}
		p.total.spend(now)
		p.chats.spend((*queue)[i].chat, now)
		p.take(queue, i).ready <- time.Time{}
		p.sendBack(now)
	}
	return time.Time{}
}

// sendBack ends the turns of those digests that should not be waited for.
func (p *Pace) sendBack(now time.Time) {
	for i := 0; i < len(p.digests); {
		at := p.chats.ready(p.digests[i].chat, now)
		if held := p.total.held; held.Sub(now) > patience {
			at = later(at, held)
		}
		if !at.After(now) {
			i++
			continue
		}
		p.take(&p.digests, i).ready <- at
	}
}

// pick says whose turn is next and when that chat may be sent to: the oldest
// answer whose chat need not wait, else the oldest digest, else the answer
// that is ready soonest.
func (p *Pace) pick(now time.Time) (queue *[]*turn, i int, at time.Time) {
	if len(p.digests) > 0 && p.streak >= fairShare {
		return &p.digests, 0, now
	}
	i, at = p.nextAnswer(now)
	if len(p.digests) > 0 && (i < 0 || at.After(now)) {
		return &p.digests, 0, now
	}
	return &p.answers, i, at
}

func (p *Pace) nextAnswer(now time.Time) (best int, at time.Time) {
	best = -1
	for i, t := range p.answers {
		ready := p.chats.ready(t.chat, now)
		if !ready.After(now) {
			return i, now
		}
		if best < 0 || ready.Before(at) {
			best, at = i, ready
		}
	}
	return best, at
}

func (p *Pace) take(queue *[]*turn, i int) *turn {
	t := (*queue)[i]
	*queue = append((*queue)[:i], (*queue)[i+1:]...)
	if queue == &p.digests || len(p.digests) == 0 {
		p.streak = 0
	} else {
		p.streak++
	}
	return t
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
