package topic

import (
	"cmp"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/language"
	"newsbrief/subscriptions"
)

// What a word of each weight adds to its topic in the headline; in the lead,
// the summary's first words, it adds half. A word of weight 2 in the headline
// is enough for what nothing else competes with.
const (
	enough       = 0.6
	inLead       = 0.5
	leadSize     = 60   // of the lead, in graphemes; a word of a spaced script counts as two
	again        = 0.25 // of what a word adds that stood there before
	firstWords   = 8    // tokens that begin a lead
	manyPlaces   = 4    // in an item
	longKatakana = 5    // tokens of a word that others are joined to
)

var adds = [4]float64{0, 0.3, 0.6, 1}

// Scores of what the publisher says, and bounds of others.
const (
	sectionScore  = 1.0
	filedScore    = 0.95 // the publisher filed the item there
	besideScore   = 0.6  // a feed's further subjects
	withinScore   = 0.9  // of the score of what lies within a region
	highestByWord = 0.94
)

// What a subject's words have to reach beside another subject that the
// publisher names, or that has more of them.
const (
	besideFiled = 1.0
	besideWords = 0.5 // of the words of the subject that has most
	apart       = 0.7 // where only one of headline and lead has words of it
)

// Topics returns the catalogue's topics of the item, best first.
func (d *Doc) Topics() []Match {
	var s sums
	d.words(&s)
	aside := d.filed(&s)
	d.fed(&s)
	s.subjects(len(d.summary.tokens) > firstWords)
	home := d.home()
	s.places(home.country)
	s.homely(home, aside)
	s.regions(home)
	var found []Match
	for i := range entries {
		if s[i].score >= enough-epsilon {
			found = append(found, Match{entries[i].key, s[i].score, s[i].why.reason, s[i].why.text})
		}
	}
	slices.SortStableFunc(found, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(broad(a.Topic), broad(b.Topic)))
	})
	return found
}

const epsilon = 1e-9

// broad is 1 for business, else 0. Companies, deals and prices are in reports
// of every trade, so beside an equal topic business is the less telling one.
func broad(t subscriptions.Topic) int {
	if t == "business" {
		return 1
	}
	return 0
}

// evidence is why an item belongs to a topic.
type evidence struct {
	reason Reason
	text   string
}

// sum is what speaks for a topic so far.
type sum struct {
	score       float64
	why         evidence
	title, lead float64 // what its words add up to
	best        float64 // what the word in why adds
	words       int     // different ones
	firm        bool    // one of them is of more than weight 1
	first       bool    // one of them begins the lead
}

func (s *sum) all() float64 { return s.title + s.lead }

// told is all, and more where the headline has none of its words and the lead
// begins with one.
func (s *sum) told() float64 {
	if s.title == 0 && s.first {
		return s.lead + adds[1]
	}
	return s.all()
}

// sums are those of every entry, elsewhere last.
type sums [len(entries) + 1]sum

// raise lets score and why stand if they are better than what there is.
func (s *sum) raise(score float64, why evidence) {
	if score > s.score {
		s.score, s.why = score, why
	}
}

// words adds up the catalogue's words in the headline and the lead.
func (d *Doc) words(s *sums) {
	lex := d.topics.cat.words()
	in := d.languages()
	w := spare.Get().(*workspace)
	defer spare.Put(w)
	w.ids = lex.number(w.ids[:0], &d.title)
	w.hits = lex.find(w.hits[:0], &d.title, w.ids, in)
	titled := len(lex.shown(&w.hits, 0, &d.title))
	w.ids = lex.number(w.ids[:0], &d.summary)
	w.hits = lex.find(w.hits, &d.summary, w.ids[:d.summary.begin(leadSize)], in)
	lex.shown(&w.hits, titled, &d.summary)
	lex.count(s, &d.title, w.hits[:titled], nil, 1)
	lex.count(s, &d.summary, w.hits[titled:], w.hits[:titled], inLead)
}

// shown keeps of the hits from a place on, which are those in the field, the ones
// that count.
func (l *lexicon) shown(hits *[]hit, from int, f *field) []hit {
	all := slices.Clone((*hits)[from:])
	kept := (*hits)[:from]
	for n, h := range all {
		if l.lexemes[h.lexeme].weight > 0 && !l.hidden(f, all, n) {
			kept = append(kept, h)
		}
	}
	*hits = kept
	return kept
}

// begin returns how many tokens its first words have; size is in graphemes.
func (f *field) begin(size int) int {
	for i, t := range f.tokens {
		if size -= 2; t.flags&(grapheme|letter) != 0 {
			size++
		}
		if size < 0 {
			return i
		}
	}
	return len(f.tokens)
}

// byWords turns a sum of words into a score: enough stays, more comes nearer
// to highestByWord.
func byWords(sum float64) float64 {
	return highestByWord - (highestByWord-enough)*math.Exp(enough-max(sum, enough))
}

// languages returns in which languages the item's words are to be understood:
// the one that it claims and, where that cannot be taken on trust, the one that
// it looks like.
func (d *Doc) languages() langSet {
	set := setOf(d.item.Language)
	if set&unaccented != 0 && isASCII(d.item.Title) {
		return set
	}
	if tag, _ := language.Identify(d.item.Title); tag != "" && !(set == japanese && setOf(tag)&chinese != 0) {
		set |= setOf(tag) // a headline of Chinese characters alone is Japanese in a Japanese paper
	}
	if set == 0 {
		return allLangs
	}
	return set
}

// unaccented are the languages that are written in plain Latin letters.
var unaccented = setOf("en") | setOf("id") | setOf("ms") | setOf("fil")

// count adds the hits in one field to the sums. One that was counted in an
// earlier field, or before, counts little.
func (l *lexicon) count(s *sums, f *field, hits, earlier []hit, place float64) {
	for n, h := range hits {
		x := &l.lexemes[h.lexeme]
		t := &s[x.topic]
		add := adds[x.weight] * place
		if l.counted(earlier, h) || l.counted(hits[:n], h) {
			add *= again
		} else {
			t.words++
		}
		if place == 1 {
			t.title += add
		} else {
			t.lead += add
			t.first = t.first || h.i < firstWords
		}
		t.firm = t.firm || x.weight > 1
		if add > t.best {
			t.best, t.why = add, evidence{ByWord, f.text(h.i, h.j)}
		}
	}
}

// hidden reports whether the nth hit lies within another one of its topic, or is
// short, of a script without spaces, and begins where another word has not ended:
// there it is made of parts of other words.
func (l *lexicon) hidden(f *field, hits []hit, n int) bool {
	h := hits[n]
	x := &l.lexemes[h.lexeme]
	for m, o := range hits {
		y := &l.lexemes[o.lexeme]
		if x.topic == y.topic && o.i <= h.i && o.j >= h.j && m != n {
			if o.j-o.i > h.j-h.i || y.weight > x.weight || y.weight == x.weight && m < n {
				return true
			}
		}
		if o.i < h.i && h.i < o.j && o.j < h.j && h.j-h.i < 3 && f.tokens[h.i].flags&grapheme != 0 {
			return true
		}
	}
	return f.cuts(h.i, h.j)
}

// cuts reports whether the tokens are surely a part of a word: as splits tells,
// or a single character of Han behind another, or behind a figure that it counts.
func (f *field) cuts(i, j int) bool {
	return f.splits(i, j) || j == i+1 && unicode.Is(unicode.Han, f.first(i)) && (unicode.Is(unicode.Han, f.last(i)) || unicode.IsDigit(f.last(i)))
}

// splits reports whether the tokens are a part of a word in Katakana, which few
// but the long are joined with.
func (f *field) splits(i, j int) bool {
	return f.tokens[i].flags&grapheme != 0 && j-i < longKatakana && isKatakana(f.first(i)) && (isKatakana(f.last(i)) || isKatakana(f.next(j)))
}

// first returns the rune that token i begins with.
func (f *field) first(i int) rune {
	r, _ := utf8.DecodeRuneInString(f.src[f.tokens[i].s0:])
	return r
}

// last returns the rune right before token i, next the one right before token
// j's beginning.
func (f *field) last(i int) rune {
	r, _ := utf8.DecodeLastRuneInString(f.src[:f.tokens[i].s0])
	return r
}

func (f *field) next(j int) rune {
	r, _ := utf8.DecodeRuneInString(f.src[f.tokens[j-1].s1:])
	return r
}

func isKatakana(r rune) bool { return unicode.Is(unicode.Katakana, r) || r == '\u30FC' }

// counted reports whether the word of h, or the same for the same topic in
// another language, is among the hits.
func (l *lexicon) counted(hits []hit, h hit) bool {
	x := &l.lexemes[h.lexeme]
	for _, o := range hits {
		y := &l.lexemes[o.lexeme]
		if o.lexeme == h.lexeme || o.i == h.i && o.j == h.j && x.topic == y.topic || x.topic == y.topic && slices.Equal(x.tokens, y.tokens) {
			return true
		}
	}
	return false
}

// subjects decides of which subjects the item is by its words.
func (s *sums) subjects(told bool) {
	for i := firstSubject; i < len(entries); i++ {
		if sum := s[i].told(); sum >= s.needed(i, told)-epsilon {
			s[i].raise(byWords(sum), s[i].why)
		}
	}
}

// needed is what a subject's words have to add up to: more of weak words, which
// stand in reports of every kind, of words in the lead alone, and beside another
// subject that is named by the publisher or by more words.
func (s *sums) needed(i int, told bool) float64 {
	need := enough
	if !s[i].firm {
		need = 3 * adds[1]
	}
	if s[i].title == 0 || told && s[i].lead == 0 {
		need = max(need, apart)
	}
	for j := firstSubject; j < len(entries); j++ {
		switch {
		case j == i || isWithin(i, j) || isWithin(j, i):
		case s[j].score >= filedScore:
			need = max(need, besideFiled)
		default:
			need = max(need, besideWords*s[j].all())
		}
	}
	return need
}

// isWithin reports whether subject i is a part of subject j.
func isWithin(i, j int) bool { return entries[i].within != "" && entries[i].within == entries[j].key }
