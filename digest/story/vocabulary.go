package story

import (
	"math"
	"slices"
)

// A feature is a word or a piece of one, under the number that the vocabulary
// gave it, with how much of its text it makes.
type feature struct {
	id uint32
	tf float32
}

// vocabulary numbers features and learns from the items what they are worth.
type vocabulary struct {
	ids      table
	traits   pages[trait]
	acronyms map[string]bool // seen in capitals
	tongues  []tongue
	slots    []string // of facts, by their numbers
	round    uint32   // raised when items were learnt, so that weights are computed anew
	weights  weights
	rarities [lately]rarity

	titled, told []feature // room for [vocabulary.document]: those of a title, of a summary
	entries      []entry   // and of both
	packed       vector
}

// trait is what is known of a feature. There are some ten for each item.
type trait struct {
	hash     uint64  // of its class and text
	seen     uint32  // items that have it
	unit     float32 // how much of a word it stands for, as evidence
	postings postings
	prior    uint8 // items that may be taken to have had it before any was seen
	small    uint8 // how often it was seen without a capital, up to the greatest
	great    uint8 // how often with one inside a sentence, likewise
}

func newVocabulary() *vocabulary {
	return &vocabulary{acronyms: map[string]bool{}, weights: newWeights()}
}

// trait returns what is known of the feature of that number.
func (v *vocabulary) trait(id uint32) *trait { return v.traits.at(id) }

// The classes of features. Each has a hash space of its own.
const (
	wordFeature   = 'w'
	pieceFeature  = 'p'
	pairFeature   = '2'
	numberFeature = 'n'
	tellerFeature = 't'
	nameFeature   = 'N'
)

// number returns the feature's number, given on first sight.
func (v *vocabulary) number(class byte, s string, prior uint8, unit float32) uint32 {
	h := hash(class, s)
	id, ok := v.lookup(h)
	if !ok {
		id = v.traits.add(trait{hash: h, prior: prior, unit: unit})
		v.ids.add(id, v.hashOf)
	}
	return id
}

// find returns the number of a feature that was seen.
func (v *vocabulary) find(class byte, s string) (uint32, bool) { return v.lookup(hash(class, s)) }

func (v *vocabulary) lookup(h uint64) (uint32, bool) {
	for at := range v.ids.from(h) {
		if v.trait(at).hash == h {
			return at, true
		}
	}
	return 0, false
}

func (v *vocabulary) hashOf(id uint32) uint64 { return v.trait(id).hash }

const (
	// imagined is how many items a language is taken to have had before the
	// first: with few items, one that is shared by two is still rare.
	imagined = 100
	// ordinary is what is left of what a word tells that is no name.
	ordinary = 0.8
	// lately is how many rarities are remembered; few features are so common that
	// two of them would want one place.
	lately = 1 << 11
	// surely is how many times as often as a word a name is written with a
	// capital.
	surely = 4
)

// tongue is a language that items are in.
type tongue struct {
	tag   string // its base, "" if nobody tells
	names gazetteer
	items float64
}

// tongue returns the number of a language, given on first sight.
func (v *vocabulary) tongue(tag string) uint8 {
	i := slices.IndexFunc(v.tongues, func(t tongue) bool { return t.tag == tag })
	if i < 0 && len(v.tongues) <= math.MaxUint8 {
		i = len(v.tongues)
		v.tongues = append(v.tongues, tongue{tag: tag, names: gazetteerOf(tag)})
	}
	return uint8(max(i, 0))
}

// rarity is what features tell in a language that so many items have.
type rarity struct {
	of     uint32
	round  uint32
	tongue uint8
	plain  bool
	nats   float64
}

// rarity returns how much the feature tells in items of a language: the
// logarithm of how many items there are for each that has it.
func (v *vocabulary) rarity(id uint32, in uint8) float64 {
	t := v.trait(id)
	r := rarity{of: t.seen + uint32(t.prior), round: v.round, tongue: in, plain: t.small > 0 && !t.isName()}
	known := &v.rarities[r.place()]
	if known.round != r.round || known.of != r.of || known.tongue != in || known.plain != r.plain {
		r.nats = max(0, math.Log((v.tongues[in].items+imagined)/max(1, float64(r.of))))
		if r.plain {
			r.nats *= ordinary
		}
		*known = r
	}
	return known.nats
}

// place returns where the rarity is remembered.
func (r rarity) place() uint32 {
	at := 8*r.of + 2*uint32(r.tongue)
	if r.plain {
		at++
	}
	return at % lately
}

// worth is the square of what the feature tells.
func (v *vocabulary) worth(id uint32, in uint8) float64 {
	r := v.rarity(id, in)
	return r * r
}

// isName reports whether the word is written as a name far more often than not.
func (t *trait) isName() bool { return t.great > 0 && int(t.great) >= surely*int(t.small) }

// hash is 64-bit FNV-1a of the class and the text.
func hash(class byte, s string) uint64 {
	const prime = 1099511628211
	h := (uint64(14695981039346656037) ^ uint64(class)) * prime
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * prime
	}
	return h
}
