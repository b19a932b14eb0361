package prose

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/text"
)

// Least is how many columns a sentence takes at least that says anything.
const Least = 24

// Picker finds the sentence that says a story beside its headline.
type Picker struct {
	Headline string
	Language string
}

// grade says how well a sentence stands below the headline.
type grade int

const (
	good    grade = iota
	weak          // it joins on to another, exclaims or says little
	torn          // its publisher cut it
	nothing       // there is none
)

// Line returns the sentence of the texts that says the story best, each text's
// first that is fit to print: one that is short sooner than one that is not,
// a later text's sooner than one that is weak or cut. "" if there is none.
func (p Picker) Line(texts ...string) string {
	best, of := "", nothing
	for _, t := range texts {
		s, g := p.pick(t)
		if g < of || g == good && of == good && text.Columns(best) > Short && text.Columns(s) <= Short {
			best, of = s, g
		}
	}
	return closeQuotation(shorten(best))
}

// Whole returns the first sentence of the text that is fit to print, "" if none is.
func (p Picker) Whole(t string) string {
	if s, g := p.pick(t); g == good {
		return closeQuotation(shorten(s))
	}
	return ""
}

// pick returns the sentence of a text that says the story, and how well.
func (p Picker) pick(t string) (string, grade) {
	if sitePages()[strings.ToLower(strings.TrimSpace(p.Headline))] {
		return "", nothing
	}
	var by [nothing][]candidate
	for c := range p.sentences(t) {
		g := p.grade(c)
		if rest := dropConnective(c.s, p.Language); g == weak && rest != c.s {
			c = p.weighed(candidate{s: rest, para: c.para, turns: c.turns})
			if len(by[good])+len(by[weak]) > 0 {
				g = p.grade(c)
			}
		}
		if g == weak && c.added <= slight && p.pronoun(c.s) {
			continue
		}
		if by[g] = append(by[g], c); g == good && (len(by[g]) == nearby || by[g][0].shared >= len(moreSubjects) && !by[g][len(by[g])-1].echo) {
			break
		}
	}
	switch {
	case len(by[good]) > 0:
		return about(by[good])
	case len(by[weak]) > 0:
		return by[weak][0].s, weak
	case len(by[torn]) > 0:
		return brokenOff(by[torn][0].s), torn
	}
	return "", nothing
}

// grade tells how well a usable sentence stands alone.
func (p Picker) grade(c candidate) grade {
	switch s := c.s; {
	case IsCutOff(s):
		return torn
	case exclaims(s) || tornQuotation(s) || p.pronoun(s) || connective(s, p.Language) > 0 || containsAny(s, saysLittle()):
		return weak
	}
	return good
}

// slight is how many words a sentence adds at most that is no line where it
// hangs on others.
const slight = 4

// exclaims reports whether s is a short exclamation.
func exclaims(s string) bool {
	const short = 60 // columns
	return hasAnySuffix(s, []string{"!", "！"}) && text.Columns(s) < short
}

// sitePages are headlines of pages about a site.
var sitePages = phraseSet("prose.site-pages")

var saysLittle = phraseList("prose.says-little")

// usable reports whether the sentence can stand below the headline.
func (p Picker) usable(s string) bool {
	return text.Columns(s) >= Least && !bracketed(s) && !listed(s) && !asks(s) && !bareQuotation(s) && !openQuotation(s) && !p.Repeats(s)
}

// bracketed reports whether s opens with a remark in round brackets.
func bracketed(s string) bool { return strings.HasPrefix(s, "(") || strings.HasPrefix(s, "（") }

// listed reports whether s is a list, of things or of labels with what they
// stand for, or a title with its section behind a bar.
func listed(s string) bool {
	const labels = 3
	return strings.Contains(s, " | ") && (!Ended(s) || strings.Count(s, " | ") > 1) || strings.Contains(s, " *") || strings.Contains(s, " •") || strings.Count(s, ": ") >= labels
}

// brokenOff returns a sentence that its publisher cut as one that shows it.
func brokenOff(s string) string {
	s = strings.TrimRightFunc(s, func(r rune) bool { return !text.IsWord(r) && !isCloser(r) && r != '%' })
	return s + "…"
}

// sentences yields the candidates of the text in order: usable, datelines and
// tags off, quotations whole. What has no end mark is one only if it is a
// paragraph, and among others as long as a sentence.
func (p Picker) sentences(t string) iter.Seq[candidate] {
	const most, enough, long = 32 << 10, 12, 50 // bytes, sentences, columns
	t = strings.ToValidUTF8(t[:min(len(t), most)], "")
	alone := !strings.Contains(strings.TrimSpace(t), "\n")
	return func(yield func(candidate) bool) {
		n, paras := 0, 0
		for _, para := range paragraphs(t) {
			paras++
			for i, s := range p.of(para) {
				if !Ended(s) && !IsCutOff(s) && (i > 0 || !alone && text.Columns(s) < long) || refused(s) {
					continue
				}
				if n++; n > enough || p.usable(s) && !yield(p.weighed(candidate{s: s, para: paras, turns: turns(s, p.Language)})) {
					return
				}
			}
		}
	}
}

// paragraphs returns the lines of a text. One that begins in the middle of a
// sentence, with a small letter or a number, goes on with the line before.
func paragraphs(t string) []string {
	var out []string
	for line := range strings.Lines(t) {
		if line = text.OneLine(line); line == "" {
			continue
		}
		if last := len(out) - 1; last >= 0 && !Ended(out[last]) && inSentence(line) && !strings.HasSuffix(out[last], ":") {
			out[last] = Join(out[last], line)
			continue
		}
		out = append(out, line)
	}
	return out
}

// inSentence reports whether no sentence and no point of a list begins with s.
func inSentence(s string) bool {
	if strings.Contains(s, " |") {
		return false
	}
	first, _, _ := strings.Cut(s, " ")
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r) || strings.Trim(first, "0123456789,%") == "" && first != s
}

// of returns the sentences of a paragraph, none if it is boilerplate.
func (p Picker) of(para string) []string {
	const most = 4 << 10 // bytes
	para = p.tidy(uncaptioned(TrimEnd(strings.ToValidUTF8(para[:min(len(para), most)], "")), p.Language))
	if para == "" || refusedWhole(para, p.Language) {
		return nil
	}
	ss := wholeQuotes(p.split(doubled.Replace(para)))
	for i, s := range ss {
		ss[i] = tightEnd(TrimEnd(TrimOpening(s)))
	}
	return ss
}

// doubled writes two single marks as the double one that they stand for.
var doubled = strings.NewReplacer("''", `"`, "``", `"`, "’’", "”", "‘‘", "“")

func (p Picker) split(para string) []string {
	if endsAtSpaces([]rune(para)) {
		return unmarkedSentences(para)
	}
	return Sentences(para, p.Language)
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
		next, _ := utf8.DecodeRuneInString(rest)
		rest = strings.TrimLeft(rest, " -–—:|·.")
		if r, _ := utf8.DecodeRuneInString(rest); rest != "" && !unicode.IsLower(r) && !text.IsWord(next) && text.Columns(rest) >= Least {
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

// Repeats reports whether s says little that the headline does not say.
func (p Picker) Repeats(s string) bool {
	h, f := text.Fold(p.Headline), text.Fold(s)
	if h == "" {
		return false
	}
	if p.completes(s) {
		return true
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

// completes reports whether s is the headline in full, which was cut inside a word.
func (p Picker) completes(s string) bool {
	const telling = 40 // bytes
	at := strings.Index(p.Headline, strings.ToValidUTF8(s[:min(len(s), telling)], ""))
	if at < 0 || len(s) < telling {
		return false
	}
	rest, ok := strings.CutPrefix(s, p.Headline[at:])
	next, _ := utf8.DecodeRuneInString(rest)
	return ok && (unicode.IsMark(next) || unicode.IsLetter(next) && text.Spaced(next))
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
