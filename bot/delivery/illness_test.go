package delivery

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

// ward is a world in which some chats answer with a failure for ever, as if the
// platform did not answer, and the others take everything.
type ward struct {
	*world
	healthy []subscriptions.Chat
}

const firstIll = 10_000

func newWard(t *testing.T, ill, healthy int, illAt, healthyAt subscriptions.TimeOfDay) *ward {
	w := &ward{world: newWorld(t)}
	for i := range ill {
		w.subscribe(chat(firstIll+i), "UTC", illAt)
	}
	for i := range healthy {
		w.healthy = append(w.healthy, chat(i+1))
		w.subscribe(chat(i+1), "UTC", healthyAt)
	}
	w.platform.fail = func(d subscriptions.Delivery) error {
		if len(d.Chat.ID) == len(fmt.Sprint(firstIll)) {
			return failure(bot.Transient, "500 Internal Server Error")
		}
		return nil
	}
	time.Sleep(7*time.Hour + 59*time.Minute)
	return w
}

// waits is how long after the instant each healthy chat got its digest, in
// ascending order. Those that got none are left out.
func (w *ward) waits(since time.Time) (waits []time.Duration) {
	for _, c := range w.healthy {
		if all := w.platform.instants(c); len(all) > 0 {
			waits = append(waits, all[0].Sub(since))
		}
	}
	slices.Sort(waits)
	return waits
}

func TestIllChatsHoldUpNobody(t *testing.T) {
	t.Parallel()
	const rate = 28
	tests := []struct {
		ill, healthy int
		hourBefore   bool // the ill are due an hour before the healthy
		half, last   time.Duration
	}{
		{4, 200, true, 0, time.Minute},
		{20, 200, true, 0, time.Minute},
		{20, 200, false, 0, time.Minute},
		{100, 200, true, 0, time.Minute},
		{100, 200, false, 0, time.Minute},
		{400, 200, true, 5 * time.Minute, time.Hour},
		{400, 200, false, 5 * time.Minute, time.Hour},
		{50, 1000, false, 0, time.Minute},
		{400, 1000, false, 5 * time.Minute, time.Hour},
		{1500, 200, true, 5 * time.Minute, time.Hour},
	}
	for _, tt := range tests {
		name := fmt.Sprintf("%d ill, %d healthy, hour before %v", tt.ill, tt.healthy, tt.hourBefore)
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				healthyAt := at(8, 0)
				if tt.hourBefore {
					healthyAt = at(9, 0)
				}
				w := newWard(t, tt.ill, tt.healthy, at(8, 0), healthyAt)
				slot := time.Date(2000, 1, 1, 0, int(healthyAt), 0, 0, time.UTC)
				w.start()
				time.Sleep(time.Until(slot) + 65*time.Minute)
				w.stop()
				waits := w.waits(slot)
				if len(waits) != tt.healthy {
					t.Fatalf("%d of %d healthy chats got their digest", len(waits), tt.healthy)
				}
				needed := time.Duration(tt.ill+tt.healthy) * time.Second / rate
				if tt.hourBefore {
					needed = time.Duration(tt.healthy) * time.Second / rate
				}
				half, last := waits[len(waits)/2], waits[len(waits)-1]
				asked, _ := w.platform.count()
				t.Logf("half after %v, last after %v, %d requests, down %d times", half, last, asked, len(w.log.lines("does not answer")))
				if tt.half > 0 && half > tt.half {
					t.Errorf("half had theirs after %v, want %v", half, tt.half)
				}
				if tt.last == time.Minute {
					tt.last += needed
				}
				if last > tt.last {
					t.Errorf("the last had theirs after %v, want %v", last, tt.last)
				}
			})
		})
	}
}
