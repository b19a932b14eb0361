package article

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/pages/*.html")
	if err != nil || len(files) == 0 {
		f.Fatal("no pages to begin with", err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, "text/html")
	}
	f.Add([]byte("Headline\n\nPort (LPA) – It rained a lot in the port on Sunday./.\n\nSee more\n\nA headline here\n\nA line of it here."), "text/plain")
	f.Fuzz(func(t *testing.T, page []byte, contentType string) {
		a, err := Parse(t.Context(), page, contentType, "https://x.example/1")
		if err != nil {
			return
		}
		for _, s := range append(a.Text, a.Title, a.Lead) {
			if !utf8.ValidString(s) || strings.ContainsAny(s, "\n\r") {
				t.Errorf("not one line of UTF-8: %q", s)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	page, err := os.ReadFile("testdata/pages/en-wordy.html")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		if _, err := Parse(b.Context(), page, "text/html", "https://harbour.example/depot"); err != nil {
			b.Fatal(err)
		}
	}
}
