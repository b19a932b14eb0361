// Package prose makes whole sentences of running text, without datelines,
// credits and boilerplate.
package prose

import (
	"strings"
	"unicode"

	"newsbrief/digest/text"
)

// Sentences splits plain text into its sentences, trimmed, in order, none of
// them empty. A newline always ends one. An abbreviation, an initial, a
// decimal, an address or a bracketed remark does not; a closing quote or
// bracket stays with its sentence. Thai and Lao have no end mark: they are
// split at the spaces that look like one. Lang is a BCP 47 tag; "" will do.
func Sentences(s, lang string) []string {
	var out []string
	for line := range strings.Lines(s) {
		out = appendSentences(out, []rune(strings.TrimSpace(line)), lang)
	}
	return out
}

func appendSentences(out []string, r []rune, lang string) []string {
	first, spaced := len(out), endsAtSpaces(r)
	p := paragraph{r: r, lang: lang}
	for i := 0; i < len(r); i++ {
		end := 0
		switch {
		case isEndMark(r[i]):
			end = p.tail(i)
			if !p.endsAt(i, end) {
				i = max(i, p.marks(i)-1)
				end = 0
			}
		case spaced && unicode.IsSpace(r[i]) && p.endsAtSpace(i):
			end = i
		}
		if end > 0 {
			out = appendSentence(out, r[p.start:end], first)
			p.start, i = end, end-1
			if end == i+1 && spaced && end < len(r) && unicode.IsSpace(r[end]) {
				i++
			}
		}
	}
	return appendSentence(out, r[p.start:], first)
}

// appendSentence adds a sentence to those of its paragraph, which begin at
// first. Marks without a word belong to the one before.
func appendSentence(out []string, r []rune, first int) []string {
	s := strings.TrimSpace(string(r))
	switch {
	case s == "":
		return out
	case len(out) > first && !strings.ContainsFunc(s, text.IsWord):
		out[len(out)-1] += s
		return out
	}
	return append(out, s)
}

// paragraph is one line of text that is being split; start is where the
// sentence in hand begins.
type paragraph struct {
	r     []rune
	lang  string
	start int
}

// isEndMark reports whether r can end a sentence. ၊ and ៖ only divide one.
func isEndMark(r rune) bool { return r == '.' || r == '…' || isStrongMark(r) || r == '!' || r == '?' }

// isStrongMark reports whether r ends sentences without needing a space after it.
func isStrongMark(r rune) bool {
	switch r {
	case '。', '｡', '．', '！', '？', '។', '៕', '။', '।', '॥', '‼', '⁇', '⁈', '⁉':
		return true
	}
	return false
}

func isCloser(r rune) bool {
	switch r {
	case '"', '\'', ')', ']', '”', '’', '»', '›', '」', '』', '）', '】', '》', '〉', '］', '〕', '＂', '＇':
		return true
	}
	return false
}

// marks returns the index after the run of end marks that begins at i, with
// whatever combines with them.
func (p *paragraph) marks(i int) int {
	for i < len(p.r) && (isEndMark(p.r[i]) || unicode.In(p.r[i], unicode.Mn, unicode.Me) || p.r[i] == '\u200d') {
		i++
	}
	return i
}

// tail returns the index after the end marks at i and the closing quotes and
// brackets that belong to them.
func (p *paragraph) tail(i int) int {
	i = p.marks(i)
	for i < len(p.r) && p.closes(i) {
		i = p.marks(i + 1)
	}
	return p.spacedCloser(i)
}

// closes reports whether the quote or bracket at i ends what stands before it.
// A straight quote that touches the next word opens it if none is open, and
// an opening quote closes where one is open, as hasty writers have it.
func (p *paragraph) closes(i int) bool {
	r := p.r[i]
	touches := i+1 < len(p.r) && text.IsWord(p.r[i+1])
	switch r {
	case '"', '\'':
		return !touches || p.open(i, r) || p.quoted(i)
	case '“':
		return p.quoted(i)
	}
	return isCloser(r)
}

// spacedCloser takes in a closing quote that stands alone after a space, as
// in ". »".
func (p *paragraph) spacedCloser(i int) int {
	k := p.skipSpace(i)
	if k == i || k >= len(p.r) || !isCloser(p.r[k]) {
		return i
	}
	next := k + 1
	if p.r[k] == '"' || p.r[k] == '\'' {
		if next < len(p.r) && !unicode.IsSpace(p.r[next]) || !p.open(i, p.r[k]) {
			return i
		}
	}
	return next
}

// lookBack is how many letters before a mark decide about it, so that a text
// without end costs no more than its length.
const lookBack = 2000

// open reports whether a quotation that the straight quote q would close has
// begun before i. Hasty writers close with a straight quote what a curly one
// opened, and the other way round.
func (p *paragraph) open(i int, q rune) bool {
	open := false
	for _, r := range p.r[max(0, i-lookBack):i] {
		switch {
		case r == q:
			open = !open
		case q == '"' && r == '“':
			open = true
		case q == '"' && r == '”':
			open = false
		}
	}
	return open
}

// quoted reports whether the last double quote before i opens a quotation.
func (p *paragraph) quoted(i int) bool {
	for stop := max(p.start, i-lookBack); i > stop; {
		i--
		switch p.r[i] {
		case '“':
			return true
		case '”':
			return false
		case '"':
			return !p.open(i, '"')
		}
	}
	return false
}

func (p *paragraph) skipSpace(i int) int {
	for i < len(p.r) && (unicode.IsSpace(p.r[i]) || p.r[i] == '\u200b') {
		i++
	}
	return i
}

// endsAt reports whether the marks at i, whose tail reaches to end, end a sentence.
func (p *paragraph) endsAt(i, end int) bool {
	next := p.skipSpace(end)
	if next >= len(p.r) {
		return true
	}
	if p.bracketed(i, end) {
		return false
	}
	if isStrongMark(p.r[i]) {
		return !p.pointsDecimal(i) && p.strongEnd(i, end)
	}
	if next == end {
		return p.glued(i, end)
	}
	if p.goesOn(next) || p.r[i] == '.' && i > p.start && unicode.Is(unicode.Thai, p.r[i-1]) {
		return false // Thai writes the stop behind abbreviations only
	}
	if p.r[i] == '!' && unicode.IsUpper(p.r[next]) && (p.initial(i-1) || exclaimed()[strings.ToLower(p.wordBefore(i))]) {
		return false // of a name: "E! News"
	}
	return p.marks(i) > i+1 || p.r[i] != '.' || end > i+1 || !p.abbreviated(i, next)
}

// pointsDecimal reports whether the full-width point at i stands in a number.
func (p *paragraph) pointsDecimal(i int) bool {
	return p.r[i] == '．' && i > p.start && unicode.IsDigit(p.r[i-1]) && i+1 < len(p.r) && unicode.IsDigit(p.r[i+1])
}

// initial reports whether the letter at i is a capital that stands alone.
func (p *paragraph) initial(i int) bool {
	return i >= p.start && unicode.IsUpper(p.r[i]) && (i == p.start || unicode.IsSpace(p.r[i-1]))
}

// strongEnd decides at a mark that needs no space: what is quoted goes on when
// a particle or a lower-case letter follows the closing quote.
func (p *paragraph) strongEnd(i, end int) bool {
	next := p.r[p.skipSpace(end)]
	if unicode.IsLower(next) {
		return false
	}
	if end == p.marks(i) {
		return true
	}
	rest := p.r[p.skipSpace(end):]
	return next != '，' && next != '、' && next != ',' && !particleAt(rest) && !attribution(rest)
}

// attribution reports whether r begins with nothing but who said it, in
// Chinese.
func attribution(r []rune) bool {
	const longest = 14
	for i := 1; i < min(len(r), longest); i++ {
		if isStrongMark(r[i]) {
			return hasAnySuffix(string(r[:i]), saidWords())
		}
		if !unicode.Is(unicode.Han, r[i]) && r[i] != '·' {
			return false
		}
	}
	return false
}

// particleAt reports whether r begins with a Japanese particle that makes what
// was quoted a part of the sentence.
func particleAt(r []rune) bool {
	s := string(r[:min(len(r), 8)])
	return hasAnyPrefix(s, quoteParticles()) && !hasAnyPrefix(s, noParticles())
}

var (
	saidWords      = wordList("prose.said")
	quoteParticles = wordList("prose.quote-particles")
	noParticles    = wordList("prose.no-particles")
)

// glued decides at a mark with no space behind it: an end only among letters of
// a script without spaces, never inside a number, an address or "U.S.".
func (p *paragraph) glued(i, end int) bool {
	if p.r[i] == '.' && i > p.start && unicode.Is(unicode.Thai, p.r[i-1]) {
		return false // of an abbreviation
	}
	return unspaced(p.r[end]) && (p.r[i] != '.' || i > p.start && unspaced(p.r[i-1]))
}

func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

// goesOn reports whether what begins at i, past quotes and brackets, begins
// with a lower-case letter or a mark, as no sentence does.
func (p *paragraph) goesOn(i int) bool {
	for ; i < len(p.r); i++ {
		switch r := p.r[i]; {
		case unicode.IsLower(r) || r == ',' || r == ';' || r == '၊':
			return true
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsSpace(r):
			return false
		}
	}
	return false
}

// bracketed reports whether the marks at i stand inside a bracket or a corner
// quote that closes later, near enough to be meant.
func (p *paragraph) bracketed(i, end int) bool {
	depth := 0
	for _, r := range p.r[max(p.start, end-lookBack):end] {
		depth = max(0, depth+nesting(r))
	}
	if depth == 0 {
		return false
	}
	const near = 200
	for _, r := range p.r[end:min(len(p.r), end+near)] {
		if depth += nesting(r); depth == 0 {
			return true
		}
	}
	return false
}

func nesting(r rune) int {
	switch r {
	case '(', '[', '（', '【', '《', '［', '〔':
		return 1
	case ')', ']', '）', '】', '》', '］', '〕':
		return -1
	}
	return 0
}
