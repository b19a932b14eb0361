package date

import "time"

// settle finds year, month and day among the numbers.
func (d *dateReader) settle() bool {
	if d.needed() != len(d.numbers) {
		return false
	}
	switch {
	case d.year != 0 && d.month != 0 && d.day != 0:
		return true
	case d.month != 0 || d.year != 0:
		return d.settleNamed()
	}
	return d.settleNumeric()
}

// needed is how many of year, month and day are not known yet.
func (d *dateReader) needed() int {
	n := 0
	for _, v := range []int{d.year, d.month, d.day} {
		if v == 0 {
			n++
		}
	}
	return n
}

// settleNamed has a month or a year by name.
func (d *dateReader) settleNamed() bool {
	switch {
	case len(d.numbers) == 1 && d.day != 0 && d.month != 0:
		d.setYear(d.numbers[0])
	case len(d.numbers) == 1 && d.month != 0:
		d.day = d.numbers[0].value
	case len(d.numbers) == 2 && d.month != 0:
		a, b := d.numbers[0], d.numbers[1]
		switch {
		case a.digits == 4 && b.digits <= 2:
			d.setYear(a)
			d.day = b.value
		case a.digits <= 2 && (b.digits == 4 || b.digits == 2):
			d.day = a.value
			d.setYear(b)
		default:
			return false
		}
	default:
		return false
	}
	return true
}

func (d *dateReader) setYear(n number) {
	d.year = n.value
	if n.digits <= 2 {
		d.year = d.shortYear(n.value)
	}
}

// shortYear completes a year of two digits, in Thai by the Buddhist count.
func (d *dateReader) shortYear(v int) int {
	if b := first(d.native, baseOf(d.lang)); !d.eraSet && v >= 40 && v < 90 && b == "th" {
		return 2500 + v
	}
	if v >= 70 {
		return 1900 + v
	}
	return 2000 + v
}

// settleNumeric has three numbers and nothing but their order.
func (d *dateReader) settleNumeric() bool {
	a, b, c := d.numbers[0], d.numbers[1], d.numbers[2]
	if a.sep == 0 || b.sep != a.sep || c.sep != 0 {
		return false
	}
	switch {
	case d.eraSet && a.digits <= 2:
		d.year, d.month, d.day = a.value, b.value, c.value
		return true
	case a.digits == 4 && b.digits <= 2 && c.digits <= 2:
		d.year, d.month, d.day = a.value, b.value, c.value
		return true
	case c.digits == 4 && a.digits <= 2 && b.digits <= 2:
		d.year = c.value
		return d.dayAndMonth(a.value, b.value, a.sep)
	case a.digits == 2 && b.digits == 2 && c.digits == 2:
		return d.settleShort(a, b, c)
	}
	return false
}

// settleShort has 23/11/26: the year last where the language writes so.
func (d *dateReader) settleShort(a, b, c number) bool {
	switch baseOf(d.lang) {
	case "th", "vi", "id", "ms", "km", "lo", "fr", "es", "pt", "de", "it", "nl", "ta":
		d.setYear(c)
		d.day, d.month = a.value, b.value
		return true
	case "ja", "zh", "ko":
		d.setYear(a)
		d.month, d.day = b.value, c.value
		return true
	}
	if baseOf(d.lang) == "en" && a.sep == '/' && d.numericOrder(a.sep) != orderUnknown {
		d.setYear(c)
		return d.dayAndMonth(a.value, b.value, a.sep)
	}
	return false
}

// dayAndMonth orders the two by what is possible, by the day of the week, by
// the separator and by the language, and gives up where none of them decides.
func (d *dateReader) dayAndMonth(a, b int, sep byte) bool {
	switch {
	case a == b:
		d.day, d.month = a, b
		return true
	case a > 12:
		d.day, d.month = a, b
		return true
	case b > 12:
		d.month, d.day = a, b
		return true
	}
	if d.weekday > 0 {
		dm, md := d.fallsOn(b, a), d.fallsOn(a, b)
		if dm != md {
			d.day, d.month = a, b
			if md {
				d.month, d.day = a, b
			}
			return true
		}
	}
	switch d.numericOrder(sep) {
	case orderDMY:
		d.day, d.month = a, b
	case orderMDY:
		d.month, d.day = a, b
	default:
		return false
	}
	return true
}

func (d *dateReader) numericOrder(sep byte) dateOrder {
	if sep == '.' {
		return orderDMY
	}
	switch d.lang {
	case "en-us":
		return orderMDY
	case "en-gb", "en-au", "en-nz", "en-in", "en-sg", "en-my", "en-ie", "en-za", "en-hk", "en-lk", "en-pk", "en-bd":
		return orderDMY
	}
	switch first(d.native, baseOf(d.lang)) {
	case "th", "vi", "id", "ms", "km", "lo", "my", "ta", "fr", "es", "pt", "de", "it", "nl", "hi", "ru":
		return orderDMY
	}
	return orderUnknown
}

// fallsOn reports whether that day is the weekday that was named.
func (d *dateReader) fallsOn(month, day int) bool {
	t := time.Date(d.civilYear(), time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return (int(t.Weekday())+6)%7+1 == d.weekday
}

// civilYear counts from Christ what was counted from an era or the Buddha.
func (d *dateReader) civilYear() int {
	switch y := d.year; {
	case d.eraSet:
		return y + d.era
	case y >= 2400 && y < 2700:
		return y - 543
	default:
		return y
	}
}
