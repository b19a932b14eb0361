package prose

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/language"
	"newsbrief/digest/text"
)

// Width is how many columns a line takes at most.
const Width = 180

// Least is how many columns a sentence takes at least that says anything.
const Least = 24

// Picker finds the sentence that says a story beside its headline.
type Picker struct {
	Headline string
	Language string
}

// Line returns the first whole sentence of the texts that is fit to print,
// sooner one that need not be cut, else what is left of the first that its
// publisher cut off.
func (p Picker) Line(texts ...string) string {
	cut := ""
	for _, t := range texts {
		s := p.Whole(t)
		if s != "" && !IsCutOff(s) {
			return s
		}
		if cut == "" {
			cut = s
		}
	}
	if cut != "" {
		return cut
	}
	for _, t := range texts {
		if s := p.broken(t); s != "" {
			return s
		}
	}
	return ""
}

// nearby is how many sentences behind one that cannot stand on a line uncut
// may stand in for it: they still tell the same.
const nearby = 3

// Whole returns the first whole sentence of the text that is fit to print, ""
// if none is; sooner one of the next than one that loses more than additions.
func (p Picker) Whole(t string) string {
	best, least, passed := "", ending+1, 0
	for s := range p.sentences(t) {
		if !Ended(s) || !p.usable(s) {
			continue
		}
		line, lost := p.candidate(s)
		if lost < least {
			best, least = line, lost
		}
		if least <= additions {
			break
		}
		if passed++; passed > nearby {
			break
		}
	}
	return best
}

// candidate returns the sentence as a line, and what it lost. One that joined
// on to another counts as having lost more than additions.
func (p Picker) candidate(s string) (string, loss) {
	if !connects(s) {
		return shortened(s)
	}
	line, lost := shortened(dropConnective(s))
	return line, max(lost, phrases)
}

// broken returns a sentence that lost its end, or never had a mark.
func (p Picker) broken(t string) string {
	for s := range p.sentences(t) {
		if Ended(s) || !p.usable(s) {
			continue
		}
		if IsCutOff(s) {
			return clauseOf(s)
		}
		return fit(Close(s, p.Language))
	}
	return ""
}

// sentences yields the candidates of the text in order: plain, datelines and
// tags off, quotes whole. Later sentences tell details, so few are looked at.
func (p Picker) sentences(t string) iter.Seq[string] {
	const enough = 8
	return func(yield func(string) bool) {
		n, alone := 0, !strings.Contains(strings.TrimSpace(t), "\n")
		for para := range strings.Lines(t) {
			para = p.tidy(text.OneLine(para))
			if alone {
				para = uncredited(para, p.Language)
			}
			if para == "" || refusedWhole(para, p.Language) {
				continue
			}
			for _, s := range wholeQuotes(Sentences(para, p.Language)) {
				if s = tightEnd(TrimEnd(TrimOpening(s))); s == "" || IsBoilerplate(s) {
					continue
				}
				if n++; n > enough || !yield(s) {
					return
				}
			}
		}
	}
}

// tidy takes off what stands before and behind the first real sentence.
func (p Picker) tidy(para string) string {
	para = TrimOpening(TrimEnd(para))
	rest, ok := cutFold(para, p.Headline)
	if ok && utf8.RuneCountInString(p.Headline) > 8 {
		const publisher = 40 // columns of a name behind the headline
		if bare := strings.TrimSpace(rest); rest != "" && text.Columns(bare) < publisher && !Ended(bare) && !IsCutOff(bare) {
			return ""
		}
		rest = strings.TrimLeft(rest, " -–—:|·.")
		if r, _ := utf8.DecodeRuneInString(rest); rest != "" && !unicode.IsLower(r) && text.Columns(rest) >= Least {
			return TrimOpening(rest)
		}
	}
	return para
}

// tightEnd takes off a space before the full stop.
func tightEnd(s string) string {
	if bare, ok := strings.CutSuffix(s, " ."); ok {
		return strings.TrimRight(bare, " ") + "."
	}
	return s
}

// cutFold is strings.CutPrefix that does not mind case and white space.
func cutFold(s, prefix string) (string, bool) {
	prefix = text.OneLine(prefix)
	if prefix == "" || len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// usable reports whether the sentence can stand alone below the headline.
func (p Picker) usable(s string) bool {
	return text.Columns(s) >= Least && lettered(s) && s[0] != '(' && !asks(s) && !pronoun(s) && !p.Repeats(s)
}

// lettered reports whether most of s is letters, and not an address or a list of figures.
func lettered(s string) bool {
	letters, others := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsMark(r):
			letters++
		case !unicode.IsSpace(r):
			others++
		}
	}
	return letters > 2*others
}

func asks(s string) bool {
	s = strings.TrimRightFunc(s, isCloser)
	return strings.HasSuffix(s, "?") || strings.HasSuffix(s, "？") || strings.HasSuffix(s, "か。") || strings.HasSuffix(s, "吗。")
}

// Ended reports whether s has its end mark, or is of a script that has none
// and was not cut off.
func Ended(s string) bool {
	if IsCutOff(s) {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(s, isCloser))
	return isEndMark(r) || markless(r)
}

// markless reports whether r is of a script whose sentences bear no end mark.
func markless(r rune) bool {
	return unicode.In(r, unicode.Thai, unicode.Lao) || r == 'ๆ' || r == 'ฯ'
}

// IsCutOff reports whether the publisher cut s: it ends in an ellipsis or in mid-air.
func IsCutOff(s string) bool {
	s = strings.TrimRightFunc(s, func(r rune) bool { return isCloser(r) || unicode.IsSpace(r) || r == '>' || r == '|' })
	return strings.HasSuffix(s, "…") || strings.HasSuffix(s, "..") || strings.HasSuffix(s, "[") ||
		strings.HasSuffix(s, ",") || strings.HasSuffix(s, "，") || strings.HasSuffix(s, "、") || strings.HasSuffix(s, "-") || strings.HasSuffix(s, ":")
}

// Close gives a sentence without an end mark the one of its script.
func Close(s, lang string) string {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(s, isCloser))
	switch {
	case markless(last):
		return s
	case unicode.In(last, unicode.Han, unicode.Hiragana, unicode.Katakana) || language.Same(lang, "ja") || language.Same(lang, "zh"):
		return s + "。"
	case unicode.Is(unicode.Khmer, last):
		return s + "។"
	case unicode.Is(unicode.Myanmar, last):
		return s + "။"
	}
	return s + "."
}

// Repeats reports whether s says little that the headline does not say.
func (p Picker) Repeats(s string) bool {
	h, f := text.Fold(p.Headline), text.Fold(s)
	if h == "" {
		return false
	}
	in := Grams(h)
	own := Grams(f)
	shared := 0
	for g := range own {
		if in[g] {
			shared++
		}
	}
	return shared*100 >= len(own)*72
}

// Grams returns the runs of three letters and digits of a folded text.
func Grams(s string) map[[3]rune]bool {
	out := map[[3]rune]bool{}
	var g [3]rune
	n := 0
	for _, r := range s {
		if !text.IsWord(r) {
			continue
		}
		g[0], g[1], g[2] = g[1], g[2], r
		if n++; n >= 3 {
			out[g] = true
		}
	}
	return out
}

// First is the first sentence of the text that can stand alone, if it
// fits on a line without losing its end; "" if another has to stand in for it.
func (p Picker) First(paragraphs []string) string {
	for s := range p.sentences(strings.Join(paragraphs[:min(len(paragraphs), 3)], "\n")) {
		if !Ended(s) || !p.usable(s) || connects(s) {
			continue
		}
		if line, lost := shortened(s); lost <= phrases {
			return line
		}
		return ""
	}
	return ""
}
