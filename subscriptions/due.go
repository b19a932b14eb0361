package subscriptions

import "time"

// LateAfter is how far a digest may be behind its slot before it is marked late.
const LateAfter = time.Hour

// MergeAfter is how far a slot may be past before it is given up: its stories
// go into the next digest.
const MergeAfter = 12 * time.Hour

// NearestFar is how far ahead somebody has to be due to be [Subscriber.DueTooFarAhead]:
// further than the next slot of a daily schedule.
const NearestFar = 25 * time.Hour

// LongestWait is the longest that a part is told to wait.
const LongestWait = 24 * time.Hour

// Plausible reports whether a clock may be right: a machine without a battery
// starts in the past and jumps to the present when it finds the time. Nothing
// is to be put right by such a clock.
func Plausible(now time.Time) bool { return now.Year() >= 2026 }

// DueTooFarAhead reports whether Due is further ahead than the schedule's next
// slot: it was set while the machine's clock was wrong. A pause is no such error.
func (s *Subscriber) DueTooFarAhead(now time.Time) bool {
	if !Plausible(now) || !s.Active() || s.Due.At.Sub(now) < NearestFar {
		return false
	}
	right := *s
	right.doubt(now)
	next := right.next(right.unpaused(now))
	return !next.At.IsZero() && s.Due.At.After(next.At)
}

// Advance counts the slot that Due names as claimed and makes the next one
// due: the first after now, so that slots that passed meanwhile never come in
// a burst. Only where the claimed slot is more than [MergeAfter] past, so that
// nothing was sent for it, the first one less far past is next.
func (s *Subscriber) Advance(now time.Time) {
	claimed := s.Due
	s.Done = later(s.Done, Done{Date: claimed.Slot.Date, Count: s.claimed(claimed.Slot.Date) + 1, At: now.UTC().Truncate(time.Second)})
	s.Due = Due{}
	if !s.Active() {
		return
	}
	after := now
	if now.Sub(claimed.At) > MergeAfter {
		after = now.Add(-MergeAfter)
	}
	if after.Before(claimed.At) { // a clock that was set back
		after = claimed.At
	}
	s.Due = s.next(s.unpaused(after))
}

// Reschedule sets Due anew. Whoever changes the schedule, the topics, the
// pause or the suspension calls it. A date that had its digests gets no more
// of them: k claimed slots of a date stand for the first k of its new times.
// And a date that is owed one keeps it: if the new times of the date of the
// old Due have all passed, the old Due stays, or comes at once where its
// instant has become one of another date. The first digest of all is owed to
// no date: while people set things up, only the newest setting counts. Dates
// are told apart by their name, whatever the zone: who goes west after the
// digest of the 24th gets the 25th next.
func (s *Subscriber) Reschedule(now time.Time) {
	old := s.Due
	s.Due = Due{}
	if !s.Active() {
		return
	}
	s.doubt(now)
	after := s.unpaused(now)
	s.Due = s.next(after)
	if after.Equal(now) && !s.Due.At.IsZero() && s.owes(old, now) {
		s.Due = s.keep(old, now)
	}
}

// keep returns old, at an instant of its own date: a changed zone may have
// taken it into another day's night.
func (s *Subscriber) keep(old Due, now time.Time) Due {
	loc, ok := Location(s.Schedule.Zone)
	if ok && old.At.After(now) && old.At.In(loc).Format(time.DateOnly) != old.Slot.Date {
		old.At = now
	}
	return old
}

// unpaused returns the instant after which slots count: the given one, or just
// before the pause ends.
func (s *Subscriber) unpaused(after time.Time) time.Time {
	if until := s.PausedUntil.Add(-1); until.After(after) {
		return until
	}
	return after
}

// next returns the first slot after the given instant that no claimed one
// stands for.
func (s *Subscriber) next(after time.Time) Due {
	for place, due := range s.Schedule.slots(after) {
		if !s.covers(due.Slot.Date, place) {
			return due
		}
	}
	return Due{}
}

// covers reports whether a claimed slot stands for the one at this place among
// the times of the date.
func (s *Subscriber) covers(date string, place int) bool {
	return date < s.Done.Date || date == s.Done.Date && place < s.Done.Count
}

func (s *Subscriber) claimed(date string) int {
	if date == s.Done.Date {
		return s.Done.Count
	}
	return 0
}

// owes reports whether dropping old would leave its date short: the schedule
// names that day, not all of its digests have been claimed, and what the new
// times still have to offer does not make up for it.
func (s *Subscriber) owes(old Due, now time.Time) bool {
	date, err := time.Parse(time.DateOnly, old.Slot.Date)
	loc, ok := Location(s.Schedule.Zone)
	if err != nil || !ok || old.Slot.Date < s.Done.Date || !s.Schedule.Days.Has(date.Weekday()) {
		return false
	}
	claimed, ahead := s.claimed(old.Slot.Date), 0
	for place, due := range s.Schedule.slotsOf(loc, date) {
		if place >= claimed && due.At.After(now) {
			ahead++
		}
	}
	if old.At.After(now) {
		return s.Done.Date != "" && ahead == 0 && claimed < len(s.Schedule.Times)
	}
	return claimed+ahead < len(s.Schedule.Times)
}

// doubt forgets a Done that was written while the machine's clock was wrong, and
// would keep the chat without digests: one of an instant that has not come, or
// of a date further ahead than two zones can be apart. An hour is let pass: who
// got a digest that much too early waits no longer than a day and that hour.
func (s *Subscriber) doubt(now time.Time) {
	if s.Done.At.Sub(now) > LateAfter || s.Done.Date > now.UTC().AddDate(0, 0, 2).Format(time.DateOnly) {
		s.Done = Done{}
	}
}
