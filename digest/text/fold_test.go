package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// foldable are characters and sequences that fold in different ways.
var foldable = []string{
	"a", "E", "Z", " ", "  ", "\t", "\n", "\u00A0", "\u3000", "'", "’", "“", "–", "…", "1", "½", "ß", "ẞ", "é", "É", "É́", "đ", "Đ", "ø", "İ", "ı", "ſ", "ŉ", "ﬁ",
	"Nhật Bản", "e\u0301", "x\u0302", "\u0301", "\u0323", "й", "Й", "и\u0306", "ё", "ά", "Σ", "ς", "ᾳ", "ᾼ", "\u0345", "Ω", "K", "Å", "ﾄ", "ｶﾞ", "ﾟ", "が", "か\u3099", "ゝ", "ー", "東", "亜",
	"Ａ", "ｚ", "！", "＜", "<\u0338", "＜\u0338", "น้ำ", "ำ", "ํา", "้", "ກຳ", "ຳ", "ໍາ", "ໜ", "ຫນ", "ខ្មែរ", "្", "\u200B", "\u200D", "\uFE0F", "❤️", "မြန်", "ဦ", "ဥ\u102E", "\u102E", "ொ", "ெ", "ா",
	"ெ\u200Bா", "ஜப்", "가", "ᄀ", "ᅡ", "ᆨ", "각", "\xff", "\uFFFD", "\u00AD", "😀", "Ꭰ", "ꭰ", "ῼ", "ᶠ", "ª", "´", "¨", "™", "№", "Ǆ", "\u0085", "\u2028", "\u1680", "𝐀", "𠀀",
}

// Folding one by one has to give what folding the whole gives.
func TestFoldKnownIsFoldAny(t *testing.T) {
	piece := rapid.OneOf(
		rapid.SampledFrom(foldable),
		rapid.Map(rapid.Int32Range(1, knownSize), func(r int32) string { return string(r) }),
		rapid.Map(rapid.Rune(), func(r rune) string { return string(r) }),
	)
	rapid.Check(t, func(t *rapid.T) {
		s := ""
		for _, p := range rapid.SliceOfN(piece, 0, 8).Draw(t, "pieces") {
			s += p
		}
		if got, ok := foldKnown(s); ok && got != foldWhole(s) {
			t.Errorf("%q folds to %q one by one, to %q as a whole", s, got, foldWhole(s))
		}
	})
}

// foldWhole is foldAny but for ASCII, where a grave accent is no quote.
func foldWhole(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return foldAny(s)
	}
	return strings.Join(strings.Fields(strings.ToLower(s)), " ")
}

// Pairs of characters are where folding one by one could go wrong.
func TestFoldKnownOfPairs(t *testing.T) {
	for _, a := range foldable {
		for _, b := range foldable {
			for _, s := range []string{a + b, "x" + a + b + "y"} {
				if got, ok := foldKnown(s); ok && got != foldAny(s) {
					t.Errorf("%q folds to %q one by one, to %q as a whole", s, got, foldAny(s))
				}
			}
		}
	}
}

// Texts as they are written need no folding as a whole.
func TestTextsAreKnown(t *testing.T) {
	for _, s := range []string{
		"Plain “quotes” – it’s…", "Nhật Bản giữ nguyên lãi suất", "ราคาน้ำมันที่กรุงเทพฯ", "ລາຄານ້ຳມັນ", "ព្រះ\u200Bមហា\u200Bក្សត្រ",
		"မြန်မာနိုင်ငံ ဝန်ကြီးချုပ်", "பொருளாதாரம் காலநிலை", "日本の「ガソリン」、東京　ＡＩ", "経済ニュース", "경제 뉴스", "Élysée naïf",
	} {
		if _, ok := foldKnown(s); !ok {
			t.Errorf("%q is folded as a whole", s)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range foldable {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := Fold(s), foldWhole(s); got != want {
			t.Errorf("%q folds to %q; as a whole to %q", s, got, want)
		}
	})
}

func BenchmarkFold(b *testing.B) {
	for _, tt := range []struct{ name, s string }{
		{"ascii", "Central Bank holds interest rates as Prices Slow"},
		{"curly", "Central Bank’s chief: “Prices Slow” – and rates stay"},
		{"vi", "Ngân hàng Nhà nước giữ nguyên lãi suất điều hành"},
		{"ja", "日銀、追加利上げを決定 円は一時上昇"},
		{"th", "ราคาน้ำมันลดลงที่กรุงเทพฯ"},
	} {
		b.Run(tt.name+"/whole", func(b *testing.B) {
			for b.Loop() {
				foldAny(tt.s)
			}
		})
		b.Run(tt.name+"/known", func(b *testing.B) {
			for b.Loop() {
				Fold(tt.s)
			}
		})
	}
}
