// Package zone finds the time zone that a person means by a zone's name, a
// city, a country or an offset, in the languages of newsbrief's readers.
package zone

import (
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // containers without zone files
	"unicode/utf8"

	"newsbrief/digest/language"
	"newsbrief/digest/text"
)

// most is how many zones are offered, longestTyped how many bytes are read as
// a place, and mostWords how many words: the longest names need less.
const (
	most         = 5
	longestTyped = 120
	mostWords    = 8
)

// Find returns the IANA zones that the words mean, the likeliest first: exactly
// one where there is no doubt, several where more than one place is called so,
// at most five, none where nothing is known by that name.
func Find(typed string) []string {
	if len(typed) > longestTyped {
		return nil
	}
	return few(find(typed))
}

func find(typed string) []string {
	for _, read := range []func(string) []string{named, ofFlag, ofOffset, ofZone, ofParts, ofNeighbours} {
		if zones := read(typed); len(zones) > 0 {
			return zones
		}
	}
	return nil
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
func Guess(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	if base == "tl" {
		base = "fil"
	}
	for _, zone := range language.Of(base).List("zone.home") {
		return zone
	}
	return ""
}

// City returns what people who read the language call the clocks of a zone:
// "Tokyo" for Asia/Tokyo; else the city of the zone's own name.
func City(zone, tag string) string {
	d := language.Of(tag)
	for _, section := range []string{"zone.names " + tag, "zone.names"} {
		for _, line := range d.List(section) {
			if names, of, _ := strings.Cut(line, " = "); of == zone {
				name, _, _ := strings.Cut(names, ", ")
				return name
			}
		}
	}
	return strings.ReplaceAll(zone[strings.LastIndexByte(zone, '/')+1:], "_", " ")
}

// named looks the words up as they stand, then without the words around a
// name, such as "in" and "city".
func named(typed string) []string {
	x := places()
	if zones := x.lookup(typed); len(zones) > 0 {
		return zones
	}
	return x.lookup(x.bare(typed))
}

// ofZone takes a zone's own name in its own spelling.
func ofZone(typed string) []string {
	if name := strings.TrimSpace(typed); strings.Contains(name, "/") && Valid(name) {
		return []string{name}
	}
	return nil
}

// ofFlag reads the flag of a country: two letters of a script of their own.
func ofFlag(typed string) []string {
	const a, z = '\U0001F1E6', '\U0001F1FF'
	var code strings.Builder
	for _, r := range typed {
		if r >= a && r <= z {
			code.WriteRune('a' + r - a)
		}
	}
	if code.Len() != 2 {
		return nil
	}
	return places().countries[code.String()]
}

// ofParts reads names with marks between them, the wider behind or before:
// "Tokyo, Japan", "Tokyo (Japan)", "UK/London".
func ofParts(typed string) []string {
	parts := strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(",()[]（）、，/;|", r) })
	parts = slices.DeleteFunc(parts, func(s string) bool { return strings.TrimSpace(s) == "" })
	switch len(parts) {
	case 0:
		return nil
	case 1:
		if part := strings.TrimSpace(parts[0]); part != strings.TrimSpace(typed) {
			return find(part)
		}
		return nil
	}
	return within(find(parts[0]), wide(parts[len(parts)-1], find))
}

// ofNeighbours reads a town and its country side by side: "Tokyo Japan".
func ofNeighbours(typed string) []string {
	words := strings.Fields(typed)
	if len(words) > mostWords {
		return nil
	}
	for i := 1; i < len(words); i++ {
		town, wider := named(strings.Join(words[:i], " ")), wide(strings.Join(words[i:], " "), named)
		if len(town) > 0 && len(wider) > 0 {
			return within(town, wider)
		}
	}
	return nil
}

// wide reads what stands behind a town: a country, or a state by the letters
// that mean it only there.
func wide(typed string, read func(string) []string) []string {
	return union(slices.Clone(places().states[fold(typed)]), read(typed))
}

// within returns the zones of a town that are of the country too. A town of
// that name in another country is not what was meant, and the country alone
// says the zone where the town is not known; a country that is not known says
// nothing, so that nothing is sure.
func within(town, wider []string) []string {
	both := slices.DeleteFunc(slices.Clone(town), func(z string) bool { return !slices.Contains(wider, z) })
	if len(both) > 0 {
		return both
	}
	return wider
}

// few takes the first zones, as many as are offered.
func few(zones []string) []string { return slices.Clone(zones[:min(len(zones), most)]) }

// Suggest returns what [Find] does, and behind it what [Near] does: what to
// offer while somebody types.
func Suggest(typed string) []string {
	zones := Find(typed)
	for _, z := range Near(typed) {
		if !slices.Contains(zones, z) {
			zones = append(zones, z)
		}
	}
	return few(zones)
}

// Near returns the zones of places whose names begin with what was typed, else
// of one that is in it as a word of its own, else of one that is spelt almost
// so, at most five. They are for asking back: none of them was named.
func Near(typed string) []string {
	x := places()
	key := x.bare(typed)
	if key == "" || len(typed) > longestTyped {
		return nil
	}
	for _, guess := range []func(*index, string) [][]string{begun, inside, alike} {
		if zones := mixed(guess(x, key)); len(zones) > 0 {
			return zones
		}
	}
	return nil
}

// begun returns the zones of the names that begin so. One letter is no
// beginning, nor are two of a script that writes sounds.
func begun(x *index, key string) (found [][]string) {
	letters := utf8.RuneCountInString(key)
	if r, size := utf8.DecodeRuneInString(key); letters < 2 || letters < 3 && (size < 3 || r < firstIdeograph) {
		return nil
	}
	for _, name := range x.names {
		if strings.HasPrefix(name, key) && name != key && strings.Contains(name, "/") == strings.Contains(key, "/") {
			found = append(found, x.zones[name])
		}
	}
	return found
}

// firstIdeograph is where scripts begin in which two letters are a name.
const firstIdeograph = '\u2e80'

// inside returns the zones of the words typed, where only some are known.
func inside(x *index, key string) (found [][]string) {
	words := strings.Fields(key)
	if len(words) > mostWords {
		return nil
	}
	for i, word := range words {
		if i+1 < len(words) {
			found = append(found, x.zones[word+" "+words[i+1]])
		}
		if utf8.RuneCountInString(word) > 3 {
			found = append(found, x.zones[word])
		}
	}
	return found
}

// alike returns the zones of names that differ by a letter or, where they are
// long, by two. In short names a letter is too much of it.
func alike(x *index, key string) (found [][]string) {
	typed := []rune(key)
	far := len(typed) / 5
	if far = min(far, 2); far == 0 {
		return nil
	}
	for near := 1; near <= far && len(found) == 0; near++ {
		for _, name := range x.names {
			n := utf8.RuneCountInString(name)
			if n < 5 || n > len(typed)+near || n < len(typed)-near {
				continue
			}
			if text.Distance([]rune(name), typed, near) == near {
				found = append(found, x.zones[name])
			}
		}
	}
	return found
}

// mixed takes the first zone of each name, then the second of each, and so on,
// so that a country of many zones does not hide the next one.
func mixed(names [][]string) []string {
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
