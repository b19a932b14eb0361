package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/language"
	"newsbrief/digest/text"
)

// subjects are what a text is about, each with its weight: words, cut to the
// part that their forms share, weigh aWord. Where words are not parted, pairs of
// signs or syllables and runs of letters stand for them and weigh less.
type subjects map[string]int

const aWord = 4

func (p Picker) subjects(s string) subjects {
	const stem = 5 // letters
	out := subjects{}
	syllables, last := language.Base(p.Language) == "vi", ""
	for _, w := range strings.FieldsFunc(text.Fold(s), func(r rune) bool { return !text.IsWord(r) }) {
		r := []rune(w)
		switch {
		case !text.Spaced(r[0]):
			out.unparted(r)
		case syllables && !unicode.IsDigit(r[0]):
			out[last+" "+w] = aWord / 2
		case !isOpener()[w] && (len(r) > 3 || unicode.IsDigit(r[0]) || utf8.RuneLen(r[0]) > 1):
			out[string(r[:min(len(r), stem)])] = aWord
		}
		last = w
	}
	return out
}

// unparted adds the pairs of Han and Katakana signs, and the runs of letters of
// scripts that have no such signs.
func (out subjects) unparted(r []rune) {
	const run = 5 // letters
	for i := range len(r) - 1 {
		switch {
		case signs(r[i]) && signs(r[i+1]):
			out[string(r[i:i+2])] = aWord / 2
		case i+run <= len(r) && unicode.In(r[i], unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
			out[string(r[i:i+run])] = 1
		}
	}
}

// signs reports whether r is of a script whose words are short: Han, Katakana.
func signs(r rune) bool { return unicode.In(r, unicode.Han, unicode.Katakana) }

// split counts the subjects that are among those of the headline, and those
// that are not.
func (s subjects) split(headline subjects) (shared, added int) {
	for w, weight := range s {
		if headline[w] > 0 {
			shared += weight
		} else {
			added += weight
		}
	}
	return (shared + aWord - 1) / aWord, added / aWord
}

// figures reports whether there are numbers that the headline has not.
func (s subjects) figures(headline subjects) bool {
	for w := range s {
		if unicode.IsDigit(rune(w[0])) && headline[w] == 0 {
			return true
		}
	}
	return false
}

// candidate is a sentence that may stand below the headline.
type candidate struct {
	s             string
	para          int  // which of the text's it stands in
	turns         bool // it says that things are otherwise than the one before: "But …"
	hangs         bool // it is of something that another says whose it is: "Her …"
	shared, added int  // words that the headline has too, and others
	echo          bool // it says the headline again and adds little
}

func (p Picker) weighed(c candidate) candidate {
	const little = 2 // words
	own, headline := p.subjects(c.s), p.subjects(p.Headline)
	c.shared, c.added = own.split(headline)
	c.echo = c.added <= little && c.shared > c.added && !own.figures(headline)
	c.hangs = lexiconOf(p.Language).possessives.lead(startOf(c.s)) > 0
	return c
}

// Shared returns how many words of the headline s has.
func (p Picker) Shared(s string) int { return p.weighed(candidate{s: s}).shared }

// nearby is how many sentences are looked at: later ones tell details.
const nearby = 5

// about returns the first sentence, or one that stands by itself and tells the
// news where the first only leads up to it. An echo stands back for the next
// that adds.
func about(cs []candidate) (string, grade) {
	first := cs[0]
	for i, c := range cs[1:] {
		if !c.hangs && (first.echo && !c.echo || i == 0 && c.turnsFrom(first) || c.tells(first)) {
			return c.s, good
		}
	}
	if first.echo {
		return first.s, weak
	}
	return first.s, good
}

// turnsFrom reports whether the first is but the foil of c: what it turns to is
// no less of what the headline is about.
func (c candidate) turnsFrom(first candidate) bool {
	const foil = 125 // columns that one has at most; leads are longer
	return c.turns && text.Columns(first.s) <= foil && c.para == first.para && c.shared >= max(first.shared, 1)
}

// tells reports whether c says much more than the first of what the headline is
// about. Where that says nothing of it a lead may, which says the headline in
// full; a feature's first words share a name with it.
func (c candidate) tells(first candidate) bool {
	const ofLead = 3 // words; on real days leads have 3 to 9, what is none 2
	if c.para != first.para {
		return first.shared == 0 && c.shared >= ofLead
	}
	return first.shared < len(moreSubjects) && c.shared >= moreSubjects[first.shared]
}

// moreSubjects are how many subjects of the headline a later sentence has at
// least where the first has none, one or more.
var moreSubjects = [...]int{2, 3, 5, 7}
