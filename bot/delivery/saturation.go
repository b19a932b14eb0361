package delivery

import (
	"time"

	"newsbrief/subscriptions"
)

const (
	// slotHour is how long a slot may take to empty.
	slotHour = time.Hour
	// warnEvery keeps the same warning from coming at every slot of a day.
	warnEvery = 20 * time.Hour
)

// saturation is what is known of a slot that does not empty. Nobody counts who is
// due: a slot is crowded as long as every claim finds as many as it asked for.
type saturation struct {
	since  time.Time // since when that is so; zero: it is not
	warned time.Time
}

// watch warns the operator when a slot takes longer than an hour to empty
// although the platform takes messages all the time: when chats are being
// found due so long after it, or what is queued is more than the hour has left.
func (s *scheduler) watch(claims []subscriptions.Claim, limit int, now time.Time) {
	waiting, up := s.depth.state()
	if len(claims) == 0 || !up {
		s.saturation.since = time.Time{}
		return
	}
	if s.saturation.since.IsZero() {
		s.saturation.since = now
	}
	due := claims[0].Subscriber.Due
	took := now.Sub(later(s.saturation.since, due.At))
	rate := s.pace.rate(now)
	if rate > 0 {
		took += time.Duration(float64(waiting+len(claims)) / rate * float64(time.Second))
	}
	if took >= slotHour && now.Sub(s.saturation.warned) >= warnEvery {
		s.saturation.warned = now
		s.lg.Warn("more chats are due than the rate carries in an hour; raise it, or suggest other times",
			"slot", due.Slot, "for", now.Sub(s.saturation.since).Round(time.Second), "waiting", waiting, "rate", rate)
	}
	if len(claims) < limit {
		s.saturation.since = time.Time{}
	}
}
