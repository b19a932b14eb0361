package topic

import (
	"slices"
	"sync"

	"newsbrief/digest/language"
)

// figures are phrases in which a word stands for something else, as the storm
// in "a storm of protest", by their first token's key.
var figures = sync.OnceValue(func() map[string][][]string {
	out := make(map[string][][]string)
	for _, phrase := range language.Union("topic.figures") {
		var f field
		f.scan(phrase)
		keys := make([]string, len(f.tokens))
		for i := range f.tokens {
			keys[i] = string(f.key(i))
		}
		out[keys[0]] = append(out[keys[0]], keys)
	}
	return out
})

// longestFigure is how many tokens a figure has at most before the word.
const longestFigure = 6

// isFigure reports whether tokens i to j, j not included, are a part of a figure.
func (f *field) isFigure(i, j int) bool {
	for at := max(0, i-longestFigure); at <= i; at++ {
		for _, keys := range figures()[string(f.key(at))] {
			if len(keys) > j-i && at+len(keys) >= j && at+len(keys) <= len(f.tokens) && f.reads(at, keys) {
				return true
			}
		}
	}
	return false
}

// isLikeness reports whether what ends before token j only says what something else is like,
// as in "Ruritania-style".
func (f *field) isLikeness(j int) bool {
	return j < len(f.tokens) && f.src[f.tokens[j-1].s1:f.tokens[j].s0] == "-" && likenesses()[string(f.key(j))]
}

var likenesses = sync.OnceValue(func() map[string]bool { return language.Set("topic.likenesses") })

// reads reports whether the tokens from i on are these.
func (f *field) reads(i int, keys []string) bool {
	return !slices.ContainsFunc(keys, func(key string) bool {
		i++
		return string(f.key(i-1)) != key
	})
}
