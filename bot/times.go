package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"newsbrief/subscriptions"
)

// List joins names as the language does.
func (v Voice) List(names []string) string {
	if len(names) == 0 {
		return ""
	}
	list := names[len(names)-1]
	for i := len(names) - 2; i >= 0; i-- {
		list = v.Say("join", "First", names[i], "Rest", list)
	}
	return list
}

// Moment says a local date and time: "Tue 24 Nov 08:00".
func (v Voice) Moment(at time.Time) string {
	return v.Say("date.time", "Weekday", v.weekday(at.Weekday()), "Day", at.Day(), "Month", v.month(at.Month()), "Time", v.Clock(at.Hour(), at.Minute()))
}

// Clock says a time of day: "08:00".
func (v Voice) Clock(hour, minute int) string { return v.Say("clock", "Hour", hour, "Minute", minute) }

func (v Voice) weekday(d time.Weekday) string { return v.Say("weekday." + strconv.Itoa(int(d))) }
func (v Voice) month(m time.Month) string     { return v.Say("month." + strconv.Itoa(int(m))) }

// In says how long it is until something: "in 9 h".
func (v Voice) In(d time.Duration) string {
	if d < time.Minute/2 {
		return v.Say("next.now")
	}
	return v.span("in.", d)
}

// Age says how old something is: "2 h".
func (v Voice) Age(d time.Duration) string { return v.span("age.", max(d, time.Minute)) }

// span rounds to the unit in which people would say it.
func (v Voice) span(prefix string, d time.Duration) string {
	switch {
	case d < time.Hour-time.Minute/2:
		return v.Say(prefix+"minutes", "Count", int(d.Round(time.Minute)/time.Minute))
	case d < 48*time.Hour:
		return v.Say(prefix+"hours", "Count", int(d.Round(time.Hour)/time.Hour))
	}
	return v.Say(prefix+"days", "Count", int(d.Round(24*time.Hour)/(24*time.Hour)))
}

// And joins a few times or days as the language does in a sentence.
func (v Voice) And(names []string) string {
	if len(names) < 2 {
		return v.List(names)
	}
	return v.Say("join.last", "First", v.List(names[:len(names)-1]), "Rest", names[len(names)-1])
}

// Days says a set of weekdays, Monday first.
func (v Voice) Days(days subscriptions.Days) string {
	switch days {
	case subscriptions.EveryDay:
		return v.Say("days.every")
	case subscriptions.Weekdays:
		return v.Say("days.weekdays")
	case subscriptions.Weekend:
		return v.Say("days.weekend")
	}
	var names []string
	for i := range 7 {
		if d := time.Weekday((i + 1) % 7); days.Has(d) {
			names = append(names, v.weekday(d))
		}
	}
	return v.Say("days.some", "Days", v.And(names))
}

// Times says times of day: "07:00 and 18:30".
func (v Voice) Times(times []subscriptions.TimeOfDay) string {
	var names []string
	for _, t := range times {
		names = append(names, v.Clock(int(t)/60, int(t)%60))
	}
	return v.And(names)
}

// Zone says a zone as people know it: "Asia/Tokyo", "UTC+7" for Etc/GMT-7.
func Zone(name string) string {
	if offset, ok := strings.CutPrefix(name, "Etc/GMT"); ok {
		return "UTC" + strings.Map(func(r rune) rune {
			switch r {
			case '+':
				return '-'
			case '-':
				return '+'
			}
			return r
		}, offset)
	}
	return name
}

// schedule says when the chat's digest comes.
func (t *turn) schedule() string {
	s := t.sub.Schedule
	return t.say.Say("list.schedule", "Times", t.say.Times(s.Times), "Days", t.say.Days(s.Days), "Zone", Zone(s.Zone))
}

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
	next := t.say.Say(key, "When", t.say.Moment(in(at, t.sub.Schedule.Zone)), "Zone", Zone(t.sub.Schedule.Zone), "In", t.say.In(at.Sub(t.now)))
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
