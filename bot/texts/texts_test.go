package texts

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// written is what one text is in a language's file.
type written struct {
	text  string   // of those with plural forms, "other"
	forms []string // the plural forms, sorted; none where it is one string
}

// isLocalName reports whether the key is that of a name by which people can
// call a command, in the languages of the platform that lets them. English has
// none, because there they are called by their own names.
func isLocalName(key string) bool {
	return strings.HasPrefix(key, "discord.name.") || strings.HasPrefix(key, "discord.optionname.")
}

// TestTexts holds that every language has English's keys, with the same
// placeholders and the plural forms that the language has, and of the local
// names all or none.
func TestTexts(t *testing.T) {
	english, local := readTexts(t, "en.json"), localNames(readTexts(t, "ja.json"))
	for _, name := range textFileNames(t) {
		texts := readTexts(t, name)
		for key, want := range english {
			got, ok := texts[key]
			if !ok {
				t.Errorf("%s: no %q", name, key)
				continue
			}
			if got, want := placeholders(got.text), placeholders(want.text); !slices.Equal(got, want) {
				t.Errorf("%s: %q has the placeholders %v, want %v", name, key, got, want)
			}
			if got, want := got.forms, wantForms(t, name, want); !slices.Equal(got, want) {
				t.Errorf("%s: %q has the plural forms %v, want %v", name, key, got, want)
			}
		}
		for key := range texts {
			if _, ok := english[key]; !ok && !isLocalName(key) {
				t.Errorf("%s: unknown text %q", name, key)
			}
		}
		if got := localNames(texts); len(got) > 0 && !slices.Equal(got, local) {
			t.Errorf("%s: has the local names %v, want %v", name, got, local)
		}
	}
}

func localNames(texts map[string]written) []string {
	var keys []string
	for key := range texts {
		if isLocalName(key) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// wantForms are the plural forms that the file's language has, if English has some.
func wantForms(t *testing.T, name string, english written) []string {
	if english.forms == nil {
		return nil
	}
	names := map[plural.Form]string{plural.Other: "other", plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many"}
	var forms []string
	for n := range 200 {
		form := names[plural.Cardinal.MatchPlural(language.Make(tagOf(name)), n, 0, 0, 0, 0)]
		if !slices.Contains(forms, form) {
			forms = append(forms, form)
		}
	}
	slices.Sort(forms)
	return forms
}

func tagOf(name string) string { return strings.TrimSuffix(name, ".json") }

// TestTextsEndAsInEnglish holds that a text is a sentence where the English
// one is, with one mark at its end. Thai and Lao end only abbreviations with one.
func TestTextsEndAsInEnglish(t *testing.T) {
	english := readTexts(t, "en.json")
	doubled := regexp.MustCompile(`[.。．។။、，,][.。．។။、，]|[.。．។။]\s*$.|[?？!！][.。．។။]|  `)
	for _, name := range textFileNames(t) {
		tag := tagOf(name)
		for key, w := range readTexts(t, name) {
			if found := doubled.FindString(w.text); found != "" {
				t.Errorf("%s: %q has %q: %s", name, key, found, w.text)
			}
			got, want := ends(w.text), ends(english[key].text)
			if tag == "th" || tag == "lo" {
				if strings.HasSuffix(w.text, ".") && !strings.HasSuffix(w.text, "น.") && !strings.HasPrefix(key, "month.") {
					t.Errorf("%s: %q ends with a full stop: %s", name, key, w.text)
				}
			} else if got != want && !isLocalName(key) {
				t.Errorf("%s: %q ends a sentence: %v, want %v: %s", name, key, got, want, w.text)
			}
		}
	}
}

// ends reports whether the text ends with the end of a sentence.
func ends(text string) bool {
	text = strings.TrimRight(text, ")）")
	return slices.ContainsFunc([]string{".", "。", "។", "။", "?", "？", "!", "！"}, func(mark string) bool { return strings.HasSuffix(text, mark) })
}

// TestTextsHoldNoEnglish holds that languages with letters of their own speak
// them: of Latin words only one in a row, and what people type.
func TestTextsHoldNoEnglish(t *testing.T) {
	typed := append(strings.Fields("japan ai at weekdays mon wed fri yes all Kuala Lumpur Asia"), languages...)
	words := regexp.MustCompile(`/?[A-Za-z'’]{2,}([ ,]+[A-Za-z'’]{2,})*`)
	for _, name := range textFileNames(t) {
		if !slices.Contains([]string{"ja", "zh-Hans", "zh-Hant", "th", "km", "lo", "my", "ta"}, tagOf(name)) {
			continue
		}
		for key, w := range readTexts(t, name) {
			for _, run := range words.FindAllString(placeholder.ReplaceAllString(w.text, "·"), -1) {
				rest := strings.FieldsFunc(run, func(r rune) bool { return r == ' ' || r == ',' })[1:]
				if slices.ContainsFunc(rest, func(word string) bool { return !slices.Contains(typed, word) }) {
					t.Errorf("%s: %q says %q: %s", name, key, run, w.text)
				}
			}
		}
	}
}

func textFileNames(t *testing.T) []string {
	files, err := textFiles.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		if tag := tagOf(f.Name()); !slices.Contains(languages, tag) {
			t.Errorf("%s: no language of the bot's readers", f.Name())
		}
		names = append(names, f.Name())
	}
	return names
}

// readTexts returns the texts of a file.
func readTexts(t *testing.T, name string) map[string]written {
	data, err := textFiles.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := json.Unmarshal(data, &raw); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	texts := make(map[string]written)
	for key, v := range raw {
		switch v := v.(type) {
		case string:
			texts[key] = written{text: v}
		case map[string]any:
			texts[key] = pluralText(v)
		}
	}
	return texts
}

func pluralText(raw map[string]any) written {
	var w written
	for form := range raw {
		w.forms = append(w.forms, form)
	}
	slices.Sort(w.forms)
	w.text, _ = raw["other"].(string)
	return w
}

// A placeholder may say how it is written: {{printf "%02d" .Minute}}.
var placeholder = regexp.MustCompile(`{{[^}]*\.(\w+)}}`)

func placeholders(text string) []string {
	var found []string
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		found = append(found, strings.TrimSuffix(m[1], "12")) // the hour of either clock
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// TestSayFillsEveryText holds that no text is printed with a hole in it, and
// that each is in its own language.
func TestSayFillsEveryText(t *testing.T) {
	catalogue, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range textFileNames(t) {
		say := catalogue.In(tagOf(name))
		for key, w := range readTexts(t, name) {
			var pairs []any
			for _, p := range placeholders(w.text) {
				if p == "Count" || p == "Hour" || p == "Minute" {
					pairs = append(pairs, p, 2, p+"12", 2)
					continue
				}
				pairs = append(pairs, p, "x")
			}
			got := say.Say(key, pairs...)
			if got == "" || strings.Contains(got, "<no value>") || strings.Contains(got, "%!") || got == key {
				t.Errorf("%s: Say(%q) = %q", name, key, got)
			}
			if len(placeholders(w.text)) == 0 && got != w.text {
				t.Errorf("%s: Say(%q) = %q, want %q", name, key, got, w.text)
			}
		}
	}
}
