package language

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
)

//go:embed words.txt
var wordList string

// The languages in Latin letters, those of the other countries last.
var tags = [...]string{"en", "vi", "id", "ms", "fil", "fr", "es", "pt", "de", "it", "nl"}

// ours is how many of tags are newsbrief's.
const ours = 5

// scores is how much speaks for each of tags.
type scores [len(tags)]float64

// model are the words, beginnings and endings of words.txt with what they say.
type model struct {
	words, heads, tails map[string]*scores
	// first and last have the bytes that heads begin and tails end with.
	first, last [256]bool
}

// load reads words.txt once. It is part of the program and checked by its
// tests, so what is wrong with it ends the program.
var load = sync.OnceValue(func() *model {
	m := &model{words: map[string]*scores{}, heads: map[string]*scores{}, tails: map[string]*scores{}}
	tag := -1
	for line := range strings.Lines(wordList) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			tag = section(line)
		default:
			m.line(tag, line)
		}
	}
	return m
})

// section returns the place in tags of a heading: "[id]", "[other fr]", and
// "[id2]" for what tells a language from its sister.
func section(line string) int {
	name := strings.TrimRight(strings.TrimPrefix(strings.Trim(line, "[]"), "other "), "2")
	for i, t := range tags {
		if t == name {
			return i
		}
	}
	panic("language: words.txt: unknown section " + line)
}

func (m *model) line(tag int, line string) {
	weight := float64(line[0] - '0')
	for _, w := range strings.Fields(line[1:]) {
		in, key := m.words, w
		switch {
		case strings.HasPrefix(w, "-"):
			in, key = m.tails, w[1:]
			m.last[w[len(w)-1]] = true
		case strings.HasSuffix(w, "-"):
			in, key = m.heads, w[:len(w)-1]
			m.first[w[0]] = true
		}
		if in[key] == nil {
			in[key] = new(scores)
		}
		in[key][tag] = max(in[key][tag], weight)
	}
}

// latinLanguage tells the languages that are written in Latin letters.
func latinLanguage(s string, share float64) (string, float64) {
	var sum scores
	m := load()
	for w := range words(s) {
		m.add(&sum, w)
	}
	best, next := 0, 1
	if sum[next] > sum[best] {
		best, next = next, best
	}
	for i := 2; i < len(sum); i++ {
		switch {
		case sum[i] > sum[best]:
			best, next = i, best
		case sum[i] > sum[next]:
			next = i
		}
	}
	lead := sum[best] - sum[next]
	switch {
	case best >= ours || sum[best] < 1:
		return "", 0
	case lead == 0 && tags[best] != "id": // Indonesian and Malay can be one sentence
		return "", 0
	}
	return tags[best], sure(max(lead, 0.2), share)
}

// add adds what one word says.
func (m *model) add(sum *scores, w string) {
	marks(sum, w)
	if known := m.words[w]; known != nil {
		for i, x := range known {
			sum[i] += x
		}
		return
	}
	if m.first[w[0]] {
		affix(sum, w, m.heads, func(n int) string { return w[:n] })
	}
	if m.last[w[len(w)-1]] {
		affix(sum, w, m.tails, func(n int) string { return w[len(w)-n:] })
	}
}

// affix adds what the longest known beginning or ending of a word says, at a
// third of its weight: an affix is a hint where a word is a proof.
func affix(sum *scores, w string, known map[string]*scores, cut func(int) string) {
	for n := min(7, len(w)-3); n > 0; n-- {
		if a := known[cut(n)]; a != nil {
			for i, x := range a {
				sum[i] += x / 3
			}
			return
		}
	}
}

// marks adds what the accents of a word say.
func marks(sum *scores, w string) {
	for _, r := range w {
		switch {
		case r < 0x80:
		case r >= 0x1EA0 && r <= 0x1EF9, r == 'ơ', r == 'ư', r == 'đ', r == 'ă', r == 'ĩ', r == 'ũ':
			sum[1] += 2
		case strings.ContainsRune("âêôàáèéìíòóùúý", r):
			sum[1] += 0.7
			sum[5] += 0.5
			sum[6] += 0.5
			sum[7] += 0.5
		case strings.ContainsRune("ãõ", r):
			sum[1]++
			sum[7]++
		case strings.ContainsRune("äöüß", r):
			sum[8] += 2
		case strings.ContainsRune("çœëïûùî", r):
			sum[5] += 2
		case r == 'ñ':
			sum[6] += 2
		default:
			sum[5]++
		}
	}
}

// words yields the words of s in lower case.
func words(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		start := -1
		s = strings.ToLower(strings.ReplaceAll(s, "’", "'"))
		for i, r := range s {
			in := unicode.IsLetter(r) || unicode.IsMark(r) || r == '\'' && start >= 0
			switch {
			case in && start < 0:
				start = i
			case !in && start >= 0:
				if !yield(s[start:i]) {
					return
				}
				start = -1
			}
		}
		if start >= 0 {
			yield(s[start:])
		}
	}
}
