package story

import (
	"math"
	"slices"
	"time"

	"newsbrief/digest/feed"
	"newsbrief/digest/text"
)

// leadRunes is how much of a summary is compared: what comes after its
// opening is background that many stories share.
const leadRunes = 280

// doc is an item made comparable.
type doc struct {
	n       int32 // its place in the Grouper
	item    feed.Item
	at      time.Time
	teller  string
	tokens  []token   // of the title
	title   []feature // of the title and the address
	lead    []feature // of the summary's opening, nil if there is none
	marks   []mark
	cluster *cluster
	folded  []rune // of the title, nil until asked for

	language string  // without region and script, "" if unknown
	latin    bool    // the title is in Latin letters
	round    uint32  // of the vocabulary
	norm     float64 // of title, as of round
	norms    float64 // of lead
}

func (v *vocabulary) doc(n int32, it feed.Item, title []token) *doc {
	d := &doc{n: n, item: it, at: it.Time(), teller: teller(it), tokens: title, language: base(it.Language), latin: latin(title)}
	d.title = v.address(v.features(d.tokens), d.tokens, it.URL)
	lead := tokens(opening(it.Summary))
	if len(lead) > 0 {
		d.lead = v.features(lead)
	}
	d.marks = v.marks(d.tokens, lead)
	v.items++
	for _, f := range d.title {
		v.traits[f.id].seen++
	}
	for _, f := range d.lead {
		if !holds(d.title, f.id) {
			v.traits[f.id].seen++
		}
	}
	return d
}

// forget takes back what was learnt from the doc of how common features are.
func (v *vocabulary) forget(d *doc) {
	v.items--
	for _, f := range d.title {
		v.traits[f.id].seen--
	}
	for _, f := range d.lead {
		if !holds(d.title, f.id) {
			v.traits[f.id].seen--
		}
	}
}

// letters returns the title folded, as it is compared letter by letter.
func (d *doc) letters() []rune {
	if d.folded == nil {
		d.folded = []rune(text.Fold(d.item.Title))
	}
	return d.folded
}

func holds(fs []feature, id uint32) bool {
	_, ok := slices.BinarySearchFunc(fs, id, func(f feature, id uint32) int { return int(f.id) - int(id) })
	return ok
}

func opening(s string) string {
	n := 0
	for i := range s {
		if n++; n > leadRunes {
			return s[:i]
		}
	}
	return s
}

// weigh brings the norms up to date.
func (v *vocabulary) weigh(d *doc) {
	if d.round == v.round {
		return
	}
	title, _ := v.dot(d.title, d.title)
	lead, _ := v.dot(d.lead, d.lead)
	d.round, d.norm, d.norms = v.round, math.Sqrt(title), math.Sqrt(lead)
}

const (
	// proven is how many shared words make about two thirds of a proof: one
	// word in common is a coincidence, however rare it is.
	proven = 1.5
	// formal is how alike two fillings of one form are at least.
	formal = 0.15
	// The openings of two summaries decide what a likeness of titles is
	// worth: from leadLeast where they share nothing, up by leadSlope.
	leadLeast = 0.3
	leadSlope = 2.2
	leadMost  = 1.6
	// retold is from where on openings say the same under any title.
	retold = 0.45
	// day is how long likeness is worth all, and fade how much later it is
	// worth half: an event is told for a day or two.
	day  = 24 * time.Hour
	fade = 72 * time.Hour
)

// alike returns how alike two items are, from 0 to 1.
func (v *vocabulary) alike(a, b *doc) float64 {
	v.weigh(a)
	v.weigh(b)
	s := v.cosine(a.title, b.title, a.norm*b.norm)
	switch {
	case foreign(a, b):
		s = v.alikeAbroad(a, b, s)
	case a.lead != nil && b.lead != nil:
		lead := v.cosine(a.lead, b.lead, a.norms*b.norms)
		s = s*min(leadMost, leadLeast+leadSlope*lead) + max(0, lead-retold)
	}
	if s < faint || s > formal && v.differ(a, b) {
		return 0
	}
	return min(1, s) * recent(a, b)
}

// cosine is damped where little evidence stands behind it.
func (v *vocabulary) cosine(a, b []feature, norm float64) float64 {
	shared, words := v.dot(a, b)
	if shared == 0 || norm == 0 {
		return 0
	}
	return shared / norm * (1 - math.Exp(-float64(words)/proven))
}

func recent(a, b *doc) float64 {
	apart := a.at.Sub(b.at).Abs() - day
	if apart <= 0 {
		return 1
	}
	x := apart.Hours() / fade.Hours()
	return 1 / (1 + x*x)
}
