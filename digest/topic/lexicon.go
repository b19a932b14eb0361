package topic

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// langSet is a set of places in langs.
type langSet uint16

const allLangs langSet = 1<<len(langs) - 1

// lexeme is a word or phrase of the catalogue.
type lexeme struct {
	tokens []uint32 // ids
	exact  string   // if not "", how the text has to write it
	tones  string   // if not "", its toneKey, which the text's has to equal
	topic  uint8
	weight uint8
	bare   bool // written without accents
	langs  langSet
	ending ending
}

// lexicon finds lexemes in a field. It is immutable.
type lexicon struct {
	ids     map[string]uint32    // of tokens, from 1
	single  [][2]uint32          // id → range of lexemes of this token alone
	pairs   map[uint64][2]uint32 // first two ids → range of longer lexemes
	lexemes []lexeme             // sorted by tokens
	readers []langSet            // of each lexeme, close together because most are passed over
}

// builder gathers the lexemes of a lexicon.
type builder struct {
	lex *lexicon
	f   field
}

func newBuilder() *builder {
	const about = 20_000 // are in the files
	return &builder{lex: &lexicon{ids: map[string]uint32{}, pairs: map[uint64][2]uint32{}, lexemes: make([]lexeme, 0, about)}}
}

// foldKey returns s as lookups compare it: its tokens with a space between words.
func foldKey(f *field, s string) string {
	f.scan(s)
	var key strings.Builder
	for i, u := range f.tokens {
		if i > 0 && u.flags&(grapheme|letter) == 0 && f.tokens[i-1].flags&(grapheme|letter) == 0 {
			key.WriteByte(' ')
		}
		key.Write(f.key(i))
	}
	return key.String()
}

func (b *builder) add(w string, topic, lang int, weight uint8) {
	w, exact := strings.CutPrefix(w, "=")
	l := lexeme{topic: uint8(topic), weight: weight, langs: readers(w, lang)}
	switch {
	case exact, shortCapitals(w):
		l.exact = strings.TrimSuffix(w, ".")
	case abbreviation(w) == len(w):
		l.exact = strings.ReplaceAll(w, ".", "")
	case langs[lang] == "vi":
		l.tones = toneKey(w)
	default:
		l.bare = isASCII(w)
	}
	w, l.ending = stem(w)
	b.f.scan(w)
	for i := range b.f.tokens {
		l.tokens = append(l.tokens, b.id(b.f.key(i)))
	}
	if len(l.tokens) > 0 {
		b.lex.lexemes = append(b.lex.lexemes, l)
	}
}

// id returns the number of a token, a new one if it has none.
func (b *builder) id(token []byte) uint32 {
	n, ok := b.lex.ids[string(token)]
	if !ok {
		n = uint32(len(b.lex.ids) + 1)
		b.lex.ids[string(token)] = n
	}
	return n
}

// readers returns the languages in whose texts a word of one language counts.
// Indonesian and Malay share most of their words, Filipino news is full of
// English ones, both Chinese scripts occur in one text, and names written in
// English occur in all.
func readers(w string, lang int) langSet {
	set := langSet(1) << lang
	switch langs[lang] {
	case "en":
		if first, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(first) {
			return set | filipino
		}
		if len(w) <= 4 && !shortCapitals(w) {
			return allLangs &^ syllabic // where it may be a syllable
		}
		return allLangs
	case "id", "ms":
		return set | malay
	case "zh-Hans", "zh-Hant":
		return set | chinese
	}
	return set
}

var (
	filipino = setOf("fil")
	syllabic = setOf("vi")
	malay    = setOf("id") | setOf("ms")
	chinese  = setOf("zh")
	japanese = setOf("ja")
)

// setOf returns the set of one language, that of its base for a tag with more
// to it, and of both scripts for Chinese. It is empty for a foreign language.
func setOf(tag string) langSet {
	switch {
	case tag == "zh-Hans":
		return 1 << 2
	case tag == "zh-Hant":
		return 1 << 3
	case tag == "zh" || strings.HasPrefix(tag, "zh-"):
		return 1<<2 | 1<<3
	}
	base, _, _ := strings.Cut(tag, "-")
	switch base {
	case "tl":
		base = "fil"
	case "in":
		base = "id"
	}
	if i := slices.Index(langs[:], base); i >= 0 {
		return 1 << i
	}
	return 0
}

// shortCapitals reports whether w is an abbreviation such as "AI" or "WHO",
// which in another case would be another word.
func shortCapitals(w string) bool {
	if len(w) > 4 {
		return false
	}
	for i := range len(w) {
		if c := w[i]; (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// build sorts the lexemes by their first two tokens and indexes them.
func (b *builder) build() *lexicon {
	l := b.lex
	slices.SortStableFunc(l.lexemes, func(a, b lexeme) int { return slices.Compare(a.tokens, b.tokens) })
	l.readers = make([]langSet, len(l.lexemes))
	for i := range l.lexemes {
		l.readers[i] = l.lexemes[i].langs
	}
	l.single = make([][2]uint32, len(l.ids)+1)
	for i := 0; i < len(l.lexemes); {
		k, j := pair(l.lexemes[i].tokens), i+1
		for j < len(l.lexemes) && pair(l.lexemes[j].tokens) == k {
			j++
		}
		span, first := [2]uint32{uint32(i), uint32(j)}, uint32(k)
		if k>>32 == 0 {
			l.single[first] = span
		} else {
			l.pairs[k] = span
		}
		i = j
	}
	return l
}

func pair(tokens []uint32) uint64 {
	k := uint64(tokens[0])
	if len(tokens) > 1 {
		k |= uint64(tokens[1]) << 32
	}
	return k
}

// hit is a lexeme found in a field: tokens i to j, j not included.
type hit struct {
	lexeme int
	i, j   int
}

// number appends the number of every token of the field, 0 for unknown ones.
func (l *lexicon) number(ids []uint32, f *field) []uint32 {
	for i := range f.tokens {
		ids = append(ids, l.ids[string(f.key(i))])
	}
	return ids
}

// find appends to hits every lexeme that counts in texts of the languages. ids
// are of the field's tokens as far as it looks.
func (l *lexicon) find(hits []hit, f *field, ids []uint32, in langSet) []hit {
	for i, id := range ids {
		if id == 0 || f.tokens[i].flags&opens == 0 {
			continue
		}
		hits = l.findAt(hits, f, ids, i, l.single[ids[i]], in)
		if i+1 < len(ids) && ids[i+1] != 0 && f.tokens[i+1].flags&cut == 0 {
			hits = l.findAt(hits, f, ids, i, l.pairs[pair(ids[i:])], in)
		}
	}
	return hits
}

func (l *lexicon) findAt(hits []hit, f *field, ids []uint32, i int, r [2]uint32, in langSet) []hit {
	for k := r[0]; k < r[1]; k++ {
		if l.readers[k]&in == 0 {
			continue
		}
		x := &l.lexemes[k]
		j := i + len(x.tokens)
		if (len(x.tokens) < 3 || follows(f, ids[i:], x.tokens, i)) && x.ending.fits(f, j) && x.spelled(f, f.text(i, j)) {
			hits = append(hits, hit{int(k), i, j})
		}
	}
	return hits
}

// follows reports whether the tokens stand at the beginning of ids, token at of
// the field, with nothing between them that ends a phrase.
func follows(f *field, ids, tokens []uint32, at int) bool {
	if len(ids) < len(tokens) {
		return false
	}
	for i, id := range tokens {
		if ids[i] != id || i > 0 && f.tokens[at+i].flags&cut != 0 {
			return false
		}
	}
	return true
}

// spelled reports whether s is written as the lexeme demands. Capitals that
// tell a name from a word tell nothing in a text all in capitals, and a word
// without accents is another one with them in Vietnamese.
func (x *lexeme) spelled(f *field, s string) bool {
	if x.tones != "" {
		return toneKey(s) == x.tones
	}
	if x.exact == "" && !x.bare {
		return true
	}
	if !isASCII(s) {
		s = norm.NFKC.String(s)
	}
	if x.exact != "" {
		return (s == x.exact || abbreviation(s) > 0 && strings.ReplaceAll(s, ".", "") == x.exact) && (!f.shout || len(f.tokens) < 3)
	}
	return isASCII(s)
}

// toneKey returns a Vietnamese phrase with the tone mark of each syllable
// behind it, because it may stand on either of two vowels: hòa, hoà.
func toneKey(s string) string {
	var b, tones strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch {
		case r == 0x0300 || r == 0x0301 || r == 0x0303 || r == 0x0309 || r == 0x0323:
			tones.WriteRune(r)
			continue
		case !unicode.IsLetter(r) && !unicode.IsMark(r):
			b.WriteString(tones.String())
			tones.Reset()
		}
		b.WriteRune(r)
	}
	return b.String() + tones.String()
}
