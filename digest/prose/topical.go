package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/text"
)

// subjects are the words of a text that tell what it is about, cut to the part
// that their forms share; in Chinese and Japanese pairs of signs. Scripts that
// part no words have none.
func subjects(s string) map[string]bool {
	const stem = 5 // letters
	out := map[string]bool{}
	for _, w := range strings.FieldsFunc(text.Fold(s), func(r rune) bool { return !text.IsWord(r) }) {
		r := []rune(w)
		switch {
		case signs(r[0]) || unicode.Is(unicode.Hiragana, r[0]):
			for i := range len(r) - 1 {
				if signs(r[i]) && signs(r[i+1]) {
					out[string(r[i:i+2])] = true
				}
			}
		case text.Spaced(r[0]) && !isOpener()[w] && (len(r) > 3 || unicode.IsDigit(r[0]) || utf8.RuneLen(r[0]) > 1):
			out[string(r[:min(len(r), stem)])] = true
		}
	}
	return out
}

// signs reports whether r is of a script whose words are short: Han, Katakana.
func signs(r rune) bool { return unicode.In(r, unicode.Han, unicode.Katakana) }

// shared counts the subjects of s that are among those of the headline. Two
// pairs of signs are about one word.
func shared(s string, headline map[string]bool) int {
	words, pairs := 0, 0
	for w := range subjects(s) {
		first, _ := utf8.DecodeRuneInString(w)
		switch {
		case !headline[w]:
		case signs(first):
			pairs++
		default:
			words++
		}
	}
	return words + (pairs+1)/2
}

// nearby is how many sentences are looked at: later ones tell details.
const nearby = 4

// about returns the first of the sentences, or where that says little of what
// the headline is about the first of the others that says much more of it.
func (p Picker) about(sentences []string) string {
	headline := subjects(p.Headline)
	first := shared(sentences[0], headline)
	if first >= len(moreSubjects) {
		return sentences[0]
	}
	for _, s := range sentences[1:] {
		if shared(s, headline) >= moreSubjects[first] {
			return s
		}
	}
	return sentences[0]
}

// saysEnough reports whether no later sentence would be taken for s.
func (p Picker) saysEnough(s string) bool {
	return shared(s, subjects(p.Headline)) >= len(moreSubjects)
}

// moreSubjects are how many subjects of the headline a later sentence has at
// least where the first has none, one or two. Of 139 that were passed over so
// on the days of the half read, an editor would have passed over all but some.
var moreSubjects = [...]int{2, 3, 5}
