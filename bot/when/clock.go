package when

import (
	"slices"
	"strings"

	"newsbrief/subscriptions"
)

// clockTime is one time of day as it was said.
type clockTime struct {
	hour, minute int
	hasMinute    bool
	exact        bool   // more than an hour's number was said
	part         string // of the day
	also         string // another part, whose same hour is meant too: "7 am and pm"
	around       int    // minutes that some add and others take off: "half seven"
	counting     string // how the word behind the hour counts
	marked       bool   // there was such a word
	opened       bool   // a word like "at" went before
	delta        int    // minutes to add
	second       int    // an hour that the minutes may be as well, 0 if not
	oneDigit     bool   // the minutes have one digit
	whole        bool   // hour and minute are the time, whatever the part of the day
}

// time reads one time of day.
func (p *parser) time(i int) item {
	c, size := p.clock(i)
	if size == 0 {
		return item{}
	}
	it := item{size: size}
	for _, times := range c.readings() {
		it.readings = append(it.readings, Phrase{Times: times, Bare: !c.exact})
	}
	if len(it.readings) == 0 {
		return item{}
	}
	return it
}

// clock reads what stands before an hour, the hour, and what stands behind it.
func (p *parser) clock(i int) (c clockTime, size int) {
	at := p.before(i, &c)
	end, ok := p.hour(at, &c)
	if !ok {
		return p.byName(i)
	}
	return c, p.behind(end, &c) - i
}

// byName reads a time that has a name: "noon", and in Thai one in the afternoon.
func (p *parser) byName(i int) (c clockTime, size int) {
	m, ok := p.meaning(i, instant)
	if !ok {
		return c, 0
	}
	c = clockTime{hour: m.value / 60, minute: m.value % 60, hasMinute: m.value%60 != 0, exact: true, whole: true}
	return c, p.behind(i+1, &c) - i
}

// before reads what may stand before an hour: "at", a part of the day, and
// minutes with "past" or "to".
func (p *parser) before(i int, c *clockTime) int {
	for ; i < len(p.tokens); i++ {
		m, isPart := p.partAt(i)
		switch {
		case isPart && c.part == "":
			c.part, c.exact = m.name, true
		case isPart && c.also == "" && c.part != m.name:
			c.also = m.name
		case p.is(i, joins) && c.part != "" && c.also == "" && p.skipsToPart(i+1):
		case p.is(i, opens):
			c.opened = true
		case p.is(i, half):
			m, _ := p.meaning(i, half)
			c.delta, c.exact = -m.value, true
		case p.is(i, filler):
		case p.is(i, every) && p.skipsToPart(i+1):
		default:
			return p.shift(i, c)
		}
	}
	return i
}

func (p *parser) partAt(i int) (meaning, bool) {
	if m, ok := p.meaning(i, part); ok {
		return m, true
	}
	return p.meaning(i, early)
}

func (p *parser) skipsToPart(i int) bool {
	_, ok := p.partAt(p.skip(i, filler))
	return ok
}

// shift reads minutes that an hour behind them is moved by: "quarter to",
// "5 past", "15 lacking".
func (p *parser) shift(i int, c *clockTime) int {
	sign, j := 0, i
	if p.is(i, lack) {
		sign, j = -1, i+1
	}
	minutes, next, ok := p.minutes(j)
	if !ok {
		return i
	}
	switch {
	case sign != 0:
	case p.is(next, past):
		sign, next = 1, next+1
	case p.is(next, to) && (minutes%5 == 0 || next > j+1):
		sign, next = -1, next+1
	case p.is(i, fraction) && p.hourFollows(next):
		c.around, c.exact = minutes, true
		return next
	default:
		return i
	}
	next = p.skip(next, filler, opens)
	if _, _, ok := p.number(next); !ok && !p.is(next, instant) {
		return i
	}
	if sign < 0 && j == i && next == i+2 && p.tokens[i].digits > 0 && p.tokens[next].digits > 0 && minutes <= 12 {
		c.second = minutes // "10 to 12" is also a span of hours
	}
	c.delta, c.exact = sign*minutes, true
	return next
}

// minutes reads a number of minutes, in words or as a part of an hour.
func (p *parser) minutes(i int) (n, next int, ok bool) {
	if m, is := p.meaning(i, fraction); is {
		return m.value, i + 1, true
	}
	if m, is := p.meaning(i, add); is {
		return m.value, i + 1, true
	}
	n, next, ok = p.number(i)
	if p.is(next, minute) {
		next++
	}
	return n, next, ok && n < 60
}

// hour reads an hour and the minutes that belong to its number.
func (p *parser) hour(i int, c *clockTime) (end int, ok bool) {
	if m, is := p.meaning(i, clock); is {
		c.hour, c.minute, c.hasMinute, c.exact = m.value/60, m.value%60, true, true
		return i + 1, true
	}
	if m, is := p.meaning(i, instant); is && (c.delta != 0 || c.part != "") {
		c.hour, c.minute, c.exact, c.whole = m.value/60, m.value%60, true, true
		return i + 1, true
	}
	n, next, ok := p.number(i)
	if !ok {
		return i, false
	}
	if digits := p.tokens[i].digits; digits > 2 {
		c.hour, c.minute, c.hasMinute = n/100, n%100, true
		return next, digits <= 4
	}
	c.hour = n
	if p.is(next, colon) || p.isPoint(next) {
		return p.afterColon(next, c)
	}
	return p.afterHour(next, c), true
}

// afterColon reads minutes, and seconds if they are none.
func (p *parser) afterColon(i int, c *clockTime) (end int, ok bool) {
	if i+1 >= len(p.tokens) || p.tokens[i+1].digits == 0 || p.tokens[i+1].digits > 2 {
		return i, false
	}
	m := p.tokens[i+1]
	c.minute, c.hasMinute, c.exact, c.oneDigit = m.value, true, true, m.digits == 1
	end = i + 2
	if p.is(end, colon) && end+1 < len(p.tokens) && p.tokens[end+1].text == "00" {
		end += 2
	}
	return end, true
}

// afterHour reads the word behind an hour and the minutes behind that.
func (p *parser) afterHour(i int, c *clockTime) int {
	m, ok := p.meaning(i, hour)
	if !ok {
		return p.looseMinutes(i, c)
	}
	if c.opened && p.is(i, opens) {
		return i // the hour had its word; this one opens the next
	}
	counting, part, _ := strings.Cut(m.name, " ")
	c.counting, c.marked, c.exact = counting, true, true
	if c.part == "" {
		c.part = part
	}
	n, next, ok := p.number(i + 1)
	switch {
	case !ok || n > 59 || p.opensTime(i+1, next):
		return i + 1
	case p.tokens[i+1].digits == 1 && p.tokens[i+1].spaced && m.name == "h" && !p.is(next, minute):
		c.second, c.minute, c.hasMinute = n, n, true
		return next
	}
	c.minute, c.hasMinute = n, true
	if p.is(next, minute) {
		next++
	}
	return next
}

// opensTime reports whether the number from i to next is an hour itself.
func (p *parser) opensTime(i, next int) bool {
	return p.is(next, hour) && !p.is(next, minute) || p.is(next, colon) || p.isPoint(next) || p.tokens[i].digits > 2
}

// looseMinutes reads minutes that only a space parts from the hour: "7 30",
// "seven thirty". Where they may be an hour as well, that is kept.
func (p *parser) looseMinutes(i int, c *clockTime) int {
	n, next, ok := p.number(i)
	if !ok || n > 59 || n < 10 && p.tokens[i].text != "00" && !p.leadingZero(i) || p.opensTime(i, next) || p.is(next, minute) && p.glued(i) {
		return i
	}
	words := p.tokens[i].digits == 0
	if words != (p.tokens[i-1].digits == 0) || p.inList(next) || p.inList(i-2) && !words {
		return i
	}
	if !words && n > 0 && n < 24 && !p.is(next, minute) {
		c.second = n
	}
	c.minute, c.hasMinute = n, true
	return next
}

// leadingZero reports whether the token is "05" and the one before it is no
// such number.
func (p *parser) leadingZero(i int) bool {
	return p.tokens[i].text[0] == '0' && p.tokens[i].digits == 2
}

// inList reports whether another mere number is there.
func (p *parser) inList(i int) bool {
	return i >= 0 && i < len(p.tokens) && p.tokens[i].digits > 0 && !p.is(i+1, hour)
}

// behind reads what may stand behind an hour: a part of the day, "half",
// minutes, "less 15", and words that add nothing.
func (p *parser) behind(i int, c *clockTime) int {
	for {
		next := p.oneBehind(i, c)
		if next == i {
			return i
		}
		i = next
	}
}

func (p *parser) oneBehind(i int, c *clockTime) int {
	if m, ok := p.meaning(i, add); ok && c.delta == 0 && !c.hasMinute {
		c.minute, c.hasMinute, c.exact = m.value, true, true
		return i + 1
	}
	for sign, cl := range map[int]class{1: more, -1: less} {
		if n, next, ok := p.minutes(i + 1); ok && p.is(i, cl) && c.delta == 0 && !c.hasMinute {
			c.delta, c.exact = sign*n, true
			return next
		}
	}
	if p.is(i, ago) && c.hasMinute {
		c.delta, c.minute = -c.minute, 0
		return i + 1
	}
	if next := p.partBehind(i, c); next > i {
		return next
	}
	if m, ok := p.partAt(i + 1); ok && p.is(i, joins) && c.part != "" && c.also == "" && c.part != m.name && !p.hourFollows(i+2) {
		c.also = m.name
		return i + 2
	}
	if p.is(i, hour) && !c.marked && !p.is(i, opens) && c.hasMinute {
		c.marked, c.exact = true, true
		return i + 1
	}
	return p.minutesBehind(i, c)
}

// partBehind reads a part of the day behind an hour, unless it belongs to the
// hour that follows.
func (p *parser) partBehind(i int, c *clockTime) int {
	at := p.skip(i, filler)
	m, ok := p.meaning(at, part)
	if !ok {
		if m, ok = p.meaning(at, early); ok && p.hourFollows(at+1) {
			return i
		}
	}
	if !ok || c.part != "" && c.part != m.name || p.hourFollows(at+1) && at > i && p.is(at, early) {
		return i
	}
	if p.is(at, filler) && len(hoursOf(m.name, c.counting, c.hour)) == 0 {
		return i
	}
	c.part, c.exact = m.name, true
	return at + 1
}

func (p *parser) hourFollows(i int) bool {
	_, _, ok := p.number(p.skip(i, filler, opens))
	return ok
}

// minutesBehind reads minutes that stand behind a part of the day or "and".
func (p *parser) minutesBehind(i int, c *clockTime) int {
	at := p.skip(i, joins)
	n, next, ok := p.number(at)
	if !ok || c.hasMinute || n > 59 || at > i+1 || !p.is(next, minute) {
		return i
	}
	c.minute, c.hasMinute, c.exact = n, true, true
	return next + 1
}

// first returns the likeliest reading, nil where there is no such time.
func (c clockTime) first() []subscriptions.TimeOfDay {
	for _, times := range c.readings() {
		return times
	}
	return nil
}

// readings returns the times that may be meant: none where there is no such
// time, else each reading's.
func (c clockTime) readings() [][]subscriptions.TimeOfDay {
	var all [][]subscriptions.TimeOfDay
	minutes := []int{c.minute}
	if c.oneDigit && c.minute < 6 {
		minutes = append(minutes, c.minute*10)
	}
	for _, m := range minutes {
		all = append(all, c.withAlso(m)...)
	}
	if c.second > 0 && c.part == "" {
		pair := append(clockTime{hour: c.hour}.times(0), clockTime{hour: c.second}.times(0)...)
		if slices.Sort(pair); len(pair) == 2 {
			all = append(all, pair)
		}
	}
	return all
}

// withAlso returns the times that the hour and these minutes may be, beside them
// those of the other part of the day where two were said.
func (c clockTime) withAlso(minute int) (all [][]subscriptions.TimeOfDay) {
	other := c
	other.part, other.also = c.also, ""
	for _, t := range c.times(minute) {
		if c.also == "" {
			all = append(all, []subscriptions.TimeOfDay{t})
			continue
		}
		for _, u := range other.times(minute) {
			all = append(all, []subscriptions.TimeOfDay{t, u})
		}
	}
	return all
}

// times returns the times of day that the hour and these minutes may be.
func (c clockTime) times(minute int) []subscriptions.TimeOfDay {
	if minute > 59 || c.around > 0 && c.hasMinute {
		return nil
	}
	hours := []int{c.hour}
	if !c.whole {
		hours = hoursOf(c.part, c.counting, c.hour)
	}
	var times []subscriptions.TimeOfDay
	for _, h := range hours {
		if h > 24 || h == 24 && minute > 0 {
			return nil
		}
		const day = 24 * 60
		at := h*60 + minute + c.delta + day
		times = append(times, subscriptions.TimeOfDay((at+c.around)%day))
		if c.around > 0 {
			times = append(times, subscriptions.TimeOfDay((at-c.around)%day))
		}
	}
	return times
}
