package talk

import (
	"slices"
	"strings"
	"unicode"

	"newsbrief/bot/when"
)

// args is what the arguments of a command ask for: topics as they were
// typed, and when.
type args struct {
	topics []topicArg
	when.Phrase
}

// topicArg is a topic as a person wrote it.
type topicArg struct {
	text   string
	quoted bool // in quotes: meant as it stands
}

// resolver knows which words name a topic.
type resolver interface {
	// known reports whether the words stand for a topic, named whether they are
	// its very name.
	known(words string) bool
	named(words string) bool
	// chatLanguage is the language of the chat.
	chatLanguage() string
}

// parseArgs reads "TOPIC… [at TIME…] [DAYS]". A comma anywhere between
// topics makes every part between commas one topic; quotes hold one together
// as well; else words side by side that name no topic are one.
func parseArgs(line string, names resolver) (args, error) {
	head, tail, err := splitWhen(readWords(line, names), names)
	if err != nil {
		return args{}, err
	}
	return args{topics: gather(head, names), Phrase: tail}, nil
}

// word is one word of a line, or what stood in quotes.
type word struct {
	topicArg
	comma bool // a comma stands behind it
}

// quotes are the marks that hold a topic together, opening and closing.
var quotes = map[rune]rune{'"': '"', '\'': '\'', '‘': '’', '“': '”', '”': '”', '„': '“', '«': '»', '「': '」', '『': '』', '＂': '＂'}

// mostWords is how many words of a line are read: fifty topics with four words
// each. What a line costs grows with them.
const mostWords = 200

// readWords splits a line into words as the chat means them: marks that are no
// words are left out, and names written without spaces between them are parted.
func readWords(line string, names resolver) []word {
	var out []word
	for _, w := range splitWords(line) {
		switch {
		case len(out) >= mostWords:
			return out
		case w.quoted:
			out = append(out, w)
			continue
		case isEmpty(w.text) && !isJoiner(w.text, names.chatLanguage()):
			continue
		}
		for _, part := range apart(w.text, names) {
			out = append(out, word{topicArg: topicArg{text: part}})
		}
		out[len(out)-1].comma = w.comma
	}
	return out
}

// splitWords splits a line at spaces and commas, outside quotes.
func splitWords(line string) []word {
	var words []word
	runes := []rune(line)
	for i := 0; i < len(runes); {
		r := runes[i]
		closing, opens := quotes[r]
		switch {
		case unicode.IsSpace(r) && r != '\n':
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

// isComma reports whether the letter parts a list; the end of a line does.
func isComma(r rune) bool {
	return r == '\n' || r > ' ' && unicode.Is(unicode.Terminal_Punctuation, r) && !unicode.Is(unicode.Sentence_Terminal, r) && !strings.ContainsRune(":：", r)
}

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
	return append(words, word{topicArg: topicArg{text: text, quoted: quoted}})
}

// either is a line whose end could be days or a topic.
type either struct{ topics, tail []word }

func (e *either) Error() string { return "days or a topic: " + textOf(e.tail) }

// splitWhen takes the times and days off the end of a line: the longest end
// that can be nothing else and leaves a topic before it, or else all behind
// the last "at", where a mere number is a time as well.
func splitWhen(words []word, names resolver) ([]word, when.Phrase, error) {
	for i := 1; i < len(words); i++ {
		at := when.IsAt(words[i].text)
		if anyQuoted(words[i:]) || at && i == len(words)-1 {
			continue
		}
		w, err := when.Parse(listOf(words[i:]))
		day := !at && len(words)-i == 1 && isOneDay(w)
		if err != nil || !w.Says() || w.Bare && !at && !day && !opensLater(words, i, w, names) {
			continue
		}
		if day {
			return weekdayBehind(words, i, w, names)
		}
		return words[:i], w, nil
	}
	return splitAt(words, names)
}

// opensLater reports whether days stand from i on and a time behind an "at", as
// in "every monday at 9". A day that belongs to a name does not count.
func opensLater(words []word, i int, w when.Phrase, names resolver) bool {
	if w.Days == 0 || !slices.ContainsFunc(words[i+1:], func(o word) bool { return when.IsAt(o.text) }) {
		return false
	}
	first, err := when.Parse(words[i].text)
	return err == nil && !first.Says() || words[i-1].comma || knownBefore(words, i, names)
}

// isOneDay reports whether just one day of the week was said.
func isOneDay(w when.Phrase) bool { return len(w.Times) == 0 && w.Days&(w.Days-1) == 0 }

// weekdayBehind decides whether a weekday behind words belongs to them, as in
// "black friday": it does unless they name a topic without it. A day of one
// letter is a word of its own as often.
func weekdayBehind(words []word, i int, w when.Phrase, names resolver) ([]word, when.Phrase, error) {
	switch {
	case !words[i-1].comma && !knownBefore(words, i, names):
		return words, when.Phrase{}, nil
	case w.Bare || len([]rune(words[i].text)) == 1:
		return nil, when.Phrase{}, &either{topics: words[:i], tail: words[i:]}
	}
	return words[:i], w, nil
}

func knownBefore(words []word, i int, names resolver) bool {
	for k := max(0, i-longestName); k < i; k++ {
		if words[i-1].quoted || names.known(textOf(words[k:i])) {
			return true
		}
	}
	return false
}

// splitAt takes what stands behind the last "at" for a time that could not be
// read, unless it is no number and topics or words of a name.
func splitAt(words []word, names resolver) ([]word, when.Phrase, error) {
	for i := len(words) - 1; i > 0; i-- {
		if words[i].quoted || !when.IsAt(words[i].text) {
			continue
		}
		tail := words[i+1:]
		w, err := when.Parse(listOf(tail))
		switch {
		case err == nil && w.Says():
			return words[:i], w, nil
		case len(tail) > 0 && !strings.ContainsFunc(textOf(tail), unicode.IsDigit) && (!knownBefore(words, i, names) || allKnown(gatherRuns(tail, names), names)):
			return words, when.Phrase{}, nil
		case err == nil:
			err = &when.Error{Typed: words[i].text}
		}
		return words[:i], w, err
	}
	return words, when.Phrase{}, nil
}

func allKnown(topics []topicArg, names resolver) bool {
	return !slices.ContainsFunc(topics, func(m topicArg) bool { return m.quoted || !names.known(m.text) })
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

// listOf is the words with the commas between them.
func listOf(words []word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.text)
		if w.comma {
			b.WriteByte(',')
		}
		b.WriteByte(' ')
	}
	return strings.TrimSuffix(strings.TrimSpace(b.String()), ",")
}

// mostArgs is how many topics of a line are looked up.
const mostArgs = 60

// gather makes topics of words, each once.
func gather(words []word, names resolver) []topicArg {
	all := gatherRuns
	if slices.ContainsFunc(words[:max(0, len(words)-1)], func(w word) bool { return w.comma }) {
		all = gatherParts
	}
	var once []topicArg
	for _, arg := range all(words, names) {
		if !slices.Contains(once, arg) && len(once) < mostArgs {
			once = append(once, arg)
		}
	}
	return once
}

// gatherParts makes one topic of what stands between two commas, or several
// where all of it is names of known topics: "thailand and laos".
func gatherParts(words []word, names resolver) []topicArg {
	var topics []topicArg
	start := 0
	for i, w := range words {
		if w.comma || i == len(words)-1 {
			topics = append(topics, gatherPart(words[start:i+1], names)...)
			start = i + 1
		}
	}
	return topics
}

func gatherPart(words []word, names resolver) []topicArg {
	whole := topicArg{text: textOf(words), quoted: anyQuoted(words)}
	if names.known(whole.text) {
		return []topicArg{whole}
	}
	for i, w := range words {
		if !w.quoted && isJoiner(w.text, names.chatLanguage()) {
			return append(gatherPart(words[:i], names), gatherPart(words[i+1:], names)...)
		}
	}
	runs := gatherRuns(words, names)
	if len(words) == 0 || len(runs) > 1 && (whole.quoted || !allKnown(runs, names)) {
		return trimmed(words)
	}
	return runs
}

// trimmed is the words as one topic without fillers around them.
func trimmed(words []word) []topicArg {
	for len(words) > 0 && !words[0].quoted && isFiller(words[0].text) {
		words = words[1:]
	}
	for n := len(words); n > 0 && !words[n-1].quoted && isFiller(words[n-1].text); n-- {
		words = words[:n-1]
	}
	if len(words) == 0 {
		return nil
	}
	return []topicArg{{text: textOf(words), quoted: anyQuoted(words)}}
}

// longestName is how many words the name of a known topic may have.
const longestName = 5

// gatherRuns makes one topic of the longest run of words that names a known
// one, and one of all words between those: "nhật bản ai" is two, "electric
// cars" is one. Joiners part topics, and fillers beside topics are left out.
func gatherRuns(words []word, names resolver) []topicArg {
	var topics []topicArg
	for i := 0; i < len(words); {
		n := numbered(words[i:], names)
		m := topicArg{text: textOf(words[i : i+n]), quoted: words[i].quoted}
		switch {
		case n > 1 || m.quoted || names.known(m.text):
			topics = append(topics, m)
		case isJoiner(m.text, names.chatLanguage()) || isFiller(m.text):
		default:
			n = unknownWords(words[i:], names)
			for _, m := range trimmed(words[i : i+n]) {
				topics = append(topics, slashed(m, names)...)
			}
		}
		i += n
	}
	return topics
}

// numbered is how many words at the front are a known topic, and a number
// beside it that makes a name of its own: "world cup 2026". Where the words are
// the topic's very name, the number may be a time.
func numbered(words []word, names resolver) int {
	first := 0
	if isNumber(words[0].text) && len(words) > 1 {
		first = 1
	}
	n := first + runLength(words[first:], names)
	name := textOf(words[first:n])
	if anyQuoted(words[:n]) || !names.known(name) || names.named(name) {
		return runLength(words, names)
	}
	if n < len(words) && !words[n].quoted && isNumber(words[n].text) {
		n++
	}
	return n
}

// unknownWords is how many words at the front name no topic.
func unknownWords(words []word, names resolver) int {
	for i, w := range words {
		if w.quoted || isJoiner(w.text, names.chatLanguage()) || i > 0 && (names.known(w.text) || runLength(words[i:], names) > 1) {
			return max(i, 1)
		}
	}
	return len(words)
}

// slashed makes several topics of "vietnam/laos" where all of them are known.
func slashed(m topicArg, names resolver) []topicArg {
	var parts []topicArg
	for part := range strings.FieldsFuncSeq(m.text, func(r rune) bool { return r == '/' || r == '+' || r == '／' || r == '・' }) {
		if !names.known(part) {
			return []topicArg{m}
		}
		parts = append(parts, topicArg{text: part})
	}
	if len(parts) == 0 {
		return []topicArg{m}
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
