package story

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A fact is what stands in a slot of the forms that reports are written in: the
// country, the place, the town, somebody's age, the day, and whatever else the
// language data names, as the session of an exchange or its goods. Two reports
// of one form whose facts differ are of two events.
type fact struct {
	id    uint32 // of the feature, equal in all languages
	slot  uint8  // the number of its name
	title bool   // stands in the title
}

// The slots that are found by more than words of the language data.
const (
	countrySlot = "country"
	placeSlot   = "place"
	townSlot    = "town"
	ageSlot     = "age"
	daySlot     = "day"
	hourSlot    = "hour"
	// thingSlot is of words for what happens: they are no facts, but what is told
	// in two languages has them in common.
	thingSlot = "thing"
)

const factFeature = '='

// facts appends those of tokens to out; found is what the gazetteer finds in them.
func (v *vocabulary) facts(out []fact, g gazetteer, found []known, ts []token, title bool) []fact {
	add := func(slot, value string) {
		out = append(out, fact{v.number(factFeature, slot+" "+value, 0, 0), v.slot(slot), title})
	}
	for _, k := range found {
		switch k.slot {
		case "", thingSlot:
		case countrySlot, placeSlot:
			out = append(out, fact{v.known(nil, k)[0].id, v.slot(k.slot), title})
		default:
			add(k.slot, k.id)
		}
	}
	guess := namer(ts)
	for i, t := range ts {
		switch {
		case t.kind == word && i > 0 && g.before[ts[i-1].folded] && guess(t) && !notNames()[t.folded]:
			out = append(out, fact{v.number(wordFeature, stem(t.folded), 0, 1), v.slot(placeSlot), title})
		case t.kind == run:
			for _, town := range g.townsIn(t.folded) {
				add(townSlot, town)
			}
		case t.kind != number:
		case g.isAge(ts, i):
			add(ageSlot, t.folded)
		case g.isDay(ts, i):
			add(daySlot, t.folded)
		case follows(ts, i, g.hours):
			add(hourSlot, t.folded)
		}
	}
	return out
}

// slot returns the number of a slot's name, given on first sight.
func (v *vocabulary) slot(name string) uint8 {
	i := slices.Index(v.slots, name)
	if i < 0 {
		i = len(v.slots)
		v.slots = append(v.slots, name)
	}
	return uint8(i)
}

// isAge reports whether the number at i is somebody's age: a word behind it says
// so, or it stands between commas behind who it is ("Man, 34, held").
func (g gazetteer) isAge(ts []token, i int) bool {
	if len(ts[i].folded) != 2 {
		return false
	}
	return follows(ts, i, g.ages) || i > 0 && ts[i].comma && ts[i-1].kind == word && (i+1 == len(ts) || ts[i+1].comma)
}

// isDay reports whether the number at i is a day of the month: a word behind it
// says so, or it stands beside a month.
func (g gazetteer) isDay(ts []token, i int) bool {
	return len(ts[i].folded) <= 2 && (follows(ts, i, g.days) ||
		i > 0 && g.months[ts[i-1].folded] || i+1 < len(ts) && g.months[ts[i+1].folded])
}

// follows reports whether one of the words stands behind the token at i.
func follows(ts []token, i int, words []string) bool {
	return i+1 < len(ts) && slices.ContainsFunc(words, func(w string) bool {
		after, ok := strings.CutPrefix(ts[i+1].folded, w)
		r, _ := utf8.DecodeRuneInString(after)
		return ok && (after == "" || ts[i+1].kind == run && !unicode.Is(unicode.Han, r))
	})
}

// townLetters is by how many letters before what makes it one a town is known.
const townLetters = 2

// townsIn returns the towns in a run of a script without spaces: what stands
// before a word for a town that ends there.
func (g gazetteer) townsIn(s string) []string {
	var out []string
	rs := []rune(s)
	for i := townLetters; i < len(rs); i++ {
		ends := i+1 == len(rs) || !unicode.Is(unicode.Han, rs[i+1])
		if ends && slices.Contains(g.towns, string(rs[i])) && unicode.Is(unicode.Han, rs[i-1]) && unicode.Is(unicode.Han, rs[i-2]) {
			out = append(out, string(rs[i-townLetters:i+1]))
		}
	}
	return out
}

// sorted returns facts by slot, each once, those of titles before the same of a
// summary.
func sorted(fs []fact) []fact {
	slices.SortFunc(fs, func(a, b fact) int {
		return cmp.Or(cmp.Compare(a.slot, b.slot), cmp.Compare(a.id, b.id), -cmp.Compare(number01(a.title), number01(b.title)))
	})
	return slices.Clip(slices.CompactFunc(fs, func(a, b fact) bool { return a.id == b.id }))
}

func number01(b bool) int {
	if b {
		return 1
	}
	return 0
}

// contradictions counts the slots in which the titles of two items differ: both
// say something, and neither item says anywhere what the title of the other says.
func contradictions(x, y *document) (n int) {
	for a, b := x.facts, y.facts; len(a) > 0 && len(b) > 0; {
		switch {
		case a[0].slot < b[0].slot:
			a = a[1:]
		case a[0].slot > b[0].slot:
			b = b[1:]
		default:
			inA, inB := upTo(a), upTo(b)
			if differ(inA, inB) && !names(y, inA) && !names(x, inB) {
				n++
			}
			a, b = a[len(inA):], b[len(inB):]
		}
	}
	return n
}

// names reports whether one of the facts that stand in a title is an entity of
// the other item.
func names(d *document, fs []fact) bool {
	return slices.ContainsFunc(fs, func(f fact) bool {
		_, ok := slices.BinarySearchFunc(d.entities, f.id, func(e entity, id uint32) int { return cmp.Compare(e.id, id) })
		return ok && f.title
	})
}

// upTo returns the first facts of one slot.
func upTo(fs []fact) []fact {
	n := 1
	for n < len(fs) && fs[n].slot == fs[0].slot {
		n++
	}
	return fs[:n]
}

// differ reports whether two lists of facts of one slot contradict each other.
func differ(a, b []fact) bool {
	titled := func(f fact) bool { return f.title }
	if !slices.ContainsFunc(a, titled) || !slices.ContainsFunc(b, titled) {
		return false
	}
	return !slices.ContainsFunc(a, func(f fact) bool {
		return slices.ContainsFunc(b, func(o fact) bool { return f.id == o.id && (f.title || o.title) })
	})
}
