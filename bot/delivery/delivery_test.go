package delivery

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDeliversAtTheChosenMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.subscribe(chat(1), "Asia/Tokyo", at(8, 0))
		w.start()
		time.Sleep(48 * time.Hour)
		w.stop()
		want := []string{"2000-01-02 08:00", "2000-01-03 08:00"}
		if diff := cmp.Diff(want, w.platform.to(chat(1))); diff != "" {
			t.Error(diff)
		}
		for _, got := range w.platform.instants(chat(1)) {
			if got = got.UTC(); got.Hour() != 23 || got.Minute() != 0 {
				t.Errorf("sent at %v", got)
			}
		}
		if lines := w.log.lines("level=ERROR"); len(lines) > 0 {
			t.Error(lines)
		}
	})
}

func TestAMonthOfDays(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		zones := []string{"Asia/Tokyo", "America/New_York", "Pacific/Apia"}
		for i, zone := range zones {
			w.subscribe(chat(i), zone, at(8, 0), at(18, 30))
		}
		w.start()
		time.Sleep(30 * 24 * time.Hour)
		w.stop()
		for i, zone := range zones {
			got := w.platform.to(chat(i))
			if len(got) != 60 {
				t.Errorf("%s: %d digests in 30 days, want 60", zone, len(got))
			}
			if diff := cmp.Diff(slots(zone, got[0], 60), got); diff != "" {
				t.Errorf("%s: %s", zone, diff)
			}
		}
	})
}

// slots lists n slots at 08:00 and 18:30 from the first on.
func slots(zone, first string, n int) (list []string) {
	day, _ := time.Parse(time.DateOnly, first[:10])
	for i := 0; len(list) < n; i++ {
		for _, clock := range []string{"08:00", "18:30"} {
			s := fmt.Sprint(day.AddDate(0, 0, i).Format(time.DateOnly), " ", clock)
			if s >= first && len(list) < n {
				list = append(list, s)
			}
		}
	}
	return list
}
