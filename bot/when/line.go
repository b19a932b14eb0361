package when

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"

	"newsbrief/digest/language"
)

// longestLine and mostTokens bound what is read as times and days at all, in
// bytes and tokens: twelve times and seven days need less.
const (
	longestLine = 1000
	mostTokens  = 80
)

// line is a line that was typed, folded and in tokens.
type line struct {
	typed  string // in one spelling
	folded string
	at     []int // where each byte of folded, and its end, is in typed
	tokens []token
	looks  int // into the vocabulary and at tokens: what reading the line costs
}

// token is a number, a word that is known, a mark, or a run of letters that is
// none of them.
type token struct {
	from, to int // in folded
	text     string
	means    []meaning
	value    int  // of a number in digits
	digits   int  // how many it has, 0 if it is none
	spaced   bool // a space stands before it
}

func (t token) is(c class) bool { _, ok := find(t.means, c); return ok }

// readLine cuts a line into tokens. It reports false if the line is too long
// to be times and days.
func readLine(typed string) (*line, bool) {
	if len(typed) > longestLine || len(strings.Fields(typed)) > mostTokens {
		return nil, false
	}
	l := fold(typed)
	for at := 0; at < len(l.folded); {
		spaced := l.folded[at] == ' '
		if spaced {
			at++
		}
		if at == len(l.folded) {
			break
		}
		tok := l.tokenAt(at)
		tok.spaced = spaced
		if l.tokens = append(l.tokens, tok); len(l.tokens) > mostTokens {
			return nil, false
		}
		at = tok.to
	}
	return l, true
}

// fold makes small letters, plain digits and plain marks of a line, and single
// spaces, and keeps where each byte is from.
func fold(typed string) *line {
	l := &line{typed: spelling().Replace(norm.NFC.String(typed))}
	var b strings.Builder
	for i, r := range l.typed {
		r = foldRune(r)
		if r < 0 || r == ' ' && (b.Len() == 0 || l.folded[len(l.folded)-1] == ' ') {
			continue
		}
		b.WriteRune(r)
		l.folded = b.String()
		for len(l.at) < b.Len() {
			l.at = append(l.at, i)
		}
	}
	l.at = append(l.at, len(l.typed))
	return l
}

// foldWord folds one word.
func foldWord(word string) string { return strings.TrimSpace(fold(word).folded) }

// spelling makes one of what looks the same or is written in two ways.
var spelling = sync.OnceValue(func() *strings.Replacer {
	var pairs []string
	for _, d := range language.All() {
		for typed, written := range d.Table("when.spelling") {
			pairs = append(pairs, typed, written)
		}
	}
	return strings.NewReplacer(pairs...)
})

// foldRune folds one character; it is negative where nothing is left.
func foldRune(r rune) rune {
	if folded := width.LookupRune(r).Folded(); folded != 0 {
		r = folded
	}
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r):
		return -1
	case unicode.Is(unicode.Pd, r), strings.ContainsRune("−~〜∼", r):
		return '-'
	case strings.ContainsRune("’‘\u02bc`´", r):
		return '\''
	case r == '∶', r == '︰':
		return ':'
	}
	return foldDigit(unicode.ToLower(r))
}

// foldDigit makes a decimal digit of any script an ASCII one. Unicode keeps
// every script's ten digits together, in order, so the zero is found by
// stepping down.
func foldDigit(r rune) rune {
	if r < 0x80 || !unicode.Is(unicode.Nd, r) {
		return r
	}
	n := rune(0)
	for n < 9 && unicode.Is(unicode.Nd, r-n-1) {
		n++
	}
	return '0' + n
}

// tokenAt reads the token that begins there.
func (l *line) tokenAt(at int) token {
	to, means := l.wordAt(at)
	if isDigit(l.folded[at]) {
		if tok := l.digitsAt(at); tok.to >= to {
			return tok
		}
	}
	if to == at {
		to = l.strangeAt(at)
	}
	return token{from: at, to: to, text: l.folded[at:to], means: means}
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func (l *line) digitsAt(at int) token {
	tok := token{from: at, to: at}
	for tok.to < len(l.folded) && isDigit(l.folded[tok.to]) {
		tok.value = min(tok.value*10+int(l.folded[tok.to]-'0'), 1e6)
		tok.to++
	}
	tok.digits, tok.text = tok.to-at, l.folded[at:tok.to]
	return tok
}

// wordAt finds the longest word of the vocabulary there. Its cost is bounded by
// the longest word.
func (l *line) wordAt(at int) (to int, means []meaning) {
	words := vocabulary()
	to = at
	for end := at; end < len(l.folded); {
		_, size := utf8.DecodeRuneInString(l.folded[end:])
		end += size
		l.looks++
		found, ok := words[l.folded[at:end]]
		if !ok {
			break
		}
		if found.means != nil && l.endsAt(end) {
			to, means = end, found.means
		}
	}
	return to, means
}

// endsAt reports whether a word can end there: no mark of its last letter
// follows, nor, in a script with spaces between words, another letter.
func (l *line) endsAt(end int) bool {
	next, _ := utf8.DecodeRuneInString(l.folded[end:])
	last, _ := utf8.DecodeLastRuneInString(l.folded[:end])
	return end == len(l.folded) || !unicode.Is(unicode.M, next) && !(isSpacedLetter(last) && isSpacedLetter(next))
}

// strangeAt returns the end of what no word begins.
func (l *line) strangeAt(at int) int {
	_, size := utf8.DecodeRuneInString(l.folded[at:])
	for end := at + size; ; end += size {
		var next rune
		next, size = utf8.DecodeRuneInString(l.folded[end:])
		if size == 0 || next != '_' && !unicode.IsLetter(next) && !unicode.Is(unicode.M, next) {
			return end
		}
	}
}

// isSpacedLetter reports whether it is a letter of a script that puts spaces
// between words: all before Thai in Unicode's order.
func isSpacedLetter(r rune) bool {
	return r < 0x0e00 && unicode.In(r, unicode.L, unicode.M) || unicode.Is(unicode.Latin, r)
}

func isSpaced(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return isSpacedLetter(r)
}

// piece returns the part of the line, as it was typed, that holds the token:
// what stands between commas, "and" and their like.
func (l *line) piece(at int) string {
	if at >= len(l.tokens) {
		return strings.TrimSpace(l.typed)
	}
	from, to := at, at
	for from > 0 && !l.tokens[from-1].is(joins) {
		from--
	}
	for to+1 < len(l.tokens) && !l.tokens[to+1].is(joins) {
		to++
	}
	return strings.TrimSpace(l.typed[l.at[l.tokens[from].from]:l.at[l.tokens[to].to]])
}
