package story

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// An entity is what reads the same in every language: a number, a name in Latin
// letters, what a gazetteer knows.
type entity struct {
	id    uint32 // of the feature
	kind  entityKind
	group uint8 // words of one name have one
}

type entityKind uint8

const (
	figure entityKind = iota
	name
	place // that a gazetteer knows
	thing // that happens, likewise
	country
)

const (
	placeFeature = '@'
	thingFeature = '#'
)

// entities returns those of a title and its summary, sorted and each once, and
// the facts of both.
func (v *vocabulary) entities(g gazetteer, title, lead []token) ([]entity, []fact) {
	var es []entity
	var fs []fact
	for i, ts := range [][]token{title, lead} {
		found, used := g.find(ts)
		fs = v.facts(fs, g, found, ts, i == 0)
		for _, k := range found {
			es = v.known(es, k)
		}
		es = v.guessed(es, ts, used)
	}
	slices.SortFunc(es, func(a, b entity) int { return cmp.Compare(a.id, b.id) })
	return slices.Clip(slices.CompactFunc(es, func(a, b entity) bool { return a.id == b.id })), sorted(fs)
}

// known appends the entities of a name that a gazetteer knows: its words in
// English, as any language has them that writes the name in Latin letters.
func (v *vocabulary) known(es []entity, k known) []entity {
	n, kind := group(es), name
	switch k.slot {
	case countrySlot:
		return append(es, entity{v.number(placeFeature, k.id, 0, 0), country, n})
	case thingSlot:
		return append(es, entity{v.number(thingFeature, k.id, 0, 0), thing, n})
	case placeSlot:
		kind = place
	case "":
	default:
		return es
	}
	for w := range strings.FieldsSeq(k.id) {
		es = append(es, entity{v.number(wordFeature, stem(w), 0, 1), kind, n})
	}
	return es
}

// guessed appends the numbers and the names that are written as such.
func (v *vocabulary) guessed(es []entity, ts []token, used []bool) []entity {
	guess := namer(ts)
	last := -2 // where the last name was
	for i, t := range ts {
		switch {
		case t.kind == number && (telling(t.folded) || i > 0 && ts[i-1].kind == word && guess(ts[i-1])):
			es = append(es, entity{v.number(numberFeature, t.folded, 0, 1), figure, group(es)})
		case t.kind == word && !used[i] && guess(t) && !notNames()[t.folded] && !(t.first && lonely(ts, i)):
			n := group(es)
			if last == i-1 {
				n--
			}
			es = append(es, entity{v.number(wordFeature, stem(t.folded), 0, 1), name, n})
			last = i
		}
	}
	return es
}

// group returns a number that none of the entities has, as long as there are any.
func group(es []entity) uint8 {
	if len(es) == 0 {
		return 0
	}
	return min(es[len(es)-1].group, math.MaxUint8-1) + 1
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

// rare is how much of what a thing tells that no third item has another tells at
// least that proves something.
const rare = 0.4

// agreement is what two items in different languages have in common.
type agreement struct {
	things map[int]float64 // what each tells
	named  bool            // one is a name
}

func (c *agreement) add(thing int, nats float64, named bool) {
	if nats > rare {
		c.things[thing] = max(c.things[thing], nats)
		c.named = c.named || named
	}
}

// abroad returns what the things tell that two items in different languages have
// in common, as how many that no third item has: 0 unless there are two of them
// and one is a name, not of a place, or three. A name of several words is one thing; a
// country is none.
func (v *vocabulary) abroad(q *query, d *document) float64 {
	c := agreement{things: map[int]float64{}}
	taken := v.written(&c, q.document, d)
	if d.heard != "" {
		for _, s := range q.spoken(v) {
			c.add(int(s.group), v.hears(s, d.heard), true)
		}
	}
	if q.heard != "" {
		for _, s := range v.spokenNames(d) {
			if !taken[s.group] {
				c.add(-1-int(s.group), v.hears(s, q.heard), true)
			}
		}
	}
	if len(c.things) < 2 || !c.named && len(c.things) < 3 {
		return 0
	}
	sum := 0.0
	for _, nats := range c.things {
		sum += nats
	}
	return sum
}

// written adds the entities that both items have, and returns which groups of the
// second they are of.
func (v *vocabulary) written(c *agreement, a, b *document) map[uint8]bool {
	taken := map[uint8]bool{}
	for i, j := 0, 0; i < len(a.entities) && j < len(b.entities); {
		switch x, y := a.entities[i], b.entities[j]; {
		case x.id < y.id:
			i++
		case x.id > y.id:
			j++
		default:
			if nats := v.proof(x); nats > rare && !taken[y.group] {
				c.add(int(x.group), nats, x.kind == name)
				taken[y.group] = true
			}
			i, j = i+1, j+1
		}
	}
	return taken
}

// proof returns what an entity tells that items in two languages have in common,
// 1 if they alone have it.
func (v *vocabulary) proof(e entity) float64 {
	t := v.trait(e.id)
	if e.kind == country || (e.kind == name || e.kind == place) && t.small > 0 && !t.isName() {
		return 0
	}
	all := v.items()
	return math.Log(all/float64(max(1, t.seen))) / math.Log(all)
}

// items returns how many items there are, and imagined.
func (v *vocabulary) items() float64 {
	all := float64(imagined)
	for _, t := range v.tongues {
		all += t.items
	}
	return all
}

// foreign reports whether two items are in different languages.
func (v *vocabulary) foreign(a, b *document) bool {
	if v.tongues[a.tongue].tag != "" && v.tongues[b.tongue].tag != "" {
		return a.tongue != b.tongue
	}
	return a.latin != b.latin
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
