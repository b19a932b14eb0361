package bot

import (
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestTexts holds that every language has English's keys, with the same
// placeholders, and that every command has its line of help.
func TestTexts(t *testing.T) {
	english := readTexts(t, "en.json")
	for _, s := range Commands() {
		if english[s.HelpKey()] == "" {
			t.Errorf("no text %q", s.HelpKey())
		}
	}
	files, err := textFiles.ReadDir("texts")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		texts := readTexts(t, f.Name())
		for key, want := range english {
			if got := placeholders(texts[key]); !slices.Equal(got, placeholders(want)) {
				t.Errorf("%s: %q has the placeholders %v, want %v", f.Name(), key, got, placeholders(want))
			}
		}
		for key := range texts {
			if english[key] == "" {
				t.Errorf("%s: unknown text %q", f.Name(), key)
			}
		}
	}
}

// readTexts returns the texts of a file; of those with plural forms, "other".
func readTexts(t *testing.T, name string) map[string]string {
	data, err := textFiles.ReadFile(path.Join("texts", name))
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := json.Unmarshal(data, &raw); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	texts := make(map[string]string)
	for key, v := range raw {
		switch v := v.(type) {
		case string:
			texts[key] = v
		case map[string]any:
			texts[key], _ = v["other"].(string)
		}
	}
	return texts
}

var placeholder = regexp.MustCompile(`{{\.\w+}}`)

func placeholders(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// TestSayFillsEveryText holds that no text is printed with a hole in it.
func TestSayFillsEveryText(t *testing.T) {
	texts, err := LoadTexts()
	if err != nil {
		t.Fatal(err)
	}
	say := texts.In("en")
	for key, text := range readTexts(t, "en.json") {
		var pairs []any
		for _, p := range placeholders(text) {
			name := strings.Trim(p, "{.}")
			if name == "Count" {
				pairs = append(pairs, name, 2)
				continue
			}
			pairs = append(pairs, name, "x")
		}
		if got := say.Say(key, pairs...); got == "" || strings.Contains(got, "<no value>") || got == key {
			t.Errorf("Say(%q) = %q", key, got)
		}
	}
}
