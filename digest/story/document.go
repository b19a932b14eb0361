package story

import (
	"math"
	"slices"

	"newsbrief/digest/feed"
	"newsbrief/digest/language"
)

const (
	// leadRunes is how much of a summary is compared: what comes after its
	// opening is background that many stories share.
	leadRunes = 280
	// titleRunes is how much of a title is: what is longer holds a text as well.
	titleRunes = 160
)

// document is an item made comparable. There are many: it has what the comparison
// of most needs, and what few need is worked out of the item.
type document struct {
	n        uint32     // its place in the Grouper
	item     *feed.Item // of the cluster's; it is not changed
	words    []uint64   // hashes of the tokens of the title
	vector   vector     // the features
	entities []entity
	facts    []fact
	heard    string // as the names of others sound, "" in Latin letters
	cluster  *cluster

	round  uint32  // of the vocabulary
	norm   float64 // of the features' weights, as of round
	teller uint64  // of its publisher
	tongue uint8
	latin  bool // the title is in Latin letters
	told   bool // there is a summary
}

// make makes d that of the item in its place, and files it.
func (g *Grouper) make(d *document, title []token) {
	v := g.words
	es := v.document(d, title)
	v.tongues[d.tongue].items++
	for _, e := range es {
		t := v.trait(e.id)
		t.seen++
		if e.title > 0 || t.unit >= pairUnit {
			g.index.add(&t.postings, d.n)
		}
	}
	for _, m := range d.entities {
		if t := v.trait(m.id); !holds(es, m.id) {
			t.seen++
			g.index.add(&t.postings, d.n)
		}
	}
}

// document takes the document's item apart and returns its features, which are the
// vocabulary's until the next call.
func (v *vocabulary) document(d *document, title []token) []entry {
	*d = document{n: d.n, item: d.item, cluster: d.cluster, tongue: v.tongue(language.Base(d.item.Language)), latin: latin(title), teller: hash(tellerFeature, PublisherOf(*d.item))}
	d.words = make([]uint64, len(title))
	for i, t := range title {
		d.words[i] = hash(wordFeature, t.folded)
	}
	lead := tokens(opening(d.item.Summary, leadRunes))
	d.told = len(lead) > 0
	v.titled = v.address(v.features(v.titled[:0], title), title, d.item.URL)
	v.told = v.features(v.told[:0], lead)
	v.entries = entries(v.entries[:0], v.titled, v.told, d.told)
	v.packed = v.weights.pack(v.packed[:0], v.entries)
	d.vector = slices.Clone(v.packed)
	d.entities, d.facts = v.entities(v.tongues[d.tongue].names, title, lead)
	if !d.latin {
		d.heard = heard(title, lead)
	}
	return v.entries
}

// forget takes back what was learnt from the document of how common features are.
func (v *vocabulary) forget(d *document) {
	v.tongues[d.tongue].items--
	es := slices.Collect(v.weights.each(d.vector))
	for _, e := range es {
		v.trait(e.id).seen--
	}
	for _, m := range d.entities {
		if !holds(es, m.id) {
			v.trait(m.id).seen--
		}
	}
}

// entries appends the features of a title and of a summary's opening, if that
// is told. What comes again and again in the whole counts less each time.
func entries(out []entry, title, lead []feature, told bool) []entry {
	for len(title) > 0 || len(lead) > 0 {
		var e entry
		if len(lead) == 0 || len(title) > 0 && title[0].id <= lead[0].id {
			e = entry{title[0].id, weight{title[0].tf, title[0].tf}}
			title = title[1:]
		} else {
			e.id = lead[0].id
		}
		if told {
			e.whole = headed * e.title
			if len(lead) > 0 && lead[0].id == e.id {
				e.whole += lead[0].tf
				lead = lead[1:]
			}
			e.whole = root(e.whole)
		}
		out = append(out, e)
	}
	return out
}

func root(x float32) float32 { return float32(math.Sqrt(float64(x))) }

func holds(es []entry, id uint32) bool {
	_, ok := slices.BinarySearchFunc(es, id, func(e entry, id uint32) int { return int(e.id) - int(id) })
	return ok
}

// opening returns the first characters of s, so many at most.
func opening(s string, most int) string {
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i]
		}
	}
	return s
}

// weigh brings the norm up to date.
func (v *vocabulary) weigh(d *document) {
	if d.round == v.round {
		return
	}
	sum := 0.0
	for e := range v.weights.each(d.vector) {
		sum += float64(e.whole) * float64(e.whole) * v.worth(e.id, d.tongue)
	}
	d.round, d.norm = v.round, math.Sqrt(sum)
}
