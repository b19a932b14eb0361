package story

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What one word, one piece of text and one number weigh against each other.
// Pieces share the weight of their word, so that long words count once.
const (
	pieceRunes      = 4   // of a word; and of runs of Burmese, where a letter takes two
	runRunes        = 3   // of runs of Thai, Lao and Khmer
	piecesWeight    = 0.7 // of all pieces of a word
	pieceUnit       = 0.1
	pairUnit        = 0.55 // of two ideographs or kana
	runUnit         = 0.25
	syllableWeight  = 1 // of a Vietnamese syllable: alone it is not yet a word
	syllablesWeight = 1 // of two
	syllablesUnit   = 0.8
	nameWeight      = 1.5 // of two with capitals
	nameUnit        = 1.6
	repeated        = 0.5 // of a feature's weight when it comes again
	addressWeight   = 0.5 // of a word that only the address has
	grammarUnit     = 0.2 // of a word that is only grammar
)

// features appends those of the tokens to none, sorted by number.
func (v *vocabulary) features(out []feature, ts []token) []feature {
	syllables := vietnamese(ts)
	for i, t := range ts {
		switch {
		case t.kind == number:
			out = append(out, feature{v.number(numberFeature, t.folded, 0, 1), 1})
		case t.kind == run:
			out = v.run(out, t.folded)
		case syllables:
			out = v.syllable(out, ts, i)
		default:
			out = v.word(out, t)
			out = v.initials(out, ts[i:])
		}
	}
	return summed(out)
}

func (v *vocabulary) word(out []feature, t token) []feature {
	if prior := grammar(t); prior > 0 {
		id := v.number(wordFeature, stem(t.folded), prior, grammarUnit)
		v.notice(id, t)
		return append(out, feature{id, 1})
	}
	root := stem(t.folded)
	id := v.number(wordFeature, root, background(root), 1)
	v.notice(id, t)
	out = append(out, feature{id, 1})
	padded := "_" + t.folded + "_"
	n := max(1, utf8.RuneCountInString(padded)-pieceRunes+1)
	return v.pieces(out, padded, pieceRunes, feature{tf: piecesWeight / float32(n)}, pieceUnit)
}

// notice learns from how the word is written whether it is a name.
func (v *vocabulary) notice(id uint32, t token) {
	r, _ := utf8.DecodeRuneInString(t.written)
	switch known := v.trait(id); {
	case unicode.IsLower(r):
		known.small = min(known.small, math.MaxUint8-1) + 1
	case unicode.IsUpper(r) && !t.first:
		known.great = min(known.great, math.MaxUint8-1) + 1
	}
}

// initials adds the acronym of the words that begin here, if it was seen:
// "General Motors" is also "GM".
func (v *vocabulary) initials(out []feature, ts []token) []feature {
	var room [4]byte
	letters := room[:0]
	for _, t := range ts[:min(len(ts), 4)] {
		if t.kind != word || t.folded[0] >= utf8.RuneSelf {
			break
		}
		letters = append(letters, t.folded[0])
		if len(letters) > 1 && v.acronyms[string(letters)] {
			out = append(out, feature{v.number(wordFeature, string(letters), 0, 1), 1})
		}
	}
	return out
}

// spell learns the acronyms among the tokens.
func (v *vocabulary) spell(ts []token) {
	for _, t := range ts {
		if t.kind == word && len(t.written) >= 2 && len(t.written) <= 5 && strings.ToUpper(t.written) == t.written {
			v.acronyms[t.folded] = true
		}
	}
}

// syllable adds the Vietnamese syllable at i, and it with its neighbour: most
// words are two syllables, and the syllables are few. Accents count, and two
// capitals make a name.
func (v *vocabulary) syllable(out []feature, ts []token, i int) []feature {
	s := strings.ToLower(ts[i].written)
	out = append(out, feature{v.number(wordFeature, s, 0, 0), syllableWeight})
	if i == 0 || ts[i-1].kind != word {
		return out
	}
	pair := strings.ToLower(ts[i-1].written) + " " + s
	if small(ts[i]) || small(ts[i-1]) {
		return append(out, feature{v.number(pairFeature, pair, 0, syllablesUnit), syllablesWeight})
	}
	return append(out, feature{v.number(nameFeature, pair, 0, nameUnit), nameWeight})
}

// run adds the pieces of a run: ideographs and kana one by one and in pairs,
// letters of other scripts as many as make a syllable or two.
func (v *vocabulary) run(out []feature, s string) []feature {
	r, _ := utf8.DecodeRuneInString(s)
	switch {
	case r >= 0x2e80:
		out = v.pieces(out, s, 1, feature{tf: 1}, 0)
		return v.pieces(out, s, 2, feature{tf: 1}, pairUnit)
	case unicode.Is(unicode.Myanmar, r):
		return v.pieces(out, s, pieceRunes, feature{tf: 1}, runUnit)
	}
	return v.pieces(out, s, runRunes, feature{tf: 1}, runUnit)
}

// pieces adds those of n runes of s, each like the given feature.
func (v *vocabulary) pieces(out []feature, s string, n int, like feature, unit float32) []feature {
	var room [64]int
	starts := room[:0]
	for i := range s {
		starts = append(starts, i)
	}
	starts = append(starts, len(s))
	last := max(1, len(starts)-n)
	for i := range last {
		piece := s[starts[i]:starts[min(i+n, len(starts)-1)]]
		like.id = v.number(pieceFeature, piece, 0, unit)
		out = append(out, like)
	}
	return out
}

// address adds the words of an address's slug that the tokens do not have.
// Slugs hold the whole of a title that was cut, and English or romanised
// words under a title in another script.
func (v *vocabulary) address(out []feature, ts []token, address string) []feature {
	words := slug(address)
	if len(words) == 0 {
		return out
	}
	have := map[string]bool{}
	for _, t := range ts {
		have[t.folded] = true
	}
	for _, w := range words {
		t := token{folded: w, written: w}
		if have[w] || grammar(t) > 0 {
			continue
		}
		have[w] = true
		out = append(out, feature{v.number(wordFeature, stem(w), 0, 1), addressWeight})
	}
	return summed(out)
}

// slug returns the words of the longest hyphenated part of an address.
func slug(address string) []string {
	address, _, _ = strings.Cut(address, "?")
	best, hyphens := "", 2
	for part := range strings.SplitSeq(address, "/") {
		if n := strings.Count(part, "-"); n > hyphens {
			best, hyphens = part, n
		}
	}
	var out []string
	for w := range strings.SplitSeq(best, "-") {
		if len(w) < 20 && strings.Trim(w, "abcdefghijklmnopqrstuvwxyz") == "" {
			out = append(out, w)
		}
	}
	return out
}

// vietnamese reports whether a fifth of the tokens carry letters that only
// Vietnamese has.
func vietnamese(ts []token) bool {
	n := 0
	for _, t := range ts {
		if strings.ContainsFunc(t.written, vietnameseLetter) {
			n++
		}
	}
	return n > 1 && n*5 >= len(ts)
}

func vietnameseLetter(r rune) bool {
	return r >= 0x1ea0 && r <= 0x1ef9 || strings.ContainsRune("ăđơưĂĐƠƯ", r)
}

// summed sorts features by number and adds up the repeated.
func summed(fs []feature) []feature {
	slices.SortFunc(fs, func(a, b feature) int { return int(a.id) - int(b.id) })
	out := fs[:0]
	for _, f := range fs {
		if n := len(out); n > 0 && out[n-1].id == f.id {
			out[n-1].tf += f.tf * repeated
			continue
		}
		out = append(out, f)
	}
	return out
}
