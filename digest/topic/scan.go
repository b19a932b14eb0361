package topic

import (
	"bytes"
	"slices"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/text"

	"golang.org/x/text/unicode/norm"
)

// maxScanned is how many bytes of a text are read: the topic of a report
// stands at its beginning, and offsets fit into 16 bits.
const maxScanned = 8 << 10

// token is the smallest piece that a word can begin and end with: a word where
// the script has spaces, a grapheme where it has none, and a letter in Tamil
// and Korean, whose words take endings.
type token struct {
	f0, f1 uint16 // in field.folded
	s0, s1 uint16 // in field.src
	flags  uint8
}

const (
	opens    uint8 = 1 << iota // a word of the catalogue may begin here
	cut                        // punctuation stands before it: no phrase runs across
	letter                     // token of a script whose words take endings: only a beginning is matched
	grapheme                   // token of a script without spaces
)

// field is a text taken apart for comparison.
type field struct {
	src    string
	folded []byte
	tokens []token
	shout  bool // every letter is a capital: case tells nothing
}

func (f *field) key(i int) []byte { u := f.tokens[i]; return f.folded[u.f0:u.f1] }

// text returns tokens i to j, j not included, as they stand in the text.
func (f *field) text(i, j int) string { return f.src[f.tokens[i].s0:f.tokens[j-1].s1] }

// scan takes s apart, reusing what f holds.
func (f *field) scan(s string) {
	if len(s) > maxScanned {
		s = s[:maxScanned]
	}
	if !norm.NFC.IsNormalString(s) {
		s = norm.NFC.String(s)
		s = s[:min(len(s), 2*maxScanned)]
	}
	f.read(s)
}

// read takes s apart, which is in form NFC.
func (f *field) read(s string) {
	*f = field{src: s, folded: f.folded[:0], tokens: f.tokens[:0], shout: true}
	sc := scanner{f: f}
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			i = sc.ascii(i)
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if m := halfKana(s[i:]); m > 0 {
			sc.cluster(norm.NFKC.String(s[i:i+m]), i, m)
			i += m
			continue
		}
		sc.rune(r, i, n)
		i += n
	}
	sc.flush(len(s))
}

// scanner is the state of one scan: the token that is being built.
type scanner struct {
	f      *field
	page   *page // of classes, the last that was needed
	pageAt rune
	open   bool // a word is being built
	cur    token
	next   uint8 // flags that the next token gets
	join   bool  // the next base letter belongs to the grapheme before it
	quote  bool  // an apostrophe stood right before
}

// ascii reads the letters and digits, or the one other character, that stand
// at the place, and returns where they end.
func (sc *scanner) ascii(at int) int {
	f := sc.f
	if c := f.src[at]; asciiFold[c] == 0 && (!sc.open || c != '+' && c != '#') {
		sc.separate(rune(c), at)
		return at + 1
	}
	if !sc.open {
		if n := abbreviation(f.src[at:]); n > 0 {
			return sc.letters(at, at+n)
		}
	}
	sc.begin(at)
	i, folded := at, f.folded
	for i < len(f.src) {
		c := f.src[i]
		l := asciiFold[c]
		if l == 0 {
			if c != '+' && c != '#' {
				break
			}
			l = c
		}
		if c >= 'a' {
			f.shout = false
		}
		folded = append(folded, l)
		i++
	}
	f.folded = folded
	sc.cur.s1 = uint16(i)
	return i
}

// letters makes one word of an abbreviation, which is the same without points.
func (sc *scanner) letters(at, end int) int {
	sc.begin(at)
	for i := at; i < end; i++ {
		c := sc.f.src[i]
		if c >= 'a' {
			sc.f.shout = false
		}
		if c != '.' {
			sc.f.folded = append(sc.f.folded, asciiFold[c])
		}
	}
	sc.cur.s1 = uint16(end)
	sc.flush(end)
	return end
}

// abbreviation returns the length of single letters with points between them
// at the beginning of s, as in "U.S." and "A.I", 0 if there are none.
func abbreviation(s string) int {
	n := 0
	for n+1 < len(s) && isASCIILetter(s[n]) && s[n+1] == '.' {
		n += 2
	}
	switch {
	case n == 0, n == 2 && (len(s) == n || !isASCIILetter(s[n])):
		return 0
	case n < len(s) && isASCIILetter(s[n]):
		n++
	}
	if r, _ := utf8.DecodeRuneInString(s[n:]); (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)) && text.Spaced(r) {
		return 0
	}
	return n
}

// asciiFold has the letters, in lower case, and digits of ASCII.
var asciiFold = func() (t [256]byte) {
	for c := byte('0'); c <= '9'; c++ {
		t[c] = c
	}
	for c := byte('a'); c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = c, c
	}
	return t
}()

func (sc *scanner) begin(at int) {
	if sc.open {
		return
	}
	sc.open = true
	sc.join = false
	n := uint16(len(sc.f.folded))
	sc.cur = token{f0: n, f1: n, s0: uint16(at), flags: sc.next | opens}
}

// separate ends a word. Only spaces, hyphens and apostrophes, and a point
// within an abbreviation, let a phrase go on.
func (sc *scanner) separate(r rune, at int) {
	sc.flush(at)
	sc.join = false
	sc.quote = r == '\'' || r == '’'
	switch {
	case r == ' ', r == '(', sc.quote, unicode.IsSpace(r), r == '-', r == '‐', r == '‑', r == '_', r == '\u30FB', r == '·', r == '&', r == '/':
	case r == '.' && at+1 < len(sc.f.src) && (isASCIILetter(sc.f.src[at+1]) || sc.f.src[at+1] >= utf8.RuneSelf):
	default:
		sc.next |= cut
	}
}

func isASCIILetter(c byte) bool { c |= 0x20; return 'a' <= c && c <= 'z' }

// flush ends the word that is being built, if any.
func (sc *scanner) flush(at int) {
	if !sc.open {
		return
	}
	sc.open = false
	u := sc.cur
	u.f1 = uint16(len(sc.f.folded))
	w := sc.f.folded[u.f0:u.f1]
	if sc.quote && len(w) == 1 && w[0] == 's' && len(sc.f.tokens) > 0 {
		sc.f.folded = sc.f.folded[:u.f0] // the possessive
		return
	}
	u.f1 = u.f0 + uint16(singular(w))
	sc.push(u)
}

func (sc *scanner) push(u token) {
	sc.next, sc.quote = 0, false
	sc.f.tokens = append(sc.f.tokens, u)
}

func (sc *scanner) rune(r rune, at, n int) {
	in := sc.info(r, at, n)
	if in.small {
		sc.f.shout = false
	}
	switch in.class {
	case skip:
	case word:
		sc.begin(at)
		sc.f.folded = append(sc.f.folded, in.folded...)
		sc.cur.s1 = uint16(at + n)
	case stemLetter:
		sc.stem(in.folded, at, n)
	case base:
		if sc.aa(r, in.folded, at, n) {
			return
		}
		if sc.join && sc.extend(in.folded, at, n) {
			sc.join = false
			return
		}
		sc.cluster(in.folded, at, n)
	case mark, joiner:
		if !sc.extend(in.folded, at, n) {
			sc.cluster(in.folded, at, n)
		}
		sc.join = in.class == joiner
	default:
		sc.separate(r, at)
	}
}

// cluster begins a new grapheme of a script without spaces.
func (sc *scanner) cluster(folded string, at, n int) {
	sc.flush(at)
	sc.join = false
	sc.add(folded, at, n, sc.next|opens|grapheme)
}

// aa puts a Thai or Lao AA onto a grapheme that holds a nikhahit: together they
// are the vowel AM, which is also written as one letter, and the tone mark
// stands before, between or behind them.
func (sc *scanner) aa(r rune, folded string, at, n int) bool {
	ring := "\u0E4D"
	switch r {
	case '\u0E32':
	case '\u0EB2':
		ring = "\u0ECD"
	default:
		return false
	}
	k := len(sc.f.tokens)
	if sc.open || k == 0 || int(sc.f.tokens[k-1].s1) != at {
		return false
	}
	f0 := sc.f.tokens[k-1].f0
	i := bytes.Index(sc.f.folded[f0:], []byte(ring))
	if i < 0 {
		return false
	}
	sc.f.folded = slices.Delete(sc.f.folded, int(f0)+i, int(f0)+i+len(ring))
	return sc.extend(ring+folded, at, n)
}

// stem adds a letter of a script whose words take endings.
func (sc *scanner) stem(folded string, at, n int) {
	sc.flush(at)
	flags := sc.next | letter
	if k := len(sc.f.tokens); k == 0 || sc.f.tokens[k-1].flags&letter == 0 || int(sc.f.tokens[k-1].s1) != at {
		flags |= opens
	}
	sc.add(folded, at, n, flags)
}

func (sc *scanner) add(folded string, at, n int, flags uint8) {
	f0 := len(sc.f.folded)
	sc.f.folded = append(sc.f.folded, folded...)
	sc.push(token{f0: uint16(f0), f1: uint16(len(sc.f.folded)), s0: uint16(at), s1: uint16(at + n), flags: flags})
}

// extend puts a mark onto the token before it and reports whether there is one
// right before.
func (sc *scanner) extend(folded string, at, n int) bool {
	if sc.open {
		sc.f.folded = append(sc.f.folded, folded...)
		sc.cur.s1 = uint16(at + n)
		return true
	}
	k := len(sc.f.tokens)
	if k == 0 || int(sc.f.tokens[k-1].s1) != at || sc.f.tokens[k-1].flags&grapheme == 0 {
		return false
	}
	sc.f.folded = append(sc.f.folded, folded...)
	sc.f.tokens[k-1].f1 = uint16(len(sc.f.folded))
	sc.f.tokens[k-1].s1 = uint16(at + n)
	return true
}

// singular returns the length of the English word w without its plural
// ending. It is used on both sides of every comparison, so a word that it
// shortens wrongly still equals itself.
func singular(w []byte) int {
	n := len(w)
	if n < 4 || w[n-1] != 's' {
		return n
	}
	for _, c := range w {
		if c < 'a' || c > 'z' {
			return n
		}
	}
	switch string(w) {
	case "news", "arms", "mars", "gas":
		return n
	}
	switch w[n-2] {
	case 's', 'u', 'i':
		return n
	case 'e':
		return n - plural(w[:n-2])
	}
	return n - 1
}

// plural says how much of "…es" goes off, given what stands before it.
func plural(stem []byte) int {
	n := len(stem)
	switch last := stem[n-1]; {
	case last == 'i' && n > 2:
		stem[n-1] = 'y'
		return 2
	case last == 'x', last == 's' && stem[n-2] == 's', last == 'h' && (stem[n-2] == 's' || stem[n-2] == 'c'):
		return 2
	}
	return 1
}

// halfKana returns the length of a half-width Kana letter with its voicing
// mark at the beginning of s, 0 if none stands there.
func halfKana(s string) int {
	if len(s) < 6 || s[0] != 0xEF {
		return 0
	}
	a, n := utf8.DecodeRuneInString(s)
	b, m := utf8.DecodeRuneInString(s[n:])
	if a >= 0xFF66 && a <= 0xFF9D && (b == 0xFF9E || b == 0xFF9F) {
		return n + m
	}
	return 0
}
