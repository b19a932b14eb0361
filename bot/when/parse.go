package when

import (
	"slices"
	"strings"

	"newsbrief/subscriptions"
)

// parser reads the tokens of a line from left to right, an item at a time: a
// time, days, a zone, or a word between them. What could be several things
// multiplies the readings.
type parser struct {
	*line
	numbersAreDays bool
	readings       []Phrase
	excepting      bool     // the days that follow are left out
	dayEnd         int      // the token behind the last day
	lone           int      // letters that were read as days, one by one
	groups         []Phrase // times with the days beside them
}

// item is what a run of tokens says: one reading, or several.
type item struct {
	readings []Phrase
	size     int // in tokens, 0 where there is no such item
}

// run reads all tokens. It returns the first that was not understood and
// false.
func (p *parser) run() (int, bool) {
	for i := 0; i < len(p.tokens); {
		it := p.item(i)
		if it.size == 0 || len(p.readings)*max(1, len(it.readings)) > 2*mostReadings {
			return i, false
		}
		p.combine(it)
		i += it.size
		if len(p.readings[0].Times) > 2*maxTimes {
			return i - 1, false
		}
	}
	return 0, true
}

func (p *parser) item(i int) item {
	if it := p.days(i); it.size > 0 {
		p.dayEnd = i + it.size
		return it
	}
	if it := p.time(i); it.size > 0 {
		return it
	}
	if it := p.zone(i); it.size > 0 {
		return it
	}
	if p.tokens[i].is(except) {
		p.excepting = true
		return item{size: 1}
	}
	for _, c := range []class{joins, opens, filler} {
		if p.tokens[i].is(c) {
			return item{size: 1}
		}
	}
	if p.tokens[i].is(every) && !p.bareTimeAt(i+1) {
		return item{size: 1}
	}
	return item{}
}

// bareTimeAt reports whether an hour stands there of which nothing but "every"
// was said: "every 2 hours" is no time.
func (p *parser) bareTimeAt(i int) bool {
	if _, _, ok := p.number(i); !ok {
		return false
	}
	c, size := p.clock(i)
	return size == 0 || c.part == "" && !c.hasMinute && c.delta == 0
}

// combine adds an item to what was read.
func (p *parser) combine(it item) {
	if len(it.readings) == 0 {
		return
	}
	var all []Phrase
	for _, so := range p.readings {
		for _, said := range it.readings {
			all = append(all, p.and(so, said))
		}
	}
	p.readings = all
	p.group(it.readings[0])
}

// group adds to the times with their days, and begins others where something
// is said of both already.
func (p *parser) group(said Phrase) {
	last := len(p.groups) - 1
	if last < 0 || p.groups[last].Days != 0 && len(p.groups[last].Times) > 0 {
		p.groups = append(p.groups, said)
		return
	}
	p.groups[last] = p.and(p.groups[last], said)
}

// apart returns the groups where they are whole and differ, as in "weekdays at
// 7 and weekends at 9": all of the times on all of the days would be neither.
func (p *parser) apart() ([]Phrase, bool) {
	if len(p.groups) < 2 || len(p.readings) > 1 {
		return nil, false
	}
	first := p.groups[0]
	sameTimes, sameDays := true, true
	for _, g := range p.groups {
		if len(g.Times) == 0 || g.Days == 0 {
			return nil, false
		}
		sameTimes = sameTimes && slices.Equal(g.Times, first.Times)
		sameDays = sameDays && g.Days == first.Days
	}
	return p.groups, !sameTimes && !sameDays
}

func (p *parser) and(so, said Phrase) Phrase {
	w := Phrase{Times: slices.Concat(so.Times, said.Times), Days: so.Days | said.Days, Zone: so.Zone, Bare: so.Bare || said.Bare}
	switch {
	case p.excepting && said.Days == subscriptions.EveryDay && so.Days != 0:
		w.Days = so.Days
	case p.excepting && said.Days != 0:
		if so.Days == 0 {
			so.Days = subscriptions.EveryDay
		}
		w.Days = so.Days &^ said.Days
	}
	if said.Zone != "" {
		w.Zone = said.Zone
	}
	return w
}

func (p *parser) is(i int, c class) bool {
	_, ok := p.meaning(i, c)
	return ok
}

func (p *parser) meaning(i int, c class) (meaning, bool) {
	if i < 0 || i >= len(p.tokens) {
		return meaning{}, false
	}
	p.looks++
	return find(p.tokens[i].means, c)
}

// glued reports whether the token follows the one before it without a space.
func (p *parser) glued(i int) bool { return i < len(p.tokens) && !p.tokens[i].spaced }

// number reads a number in digits or words and returns the token behind it.
func (p *parser) number(i int) (value, next int, ok bool) {
	if i < len(p.tokens) && p.tokens[i].digits > 0 {
		return p.tokens[i].value, i + 1, p.tokens[i].digits <= 4
	}
	if p.is(i, ten) && !p.is(i, number) && !p.is(i, tens) {
		return 0, i, false
	}
	if m, is := p.meaning(i, tens); is {
		value, next = m.value, i+1
	} else if m, is := p.meaning(i, number); is {
		value, next = m.value, i+1
		switch {
		case value < 10 && p.is(next, ten):
			value, next = value*10, next+1
		case value < 10 && p.is(next, teen):
			return value + 10, next + 1, true
		default:
			return value, next, true
		}
	} else {
		return 0, i, false
	}
	if unit, is := p.meaning(next, number); is && unit.value < 10 && unit.value > 0 && !p.is(next+1, ten) {
		return value + unit.value, next + 1, true
	}
	return value, next, true
}

// zone reads whose clocks a time was said by.
func (p *parser) zone(i int) item {
	behindTime := p.readings[0].Times != nil
	for size := min(6, len(p.tokens)-i); size > 0; size-- {
		if !p.namesZone(i, size, behindTime) {
			continue
		}
		first, last := p.tokens[i], p.tokens[i+size-1]
		if zones := zonesOf(p.typed[p.at[first.from]:p.at[last.to]]); len(zones) > 0 {
			return zoneItem(zones, size)
		}
	}
	return item{}
}

func zoneItem(zones []string, size int) item {
	it := item{size: size}
	for _, z := range zones {
		it.readings = append(it.readings, Phrase{Zone: z})
	}
	return it
}

// namesZone reports whether the tokens have the form of a zone: an offset, a
// zone's own name, a place with "time" beside it, what clocks are called. Short
// names in Latin letters are other words too, but not behind a time.
func (p *parser) namesZone(i, size int, behindTime bool) bool {
	first, last := p.tokens[i], p.tokens[i+size-1]
	if first.is(clocks) && size == 1 {
		return behindTime || !isSpaced(first.text) || strings.Contains(first.text, " ")
	}
	text := p.folded[first.from:last.to]
	switch {
	case !behindTime:
		return false
	case first.is(ofPlace) || last.is(ofPlace):
		return size > 1
	case first.is(clocks):
		return strings.Trim(text[len(first.text):], " +-:.0123456789") == ""
	case strings.Contains(text, "/"):
		return size > 2 && !strings.Contains(text, " ")
	}
	return (text[0] == '+' || text[0] == '-') && size > 1 && strings.Trim(text[1:], ":0123456789") == "" && len(text) > 3
}
