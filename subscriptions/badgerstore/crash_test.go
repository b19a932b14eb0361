package badgerstore

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"newsbrief/subscriptions"
	"newsbrief/subscriptions/badgerdb"
)

// The crash test runs this program again as a process of its own, which works
// on a store as a bot would, says each thing that it was told is durable, and
// is killed at a random point of that.
const (
	crashDir   = "NEWSBRIEF_CRASH_DIR"
	crashRound = "NEWSBRIEF_CRASH_ROUND"
	crashChats = 30
	crashParts = 2
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		os.Exit(work(dir, os.Getenv(crashRound)))
	}
	os.Exit(m.Run())
}

// worker is the process that is killed.
type worker struct {
	*Store
	ctx   context.Context
	round int
	day   atomic.Int64
}

func work(dir, round string) int {
	lg := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	db, err := badgerdb.Open(lg, dir)
	if err != nil {
		return complain(err)
	}
	s, err := New(lg, db)
	if err != nil {
		return complain(err)
	}
	w := &worker{Store: s, ctx: context.Background()}
	if w.round, err = strconv.Atoi(round); err != nil {
		return complain(err)
	}
	w.day.Store(int64(w.round * 1000))
	// The days go by at once while nobody is due: they must not overtake the
	// next round's.
	if err := w.comeAndGo(0); err != nil {
		return complain(err)
	}
	failed := make(chan error)
	for _, job := range []func() error{w.people, w.queueing, w.sending} {
		go func() { failed <- job() }()
	}
	say("ready")
	return complain(<-failed)
}

func complain(err error) int {
	fmt.Fprintln(os.Stderr, err)
	return 1
}

// say writes one line at once: what was said before the kill is read after it.
func say(words ...any) {
	os.Stdout.WriteString(fmt.Sprintln(words...))
}

func (w *worker) now() time.Time {
	return benchStart.AddDate(0, 0, int(w.day.Load())).Add(12 * time.Hour)
}

// people subscribe and leave.
func (w *worker) people() error {
	for i := 1; ; i++ {
		if err := w.comeAndGo(i); err != nil {
			return err
		}
	}
}

// comeAndGo subscribes one chat, and another one that leaves again.
func (w *worker) comeAndGo(i int) error {
	topic := subscriptions.Topic(fmt.Sprintf("t%d-%d", w.round, i))
	chat := member(i%crashChats, benchStart).Chat
	_, err := w.Update(w.ctx, chat, func(s *subscriptions.Subscriber) error {
		s.Schedule = subscriptions.Schedule{Zone: "UTC", Times: []subscriptions.TimeOfDay{480}, Days: subscriptions.EveryDay}
		s.Subscribe(topic)
		s.Reschedule(w.now())
		return nil
	})
	if err != nil {
		return err
	}
	say("topic", chat.ID, topic)
	leaver := subscriptions.Chat{Platform: "telegram", ID: fmt.Sprintf("%d-%d", w.round, i)}
	if _, err := w.Update(w.ctx, leaver, func(*subscriptions.Subscriber) error { return nil }); err != nil {
		return err
	}
	if err := w.Delete(w.ctx, leaver); err != nil {
		return err
	}
	say("left", leaver.ID)
	return nil
}

// queueing queues two parts for every slot, which carry a mark of their own.
func (w *worker) queueing() error {
	for ; ; w.day.Add(1) {
		for {
			now := w.now()
			claims, err := w.Claim(w.ctx, "telegram", now, time.Minute, 8)
			if err != nil {
				return err
			}
			if len(claims) == 0 {
				break
			}
			for _, c := range claims {
				if err := w.queueOne(now, c); err != nil {
					return err
				}
			}
		}
	}
}

func (w *worker) queueOne(now time.Time, c subscriptions.Claim) error {
	chat, date := c.Subscriber.Chat.ID, c.Subscriber.Due.Slot.Date
	mark := fmt.Sprintf("%d-%d", w.round, rand.Uint64())
	q := subscriptions.Queued{Claim: c}
	for part := range crashParts {
		q.Parts = append(q.Parts, subscriptions.Part{Body: fmt.Appendf(nil, "%s %s %d %s", chat, date, part+1, mark)})
	}
	err := w.Queue(w.ctx, now, q)
	if errors.Is(err, subscriptions.ErrLeaseLost) {
		return nil
	}
	if err == nil {
		say("queued", chat, date, 0, mark)
	}
	return err
}

func (w *worker) sending() error {
	for {
		now := w.now()
		out, _, err := w.Take(w.ctx, "telegram", now, time.Hour, 8)
		if err != nil {
			return err
		}
		for _, d := range out {
			say("sent", string(d.Body))
			if err := w.Settle(w.ctx, now, subscriptions.Settled{Delivery: d}); err != nil {
				return err
			}
			say("settled", string(d.Body))
		}
	}
}

func TestKilledAtAnyPoint(t *testing.T) {
	const rounds = 20
	o := newOpened(t)
	var said []string
	for round := range rounds {
		said = append(said, runAndKill(t, o.dir, round)...)
	}
	s := o.open()
	defer o.close()
	for _, body := range o.drainAll(s, benchStart.AddDate(100, 0, 0)) {
		said = append(said, "sent "+body)
	}
	if t.Failed() {
		return
	}
	a := account{TB: t, store: s, marks: map[string]string{}, sent: map[string]int{}, settled: map[string]bool{}}
	for _, line := range said {
		a.read(strings.Fields(line))
	}
	for _, want := range []string{"topic", "left", "queued", "settled"} {
		if a.count(said, want) < rounds {
			t.Errorf("got %d times %q in %d rounds: nothing was put to the test", a.count(said, want), want, rounds)
		}
	}
	a.wantAllSent()
}

// runAndKill lets a process work on the store for a moment, kills it, and
// returns what it said.
func runAndKill(t *testing.T, dir string, round int) (said []string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), crashDir+"="+dir, crashRound+"="+strconv.Itoa(round))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	killAt := 10 + rand.IntN(30)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said = append(said, lines.Text())
		if len(said) == killAt {
			if err := cmd.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	if err := cmd.Wait(); err == nil || len(said) < killAt {
		t.Fatalf("round %d: the process ended by itself after %d lines: %v", round, len(said), err)
	}
	return said
}

// drainAll sends all that waits.
func (o *opened) drainAll(s *Store, now time.Time) (bodies []string) {
	o.Helper()
	for {
		out, _, err := s.Take(o.Context(), "telegram", now, time.Minute, 100)
		if err != nil {
			o.Fatal(err)
		}
		if len(out) == 0 {
			return bodies
		}
		for _, d := range out {
			bodies = append(bodies, string(d.Body))
			if err := s.Settle(o.Context(), now, subscriptions.Settled{Delivery: d}); err != nil {
				o.Fatal(err)
			}
		}
	}
}

// account holds what was said against what must hold.
type account struct {
	testing.TB
	store   *Store
	marks   map[string]string // by chat and date: of the one digest
	queued  []string
	sent    map[string]int
	settled map[string]bool
}

func (a *account) count(said []string, what string) int {
	n := 0
	for _, line := range said {
		if strings.HasPrefix(line, what+" ") {
			n++
		}
	}
	return n
}

func (a *account) read(words []string) {
	switch words[0] {
	case "topic":
		sub, err := a.store.Get(a.Context(), subscriptions.Chat{Platform: "telegram", ID: words[1]})
		if err != nil || !slices.Contains(sub.Topics, subscriptions.Topic(words[2])) {
			a.Errorf("lost: %v (%v)", words, err)
		}
	case "left":
		_, err := a.store.Get(a.Context(), subscriptions.Chat{Platform: "telegram", ID: words[1]})
		if !errors.Is(err, subscriptions.ErrNotFound) {
			a.Errorf("came back: %v (%v)", words, err)
		}
	case "queued":
		a.once(words)
		for part := range crashParts {
			a.queued = append(a.queued, fmt.Sprint(words[1], " ", words[2], " ", part+1))
		}
	case "sent":
		a.once(words)
		part := strings.Join(words[1:4], " ")
		if a.sent[part]++; a.settled[part] {
			a.Errorf("sent again after it was settled: %v", words)
		}
	case "settled":
		a.settled[strings.Join(words[1:4], " ")] = true
	}
}

// once wants all that is said of a slot to be about one digest.
func (a *account) once(words []string) {
	slot, mark := words[1]+" "+words[2], words[4]
	if old, ok := a.marks[slot]; ok && old != mark {
		a.Errorf("queued twice: %v, as %s and as %s", slot, old, mark)
	}
	a.marks[slot] = mark
}

// wantAllSent wants every part that was queued to have been sent, and no more
// often than there were kills between sending and settling it.
func (a *account) wantAllSent() {
	for _, part := range a.queued {
		if a.sent[part] == 0 {
			a.Errorf("queued and never sent: %s", part)
		}
	}
}
