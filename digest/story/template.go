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
	if slices.Equal(q.words, d.words) && q.item.Time().Sub(d.item.Time()).Abs() >= again && teller(*q.item) == teller(*d.item) {
		return true
	}
	if refilled(q.words, d.words) && v.filled(q.tokens(), tokens(headline(*d.item))) {
		return true
	}
	return !q.latin && !d.latin && resubstituted(q.folded(), letters(d))
}

// tokens returns those of the title.
func (q *query) tokens() []token {
	if q.title == nil {
		q.title = tokens(headline(*q.item))
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

func letters(d *document) []rune { return []rune(text.Fold(d.item.Title)) }

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

// filled reports whether what two titles do not share are only names and
// numbers, on both sides.
func (v *vocabulary) filled(a, b []token) bool {
	return v.fill(a, without(a, b)) && v.fill(b, without(b, a))
}

// without returns the tokens of a that b does not have.
func without(a, b []token) []token {
	return slices.DeleteFunc(slices.Clone(a), func(t token) bool { return has(b, t.folded) })
}

func has(ts []token, folded string) bool {
	return slices.ContainsFunc(ts, func(t token) bool { return t.folded == folded })
}

// fill reports whether all the tokens, which are of the title, are names and
// numbers.
func (v *vocabulary) fill(title, ts []token) bool {
	guess := namer(title)
	for _, t := range ts {
		switch {
		case t.kind == number:
		case t.kind == run:
			return false
		case !guess(t) && !v.isName(t):
			return false
		}
	}
	return true
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
