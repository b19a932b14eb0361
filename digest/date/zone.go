package date

import (
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // containers without zone files
)

// zone is the one that a date names.
type zone struct {
	set     bool
	numeric bool
	neutral bool           // GMT or UTC, which an offset may follow
	seconds int            // east of Greenwich
	place   *time.Location // in its stead, of a zone that moves its clocks
}

const (
	hour   = 3600 // seconds
	minute = 60
)

// location returns the zone; where none is named, the one in which the
// publishers of the country or language live, for it is their clock that they
// copy.
func (r *reader) location() *time.Location {
	switch {
	case r.zone.place != nil:
		return r.zone.place
	case r.zone.set:
		return time.FixedZone("", r.zone.seconds)
	}
	if seconds, ok := regionZones[r.lang.region]; ok {
		return time.FixedZone("", seconds)
	}
	if home := homes()[r.language()]; home != nil {
		return home
	}
	return time.UTC
}

// homes are the zones in which most readers of each language live.
var homes = sync.OnceValue(func() map[string]*time.Location {
	out := map[string]*time.Location{}
	for _, d := range languages() {
		out[d.Tag] = load(d.Info().Zone)
	}
	return out
})

// load returns a zone by its name, nil if there is none.
func load(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil || name == "" {
		return nil
	}
	return loc
}

// regionZones are the zones of countries that have one, or one for most.
var regionZones = map[string]int{
	"sg": 8 * hour, "my": 8 * hour, "ph": 8 * hour, "hk": 8 * hour, "tw": 8 * hour, "cn": 8 * hour, "bn": 8 * hour, "mo": 8 * hour,
	"th": 7 * hour, "vn": 7 * hour, "kh": 7 * hour, "la": 7 * hour, "id": 7 * hour, "jp": 9 * hour, "kr": 9 * hour,
	"mm": 6*hour + 30*minute, "in": 5*hour + 30*minute, "lk": 5*hour + 30*minute,
}

// setZone keeps a zone, false if the date has named another.
func (r *reader) setZone(z zone) bool {
	switch {
	case !r.zone.set:
		r.zone = z
	case z.place != nil && r.zone.numeric: // the offset in words
	case z.neutral && r.zone.numeric:
	case z.place != r.zone.place || z.seconds != r.zone.seconds:
		return false
	}
	return true
}

// takeZone understands a zone by name.
func (r *reader) takeZone(i int) int {
	z, ok := r.namedZone(i)
	if !ok || !r.setZone(z) {
		return 0
	}
	return 1
}

// namedZone knows the name at i. One that several zones share counts where the
// language decides, or where RFC 822 does.
func (r *reader) namedZone(i int) (zone, bool) {
	name, b := r.at(i).text, r.lang.base
	fixed := func(seconds int, ok bool) (zone, bool) { return zone{set: ok, seconds: seconds}, ok }
	switch name {
	case "at": // Atlantic time where it stands behind the time of day, else a word
		if next := r.at(i + 1); r.clock.set && next.kind == fieldNone && r.behindClock(i) {
			return zone{set: true, place: load("America/Halifax")}, true
		}
		return zone{}, false
	case "et", "ct", "mt", "pt":
		s, ok := r.meaning(name, only(zoneName))
		return zone{set: true, place: load(s.zone)}, ok && r.behindClock(i)
	case "cst":
		if b == "zh" || r.native == "zh" || r.lang.region == "cn" || r.lang.region == "tw" {
			return fixed(8*hour, true)
		}
		return fixed(-6*hour, b == "" || b == "en" || b == "es" || b == "fr")
	case "ist":
		switch b {
		case "he", "iw":
			return fixed(2*hour, true)
		case "ga":
			return fixed(1*hour, true)
		}
		return fixed(5*hour+30*minute, r.lang.region != "ie")
	case "pst":
		if b == "fil" || r.lang.region == "ph" || r.native == "fil" {
			return fixed(8*hour, true)
		}
		return fixed(-8*hour, true)
	case "bst":
		if b == "bn" {
			return fixed(6*hour, true)
		}
		return fixed(1*hour, true)
	case "ast":
		if b == "ar" {
			return fixed(3*hour, true)
		}
		return fixed(-4*hour, b == "" || b == "en" || b == "es")
	}
	seconds, ok := zoneNames[name]
	return zone{set: ok, seconds: seconds, neutral: ok && seconds == 0 && name != "wet"}, ok
}

// behindClock reports whether a time of day, or a half of the day, stands
// before i.
func (r *reader) behindClock(i int) bool {
	before := r.at(i - 1)
	if _, ok := r.meaning(before.text, only(halfOfDay)); ok {
		return true
	}
	return r.clock.set && before.kind == fieldNumber
}

// zoneNames are the names that stand for one zone only.
var zoneNames = map[string]int{
	"z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1 * hour, "cet": 1 * hour, "mez": 1 * hour, "met": 1 * hour,
	"cest": 2 * hour, "mesz": 2 * hour, "mest": 2 * hour,
	"eet": 2 * hour, "eest": 3 * hour, "msk": 3 * hour, "trt": 3 * hour, "sast": 2 * hour, "cat": 2 * hour, "eat": 3 * hour, "wat": 1 * hour,
	"est": -5 * hour, "edt": -4 * hour, "cdt": -5 * hour, "mst": -7 * hour, "mdt": -6 * hour, "pdt": -7 * hour,
	"akst": -9 * hour, "akdt": -8 * hour, "hst": -10 * hour, "adt": -3 * hour, "nst": -3*hour - 30*minute, "ndt": -2*hour - 30*minute, "brt": -3 * hour, "art": -3 * hour,
	"gst": 4 * hour, "pkt": 5 * hour, "npt": 5*hour + 45*minute, "slst": 5*hour + 30*minute, "bdt": 6 * hour,
	"mmt": 6*hour + 30*minute, "ict": 7 * hour, "wib": 7 * hour, "wita": 8 * hour, "wit": 9 * hour,
	"sgt": 8 * hour, "myt": 8 * hour, "pht": 8 * hour, "phst": 8 * hour, "hkt": 8 * hour, "bnt": 8 * hour, "awst": 8 * hour,
	"jst": 9 * hour, "kst": 9 * hour, "tlt": 9 * hour,
	"acst": 9*hour + 30*minute, "acdt": 10*hour + 30*minute, "aest": 10 * hour, "aedt": 11 * hour, "nzst": 12 * hour, "nzdt": 13 * hour,
}

// takePlace reads Asia/Bangkok and America/Argentina/Buenos_Aires.
func (r *reader) takePlace(i int) int {
	name, n := properName(r.at(i).text), 1
	for r.at(i+n).text == "/" && r.at(i+n+1).kind == fieldWord {
		name += "/" + properName(r.at(i+n+1).text)
		n += 2
	}
	place := load(name)
	if n == 1 || place == nil || !r.setZone(zone{set: true, place: place}) {
		return 0
	}
	return n
}

// properName writes a part of a zone's name as the zone database does.
func properName(s string) string {
	parts := strings.Split(s, "_")
	for i, p := range parts {
		if p != "" && p != "es" && p != "of" {
			parts[i] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	if len(s) == 2 || s == "utc" || s == "gmt" {
		return strings.ToUpper(s)
	}
	return strings.Join(parts, "_")
}

// takeOffset reads +0700, +07:00, -05 and, behind GMT or UTC, +7.
func (r *reader) takeOffset(i int) int {
	digits := r.at(i + 1)
	sign := r.at(i).text
	apart := digits.spaced && (sign != "+" || len(digits.text) != 4) // "+ 0700" can be nothing else
	if sign != "+" && sign != "-" || digits.kind != fieldNumber || apart || len(digits.text) > 4 || !r.offsetMayFollow(i) {
		return 0
	}
	hours, minutes, n := digits.value(), 0, 2
	if len(digits.text) > 2 {
		hours, minutes = hours/100, hours%100
	} else if next := r.at(i + 2); next.kind == fieldSign && !next.spaced {
		m := r.at(i + 3)
		if next.text != ":" || m.kind != fieldNumber || len(m.text) != 2 {
			return 0
		}
		minutes, n = m.value(), 4
	}
	if len(digits.text) == 1 && n == 2 && !r.zone.neutral && sign == "-" || hours > 14 || minutes > 59 {
		return 0
	}
	seconds := hours*hour + minutes*minute
	if sign == "-" {
		seconds = -seconds
	}
	if r.zone.set && !r.zone.neutral && r.zone.seconds != seconds {
		return 0
	}
	r.zone = zone{set: true, numeric: true, seconds: seconds}
	return n
}

// offsetMayFollow reports whether a sign at i can begin an offset: behind a
// clock, or behind a zone or half of the day that follows one.
func (r *reader) offsetMayFollow(i int) bool {
	if r.zone.numeric || !r.clock.set && !r.zone.neutral {
		return false
	}
	if r.at(i-1).kind == fieldNumber {
		return r.clock.set
	}
	_, ok := r.namedZone(i - 1)
	return ok || r.behindClock(i)
}
