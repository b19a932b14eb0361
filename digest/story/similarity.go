package story

import (
	"math"
	"slices"
	"time"
)

const (
	// proven is how many shared words make about two thirds of a proof: one
	// word in common is a coincidence, however rare it is.
	proven = 1.7
	// formal is how alike two fillings of one form are at least.
	formal = 0.15
	// headed is how much more a word of the title counts than one of the summary.
	headed = 3
	// usual is how alike the texts of two unrelated items may be, title and
	// summary, and steep what the rest is worth beside the likeness of titles,
	// in which much less can be alike. The same of a text and a mere title.
	usual    = 0.125
	steep    = 2.5
	oneUsual = 0.08
	oneSteep = 2
	// estranged is what is left of a likeness where names are told on both sides
	// and none of them on both, unnamed where several are told on one side only.
	// Neighbours share a country or capital only.
	estranged  = 0.1
	unnamed    = 0.5
	neighbours = 0.6
	// day is how long likeness is worth all, and fade how much later it is
	// worth half: an event is told for a day or two.
	day  = 24 * time.Hour
	fade = 72 * time.Hour
)

// query is a document that is compared with others.
type query struct {
	*document
	entries []entry
	sieve   [sieveSize / 64]uint64 // has a bit for each feature, and may have others for it
	title   []token                // nil until asked for
	letters []rune                 // likewise
}

// sieveSize is so much more than an item has features that few others pass.
const sieveSize = 1 << 14

// take makes q the query of another document.
func (q *query) take(v *vocabulary, d *document) {
	*q = query{document: d, entries: slices.AppendSeq(q.entries[:0], v.weights.each(d.vector))}
	for _, e := range q.entries {
		q.sieve[e.id%sieveSize/64] |= 1 << (e.id % 64)
	}
	v.weigh(d)
}

// overlap is what two items share, and as how many words, of their titles and
// of the wholes; a title without summary is its whole.
type overlap struct {
	title, whole           float64
	titleWords, wholeWords float32
}

// overlap compares the features of the query with those of a document.
func (v *vocabulary) overlap(q *query, d *document) (o overlap) {
	es, id := q.entries, uint32(0)
	for i := 0; i+step < len(d.vector); i += step {
		way, code := d.vector.at(i)
		id += way
		if code != written && q.sieve[id%sieveSize/64]&(1<<(id%64)) == 0 || code == moved {
			continue
		}
		w, more := v.weights.weight(d.vector, i, code)
		i += more
		for len(es) > 0 && es[0].id < id {
			es = es[1:]
		}
		if len(es) > 0 && es[0].id == id {
			o.add(w, es[0].weight, v.worth(id), v.trait(id).unit)
		}
	}
	return o
}

// add adds a feature that both have.
func (o *overlap) add(a, b weight, worth float64, unit float32) {
	if a.title > 0 && b.title > 0 {
		o.title += float64(a.title) * float64(b.title) * worth
		o.titleWords += unit
	}
	o.whole += float64(a.whole) * float64(b.whole) * worth
	o.wholeWords += unit
}

// similarity returns how alike two items are, from 0 to 1.
func (v *vocabulary) similarity(q *query, d *document) float64 {
	v.weigh(d)
	o := v.overlap(q, d)
	s := cosine(o.title, o.titleWords, q.norm*d.norm)
	switch {
	case foreign(q.document, d):
		s = v.similarityAbroad(q.document, d, s)
	case q.told || d.told:
		s = v.toldSimilarity(q.document, d, s, cosine(o.whole, o.wholeWords, q.norms*d.norms))
	}
	if s < faint || s > formal && v.template(q, d) {
		return 0
	}
	return min(1, s) * recent(q.document, d)
}

// toldSimilarity returns how alike two items in one language are of which at least
// one has a summary, and whose titles and wholes are that alike.
func (v *vocabulary) toldSimilarity(a, b *document, titles, wholes float64) float64 {
	s := steep * (wholes - usual)
	if !a.told || !b.told {
		s = max(titles, oneSteep*(wholes-oneUsual))
	}
	return max(0, s) * v.estrangement(a, b)
}

// cosine is damped where little evidence stands behind it.
func cosine(shared float64, words float32, norm float64) float64 {
	if shared == 0 || norm == 0 {
		return 0
	}
	return shared / norm * (1 - math.Exp(-float64(words)/proven))
}

func recent(a, b *document) float64 {
	apart := a.item.Time().Sub(b.item.Time()).Abs() - day
	if apart <= 0 {
		return 1
	}
	x := apart.Hours() / fade.Hours()
	return 1 / (1 + x*x)
}
