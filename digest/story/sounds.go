package story

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/language"
)

// A sound is a name as its consonants are heard, one letter for each class of
// them: what a name keeps when another script writes it.
type sound struct {
	heard string
	id    uint32 // of the feature of the name, by which it is rare or not
	group uint8  // of the entity that the name is
}

const (
	// soundClasses is of how many classes a consonant may be by chance: there are
	// seven, and some are common.
	soundClasses = 5
	// leastHeard is how many consonants tell a name.
	leastHeard = 4
	// waysHeard is how many ways to say one name are tried.
	waysHeard = 8
)

// soundTable says how letters sound.
type soundTable struct {
	classes map[string][]string // what may be heard, by the letters
	longest map[rune]int        // the most letters of an entry, by the first
}

var soundsOf = sync.OnceValue(func() soundTable {
	t := soundTable{map[string][]string{" ": {" "}}, map[rune]int{' ': 1}}
	for _, d := range language.All() {
		for letters, classes := range d.Table("story.sounds") {
			t.classes[letters] = strings.Fields(strings.ReplaceAll(classes, "-", " "))
			if strings.Contains(classes, "-") {
				t.classes[letters] = append(t.classes[letters], "")
			}
			r, _ := utf8.DecodeRuneInString(letters)
			t.longest[r] = max(t.longest[r], len(letters))
		}
	}
	return t
})

// next returns what is heard of the letters that s begins with, and how many
// bytes they are.
func (t soundTable) next(s string) (classes []string, size int) {
	r, first := utf8.DecodeRuneInString(s)
	for n := min(t.longest[r], len(s)); n > 0; n-- {
		if c, ok := t.classes[s[:n]]; ok {
			return c, n
		}
	}
	return nil, first
}

// ways returns how a folded word may sound.
func (t soundTable) ways(w string) []string {
	out := []string{""}
	for s := w + "_"; s != ""; {
		classes, n := t.next(s)
		s = s[n:]
		if len(classes) == 0 {
			continue
		}
		before := len(out)
		for _, c := range classes[1:] {
			for _, o := range out[:min(before, waysHeard-len(out))] {
				out = append(out, o+c)
			}
		}
		for i := range before {
			out[i] += classes[0]
		}
	}
	return out
}

// text returns how a text sounds, said one way.
func (t soundTable) text(out []byte, s string) []byte {
	for s != "" {
		classes, n := t.next(s)
		if len(classes) > 0 {
			out = append(out, classes[0]...)
		}
		s = s[n:]
	}
	return out
}

// once writes what is heard twice in a row once, as scripts do or do not.
func once(s []byte) string {
	out := s[:0]
	for i, c := range s {
		if i == 0 || c != s[i-1] {
			out = append(out, c)
		}
	}
	return string(out)
}

// heard returns how those tokens sound that are not in Latin letters, each behind a
// space, or without spaces where the script parts no words.
func heard(texts ...[]token) string {
	var out []byte
	parted := false
	for _, t := range slices.Concat(texts...) {
		if t.kind != number && !t.isLatin() {
			parted = parted || t.kind == word
			out = soundsOf().text(append(out, ' '), t.folded)
		}
	}
	all := once(out)
	if !parted || all == " " {
		return unparted(all)
	}
	return all
}

// spokenNames returns the names in an item that are written in Latin letters or in
// katakana, each alone and with the one before it.
func (v *vocabulary) spokenNames(d *document) (out []sound) {
	for _, ts := range [][]token{tokens(opening(headline(*d.item), titleRunes)), tokens(opening(d.item.Summary, leadRunes))} {
		last := ""
		for _, t := range ts {
			s, ok := v.spoken(d.entities, t, len(out))
			if !ok {
				last = ""
				continue
			}
			out = s.add(out, t.folded)
			if last != "" {
				out = s.add(out, last+" "+t.folded)
			}
			last = t.folded
		}
	}
	return out
}

// spoken returns the name that the token is, unheard; n is a number that no other
// name has.
func (v *vocabulary) spoken(es []entity, t token, n int) (sound, bool) {
	if t.kind != word {
		return sound{}, false
	}
	id, ok := v.find(wordFeature, stem(t.folded))
	if !ok {
		return sound{}, false
	}
	if r, _ := utf8.DecodeRuneInString(t.folded); katakana(r) {
		return sound{id: id, group: uint8(min(math.MaxUint8, math.MaxUint8/2+n))}, true
	}
	i, ok := slices.BinarySearchFunc(es, id, func(e entity, id uint32) int { return cmp.Compare(e.id, id) })
	if !ok || es[i].kind != name {
		return sound{}, false
	}
	return sound{id: id, group: es[i].group}, true
}

// add appends what may be heard of the written name, where it is enough to tell it.
func (s sound) add(out []sound, written string) []sound {
	for _, way := range soundsOf().ways(written) {
		s.heard = once([]byte(way))
		if s.consonants() >= leastHeard && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// consonants counts those of the name.
func (s sound) consonants() int { return len(s.heard) - strings.Count(s.heard, " ") }

// unparted returns what is heard where nothing parts words.
func unparted(heard string) string { return once([]byte(strings.ReplaceAll(heard, " ", ""))) }

// hears returns what it tells that a name is heard in an item: what the name tells,
// and no more than so many consonants in a row do that may be there by chance.
func (v *vocabulary) hears(s sound, all string) float64 {
	called, places := " "+s.heard, strings.Count(all, " ")
	if places == 0 {
		called, places = unparted(s.heard), len(all)
	}
	if !strings.Contains(all, called) {
		return 0
	}
	chance := (float64(s.consonants())*math.Log(soundClasses) - math.Log(float64(places))) / math.Log(max(crowd, v.items()))
	return min(chance, v.proof(entity{id: s.id, kind: name}))
}

func (t token) isLatin() bool {
	r, _ := utf8.DecodeRuneInString(t.written)
	return unicode.Is(unicode.Latin, r)
}

// spoken returns the names of the query's item.
func (q *query) spoken(v *vocabulary) []sound {
	if q.names == nil {
		q.names = append([]sound{}, v.spokenNames(q.document)...)
	}
	return q.names
}
