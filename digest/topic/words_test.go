package topic

import (
	"path"
	"strings"
	"testing"
)

// TestWordsOnce holds that no section of a words file says a word twice: each
// time would count.
func TestWordsOnce(t *testing.T) {
	for _, tag := range langs {
		data, err := files.ReadFile(path.Join("words", tag+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		seen := make(map[string]bool)
		for line := range strings.Lines(string(data)) {
			line = strings.TrimSpace(line)
			if strings.HasPrefix(line, "[") {
				clear(seen)
			}
			weight, words, ok := strings.Cut(line, " ")
			if !ok || !strings.Contains("0123", weight) {
				continue
			}
			for word := range strings.SplitSeq(words, ",") {
				word = strings.TrimSpace(word)
				if seen[word] {
					t.Errorf("%s: %q stands twice in a section", tag, word)
				}
				seen[word] = true
			}
		}
	}
}
