package text

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"empty", "", ""},
		{"ascii stays", "Rates held, again", "Rates held, again"},
		{"spaces collapse", "  a \t b  ", "a b"},
		{"lines are trimmed", " a \n\n \r\n b ", "a\nb"},
		{"controls", "a\x00b\x1b[31mc\x7f", "ab[31mc"},
		{"bidi overrides and isolates", "safe\u202Egpj.exe\u2066x\u2069\u200F", "safegpj.exex"},
		{"invalid utf-8", "a\xffb\xed\xa0\x80c\uFFFD", "abc"},
		{"no-break and ideographic space", "a\u00A0\u3000b", "a b"},
		{"windows apostrophe", "don\u0092t", "don’t"},
		{"line separators", "a\u2028b\u0085c", "a\nb\nc"},
		{"joiners of scripts stay", "க்\u200Cஷ 👨\u200D👩", "க்\u200Cஷ 👨\u200D👩"},
		{"nothing visible", "\u200B\u200D \u200C", ""},
		{"word break of khmer stays", "ប្រទេស\u200Bជប៉ុន\u200B \u200Bx", "ប្រទេស\u200Bជប៉ុន x"},
		{"hidden tag letters", "hi\U000E0041\U000E0042", "hi"},
		{"flag of a region stays", "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F"},
		{"piled marks", "e" + strings.Repeat("\u0301", 50), "é" + strings.Repeat("\u0301", 7)},
		{"khmer stack", "ស្ត្រី", "ស្ត្រី"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Clean(tt.in); got != tt.want {
				t.Errorf("Clean(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestOneLine(t *testing.T) {
	if got, want := OneLine(" a\n b\r\nc "), "a b c"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPlain(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"no markup", "a  b", "a b"},
		{"inline tags", "a <b>bo</b>ld <i>x</i>", "a bold x"},
		{"blocks are lines", "<p>One.</p><p>Two<br/>three</p><ul><li>x<li>y</ul>", "One.\nTwo\nthree\nx\ny"},
		{"script and style", "a<script>alert('<b>')</script><style>p{}</style>b", "ab"},
		{"nested hidden", "<svg><svg><text>x</text></svg>y</svg>z", "z"},
		{"caption", `<figure><img src="a.jpg"><figcaption>Boats wait.</figcaption></figure><p>The lock opened.</p>`, "The lock opened."},
		{"caption by its class", `<div class="wp-caption"><img src="a.jpg"><p class="wp-caption-text">Boats wait.</p></div><p>The lock opened.</p>`, "The lock opened."},
		{"caption that another paragraph ends", `<p class="caption">Boats wait.<p>The lock opened.</p>`, "The lock opened."},
		{"caption that nothing ends", `<div class="caption">The lock opened.`, "The lock opened."},
		{"caption of a table of its own name", `<table class="captions-off"><tr><td>Open</td></tr></table>`, "Open"},
		{"picture between sentences", `The lock opened.<img src="a.jpg">Boats wait.`, "The lock opened. Boats wait."},
		{"comment", "a<!-- <p>x</p> -->b", "ab"},
		{"entities", "Tom &amp; Jerry&nbsp;&#8217;s &eacute;t&eacute;", "Tom & Jerry ’s été"},
		{"escaped twice", "Tom &amp;amp; Jerry &amp;#8217;", "Tom & Jerry ’"},
		{"markup escaped twice", "&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;", "One\nTwo"},
		{"script escaped twice", "x&lt;script&gt;alert(1)&lt;/script&gt;", "x"},
		{"text about a tag", "History of the &lt;blink&gt; tag", "History of the <blink> tag"},
		{"less than", "if 3 < 5 and 7 > 2", "if 3 < 5 and 7 > 2"},
		{"a name in angle brackets", "said <Kimura> today", "said <Kimura> today"},
		{"surrogates as references", "&#xD83D;&#xDE00; &#55357;&#56832;", "😀 😀"},
		{"lone surrogate", "a&#xD83D;b", "ab"},
		{"hidden element closed on the spot", "a<script src='x'/>b<iframe />c", "abc"},
		{"hidden element never closed", "safe<object data='x'> text", "safe text"},
		{"unknown element", "a<datagrid>b</datagrid>c", "abc"},
		{"whole page", "<html><head><title>T</title><style>p{}</style></head><body>b</body></html>", "T\nb"},
		{"formula", "<math><mi>a</mi><mo>+</mo></math>", "a+"},
		{"table cells", "<tr><td>a</td><td>b</td></tr>", "a b"},
		{"unfinished tag", "text <a href=\"http", "text"},
		{"bidi by reference", "a&#x202E;b", "ab"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Plain(tt.in); got != tt.want {
				t.Errorf("Plain(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestFold(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"case and spaces", "  The  FED ", "the fed"},
		{"latin accents", "Ñandú Élysée Straße", "nandu elysee strasse"},
		{"vietnamese", "Nhật Bản Đà Nẵng", "nhat ban da nang"},
		{"width", "ＡＩ ﾄﾖﾀ", "ai トヨタ"},
		{"voiced kana stays", "ガソリン", "ガソリン"},
		{"thai marks stay", "ญี่ปุ่น", "ญี่ปุ่น"},
		{"khmer zero width space", "ប្រទេស\u200Bជប៉ុន", "ប្រទេសជប៉ុន"},
		{"burmese stays", "မြန်မာ", "မြန်မာ"},
		{"tamil stays", "ஜப்பான்", "ஜப்பான்"},
		{"cyrillic short i stays", "Йод", "йод"},
		{"quotes and dashes", "it’s “x” – y", `it's "x" - y`},
		{"composed and decomposed", "Cafe\u0301", "cafe"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Fold(tt.in); got != tt.want {
				t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestColumns(t *testing.T) {
	tests := []struct {
		name, in string
		want     int
	}{
		{"ascii", "abc", 3},
		{"han", "日本", 4},
		{"half width kana", "ﾄﾖﾀ", 3},
		{"thai marks", "ที่", 1},
		{"accent decomposed", "e\u0301", 1},
		{"emoji family", "👨\u200D👩\u200D👧", 2},
		{"flag", "🇯🇵", 2},
		{"heart as picture", "❤\uFE0F", 2},
		{"hangul jamo", "\u1112\u1161\u11ab", 2},
		{"khmer stack", "ស្ត្រី", 2},
		{"full width comma", "，", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Columns(tt.in); got != tt.want {
				t.Errorf("Columns(%q) = %d, want %d", tt.in, got, tt.want)
			}
		})
	}
}

func TestCut(t *testing.T) {
	tests := []struct {
		name, in string
		columns  int
		want     string
	}{
		{"fits", "short", 5, "short"},
		{"at a word", "The central bank held rates", 18, "The central bank…"},
		{"no comma before the mark", "Rain fell, and rivers rose", 13, "Rain fell…"},
		{"one long word", "Donaudampfschifffahrt", 8, "Donauda…"},
		{"japanese", "東京で大雨警報が発表された", 11, "東京で大雨…"},
		{"japanese closing mark", "東京、大阪、名古屋で雨", 7, "東京…"},
		{"thai at a space", "นายกฯ แถลงนโยบาย ต่อรัฐสภา", 18, "นายกฯ แถลงนโยบาย…"},
		{"thai leading vowel", "ประเทศไทยเข้าสู่ฤดูฝน", 7, "ประเทศ…"},
		{"no room", "abc", 0, ""},
		{"room for the mark only", "abc", 1, "…"},
		{"wide in one column", "日本語", 1, "…"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Cut(tt.in, tt.columns); got != tt.want {
				t.Errorf("Cut(%q, %d) = %q, want %q", tt.in, tt.columns, got, tt.want)
			}
		})
	}
}

func TestSpaced(t *testing.T) {
	for _, r := range "กລខမ日あアー々" {
		if Spaced(r) {
			t.Errorf("Spaced(%q) = true", r)
		}
	}
	for _, r := range "aéжதक한1 " {
		if !Spaced(r) {
			t.Errorf("Spaced(%q) = false", r)
		}
	}
}

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		n := rapid.IntRange(1, 40).Draw(t, "n")
		c := Clean(s)
		if !utf8.ValidString(c) || Clean(c) != c {
			t.Fatalf("Clean(%q) = %q, not clean", s, c)
		}
		if f := Fold(s); Fold(f) != f {
			t.Fatalf("Fold(%q) = %q, folds again to %q", s, f, Fold(f))
		}
		cut := Cut(c, n)
		if Columns(cut) > n {
			t.Fatalf("Cut(%q, %d) = %q of %d columns", c, n, cut, Columns(cut))
		}
		if head, was := strings.CutSuffix(cut, ellipsis); cut != c && (!was || !strings.HasPrefix(c, head)) {
			t.Fatalf("Cut(%q, %d) = %q is no beginning", c, n, cut)
		}
	})
}

// What a text of a megabyte costs hangs on its length, whatever stands in it: a
// few times what an ordinary one does. The worst of them took fifty times that.
func TestPlainHostileSizes(t *testing.T) {
	const size = 1 << 20
	cost := func(s string) time.Duration {
		start := time.Now()
		Plain(s)
		return time.Since(start)
	}
	ordinary := cost(strings.Repeat("<b>x</b> &amp; ", size/15))
	for _, piece := range []string{
		"<script ", "<script a ", "<script/>", "<title>", "<p class=caption>", `<p class="`, "<a b='", "&lt;b&gt;", "&#xD83D;", "<x-y>", "</script ", "<!--", "<![CDATA[", "<svg><style>", "<plaintext",
	} {
		s := strings.Repeat(piece, size/len(piece))
		for name, s := range map[string]string{"alone": s, "closed at last": s + "></script></p></title>"} {
			if took := cost(s); took > 25*ordinary {
				t.Errorf("%q, %s: took %v, an ordinary text %v", piece, name, took, ordinary)
			}
		}
	}
}
