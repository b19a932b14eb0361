package delivery

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

func TestPlatformDownForAnHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chats := many(500)
		w := due(t, chats...)
		up := time.Now().Add(time.Hour)
		w.platform.fail = func(subscriptions.Delivery) error {
			if time.Now().Before(up) {
				return failure(bot.Transient, "502")
			}
			return nil
		}
		w.start()
		time.Sleep(time.Until(up))
		if asked, _ := w.platform.count(); asked > 100 {
			t.Errorf("%d requests to a platform that was down, want at most 100", asked)
		}
		time.Sleep(20 * time.Minute)
		w.stop()
		w.wantEach(chats, firstSlot)
		var all []time.Time
		for _, s := range w.platform.sent {
			all = append(all, s.at)
		}
		if got := all[0].Sub(up); got > time.Minute+time.Second {
			t.Errorf("first message %v after the platform came back", got)
		}
		if got := busiest(all, time.Second); got > 28 {
			t.Errorf("burst of %d in one second", got)
		}
		if got := len(w.log.lines("does not answer")); got != 1 {
			t.Errorf("said %d times that the platform is down", got)
		}
	})
}

// However many chats there are, and whether the platform goes away before a slot
// or in the middle of it, an hour of it costs no more requests.
func TestPlatformDownCostsFewRequests(t *testing.T) {
	t.Parallel()
	for _, chats := range []int{7, 9, 12, 15, 16, 40, 2000} {
		for _, taken := range []int{0, 5, 100} {
			t.Run(fmt.Sprintf("%d chats, after %d", chats, taken), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := due(t, many(chats+taken)...)
					up := time.Now().Add(time.Hour + time.Minute)
					accepted := 0
					w.platform.fail = func(subscriptions.Delivery) error {
						if accepted++; accepted > taken && time.Now().Before(up) {
							return failure(bot.Transient, "502")
						}
						return nil
					}
					w.start()
					time.Sleep(time.Until(up))
					asked, _ := w.platform.count()
					if asked -= taken; asked > 100 {
						t.Errorf("%d requests to a platform that was down, want at most 100", asked)
					}
					time.Sleep(30*time.Minute + time.Duration(chats)*time.Second/28)
					w.stop()
					for _, c := range many(chats + taken) {
						if got := len(w.platform.to(c)); got != 1 {
							t.Errorf("%s got %d digests", c, got)
						}
					}
				})
			})
		}
	}
}

// A platform that is away for longer than a part is tried costs nobody a part.
func TestPlatformDownForThirtyHours(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		chats := many(40)
		w := due(t, chats...)
		up := time.Now().Add(30 * time.Hour)
		w.platform.fail = func(subscriptions.Delivery) error {
			if time.Now().Before(up) {
				return failure(bot.Transient, "502")
			}
			return nil
		}
		w.start()
		time.Sleep(60 * time.Hour)
		w.stop()
		for _, c := range chats {
			if got := w.platform.to(c); len(got) == 0 || got[0] != firstSlot+" late" {
				t.Errorf("%s got %q, want first what was queued before", c, got)
			}
		}
		if lines := w.log.lines("given up"); len(lines) > 0 {
			t.Error(lines)
		}
	})
}

func TestDigestsAfterAnOutageAreMarkedLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chats := many(100)
		w := due(t, chats...)
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
		w.wantEach(chats, firstSlot+" late") // those composed before it too
	})
}

func TestProcessDown(t *testing.T) {
	tests := []struct {
		name string
		down time.Duration // from just before the slot
		want []string      // until the next midnight but one
	}{
		{"half an hour", 30 * time.Minute, []string{firstSlot, "2000-01-02 08:00"}},
		{"two hours", 2 * time.Hour, []string{firstSlot + " late", "2000-01-02 08:00"}},
		{"eleven hours", 11 * time.Hour, []string{firstSlot + " late", "2000-01-02 08:00"}},
		{"thirteen hours", 13 * time.Hour, []string{"2000-01-02 08:00"}},
		{"a day and an hour", 25 * time.Hour, []string{"2000-01-02 08:00"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := due(t, chat(1))
				w.start()
				w.stop()
				time.Sleep(tt.down)
				w.start()
				time.Sleep(39*time.Hour - tt.down)
				w.stop()
				w.wantTo(chat(1), tt.want...)
			})
		})
	}
}

func TestRestartsWithinTheSlotMinuteSendOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chats := many(400)
		w := due(t, chats...)
		for range 60 {
			w.start()
			time.Sleep(2 * time.Second)
			w.stop()
		}
		w.start()
		time.Sleep(5 * time.Minute)
		w.stop()
		w.wantEach(chats, firstSlot)
	})
}

func TestShutdownIsBoundedAndGivesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chats := many(300)
		w := due(t, chats...)
		w.platform.latency = time.Hour // a platform that hangs
		w.start()
		time.Sleep(65 * time.Second)
		start := time.Now()
		w.stop()
		if got := time.Since(start); got > grace+time.Second {
			t.Errorf("shutdown took %v", got)
		}
		w.platform.latency = 0
		w.start()
		time.Sleep(3 * time.Minute)
		w.stop()
		w.wantEach(chats, firstSlot)
	})
}

func TestShutdownLetsPartsInHandFinish(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := due(t, chat(1))
		w.platform.latency = 3 * time.Second
		w.start()
		time.Sleep(61 * time.Second)
		w.stop()
		w.wantTo(chat(1), firstSlot)
		w.start()
		time.Sleep(time.Hour)
		w.stop()
		w.wantTo(chat(1), firstSlot)
	})
}

func TestShutdownReleasesWhatIsBeingComposed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chats := many(20)
		w := due(t, chats...)
		w.composer.slow = time.Hour
		w.start()
		time.Sleep(61 * time.Second)
		w.stop()
		w.composer.slow = 0
		start := time.Now()
		w.start()
		time.Sleep(5 * time.Second)
		w.stop()
		w.wantEach(chats, firstSlot)
		if at := w.platform.instants(chat(1)); len(at) > 0 && at[0].Before(start) {
			t.Errorf("sent at %v by the delivery that was stopped", at[0])
		}
	})
}

func TestFatalStopsOnlyItsPlatform(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		other := &platform{name: "other", limits: bot.Limits{Senders: 2}}
		there := subscriptions.Chat{Platform: "other", ID: "1"}
		chats := many(50)
		w := due(t, append(chats, there)...)
		w.platform.fail = func(subscriptions.Delivery) error { return failure(bot.Fatal, "401 unauthorized") }
		w.start(other)
		time.Sleep(2 * time.Hour)
		w.stop()
		if got := other.to(there); len(got) != 1 {
			t.Errorf("the other platform sent %q", got)
		}
		if asked, _ := w.platform.count(); asked > 8 {
			t.Errorf("%d requests after the first was fatal", asked)
		}
		if len(w.log.lines("level=ERROR", "nothing can be sent", "platform=fake")) == 0 {
			t.Error("the operator is not told")
		}
		w.platform.fail = nil
		w.start(other)
		time.Sleep(time.Hour)
		w.stop()
		for _, c := range chats {
			if got := w.platform.to(c); len(got) != 1 {
				t.Errorf("%s got %q after the repair", c, got)
			}
		}
	})
}

func TestChatsOfPlatformsNotServedStayDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		other := &platform{name: "other"}
		there := subscriptions.Chat{Platform: "other", ID: "1"}
		w := due(t, chat(1), there)
		w.start()
		time.Sleep(5 * time.Hour)
		w.stop()
		w.wantTo(chat(1), firstSlot)
		if w.composer.calls != 1 {
			t.Errorf("%d digests composed, want 1", w.composer.calls)
		}
		w.start(other)
		time.Sleep(time.Minute)
		w.stop()
		if diff := cmp.Diff([]string{firstSlot + " late"}, other.to(there)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestLongWaitHoldsUpNobodyElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chats := many(300)
		w := due(t, chats...)
		slow := map[subscriptions.Chat]bool{}
		for _, c := range chats[:100] {
			slow[c] = true
		}
		until := time.Now().Add(2 * time.Hour)
		w.platform.fail = func(d subscriptions.Delivery) error {
			if slow[d.Chat] && time.Now().Before(until) {
				return &bot.SendError{Class: bot.Wait, After: time.Until(until), Err: errors.New("429")}
			}
			return nil
		}
		w.start()
		time.Sleep(5 * time.Minute)
		w.wantEach(chats[100:], firstSlot)
		if asked, _ := w.platform.count(); asked != 300 {
			t.Errorf("%d requests, want one each", asked)
		}
		time.Sleep(2 * time.Hour)
		w.stop()
		w.wantEach(chats[:100], firstSlot+" late")
		w.wantEach(chats[100:], firstSlot)
		if asked, _ := w.platform.count(); asked != 400 {
			t.Errorf("%d requests, want 400", asked)
		}
	})
}

func TestGlobalWaitSurvivesARestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chats := many(100)
		w := due(t, chats...)
		until := time.Now().Add(time.Hour)
		w.platform.fail = func(d subscriptions.Delivery) error {
			if time.Now().Before(until) {
				return &bot.SendError{Class: bot.Wait, After: time.Until(until), Global: true, Err: errors.New("429")}
			}
			return nil
		}
		w.start()
		time.Sleep(10 * time.Minute)
		asked, _ := w.platform.count()
		if asked > 8 {
			t.Errorf("%d requests while everybody has to wait", asked)
		}
		w.stop()
		w.start()
		time.Sleep(49 * time.Minute)
		if again, _ := w.platform.count(); again > asked+8 {
			t.Errorf("%d requests after a restart while everybody has to wait", again-asked)
		}
		time.Sleep(time.Hour)
		w.stop()
		w.wantEach(chats, firstSlot)
	})
}
