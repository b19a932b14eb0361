package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/text"
)

// subjects are the words of a text that tell what it is about, cut to the part
// that their forms share; of scripts without spaces pairs of signs.
func subjects(s string) map[string]bool {
	const stem = 5 // letters
	out := map[string]bool{}
	for _, w := range strings.FieldsFunc(text.Fold(s), func(r rune) bool { return !text.IsWord(r) }) {
		r := []rune(w)
		switch {
		case unicode.In(r[0], unicode.Han, unicode.Hiragana, unicode.Katakana):
			for i := range len(r) - 1 {
				if unicode.In(r[i], unicode.Han, unicode.Katakana) && unicode.In(r[i+1], unicode.Han, unicode.Katakana) {
					out[string(r[i:i+2])] = true
				}
			}
		case !isOpener()[w] && (len(r) > 3 || unicode.IsDigit(r[0]) || unicode.In(r[0], unicode.Latin) && utf8.RuneLen(r[0]) > 1):
			out[string(r[:min(len(r), stem)])] = true
		}
	}
	return out
}

// shared counts the subjects of s that are among those of the headline.
func shared(s string, headline map[string]bool) int {
	n := 0
	for w := range subjects(s) {
		if headline[w] {
			n++
		}
	}
	return n
}

// about returns the first of the sentences, or where that says little of what
// the headline is about the first of the next few that says much more of it.
func (p Picker) about(sentences []string) string {
	const next = 4
	if len(sentences) == 0 {
		return ""
	}
	headline := subjects(p.Headline)
	first := shared(sentences[0], headline)
	if first >= len(moreSubjects) {
		return sentences[0]
	}
	for _, s := range sentences[1:min(len(sentences), next)] {
		if shared(s, headline) >= moreSubjects[first] {
			return s
		}
	}
	return sentences[0]
}

// moreSubjects are how many subjects of the headline a later sentence has at
// least where the first has none, one or two. Of 139 that were passed over so
// on the days of the half read, an editor would have passed over all but some.
var moreSubjects = [...]int{2, 3, 5}
