package story

import (
	"math"
)

// A feature is a word or a piece of one, under the number that the vocabulary
// gave it, with how much of its item it makes.
type feature struct {
	id uint32
	tf float32
}

// vocabulary numbers features and learns from the items what they are worth.
type vocabulary struct {
	ids      map[uint64]uint32
	traits   []trait
	acronyms map[string]bool // seen in capitals
	items    float64
	round    uint32 // raised when items were learnt, so that weights are computed anew
}

// trait is what is known of a feature.
type trait struct {
	seen  float64 // items that have it
	prior float64 // items that may be taken to have had it before any was seen
	unit  float32 // how much of a word it stands for, as evidence
	plain bool    // seen without a capital: no name
	named bool    // seen with a capital inside a sentence: a name, unless plain
	round uint32
	worth float64 // square of its weight, as of round
}

func newVocabulary() *vocabulary {
	return &vocabulary{ids: map[uint64]uint32{}, acronyms: map[string]bool{}}
}

// The classes of features. Each has a hash space of its own.
const (
	wordFeature   = 'w'
	pieceFeature  = 'p'
	pairFeature   = '2'
	numberFeature = 'n'
)

// number returns the feature's number, given on first sight.
func (v *vocabulary) number(class byte, s string, prior float64, unit float32) uint32 {
	h := hash(class, s)
	id, ok := v.ids[h]
	if !ok {
		id = uint32(len(v.traits))
		v.ids[h] = id
		v.traits = append(v.traits, trait{prior: prior, unit: unit})
	}
	return id
}

// find returns the number of a feature that was seen.
func (v *vocabulary) find(class byte, s string) (uint32, bool) {
	id, ok := v.ids[hash(class, s)]
	return id, ok
}

const (
	// imagined is how many items the vocabulary takes to have read before the
	// first: with few items, one that is shared by two is still rare.
	imagined = 100
	// ordinary is what is left of the weight of a word that is no name.
	ordinary = 0.8
)

// worth is the square of what the feature tells: the rarer, the more.
func (v *vocabulary) worth(id uint32) float64 {
	t := &v.traits[id]
	if t.round != v.round {
		w := math.Log((v.items + imagined) / (t.seen + t.prior))
		if t.plain {
			w *= ordinary
		}
		t.round, t.worth = v.round, w*w
	}
	return t.worth
}

// dot returns what two items share, and as how many words.
func (v *vocabulary) dot(a, b []feature) (shared float64, words float32) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].id < b[j].id:
			i++
		case a[i].id > b[j].id:
			j++
		default:
			shared += float64(a[i].tf) * float64(b[j].tf) * v.worth(a[i].id)
			words += v.traits[a[i].id].unit
			i, j = i+1, j+1
		}
	}
	return shared, words
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
