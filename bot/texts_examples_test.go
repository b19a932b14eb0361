package bot

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"newsbrief/bot/zone"
	"newsbrief/digest/topic"
)

// TestExamplesAreTaken holds that what the texts tell people to type is
// understood, in every language.
func TestExamplesAreTaken(t *testing.T) {
	speaker := &turn{bot: &Bot{cfg: Config{Topics: topic.New(nil)}}}
	understood := map[string]func(args string) bool{
		"time":        func(args string) bool { _, err := ParseTimes(args); return err == nil },
		"days":        func(args string) bool { _, err := parseDays(args); return err == nil },
		"timezone":    func(args string) bool { return len(zone.Find(args)) == 1 },
		"language":    understoodLanguages,
		"subscribe":   speaker.understood,
		"latest":      speaker.known,
		"unsubscribe": func(args string) bool { return allWords[args] },
		"stop":        func(args string) bool { return yesWords[args] },
	}
	for _, name := range textFileNames(t) {
		texts := readTexts(t, name)
		for _, key := range exampleKeys {
			found := 0
			for _, m := range example.FindAllStringSubmatch(texts[key].text, -1) {
				taken, ok := understood[m[1]]
				args, _, _ := strings.Cut(m[2], "{{")
				switch {
				case !ok || strings.Trim(args, `"“「`) == "":
				case beginning(args, taken):
					found++
				default:
					t.Errorf("%s: %q tells people to type %q", name, key, m[0])
				}
			}
			if found == 0 {
				t.Errorf("%s: no example in %q", name, key)
			}
		}
	}
}

// exampleKeys are the texts that say what to type.
var exampleKeys = strings.Fields(`help.time help.days help.timezone help.language help.examples start.how unknown.text subscribe.usage
	subscribe.when unsubscribe.usage list.none time.bad days.bad when.bad timezone.usage timezone.bad language.bad stop.ask stop.empty`)

// example is a command with its arguments, and maybe what is said behind them.
var example = regexp.MustCompile(`/([a-z]+) ([^/\n]+(?:/[A-Z][^/\n]*)?)`)

// beginning reports whether what is said behind a command begins with
// arguments that it takes. They end where a word does, and no number is left.
func beginning(said string, taken func(string) bool) bool {
	for end := len(said); end > 0; end-- {
		rest := said[end:]
		next, _ := utf8.DecodeRuneInString(rest)
		inWord := next == utf8.RuneError && rest != "" || unicode.In(next, unicode.L, unicode.M, unicode.N)
		left := strings.TrimLeft(rest, " ")
		if !inWord && (left == "" || !isDigit(left[0])) && taken(strings.TrimSpace(said[:end])) {
			return true
		}
	}
	return false
}

func understoodLanguages(args string) bool {
	for _, name := range languageNames(args) {
		if _, ok := LanguageNamed(name); !ok {
			return false
		}
	}
	return true
}

// understood reports whether the line names topics and, if it has a number in
// it, times and days.
func (t *turn) understood(args string) bool {
	w, err := parseWanted(args, t)
	if err != nil || len(w.topics) == 0 || hasDigit(args) && (len(w.times) == 0 || w.days == 0) {
		return false
	}
	for _, m := range w.topics {
		if !m.quoted && !t.known(m.text) {
			return false
		}
	}
	return true
}

// TestWordsInUsageAreTaken holds the same of the words that stand among the
// arguments of help.
func TestWordsInUsageAreTaken(t *testing.T) {
	for _, name := range textFileNames(t) {
		texts := readTexts(t, name)
		if _, all, _ := strings.Cut(texts["args.unsubscribe"].text, "|"); !allWords[all] {
			t.Errorf("%s: %q does not mean all", name, all)
		}
		if yes := strings.Trim(texts["args.stop"].text, "[]"); !yesWords[yes] {
			t.Errorf("%s: %q does not mean yes", name, yes)
		}
	}
}
