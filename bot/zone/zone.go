// Package zone finds the time zone that a person means by a zone's name, a
// city, a country or an offset, in the languages of newsbrief's readers.
package zone

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // containers without zone files

	"newsbrief/digest/text"
)

//go:embed zones.txt
var zoneList string

//go:embed places.txt
var placeList string

// Find returns the IANA zones that the words may mean, the likeliest first:
// exactly one where there is no doubt, none where nothing fits, at most five.
func Find(typed string) []string {
	key := fold(typed)
	if key == "" {
		return nil
	}
	if zones := places().zones[key]; len(zones) > 0 {
		return slices.Clone(zones)
	}
	if zone, ok := offset(text.Fold(typed)); ok {
		return []string{zone}
	}
	if name := strings.TrimSpace(typed); strings.Contains(name, "/") && Valid(name) {
		return []string{name}
	}
	if zones := ofTown(typed); len(zones) > 0 {
		return zones
	}
	return near(key)
}

// ofTown reads "Town, Country": the town is the surer of the two.
func ofTown(typed string) []string {
	town, country, _ := strings.Cut(typed, ",")
	if zones := places().zones[fold(town)]; len(zones) > 0 || country == "" {
		return slices.Clone(zones)
	}
	return slices.Clone(places().zones[fold(country)])
}

// Valid reports whether the name is an IANA zone's, in its own spelling.
func Valid(name string) bool {
	if name == "" || name == "Local" {
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}

// Guess returns the zone where most people who speak the language live, ""
// where that would be a guess among many.
func Guess(language string) string {
	base, _, _ := strings.Cut(language, "-")
	return map[string]string{
		"ja": "Asia/Tokyo", "vi": "Asia/Ho_Chi_Minh", "th": "Asia/Bangkok", "id": "Asia/Jakarta",
		"ms": "Asia/Kuala_Lumpur", "fil": "Asia/Manila", "tl": "Asia/Manila", "km": "Asia/Phnom_Penh",
		"lo": "Asia/Vientiane", "my": "Asia/Yangon",
	}[base]
}

// fold makes names comparable: case, accents, width and the marks between
// words do not matter.
func fold(s string) string {
	s = strings.NewReplacer("_", " ", "-", " ", ".", " ").Replace(text.Fold(s))
	return strings.Join(strings.Fields(s), " ")
}

// index is what is known of places: every folded name's zones, and the names
// from the likeliest.
type index struct {
	zones map[string][]string
	names []string
}

// places reads the tables once. A place goes ahead of a zone that nothing but
// its own name is known of.
var places = sync.OnceValue(func() *index {
	x := &index{zones: make(map[string][]string)}
	for line := range strings.Lines(placeList) {
		zones, names, ok := strings.Cut(strings.TrimSpace(line), ":")
		if strings.HasPrefix(line, "#") || !ok {
			continue
		}
		x.addPlace(strings.Fields(zones), strings.Split(names, ","))
	}
	for zone := range strings.FieldsSeq(zoneList) {
		x.addZone(zone)
	}
	return x
})

// addPlace adds the names of a place, and those of its zone where it has one.
func (x *index) addPlace(zones, names []string) {
	for _, name := range names {
		x.add(name, zones...)
	}
	if len(zones) == 1 {
		x.addZone(zones[0])
	}
}

// addZone adds a zone by its name and by the last part of that.
func (x *index) addZone(zone string) {
	x.add(zone[strings.LastIndexByte(zone, '/')+1:], zone)
	x.add(zone, zone)
}

func (x *index) add(name string, zones ...string) {
	key := fold(name)
	if key == "" {
		return
	}
	if _, ok := x.zones[key]; !ok {
		x.names = append(x.names, key)
	}
	for _, zone := range zones {
		if !slices.Contains(x.zones[key], zone) {
			x.zones[key] = append(x.zones[key], zone)
		}
	}
}

// offset reads "UTC+7", "GMT+08:00", "+7" and "+5:30" as a zone with that
// offset. The zone files have whole hours, with the sign the other way round;
// for the others a zone that keeps them all year stands in.
func offset(folded string) (string, bool) {
	s := strings.ReplaceAll(strings.TrimPrefix(strings.TrimPrefix(folded, "utc"), "gmt"), " ", "")
	if len(s) < 2 || s[0] != '+' && s[0] != '-' {
		return "", false
	}
	if zone, ok := oddOffsets[s]; ok {
		return zone, true
	}
	hours, err := strconv.Atoi(strings.TrimSuffix(s, ":00"))
	if err != nil || hours < -12 || hours > 14 {
		return "", false
	}
	if hours == 0 {
		return "UTC", true
	}
	return fmt.Sprintf("Etc/GMT%+d", -hours), true
}

var oddOffsets = map[string]string{
	"+3:30": "Asia/Tehran", "+03:30": "Asia/Tehran", "+4:30": "Asia/Kabul", "+04:30": "Asia/Kabul",
	"+5:30": "Asia/Kolkata", "+05:30": "Asia/Kolkata", "+5:45": "Asia/Kathmandu", "+05:45": "Asia/Kathmandu",
	"+6:30": "Asia/Yangon", "+06:30": "Asia/Yangon", "+9:30": "Australia/Darwin", "+09:30": "Australia/Darwin",
}

// near returns zones with a name that begins with what was typed, else one
// that differs by a letter.
func near(key string) []string {
	var prefixed, alike [][]string
	x := places()
	for _, name := range x.names {
		switch {
		case len(key) >= 3 && strings.HasPrefix(name, key):
			prefixed = append(prefixed, x.zones[name])
		case len(key) >= 5 && text.Distance([]rune(name), []rune(key), 1) == 1:
			alike = append(alike, x.zones[name])
		}
	}
	if len(prefixed) > 0 {
		return few(prefixed)
	}
	return few(alike)
}

// most is how many zones are offered.
const most = 5

// few takes the first zone of each name, then the second of each, and so on,
// so that a country of many zones does not hide the next one.
func few(names [][]string) []string {
	var zones []string
	for i := range most {
		for _, of := range names {
			if i < len(of) && len(zones) < most && !slices.Contains(zones, of[i]) {
				zones = append(zones, of[i])
			}
		}
	}
	return zones
}
