package talk

import (
	"slices"
	"time"

	"newsbrief/subscriptions"
)

// schedule says when the chat's digest comes.
func (r *request) schedule() string {
	s := r.sub.Schedule
	return r.say.Say("list.schedule", "Times", r.say.Times(s.Times), "Days", r.say.Days(s.Days), "Zone", r.zone(s.Zone))
}

// zone says a zone as people do.
func (r *request) zone(name string) string { return r.say.Zone(name, r.now) }

// next says when the next digest comes, "" if none will.
func (r *request) next() string {
	if r.sub.Due.At.IsZero() {
		return ""
	}
	key := "next"
	if r.sub.Schedule.Guessed {
		key = "next.guess"
	}
	at := r.sub.Due.At
	next := r.say.Say(key, "When", r.say.Moment(in(at, r.sub.Schedule.Zone)), "Zone", r.zone(r.sub.Schedule.Zone), "In", r.say.In(at.Sub(r.now)))
	if r.promised() {
		next += "\n" + r.say.Say("next.promised")
	}
	return next
}

// promised reports whether the next digest comes at a time that the schedule
// no longer names, because its day was owed one when the schedule changed.
func (r *request) promised() bool {
	s, due := r.sub.Schedule, r.sub.Due
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
