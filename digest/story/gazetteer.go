package story

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/language"
	"newsbrief/digest/text"
)

// known is a word or name of which newsbrief knows what it says.
type known struct {
	id   string // in English, folded
	slot string // what it is about, as [fact] says; "" for people and the like
}

// gazetteer finds what is known of one language in tokens.
type gazetteer struct {
	words                    map[string]known    // in scripts with spaces, lower case, their accents kept
	runs                     map[string][]string // the first two runes of others → them, the longest first
	of                       map[string]known    // others
	before                   map[string]bool     // words before the name of a place
	months                   map[string]bool     // folded
	ages, days, hours, towns []string            // what stands behind an age, a day of the month, an hour, a town's name
}

// longestName is how many words a name of a gazetteer has at most.
const longestName = 4

// gazetteers has one for each tag of package language, and one of all for items
// whose language nobody tells.
var gazetteers = sync.OnceValue(func() map[string]gazetteer {
	all := newGazetteer(language.All()...)
	out := map[string]gazetteer{"": all}
	for _, d := range language.All() {
		out[d.Tag] = newGazetteer(language.Of("en"), d)
	}
	return out
})

// gazetteerOf returns that of a language tag without region.
func gazetteerOf(tag string) gazetteer {
	if g, ok := gazetteers()[tag]; ok {
		return g
	}
	return gazetteers()[""]
}

func newGazetteer(data ...*language.Data) gazetteer {
	g := gazetteer{words: map[string]known{}, runs: map[string][]string{}, of: map[string]known{}, before: map[string]bool{}, months: map[string]bool{}}
	for _, d := range language.All() { // as any language may write them
		for _, id := range d.Table("story.names") {
			g.add(id, known{id: id})
		}
	}
	for _, d := range data {
		for name, id := range d.Table("story.names") {
			g.add(name, known{id: id})
		}
		for name, id := range d.Table("story.places") {
			g.add(name, known{text.Fold(cmp.Or(id, name)), placeSlot})
		}
		for name, id := range d.Table("story.countries") {
			g.add(name, known{id, countrySlot})
		}
		for name, id := range d.Table("story.things") {
			g.add(name, known{id, thingSlot})
		}
		for name, id := range d.Table("story.slots") {
			slot, _, _ := strings.Cut(id, ".")
			g.add(name, known{id, slot})
		}
		for month := range d.Table("date.months") {
			g.months[text.Fold(month)] = true
		}
		for _, w := range d.List("story.before") {
			g.before[w] = true
		}
		g.ages = append(g.ages, d.List("story.ages")...)
		g.days = append(g.days, d.List("story.days")...)
		g.hours = append(g.hours, d.List("story.hours")...)
		g.towns = append(g.towns, d.List("story.towns")...)
	}
	for _, names := range g.runs {
		slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	}
	return g
}

func (g gazetteer) add(name string, k known) {
	if r, _ := utf8.DecodeRuneInString(name); text.Spaced(r) || katakana(r) {
		g.words[strings.ToLower(name)] = k
		return
	}
	name = oneScript(text.Fold(name))
	if _, there := g.of[name]; !there {
		g.runs[opensWith(name)] = append(g.runs[opensWith(name)], name)
	}
	g.of[name] = k
}

// opensWith returns the first two runes of s, or all of it.
func opensWith(s string) string {
	_, i := utf8.DecodeRuneInString(s)
	_, j := utf8.DecodeRuneInString(s[i:])
	return s[:i+j]
}

// find returns the names among the tokens, and which tokens were of names.
func (g gazetteer) find(ts []token) (found []known, used []bool) {
	used = make([]bool, len(ts))
	for i := 0; i < len(ts); {
		if ts[i].kind == run {
			found = g.within(found, ts[i].folded)
			i++
			continue
		}
		k, n := g.longest(ts[i:])
		if n > 0 {
			found = append(found, k)
		}
		for j := range n {
			used[i+j] = true
		}
		i += max(1, n)
	}
	return found, used
}

// longest returns the longest name that the tokens begin with, and how many of
// them it takes: none where there is no name. A name begins with a capital.
func (g gazetteer) longest(ts []token) (best known, taken int) {
	name := ""
	for i, t := range ts[:min(len(ts), longestName)] {
		if t.kind != word {
			break
		}
		name += strings.ToLower(t.written)
		if k, ok := g.words[name]; ok && (!small(ts[0]) || !k.named()) {
			best, taken = k, i+1
		}
		name += " "
	}
	return best, taken
}

// small reports whether the token begins with a small letter.
func small(t token) bool {
	r, _ := utf8.DecodeRuneInString(t.written)
	return unicode.IsLower(r)
}

// named reports whether it is a name, not a word of a form.
func (k known) named() bool { return k.slot == "" || k.slot == countrySlot || k.slot == placeSlot }

// within appends the names in a run to found.
func (g gazetteer) within(found []known, s string) []known {
	for s != "" {
		_, size := utf8.DecodeRuneInString(s)
		for _, name := range g.runs[opensWith(s)] {
			if strings.HasPrefix(s, name) {
				found, size = append(found, g.of[name]), len(name)
				break
			}
		}
		s = s[size:]
	}
	return found
}

// katakana reports whether r writes foreign words in Japanese, which are
// words by themselves.
func katakana(r rune) bool { return r >= 0x30a1 && r <= 0x30ff }
