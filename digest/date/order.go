package date

import "time"

// settle finds year, month and day among the numbers.
func (r *reader) settle() bool {
	n := r.numbers
	switch missing := r.missing(); {
	case len(n) == missing-1 && r.day == 0 && !r.clock.set && r.weekday == 0:
		return r.settleMonth()
	case len(n) != missing:
		return false
	case missing == 0:
		return true
	case missing == 3:
		return r.settleFigures(n[0], n[1], n[2])
	case missing == 1 && r.year == 0:
		r.setYear(n[0])
	case missing == 1 && r.day == 0:
		r.day = n[0].value
	case missing == 2 && r.month != 0 && n[0].digits == 4 && n[1].digits <= 2:
		r.setYear(n[0])
		r.day = n[1].value
	case missing == 2 && r.month != 0 && n[0].digits <= 2 && (n[1].digits == 4 || n[1].digits == 2):
		r.day = n[0].value
		r.setYear(n[1])
	default:
		return false
	}
	return true
}

// missing is how many of year, month and day are not known yet.
func (r *reader) missing() int {
	n := 0
	for _, v := range []int{r.year, r.month, r.day} {
		if v == 0 {
			n++
		}
	}
	return n
}

// settleMonth has a month and a year, and takes the first day.
func (r *reader) settleMonth() bool {
	n := r.numbers
	switch {
	case len(n) == 0:
	case len(n) == 1 && r.year == 0 && n[0].digits == 4:
		r.year = n[0].value
	case len(n) == 2 && n[0].digits == 4 && n[1].digits == 2 && n[0].sep == '-':
		r.year, r.month = n[0].value, n[1].value
	default:
		return false
	}
	r.day = 1
	return r.year != 0 && r.month != 0
}

func (r *reader) setYear(n number) { r.year = r.fullYear(n) }

// language is the one that settles what the date leaves open: what is declared,
// unless that is English or unknown, which software says of itself, and the
// words are of another.
func (r *reader) language() string {
	if r.lang.base != "en" && languageOf(r.lang.base) != nil {
		return r.lang.base
	}
	return first(r.native, r.lang.base)
}

// fullYear completes a year of two digits, in Thai by the Buddhist count.
func (r *reader) fullYear(n number) int {
	switch v := n.value; {
	case n.digits > 2 || r.eraSet:
		return v
	case v >= 40 && v < 90 && r.language() == "th":
		return 2500 + v
	case v >= 70:
		return 1900 + v
	default:
		return 2000 + v
	}
}

// order is that of year, month and day.
type order string

const (
	unknown order = ""
	ymd     order = "ymd"
	dmy     order = "dmy"
	mdy     order = "mdy"
)

// settleFigures has three numbers, and takes the order that is possible, by
// the day of the week or by what the language writes. It gives up where none
// of them decides.
func (r *reader) settleFigures(a, b, c number) bool {
	usual := r.order(a.sep)
	if spaced := a.sep == 0 && b.sep == 0; spaced && r.weekday == 0 || b.sep != a.sep || c.sep != 0 {
		return false
	}
	short := a.digits <= 2 && c.digits == 2 && !r.eraSet
	var possible []order
	for _, o := range []order{ymd, dmy, mdy} {
		if r.possible(o, a, b, c) && (!short || r.plausible(o, usual, a, b, c)) {
			possible = append(possible, o)
		}
	}
	o, ok := r.choose(possible, usual, a, b, c)
	if !ok {
		return false
	}
	r.year, r.month, r.day = r.inOrder(o, a, b, c)
	return a.sep != 0 || r.fallsOn(o, a, b, c)
}

func (r *reader) choose(possible []order, usual order, a, b, c number) (order, bool) {
	var day []order // those on the weekday that was named
	same := len(possible) > 0
	for _, o := range possible {
		if r.weekday > 0 && r.fallsOn(o, a, b, c) {
			day = append(day, o)
		}
		same = same && r.date(o, a, b, c).Equal(r.date(possible[0], a, b, c))
	}
	if len(day) == 1 {
		return day[0], true
	}
	for _, o := range possible {
		if same || o == usual {
			return o, true
		}
	}
	return unknown, false
}

func (r *reader) inOrder(o order, a, b, c number) (year, month, day int) {
	switch o {
	case ymd:
		return r.fullYear(a), b.value, c.value
	case mdy:
		return r.fullYear(c), a.value, b.value
	}
	return r.fullYear(c), b.value, a.value
}

// possible reports whether the numbers have the digits of that order and are a
// day in it. Years of one digit are those of eras.
func (r *reader) possible(o order, a, b, c number) bool {
	year := c
	if o == ymd {
		year = a
	}
	year4 := year.digits == 4 || year.digits == 2 && a.digits <= 2 && c.digits <= 2 || r.eraSet && o == ymd
	if !year4 || b.digits > 2 || a.digits+b.digits+c.digits-year.digits > 4 {
		return false
	}
	y, m, d := r.inOrder(o, a, b, c)
	return valid(r.civilYear(y), m, d)
}

// plausible reports whether a year of two digits may stand where the order has
// it: where the language has it, else not in the future.
func (r *reader) plausible(o, usual order, a, b, c number) bool {
	if usual != unknown {
		return o == usual
	}
	return r.date(o, a, b, c).Before(r.now.AddDate(0, 0, 2))
}

func (r *reader) date(o order, a, b, c number) time.Time {
	y, m, d := r.inOrder(o, a, b, c)
	return time.Date(r.civilYear(y), time.Month(m), d, 0, 0, 0, 0, time.UTC)
}

// fallsOn reports whether that day is the weekday that was named.
func (r *reader) fallsOn(o order, a, b, c number) bool {
	return (int(r.date(o, a, b, c).Weekday())+6)%7+1 == r.weekday
}

// order is what the language and its country write, unknown for English
// without one.
func (r *reader) order(sep byte) order {
	switch r.lang.region {
	case "us", "ph":
		return mdy
	case "gb", "au", "nz", "in", "sg", "my", "ie", "za", "hk", "lk", "pk", "bd", "th", "vn", "kh", "la", "id", "mm":
		if r.lang.base == "en" {
			return dmy
		}
	}
	usual := order(languageOf(r.language()).Table("language.info")["order"])
	switch {
	case sep == '.' && usual != ymd:
		return dmy
	case r.language() == "en":
		return unknown
	}
	return usual
}

// civilYear counts from Christ what was counted from an era or the Buddha.
func (r *reader) civilYear(y int) int {
	switch {
	case r.eraSet:
		return y + r.era
	case y >= 2400 && y < 2700:
		return y - 543
	default:
		return y
	}
}
