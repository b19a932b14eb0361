package story

import (
	"math"
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
	items    float64
	round    uint32 // raised when items were learnt, so that weights are computed anew
	weights  weights
	worths   [2][lately]worth

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
	plain    bool  // seen without a capital: no name
	named    bool  // seen with a capital inside a sentence: a name, unless plain
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
	// imagined is how many items the vocabulary takes to have read before the
	// first: with few items, one that is shared by two is still rare.
	imagined = 100
	// ordinary is what is left of the weight of a word that is no name.
	ordinary = 0.8
	// lately is how many worths are remembered; few features are so common that
	// two of them would want one place.
	lately = 1 << 10
)

// worth is what features are worth that so many items have.
type worth struct {
	of    uint32
	round uint32
	worth float64
}

// worth is the square of what the feature tells: the rarer, the more.
func (v *vocabulary) worth(id uint32) float64 {
	t := v.trait(id)
	of, plain := t.seen+uint32(t.prior), 0
	if t.plain {
		plain = 1
	}
	known := &v.worths[plain][of%lately]
	if known.round != v.round || known.of != of {
		w := math.Log((v.items + imagined) / float64(of))
		if t.plain {
			w *= ordinary
		}
		*known = worth{of, v.round, w * w}
	}
	return known.worth
}

// hash is 64-bit FNV-1a of the class and the text.
func hash(class byte, s string) uint64 {
	const prime = 1099511628211
	h := (uint64(14695981039346656037) ^ uint64(class)) * prime
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * prime
	}
	return h
}
