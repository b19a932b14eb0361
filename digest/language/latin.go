package language

import (
	_ "embed"
	"iter"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed latin.txt
var latinTable string

//go:embed words.txt
var wordList string

// malay is the class of Indonesian and Malay, which one sentence can be both.
const malay = "malay"

// LatinClasses returns what the table of Latin features tells apart, in the
// order of its columns.
func LatinClasses() []string { return []string{"en", "vi", "fil", malay} }

// LatinClass returns the class of one of our languages in Latin letters.
func LatinClass(lang string) string {
	if lang == "id" || lang == "ms" {
		return malay
	}
	return lang
}

// evidence is what speaks against each of the classes, in tenths of a logarithm.
type evidence [4]float64

// latinModel is what the files say.
type latinModel struct {
	features map[string]evidence
	sisters  map[string]float64 // words that tell Indonesian (above 0) from Malay
	others   map[string]bool    // small words of languages that are none of ours
}

// loadLatin reads the files once. They are part of the program and checked by
// its tests, so what is wrong with them ends the program.
var loadLatin = sync.OnceValue(func() *latinModel {
	m := &latinModel{features: map[string]evidence{}, sisters: map[string]float64{}, others: map[string]bool{}}
	for line := range strings.Lines(latinTable) {
		fields := strings.Fields(line)
		if line[0] == '#' || len(fields) != 1+len(LatinClasses()) {
			continue
		}
		var e evidence
		for i, f := range fields[1:] {
			n, err := strconv.Atoi(f)
			if err != nil {
				panic("language: latin.txt: " + line)
			}
			e[i] = float64(n)
		}
		m.features[fields[0]] = e
	}
	section := ""
	for line := range strings.Lines(wordList) {
		switch line = strings.TrimSpace(line); {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = strings.Trim(line, "[]")
		default:
			m.word(section, strings.Fields(line))
		}
	}
	return m
})

// word takes a line of words.txt: a weight with its words, or the words alone.
func (m *latinModel) word(section string, words []string) {
	weight, err := strconv.Atoi(words[0])
	if err == nil {
		words = words[1:]
	}
	for _, w := range words {
		switch section {
		case "id":
			m.sisters[w] = max(m.sisters[w], float64(weight))
		case "ms":
			m.sisters[w] = min(m.sisters[w], -float64(weight))
		default:
			m.others[w] = true
		}
	}
}

// most is how much of a text is looked at, in bytes: enough to be sure.
const most = 400

// latinLanguage tells the languages that are written in Latin letters.
func latinLanguage(s string, share float64) (string, float64) {
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "")
	}
	m := loadLatin()
	against, known, small := m.weigh(s)
	best, lead := least(against)
	if m.foreign(s) > small[best] || known == 0 || lead == 0 {
		return "", 0
	}
	if LatinClasses()[best] == malay {
		return m.sister(s, share)
	}
	const overlap = 60 // tenths: pieces of one word say the same several times
	return LatinClasses()[best], sure(lead/overlap, share)
}

// weigh sums what the features say; small counts the lower-case words that are
// above all of each class.
func (m *latinModel) weigh(s string) (against evidence, known int, small [4]int) {
	for f, weight := range LatinFeatures(s) {
		e, ok := m.features[f]
		if !ok {
			continue
		}
		known++
		for i, x := range e {
			against[i] += weight * x
			if x == 0 && weight == 1 && strings.HasPrefix(f, "_") && strings.HasSuffix(f, "_") {
				small[i]++
			}
		}
	}
	return against, known, small
}

// least returns the class against which least speaks, and how much more speaks
// against the next.
func least(against evidence) (best int, lead float64) {
	next := 1
	if against[next] < against[best] {
		best, next = next, best
	}
	for i := 2; i < len(against); i++ {
		switch {
		case against[i] < against[best]:
			best, next = i, best
		case against[i] < against[next]:
			next = i
		}
	}
	return best, against[next] - against[best]
}

// foreign counts the small words of languages that are none of ours.
func (m *latinModel) foreign(s string) (n int) {
	for w, name := range words(s) {
		if !name && m.others[w] {
			n++
		}
	}
	return n
}

// sister tells Indonesian from Malay; where nothing does it is Indonesian, of
// which there is more, and not sure.
func (m *latinModel) sister(s string, share float64) (string, float64) {
	sum := 0.0
	for w := range words(s) {
		sum += m.sisters[w]
	}
	if sum < 0 {
		return "ms", sure(-sum, share)
	}
	return "id", sure(max(sum, 0.2), share)
}

// nameWeight is what a capitalised word counts beside another: the names of
// people and places travel. Chosen on the half of the headlines that was learnt
// from; 0.2 to 0.5 give the same.
const nameWeight = 0.3

// LatinFeatures yields what of a text tells its language, with its weight:
// every word, and the pieces of two and three letters of which it is made.
func LatinFeatures(s string) iter.Seq2[string, float64] {
	return func(yield func(string, float64) bool) {
		first := true
		for w, name := range words(s) {
			weight := 1.0
			if name && !first {
				weight = nameWeight
			}
			first = false
			w = "_" + w + "_"
			if !yield(w, weight) {
				return
			}
			for piece := range pieces(w) {
				if len(piece) < len(w) && !yield(piece, weight) {
					return
				}
			}
		}
	}
}

// pieces yields the runs of two and of three letters in w.
func pieces(w string) iter.Seq[string] {
	return func(yield func(string) bool) {
		before, last := -1, -1
		for at, r := range w {
			end := at + utf8.RuneLen(r)
			if last >= 0 && !yield(w[last:end]) || before >= 0 && !yield(w[before:end]) {
				return
			}
			before, last = last, at
		}
	}
}

// words yields the words of s in lower case, and whether each was capitalised.
func words(s string) iter.Seq2[string, bool] {
	return func(yield func(string, bool) bool) {
		for w := range strings.FieldsFuncSeq(strings.ReplaceAll(s, "’", "'"), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' }) {
			if w = strings.Trim(w, "'"); w == "" {
				continue
			}
			first, _ := utf8.DecodeRuneInString(w)
			if !yield(strings.ToLower(w), unicode.IsUpper(first)) {
				return
			}
		}
	}
}
