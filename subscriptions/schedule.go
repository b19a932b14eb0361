package subscriptions

import (
	"fmt"
	"iter"
	"time"
)

// TimeOfDay is a wall-clock time in minutes since midnight, 0 to 1439.
type TimeOfDay int

// String returns the time as "08:00".
func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", int(t)/60, int(t)%60) }

// Days is a set of weekdays: bit n stands for time.Weekday(n).
type Days uint8

// The sets that have a name.
const (
	EveryDay Days = 1<<7 - 1
	Weekdays Days = EveryDay &^ Weekend
	Weekend  Days = 1<<time.Saturday | 1<<time.Sunday
)

// Has reports whether the set holds the day.
func (d Days) Has(day time.Weekday) bool { return d&(1<<day) != 0 }

// Schedule is when a chat gets its digests: at these wall-clock times of the
// zone, on these days.
type Schedule struct {
	Zone    string      // IANA name
	Guessed bool        // the zone was inferred, not chosen
	Times   []TimeOfDay // ascending, each once
	Days    Days
}

// Slot is one local date and wall-clock time at which a chat is due. With the
// chat it is the identity of a digest.
type Slot struct {
	Date string // "2026-11-24", local
	Time TimeOfDay
}

// String returns the slot as "2026-11-24 08:00".
func (s Slot) String() string { return s.Date + " " + s.Time.String() }

// Due is a slot and the instant on which it falls.
type Due struct {
	Slot Slot
	At   time.Time
}

// Next returns the first slot whose instant lies after the given one. A slot
// falls on the first instant at which the zone's clocks show its wall time or
// have jumped past it: a skipped time on the jump, a repeated one on its first
// showing. Where a jump makes several slots fall on one instant, they count as
// the first of them. A date that a zone leaves out has no slots. It reports
// false if there are no times, no days, or no such zone.
func (s Schedule) Next(after time.Time) (Due, bool) {
	for _, due := range s.slots(after) {
		return due, true
	}
	return Due{}, false
}

// slots yields, in order, the slots that fall after the given instant, each
// with its place among the times of its date. It ends when every weekday has
// come twice: one of them may be a date that the zone leaves out.
func (s Schedule) slots(after time.Time) iter.Seq2[int, Due] {
	return func(yield func(int, Due) bool) {
		loc, ok := Location(s.Zone)
		if !ok || len(s.Times) == 0 {
			return
		}
		year, month, day := after.In(loc).Date()
		for i := range 15 {
			date := time.Date(year, month, day+i, 0, 0, 0, 0, time.UTC)
			if !s.Days.Has(date.Weekday()) {
				continue
			}
			for place, due := range s.slotsOf(loc, date) {
				if due.At.After(after) && !yield(place, due) {
					return
				}
			}
		}
	}
}

// slotsOf yields the slots of one date, which is given as its midnight in UTC.
func (s Schedule) slotsOf(loc *time.Location, date time.Time) iter.Seq2[int, Due] {
	return func(yield func(int, Due) bool) {
		name := ""
		for place, t := range s.Times {
			at := reaches(loc, date.Unix()+int64(t)*60)
			if at.Day() != date.Day() && leftOut(loc, date) {
				return
			}
			if name == "" {
				name = date.Format(time.DateOnly)
			}
			if !yield(place, Due{Slot: Slot{Date: name, Time: t}, At: at}) {
				return
			}
		}
	}
}

// leftOut reports whether the zone's clocks jumped over the whole date, as
// Samoa's did over 30 December 2011.
func leftOut(loc *time.Location, date time.Time) bool {
	return reaches(loc, date.Unix()).Equal(reaches(loc, date.AddDate(0, 0, 1).Unix()))
}
