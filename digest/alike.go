package digest

import (
	"strings"
	"unicode"

	"newsbrief/digest/text"
)

const (
	// compared is how many of a topic's first candidates are looked at to find
	// out which words all of its headlines have in common.
	compared = 60
	// ordinary is the share of them that has a word that tells nothing apart.
	ordinary = 0.15
	// sameSubject is the share of the shorter headline's words from which two
	// are of one subject, leastShared how many words that must be. Chosen on the
	// evenings of docs/quality.md; 0.35 to 0.5 find nearly the same.
	sameSubject = 0.4
	leastShared = 4
)

// subject is the words of a headline: where a script puts no spaces between
// words, its pairs of letters.
type subject map[string]bool

func subjectOf(headline string) subject {
	s := make(subject)
	for word := range strings.FieldsFuncSeq(text.Fold(headline), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) }) {
		rs := []rune(word)
		if text.Spaced(rs[0]) {
			if len(rs) > 2 {
				s[word] = true
			}
			continue
		}
		for i := 0; i+2 <= len(rs); i++ {
			s[string(rs[i:i+2])] = true
		}
	}
	return s
}

// without leaves out words.
func (s subject) without(words map[string]bool) subject {
	out := make(subject, len(s))
	for w := range s {
		if !words[w] {
			out[w] = true
		}
	}
	return out
}

// isAlike reports whether two headlines are of one subject, so that one of them
// is enough for a digest, though they may tell of two events.
func (s subject) isAlike(o subject) bool {
	shared := 0
	for w := range s {
		if o[w] {
			shared++
		}
	}
	return shared >= leastShared && float64(shared) >= sameSubject*float64(min(len(s), len(o)))
}

// ordinaryWords are those that many of the topic's first headlines have.
func (snap *snapshot) ordinaryWords(r *topicResult) map[string]bool {
	r.once.Do(func() {
		first := r.candidates[:min(len(r.candidates), compared)]
		count := make(map[string]int)
		for _, of := range first {
			for w := range subjectOf(snap.ranked[of.at].Items[0].Title) {
				count[w]++
			}
		}
		r.ordinary = make(map[string]bool)
		for w, n := range count {
			if float64(n) > max(3, ordinary*float64(len(first))) {
				r.ordinary[w] = true
			}
		}
	})
	return r.ordinary
}
