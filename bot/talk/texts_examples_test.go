package talk

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"newsbrief/bot/texts"
	"newsbrief/bot/when"
	"newsbrief/bot/zone"
	"newsbrief/digest/text"
	"newsbrief/digest/topic"
)

// TestExamplesAreTaken holds that what the texts tell people to type is
// understood, in every language.
func TestExamplesAreTaken(t *testing.T) {
	speaker := &request{bot: &Bot{cfg: Config{Topics: topic.New(nil)}}}
	understood := map[string]func(args string) bool{
		"time":        func(args string) bool { _, err := when.ParseTimes(args); return err == nil },
		"days":        func(args string) bool { _, err := when.ParseDays(args); return err == nil },
		"timezone":    func(args string) bool { return len(zone.Find(args)) == 1 },
		"language":    understoodLanguages,
		"subscribe":   speaker.understood,
		"latest":      speaker.known,
		"unsubscribe": isAll,
		"stop":        func(args string) bool { return vocabulary().yes[text.Fold(args)] },
	}
	for _, name := range textFileNames(t) {
		texts := readTexts(t, name)
		for _, key := range exampleKeys {
			found := 0
			for _, m := range example.FindAllStringSubmatch(texts[key], -1) {
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
		if !inWord && (left == "" || !strings.ContainsRune("0123456789", rune(left[0]))) && taken(strings.TrimSpace(said[:end])) {
			return true
		}
	}
	return false
}

func understoodLanguages(args string) bool {
	for _, name := range languageNames(args) {
		if _, ok := texts.LanguageNamed(name); !ok {
			return false
		}
	}
	return true
}

// understood reports whether the line names topics and, if it has a number in
// it, times and days.
func (r *request) understood(args string) bool {
	w, err := parseArgs(args, r)
	if err != nil || len(w.topics) == 0 || strings.ContainsAny(args, "0123456789") && (len(w.Times) == 0 || w.Days == 0) {
		return false
	}
	for _, m := range w.topics {
		if !m.quoted && !r.known(m.text) {
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
		if _, all, _ := strings.Cut(texts["args.unsubscribe"], "|"); !isAll(all) {
			t.Errorf("%s: %q does not mean all", name, all)
		}
		if yes := strings.Trim(texts["args.stop"], "[]"); !vocabulary().yes[text.Fold(yes)] {
			t.Errorf("%s: %q does not mean yes", name, yes)
		}
	}
}

func TestArgumentsAreNamedAsInTheTable(t *testing.T) {
	english := readTexts(t, "../texts/en.json")
	for _, s := range Commands() {
		if english[s.HelpKey()] == "" {
			t.Errorf("no text %q", s.HelpKey())
		}
		if got := english[s.ArgsKey()]; got != s.Args {
			t.Errorf("arguments of %s: %q, want %q", s.Name, got, s.Args)
		}
	}
}

// textFileNames returns the files of the catalogue.
func textFileNames(t *testing.T) []string {
	names, err := filepath.Glob("../texts/*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no texts: %v", err)
	}
	return names
}

// readTexts returns a file's texts; of those with plural forms, "other".
func readTexts(t *testing.T, name string) map[string]string {
	body, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := json.Unmarshal(body, &raw); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	texts := make(map[string]string)
	for key, text := range raw {
		switch text := text.(type) {
		case string:
			texts[key] = text
		case map[string]any:
			texts[key], _ = text["other"].(string)
		}
	}
	return texts
}
