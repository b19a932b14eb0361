package delivery

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

func TestBroadcastUsesTheRate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		chats := many(1500)
		w := due(t, chats...)
		w.platform.latency = 60 * time.Millisecond
		strict := &server{limit: 30}
		w.platform.fail = func(subscriptions.Delivery) error {
			if !strict.take() {
				return &bot.SendError{Class: bot.Wait, After: time.Second, Global: true, Err: errors.New("429")}
			}
			return nil
		}
		w.start()
		time.Sleep(5 * time.Minute)
		w.stop()
		w.wantEach(chats, firstSlot)
		if strict.refused > 0 {
			t.Errorf("%d refused", strict.refused)
		}
		all := w.platform.all()
		took := all[len(all)-1].Sub(all[0])
		share := float64(len(all)) / took.Seconds() / 30
		t.Logf("%.1f %% of 30 a second", 100*share)
		if share < 0.9 {
			t.Errorf("used %.1f %% of 30 a second, want 90", 100*share)
		}
	})
}

func TestPlatformThatAllowsHalfOfWhatWasSet(t *testing.T) {
	t.Parallel()
	for _, global := range []bool{true, false} {
		t.Run(fmt.Sprintf("said of everyone: %v", global), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				chats := many(1500)
				w := due(t, chats...)
				strict := &server{limit: 14}
				w.platform.fail = func(subscriptions.Delivery) error {
					if !strict.take() {
						return &bot.SendError{Class: bot.Wait, After: time.Second, Global: global, Err: errors.New("429")}
					}
					return nil
				}
				w.start()
				time.Sleep(6 * time.Minute)
				w.stop()
				w.wantEach(chats, firstSlot)
				t.Logf("%d refused", strict.refused)
				if strict.refused > len(chats)/20 {
					t.Errorf("%d of %d refused", strict.refused, len(chats))
				}
			})
		})
	}
}

func TestAnswersDuringABroadcast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := due(t, many(1500)...)
		d := w.start()
		time.Sleep(65 * time.Second)
		var waits []time.Duration
		for i := range 200 {
			start := time.Now()
			if err := d.routes[0].dispatcher.pace.Wait(t.Context(), chat(9000+i)); err != nil {
				t.Fatal(err)
			}
			waits = append(waits, time.Since(start))
			time.Sleep(50 * time.Millisecond)
		}
		w.stop()
		slices.Sort(waits)
		if p99 := waits[len(waits)*99/100]; p99 > 200*time.Millisecond {
			t.Errorf("99 of 100 answers waited up to %v", p99)
		}
	})
}

// It runs beside no other test: it counts the goroutines of them all.
func TestGoroutinesWhileManyAreDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := due(t, many(10000)...)
		before := runtime.NumGoroutine()
		w.start()
		time.Sleep(90 * time.Second)
		if got, most := runtime.NumGoroutine()-before, w.platform.limits.Senders+10; got > most {
			t.Errorf("%d goroutines while 10,000 are due, want at most %d", got, most)
		}
		w.stop()
	})
}

// all returns when messages were accepted.
func (p *platform) all() (at []time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.sent {
		at = append(at, s.at)
	}
	return at
}

// null is a platform that takes everything at once and closes done when it
// took so many.
type null struct {
	mu   sync.Mutex
	left int
	done chan struct{}
}

func (n *null) Name() string { return "fake" }

func (n *null) Run(context.Context, bot.Host) error { return nil }

func (n *null) Limits() bot.Limits { return bot.Limits{Senders: 8} }

func (n *null) Render(bot.Message) []subscriptions.Part {
	return []subscriptions.Part{{Body: make([]byte, 1000)}}
}

func (n *null) Send(context.Context, subscriptions.Delivery) (string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.left--; n.left == 0 {
		close(n.done)
	}
	return "", nil
}
