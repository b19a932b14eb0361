package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// TestLanguagesAreData holds that what must be known of a language stands in
// its file of digest/language/data, where somebody who knows only that language
// can mend it: no letter of a script other than Latin stands in the Go of the
// newsroom, but for the rooms about writing itself.
func TestLanguagesAreData(t *testing.T) {
	about := []string{"../../digest/text", "../../digest/language"}
	err := filepath.WalkDir("../../digest", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && slices.Contains(about, filepath.ToSlash(path)) {
			return errSkip(err)
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		n := 0
		for line := range strings.Lines(string(body)) {
			n++
			if i := strings.IndexFunc(line, isForeign); i >= 0 {
				t.Errorf("%s:%d: %s", path, n, strings.TrimSpace(line))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func errSkip(err error) error {
	if err != nil {
		return err
	}
	return fs.SkipDir
}

// isForeign reports whether r is a letter or a mark of a script other than Latin and Greek.
func isForeign(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M) && !unicode.In(r, unicode.Latin, unicode.Greek, unicode.Inherited) && unicode.IsOneOf([]*unicode.RangeTable{
		unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tamil, unicode.Cyrillic, unicode.Hangul, unicode.Arabic, unicode.Devanagari,
	}, r)
}
