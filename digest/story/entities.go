package story

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// An entity is what reads the same in every language: a number, a name in Latin
// letters, what a gazetteer knows.
type entity struct {
	id   uint32 // of the feature
	kind entityKind
}

type entityKind uint8

const (
	figure entityKind = iota
	name
	country
)

const placeFeature = '@'

// entities returns those of a title and its summary, sorted and each once, and
// the facts of both.
func (v *vocabulary) entities(g gazetteer, title, lead []token) ([]entity, []fact) {
	var out []entity
	var fs []fact
	for i, ts := range [][]token{title, lead} {
		found, used := g.find(ts)
		fs = v.facts(fs, g, found, ts, i == 0)
		for _, k := range found {
			if k.named() {
				out = append(out, v.known(k))
			}
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
	return slices.Clip(slices.CompactFunc(out, func(a, b entity) bool { return a.id == b.id })), sorted(fs)
}

// known returns the entity of a name that a gazetteer knows. One of a single
// word is what any language that writes it in Latin letters has.
func (v *vocabulary) known(k known) entity {
	switch {
	case k.slot == countrySlot:
		return entity{v.number(placeFeature, k.id, 0, 0), country}
	case strings.Contains(k.id, " ") || k.id[0] >= utf8.RuneSelf:
		return entity{v.number(placeFeature, k.id, 0, 0), name}
	}
	return entity{v.number(wordFeature, stem(k.id), 0, 1), name}
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

// foreign reports whether two items are in different languages.
func (v *vocabulary) foreign(a, b *document) bool {
	if v.tongues[a.tongue].tag != "" && v.tongues[b.tongue].tag != "" {
		return a.tongue != b.tongue
	}
	return a.latin != b.latin
}

// base returns the language of a tag without region and script, "" if it is
// none.
func base(tag string) string {
	if t, err := language.Parse(tag); err == nil {
		if b, confidence := t.Base(); confidence > language.No {
			return b.String()
		}
	}
	return ""
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
