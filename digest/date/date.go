// Package date turns a date as somebody wrote it into an instant.
package date

import (
	"strconv"
	"strings"
	"time"
)

// Parse reads a date as news feeds write it, in any of the languages that
// newsbrief reads: RFC 822 and ISO 8601 with their many variants, native names
// of months and days, native digits, Buddhist years and Japanese eras, regional
// names of zones, seconds since 1970. lang settles what the text leaves open:
// the order of day and month, and the zone where none is given. A date after
// now is now. What is ambiguous, incomplete or nonsense is unknown: false.
func Parse(s string, now time.Time, lang string) (time.Time, bool) {
	if len(s) > 200 {
		return time.Time{}, false
	}
	fields, ok := dateFields(s)
	if !ok || len(fields) == 0 {
		return time.Time{}, false
	}
	d := dateReader{fields: fields, lang: dateLanguage(lang), thu: strings.Contains(strings.ToLower(s), "thứ")}
	t, ok := d.read()
	if !ok || t.UTC().Year() < 1980 || t.Year() > 2100 {
		return time.Time{}, false
	}
	if t.After(now) {
		t = now
	}
	return t.UTC(), true
}

// dateLanguage returns the tag in lower case, without script.
func dateLanguage(tag string) string {
	tag = strings.ToLower(strings.ReplaceAll(tag, "_", "-"))
	if rest, ok := strings.CutPrefix(tag, "tl"); ok && (rest == "" || rest[0] == '-') {
		return "fil" + rest
	}
	if rest, ok := strings.CutPrefix(tag, "in"); ok && (rest == "" || rest[0] == '-') {
		return "id" + rest
	}
	return tag
}

// dateReader gathers what the fields say. Every field must be understood.
type dateReader struct {
	fields []dateField
	lang   string

	year, month, day int
	era              int // to be added to the year
	eraSet           bool
	numbers          []number
	clock            clock
	half             half
	zone             zoneField
	weekday          int    // 1 is Monday, 0 unknown
	native           string // language of the words that stand in it
	fragile          bool   // the month's name may be a day's: "mar"
	thu              bool   // "thứ" of Vietnamese, not "Thu" of English
}

type clock struct {
	set                   bool
	hour, minute, second  int
	nanos                 int
	dotted                bool // 08.30, which may be something else
	hasMinute, hasSeconds bool
}

type number struct {
	value, digits int
	sep           byte // what stands directly behind it: / - . or 0
}

type dateOrder int

const (
	orderUnknown dateOrder = iota
	orderYMD
	orderDMY
	orderMDY
)

func (d *dateReader) read() (time.Time, bool) {
	if t, ok := d.epoch(); ok {
		return t, true
	}
	for i := 0; i < len(d.fields); {
		n := d.take(i)
		if n == 0 {
			return time.Time{}, false
		}
		i += n
	}
	if !d.settle() {
		return time.Time{}, false
	}
	return d.time()
}

// epoch reads seconds or milliseconds since 1970.
func (d *dateReader) epoch() (time.Time, bool) {
	if len(d.fields) != 1 || d.fields[0].kind != fieldNumber {
		return time.Time{}, false
	}
	n, err := strconv.ParseInt(d.fields[0].text, 10, 64)
	switch {
	case err != nil:
		return time.Time{}, false
	case len(d.fields[0].text) == 10:
		return time.Unix(n, 0).UTC(), true
	case len(d.fields[0].text) == 13:
		return time.UnixMilli(n).UTC(), true
	}
	return time.Time{}, false
}

// at returns the field at i, the zero field beyond the end.
func (d *dateReader) at(i int) dateField {
	if i < 0 || i >= len(d.fields) {
		return dateField{}
	}
	return d.fields[i]
}

// take understands the field at i and perhaps some behind it, and returns how
// many; 0 if it does not.
func (d *dateReader) take(i int) int {
	f := d.at(i)
	switch f.kind {
	case fieldNumber:
		return d.takeNumber(i)
	case fieldWord:
		return d.takeWord(i)
	case fieldSign:
		if f.text == "+" || f.text == "-" {
			if n := d.takeOffset(i); n > 0 {
				return n
			}
			if f.text == "+" {
				return 0
			}
		}
		return 1
	}
	return 0
}

func (d *dateReader) takeNumber(i int) int {
	f := d.at(i)
	for _, take := range []func(int) int{d.takeCompact, d.takeWeek, d.takeOtherClock} {
		if n := take(i); n > 0 {
			return n
		}
	}
	if n := d.takeClock(i); n > 0 {
		return n
	}
	v := f.value()
	if v < 0 {
		return 0
	}
	if n := d.takeBareClock(i); n > 0 {
		return n
	}
	if next := d.at(i + 1); next.kind == fieldWord && !next.bracketed {
		if n := d.takeUnit(v, len(f.text), next.text); n > 0 {
			return n + d.takeBareMinutes(i+n)
		}
	}
	num := number{value: v, digits: len(f.text)}
	if next := d.at(i + 1); next.kind == fieldSign && !next.spaced && d.at(i+2).kind == fieldNumber && !d.at(i+2).spaced {
		if c := next.text[0]; c == '/' || c == '-' || c == '.' {
			num.sep = c
			d.numbers = append(d.numbers, num)
			return 2
		}
	}
	d.numbers = append(d.numbers, num)
	return 1
}

// takeCompact reads 20261123 and 20261123083000, with or without T between.
func (d *dateReader) takeCompact(i int) int {
	f := d.at(i)
	if len(f.text) != 8 && len(f.text) != 14 && len(f.text) != 12 || d.year != 0 || len(d.numbers) > 0 {
		return 0
	}
	if f.text[:2] != "19" && f.text[:2] != "20" && f.text[:2] != "25" {
		return 0
	}
	digits := func(from, to int) int { n, _ := strconv.Atoi(f.text[from:to]); return n }
	d.year, d.month, d.day = digits(0, 4), digits(4, 6), digits(6, 8)
	if len(f.text) > 8 {
		d.clock = clock{set: true, hour: digits(8, 10), minute: digits(10, 12), hasMinute: true}
		if len(f.text) == 14 {
			d.clock.second, d.clock.hasSeconds = digits(12, 14), true
		}
		return 1
	}
	if t := d.at(i + 2); d.at(i+1).text == "t" && t.kind == fieldNumber && (len(t.text) == 6 || len(t.text) == 4) {
		d.clock = clock{set: true, hour: atoi(t.text[:2]), minute: atoi(t.text[2:4]), hasMinute: true}
		if len(t.text) == 6 {
			d.clock.second, d.clock.hasSeconds = atoi(t.text[4:]), true
		}
		return 3
	}
	return 1
}

// takeWeek reads 2026-W48-1 and 2026W481, days by the weeks of ISO 8601.
func (d *dateReader) takeWeek(i int) int {
	year, n := d.at(i), 1
	if d.at(i+n).text == "-" {
		n++
	}
	if len(year.text) != 4 || d.year != 0 || len(d.numbers) > 0 || d.at(i+n).text != "w" || d.at(i+n).spaced {
		return 0
	}
	digits := d.at(i + n + 1).text
	if n += 2; len(digits) == 2 && d.at(i+n).text == "-" && len(d.at(i+n+1).text) == 1 {
		digits += d.at(i + n + 1).text
		n += 2
	}
	if len(digits) != 3 || atoi(digits[2:]) < 1 || atoi(digits[2:]) > 7 {
		return 0
	}
	// The fourth of January is in the first week.
	first := time.Date(year.value(), time.January, 4, 0, 0, 0, 0, time.UTC)
	day := first.AddDate(0, 0, 7*(atoi(digits[:2])-1)+atoi(digits[2:])-1-(int(first.Weekday())+6)%7)
	if y, week := day.ISOWeek(); y != year.value() || week != atoi(digits[:2]) {
		return 0
	}
	d.year, d.month, d.day = day.Year(), int(day.Month()), day.Day()
	return n
}

// takeOtherClock passes over the same time in another zone: "0100 GMT (0900 HKT)".
func (d *dateReader) takeOtherClock(i int) int {
	f := d.at(i)
	if _, zone := d.namedZone(d.at(i + 1).text); !zone || !f.bracketed || len(f.text) != 4 || !d.clock.set || !d.zone.set {
		return 0
	}
	return 2
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

// takeClock reads 8:30, 08:30:15.250 and, where the language writes so, 08.30.
func (d *dateReader) takeClock(i int) int {
	sep := d.at(i + 1)
	if sep.kind != fieldSign || d.at(i+2).kind != fieldNumber || len(d.at(i).text) > 2 || len(d.at(i+2).text) > 2 {
		return 0
	}
	dotted := sep.text == "." && d.dotClock(i)
	if sep.text != ":" && !dotted || d.clock.set {
		return 0
	}
	c := clock{set: true, dotted: dotted, hour: d.at(i).value(), minute: d.at(i + 2).value(), hasMinute: true}
	n := 3
	if next := d.at(i + 3); next.text == sep.text && d.at(i+4).kind == fieldNumber && len(d.at(i+4).text) <= 2 {
		c.second, c.hasSeconds = d.at(i+4).value(), true
		n = 5
		if p := d.at(i + 5); !dotted && (p.text == "." || p.text == ",") && !p.spaced && d.at(i+6).kind == fieldNumber && !d.at(i+6).spaced {
			c.nanos = nanos(d.at(i + 6).text)
			n = 7
		}
	}
	d.clock = c
	return n
}

// takeBareClock reads "8 am", and "0800 GMT" behind a date.
func (d *dateReader) takeBareClock(i int) int {
	f, next := d.at(i), d.at(i+1)
	if d.clock.set || next.kind != fieldWord {
		return 0
	}
	if w, ok := vocabulary()[next.text]; ok && w.kind == wordHalf && len(f.text) <= 2 && f.value() > 0 && f.value() <= 12 {
		d.clock = clock{set: true, hour: f.value()}
		return 1
	}
	if _, zone := d.namedZone(next.text); zone && len(f.text) == 4 && (d.hasYear() || i == 0 && d.yearFollows()) {
		d.clock = clock{set: true, hour: atoi(f.text[:2]), minute: atoi(f.text[2:]), hasMinute: true}
		return 1
	}
	return 0
}

func (d *dateReader) hasYear() bool {
	for _, n := range d.numbers {
		if n.digits == 4 {
			return true
		}
	}
	return d.year != 0
}

// yearFollows reports whether the last field is a year: the first is a time.
func (d *dateReader) yearFollows() bool {
	last := d.at(len(d.fields) - 1)
	return len(d.fields) > 2 && last.kind == fieldNumber && len(last.text) == 4
}

func nanos(digits string) int {
	return atoi((digits + "000000000")[:9])
}

// dotClock reports whether 08.30 at i is a time: two numbers only, and the
// language or a word beside them says so.
func (d *dateReader) dotClock(i int) bool {
	if d.at(i-1).text == "." || len(d.at(i+2).text) != 2 || d.at(i).value() > 24 || d.at(i+2).value() > 59 {
		return false
	}
	if after := d.at(i + 3); after.text == "." && !after.spaced && d.at(i+4).kind == fieldNumber && !d.at(i+4).spaced {
		return false
	}
	switch baseOf(d.lang) {
	case "id", "th", "lo", "ms", "fi", "da":
		return true
	}
	switch marker := d.at(i + 3).text; marker {
	case "น", "wib", "wita", "wit", "uhr", "am", "pm", "นาฬิกา":
		return true
	}
	switch d.at(i - 1).text {
	case "เวลา", "pukul", "jam", "jm":
		return true
	}
	_, zone := d.namedZone(d.at(i + 3).text)
	return zone && d.month != 0
}

func baseOf(lang string) string {
	b, _, _ := strings.Cut(lang, "-")
	return b
}

// takeUnit reads a number by the unit behind it, and returns 2 if it has one.
func (d *dateReader) takeUnit(v, digits int, unit string) int {
	switch unit {
	case "年", "년":
		if d.year != 0 || digits == 3 && !d.eraSet {
			return 0
		}
		d.year = v
	case "月", "월":
		if d.month != 0 {
			return 0
		}
		d.month = v
	case "日", "号", "號", "일":
		if d.day != 0 {
			return 0
		}
		d.day = v
	case "時", "时", "點", "点", "시", "h", "gio", "นาฬิกา":
		if d.clock.set {
			return 0
		}
		d.clock = clock{set: true, hour: v}
	case "分", "분", "phut":
		if !d.clock.set || d.clock.hasMinute {
			return 0
		}
		d.clock.minute, d.clock.hasMinute = v, true
	case "秒", "초", "giay":
		if !d.clock.hasMinute || d.clock.hasSeconds {
			return 0
		}
		d.clock.second, d.clock.hasSeconds = v, true
	default:
		return 0
	}
	d.native = first(d.native, unitLanguage(unit))
	return 2
}

// takeBareMinutes reads the minutes of "8h30".
func (d *dateReader) takeBareMinutes(i int) int {
	f := d.at(i)
	if f.kind != fieldNumber || f.spaced || len(f.text) != 2 || !d.clock.set || d.clock.hasMinute || d.at(i-1).text != "h" {
		return 0
	}
	d.clock.minute, d.clock.hasMinute = f.value(), true
	return 1
}

func unitLanguage(unit string) string {
	switch unit {
	case "년", "월", "일", "시", "분", "초":
		return "ko"
	case "gio", "phut", "giay":
		return "vi"
	case "时", "点", "号", "點", "號":
		return "zh"
	}
	return ""
}

func (d *dateReader) time() (time.Time, bool) {
	c := d.clock
	hour, ok := d.half.apply(c)
	if !ok || c.minute < 0 || c.minute > 59 || c.second < 0 || c.second > 60 {
		return time.Time{}, false
	}
	loc, ok := d.zone.location(d)
	if !ok {
		return time.Time{}, false
	}
	year := d.civilYear()
	if year < 1900 || year > 2100 || d.month < 1 || d.month > 12 || d.day < 1 {
		return time.Time{}, false
	}
	day := time.Date(year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC)
	if day.Day() != d.day {
		return time.Time{}, false
	}
	return time.Date(year, time.Month(d.month), d.day, hour, c.minute, min(c.second, 59), c.nanos, loc), true
}
