package date

import (
	"time"
	"unicode"
)

func isMark(r rune) bool { return unicode.Is(unicode.M, r) }

// zoneField is the zone that a date names.
type zoneField struct {
	set     bool
	numeric bool
	neutral bool // GMT or UTC, which an offset may follow
	seconds int  // east of Greenwich
}

// location returns the zone; where none is named, the one in which the
// publishers of the language live, for it is their clock that they copy.
func (z zoneField) location(d *dateReader) (*time.Location, bool) {
	if !z.set {
		z.seconds = homeZone(first(d.native, baseOf(d.lang)), d.lang)
	}
	if z.seconds == 0 {
		return time.UTC, true
	}
	return time.FixedZone("", z.seconds), true
}

const (
	hour   = 3600 // seconds
	minute = 60
)

// homeZone returns the offset of the one zone of a language's country, that of
// its capital where there are several, and 0 where nothing can be said.
func homeZone(lang, tag string) int {
	switch tag {
	case "zh-sg", "en-sg", "ms-sg", "ta-sg", "ta-my", "en-my", "en-ph", "en-hk", "zh-my", "en-cn", "en-tw":
		return 8 * hour
	case "en-in":
		return 5*hour + 30*minute
	case "en-th", "en-vn", "en-kh", "en-la", "en-id":
		return 7 * hour
	case "en-jp", "en-kr":
		return 9 * hour
	case "en-mm":
		return 6*hour + 30*minute
	case "ms-bn", "en-bn":
		return 8 * hour
	}
	switch lang {
	case "th", "vi", "km", "lo", "id":
		return 7 * hour
	case "zh", "ms", "fil":
		return 8 * hour
	case "ja", "ko":
		return 9 * hour
	case "my":
		return 6*hour + 30*minute
	case "ta":
		return 5*hour + 30*minute
	}
	return 0
}

// takeZone understands a zone by name. A name that several zones share counts
// where the language decides, or where RFC 822 does.
func (d *dateReader) takeZone(i int) int {
	seconds, ok := d.namedZone(d.at(i).text)
	if !ok {
		return 0
	}
	name := d.at(i).text
	neutral := name == "gmt" || name == "utc" || name == "ut" || name == "z"
	if d.zone.set {
		if d.zone.seconds == seconds || neutral && d.zone.numeric && name != "z" {
			return 1
		}
		return 0
	}
	d.zone = zoneField{set: true, neutral: neutral, seconds: seconds}
	return 1
}

func (d *dateReader) namedZone(name string) (int, bool) {
	b := baseOf(d.lang)
	switch name {
	case "cst":
		if b == "zh" || d.native == "zh" || d.lang == "en-cn" || d.lang == "en-tw" {
			return 8 * hour, true
		}
		return -6 * hour, b == "" || b == "en" || b == "es" || b == "fr"
	case "ist":
		switch b {
		case "he", "iw":
			return 2 * hour, true
		case "ga":
			return 1 * hour, true
		}
		return 5*hour + 30*minute, d.lang != "en-ie"
	case "pst":
		if b == "fil" || d.lang == "en-ph" || d.native == "fil" {
			return 8 * hour, true
		}
		return -8 * hour, true
	case "bst":
		if b == "bn" {
			return 6 * hour, true
		}
		return 1 * hour, true
	case "ast":
		if b == "ar" {
			return 3 * hour, true
		}
		return -4 * hour, b == "" || b == "en" || b == "es"
	}
	seconds, ok := zoneNames[name]
	return seconds, ok
}

// zoneNames are the names that stand for one zone only.
var zoneNames = map[string]int{
	"z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1 * hour, "cet": 1 * hour, "mez": 1 * hour, "cest": 2 * hour, "mesz": 2 * hour,
	"eet": 2 * hour, "eest": 3 * hour, "msk": 3 * hour, "trt": 3 * hour, "sast": 2 * hour, "cat": 2 * hour, "eat": 3 * hour, "wat": 1 * hour,
	"est": -5 * hour, "edt": -4 * hour, "cdt": -5 * hour, "mst": -7 * hour, "mdt": -6 * hour, "pdt": -7 * hour,
	"akst": -9 * hour, "akdt": -8 * hour, "hst": -10 * hour, "adt": -3 * hour, "nst": -3*hour - 30*minute, "ndt": -2*hour - 30*minute, "brt": -3 * hour, "art": -3 * hour,
	"gst": 4 * hour, "pkt": 5 * hour, "npt": 5*hour + 45*minute, "slst": 5*hour + 30*minute, "bdt": 6 * hour,
	"mmt": 6*hour + 30*minute, "ict": 7 * hour, "wib": 7 * hour, "wita": 8 * hour, "wit": 9 * hour,
	"sgt": 8 * hour, "myt": 8 * hour, "pht": 8 * hour, "phst": 8 * hour, "hkt": 8 * hour, "bnt": 8 * hour, "awst": 8 * hour,
	"jst": 9 * hour, "kst": 9 * hour, "tlt": 9 * hour,
	"acst": 9*hour + 30*minute, "acdt": 10*hour + 30*minute, "aest": 10 * hour, "aedt": 11 * hour, "nzst": 12 * hour, "nzdt": 13 * hour,
}

// zonePlaces are the cities by which the zone database knows the zones of the
// region. None of them moves its clocks.
var zonePlaces = map[string]int{
	"bangkok": 7 * hour, "ho_chi_minh": 7 * hour, "saigon": 7 * hour, "hanoi": 7 * hour, "phnom_penh": 7 * hour, "vientiane": 7 * hour, "jakarta": 7 * hour,
	"makassar": 8 * hour, "kuala_lumpur": 8 * hour, "singapore": 8 * hour, "manila": 8 * hour, "brunei": 8 * hour, "hong_kong": 8 * hour, "macau": 8 * hour,
	"shanghai": 8 * hour, "taipei": 8 * hour, "jayapura": 9 * hour, "dili": 9 * hour, "tokyo": 9 * hour, "seoul": 9 * hour,
	"yangon": 6*hour + 30*minute, "rangoon": 6*hour + 30*minute, "kolkata": 5*hour + 30*minute, "calcutta": 5*hour + 30*minute, "colombo": 5*hour + 30*minute,
	"gmt": 0, "utc": 0,
}

// takePlace reads Asia/Bangkok.
func (d *dateReader) takePlace(i int) int {
	seconds, ok := zonePlaces[d.at(i+2).text]
	if !ok || d.at(i+1).text != "/" || d.zone.set && d.zone.seconds != seconds {
		return 0
	}
	d.zone = zoneField{set: true, numeric: true, seconds: seconds}
	return 3
}

// takeOffset reads +0700, +07:00, -05 and, behind GMT or UTC, +7.
func (d *dateReader) takeOffset(i int) int {
	digits := d.at(i + 1)
	apart := digits.spaced && (d.at(i).text != "+" || len(digits.text) != 4) // "+ 0700" can be nothing else
	if digits.kind != fieldNumber || apart || len(digits.text) == 3 || len(digits.text) > 4 || !d.offsetMayFollow(i) {
		return 0
	}
	hours, minutes, n := digits.value(), 0, 2
	if len(digits.text) == 4 {
		hours, minutes = hours/100, hours%100
	} else if next := d.at(i + 2); next.kind == fieldSign && !next.spaced {
		m := d.at(i + 3)
		if next.text != ":" || m.kind != fieldNumber || len(m.text) != 2 {
			return 0
		}
		minutes, n = m.value(), 4
	}
	if len(digits.text) == 1 && !d.zone.neutral && d.at(i).text == "-" {
		return 0
	}
	if hours > 14 || minutes%15 != 0 || minutes > 45 {
		return 0
	}
	seconds := hours*hour + minutes*minute
	if d.at(i).text == "-" {
		seconds = -seconds
	}
	if d.zone.set && !d.zone.neutral && d.zone.seconds != seconds {
		return 0
	}
	d.zone = zoneField{set: true, numeric: true, seconds: seconds}
	return n
}

// offsetMayFollow reports whether a sign at i can begin an offset: behind a
// clock, or behind a zone or half of the day that follows one.
func (d *dateReader) offsetMayFollow(i int) bool {
	before := d.at(i - 1)
	if d.zone.numeric || !d.clock.set && !d.zone.neutral {
		return false
	}
	if before.kind == fieldNumber {
		return d.clock.set
	}
	_, zone := d.namedZone(before.text)
	return zone || before.text == "am" || before.text == "pm"
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
