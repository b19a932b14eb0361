package texts

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"newsbrief/bot/zone"
	"newsbrief/subscriptions"
)

// List joins names as the language does.
func (v Localizer) List(names []string) string { return v.list("join", names) }

// Names joins names for a sentence, where Japanese has each in marks of its own.
func (v Localizer) Names(names []string) string { return v.list("join.names", names) }

func (v Localizer) list(key string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	list := names[len(names)-1]
	for i := len(names) - 2; i >= 0; i-- {
		list = v.Say(key, "First", names[i], "Rest", list)
	}
	return list
}

// Moment says a local date and time: "Tue 24 Nov 08:00".
func (v Localizer) Moment(at time.Time) string {
	return v.Say("date.time", "Weekday", v.weekday(at.Weekday()), "Day", at.Day(), "Month", v.month(at.Month()), "Time", v.Clock(at.Hour(), at.Minute()))
}

// Clock says a time of day: "08:00".
func (v Localizer) Clock(hour, minute int) string {
	return v.Say("clock", "Hour", hour, "Minute", minute, "Hour12", (hour+11)%12+1)
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

// And joins a few names as the language does in a sentence.
func (v Localizer) And(names []string) string { return v.and("join", names) }

// and joins with the texts of the key: between all, before the last of two, and
// before the last of more.
func (v Localizer) and(key string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	list, last := names[0], len(names)-1
	for i, name := range names[1:] {
		as := key
		switch {
		case i+1 == last && last == 1:
			as = key + ".last"
		case i+1 == last:
			as = key + ".end"
		}
		list = v.Say(as, "First", list, "Rest", name)
	}
	return list
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
			names = append(names, v.Say("day."+strconv.Itoa(int(d))))
		}
	}
	return v.Say("days.some", "Days", v.and("join.days", names))
}

// Times says times of day: "07:00 and 18:30".
func (v Localizer) Times(times []subscriptions.TimeOfDay) string {
	var names []string
	for _, t := range times {
		names = append(names, v.Clock(int(t)/60, int(t)%60))
	}
	return v.And(names)
}

// Zone says a zone as people do, as it is at the time: "Tokyo time (UTC+9)",
// "UTC+7" for Etc/GMT-7.
func (v Localizer) Zone(name string, at time.Time) string {
	if loc, ok := subscriptions.Location(name); ok {
		at = at.In(loc)
	} else {
		at = at.UTC()
	}
	_, seconds := at.Zone()
	offset := "UTC"
	if seconds != 0 {
		offset = fmt.Sprintf("UTC%+d", seconds/3600)
		if minutes := seconds / 60 % 60; minutes != 0 {
			offset += fmt.Sprintf(":%02d", max(minutes, -minutes))
		}
	}
	if name == "UTC" || strings.HasPrefix(name, "Etc/") {
		return offset
	}
	return v.Say("zone.of", "City", zone.City(name, v.Language), "Offset", offset)
}
