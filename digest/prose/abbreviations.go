package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/text"
)

var (
	isTitle   = wordSet("prose.titles")
	isCounter = wordSet("prose.counters")
	isSuffix  = wordSet("prose.suffixes")
	isOpener  = wordSet("prose.openers")
	isLetter  = wordSet("prose.letters")
	exclaimed = wordSet("prose.exclaimed")
)

// abbreviated reports whether the full stop at i belongs to the word before
// it, given that the next word begins at next.
func (p *paragraph) abbreviated(i, next int) bool {
	word := strings.ToLower(p.wordBefore(i))
	last := word[strings.LastIndexByte(word, '.')+1:]
	switch {
	case word == "":
		return false
	case isTitle()[word], isTitle()[last], isLetter()[word]:
		return true
	case p.start+utf8.RuneCountInString(word) == i && numeric(word):
		return true
	case startsWithDigit(p.wordAt(next)) && (isCounter()[word] || isSuffix()[word] || initials(word)):
		return true
	case isSuffix()[word] || initials(word):
		return !isOpener()[strings.ToLower(p.wordAt(next))]
	}
	return false
}

// wordBefore returns the run of letters, marks, digits and inner stops that ends at i.
func (p *paragraph) wordBefore(i int) string {
	const long = 40 // no abbreviation is
	from := i
	for from > max(p.start, i-long) && (text.IsWord(p.r[from-1]) || p.r[from-1] == '.' || p.r[from-1] == '/') {
		from--
	}
	return strings.TrimLeft(string(p.r[from:i]), "./")
}

// wordAt returns the word that begins at i, past opening quotes and brackets.
func (p *paragraph) wordAt(i int) string {
	for i < len(p.r) && !text.IsWord(p.r[i]) && !unicode.IsSpace(p.r[i]) {
		i++
	}
	const long = 40
	to := i
	for to < min(len(p.r), i+long) && text.IsWord(p.r[to]) {
		to++
	}
	return string(p.r[i:to])
}

func startsWithDigit(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsDigit(r)
}

func numeric(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) && r != '.' }) < 0
}

// initials reports whether s is a single letter of a script with cases or
// Tamil, or several pieces of at most two letters between stops: "j", "u.s".
func initials(s string) bool {
	for piece := range strings.SplitSeq(s, ".") {
		letters := 0
		for _, r := range piece {
			if unicode.IsLetter(r) {
				letters++
			}
			if unicode.IsDigit(r) || !unicode.In(r, unicode.Latin, unicode.Tamil, unicode.Mn, unicode.Mc) {
				return false
			}
		}
		if letters > 1 && !(letters == 2 && strings.Contains(s, ".")) {
			return false
		}
	}
	return true
}
