package delivery

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"newsbrief/bot"
	"newsbrief/digest/brief"
	"newsbrief/subscriptions"
)

// reporter is a composer of digests that hold a story for each topic of the
// chat, and leave out what was told.
type reporter struct{ *composer }

func (reporter) Digest(_ context.Context, c subscriptions.Claim, now time.Time) (m bot.Message, told []subscriptions.Told, _ error) {
	known := map[string]bool{}
	for _, t := range c.Told {
		known[t.Item] = true
	}
	for _, topic := range c.Subscriber.Topics {
		if item := "about " + string(topic); !known[item] {
			m.Blocks = append(m.Blocks, bot.Story{Brief: brief.Brief{Headline: item}})
			told = append(told, subscriptions.Told{Item: item, At: now, Topic: topic})
		}
	}
	return m, told, nil
}

// reported starts a world in which a chat wants to hear of three things at 08:00.
func reported(t *testing.T) *world {
	w := newWorld(t)
	w.sharer = reporter{w.composer}
	w.subscribe(chat(1), "UTC", at(8, 0))
	w.change(chat(1), func(s *subscriptions.Subscriber) { s.Subscribe("ferries"); s.Subscribe("orchids") })
	time.Sleep(7*time.Hour + 59*time.Minute)
	return w
}

func TestWhatAGoneChatWasNotSentComesWithTheNextDigest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := reported(t)
		w.platform.fail = func(d subscriptions.Delivery) error {
			if d.Part == 2 {
				return failure(bot.Gone, "kicked")
			}
			return nil
		}
		w.start()
		time.Sleep(2 * time.Minute)
		w.platform.set(nil)
		w.change(chat(1), func(s *subscriptions.Subscriber) { s.Suspended = time.Time{}; s.Reschedule(time.Now()) })
		time.Sleep(24 * time.Hour)
		w.stop()
		w.wantTo(chat(1), "about japan", "about ferries", "about orchids")
	})
}

func TestWhatWasRefusedComesWithTheNextDigest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := reported(t)
		w.platform.fail = func(d subscriptions.Delivery) error {
			if d.Part == 2 {
				return failure(bot.Rejected, "too long")
			}
			return nil
		}
		w.start()
		time.Sleep(time.Hour)
		w.platform.set(nil)
		time.Sleep(24 * time.Hour)
		w.stop()
		w.wantTo(chat(1), "about japan", "about orchids", "about ferries")
	})
}

func TestUnsubscribedTopicLeavesTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := reported(t)
		up := time.Now().Add(2 * time.Hour)
		w.platform.fail = func(subscriptions.Delivery) error {
			if time.Now().Before(up) {
				return failure(bot.Transient, "502")
			}
			return nil
		}
		w.start()
		time.Sleep(time.Hour)
		w.change(chat(1), func(s *subscriptions.Subscriber) {
			s.Unsubscribe("japan")
			s.Unsubscribe("orchids")
			s.Reschedule(time.Now())
		})
		time.Sleep(5 * time.Hour)
		w.stop()
		if diff := cmp.Diff([]string{"about ferries"}, w.platform.to(chat(1))); diff != "" {
			t.Error(diff)
		}
	})
}

// A group that becomes another while a part is on its way to it gets each part
// once, whichever id it is sent to.
func TestMoveWhileAPartIsSentDoublesNothing(t *testing.T) {
	for _, fails := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			w := reported(t)
			w.platform.latency = 3 * time.Second
			w.platform.fail = func(d subscriptions.Delivery) error {
				if fails && d.Chat == chat(1) {
					return &bot.SendError{Class: bot.Moved, To: chat(-77), Err: errors.New("upgraded")}
				}
				return nil
			}
			w.start()
			time.Sleep(61 * time.Second)
			if err := w.store.Move(t.Context(), chat(1), chat(-77)); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Minute)
			w.stop()
			got := append(w.platform.to(chat(1)), w.platform.to(chat(-77))...)
			if diff := cmp.Diff([]string{"about japan", "about ferries", "about orchids"}, got); diff != "" {
				t.Errorf("the old id fails: %v\n%s", fails, diff)
			}
		})
	}
}

// What was tried before the platform went away for a day was not tried since.
func TestOutageDoesNotCountAgainstAPart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		chats := many(10)
		w := due(t, chats...)
		start, tries := time.Now().Add(time.Minute), map[subscriptions.Chat]int{}
		w.platform.fail = func(d subscriptions.Delivery) error {
			if tries[d.Chat]++; tries[d.Chat] == 1 || time.Since(start) < 30*time.Hour || tries[d.Chat]%2 == 0 && time.Since(start) < 31*time.Hour {
				return failure(bot.Transient, "502")
			}
			return nil
		}
		w.start()
		time.Sleep(36 * time.Hour)
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

func TestClockThatWasWrongForTwoMinutes(t *testing.T) {
	for _, ahead := range []time.Duration{time.Hour, 24 * time.Hour, 5 * 24 * time.Hour, 15 * 24 * time.Hour, 31 * 24 * time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			time.Sleep(time.Until(time.Date(2026, 11, 24, 0, 10, 0, 0, time.UTC)))
			w := newWorld(t)
			w.subscribe(chat(1), "UTC", at(8, 0))
			w.start()
			time.Sleep(time.Minute)
			w.faults.jump(ahead)
			time.Sleep(2 * time.Minute)
			w.faults.jump(-ahead)
			right := time.Now()
			time.Sleep(26 * time.Hour)
			w.stop()
			for _, at := range w.platform.instants(chat(1)) {
				if at.After(right) {
					return
				}
			}
			t.Errorf("a clock that was %v ahead: nothing came in 26 hours", ahead)
		})
	}
}

// A platform that refuses everything is asked again at times, and told of once
// an hour; when it no longer does, what waits goes out without a restart.
func TestFatalIsNotForGood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chats := many(50)
		w := due(t, chats...)
		up := time.Now().Add(5 * time.Hour)
		w.platform.fail = func(subscriptions.Delivery) error {
			if time.Now().Before(up) {
				return failure(bot.Fatal, "401 unauthorized")
			}
			return nil
		}
		w.start()
		time.Sleep(time.Until(up))
		if asked, _ := w.platform.count(); asked > 20 {
			t.Errorf("%d requests in five hours", asked)
		}
		if n := len(w.log.lines("level=ERROR", "nothing can be sent")); n < 3 || n > 6 {
			t.Errorf("the operator is told %d times in five hours", n)
		}
		time.Sleep(time.Hour + 5*time.Minute)
		w.stop()
		for _, c := range chats {
			if got := w.platform.to(c); len(got) != 1 {
				t.Errorf("%s got %q", c, got)
			}
		}
	})
}
