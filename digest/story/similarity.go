package story

import (
	"math"
	"slices"
)

const (
	// headed is how much more a word of the title counts than one of the summary.
	headed = 3
	// proven is how many words that no third item has are about two thirds of a
	// proof. Chosen on labelled pairs of real days; 1.5 to 3 shift the threshold.
	proven = 2
	// ownWords is what is left of the similarity of two items in one language of
	// one publisher, which has its phrases and seldom reports a thing twice. Chosen
	// on labelled pairs of real days; 0.45 lets in series of reports.
	ownWords = 0.35
	// fade is after how many hours similarity is worth 0.7: an event is told for a
	// day or two. The labelled pairs say 30 to 48.
	fade = 36
	// crowd is among how many items [sameEvent] holds. Among fewer, fewer are alike
	// by chance, by the square root of their number: labelled pairs among 300 to
	// 5,000 items say so. Among less than few, nobody knows what is rare.
	crowd = 5000
	few   = 300
	// unnamed is what is left of the similarity of two items in two languages that
	// have no two things in common of which one is a name, and across what each
	// such thing makes by itself: two that are rather rare make [sameEvent].
	unnamed = 0.6
	across  = 0.2
	// contradiction is what is left of a similarity for each slot in which two
	// titles differ.
	contradiction = 0.15
)

// query is a document that is compared with others.
type query struct {
	*document
	entries []entry
	sieve   [sieveSize / 64]uint64 // has a bit for each feature, and may have others for it
	title   []token                // nil until asked for
	letters []rune                 // likewise
	names   []sound                // likewise
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

// overlap is what two items have in common.
type overlap struct {
	weight float64 // the products of the weights of their features
	nats   float64 // what the words that a title has tell
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
			o.add(w, es[0].weight, v.rarity(id, q.tongue), float64(v.trait(id).unit))
		}
	}
	return o
}

// add adds a feature that both have.
func (o *overlap) add(a, b weight, nats, unit float64) {
	o.weight += float64(a.whole) * float64(b.whole) * nats * nats
	if a.title > 0 || b.title > 0 {
		o.nats += unit * nats
	}
}

// similarity returns how alike two items are: the cosine of their vectors, less
// where little evidence stands behind it, long after, by one publisher, or
// against what their titles say.
func (v *vocabulary) similarity(q *query, d *document) float64 {
	s := v.cosine(q, d)
	switch {
	case v.foreign(q.document, d):
		things := v.abroad(q, d)
		if things == 0 {
			s *= unnamed
		}
		s = max(s, across*things)
	case q.teller == d.teller:
		s *= ownWords
	}
	differ := contradictions(q.document, d)
	s *= recent(q.document, d) * math.Pow(contradiction, float64(differ))
	if s < faint || differ > 0 && refilled(q.words, d.words) || v.template(q, d) {
		return 0
	}
	return s
}

// cosine compares the vectors of two items: where little evidence stands behind
// it, or where much is alike by chance, it counts less.
func (v *vocabulary) cosine(q *query, d *document) float64 {
	v.weigh(d)
	o := v.overlap(q, d)
	if o.weight == 0 || q.norm*d.norm == 0 {
		return 0
	}
	items := v.tongues[q.tongue].items + imagined
	rare := o.nats / math.Log(items) // words that no third item has
	known := math.Sqrt(crowd/max(few, items)) * min(1, items/few)
	return o.weight / (q.norm * d.norm) * (1 - math.Exp(-rare/proven)) * known
}

func recent(a, b *document) float64 {
	x := a.item.Time().Sub(b.item.Time()).Abs().Hours() / fade
	return 1 / math.Sqrt(1+x*x)
}
