package talk

import (
	"slices"
	"time"

	"newsbrief/subscriptions"
)

// schedule says when the chat's digest comes.
func (t *turn) schedule() string {
	s := t.sub.Schedule
	return t.say.Say("list.schedule", "Times", t.say.Times(s.Times), "Days", t.say.Days(s.Days), "Zone", t.zone(s.Zone))
}

// zone says a zone as people do.
func (t *turn) zone(name string) string { return t.say.Zone(name, t.now) }

// next says when the next digest comes, "" if none will.
func (t *turn) next() string {
	if t.sub.Due.At.IsZero() {
		return ""
	}
	key := "next"
	if t.sub.Schedule.Guessed {
		key = "next.guess"
	}
	at := t.sub.Due.At
	next := t.say.Say(key, "When", t.say.Moment(in(at, t.sub.Schedule.Zone)), "Zone", t.zone(t.sub.Schedule.Zone), "In", t.say.In(at.Sub(t.now)))
	if t.promised() {
		next += "\n" + t.say.Say("next.promised")
	}
	return next
}

// promised reports whether the next digest comes at a time that the schedule
// no longer names, because its day was owed one when the schedule changed.
func (t *turn) promised() bool {
	s, due := t.sub.Schedule, t.sub.Due
	day, err := time.Parse(time.DateOnly, due.Slot.Date)
	return err == nil && (!slices.Contains(s.Times, due.Slot.Time) || !s.Days.Has(day.Weekday()))
}

// in returns the instant as the zone's clocks show it; an unknown zone is UTC.
func in(at time.Time, zone string) time.Time {
	loc, ok := subscriptions.Location(zone)
	if !ok {
		loc = time.UTC
	}
	return at.In(loc)
}
