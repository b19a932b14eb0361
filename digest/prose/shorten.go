package prose

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/language"
	"newsbrief/digest/text"
)

const (
	// Width is how many columns a line takes at most: six rows on a phone.
	Width = 280
	// Short is how many columns an editor would have it take.
	Short = 180
)

// shorten returns s in at most Width columns: whole, else without what stands
// in brackets or between dashes and without an attribution at its end, else up
// to the end of a clause, else cut at a word, which "…" shows.
func shorten(s string) string {
	const reach = 8 * Width // bytes that are looked at
	if len(s) <= Width || text.Columns(s[:min(len(s), reach)]) <= Width && len(s) <= reach {
		return s
	}
	if len(s) > reach {
		s = strings.ToValidUTF8(s[:reach], "") + "…"
	}
	for _, without := range []func(string) string{withoutBrackets, withoutDashes, withoutAttribution} {
		if s = without(s); text.Columns(s) <= Width {
			return s
		}
	}
	if clause := toClause(s); clause != "" {
		return clause
	}
	return cut(s)
}

// withoutBrackets takes off what stands in round brackets.
func withoutBrackets(s string) string { return brackets().ReplaceAllString(s, "$1") }

var brackets = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\s?[(（][^()（）]{1,120}[)）]([,.;:。，]?)`)
})

// withoutDashes takes off what stands between two dashes.
func withoutDashes(s string) string { return dashes().ReplaceAllString(s, " ") }

var dashes = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(` ?(?:— ?[^—]{1,120}—| – [^–]{1,120} –| -- .{1,120}? --| - [^-]{1,120} -) `)
})

// withoutAttribution takes off who said it at the end, but of a quotation.
func withoutAttribution(s string) string {
	m := attributions().FindStringSubmatchIndex(s)
	if m == nil || isCloser(lastRune(s[:m[0]])) || halfQuoted(s[:m[0]]) || halfBracketed(s[:m[0]]) || !whole(s[:m[0]]) {
		return s
	}
	return s[:m[0]] + s[m[2]:m[3]]
}

// attributions match from the comma before who said it to the end.
var attributions = pattern("prose.attributions", `,\s@([.។။।]["”’]?)$`)

// leastClause is how many columns a clause takes at least that stands for its
// sentence.
const leastClause = 100

// toClause returns the sentence up to its last clause that ends on a line, ""
// without one: at a semicolon, before a comma with a conjunction, or in scripts
// without such marks before the opener of a clause. It has its full stop, where
// the script has one: nothing before it hangs on what follows.
func toClause(s string) string {
	room := text.Cut(s, Width-1)
	room = strings.TrimSuffix(room, "…")
	for at := len(room); at > 0; {
		r, size := utf8.DecodeLastRuneInString(room[:at])
		at -= size
		head, rest := strings.TrimRight(s[:at], " "), strings.TrimLeft(s[at+size:], " ")
		if len(head) < leastClause/2 || text.Columns(head) < leastClause {
			return ""
		}
		if parts(r, head, rest) && !halfQuoted(head) && !halfBracketed(head) && whole(head) {
			return closed(head)
		}
	}
	return ""
}

// parts reports whether the mark between head and rest parts clauses.
func parts(mark rune, head, rest string) bool {
	switch mark {
	case ';', '；':
		return true
	case ',':
		return adds(rest) && !inSeries(head)
	case '，':
		return adds(rest)
	case ' ':
		return markless(head) && hasAnyPrefix(rest, clauseOpeners()) && !hangs(head, rest)
	}
	return false
}

// adds reports whether rest opens with a conjunction that only adds to what was
// said.
func adds(rest string) bool { return additions().lead(startOf(rest)) > 0 }

// additions are the conjunctions that only add to what was said.
var additions = sync.OnceValue(func() phrases { return newPhrases(entries(language.Union("prose.and"))) })

// inSeries reports whether the clause before the comma is one of several, to
// which the conjunction belongs.
func inSeries(head string) bool {
	const clause = 60 // columns
	at := strings.LastIndexByte(head, ',')
	return at >= 0 && text.Columns(head[at:]) < clause
}

// hangs reports whether head asks for rest: it ends in half a name or in a word
// that wants more, holds a condition or a denial.
func hangs(head, rest string) bool {
	last := head[strings.LastIndexByte(head, ' ')+1:]
	return hasAnyPrefix(last, titleWords()) || hasAnySuffix(head, wantsMore()) || hasAnySuffix(head, unfinished()) || containsAny(head, conditions()) || hasAnyPrefix(rest, conditions()) || containsAny(head, denials())
}

var (
	clauseOpeners = wordList("prose.clauses")
	titleWords    = wordList("prose.name-titles")
	unfinished    = wordList("prose.unfinished")
	conditions    = wordList("prose.conditions")
	denials       = wordList("prose.denials")
)

func containsAny(s string, list []string) bool {
	for _, w := range list {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// whole reports whether head has a verb, and its main clause if it opens with
// another.
func whole(head string) bool {
	words := strings.FieldsFunc(strings.ToLower(head), func(r rune) bool { return !text.IsWord(r) && r != '\'' && r != '’' })
	if len(words) == 0 {
		return false
	}
	const clause = 50 // columns
	if fronts()[words[0]] {
		at := strings.LastIndex(head, ", ")
		if at < 0 || text.Columns(head[at:]) < clause {
			return false
		}
	}
	if markless(head) {
		return containsAny(said(head), verbWords())
	}
	if !text.Spaced(lastRune(strings.TrimRightFunc(head, func(r rune) bool { return !unicode.IsLetter(r) }))) {
		return true
	}
	for _, w := range words {
		if isVerb()[w] || hasAnyPrefix(w, verbBeginnings()) && len(w) > 5 || hasAnySuffix(w, verbEndings()) && len(w) > 4 {
			return true
		}
	}
	return false
}

// said is what of s stands behind the last word for "that".
func said(s string) string {
	for _, that := range thatWords() {
		if at := strings.LastIndex(s, that+" "); at >= 0 {
			return s[at+len(that):]
		}
	}
	return s
}

var thatWords = wordList("prose.that")

var (
	fronts    = wordSet("prose.fronts")
	isVerb    = wordSet("prose.verbs")
	verbWords = wordList("prose.verbs")

	verbEndings    = affixes(strings.CutPrefix)
	verbBeginnings = affixes(strings.CutSuffix)
)

// affixes returns the verbs' entries that stand for what words begin or end with.
func affixes(bare func(s, hyphen string) (string, bool)) func() []string {
	return sync.OnceValue(func() []string {
		var out []string
		for _, w := range verbWords() {
			if affix, ok := bare(w, "-"); ok {
				out = append(out, affix)
			}
		}
		return out
	})
}

// closed gives a clause the full stop of its script.
func closed(s string) string {
	s = strings.TrimRight(s, " ,;:，；")
	switch last := lastRune(strings.TrimRightFunc(s, isCloser)); {
	case markless(s):
		return s
	case unicode.In(last, unicode.Han, unicode.Hiragana, unicode.Katakana):
		return s + "。"
	case unicode.Is(unicode.Khmer, last):
		return s + "។"
	case unicode.Is(unicode.Myanmar, last):
		return s + "။"
	}
	return s + "."
}

// cut ends s behind its last mark on a line, if much stands before it, else
// behind a word.
func cut(s string) string {
	line := text.Cut(s, Width)
	room := strings.TrimSuffix(line, "…")
	if at := strings.LastIndexAny(room, ",，、;；"); at > 0 && text.Columns(room[:at])*3 >= Width*2 && !digitAfter(room, at) {
		return strings.TrimRight(room[:at], " ") + "…"
	}
	return line
}

func digitAfter(s string, at int) bool {
	_, size := utf8.DecodeRuneInString(s[at:])
	next, _ := utf8.DecodeRuneInString(s[at+size:])
	return unicode.IsDigit(next)
}

func halfBracketed(s string) bool {
	depth := 0
	for _, r := range s {
		depth = max(0, depth+nesting(r))
	}
	return depth > 0
}
