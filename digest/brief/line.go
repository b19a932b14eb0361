package brief

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/text"
)

// Width is how many columns a line takes at most.
const Width = 180

// A sentence of fewer columns than this says nothing.
const least = 24

// picker finds the sentence that says a story beside its headline.
type picker struct {
	headline string
	lang     string
}

// line returns the first whole sentence of the texts that is fit to print,
// sooner one that need not be cut, else what is left of the first that its
// publisher cut off.
func (p picker) line(texts ...string) string {
	cut := ""
	for _, t := range texts {
		s := p.whole(t)
		if s != "" && !cutOff(s) {
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

// whole returns the first whole sentence of the text that is fit to print, ""
// if none is; sooner one of the next than one that loses more than additions.
func (p picker) whole(t string) string {
	best, least, passed := "", ending+1, 0
	for s := range p.sentences(t) {
		if !ended(s) || !p.usable(s) {
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
func (p picker) candidate(s string) (string, loss) {
	if !connects(s) {
		return shortened(s)
	}
	line, lost := shortened(dropConnective(s))
	return line, max(lost, phrases)
}

// broken returns a sentence that lost its end, or never had a mark.
func (p picker) broken(t string) string {
	for s := range p.sentences(t) {
		if ended(s) || !p.usable(s) {
			continue
		}
		if cutOff(s) {
			return clauseOf(s)
		}
		return fit(close(s, p.lang))
	}
	return ""
}

// sentences yields the candidates of the text in order: plain, datelines and
// tags off, quotes whole. Later sentences tell details, so few are looked at.
func (p picker) sentences(t string) iter.Seq[string] {
	const enough = 8
	return func(yield func(string) bool) {
		n, alone := 0, !strings.Contains(strings.TrimSpace(t), "\n")
		for para := range strings.Lines(t) {
			para = p.tidy(text.OneLine(para))
			if alone {
				para = uncredited(para, p.lang)
			}
			if para == "" || refusedWhole(para, p.lang) {
				continue
			}
			for _, s := range wholeQuotes(Sentences(para, p.lang)) {
				if s = tightEnd(trimEnd(openings(s))); s == "" || refused(s) {
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
func (p picker) tidy(para string) string {
	para = openings(trimEnd(para))
	rest, ok := cutFold(para, p.headline)
	if ok && utf8.RuneCountInString(p.headline) > 8 {
		const publisher = 40 // columns of a name behind the headline
		if bare := strings.TrimSpace(rest); rest != "" && text.Columns(bare) < publisher && !ended(bare) && !cutOff(bare) {
			return ""
		}
		rest = strings.TrimLeft(rest, " -–—:|·.")
		if r, _ := utf8.DecodeRuneInString(rest); rest != "" && !unicode.IsLower(r) && text.Columns(rest) >= least {
			return openings(rest)
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
func (p picker) usable(s string) bool {
	return text.Columns(s) >= least && lettered(s) && s[0] != '(' && !asks(s) && !pronoun(s) && !p.repeats(s)
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

// ended reports whether s has its end mark, or is of a script that has none
// and was not cut off.
func ended(s string) bool {
	if cutOff(s) {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(s, isCloser))
	return isEndMark(r) || markless(r)
}

// markless reports whether r is of a script whose sentences bear no end mark.
func markless(r rune) bool {
	return unicode.In(r, unicode.Thai, unicode.Lao) || r == 'ๆ' || r == 'ฯ'
}

// cutOff reports whether the publisher cut s: it ends in an ellipsis or in mid-air.
func cutOff(s string) bool {
	s = strings.TrimRightFunc(s, func(r rune) bool { return isCloser(r) || unicode.IsSpace(r) || r == '>' || r == '|' })
	return strings.HasSuffix(s, "…") || strings.HasSuffix(s, "..") || strings.HasSuffix(s, "[") ||
		strings.HasSuffix(s, ",") || strings.HasSuffix(s, "，") || strings.HasSuffix(s, "、") || strings.HasSuffix(s, "-") || strings.HasSuffix(s, ":")
}

// close gives a sentence without an end mark the one of its script.
func close(s, lang string) string {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(s, isCloser))
	switch {
	case markless(last):
		return s
	case unicode.In(last, unicode.Han, unicode.Hiragana, unicode.Katakana) || sameLanguage(lang, "ja") || sameLanguage(lang, "zh"):
		return s + "。"
	case unicode.Is(unicode.Khmer, last):
		return s + "។"
	case unicode.Is(unicode.Myanmar, last):
		return s + "။"
	}
	return s + "."
}

// repeats reports whether s says little that the headline does not say.
func (p picker) repeats(s string) bool {
	h, f := text.Fold(p.headline), text.Fold(s)
	if h == "" {
		return false
	}
	in := grams(h)
	own := grams(f)
	shared := 0
	for g := range own {
		if in[g] {
			shared++
		}
	}
	return shared*100 >= len(own)*72
}

// grams returns the runs of three letters and digits of a folded text.
func grams(s string) map[[3]rune]bool {
	out := map[[3]rune]bool{}
	var g [3]rune
	n := 0
	for _, r := range s {
		if !wordRune(r) {
			continue
		}
		g[0], g[1], g[2] = g[1], g[2], r
		if n++; n >= 3 {
			out[g] = true
		}
	}
	return out
}
