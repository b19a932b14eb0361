package delivery

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

// brittle panics the first few times that it is asked for what is named.
type brittle struct {
	subscriptions.Store
	what string
	mu   sync.Mutex
	left int
}

func (b *brittle) crack(what string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if what == b.what && b.left > 0 {
		b.left--
		panic("index out of range in " + what)
	}
}

func (b *brittle) Claim(ctx context.Context, platform string, now time.Time, lease time.Duration, limit int) ([]subscriptions.Claim, error) {
	b.crack("claim")
	return b.Store.Claim(ctx, platform, now, lease, limit)
}

func (b *brittle) Queue(ctx context.Context, now time.Time, done ...subscriptions.Queued) error {
	b.crack("queue")
	return b.Store.Queue(ctx, now, done...)
}

func (b *brittle) Take(ctx context.Context, platform string, now time.Time, lease time.Duration, limit int) ([]subscriptions.Delivery, time.Time, error) {
	b.crack("take")
	return b.Store.Take(ctx, platform, now, lease, limit)
}

func (b *brittle) Settle(ctx context.Context, now time.Time, settled ...subscriptions.Settled) error {
	b.crack("settle")
	return b.Store.Settle(ctx, now, settled...)
}

func (b *brittle) Move(ctx context.Context, from, to subscriptions.Chat) error {
	b.crack("move")
	return b.Store.Move(ctx, from, to)
}

func (b *brittle) RemoveSuspended(ctx context.Context, now time.Time) (int, error) {
	b.crack("sweep")
	return b.Store.RemoveSuspended(ctx, now)
}

func TestPanicInTheStoreEndsNothing(t *testing.T) {
	for _, what := range []string{"claim", "queue", "take", "settle", "move", "sweep"} {
		t.Run(what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := due(t, many(50)...)
				w.store = &brittle{Store: w.store, what: what, left: 3}
				to := subscriptions.Chat{Platform: "fake", ID: "-77"}
				w.platform.fail = func(d subscriptions.Delivery) error {
					if d.Chat == chat(50) {
						return &bot.SendError{Class: bot.Moved, To: to, Err: errors.New("upgraded")}
					}
					return nil
				}
				w.start()
				time.Sleep(12 * time.Minute)
				w.stop()
				w.wantEach(append(many(49), to), firstSlot)
				if len(w.log.lines("level=ERROR", "index out of range in "+what)) == 0 {
					t.Error("the operator is not told")
				}
			})
		})
	}
}

// poisoned panics whenever what became of one chat's part is to be recorded.
type poisoned struct{ subscriptions.Store }

func (p poisoned) Settle(ctx context.Context, now time.Time, settled ...subscriptions.Settled) error {
	for _, s := range settled {
		if s.Delivery.Chat == chat(13) {
			panic("no such part")
		}
	}
	return p.Store.Settle(ctx, now, settled...)
}

func TestPartThatCannotBeRecordedStopsNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chats := many(100)
		w := due(t, chats...)
		w.store = poisoned{w.store}
		w.start()
		time.Sleep(3 * time.Hour)
		w.stop()
		w.wantEach(chats, firstSlot)
		if lines := w.log.lines("level=ERROR", "no such part", "chat=fake:13"); len(lines) == 0 {
			t.Error("the operator is not told")
		}
	})
}

func TestChatForWhichThePlatformPanicsStopsNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chats := many(100)
		w := due(t, chats...)
		w.platform.limits.Group = func(c subscriptions.Chat) bool {
			if c == chat(13) {
				panic("no such chat")
			}
			return false
		}
		w.start()
		time.Sleep(time.Hour)
		w.stop()
		w.wantTo(chat(13))
		w.wantEach(slices.Concat(chats[:12], chats[13:]), firstSlot)
		if n := len(w.log.lines("level=ERROR", "no such chat", "chat=fake:13")); n == 0 || n > 20 {
			t.Errorf("the operator is told %d times in an hour", n)
		}
	})
}

func TestPanicOverAnAnswerPutsThePartOff(t *testing.T) {
	w := newWorld(t)
	d := newDispatcher(slog.New(slog.NewTextHandler(w.log, nil)), Config{Outbox: w.store}, w.platform, NewPace(bot.Limits{}), newQueueDepth(1), 1)
	d.pace = nil
	d.finish(tried{flight: &flight{Delivery: subscriptions.Delivery{Chat: chat(13)}}, failure: failure(bot.Wait, "429")})
	if len(d.outcomes) != 1 || d.outcomes[0].Outcome != subscriptions.Retry || len(w.log.lines("level=ERROR", "chat=fake:13")) != 1 {
		t.Errorf("got %+v", d.outcomes)
	}
}

// noteless is a composer that panics instead of saying that a digest is late.
type noteless struct{ *composer }

func (noteless) LateNote(context.Context, subscriptions.Delivery) (string, error) {
	panic("no such text")
}

func TestPanicInANoteLeavesOutTheNote(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chats := many(3)
		w := due(t, chats...)
		w.sharer = noteless{w.composer}
		up := time.Now().Add(3 * time.Hour)
		w.platform.fail = func(subscriptions.Delivery) error {
			if time.Now().Before(up) {
				return failure(bot.Transient, "502")
			}
			return nil
		}
		w.start()
		time.Sleep(5 * time.Hour)
		w.stop()
		w.wantEach(chats, firstSlot)
		if lines := w.log.lines("level=WARN", "no such text"); len(lines) == 0 || !strings.Contains(lines[0], "chat=fake:") {
			t.Errorf("the operator is told %q", lines)
		}
	})
}

func TestLoopThatPanicsIsBegunAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		runs := 0
		start := time.Now()
		tireless(t.Context(), slog.New(slog.NewTextHandler(w.log, nil)), "scheduler", func() {
			if runs++; runs < 4 {
				panic("nil map")
			}
		})
		if took := time.Since(start); runs != 4 || took != 3*afterPanic {
			t.Errorf("%d runs in %v", runs, took)
		}
		if got := len(w.log.lines("level=ERROR", "loop=scheduler", "nil map")); got != 3 {
			t.Errorf("said %d times, want 3", got)
		}
	})
}

func TestNoWaitIsBelievedBeyondADay(t *testing.T) {
	for _, global := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			w := due(t, chat(1))
			first := true
			w.platform.fail = func(subscriptions.Delivery) error {
				if first {
					first = false
					return &bot.SendError{Class: bot.Wait, After: 1000 * time.Hour, Global: global, Err: errors.New("429")}
				}
				return nil
			}
			w.start()
			time.Sleep(24*time.Hour + 2*time.Minute)
			w.stop()
			if got := w.platform.to(chat(1)); len(got) == 0 {
				t.Errorf("global %v: nothing after a day", global)
			}
		})
	}
}
