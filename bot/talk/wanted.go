package talk

import (
	"slices"
	"strings"
	"unicode"

	"newsbrief/bot/when"
)

// wanted is what the arguments of a command ask for: topics as they were
// typed, and when.
type wanted struct {
	topics []mention
	when.Phrase
}

// mention is a topic as a person wrote it.
type mention struct {
	text   string
	quoted bool // in quotes: meant as it stands
}

// resolver knows which words name a topic.
type resolver interface {
	known(words string) bool
	// together reports whether neighbours that name no topic are one topic,
	// because the chat's language puts spaces into its words.
	together() bool
}

// parseWanted reads "TOPIC… [at TIME…] [DAYS]". A comma anywhere between
// topics makes every part between commas one topic; quotes hold one together
// as well; else each word is one, unless several in a row name a known topic
// or belong together.
func parseWanted(args string, names resolver) (wanted, error) {
	words := splitWords(args)
	head, tail, err := splitWhen(words)
	if err != nil {
		return wanted{}, err
	}
	return wanted{topics: gather(head, names), Phrase: tail}, nil
}

// word is one word of a line, or what stood in quotes.
type word struct {
	mention
	comma bool // a comma stands behind it
}

// quotes are the marks that hold a topic together, opening and closing.
var quotes = map[rune]rune{'"': '"', '\'': '\'', '‘': '’', '“': '”', '”': '”', '„': '“', '«': '»', '「': '」', '『': '』', '＂': '＂'}

// splitWords splits a line at spaces and commas, outside quotes.
func splitWords(line string) []word {
	var words []word
	runes := []rune(line)
	for i := 0; i < len(runes); {
		r := runes[i]
		closing, opens := quotes[r]
		switch {
		case unicode.IsSpace(r):
			i++
		case isComma(r):
			if len(words) > 0 {
				words[len(words)-1].comma = true
			}
			i++
		case opens && (r != '\'' || closes(runes[i+1:])):
			end := until(runes, i+1, func(r rune) bool { return r == closing })
			words = appendWord(words, string(runes[i+1:end]), true)
			i = end + 1
		default:
			end := until(runes, i, func(r rune) bool { return unicode.IsSpace(r) || isComma(r) })
			words = appendWord(words, string(runes[i:end]), false)
			i = end
		}
	}
	return words
}

// closes reports whether an apostrophe that opens a word is a quote: whether
// another one ends a word behind it.
func closes(rest []rune) bool {
	for i, r := range rest {
		if r == '\'' && (i+1 == len(rest) || unicode.IsSpace(rest[i+1]) || isComma(rest[i+1])) {
			return i > 0
		}
	}
	return false
}

func isComma(r rune) bool { return strings.ContainsRune(",、，;；၊", r) }

func until(runes []rune, from int, stop func(rune) bool) int {
	for from < len(runes) && !stop(runes[from]) {
		from++
	}
	return from
}

// appendWord adds a word without the quote marks and the leading # or slash
// that people put before a topic; an empty one is left out.
func appendWord(words []word, text string, quoted bool) []word {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		_, quote := quotes[r]
		return quote && r != '\'' || unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	text = strings.TrimLeft(text, "#")
	if text == "" {
		return words
	}
	return append(words, word{mention: mention{text: text, quoted: quoted}})
}

// splitWhen takes the times and days off the end of a line: the longest end
// that can be nothing else and leaves a topic before it, or else all behind
// the last "at", where a mere number is a time as well.
func splitWhen(words []word) ([]word, when.Phrase, error) {
	for i := 1; i < len(words); i++ {
		if anyQuoted(words[i:]) {
			continue
		}
		if w, err := when.Parse(textOf(words[i:])); err == nil && !w.Bare && w.Says() {
			return words[:i], w, nil
		}
	}
	for i := len(words) - 1; i > 0; i-- {
		if words[i].quoted || !when.IsAt(words[i].text) {
			continue
		}
		w, err := when.Parse(textOf(words[i+1:]))
		if err == nil && !w.Says() {
			err = &when.Error{Typed: words[i].text}
		}
		return words[:i], w, err
	}
	return words, when.Phrase{}, nil
}

func anyQuoted(words []word) bool {
	for _, w := range words {
		if w.quoted {
			return true
		}
	}
	return false
}

func textOf(words []word) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.text)
	}
	return b.String()
}

// gather makes topics of words.
func gather(words []word, names resolver) []mention {
	for _, w := range words[:max(0, len(words)-1)] {
		if w.comma {
			return gatherParts(words, names)
		}
	}
	return gatherRuns(words, names)
}

// gatherParts makes one topic of what stands between two commas, or several
// where all of it is names of known topics: "thailand and laos".
func gatherParts(words []word, names resolver) []mention {
	var topics []mention
	start := 0
	for i, w := range words {
		if w.comma || i == len(words)-1 {
			topics = append(topics, gatherPart(words[start:i+1], names)...)
			start = i + 1
		}
	}
	return topics
}

func gatherPart(words []word, names resolver) []mention {
	whole := mention{text: textOf(words), quoted: anyQuoted(words)}
	runs := gatherRuns(words, names)
	if whole.quoted || len(runs) < 2 || names.known(whole.text) || slices.ContainsFunc(runs, func(m mention) bool { return !names.known(m.text) }) {
		return []mention{whole}
	}
	return runs
}

// longestName is how many words the name of a known topic may have.
const longestName = 5

// gatherRuns makes one topic of each word, or of the longest run of words that
// names a known one: "nhật bản ai" is two.
func gatherRuns(words []word, names resolver) []mention {
	var topics []mention
	for i := 0; i < len(words); {
		n := runLength(words[i:], names)
		m := mention{text: textOf(words[i : i+n]), quoted: words[i].quoted}
		switch {
		case n > 1 || m.quoted || names.known(m.text):
			topics = append(topics, m)
		case when.IsJoiner(m.text):
		case names.together() && strangers(words[i:], names) > 1:
			n = strangers(words[i:], names)
			topics = append(topics, mention{text: textOf(words[i : i+n])})
		default:
			topics = append(topics, slashed(m, names)...)
		}
		i += n
	}
	return topics
}

// strangers is how many words at the front name no topic.
func strangers(words []word, names resolver) int {
	for i, w := range words {
		if w.quoted || when.IsJoiner(w.text) || names.known(w.text) || runLength(words[i:], names) > 1 {
			return i
		}
	}
	return len(words)
}

// slashed makes several topics of "vietnam/laos" where all of them are known.
func slashed(m mention, names resolver) []mention {
	var parts []mention
	for part := range strings.FieldsFuncSeq(m.text, func(r rune) bool { return r == '/' || r == '+' || r == '／' || r == '・' }) {
		if !names.known(part) {
			return []mention{m}
		}
		parts = append(parts, mention{text: part})
	}
	if len(parts) == 0 {
		return []mention{m}
	}
	return parts
}

func runLength(words []word, names resolver) int {
	for n := min(longestName, len(words)); n > 1; n-- {
		if !anyQuoted(words[:n]) && names.known(textOf(words[:n])) {
			return n
		}
	}
	return 1
}
