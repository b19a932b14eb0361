package story

import (
	"slices"
	"strings"
	"unicode/utf8"

	"newsbrief/digest/feed"
)

// leadRunes is how much of a title with its summary is compared: what comes
// after the opening of a summary is background that many stories share.
const leadRunes = 320

// A feature is a word or a piece of one, under the number that the
// vocabulary gave it.
type feature struct {
	id uint32
	tf float32
}

// vocabulary numbers features and counts in how many items each was seen.
type vocabulary struct {
	ids   map[uint64]uint32
	seen  []float32 // by feature: items that had it
	prior []float32 // by feature: items that may be taken to have had it
	items float32
}

func newVocabulary() *vocabulary { return &vocabulary{ids: map[uint64]uint32{}} }

// number returns the feature's number, given on first sight.
func (v *vocabulary) number(f uint64, prior float32) uint32 {
	id, ok := v.ids[f]
	if !ok {
		id = uint32(len(v.seen))
		v.ids[f] = id
		v.seen = append(v.seen, 0)
		v.prior = append(v.prior, prior)
	}
	return id
}

// The classes of features. Each has a hash space of its own.
const (
	wordFeature = 'w'
	gramFeature = 'g'
)

// features returns those of s, sorted by number.
func (v *vocabulary) features(ts []token) []feature {
	var out []feature
	for _, t := range ts {
		switch t.kind {
		case number:
			out = append(out, feature{v.number(hash(wordFeature, t.folded), 0), p.numw})
		case spaced:
			out = v.word(out, t)
		case run:
			out = v.run(out, t.folded)
		}
	}
	return merged(out)
}

func (v *vocabulary) word(out []feature, t token) []feature {
	prior := common(t)
	out = append(out, feature{v.number(hash(wordFeature, stem(t.folded)), prior), p.ww})
	if prior > 0 { return out }
	padded := "_" + t.folded + "_"
	return v.grams(out, padded, int(p.gn), p.gw/float32(max(1, utf8.RuneCountInString(padded)-int(p.gn)+1)))
}

func (v *vocabulary) run(out []feature, s string) []feature {
	r, _ := utf8.DecodeRuneInString(s)
	if r >= 0x2e80 {
		out = v.grams(out, s, 1, p.han1)
		return v.grams(out, s, 2, p.han2)
	}
	return v.grams(out, s, 4, p.thai4)
}

// grams adds the pieces of n runes of s, each with weight w.
func (v *vocabulary) grams(out []feature, s string, n int, w float32) []feature {
	starts := make([]int, 0, len(s)+1)
	for i := range s {
		starts = append(starts, i)
	}
	starts = append(starts, len(s))
	if len(starts) <= n {
		return append(out, feature{v.number(hash(gramFeature, s), 0), w})
	}
	for i := 0; i+n < len(starts); i++ {
		out = append(out, feature{v.number(hash(gramFeature, s[starts[i]:starts[i+n]]), 0), w})
	}
	return out
}

func stem(w string) string {
	if len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") {
		return w[:len(w)-1]
	}
	return w
}

// common is a guess at how many of a hundred items have the word, before any
// was seen: short words that nobody capitalises are mostly grammar.
func common(t token) float32 {
	if utf8.RuneCountInString(t.folded) <= 3 && strings.ToLower(t.written) == t.written {
		return p.short
	}
	return 0
}

// merged sorts features by number and adds up the repeated.
func merged(fs []feature) []feature {
	slices.SortFunc(fs, func(a, b feature) int { return int(a.id) - int(b.id) })
	out := fs[:0]
	for _, f := range fs {
		if n := len(out); n > 0 && out[n-1].id == f.id {
			out[n-1].tf += f.tf * 0.5
			continue
		}
		out = append(out, f)
	}
	return out
}

// hash is FNV-1a of the class and the text.
func hash(class byte, s string) uint64 {
	h := uint64(14695981039346656037)
	h = (h ^ uint64(class)) * 1099511628211
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// opening returns the title and the beginning of the summary.
func opening(it feed.Item) string {
	rs := []rune(it.Title + ". " + it.Summary)
	return string(rs[:min(len(rs), leadRunes)])
}
