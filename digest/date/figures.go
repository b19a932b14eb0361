package date

import (
	"strconv"
	"time"
)

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

// takeCompact reads 20261123 and 20261123083000, with or without T between.
func (r *reader) takeCompact(i int) int {
	f := r.at(i)
	if len(f.text) != 8 && len(f.text) != 14 && len(f.text) != 12 || r.year != 0 || len(r.numbers) > 0 {
		return 0
	}
	if f.text[:2] != "19" && f.text[:2] != "20" && f.text[:2] != "25" {
		return 0
	}
	r.year, r.month, r.day = atoi(f.text[:4]), atoi(f.text[4:6]), atoi(f.text[6:8])
	if digits, n := f.text[8:], 1; digits != "" {
		r.compactClock(digits)
		return n
	}
	if t := r.at(i + 2); r.at(i+1).text == "t" && t.kind == fieldNumber && (len(t.text) == 6 || len(t.text) == 4) {
		r.compactClock(t.text)
		return 3
	}
	return 1
}

func (r *reader) compactClock(digits string) {
	r.clock = clock{set: true, hour: atoi(digits[:2]), minute: atoi(digits[2:4]), hasMinute: true}
	if len(digits) == 6 {
		r.clock.second, r.clock.hasSeconds = atoi(digits[4:]), true
	}
}

// takeWeek reads 2026-W48-1 and 2026W481, days by the weeks of ISO 8601.
func (r *reader) takeWeek(i int) int {
	year, n := r.at(i), 1
	if r.at(i+n).text == "-" {
		n++
	}
	if len(year.text) != 4 || r.year != 0 || len(r.numbers) > 0 || r.at(i+n).text != "w" || r.at(i+n).spaced {
		return 0
	}
	digits := r.at(i + n + 1).text
	if n += 2; len(digits) == 2 && r.at(i+n).text == "-" && len(r.at(i+n+1).text) == 1 {
		digits += r.at(i + n + 1).text
		n += 2
	}
	if len(digits) != 3 || atoi(digits[2:]) < 1 || atoi(digits[2:]) > 7 {
		return 0
	}
	// The fourth of January is in the first week.
	start := time.Date(year.value(), time.January, 4, 0, 0, 0, 0, time.UTC)
	day := start.AddDate(0, 0, 7*(atoi(digits[:2])-1)+atoi(digits[2:])-1-(int(start.Weekday())+6)%7)
	if y, week := day.ISOWeek(); y != year.value() || week != atoi(digits[:2]) {
		return 0
	}
	r.setDay(day)
	return n
}

// takeOrdinal reads 2026-327 and 2026327, days counted through the year.
func (r *reader) takeOrdinal(i int) int {
	digits, n := r.at(i).text, 1
	if next := r.at(i + 2); len(digits) == 4 && r.at(i+1).text == "-" && len(next.text) == 3 && !next.spaced {
		digits, n = digits+next.text, 3
	}
	if len(digits) != 7 || r.year != 0 || len(r.numbers) > 0 {
		return 0
	}
	day := time.Date(atoi(digits[:4]), time.January, atoi(digits[4:]), 0, 0, 0, 0, time.UTC)
	if day.Year() != atoi(digits[:4]) || day.YearDay() != atoi(digits[4:]) {
		return 0
	}
	r.setDay(day)
	return n
}

func (r *reader) setDay(t time.Time) { r.year, r.month, r.day = t.Year(), int(t.Month()), t.Day() }

// takeOtherClock passes over the same time in another zone: "0100 GMT (0900 HKT)".
func (r *reader) takeOtherClock(i int) int {
	f := r.at(i)
	if _, ok := r.namedZone(i + 1); !ok || !f.bracketed || len(f.text) != 4 || !r.clock.set || !r.zone.set {
		return 0
	}
	return 2
}

// takeClock reads 8:30, 08:30:15.250 and, where the language writes so, 08.30.
func (r *reader) takeClock(i int) int {
	sep := r.at(i + 1)
	if sep.kind != fieldSign || r.at(i+2).kind != fieldNumber || len(r.at(i).text) > 2 || len(r.at(i+2).text) > 2 {
		return 0
	}
	dotted := sep.text == "." && r.dotClock(i)
	if sep.text != ":" && !dotted || r.clock.set {
		return 0
	}
	c := clock{set: true, dotted: dotted, hour: r.at(i).value(), minute: r.at(i + 2).value(), hasMinute: true}
	n := 3
	if next := r.at(i + 3); next.text == sep.text && r.at(i+4).kind == fieldNumber && len(r.at(i+4).text) <= 2 {
		c.second, c.hasSeconds = r.at(i+4).value(), true
		n = 5
		if p := r.at(i + 5); !dotted && (p.text == "." || p.text == ",") && !p.spaced && r.at(i+6).kind == fieldNumber && !r.at(i+6).spaced {
			c.nanos = atoi((r.at(i+6).text + "000000000")[:9])
			n = 7
		}
	}
	r.clock = c
	return n
}

// takeBareClock reads "8 am", and "0800 GMT" beside a date.
func (r *reader) takeBareClock(i int) int {
	f, next := r.at(i), r.at(i+1)
	if r.clock.set || next.kind != fieldWord {
		return 0
	}
	if _, ok := r.meaning(next.text, only(halfOfDay)); ok && len(f.text) <= 2 && f.value() > 0 && f.value() <= 12 && !r.clockAt(i+2) {
		r.clock = clock{set: true, hour: f.value()}
		return 1
	}
	last := r.at(len(r.fields) - 1)
	yearFollows := i == 0 && len(r.fields) > 2 && last.kind == fieldNumber && len(last.text) == 4
	if _, ok := r.namedZone(i + 1); ok && len(f.text) == 4 && (r.hasYear() || yearFollows) {
		r.compactClock(f.text)
		return 1
	}
	return 0
}

// clockAt reports whether a time of day seems to begin at i.
func (r *reader) clockAt(i int) bool {
	next := r.at(i + 1)
	_, unit := r.meaning(next.text, only(hourUnit))
	return r.at(i).kind == fieldNumber && (unit || next.text == ":")
}

func (r *reader) hasYear() bool {
	for _, n := range r.numbers {
		if n.digits == 4 {
			return true
		}
	}
	return r.year != 0
}

// dotClock reports whether 08.30 at i is a time: what stands around it says
// so, or the language writes times so.
func (r *reader) dotClock(i int) bool {
	if r.at(i-1).text == "." || len(r.at(i+2).text) != 2 || r.at(i).value() > 24 || r.at(i+2).value() > 59 {
		return false
	}
	if r.at(i-1).text == "t" && r.at(i-2).kind == fieldNumber {
		return true
	}
	after := r.at(i + 3)
	if after.text == "." && !after.spaced && r.at(i+4).kind == fieldNumber && !r.at(i+4).spaced {
		return false
	}
	for _, beside := range []field{r.at(i - 1), after} {
		if _, ok := r.meaning(beside.text, func(k kind) bool { return k == timeMark || k == halfOfDay }); ok {
			return true
		}
	}
	if languageOf(r.lang.base).Table("language.info")["clock"] == "dotted" {
		return true
	}
	_, ok := r.namedZone(i + 3)
	return ok && r.month != 0
}
