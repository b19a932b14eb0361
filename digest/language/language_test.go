package language

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestIdentify(t *testing.T) {
	for _, tt := range []struct {
		name, text, want string
	}{
		{"english", "Central bank keeps rates unchanged as growth slows", "en"},
		{"english without small words", "Lawmakers question minister over budget", "en"},
		{"english about asia", "Vietnam's exports to Japan rise for third month", "en"},
		{"english about Malaysia", "Flood evacuees in Hulu Langat and Kuala Selangor return home", "en"},
		{"english with every word capitalised", "Thai Minister Of Culture Opens New Museum In Chiang Rai", "en"},
		{"thai with many names", "เปิดราคา Galaxy Tab Ultra Pro Max ในไทย", "th"},
		{"english in capitals", "GOVERNMENT WARNS OF FLOODS IN THE SOUTH", "en"},
		{"japanese", "政府、来年度の予算案を閣議決定", "ja"},
		{"japanese kana", "スマホの新モデルを発表", "ja"},
		{"japanese without kana", "首相官邸前駅周辺開発計画発表", "ja"},
		{"japanese with latin", "OpenAIが新モデルを公開", "ja"},
		{"simplified", "央行宣布下调贷款利率", "zh-Hans"},
		{"simplified with a shop's kana", "优の良品在上海开设首家门店", "zh-Hans"},
		{"traditional", "行政院通過明年度預算案", "zh-Hant"},
		{"traditional hong kong", "港鐵宣布下月起調整票價", "zh-Hant"},
		{"vietnamese", "Chính phủ họp bàn về kế hoạch xây dựng đường sắt", "vi"},
		{"vietnamese capitals", "HÀ NỘI MƯA LỚN, NHIỀU TUYẾN ĐƯỜNG NGẬP", "vi"},
		{"vietnamese decomposed", "Thủ tướng thăm Nhật Bản", "vi"},
		{"thai", "นายกฯ ประชุมคณะรัฐมนตรีที่เชียงใหม่", "th"},
		{"thai with a name", "เปิดตัว iPhone รุ่นใหม่ในไทย", "th"},
		{"lao", "ລັດຖະບານປະຊຸມກ່ຽວກັບເສດຖະກິດ", "lo"},
		{"khmer", "រដ្ឋាភិបាលប្រកាសគម្រោងថ្មី", "km"},
		{"burmese", "ရန်ကုန်မြို့တွင် မိုးသည်းထန်စွာရွာ", "my"},
		{"tamil", "சென்னையில் கனமழை பெய்தது", "ta"},
		{"indonesian", "Pemerintah akan menaikkan gaji guru karena inflasi", "id"},
		{"indonesian police", "Polisi tangkap tersangka kasus pencurian sepeda motor", "id"},
		{"indonesian football", "Timnas menang, pelatih puji permainan tim", "id"},
		{"malay", "Kerajaan akan menaikkan gaji guru kerana inflasi", "ms"},
		{"malay police", "Polis tahan suspek kes curi motosikal", "ms"},
		{"malay football", "Skuad negara menang, jurulatih puji aksi pemain", "ms"},
		{"malay money", "Harga minyak turun lima sen mulai tengah malam ini, kata menteri kewangan Malaysia Datuk Seri", "ms"},
		{"filipino", "Pangulo, nilagdaan ang bagong batas para sa mga guro", "fil"},
		{"filipino storm", "Bagyo, papalapit na sa Luzon ayon sa PAGASA", "fil"},
		{"indonesian or malay", "Gempa bumi dan tsunami", "id"},
		{"french", "Le gouvernement annonce une réforme des retraites pour les fonctionnaires", ""},
		{"spanish", "El gobierno anuncia una reforma de las pensiones para los maestros", ""},
		{"german", "Die Regierung kündigt eine Reform der Renten für Lehrer an", ""},
		{"portuguese", "O governo anuncia uma reforma das pensões para os professores", ""},
		{"italian", "Il governo annuncia una riforma delle pensioni per gli insegnanti", ""},
		{"dutch", "De regering kondigt een hervorming van de pensioenen aan", ""},
		{"korean", "정부, 내년도 예산안 발표", ""},
		{"russian", "Правительство объявило о новой реформе", ""},
		{"arabic", "الحكومة تعلن عن إصلاح جديد", ""},
		{"hindi", "सरकार ने नए सुधार की घोषणा की", ""},
		{"greek", "Η κυβέρνηση ανακοινώνει μεταρρύθμιση", ""},
		{"nothing", "", ""},
		{"numbers", "2026 – 11.24 %", ""},
		{"invalid", "\xff\xfe\xc3", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, confidence := Identify(tt.text)
			if got != tt.want {
				t.Errorf("Identify(%q) = %q, %.2f; want %q", tt.text, got, confidence, tt.want)
			}
			if (got == "") != (confidence == 0) || confidence > 1 {
				t.Errorf("Identify(%q): %q with confidence %v", tt.text, got, confidence)
			}
		})
	}
}

func TestLongerIsSurer(t *testing.T) {
	_, short := Identify("Harga naik karena")
	_, long := Identify("Harga naik karena pemerintah bilang begitu, ujar seorang karyawan perusahaan")
	if short >= long {
		t.Errorf("confidence of the short text is %.2f, of the long one %.2f", short, long)
	}
}

// A character in two of the lists would count for whichever is asked first.
func TestCharacterListsAreApart(t *testing.T) {
	seen := make(map[rune]string)
	for name, list := range map[string]string{"simplified": simplifiedOnly, "traditional": traditionalOnly, "japanese": japaneseOnly} {
		for _, r := range list {
			if other, ok := seen[r]; ok {
				t.Errorf("%c is in %s and %s", r, other, name)
			}
			seen[r] = name
		}
	}
}

// A word in both lists would count for the one that is read last.
func TestSistersWordsAreApart(t *testing.T) {
	seen, section := map[string]string{}, ""
	for line := range strings.Lines(wordList) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			section = line
		}
		if section != "[id]" && section != "[ms]" {
			continue
		}
		for _, w := range strings.Fields(line) {
			if other := seen[w]; other != "" && other != section && len(w) > 1 {
				t.Errorf("%q speaks for both Indonesian and Malay", w)
			}
			seen[w] = section
		}
	}
}

func TestSettle(t *testing.T) {
	for _, tt := range []struct{ name, text, declared, want string }{
		{"the text is sure", "Central bank keeps rates unchanged as growth slows", "ms", "en"},
		{"the text says nothing", "1–0", "vi", "vi"},
		{"nobody says", "1–0", "", ""},
		{"sisters are told by their feed", "Polisi tangkap tersangka kasus pencurian sepeda motor", "ms", "ms"},
		{"sisters by themselves", "Polisi tangkap tersangka kasus pencurian sepeda motor", "", "id"},
		{"a feed in Malay with a headline in English", "Water supply in Gombak to resume on Sunday after repairs", "ms", "en"},
		{"a date in Japan", "為替相場 20日", "ja", "ja"},
		{"a region is none of the text's", "Government raises taxes on sugar", "en-SG", "en"},
		{"names by other names", "Presyo ng bigas, bumaba na", "tl-PH", "fil"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Settle(tt.text, tt.declared); got != tt.want {
				t.Errorf("Settle(%q, %q) = %q, want %q", tt.text, tt.declared, got, tt.want)
			}
		})
	}
}

func FuzzIdentify(f *testing.F) {
	for _, s := range []string{"", "the", "政府", "’", "a’’s", "\xff", "İ", "ﬁ", "ｶﾞ", strings.Repeat("ก", 100)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tag, confidence := Identify(s)
		if confidence < 0 || confidence > 1 || (tag == "") != (confidence == 0) {
			t.Errorf("Identify(%q) = %q, %v", s, tag, confidence)
		}
		if again, _ := Identify(s); again != tag {
			t.Errorf("Identify(%q) = %q, then %q", s, tag, again)
		}
		if !utf8.ValidString(tag) {
			t.Errorf("tag %q", tag)
		}
	})
}

func BenchmarkIdentify(b *testing.B) {
	for name, s := range map[string]string{
		"latin": "Pemerintah akan menaikkan gaji guru karena inflasi, kata menteri keuangan pada hari Rabu",
		"han":   "政府、来年度の予算案を閣議決定 歳出総額は過去最大に",
		"thai":  "นายกฯ ประชุมคณะรัฐมนตรีที่เชียงใหม่",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Identify(s)
			}
		})
	}
}
