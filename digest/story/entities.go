package story

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// An entity is what reads the same in every language: a number, a name in Latin
// letters, a place of the atlas.
type entity struct {
	id   uint32 // of the feature
	kind entityKind
}

type entityKind uint8

const (
	figure entityKind = iota
	name
	place
)

const placeFeature = '@'

// entities returns those of a title and its summary, sorted and each once.
func (v *vocabulary) entities(title, lead []token) []entity {
	var out []entity
	for _, ts := range [][]token{title, lead} {
		found, used := atlas().find(ts)
		for _, p := range found {
			out = append(out, entity{v.number(placeFeature, p, 0, 0), place})
		}
		guess := namer(ts)
		for i, t := range ts {
			switch {
			case t.kind == number && (telling(t.folded) || i > 0 && ts[i-1].kind == word && guess(ts[i-1])):
				out = append(out, entity{v.number(numberFeature, t.folded, 0, 1), figure})
			case t.kind == word && !used[i] && guess(t) && !notNames()[t.folded] && !(t.first && lonely(ts, i)):
				out = append(out, entity{v.number(wordFeature, stem(t.folded), 0, 1), name})
			}
		}
	}
	slices.SortFunc(out, func(a, b entity) int { return cmp.Compare(a.id, b.id) })
	return slices.Clip(slices.CompactFunc(out, func(a, b entity) bool { return a.id == b.id }))
}

// lonely reports whether a capital at the beginning of a sentence stands for no
// more than that, as far as the next word shows.
func lonely(ts []token, i int) bool {
	if i+1 == len(ts) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(ts[i+1].written)
	return ts[i+1].kind == word && unicode.IsLower(r)
}

// telling reports whether a number by itself is more than a count on two hands
// or a year of our days. Behind a name any number tells.
func telling(s string) bool {
	return len(s) > 1 && (len(s) != 4 || s < "1990" || s > "2049")
}

// namer returns what tells the names among the tokens of a text: in a text
// of another script all Latin words, in a sentence the capitalised ones, in a
// Headline Like This none.
func namer(ts []token) func(token) bool {
	capitals, small, own, other := 0, 0, 0, 0
	for _, t := range ts {
		r, _ := utf8.DecodeRuneInString(t.written)
		if unicode.Is(unicode.Latin, r) {
			own += len(t.folded)
		}
		switch {
		case t.kind == number:
		case !unicode.Is(unicode.Latin, r):
			other += utf8.RuneCountInString(t.folded)
		case unicode.IsUpper(r) && !t.first && len(t.folded) > 3:
			capitals++
		case unicode.IsLower(r) && len(t.folded) > 3:
			small++
		}
	}
	return func(t token) bool {
		r, _ := utf8.DecodeRuneInString(t.written)
		latin := unicode.Is(unicode.Latin, r) && len(t.folded) > 1
		if 2*other > own {
			return latin
		}
		return latin && len(t.folded) > 2 && small > capitals/2 && unicode.IsUpper(r)
	}
}

const (
	// across is how alike items in two languages are whose entities agree.
	across = 0.2
	// cognate is how alike titles in two languages are that share so many
	// words, names mostly, that nothing else need agree.
	cognate = 0.16
	// scarce is how few of a hundred items may have an entity that is to prove
	// anything.
	scarce = 2
)

// similarityAbroad returns how alike two items in different languages are, whose
// titles are that alike.
func (v *vocabulary) similarityAbroad(a, b *document, titles float64) float64 {
	if titles < cognate {
		titles = 0
	}
	return max(titles, v.entitySimilarity(a, b))
}

// entitySimilarity returns across if the entities that two items share can hardly be a
// coincidence, else 0.
func (v *vocabulary) entitySimilarity(a, b *document) float64 {
	var shared [3]int
	for i, j := 0, 0; i < len(a.entities) && j < len(b.entities); {
		x, y := a.entities[i], b.entities[j]
		switch {
		case x.id < y.id:
			i++
		case x.id > y.id:
			j++
		default:
			if v.proves(x) {
				shared[x.kind]++
			}
			i, j = i+1, j+1
		}
	}
	figures, names, places := shared[figure], shared[name], shared[place]
	switch {
	case names >= 3,
		names >= 2 && figures+places >= 1,
		names >= 1 && figures >= 1 && figures+places >= 2,
		figures >= 2 && places >= 1:
		return across
	}
	return 0
}

// estrangement returns how much of a likeness is left for the names that two
// items tell: all if they share one or neither has any, less if they share no
// more than where it was, or only one names several people and places, least
// if both name some.
func (v *vocabulary) estrangement(a, b *document) float64 {
	const several = 2
	both, one := a.names > 0 && b.names > 0, a.names >= several || b.names >= several
	switch {
	case !both && !one || v.acquainted(a, b, name):
		return 1
	case v.acquainted(a, b, place):
		return neighbours
	case both:
		return estranged
	}
	return unnamed
}

// acquainted reports whether the items have a name of that kind in common.
func (v *vocabulary) acquainted(a, b *document, kind entityKind) bool {
	for i, j := 0, 0; i < len(a.entities) && j < len(b.entities); {
		x, y := a.entities[i], b.entities[j]
		switch {
		case x.id < y.id:
			i++
		case x.id > y.id:
			j++
		case x.kind == kind && (kind == place || !v.trait(x.id).plain):
			return true
		default:
			i, j = i+1, j+1
		}
	}
	return false
}

// proves reports whether the entity is rare enough to prove something. Places
// need not be: they only add to what is.
func (v *vocabulary) proves(m entity) bool {
	t := v.trait(m.id)
	if m.kind == place {
		return true
	}
	return !(m.kind == name && t.plain) && float64(t.seen) <= 8+scarce*v.items/100
}

// foreign reports whether two items are in different languages.
func foreign(a, b *document) bool {
	if a.language != unknown && b.language != unknown {
		return a.language != b.language
	}
	return a.latin != b.latin
}

// unknown is the language of a text whose language nobody tells.
var unknown language.Base

// base returns the language of a tag, without region and script.
func base(tag string) language.Base {
	if t, err := language.Parse(tag); err == nil {
		if b, confidence := t.Base(); confidence > language.No {
			return b
		}
	}
	return unknown
}

// latin reports whether most words of the tokens are in Latin letters.
func latin(ts []token) bool {
	n, all := 0, 0
	for _, t := range ts {
		if t.kind == number {
			continue
		}
		all++
		if r, _ := utf8.DecodeRuneInString(t.written); unicode.Is(unicode.Latin, r) {
			n++
		}
	}
	return 2*n >= all
}
