package texts

import (
	"strconv"
	"strings"
	"time"

	"newsbrief/subscriptions"
)

// List joins names as the language does.
func (v Localizer) List(names []string) string {
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
func (v Localizer) Moment(at time.Time) string {
	return v.Say("date.time", "Weekday", v.weekday(at.Weekday()), "Day", at.Day(), "Month", v.month(at.Month()), "Time", v.Clock(at.Hour(), at.Minute()))
}

// Clock says a time of day: "08:00".
func (v Localizer) Clock(hour, minute int) string {
	return v.Say("clock", "Hour", hour, "Minute", minute)
}

func (v Localizer) weekday(d time.Weekday) string { return v.Say("weekday." + strconv.Itoa(int(d))) }
func (v Localizer) month(m time.Month) string     { return v.Say("month." + strconv.Itoa(int(m))) }

// In says how long it is until something: "in 9 h".
func (v Localizer) In(d time.Duration) string {
	if d < time.Minute/2 {
		return v.Say("next.now")
	}
	return v.span("in.", d)
}

// Age says how old something is: "2 h".
func (v Localizer) Age(d time.Duration) string { return v.span("age.", max(d, time.Minute)) }

// span rounds to the unit in which people would say it.
func (v Localizer) span(prefix string, d time.Duration) string {
	switch {
	case d < time.Hour-time.Minute/2:
		return v.Say(prefix+"minutes", "Count", int(d.Round(time.Minute)/time.Minute))
	case d < 48*time.Hour:
		return v.Say(prefix+"hours", "Count", int(d.Round(time.Hour)/time.Hour))
	}
	return v.Say(prefix+"days", "Count", int(d.Round(24*time.Hour)/(24*time.Hour)))
}

// And joins a few times or days as the language does in a sentence.
func (v Localizer) And(names []string) string {
	if len(names) < 2 {
		return v.List(names)
	}
	return v.Say("join.last", "First", v.List(names[:len(names)-1]), "Rest", names[len(names)-1])
}

// Days says a set of weekdays, Monday first.
func (v Localizer) Days(days subscriptions.Days) string {
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
func (v Localizer) Times(times []subscriptions.TimeOfDay) string {
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
