package brief

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"newsbrief/digest/feed"
	"newsbrief/digest/story"
	"newsbrief/digest/text"
)

// checkLine holds what every line keeps to, whatever it was made from.
func checkLine(t *testing.T, headline, line string) {
	t.Helper()
	switch {
	case line == "":
		return
	case !utf8.ValidString(line):
		t.Errorf("not UTF-8: %q", line)
	case text.Columns(line) > Width:
		t.Errorf("%d columns: %q", text.Columns(line), line)
	case strings.ContainsFunc(line, unicode.IsControl):
		t.Errorf("a control character: %q", line)
	case strings.TrimSpace(line) != line:
		t.Errorf("white space around: %q", line)
	case text.Fold(line) == text.Fold(headline):
		t.Errorf("the headline again: %q", line)
	case !ended(line) && !strings.HasSuffix(line, "…"):
		t.Errorf("no end: %q", line)
	}
}

// checkCut reports a line that ends inside a grapheme of what it was cut from.
func checkCut(t *testing.T, from, line string) {
	t.Helper()
	head := strings.TrimSuffix(line, "…")
	at := strings.Index(from, head)
	if at < 0 || head == line {
		return
	}
	for g := graphemes.FromString(from); g.Next(); {
		if g.Start() < at+len(head) && g.End() > at+len(head) {
			t.Errorf("%q ends inside %q", line, g.Value())
		}
	}
}

func FuzzOf(f *testing.F) {
	for _, tt := range lineTests {
		f.Add(tt.title, tt.summary, tt.lang)
	}
	f.Add("x", strings.Repeat("ក្រុម", 100)+" "+strings.Repeat("นี้", 100), "km")
	f.Add("x", "👩‍👩‍👧‍👦"+strings.Repeat("🇯🇵👍🏽", 90), "")
	f.Fuzz(func(t *testing.T, title, summary, lang string) {
		it := feed.Item{ID: "1", Title: text.OneLine(title), Summary: text.Clean(summary), Language: lang, URL: "https://x.example/"}
		b := Of(story.Story{Items: []feed.Item{it}}, lang)
		checkLine(t, b.Headline, b.Line)
		checkCut(t, text.OneLine(summary), b.Line)
	})
}

func FuzzSentences(f *testing.F) {
	for _, tt := range lineTests {
		f.Add(tt.summary, tt.lang)
	}
	f.Fuzz(func(t *testing.T, s, lang string) {
		got := Sentences(s, lang)
		if !utf8.ValidString(s) {
			return
		}
		bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if bare(strings.Join(got, " ")) != bare(s) {
			t.Errorf("%q came out as %q", s, got)
		}
	})
}

func FuzzRead(f *testing.F) {
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
		a, err := Read(page, contentType, "https://x.example/1")
		if err != nil {
			return
		}
		b := a.Brief()
		checkLine(t, b.Headline, b.Line)
		for _, p := range a.Pairs {
			checkLine(t, p.Title, p.Line)
		}
		for _, s := range append(a.Text, a.Title, a.Lead) {
			if !utf8.ValidString(s) || strings.ContainsAny(s, "\n\r") {
				t.Errorf("not one line of UTF-8: %q", s)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	page, err := os.ReadFile("testdata/pages/en-wordy.html")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		if _, err := Read(page, "text/html", "https://harbour.example/depot"); err != nil {
			b.Fatal(err)
		}
	}
}
