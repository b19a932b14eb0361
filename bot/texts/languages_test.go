package texts

import "testing"

func TestLanguageNamed(t *testing.T) {
	tests := []struct{ typed, want string }{
		{"ja", "ja"}, {"日本語", "ja"}, {"Japanese", "ja"}, {"tiếng Nhật", "ja"}, {"bahasa Jepang", "ja"}, {"日文", "ja"}, {"日语", "ja"},
		{"英語", "en"}, {"英文", "en"}, {"Tiếng Anh", "en"}, {"ภาษาอังกฤษ", "en"}, {"อังกฤษ", "en"}, {"bahasa Inggris", "en"}, {"Inggeris", "en"},
		{"ភាសាអង់គ្លេស", "en"}, {"ພາສາອັງກິດ", "en"}, {"အင်္ဂလိပ်စကား", "en"}, {"ஆங்கிலம்", "en"}, {"Ingles", "en"}, {"wikang Ingles", "en"},
		{"中文", "zh-Hans"}, {"Chinese", "zh-Hans"}, {"中国語", "zh-Hans"}, {"ภาษาจีน", "zh-Hans"}, {"tiếng Trung", "zh-Hans"}, {"bahasa Cina", "zh-Hans"},
		{"简体中文", "zh-Hans"}, {"繁體中文", "zh-Hant"}, {"繁体中文", "zh-Hant"}, {"traditional chinese", "zh-Hant"}, {"zh-TW", "zh-Hant"},
		{"tiếng việt", "vi"}, {"tieng viet", "vi"}, {"việt", "vi"}, {"ภาษาไทย", "th"}, {"ไทย", "th"}, {"タイ語", "th"},
		{"indonesia", "id"}, {"bahasa indonesia", "id"}, {"bahasa malaysia", "ms"}, {"melayu", "ms"}, {"tagalog", "fil"}, {"tl", "fil"},
		{"ភាសាខ្មែរ", "km"}, {"ພາສາລາວ", "lo"}, {"မြန်မာဘာသာ", "my"}, {"தமிழ்", "ta"}, {"  English ", "en"},
		{"klingon", ""}, {"", ""}, {"tiếng", ""}, {"bahasa", ""},
	}
	for _, tt := range tests {
		got, ok := LanguageNamed(tt.typed)
		if got != tt.want && (ok || tt.want != "") || ok != (tt.want != "") {
			t.Errorf("%q: got %q, %v, want %q", tt.typed, got, ok, tt.want)
		}
	}
}
