package talk

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/net/publicsuffix"

	"newsbrief/bot/texts"
	"newsbrief/bot/when"
	"newsbrief/digest/language"
	"newsbrief/digest/text"
)

// lexicon is the words of all languages that the conversation knows beside
// topics, times and places, folded.
type lexicon struct {
	joiners, fillers, news, all, yes map[string]bool
	wishes                           map[string]string // commands by what people write for them
	joined                           []string          // what may stand between topics without a space, the longest first
}

var vocabulary = sync.OnceValue(func() lexicon {
	x := lexicon{
		joiners: folded("talk.joiners"), fillers: folded("talk.fillers"), news: folded("talk.news"),
		all: folded("talk.all"), yes: folded("talk.yes"), wishes: map[string]string{},
	}
	for _, d := range language.All() {
		for words, command := range d.Table("talk.wishes") {
			x.wishes[text.Fold(words)] = command
		}
	}
	x.joined = unspaced(append(language.Union("talk.joiners"), language.Union("talk.particles")...))
	return x
})

func folded(section string) map[string]bool {
	set := map[string]bool{}
	for _, word := range language.Union(section) {
		set[text.Fold(word)] = true
	}
	return set
}

// unspaced keeps the words of scripts that stand without spaces.
func unspaced(words []string) []string {
	words = slices.DeleteFunc(words, func(w string) bool { return strings.ContainsFunc(w, isLatin) || w == "&" })
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return slices.Compact(words)
}

func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) }

// isJoiner reports whether the word is an "and" in any language, or in just
// this one.
func isJoiner(word, tag string) bool {
	f := text.Fold(word)
	return vocabulary().joiners[f] || when.IsJoiner(word) && !vocabulary().fillers[f] || slices.Contains(language.Of(tag).List("talk.joiners here"), f)
}

func isFiller(word string) bool { return vocabulary().fillers[text.Fold(word)] }

// isGeneral reports whether the words mean news of any kind.
func isGeneral(typed string) bool {
	f := text.Fold(typed)
	return vocabulary().news[f] || vocabulary().all[f]
}

func isAll(typed string) bool { return vocabulary().all[text.Fold(typed)] }

// isEmpty reports whether the words hold nothing that could be a topic.
func isEmpty(typed string) bool {
	return !strings.ContainsFunc(typed, func(r rune) bool {
		return (unicode.IsLetter(r) || unicode.IsNumber(r)) && !unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
	})
}

func isNumber(typed string) bool {
	return typed != "" && !strings.ContainsFunc(typed, func(r rune) bool { return !unicode.IsDigit(r) })
}

// isAddress reports whether the words are the address of a page or a site.
func isAddress(typed string) bool {
	host, schemed := strings.CutPrefix(strings.ToLower(typed), "https://")
	if !schemed {
		host, schemed = strings.CutPrefix(host, "http://")
	}
	host, _, _ = strings.Cut(host, "/")
	if schemed || strings.HasPrefix(host, "www.") {
		return true
	}
	suffix, managed := publicsuffix.PublicSuffix(host)
	return managed && strings.HasSuffix(host, "."+suffix) && !strings.ContainsAny(host, " @") && !strings.HasSuffix(host, ".")
}

// longestJoined is how many letters a word may have that is taken apart.
const longestJoined = 60

// apart takes a word of a script without spaces apart at the joiners in it,
// where what stands between them is known topics, and at its end perhaps a
// time. Others stay whole.
func apart(word string, names resolver) []string {
	if !strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) && !isLatin(r) }) || names.known(word) {
		return []string{word}
	}
	if r := []rune(word); len(r) <= longestJoined {
		if parts := pieces(r, names); len(parts) > 0 {
			return parts
		}
	}
	return []string{word}
}

func pieces(rest []rune, names resolver) (parts []string) {
	for len(rest) > 0 {
		if w, err := when.Parse(trimParticle(string(rest))); len(parts) > 0 && err == nil && w.Says() {
			return append(parts, trimParticle(string(rest)))
		}
		part, n := knownFront(rest, names)
		if n == 0 {
			return nil
		}
		parts, rest = append(parts, part), rest[n:]
	}
	return parts
}

// knownFront finds the longest known topic at the front that a joiner or the
// end follows, and says how many letters both have.
func knownFront(rest []rune, names resolver) (string, int) {
	for end := len(rest); end > 0; end-- {
		joiner := joinerAt(string(rest[end:]))
		if end < len(rest) && joiner == "" {
			continue
		}
		if front := string(rest[:end]); names.known(front) {
			return front, end + len([]rune(joiner))
		}
	}
	return "", 0
}

// halves parts a word of a script without spaces at an "and" in it, where what
// stands on one side is a topic's very name: it may be one topic or two.
func (r *request) halves(word string) []string {
	if len([]rune(word)) > longestJoined || !strings.ContainsFunc(word, func(r rune) bool { return !text.Spaced(r) }) {
		return nil
	}
	for i := range word {
		joiner := joinerAt(word[i:])
		if !vocabulary().joiners[text.Fold(joiner)] {
			continue
		}
		before, behind := word[:i], word[i+len(joiner):]
		if min(len([]rune(before)), len([]rune(behind))) > 1 && (r.named(before) || r.named(behind)) {
			return []string{before, behind}
		}
	}
	return nil
}

func joinerAt(rest string) string {
	for _, j := range vocabulary().joined {
		if strings.HasPrefix(rest, j) {
			return j
		}
	}
	return ""
}

func trimParticle(s string) string {
	for _, j := range vocabulary().joined {
		if cut, ok := strings.CutSuffix(s, j); ok && cut != "" {
			return cut
		}
	}
	return s
}

// localCommand finds a command by the name that it has on platforms whose
// commands have names in the reader's language.
func (b *Bot) localCommand(typed string) (command, bool) {
	for _, c := range commands() {
		for _, tag := range texts.Languages() {
			key := "discord.name." + c.Name
			if name := b.cfg.Texts.In(tag).Say(key); name != key && text.Fold(name) == text.Fold(typed) {
				return c, true
			}
		}
	}
	return command{}, false
}
