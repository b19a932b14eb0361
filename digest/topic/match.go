package topic

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"newsbrief/digest/language"
	"newsbrief/subscriptions"
)

// What a word of each weight adds to its topic, by where it stands. A topic is
// taken from enough upwards: by a word of weight 3 in the headline or the
// first lines, one of weight 2 in the headline, or several that add up.
const (
	enough   = 0.6 // a score below it is no match
	inLead   = 0.6 // of what it adds in the headline
	inRest   = 0.3
	leadSize = 50 // tokens of the summary that count as its first lines
	again    = 0.25
)

var adds = [4]float64{0, 0.3, 0.6, 1}

// Scores that do not come from words.
const (
	sectionScore  = 1.0
	filedScore    = 0.95 // the publisher filed the item there
	besideScore   = 0.6  // a feed's further subjects, and its country when the text is about another
	withinScore   = 0.9  // of the score of what lies within a region
	highestByWord = 0.94
	againstFiled  = 0.85 // needed of a subject's words where the publisher names another subject
)

// Topics returns the catalogue's topics of the item, best first.
func (d *Doc) Topics() []Match {
	var s sums
	d.words(&s)
	d.filed(&s)
	d.section(&s)
	s.regions()
	need := s.need()
	var found []Match
	for i := range entries {
		if s[i].score >= enough-1e-9 && (s[i].score >= need || s[i].why.reason != ByWord || entries[i].group != Subjects) {
			found = append(found, Match{entries[i].key, s[i].score, s[i].why.reason, s[i].why.text})
		}
	}
	slices.SortStableFunc(found, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(broad(a.Topic), broad(b.Topic)))
	})
	return found
}

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
	score float64
	why   evidence
	word  float64 // what its words add up to
	best  float64 // what the word in why adds
	firm  bool    // one of its words is of more than weight 1
}

// sums are those of every entry, elsewhere last.
type sums [len(entries) + 1]sum

// raise lets score and why stand if they are better than what there is.
func (s *sum) raise(score float64, why evidence) {
	if score > s.score {
		s.score, s.why = score, why
	}
}

// need is the score that a subject's words must reach: more where feed or
// category say what the item is about, since a stray word then means little.
func (s *sums) need() float64 {
	for i := range entries {
		if entries[i].group == Subjects && s[i].score >= filedScore {
			return againstFiled
		}
	}
	return enough - 1e-9
}

// words adds up the catalogue's words in the item.
func (d *Doc) words(s *sums) {
	lex := d.topics.cat.words()
	in := d.languages()

	w := spare.Get().(*workspace)
	defer spare.Put(w)
	w.ids = lex.number(w.ids[:0], &d.title)
	w.hits = lex.find(w.hits[:0], &d.title, w.ids, in)
	titled := len(w.hits)
	w.ids = lex.number(w.ids[:0], &d.summary)
	w.hits = lex.find(w.hits, &d.summary, w.ids, in)
	lex.count(s, &d.title, w.hits[:titled], nil, func(int) float64 { return 1 })
	lex.count(s, &d.summary, w.hits[titled:], w.hits[:titled], func(at int) float64 {
		if at < leadSize {
			return inLead
		}
		return inRest
	})
	s.foreign()
	for i := range s[:len(entries)] {
		if s[i].word >= s[i].enough(entries[i].group)-1e-9 {
			s[i].raise(byWords(s[i].word), s[i].why)
		}
	}
}

// enough is what the words have to add up to. Those of weight 1 stand in reports
// of every kind, so two of them say too little of a subject.
func (s *sum) enough(g Group) float64 {
	if s.firm || g != Subjects {
		return enough
	}
	return 3 * adds[1]
}

// byWords turns a sum of words into a score: enough stays, more comes nearer
// to highestByWord.
func byWords(sum float64) float64 {
	return highestByWord - (highestByWord-enough)*math.Exp(enough-sum)
}

// languages returns in which languages the item's words are to be understood:
// the one that it claims and, where that cannot be taken on trust, the one that
// it looks like.
func (d *Doc) languages() langSet {
	set := setOf(d.item.Language)
	if set&unaccented != 0 && isASCII(d.item.Title) {
		return set
	}
	if tag, _ := language.Identify(d.item.Title); tag != "" {
		set |= setOf(tag)
	}
	if set == 0 {
		return allLangs
	}
	return set
}

// unaccented are the languages that are written in plain Latin letters.
var unaccented = setOf("en") | setOf("id") | setOf("ms") | setOf("fil")

// count adds the hits in one field to the sums. A hit inside a longer one of
// its topic does not count, and one that was counted in an earlier field
// counts little.
func (l *lexicon) count(s *sums, f *field, hits, earlier []hit, place func(at int) float64) {
	for n, h := range hits {
		x := &l.lexemes[h.lexeme]
		if x.weight == 0 || l.hidden(hits, n) {
			continue
		}
		add := adds[x.weight] * place(h.i)
		if l.counted(earlier, h) || l.counted(hits[:n], h) {
			add *= again
		}
		t := &s[x.topic]
		t.word += add
		t.firm = t.firm || x.weight > 1
		if add > t.best {
			t.best, t.why = add, evidence{ByWord, f.text(h.i, h.j)}
		}
	}
}

// hidden reports whether the nth hit lies within a longer one of its topic.
func (l *lexicon) hidden(hits []hit, n int) bool {
	h := hits[n]
	for _, o := range hits {
		if o.i <= h.i && o.j >= h.j && o.j-o.i > h.j-h.i && l.lexemes[o.lexeme].topic == l.lexemes[h.lexeme].topic {
			return true
		}
	}
	return false
}

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

// foreign lets names of countries speak for the world: two of them, or one
// beside a word of the world's own. A match or a film in a country is no
// affair of nations.
func (s *sums) foreign() {
	world := &s[0]
	for _, other := range []string{"sports", "entertainment"} {
		if s[place(other)].word >= enough && s[place(other)].word > world.word {
			return
		}
	}
	why := s[len(entries)].why
	add := math.Min(s[len(entries)].word, 2*adds[1])
	for i := firstCountry; isCountry(i); i++ {
		add += math.Min(s[i].word, adds[1])
		if why.text == "" {
			why = s[i].why
		}
	}
	if world.best == 0 {
		world.why = why
	}
	world.word += math.Min(add, 2*adds[1])
}

// filed takes what the publisher says about the item.
func (d *Doc) filed(s *sums) {
	for i := range d.categories {
		c := d.item.Categories[i]
		for part := range strings.FieldsFuncSeq(c, func(r rune) bool { return r == '/' || r == '>' || r == '|' || r == ';' }) {
			if t, ok := d.topics.cat.lookup(part); ok {
				s[t].raise(filedScore, evidence{ByCategory, c})
			}
		}
	}
}

// section takes what the feed says about all of its items. A feed's first
// subject is what it is about; a further one, or its country where the text is
// clearly about another, is likely, no more.
func (d *Doc) section(s *sums) {
	src, ok := d.topics.feeds[d.item.Feed]
	if !ok {
		return
	}
	why := evidence{ByFeed, src.title}
	for n, i := range src.subjects {
		if n == 0 || s[i].word > 0 {
			s[i].raise(sectionScore, why)
		}
		s[i].raise(besideScore, why)
	}
	away := src.home >= 0 && s.away(src.home)
	for _, i := range src.regions {
		switch {
		case isCountry(i) && src.abroad && s[i].word == 0:
		case isCountry(i) && away:
			s[i].raise(besideScore, why)
		default:
			s[i].raise(sectionScore, why)
		}
	}
}

// away reports whether the text names other countries and not home.
func (s *sums) away(home int) bool {
	if s[home].word > 0 {
		return false
	}
	for i := firstCountry; isCountry(i); i++ {
		if s[i].word >= enough {
			return true
		}
	}
	return s[len(entries)].word >= adds[1] || s[0].word >= enough
}

// regions lets what belongs to a country belong to the regions around it, if
// it is surely about that country.
func (s *sums) regions() {
	for i := len(entries) - 1; i >= 0; i-- {
		if within := entries[i].within; within != "" && s[i].score > besideScore {
			s[place(string(within))].raise(max(enough, s[i].score*withinScore), s[i].why)
		}
	}
}
