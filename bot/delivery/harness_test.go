package delivery

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
	"newsbrief/subscriptions/storetest"
)

// sent is one message that a fake platform accepted.
type sent struct {
	chat subscriptions.Chat
	slot subscriptions.Slot
	part int
	body string
	at   time.Time
}

// platform is a fake that records what it is sent. fail, if not nil, decides
// before each send; what it returns an error for is not recorded.
type platform struct {
	name    string
	limits  bot.Limits
	latency time.Duration
	fail    func(d subscriptions.Delivery) error

	mu    sync.Mutex
	asked []sent // every request
	sent  []sent
	chats map[subscriptions.Chat][]sent // of sent
}

func (p *platform) Name() string { return p.name }

func (p *platform) Run(ctx context.Context, _ bot.Host) error { <-ctx.Done(); return nil }

func (p *platform) Limits() bot.Limits { return p.limits }

// Render makes a part of each block.
func (p *platform) Render(m bot.Message) (parts []subscriptions.Part) {
	for _, b := range m.Blocks {
		switch b := b.(type) {
		case bot.Text:
			parts = append(parts, subscriptions.Part{Body: []byte(b)})
		case bot.Story:
			parts = append(parts, subscriptions.Part{Body: []byte(b.Headline), Stories: 1})
		}
	}
	return parts
}

func (p *platform) Send(ctx context.Context, d subscriptions.Delivery) (string, error) {
	if p.latency > 0 {
		select {
		case <-time.After(p.latency):
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	s := sent{d.Chat, d.Slot, d.Part, string(d.Body) + d.Note, time.Now()}
	p.asked = append(p.asked, s)
	if p.fail != nil {
		if err := p.fail(d); err != nil {
			return "", err
		}
	}
	p.sent = append(p.sent, s)
	if p.chats == nil {
		p.chats = map[subscriptions.Chat][]sent{}
	}
	p.chats[d.Chat] = append(p.chats[d.Chat], s)
	return strconv.Itoa(len(p.sent)), nil
}

// set changes how sends fail.
func (p *platform) set(fail func(d subscriptions.Delivery) error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fail = fail
}

// to returns the bodies that the chat accepted, in order.
func (p *platform) to(c subscriptions.Chat) (bodies []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.chats[c] {
		bodies = append(bodies, s.body)
	}
	return bodies
}

func (p *platform) count() (asked, accepted int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.asked), len(p.sent)
}

// instants returns when the chat accepted something.
func (p *platform) instants(c subscriptions.Chat) (at []time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.chats[c] {
		at = append(at, s.at)
	}
	return at
}

// composer tells each chat one story a digest: that of its slot. parts is how
// many parts it makes, one if zero.
type composer struct {
	parts int
	quiet bool // nothing to say
	slow  time.Duration
	fail  func(c subscriptions.Claim) error
	mu    sync.Mutex
	calls int
}

func (c *composer) Digest(ctx context.Context, claim subscriptions.Claim, now time.Time) (bot.Message, []subscriptions.Told, error) {
	c.mu.Lock()
	c.calls++
	c.mu.Unlock()
	if err := c.work(ctx); err != nil {
		return bot.Message{}, nil, err
	}
	if c.fail != nil {
		if err := c.fail(claim); err != nil {
			return bot.Message{}, nil, err
		}
	}
	if c.quiet {
		return bot.Message{}, nil, nil
	}
	due := claim.Subscriber.Due
	text := due.Slot.String()
	if now.Sub(due.At) > subscriptions.LateAfter {
		text += " late"
	}
	m := bot.Message{Blocks: []bot.Block{bot.Text(text)}}
	for i := 2; i <= c.parts; i++ {
		m.Blocks = append(m.Blocks, bot.Text(fmt.Sprint(text, " part ", i)))
	}
	return m, []subscriptions.Told{{Item: due.Slot.String(), At: now}}, nil
}

// Same has every chat's digest composed for itself.
func (c *composer) Same(claim subscriptions.Claim, _ time.Time) [32]byte {
	return sha256.Sum256([]byte(claim.Subscriber.Chat.String()))
}

// work takes its time. A timer that is due at once, looked at by a select in a
// bubble, crashes the race detector of Go 1.26 now and then.
func (c *composer) work(ctx context.Context) error {
	if c.slow == 0 {
		return ctx.Err()
	}
	select {
	case <-time.After(c.slow):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// LateNote marks as Digest does what Digest did not, in UTC.
func (c *composer) LateNote(_ context.Context, d subscriptions.Delivery) (string, error) {
	day, err := time.Parse(time.DateOnly, d.Slot.Date)
	if err != nil || d.Queued.Sub(day.Add(time.Duration(d.Slot.Time)*time.Minute)) > subscriptions.LateAfter {
		return "", err
	}
	return " late", nil
}

// world is a delivery with everything around it faked.
type world struct {
	t        *testing.T
	memory   *storetest.Memory
	store    subscriptions.Store // memory, if not faulty
	faults   *faults
	platform *platform
	composer *composer
	sharer   Composer // in the composer's place, if there is one
	log      *logged
	stop     func()
}

func newWorld(t *testing.T) *world {
	memory := storetest.NewMemory()
	store, faults := newFaulty(memory)
	return &world{
		t: t, memory: memory, store: store, faults: faults, composer: &composer{}, log: &logged{}, stop: func() {},
		platform: &platform{name: "fake", latency: 50 * time.Millisecond, limits: bot.Limits{
			PerSecond: 28, ChatPerSecond: 1, GroupPerMinute: 20, Group: isGroup, Senders: 8,
		}},
	}
}

// start runs a delivery until stop is called.
func (w *world) start(more ...bot.Platform) *Delivery {
	ctx, cancel := context.WithCancel(w.t.Context())
	if w.sharer == nil {
		w.sharer = w.composer
	}
	d := New(slog.New(slog.NewTextHandler(w.log, nil)), Config{
		Slots: w.store, Outbox: w.store, Upkeep: w.store, Mover: w.store, Composer: w.sharer,
		Platforms: append([]bot.Platform{w.platform}, more...),
	})
	done := make(chan error)
	go func() { done <- d.Run(ctx) }()
	w.stop = func() {
		cancel()
		if err := <-done; err != nil {
			w.t.Errorf("run: %v", err)
		}
		w.stop = func() {}
	}
	return d
}

// subscribe gives the chat a daily digest at the time.
func (w *world) subscribe(c subscriptions.Chat, zone string, times ...subscriptions.TimeOfDay) {
	w.t.Helper()
	w.change(c, func(s *subscriptions.Subscriber) {
		s.Topics = []subscriptions.Topic{"japan"}
		s.Schedule = subscriptions.Schedule{Zone: zone, Times: times, Days: subscriptions.EveryDay}
		s.Reschedule(time.Now())
	})
}

func (w *world) change(c subscriptions.Chat, change func(*subscriptions.Subscriber)) {
	w.t.Helper()
	_, err := w.store.Update(w.t.Context(), c, func(s *subscriptions.Subscriber) error { change(s); return nil })
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) subscriber(c subscriptions.Chat) subscriptions.Subscriber {
	w.t.Helper()
	s, err := w.store.Get(w.t.Context(), c)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

// post queues an answer that the platform did not take, as an adapter does.
func (w *world) post(c subscriptions.Chat, text string) {
	w.t.Helper()
	if err := w.memory.Post(w.t.Context(), c, time.Now(), subscriptions.Part{Body: []byte(text)}); err != nil {
		w.t.Fatal(err)
	}
}

// at is a wall-clock time.
func at(hour, minute int) subscriptions.TimeOfDay { return subscriptions.TimeOfDay(60*hour + minute) }

func failure(class bot.Class, text string) *bot.SendError {
	return &bot.SendError{Class: class, Err: errors.New(text)}
}

// logged keeps what is logged.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

// lines returns those that contain all of the words.
func (l *logged) lines(words ...string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []string
	for line := range strings.Lines(l.text.String()) {
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(line, w) }) {
			found = append(found, line)
		}
	}
	return found
}
