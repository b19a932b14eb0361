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

// jam is what is known of a slot that does not empty. Nobody counts who is
// due: a slot is crowded as long as every claim finds as many as it asked for.
type jam struct {
	since  time.Time // since when that is so; zero: it is not
	begun  int       // digests begun by then
	warned time.Time
}

// watch warns the operator when chats are still being found due an hour after
// their slot although the platform took messages all the time.
func (f *feeder) watch(claims []subscriptions.Claim, limit int, now time.Time) {
	begun, up := f.backlog.counts()
	if len(claims) < limit || !up {
		f.jam.since = time.Time{}
		return
	}
	if f.jam.since.IsZero() {
		f.jam.since, f.jam.begun = now, begun
	}
	due := claims[0].Subscriber.Due
	took := now.Sub(later(f.jam.since, due.At))
	if took < slotHour || !f.jam.warned.IsZero() && now.Sub(f.jam.warned) < warnEvery {
		return
	}
	f.jam.warned = now
	f.lg.Warn("more chats are due than the rate carries in an hour; raise it, or suggest other times",
		"slot", due.Slot, "digests_sent", begun-f.jam.begun, "in", now.Sub(f.jam.since).Round(time.Second),
		"rate", f.pace.rate(now))
}
