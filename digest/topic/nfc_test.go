package topic

import (
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// What is taken for composed without asking has to be it.
func TestIsNFC(t *testing.T) {
	letters := rapid.OneOf(
		rapid.SampledFrom([]rune("aeouńøưЙ\u0300\u0301\u031B\u0323\u0345ெேஒ\u0BBE\u0BD7ဥ\u102E\u102Fກ\u0EB8\u0EC8ក\u17D2ក\u0E38\u0E48กか\u3099ｶﾞ가\u1161\u11A8각")),
		rapid.Rune(), rapid.Int32Range(0x80, 2*tableSize),
	)
	rapid.Check(t, func(t *rapid.T) {
		s := string(rapid.SliceOfN(letters, 0, 12).Draw(t, "text"))
		var f field
		if f.read(s, true) && !norm.NFC.IsNormalString(s) {
			t.Errorf("%q is taken for composed", s)
		}
	})
}

// Texts as they are written need no second look.
func TestNFCIsReadOnce(t *testing.T) {
	for _, s := range []string{
		"Plain “quotes” – and 😀", "Nhật Bản giữ nguyên lãi suất", "ราคาน้ำมันที่กรุงเทพฯ", "ລາຄານ້ຳມັນ", "ព្រះមហាក្សត្រ",
		"မြန်မာနိုင်ငံ ဝန်ကြီးချုပ်", "பொருளாதாரம் காலநிலை", "日本の「ガソリン」、東京", "경제 뉴스", "Élysée naïf",
	} {
		var f field
		if !f.read(s, true) {
			t.Errorf("%q is not taken for composed", s)
		}
	}
}

func FuzzNFC(f *testing.F) {
	f.Add("e\u0301")
	f.Add("ொ")
	f.Fuzz(func(t *testing.T, s string) {
		var f field
		if len(s) < maxScanned && f.read(s, true) && !norm.NFC.IsNormalString(s) {
			t.Errorf("%q is taken for composed", s)
		}
	})
}

func TestVocabulary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tokens := rapid.SliceOfDistinct(rapid.SliceOfN(rapid.ByteRange('a', 'c'), 1, 20), func(b []byte) string { return string(b) }).Draw(t, "tokens")
		var v vocabulary
		for i, u := range tokens {
			if got := v.id(u, word64(u)); got != 0 {
				t.Fatalf("%q has number %d before it is added", u, got)
			}
			if got := v.addWord(u, word64(u)); got != uint32(i+1) {
				t.Fatalf("%q gets number %d; want %d", u, got, i+1)
			}
		}
		for i, u := range tokens {
			if got := v.id(u, word64(u)); got != uint32(i+1) || v.addWord(u, word64(u)) != got {
				t.Errorf("%q has number %d; want %d", u, got, i+1)
			}
		}
		if v.size() != len(tokens)+1 {
			t.Errorf("the size is %d; want %d", v.size(), len(tokens)+1)
		}
	})
}

// Tokens whose words are equal are told apart by their letters.
func TestVocabularyOfEqualWords(t *testing.T) {
	v := vocabulary{keys: [][]byte{nil, []byte("long enough"), []byte("enough long")}}
	const word = 7
	v.places.add(word, 1)
	v.places.add(word, 2)
	for _, tt := range []struct {
		token string
		want  uint32
	}{{"long enough", 1}, {"enough long", 2}, {"neither of them", 0}} {
		if got := v.id([]byte(tt.token), word); got != tt.want {
			t.Errorf("%q has number %d; want %d", tt.token, got, tt.want)
		}
	}
}
