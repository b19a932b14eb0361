package telegramtest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseHTML(t *testing.T) {
	tests := []struct {
		name, in, want string
		entities       []Entity
	}{
		{"plain", "hello", "hello", nil},
		{"references", "&lt;&gt;&amp;&quot;&#65;&#x1F600;", `<>&"A😀`, nil},
		{"references without semicolon", "&lt b&#65 ", "< bA", nil},
		{"unknown references stay", "&nbsp;&apos;&mdash;&#0;&#x110000;&", "&nbsp;&apos;&mdash;&#0;&#x110000;&", nil},
		{"decoded once", "&amp;lt;", "&lt;", nil},
		{"bold", "a<b>b</b>c", "abc", []Entity{{Type: "bold", Offset: 1, Length: 1}}},
		{"upper case", "<B>b</b>", "b", []Entity{{Type: "bold", Length: 1}}},
		{"empty end tag", "<b>b</>", "b", []Entity{{Type: "bold", Length: 1}}},
		{"nested", "<b>a<i>b</i></b>", "ab", []Entity{{Type: "bold", Length: 2}, {Type: "italic", Offset: 1, Length: 1}}},
		{"utf-16", "😀<i>é</i>", "😀é", []Entity{{Type: "italic", Offset: 2, Length: 1}}},
		{"link", `<a href="https://e.com/?a=1&amp;b=2">x</a>`, "x", []Entity{{Type: "text_link", Length: 1, URL: "https://e.com/?a=1&b=2"}}},
		{"link in single quotes", `<a href='https://e.com'>x</a>`, "x", []Entity{{Type: "text_link", Length: 1, URL: "https://e.com"}}},
		{"link without quotes", `<a href=tg://user?id=1>x</a>`, "x", []Entity{{Type: "text_link", Length: 1, URL: "tg://user?id=1"}}},
		{"link to its own text", `<a>e.com/x</a>`, "e.com/x", []Entity{{Type: "text_link", Length: 7, URL: "e.com/x"}}},
		{"unusable link", `<a href="javascript:x">x</a>`, "x", nil},
		{"empty entity", "a<b></b>", "a", nil},
		{"space around", " \n<b> a </b> ", "a", []Entity{{Type: "bold", Length: 1}}},
		{"spoiler", `<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>`, "ab", []Entity{{Type: "spoiler", Length: 1}, {Type: "spoiler", Offset: 1, Length: 1}}},
		{"expandable quote", "<blockquote expandable>a</blockquote>", "a", []Entity{{Type: "blockquote", Length: 1}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, entities, err := ParseHTML(tt.in)
			if err != nil || text != tt.want {
				t.Fatalf("got %q (%v), want %q", text, err, tt.want)
			}
			if diff := cmp.Diff(tt.entities, entities); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseHTMLRefusals(t *testing.T) {
	tests := []struct{ in, want string }{
		{"a paragraph: <p>x</p>", `Unsupported start tag "p" at byte offset 13`},
		{"line<br>break", `Unsupported start tag "br" at byte offset 4`},
		{"1 < 2 > 0", `Unsupported start tag "" at byte offset 2`},
		{"<b>x", `Can't find end tag corresponding to start tag "b"`},
		{"x</b>", "Unexpected end tag at byte offset 1"},
		{"<b>x</i>", `Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`},
		{"<b>ภ</i>", `Unmatched end tag at byte offset 6, expected "</b>", found "</i>"`},
		{"a<b", "Unclosed start tag at byte offset 1"},
		{"<b>a</b", "Unclosed end tag at byte offset 4"},
		{`<a href="x`, `Unclosed start tag "a" at byte offset 0`},
		{`<a href`, `Unclosed start tag "a" at byte offset 0`},
		{`<a href=`, `Unclosed start tag "a" at byte offset 0`},
		{`<a href=x`, `Unclosed start tag "a" at byte offset 0`},
		{`<a `, `Unclosed start tag "a" at byte offset 0`},
		{`<a href>x</a>`, `Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0`},
		{`<a ="x">x</a>`, `Empty attribute name in the tag "a" at byte offset 0`},
		{`<span class="big">x</span>`, `Tag "span" must have class "tg-spoiler" at byte offset 0`},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			if _, _, err := ParseHTML(tt.in); err == nil || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func FuzzParseHTML(f *testing.F) {
	for _, s := range []string{"<b>x</b>", `<a href="https://e.com">x</a>`, "&#x41;&lt", "<a b='", "</"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text, entities, err := ParseHTML(s)
		if err != nil {
			return
		}
		for _, e := range entities {
			if e.Length <= 0 || e.Offset < 0 || e.Offset+e.Length > Units(text) {
				t.Errorf("entity %+v outside of %q", e, text)
			}
		}
		if text != strings.TrimSpace(text) {
			t.Errorf("space around %q", text)
		}
	})
}
