package zone

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"newsbrief/digest/language"
	"newsbrief/digest/text"
)

//go:embed zones.txt
var zoneList string

// index is what is known of places.
type index struct {
	exact     map[string][]string // by the name in small letters, with its accents
	zones     map[string][]string // by the name as [fold] leaves it
	names     []string            // the folded names, in the order of the files
	countries map[string][]string // by the two letters of ISO 3166
	states    map[string][]string // by the letters behind a town's name
	around    map[string]bool     // words that stand beside a name
	before    []string            // what is written onto the front of a name
	behind    []string            // what is written onto its end
}

// places reads the tables of all languages once. A place goes ahead of a zone
// that nothing but its own name is known of, and of a country's two letters.
var places = sync.OnceValue(func() *index {
	x := &index{exact: map[string][]string{}, zones: map[string][]string{}, countries: map[string][]string{}, states: map[string][]string{}}
	x.around = make(map[string]bool)
	for _, words := range language.Union("zone.around") {
		for word := range strings.FieldsSeq(fold(words)) {
			x.around[word] = true
		}
	}
	x.before, x.behind = folded("zone.before"), folded("zone.behind")
	for _, d := range language.All() {
		for _, section := range d.Sections() {
			if strings.HasPrefix(section, "zone.places") || strings.HasPrefix(section, "zone.names") || section == "zone.clocks" {
				x.read(d.List(section))
			}
		}
	}
	for zone := range strings.FieldsSeq(zoneList) {
		x.addNew(zone[strings.LastIndexByte(zone, '/')+1:], zone)
		x.addNew(zone, zone)
	}
	for code, zones := range language.Of("en").Table("zone.countries") {
		code = strings.ToLower(code)
		x.countries[code] = strings.Fields(zones)
		if len(x.exact[code]) == 0 {
			x.add(code, x.countries[code]...)
		}
	}
	for letters, zones := range language.Of("en").Table("zone.states") {
		x.states[fold(letters)] = strings.Fields(zones)
	}
	return x
})

func folded(section string) (out []string) {
	for _, affix := range language.Union(section) {
		out = append(out, fold(affix))
	}
	return out
}

// read adds lines "name, name = Area/City Area/City".
func (x *index) read(lines []string) {
	for _, line := range lines {
		names, zones, _ := strings.Cut(line, " = ")
		for name := range strings.SplitSeq(names, ", ") {
			x.add(name, strings.Fields(zones)...)
		}
	}
}

func (x *index) add(name string, zones ...string) {
	key := fold(name)
	if len(x.zones[key]) == 0 {
		x.names = append(x.names, key)
	}
	x.zones[key] = union(x.zones[key], zones)
	exact := small(name)
	x.exact[exact] = union(x.exact[exact], zones)
}

func (x *index) addNew(name string, zones ...string) {
	if len(x.exact[small(name)]) == 0 && len(x.zones[fold(name)]) == 0 {
		x.add(name, zones...)
	}
}

func union(zones, more []string) []string {
	for _, z := range more {
		if !slices.Contains(zones, z) {
			zones = append(zones, z)
		}
	}
	return zones
}

// lookup returns the zones of a name: with its accents as typed if there is
// such a name, else without.
func (x *index) lookup(name string) []string {
	if zones := x.exact[small(name)]; len(zones) > 0 {
		return zones
	}
	return x.zones[fold(name)]
}

// bare takes the words around a name off: "in Tokyo", "Davao City".
func (x *index) bare(typed string) string {
	words := strings.Fields(fold(typed))
	for len(words) > 1 && x.around[words[0]] {
		words = words[1:]
	}
	for len(words) > 1 && x.around[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	return x.cut(strings.Join(words, " "))
}

// cut takes off what some scripts write onto a name: "province", "city".
func (x *index) cut(name string) string {
	for _, front := range x.before {
		if rest, ok := strings.CutPrefix(name, front); ok && len(x.zones[strings.TrimSpace(rest)]) > 0 {
			return strings.TrimSpace(rest)
		}
	}
	for _, end := range x.behind {
		if rest, ok := strings.CutSuffix(name, end); ok && len(x.zones[strings.TrimSpace(rest)]) > 0 {
			return strings.TrimSpace(rest)
		}
	}
	return name
}

func small(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFC.String(s))), " ")
}

// fold makes names comparable: case, accents, width and the marks between
// words do not matter.
func fold(s string) string {
	s = strings.NewReplacer("_", " ", "-", " ", ".", " ", "'", " ", "?", " ", "!", " ").Replace(text.Fold(s))
	return strings.Join(strings.Fields(s), " ")
}
