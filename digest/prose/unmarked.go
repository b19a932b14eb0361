package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/text"
)

// endsAtSpaces reports whether the text is Thai or Lao without end marks.
func endsAtSpaces(r []rune) bool {
	thai, lao, stops := 0, 0, 0
	for i, c := range r {
		switch {
		case unicode.Is(unicode.Thai, c):
			thai++
		case unicode.Is(unicode.Lao, c):
			lao++
		case c == '.' && (i+1 == len(r) || unicode.IsSpace(r[i+1])):
			stops++
		}
	}
	native := thai + lao
	if native*2 < len(r) {
		return false
	}
	return thai > lao || stops*500 < len(r)
}

// A sentence of fewer columns than this is not told from a phrase by a space alone.
const chunk = 36

// endsAtSpace reports whether the space at i ends a sentence of a script
// without end marks: both sides are long, no number or name is torn apart,
// and neither side asks for the other.
func (p *paragraph) endsAtSpace(i int) bool {
	next := p.skipSpace(i)
	if next >= len(p.r) || i == p.start || visible(p.r[max(p.start, i-lookBack):i]) < chunk {
		return false
	}
	if !native(p.r[i-1]) && !isCloser(p.r[i-1]) || p.bracketed(i, i) || p.open(i, '"') {
		return false
	}
	before, after := string(p.r[max(p.start, i-12):i]), string(p.r[next:min(len(p.r), next+14)])
	if hasAnySuffix(before, wantsMore()) || hasAnyPrefix(after, goesOnWith()) || !native(p.r[next]) && !unicode.IsPunct(p.r[next]) {
		return false
	}
	long := visible(p.r[max(p.start, i-lookBack):i])
	return hasAnyPrefix(after, beginsAnew()) || long >= 2*chunk && hasAnySuffix(before, comesToRest()) || long >= 3*chunk
}

// GoesOn reports whether the line before s may go on in it: it begins with a
// small letter, or in a script that shows no beginnings.
func GoesOn(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r) || native(r)
}

// visible counts the columns of Thai and Lao text: marks above and below take none.
func visible(r []rune) int {
	n := 0
	for _, c := range r {
		if !unicode.Is(unicode.Mn, c) {
			n++
		}
	}
	return n
}

func native(r rune) bool { return unicode.In(r, unicode.Thai, unicode.Lao) }

func hasAnyPrefix(s string, list []string) bool {
	for _, p := range list {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

func hasAnySuffix(s string, list []string) bool {
	for _, p := range list {
		if strings.HasSuffix(s, p) {
			return true
		}
	}
	return false
}

var (
	wantsMore   = wordList("prose.wants-more")
	goesOnWith  = wordList("prose.goes-on")
	comesToRest = wordList("prose.rests")
	beginsAnew  = wordList("prose.begins")
	newSentence = wordList("prose.new-sentence")
)

// unmarkedSentences parts a Thai or Lao paragraph at the openers that only
// sentences have: where a space is not sure to end one, it does not.
func unmarkedSentences(s string) []string {
	const shortest = 60 // columns before such an opener
	var out []string
	for from, at := 0, 0; ; {
		next := strings.IndexByte(s[at:], ' ')
		if next < 0 {
			return append(out, s[from:])
		}
		at += next + 1
		if head := strings.TrimSpace(s[from:at]); hasAnyPrefix(s[at:], newSentence()) && len(head) >= shortest && text.Columns(head) >= shortest {
			out, from = append(out, head), at
		}
	}
}
