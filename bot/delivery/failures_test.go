package delivery

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

const firstSlot = "2000-01-01 08:00"

// due starts a world in which the chats become due at 08:00 of its first day,
// a minute before then.
func due(t *testing.T, chats ...subscriptions.Chat) *world {
	w := newWorld(t)
	for _, c := range chats {
		w.subscribe(c, "UTC", at(8, 0))
	}
	time.Sleep(7*time.Hour + 59*time.Minute)
	return w
}

func many(n int) (chats []subscriptions.Chat) {
	for i := range n {
		chats = append(chats, chat(i+1))
	}
	return chats
}

func (w *world) wantTo(c subscriptions.Chat, want ...string) {
	w.t.Helper()
	if got := w.platform.to(c); !slices.Equal(want, got) {
		w.t.Errorf("%s: got %q, want %q", c, got, want)
	}
}

// wantEach checks that each of the chats accepted exactly this.
func (w *world) wantEach(chats []subscriptions.Chat, want ...string) {
	w.t.Helper()
	for _, c := range chats {
		w.wantTo(c, want...)
	}
}

func TestFailureClasses(t *testing.T) {
	t.Parallel()
	moved := failure(bot.Moved, "upgraded")
	moved.To = subscriptions.Chat{Platform: "fake", ID: "-77"}
	wait := failure(bot.Wait, "429")
	wait.After = 40 * time.Minute
	tests := []struct {
		name  string
		fail  func(d subscriptions.Delivery) error
		chat  subscriptions.Chat // that gets it in the end
		want  []string
		asked int
		after time.Duration // until it was accepted, at least
	}{
		{
			name: "an error without a class is tried again",
			fail: func(d subscriptions.Delivery) error {
				if d.Attempt < 3 {
					return errors.New("connection reset")
				}
				return nil
			},
			chat: chat(1), want: []string{firstSlot}, asked: 4, after: 10 * time.Second,
		},
		{
			name: "a wait is obeyed",
			fail: func(d subscriptions.Delivery) error {
				if d.Attempt == 0 {
					return wait
				}
				return nil
			},
			chat: chat(1), want: []string{firstSlot}, asked: 2, after: 40 * time.Minute,
		},
		{
			name: "refused markup goes as plain text",
			fail: func(d subscriptions.Delivery) error {
				if !d.Plain {
					return failure(bot.Rejected, "can't parse entities")
				}
				return nil
			},
			chat: chat(1), want: []string{firstSlot}, asked: 2,
		},
		{
			name: "refused plain text is given up",
			fail: func(d subscriptions.Delivery) error { return failure(bot.Rejected, "message is too long") },
			chat: chat(1), asked: 2,
		},
		{
			name: "a panic of the platform is refused too",
			fail: func(d subscriptions.Delivery) error { panic("index out of range") },
			chat: chat(1), asked: 2,
		},
		{
			name: "a gone chat costs one request",
			fail: func(d subscriptions.Delivery) error { return failure(bot.Gone, "blocked") },
			chat: chat(1), asked: 1,
		},
		{
			name: "a moved chat gets it under its new id",
			fail: func(d subscriptions.Delivery) error {
				if d.Chat.ID != "-77" {
					return moved
				}
				return nil
			},
			chat: chat(-77), want: []string{firstSlot}, asked: 2,
		},
		{
			name: "a move to nowhere is tried again",
			fail: func(d subscriptions.Delivery) error {
				if d.Attempt == 0 {
					return failure(bot.Moved, "upgraded")
				}
				return nil
			},
			chat: chat(1), want: []string{firstSlot}, asked: 2,
		},
		{
			name: "what fails for a day is given up",
			fail: func(d subscriptions.Delivery) error {
				if d.Slot.String() == firstSlot {
					return errors.New("no route to host")
				}
				return nil
			},
			chat: chat(1), want: []string{"2000-01-02 08:00"}, asked: 150, after: 24 * time.Hour,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := due(t, chat(1), chat(2))
				start := time.Now()
				other := 0
				w.platform.fail = func(d subscriptions.Delivery) error {
					if d.Chat == chat(2) {
						other++
						return nil
					}
					return tt.fail(d)
				}
				w.start()
				time.Sleep(23 * time.Hour)
				if tt.after > 23*time.Hour {
					time.Sleep(3 * time.Hour)
				}
				w.stop()
				w.wantTo(tt.chat, tt.want...)
				if asked, _ := w.platform.count(); asked-other > tt.asked {
					t.Errorf("%d requests, want at most %d", asked-other, tt.asked)
				}
				for _, at := range w.platform.instants(tt.chat) {
					if at.Sub(start) < tt.after {
						t.Errorf("accepted after %v, want at least %v", at.Sub(start), tt.after)
					}
				}
				if got := w.platform.instants(chat(2))[0].Sub(start); got > time.Minute+time.Second {
					t.Errorf("the other chat waited %v", got)
				}
			})
		})
	}
}

func TestGoneChatIsSuspendedAndAfterThirtyDaysRemoved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := due(t, chat(1))
		w.platform.fail = func(subscriptions.Delivery) error { return failure(bot.Gone, "blocked") }
		w.start()
		time.Sleep(48 * time.Hour)
		w.stop()
		time.Sleep(27 * 24 * time.Hour)
		w.start()
		time.Sleep(2 * time.Hour)
		if s := w.subscriber(chat(1)); s.Suspended.IsZero() || len(s.Topics) == 0 {
			t.Errorf("suspended since %v with topics %v", s.Suspended, s.Topics)
		}
		w.stop()
		time.Sleep(24 * time.Hour)
		w.start()
		time.Sleep(2 * time.Hour)
		w.stop()
		if _, err := w.store.Get(t.Context(), chat(1)); !errors.Is(err, subscriptions.ErrNotFound) {
			t.Errorf("after 30 days: got %v, want %v", err, subscriptions.ErrNotFound)
		}
		if asked, _ := w.platform.count(); asked != 1 {
			t.Errorf("%d requests to a gone chat, want 1", asked)
		}
	})
}

func TestChatThatChangesWhileItsDigestIsComposed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := due(t, chat(1), chat(2))
		w.composer.fail = func(c subscriptions.Claim) error {
			if c.Subscriber.Chat == chat(1) {
				w.change(chat(1), func(s *subscriptions.Subscriber) {
					s.Topics = nil
					s.Reschedule(time.Now())
				})
			}
			return nil
		}
		w.start()
		time.Sleep(30 * time.Hour)
		w.stop()
		w.wantTo(chat(1))
		w.wantTo(chat(2), firstSlot, "2000-01-02 08:00")
		if lines := w.log.lines("level=ERROR"); len(lines) > 0 {
			t.Error(lines)
		}
	})
}

func TestCompositionThatFailsIsTriedAgain(t *testing.T) {
	tests := []struct {
		name string
		fail func()
	}{
		{"error", nil},
		{"panic", func() { panic("nil map") }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				chats := many(700)
				w := due(t, chats...)
				bad, tries := chat(1), 0
				w.composer.fail = func(c subscriptions.Claim) error {
					if c.Subscriber.Chat != bad || tries == 5 {
						return nil
					}
					tries++
					if tt.fail != nil {
						tt.fail()
					}
					return errors.New("archive is closed")
				}
				start := time.Now().Add(time.Minute)
				w.start()
				time.Sleep(10 * time.Minute)
				w.stop()
				w.wantEach(chats, firstSlot)
				if got := w.platform.instants(bad)[0].Sub(start); got < 5*time.Minute || got > 6*time.Minute {
					t.Errorf("the one that failed five times was sent after %v", got)
				}
			})
		})
	}
}

func TestCompositionThatAlwaysFailsHoldsUpNobody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		chats := many(3000)
		w := due(t, chats...)
		w.platform.limits.PerSecond = 0
		bad := map[subscriptions.Chat]bool{}
		for _, c := range chats[:2000] {
			bad[c] = true
		}
		w.composer.fail = func(c subscriptions.Claim) error {
			if bad[c.Subscriber.Chat] {
				return errors.New("no such topic")
			}
			return nil
		}
		w.start()
		time.Sleep(3 * time.Minute)
		w.stop()
		w.wantEach(chats[2000:], firstSlot)
	})
}

func TestNothingToSayMovesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := due(t, chat(1))
		w.composer.quiet = true
		w.start()
		time.Sleep(time.Hour)
		w.stop()
		w.wantTo(chat(1))
		if got, want := w.subscriber(chat(1)).Due.Slot.String(), "2000-01-02 08:00"; got != want {
			t.Errorf("due next: %s, want %s", got, want)
		}
	})
}

func TestPartsOfAChatGoInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chats := append(many(60), chat(-1), chat(-2))
		w := due(t, chats...)
		w.composer.parts = 5
		failed := map[string]bool{}
		w.platform.fail = func(d subscriptions.Delivery) error {
			if key := fmt.Sprint(d.Chat, d.Part); d.Part%2 == 0 && !failed[key] {
				failed[key] = true
				return errors.New("timeout")
			}
			return nil
		}
		w.start()
		time.Sleep(10 * time.Minute) // so many first tries that fail pass for an outage now and then
		w.stop()
		want := []string{firstSlot}
		for i := 2; i <= 5; i++ {
			want = append(want, fmt.Sprint(firstSlot, " part ", i))
		}
		w.wantEach(chats, want...)
		for _, c := range chats {
			if got := busiest(w.platform.instants(c), time.Second-w.platform.latency); !isGroup(c) && got > 1 {
				t.Errorf("%d to %s in one second", got, c)
			}
		}
	})
}

func TestPostGoesAheadOfDigests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chats := many(1000)
		w := due(t, chats...)
		w.start()
		time.Sleep(65 * time.Second)
		start, last := time.Now(), chat(5000)
		w.post(last, "hello")
		time.Sleep(5 * time.Second)
		w.wantTo(last, "hello")
		if got := w.platform.instants(last); len(got) == 0 || got[0].Sub(start) > 3*time.Second {
			t.Errorf("posted at %v, sent at %v", start, got)
		}
		w.stop()
	})
}

// What somebody else puts into the outbox, as an answer that a platform did not
// take, does not wait for the next minute.
func TestWhatOthersQueueGoesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.start()
		time.Sleep(10 * time.Second)
		w.post(chat(1), "hello")
		time.Sleep(time.Second)
		w.wantTo(chat(1), "hello")
		w.stop()
	})
}

func TestOperatorIsWarnedOfACrowdedSlot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, tt := range []struct{ chats, warnings int }{{1500, 1}, {800, 0}} {
			w := due(t, many(tt.chats)...)
			w.platform.limits.PerSecond = 0.25
			w.start()
			time.Sleep(3 * time.Hour)
			w.stop()
			if got := len(w.log.lines("level=WARN", "more chats are due")); got != tt.warnings {
				t.Errorf("%d chats at one in four seconds: %d warnings, want %d", tt.chats, got, tt.warnings)
			}
			time.Sleep(13*time.Hour + time.Minute)
		}
	})
}
