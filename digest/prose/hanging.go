package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/text"
)

// pronoun reports whether s opens with a word that stands for something said
// before, or nothing but a phrase without a name stands before that word: "In a
// statement, it said". In a quotation such a word stands for its speaker.
func (p Picker) pronoun(s string) bool {
	if first, _ := utf8.DecodeRuneInString(s); strings.ContainsRune("\"'“‘«", first) {
		return false
	}
	s = strings.TrimLeftFunc(s, func(r rune) bool { return !text.IsWord(r) })
	l := lexiconOf(p.Language)
	if l.standsIn(s) {
		return !p.saysToo(s[:l.pronouns.lead(startOf(s))])
	}
	const phrase = 60 // bytes
	head, rest, ok := strings.Cut(s, ", ")
	_, n := utf8.DecodeRuneInString(s)
	return ok && len(head) < phrase && !strings.ContainsFunc(head[n:], unicode.IsUpper) && unicode.In(lastRune(head), unicode.Latin) && l.standsIn(rest)
}

// saysToo reports whether the headline has the pronoun too, as where somebody
// tells what happened to them.
func (p Picker) saysToo(pronoun string) bool {
	words := " " + strings.Join(strings.FieldsFunc(strings.ToLower(p.Headline), func(r rune) bool { return !text.IsWord(r) }), " ") + " "
	return strings.Contains(words, " "+strings.ToLower(pronoun)+" ")
}

// standsIn reports whether s opens with a pronoun. Before a capital it is a
// name: "He Lihua", "I Wayan".
func (l *lexicon) standsIn(s string) bool {
	low := startOf(s)
	n := l.pronouns.lead(low)
	if n == 0 || l.noPronouns.lead(low) > 0 {
		return false
	}
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(s[n:], " "))
	return l.possessives.lead(low) > 0 || !unicode.IsUpper(next)
}

// connective returns how many bytes of s are an opening such as "However, ".
func connective(s, lang string) int { return lexiconOf(lang).connectives.lead(startOf(s)) }

// turns reports whether s says by its opening that things are otherwise.
func turns(s, lang string) bool { return lexiconOf(lang).turns.lead(startOf(s)) > 0 }

// dropConnective returns the sentence as it stands alone, if enough is left.
func dropConnective(s, lang string) string {
	rest := strings.TrimLeft(s[connective(s, lang):], " ,")
	if text.Columns(rest) < Least {
		return s
	}
	r, n := utf8.DecodeRuneInString(rest)
	return string(unicode.ToUpper(r)) + rest[n:]
}
