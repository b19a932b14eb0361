package story

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"newsbrief/digest/text"
)

// again is how long after an item a publisher's item under the same title is
// the next of a column, not the same: "Today in history", the weather.
const again = 18 * time.Hour

// template reports whether two items that look alike are about two events:
// the next of a column, or one form filled in twice ("Thailand 2, Laos 0",
// "Thailand 1, Vietnam 0").
func (v *vocabulary) template(q *query, d *document) bool {
	if slices.Equal(q.words, d.words) && q.item.Time().Sub(d.item.Time()).Abs() >= again && q.teller == d.teller {
		return true
	}
	if refilled(q.words, d.words) && v.filled(q.tokens(), tokens(opening(headline(*d.item), titleRunes))) {
		return true
	}
	return !q.latin && !d.latin && resubstituted(q.folded(), letters(d))
}

// tokens returns those of the title.
func (q *query) tokens() []token {
	if q.title == nil {
		q.title = tokens(opening(headline(*q.item), titleRunes))
	}
	return q.title
}

// folded returns the title as it is compared letter by letter.
func (q *query) folded() []rune {
	if q.letters == nil {
		q.letters = letters(q.document)
	}
	return q.letters
}

func letters(d *document) []rune { return []rune(text.Fold(opening(d.item.Title, titleRunes))) }

const (
	// blanks is how many words of a form are filled in at most.
	blanks = 4
	// form is how much of two titles must be the same for it to be a form.
	form = 0.4
)

// refilled reports whether two titles, the hashes of their tokens, can be one
// form filled in twice: both have a few tokens that the other does not have.
func refilled(a, b []uint64) bool {
	if max(len(a), len(b))-min(len(a), len(b)) >= blanks {
		return false
	}
	onlyA, onlyB := missing(a, b), missing(b, a)
	if onlyA == 0 || onlyB == 0 || onlyA > blanks || onlyB > blanks {
		return false
	}
	return float64(len(a)-onlyA) >= form*float64(max(len(a), len(b)))
}

// missing returns how many tokens of a b does not have, up to one more than
// can be filled into a form.
func missing(a, b []uint64) int {
	n := 0
	for _, h := range a {
		if !slices.Contains(b, h) {
			if n++; n > blanks {
				break
			}
		}
	}
	return n
}

// filled reports whether two titles are one form filled in twice: between words
// that both have in one order, there is a place where both have other names or
// other numbers, and nothing else.
func (v *vocabulary) filled(a, b []token) bool {
	nameA, nameB := v.namer(a), v.namer(b)
	for len(a) > 0 && len(b) > 0 {
		i, j := anchor(a, b)
		if p, q := a[:i], b[:j]; len(p) > 0 && len(q) > 0 &&
			(all(p, nameA) && all(q, nameB) || all(p, isNumber) && all(q, isNumber)) {
			return true
		}
		a, b = a[min(i+1, len(a)):], b[min(j+1, len(b)):]
	}
	return false
}

// anchor returns where the next token stands in a and in b that both have, with
// the fewest before it; their ends if there is none.
func anchor(a, b []token) (i, j int) {
	i, j = len(a), len(b)
	for n, t := range a {
		if m := slices.IndexFunc(b, func(o token) bool { return o.folded == t.folded }); m >= 0 && n+m < i+j {
			i, j = n, m
		}
	}
	return i, j
}

func all(ts []token, is func(token) bool) bool {
	return !slices.ContainsFunc(ts, func(t token) bool { return !is(t) })
}

func isNumber(t token) bool { return t.kind == number }

// namer returns what tells the names in a title.
func (v *vocabulary) namer(title []token) func(token) bool {
	guess := namer(title)
	return func(t token) bool { return t.kind == word && (guess(t) || v.isName(t)) }
}

// isName reports whether the word was seen as a name inside a sentence.
func (v *vocabulary) isName(t token) bool {
	id, ok := v.find(wordFeature, stem(t.folded))
	return ok && v.trait(id).isName()
}

const (
	// blank is how many characters are filled into a form at most.
	blank = 12
	// frame is how much of the shorter title must be the same around it.
	frame = 0.5
)

// resubstituted is refilled for scripts without spaces: it reports whether two
// titles are one text but for one place in it.
func resubstituted(x, y []rune) bool {
	short := min(len(x), len(y))
	i := 0
	for i < short && x[i] == y[i] {
		i++
	}
	j := 0
	for j < short-i && x[len(x)-1-j] == y[len(y)-1-j] {
		j++
	}
	p, q := x[i:len(x)-j], y[i:len(y)-j]
	if len(p) < 2 || len(q) < 2 || max(len(p), len(q)) > blank || float64(i+j) < frame*float64(short) {
		return false
	}
	return blankFill(p) && blankFill(q)
}

// blankFill reports whether the characters can be a name or a number in a
// script without spaces. Hiragana never is: it is grammar.
func blankFill(rs []rune) bool {
	return !slices.ContainsFunc(rs, func(r rune) bool {
		return (text.Spaced(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-:., ", r)) || unicode.Is(unicode.Hiragana, r)
	})
}
