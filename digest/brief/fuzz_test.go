package brief

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"newsbrief/digest/feed"
	"newsbrief/digest/prose"
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
	case text.Columns(line) > prose.Width:
		t.Errorf("%d columns: %q", text.Columns(line), line)
	case strings.ContainsFunc(line, unicode.IsControl):
		t.Errorf("a control character: %q", line)
	case strings.TrimSpace(line) != line:
		t.Errorf("white space around: %q", line)
	case text.Fold(line) == text.Fold(headline):
		t.Errorf("the headline again: %q", line)
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
