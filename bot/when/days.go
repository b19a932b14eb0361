package when

import "newsbrief/subscriptions"

// days reads one day, a set or a range at the token, or several where the
// later ones are mere numbers: "thứ 2, 4, 6". It reads one letter and a mere
// number only where nothing else is likelier.
func (p *parser) days(i int) item {
	if p.numbersAreDays && p.tokens[i].digits == 1 {
		return p.numberedDays(i)
	}
	if it := p.weekdayRun(i); it.size > 0 {
		return it
	}
	it := p.numbered(i)
	if m, ok := p.meaning(i, day); ok && it.size == 0 {
		if subscriptions.Days(m.value) == subscriptions.EveryDay && (p.dayEnd == i && i > 0 || p.beginsDay(p.skip(i+1, filler))) {
			return item{size: 1} // "every day" of those beside it: "setiap hari Senin"
		}
		return p.ranged(i, Phrase{Days: subscriptions.Days(m.value)}, 1)
	} else if ok {
		return p.dayOrNumber(i, Phrase{Days: subscriptions.Days(m.value)}, it)
	}
	if it.size > 0 {
		return it
	}
	return p.letters(i)
}

// ranged reads on behind a day: "mon" to "fri", and what leaves it out.
func (p *parser) ranged(i int, w Phrase, size int) item {
	if p.is(i+size, without) {
		p.excepting = true
		return item{readings: []Phrase{w}, size: size + 1}
	}
	if p.is(i+size, through) && single(w.Days) {
		if last, end, ok := p.oneDay(p.skip(i+size+1, filler, every)); ok {
			w.Days, size = span(w.Days, last), end-i
		}
	}
	return item{readings: []Phrase{w}, size: size}
}

// oneDay reads a single day: the end of a range.
func (p *parser) oneDay(i int) (d subscriptions.Days, end int, ok bool) {
	if m, is := p.meaning(i, week); is && p.hasDay(i+1, m.value) {
		n, next, _ := p.number(i + 1)
		d, ok = dayOfNumber(n, m.value)
		return d, next, ok
	}
	for _, c := range []class{day, letter} {
		if m, is := p.meaning(i, c); is && single(subscriptions.Days(m.value)) {
			return subscriptions.Days(m.value), i + 1, true
		}
	}
	return 0, i, false
}

func (p *parser) beginsDay(i int) bool { return p.is(i, day) || p.is(i, week) && p.is(i+1, number) }

// skip returns the first token from i on that is none of the classes.
func (p *parser) skip(i int, over ...class) int {
	for ; i < len(p.tokens); i++ {
		found := false
		for _, c := range over {
			found = found || p.tokens[i].is(c)
		}
		if !found || p.tokens[i].is(day) {
			break
		}
	}
	return i
}

func single(d subscriptions.Days) bool { return d != 0 && d&(d-1) == 0 }

// span returns the days from one to another, around the end of a week.
func span(from, to subscriptions.Days) subscriptions.Days {
	days := from
	for d := from; d != to; days |= d {
		d = (d<<1 | d>>6) & subscriptions.EveryDay
	}
	return days
}

// dayOfNumber returns the weekday of a number, where Monday has the number
// given and Sunday is six more, or one less.
func dayOfNumber(n, monday int) (subscriptions.Days, bool) {
	if n < monday-1 || n > monday+6 || n < 1 || n > 7 {
		return 0, false
	}
	return 1 << ((n - monday + 8) % 7), true
}

// numbered reads the number of a day behind a word for week, and those that
// follow it: "thứ 2, 4, 6", "thứ 2 đến thứ 6".
func (p *parser) numbered(i int) item {
	m, ok := p.meaning(i, week)
	if !ok {
		return item{}
	}
	if d, is := p.meaning(i+1, letter); is && p.glued(i+1) && !p.is(i+1, number) {
		return p.ranged(i, Phrase{Days: subscriptions.Days(d.value)}, 2)
	}
	if !p.hasDay(i+1, m.value) {
		return item{}
	}
	days, last, end := p.dayNumbers(i+1, m.value)
	if p.is(end, through) {
		it := p.ranged(i, Phrase{Days: last}, end-i)
		it.readings[0].Days |= days
		return it
	}
	return p.orHour(i, days, end)
}

// orHour asks where one mere number behind a day may be the next day or an hour.
func (p *parser) orHour(i int, days subscriptions.Days, end int) item {
	it := item{readings: []Phrase{{Days: days}}, size: end - i}
	last := end - 1
	if end-i == 3 && p.tokens[last].digits > 0 && p.tokens[last].spaced && !p.is(last-1, through) {
		first, _ := p.meaning(i, week)
		d, _ := dayOfNumber(p.tokens[i+1].value, first.value)
		at := subscriptions.TimeOfDay(p.tokens[last].value * 60)
		it.readings = append(it.readings, Phrase{Days: d, Times: []subscriptions.TimeOfDay{at}})
	}
	return it
}

// dayNumbers reads numbers that are days, with commas, "and" or "to" between
// them and maybe the word of the first before each.
func (p *parser) dayNumbers(i, monday int) (days, last subscriptions.Days, end int) {
	ranging := false
	for j := i; p.hasDay(j, monday); {
		n, next, _ := p.number(j)
		d, _ := dayOfNumber(n, monday)
		if ranging {
			days |= span(last, d)
		}
		days, last, end = days|d, d, next
		j = next
		if ranging = p.is(j, through); ranging || p.is(j, joins) {
			j++
		} else if j < len(p.tokens) && (p.tokens[j].digits == 0) != (p.tokens[j-1].digits == 0) {
			break
		}
		if p.is(j, week) && !p.is(j, number) {
			j++
		}
	}
	return days, last, end
}

// hasDay reports whether a number is there that is a day and no hour.
func (p *parser) hasDay(i, monday int) bool {
	n, next, ok := p.number(i)
	if !ok || p.tokens[i].digits > 1 {
		return false
	}
	_, ok = dayOfNumber(n, monday)
	if !ok || p.is(next, colon) || p.glued(next) && (p.is(next, part) || p.isPoint(next)) {
		return false
	}
	return !p.is(next, hour) && !p.is(next, minute) && !p.is(next, part)
}

// isPoint reports whether a full stop stands there, between two digits.
func (p *parser) isPoint(i int) bool {
	return i > 0 && i+1 < len(p.tokens) && p.tokens[i].text == "." && p.glued(i) && p.glued(i+1) && p.tokens[i+1].digits > 0
}

// numberedDays reads mere numbers where days are expected. Half of the world
// counts from Monday, the other half from Sunday.
func (p *parser) numberedDays(i int) item {
	if !p.hasDay(i, 1) {
		return item{}
	}
	var it item
	for _, monday := range []int{1, 2} {
		days, _, end := p.dayNumbers(i, monday)
		it.readings = append(it.readings, Phrase{Days: days})
		it.size = max(it.size, end-i)
	}
	return it
}

// weekdayRun reads numerals that are days because several stand side by side,
// or because days are expected, as Chinese writes "135" and "1-5".
func (p *parser) weekdayRun(i int) item {
	var w Phrase
	j, last := i, subscriptions.Days(0)
	for ranging := false; ; {
		m, ok := p.meaning(j, weekday)
		if !ok || j > i && !p.glued(j) {
			break
		}
		d := subscriptions.Days(m.value)
		if ranging {
			w.Days |= span(last, d)
		}
		w.Days, last = w.Days|d, d
		j++
		if ranging = p.is(j, through) && p.is(j+1, weekday); ranging || p.numbersAreDays && p.is(j, joins) && p.is(j+1, weekday) {
			j++
		}
	}
	if w.Days == 0 || single(w.Days) && !p.numbersAreDays || p.is(j, hour) || p.is(j, number) || p.is(j, ten) || p.is(j, minute) {
		return item{}
	}
	return item{readings: []Phrase{w}, size: j - i}
}

// dayOrNumber asks where a word is a day in one language and makes a day of the
// number behind it in another: "thu 2".
func (p *parser) dayOrNumber(i int, d Phrase, numbered item) item {
	if p.tokens[i+1].digits == 0 || p.is(i, letter) {
		return numbered
	}
	for j := i + 1; j < i+numbered.size; {
		c, size := p.clock(j)
		if size == 0 {
			size = 1
		} else {
			d.Times = append(d.Times, c.first()...)
		}
		j += size
	}
	d.Bare = true
	numbered.readings = append(numbered.readings, d)
	return numbered
}

// letters reads days by their letters: several side by side are days, one is
// so only if nothing else is said of it. "MWF", "M-F".
func (p *parser) letters(i int) item {
	if m, ok := p.meaning(i, letter); ok {
		w := Phrase{Days: subscriptions.Days(m.value)}
		it := p.ranged(i, w, 1)
		if it.size == 1 && p.glued(i+1) && p.is(i+1, letter) {
			next := p.letters(i + 1)
			it.readings[0].Days |= next.readings[0].Days
			it.size += next.size
		}
		if it.size == 1 {
			p.lone++
		}
		return it
	}
	days := latinLetters(p.tokens[i].text)
	if days == 0 || p.tokens[i].means != nil {
		return item{}
	}
	return item{readings: []Phrase{{Days: days}}, size: 1}
}

// latinLetters reads "mwf" and "tth": the days of a week in their order, each
// by the letters that English gives it. Two letters side by side may mean a
// range as well, so that they are days only where one of them is "th".
func latinLetters(word string) subscriptions.Days {
	var days subscriptions.Days
	count := 0
	for _, d := range []struct {
		letters string
		day     subscriptions.Days
	}{{"m", 1 << 1}, {"tu", 1 << 2}, {"t", 1 << 2}, {"w", 1 << 3}, {"th", 1 << 4}, {"t", 1 << 4}, {"f", 1 << 5}, {"sa", 1 << 6}, {"s", 1 << 6}, {"su", 1 << 0}, {"s", 1 << 0}} {
		if rest, ok := cutLetters(word, d.letters); ok && days&d.day == 0 {
			word, days = rest, days|d.day
			count++
		}
	}
	if word != "" || count < 2 || count == 2 && days&(1<<4) == 0 {
		return 0
	}
	return days
}

// cutLetters cuts the letters of a day off the front: "t" not where they are
// the beginning of "th".
func cutLetters(word, letters string) (string, bool) {
	if len(word) < len(letters) || word[:len(letters)] != letters {
		return word, false
	}
	rest := word[len(letters):]
	if letters == "t" && rest != "" && rest[0] == 'h' {
		return word, false
	}
	return rest, true
}
