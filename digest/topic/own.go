package topic

import (
	"bytes"

	"newsbrief/subscriptions"
)

// Scores of a person's own words, by where and how they stand in an item.
const (
	ownPhrase = 0.95
	ownNear   = 0.85
	ownLead   = 0.9 // of that, if not in the headline
	// nearby is how many other units may stand among the words of a topic.
	nearby = 4
)

// own is a person's own words, taken apart as texts are.
type own struct {
	topic  subscriptions.Topic
	keys   [][]byte // of its units
	parts  [][2]int // its words: ranges of keys
	ending ending   // of the last word
	// How the text has to write each key, "" for any way: where they stand as
	// typed, and where they stand near one another.
	spelled, spelledNear []string
	accents              []string // on each key as typed, "" for none
}

func newOwn(topic subscriptions.Topic) *own {
	var f field
	words, ending := stem(string(topic))
	f.scan(words)
	o := &own{topic: topic, ending: ending}
	for i, u := range f.units {
		o.keys = append(o.keys, f.key(i))
		o.accents = append(o.accents, accentsOf(f.text(i, i+1)))
		n := len(o.parts)
		glued := i > 0 && u.s0 == f.units[i-1].s1 && u.flags&(grapheme|letter) != 0 && u.flags&(grapheme|letter) == f.units[i-1].flags&(grapheme|letter)
		if glued {
			o.parts[n-1][1] = i + 1
		} else {
			o.parts = append(o.parts, [2]int{i, i + 1})
		}
	}
	o.spell(&f)
	return o
}

// takes reports whether the words stand in the item.
func (o *own) takes(p *Prepared) (Match, bool) {
	if len(o.keys) == 0 {
		return Match{}, false
	}
	for i := range p.categories {
		if f := &p.categories[i]; len(f.units) == len(o.keys) && o.at(f, 0, 0, len(o.keys), nil) {
			return Match{o.topic, filedScore, Why{"category", f.src}}, true
		}
	}
	if m, ok := o.in(&p.title, 1); ok {
		return m, true
	}
	return o.in(&p.summary, ownLead)
}

// in looks for the words in one field: as they were typed, else near one another.
func (o *own) in(f *field, place float64) (Match, bool) {
	if i, ok := o.find(f, 0, len(f.units), 0, len(o.keys), o.spelled); ok {
		return Match{o.topic, ownPhrase * place, Why{"word", f.text(i, i+len(o.keys))}}, true
	}
	if len(o.parts) < 2 {
		return Match{}, false
	}
	if i, j, ok := o.near(f); ok {
		return Match{o.topic, ownNear * place, Why{"word", f.text(i, j)}}, true
	}
	return Match{}, false
}

// find returns where keys from to to stand in units lo to hi of the field.
func (o *own) find(f *field, lo, hi, from, to int, spelled []string) (int, bool) {
	for i := lo; i+to-from <= hi; i++ {
		if o.at(f, i, from, to, spelled) {
			return i, true
		}
	}
	return 0, false
}

func (o *own) at(f *field, i, from, to int, spelled []string) bool {
	if f.units[i].flags&opens == 0 {
		return false
	}
	for k := from; k < to; k++ {
		if k > from && f.units[i+k-from].flags&cut != 0 || !bytes.Equal(f.key(i+k-from), o.keys[k]) {
			return false
		}
		if o.accents[k] != "" && !f.bears(i+k-from, o.accents[k]) {
			return false
		}
		if spelled != nil && spelled[k] != "" && !f.writes(i+k-from, spelled[k]) {
			return false
		}
	}
	return to < len(o.keys) || o.ending.fits(f, i+to-from)
}

// near returns the first stretch of the field that holds every part, in any
// order, with few other units among them.
func (o *own) near(f *field) (int, int, bool) {
	window := len(o.keys) + nearby
	for i := range f.units {
		hi := min(i+window, len(f.units))
		if !o.begins(f, i) {
			continue
		}
		if j, ok := o.all(f, i, hi); ok {
			return i, j, true
		}
	}
	return 0, 0, false
}

// begins reports whether one of the parts stands at i.
func (o *own) begins(f *field, i int) bool {
	for _, part := range o.parts {
		if i+part[1]-part[0] <= len(f.units) && o.at(f, i, part[0], part[1], o.spelledNear) {
			return true
		}
	}
	return false
}

// all reports whether every part stands within the units, and where the last
// one ends.
func (o *own) all(f *field, lo, hi int) (int, bool) {
	end := lo
	for _, part := range o.parts {
		i, ok := o.find(f, lo, hi, part[0], part[1], o.spelledNear)
		if !ok {
			return 0, false
		}
		end = max(end, i+part[1]-part[0])
	}
	return end, true
}
