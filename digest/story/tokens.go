package story

import (
	"cmp"
	"strings"
	"sync"
	"unicode"

	"newsbrief/digest/language"
	"newsbrief/digest/text"
)

// A token is a run of one kind of writing.
type token struct {
	folded  string // as compared
	written string // as it stands in the item
	kind    kind
	first   bool // opens its text or a sentence of it
	comma   bool // stands behind a comma
}

// kind is what a token can be.
type kind uint8

const (
	word   kind = iota // of a script that separates words
	run                // characters of a script that does not
	number             // digits, with their separators
)

// middleDot parts the words of a foreign name in Japanese.
const middleDot = 0x30fb

// tokens cuts s into words, numbers and runs.
func tokens(s string) []token {
	var out []token
	rs := []rune(s)
	first, comma := true, false
	for i := 0; i < len(rs); {
		k, ok := kindOf(rs[i])
		if !ok {
			first = first || strings.ContainsRune(".:!?–—|", rs[i])
			comma = comma || rs[i] == ','
			i++
			continue
		}
		j := endOf(rs, i, k)
		if t := newToken(string(rs[i:j]), k); t.folded != "" {
			t.first, t.comma = first, comma
			first, comma = false, false
			out = append(out, t)
		}
		i = j
	}
	return out
}

func newToken(written string, k kind) token {
	folded := ""
	switch k {
	case number:
		folded = plainNumber(written)
	case word:
		folded = strings.TrimSuffix(text.Fold(written), "'s")
	case run:
		folded = oneScript(text.Fold(written))
	}
	return token{folded: folded, written: written, kind: k}
}

// kindOf returns what a token that begins with r is, and false if r separates.
func kindOf(r rune) (kind, bool) {
	switch {
	case unicode.IsDigit(r):
		return number, true
	case !unicode.IsLetter(r) && !unicode.IsMark(r):
		return word, false
	case text.Spaced(r), katakana(r):
		return word, r != middleDot
	}
	return run, true
}

// endOf returns where the token of kind k that begins at i ends.
func endOf(rs []rune, i int, k kind) int {
	j := i + 1
	for j < len(rs) && continues(rs, j, k) {
		j++
	}
	return j
}

func continues(rs []rune, j int, k kind) bool {
	r := rs[j]
	more := j+1 < len(rs)
	switch {
	case k == number && (r == '.' || r == ','):
		return more && unicode.IsDigit(rs[j+1])
	case k == number:
		return unicode.IsDigit(r)
	case k == word && (r == '\'' || r == '’'):
		return more && unicode.IsLetter(rs[j+1])
	case k == word && unicode.IsDigit(r):
		return !katakana(rs[j-1])
	}
	next, ok := kindOf(r)
	return ok && (next == k && katakana(r) == katakana(rs[j-1]) || unicode.IsMark(r))
}

// plainNumber writes a number in ASCII digits, without what separates
// thousands: "1,200", "1.200" and "၁၂၀၀" are one number.
func plainNumber(s string) string {
	var b strings.Builder
	group := 0 // digits since the last separator
	for _, r := range s {
		if !unicode.IsDigit(r) {
			b.WriteByte('.')
			group = 0
			continue
		}
		b.WriteByte('0' + digit(r))
		group++
	}
	plain := b.String()
	if group == 3 {
		return strings.ReplaceAll(plain, ".", "")
	}
	return plain
}

// digit returns the value of a decimal digit of any script. Unicode keeps the
// ten of a script together, in order.
func digit(r rune) byte {
	n := byte(0)
	for n < 9 && unicode.IsDigit(r-1) && !startsDigits(r) {
		r--
		n++
	}
	return n
}

// startsDigits reports whether r is a zero: in the blocks where digits of two
// kinds touch, a zero stands at a multiple of ten from the first.
func startsDigits(r rune) bool {
	return r >= 0x1d7ce && r <= 0x1d7ff && (r-0x1d7ce)%10 == 0
}

// oneScript writes what is in traditional Chinese characters in simplified ones,
// so that one report in both is one.
func oneScript(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return variants()[r] != 0 }) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune { return cmp.Or(variants()[r], r) }, s)
}

// variants has the simplified form of traditional characters.
var variants = sync.OnceValue(func() map[rune]rune {
	out := map[rune]rune{}
	for _, line := range language.Of("zh").List("story.variants") {
		for pair := range strings.FieldsSeq(line) {
			rs := []rune(pair)
			out[rs[0]] = rs[1]
		}
	}
	return out
})
