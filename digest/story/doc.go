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
	whole   []feature // of these and the summary's opening, nil if there is none
	marks   []mark
	names   int // of the marks: people and places
	cluster *cluster
	folded  []rune // of the title, nil until asked for

	language string  // without region and script, "" if unknown
	latin    bool    // the title is in Latin letters
	round    uint32  // of the vocabulary
	norm     float64 // of title, as of round
	norms    float64 // of whole
}

func (v *vocabulary) doc(n int32, it feed.Item, title []token) *doc {
	d := &doc{n: n, item: it, at: it.Time(), teller: teller(it), tokens: title, language: base(it.Language), latin: latin(title)}
	d.title = v.address(v.features(d.tokens), d.tokens, it.URL)
	lead := tokens(opening(it.Summary))
	if len(lead) > 0 {
		d.whole = whole(d.title, v.features(lead))
	}
	d.marks = v.marks(d.tokens, lead)
	for _, m := range d.marks {
		if m.kind != figure {
			d.names++
		}
	}
	v.items++
	for _, f := range d.features() {
		v.traits[f.id].seen++
	}
	return d
}

// forget takes back what was learnt from the doc of how common features are.
func (v *vocabulary) forget(d *doc) {
	v.items--
	for _, f := range d.features() {
		v.traits[f.id].seen--
	}
}

// features returns all that the doc has.
func (d *doc) features() []feature {
	if d.whole != nil {
		return d.whole
	}
	return d.title
}

// whole returns the features of an item with summary. What comes again and again
// in it counts less each time.
func whole(title, lead []feature) []feature {
	out := make([]feature, 0, len(title)+len(lead))
	for len(title) > 0 || len(lead) > 0 {
		switch {
		case len(lead) == 0 || len(title) > 0 && title[0].id < lead[0].id:
			out, title = append(out, feature{title[0].id, root(headed * title[0].tf)}), title[1:]
		case len(title) == 0 || lead[0].id < title[0].id:
			out, lead = append(out, feature{lead[0].id, root(lead[0].tf)}), lead[1:]
		default:
			out, title, lead = append(out, feature{title[0].id, root(headed*title[0].tf + lead[0].tf)}), title[1:], lead[1:]
		}
	}
	return slices.Clip(out)
}

func root(x float32) float32 { return float32(math.Sqrt(float64(x))) }

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
	whole, _ := v.dot(d.whole, d.whole)
	d.round, d.norm, d.norms = v.round, math.Sqrt(title), math.Sqrt(whole)
}

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

// alike returns how alike two items are, from 0 to 1.
func (v *vocabulary) alike(a, b *doc) float64 {
	v.weigh(a)
	v.weigh(b)
	s := v.cosine(a.title, b.title, a.norm*b.norm)
	switch {
	case foreign(a, b):
		s = v.alikeAbroad(a, b, s)
	case a.whole != nil || b.whole != nil:
		s = v.toldAlike(a, b, s)
	}
	if s < faint || s > formal && v.differ(a, b) {
		return 0
	}
	return min(1, s) * recent(a, b)
}

// toldAlike returns how alike two items in one language are of which at least
// one has a summary, and whose titles are that alike.
func (v *vocabulary) toldAlike(a, b *doc, titles float64) float64 {
	s := titles
	switch {
	case b.whole == nil:
		s = max(s, oneSteep*(v.cosine(a.whole, b.title, a.norms*b.norm)-oneUsual))
	case a.whole == nil:
		s = max(s, oneSteep*(v.cosine(a.title, b.whole, a.norm*b.norms)-oneUsual))
	default:
		s = steep * (v.cosine(a.whole, b.whole, a.norms*b.norms) - usual)
	}
	return max(0, s) * v.estrangement(a, b)
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
