// Package date turns a date as somebody wrote it into an instant.
package date

import (
	"strconv"
	"strings"
	"time"

	"newsbrief/digest/language"
)

// Parse reads a date as publishers write it, in any of the languages that
// newsbrief reads: RFC 822 and ISO 8601 with their many variants, native names
// of months and days, native digits, Buddhist years and Japanese eras, names
// of zones, seconds since 1970; a month alone is its first day. lang settles
// what the text leaves open: the order of day and month, and the zone where
// none is given. A date after now is now. What is ambiguous, incomplete or
// nonsense is unknown: false.
func Parse(s string, now time.Time, lang string) (time.Time, bool) {
	if len(s) > 200 {
		return time.Time{}, false
	}
	all, ok := fields(s)
	if !ok || len(all) == 0 {
		return time.Time{}, false
	}
	r := reader{fields: all, lang: localeOf(lang), now: now}
	if strings.ContainsFunc(s, vietnamese) {
		r.lang.base = "vi" // whatever the feed says: "thứ" is not "Thu"
	}
	t, ok := r.read()
	if !ok || t.UTC().Year() < 1980 || t.Year() > 2100 {
		return time.Time{}, false
	}
	if t.After(now) {
		t = now
	}
	return t.UTC(), true
}

// vietnamese reports whether r is a letter of no other language.
func vietnamese(r rune) bool { return r >= 0x1EA0 && r <= 0x1EF9 }

// locale is the language that a date is said to be in.
type locale struct {
	base   string
	region string // ISO 3166, in lower case, "" if unknown
}

func localeOf(tag string) locale {
	l := locale{base: language.Base(tag)}
	for part := range strings.SplitSeq(strings.ReplaceAll(strings.ToLower(tag), "_", "-"), "-") {
		if len(part) == 2 && part != l.base && !strings.HasPrefix(strings.ToLower(tag), part) {
			l.region = part
		}
	}
	return l
}

// reader gathers what the fields say. Every field must be understood.
type reader struct {
	fields []field
	lang   locale
	now    time.Time

	year, month, day int
	era              int // to be added to the year
	eraSet           bool
	numbers          []number
	clock            clock
	half             half
	zone             zone
	weekday          int    // 1 is Monday, 0 unknown
	native           string // language of the words that stand in it
	fragile          bool   // the month's name may be a day's: "mar"
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

func (r *reader) read() (time.Time, bool) {
	if t, ok := r.epoch(); ok {
		return t, true
	}
	for i := 0; i < len(r.fields); {
		n := r.take(i)
		if n == 0 {
			return time.Time{}, false
		}
		i += n
	}
	if !r.settle() {
		return time.Time{}, false
	}
	return r.time()
}

// epoch reads seconds, perhaps with a fraction, or milliseconds since 1970.
func (r *reader) epoch() (time.Time, bool) {
	digits := r.at(0).text
	fraction := len(r.fields) == 3 && r.at(1).text == "." && r.at(2).kind == fieldNumber
	if len(r.fields) != 1 && !fraction || r.at(0).kind != fieldNumber {
		return time.Time{}, false
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	switch {
	case err != nil:
		return time.Time{}, false
	case len(digits) == 10:
		return time.Unix(n, 0).UTC(), true
	case len(digits) == 13:
		return time.UnixMilli(n).UTC(), true
	}
	return time.Time{}, false
}

// at returns the field at i, the zero field beyond the ends.
func (r *reader) at(i int) field {
	if i < 0 || i >= len(r.fields) {
		return field{}
	}
	return r.fields[i]
}

// take understands the field at i and perhaps some behind it, and returns how
// many; 0 if it does not.
func (r *reader) take(i int) int {
	switch f := r.at(i); f.kind {
	case fieldNumber:
		return r.takeNumber(i)
	case fieldWord:
		return r.takeWord(i)
	case fieldSign:
		if n := r.takeOffset(i); n > 0 {
			return n
		}
		if f.text != "+" {
			return 1
		}
	}
	return 0
}

func (r *reader) takeNumber(i int) int {
	for _, take := range []func(int) int{r.takeCompact, r.takeWeek, r.takeOrdinal, r.takeOtherClock, r.takeClock, r.takeBareClock, r.takeUnit} {
		if n := take(i); n > 0 {
			return n
		}
	}
	f, next := r.at(i), r.at(i+1)
	if f.value() < 0 {
		return 0
	}
	num := number{value: f.value(), digits: len(f.text)}
	n := 1
	if next.kind == fieldSign && !next.spaced && r.at(i+2).kind == fieldNumber && !r.at(i+2).spaced && strings.Contains("/-.", next.text) {
		num.sep, n = next.text[0], 2
	}
	r.numbers = append(r.numbers, num)
	return n
}

// takeUnit reads a number by the unit behind it, and the minutes of "8h30".
func (r *reader) takeUnit(i int) int {
	v, next := r.at(i).value(), r.at(i+1)
	s, ok := r.meaning(next.text, isUnit)
	if !ok || v < 0 || next.bracketed || next.kind != fieldWord {
		return 0
	}
	switch {
	case s.kind == yearUnit && r.year == 0 && (r.eraSet || len(r.at(i).text) != 3):
		r.year = v
	case s.kind == monthUnit && r.month == 0:
		r.month = v
	case s.kind == dayUnit && r.day == 0:
		r.day = v
	case s.kind == hourUnit && !r.clock.set:
		r.clock = clock{set: true, hour: v}
		if m := r.at(i + 2); m.kind == fieldNumber && !m.spaced && len(m.text) == 2 && !isMinute(r.at(i+3).text) {
			r.clock.minute, r.clock.hasMinute = m.value(), true
			return 3
		}
	case s.kind == minuteUnit && r.clock.set && !r.clock.hasMinute:
		r.clock.minute, r.clock.hasMinute = v, true
	case s.kind == secondUnit && r.clock.hasMinute && !r.clock.hasSeconds:
		r.clock.second, r.clock.hasSeconds = v, true
	default:
		return 0
	}
	r.understood(s)
	return 2
}

func isMinute(word string) bool {
	for _, s := range vocabulary()[word] {
		if s.kind == minuteUnit {
			return true
		}
	}
	return false
}

// takeWord understands the word at i, with what belongs to it, the longest
// name first: "tháng mười một" is another month than "tháng mười".
func (r *reader) takeWord(i int) int {
	if n := r.takeNumbered(i); n > 0 {
		return n
	}
	for n := 3; n > 0; n-- {
		s, ok := r.meaning(r.words(i, n), isWord)
		switch {
		case !ok:
			continue
		case n == 1 && r.takeZone(i) > 0:
			return 1
		case !r.takeSense(s, i):
			return 0
		}
		return n
	}
	if n := r.takePlace(i); n > 0 {
		return n
	}
	if f := r.at(i); f.text == "t" && r.at(i-1).kind == fieldNumber && r.at(i+1).kind == fieldNumber {
		return 1 // of ISO 8601
	}
	if f := r.at(i); f.text == "h" && r.clock.hasMinute && r.at(i-1).kind == fieldNumber {
		return 1 // 01:00 h
	}
	return r.takeZone(i)
}

// words are the n words from i on, "" if there are fewer.
func (r *reader) words(i, n int) string {
	all := make([]string, n)
	for k := range n {
		if r.at(i+k).kind != fieldWord {
			return ""
		}
		all[k] = r.at(i + k).text
	}
	return strings.Join(all, " ")
}

// takeNumbered reads words that say what the number behind them is: "tháng 11",
// "thứ 2", "R8".
func (r *reader) takeNumbered(i int) int {
	f, next := r.at(i), r.at(i+1)
	if next.kind != fieldNumber || len(next.text) > 2 {
		return 0
	}
	digit := len(next.text) == 1 && next.value() >= 2 && next.value() <= 7
	listed := i == 0 && len(f.text) == 2 && r.at(i+2).text == "," // "Th3, 14 Th10 2025"
	if s, ok := r.meaning(f.text, only(weekdayBefore)); ok && digit && (i == 0 || len(f.text) > 1) {
		r.weekday = next.value() - 1
		r.understood(s)
		return 2
	}
	ordinal := !f.spaced && r.at(i-1).kind == fieldNumber // 24th
	if s, ok := r.meaning(f.text, only(monthBefore)); ok && r.month == 0 && !ordinal {
		r.understood(s)
		if digit && listed {
			r.weekday = next.value() - 1
		} else {
			r.month = next.value()
		}
		return 2
	}
	if s, ok := r.meaning(f.text, only(era)); ok && len(f.text) == 1 && !r.eraSet && !next.spaced {
		r.era, r.eraSet = s.value, true
		return 1
	}
	return 0
}

func only(k kind) func(kind) bool { return func(other kind) bool { return other == k } }

func (r *reader) takeSense(s sense, i int) bool {
	switch s.kind {
	case month:
		if !r.takeMonth(s.value, r.at(i).text) {
			return false
		}
	case weekday:
		r.weekday = s.value
	case halfOfDay:
		if r.half != halfNone && r.half != half(s.value) {
			return false
		}
		r.half = half(s.value)
	case era:
		if r.eraSet || len(r.at(i).text) == 1 {
			return false
		}
		r.era, r.eraSet = s.value, true
	case monthBefore, weekdayBefore:
		next, ok := r.meaning(r.at(i+1).text, isWord)
		return ok && (next.kind == month || next.kind == weekday)
	case zoneName: // a short one stands behind a time of day, and was looked for there
		return len(r.at(i).text) > 2 && r.setZone(zone{set: true, place: load(s.zone)})
	}
	r.understood(s)
	return true
}

func (r *reader) takeMonth(value int, name string) bool {
	ambiguous := name == "mar" // March, or Tuesday in the languages of Rome
	switch {
	case r.month == 0:
		r.month, r.fragile = value, ambiguous
	case ambiguous:
		r.weekday = 2
	case r.fragile:
		r.month, r.fragile, r.weekday = value, false, 2
	default:
		return false
	}
	return true
}

func (r *reader) time() (time.Time, bool) {
	c := r.clock
	hour, ok := r.half.apply(c)
	if !ok || c.minute < 0 || c.minute > 59 || c.second < 0 || c.second > 60 {
		return time.Time{}, false
	}
	year := r.civilYear(r.year)
	if !valid(year, r.month, r.day) {
		return time.Time{}, false
	}
	return time.Date(year, time.Month(r.month), r.day, hour, c.minute, min(c.second, 59), c.nanos, r.location()), true
}

// valid reports whether there is such a day.
func valid(year, month, day int) bool {
	if year < 1900 || year > 2100 || month < 1 || month > 12 || day < 1 {
		return false
	}
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Day() == day
}

// first returns the first of the strings that is not empty.
func first(all ...string) string {
	for _, s := range all {
		if s != "" {
			return s
		}
	}
	return ""
}
