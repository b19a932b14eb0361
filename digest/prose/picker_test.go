package prose

import "testing"

// What feeds put around a sentence. Every text here is invented.
func TestLineWithoutWhatStandsAround(t *testing.T) {
	tests := []struct{ name, lang, summary, want string }{
		{"a label before", "en", "Story highlights: The lock at Laguna opened again on Monday after two years of repairs. Boats queued.",
			"The lock at Laguna opened again on Monday after two years of repairs."},
		{"a label in capitals", "en", "STORY HIGHLIGHTS The lock at Laguna opened again on Monday after two years of repairs.",
			"The lock at Laguna opened again on Monday after two years of repairs."},
		{"a caption of two sentences", "en", "Boats wait at the lock of Laguna. It opened again on Monday after two years. (Photo: Laguna Daily)", ""},
		{"a credit behind a paragraph", "en", "The lock at Laguna opened again on Monday. Forty boats went through it before noon. Nobody had to wait. (Photo: Laguna Daily)",
			"The lock at Laguna opened again on Monday."},
		{"a credit between caption and news", "en", "Boats at the lock of Laguna on May 3, 2021. (J. Doe/Newswire) The lock at Laguna opened again on Monday after two years.",
			"The lock at Laguna opened again on Monday after two years."},
		{"a caption", "en", "Boats wait at the lock of Laguna. (Photo: Laguna Daily)", ""},
		{"a caption among paragraphs", "en", "Boats wait at the lock of Laguna, which opened again on Monday after two years of repairs that cost four million. (Photo: Laguna Daily)\nForty boats went through the lock before noon.",
			"Forty boats went through the lock before noon."},
		{"words to be searched for", "en", "The lock at Laguna opened again on Monday after two years. #canal #laguna", "The lock at Laguna opened again on Monday after two years."},
		{"a placeholder's caption", "en", "Content image - Laguna Daily. The lock opened again on Monday after two years of repairs.", "The lock opened again on Monday after two years of repairs."},
		{"a day in brackets", "th", "วันนี้ (23 พ.ย.2569) ประตูน้ำลากูนาเปิดใช้อีกครั้งหลังซ่อมแซมนานสองปี", "วันนี้ (23 พ.ย.2569) ประตูน้ำลากูนาเปิดใช้อีกครั้งหลังซ่อมแซมนานสองปี"},
		{"where it is from", "th", "ประตูน้ำลากูนาเปิดใช้อีกครั้งหลังซ่อมแซมนานสองปี ที่มา - Laguna Blog Topics: Canal", "ประตูน้ำลากูนาเปิดใช้อีกครั้งหลังซ่อมแซมนานสองปี"},
		{"a Chinese site and its day", "zh", "水门之家 11 月 23 日消息，拉古纳水门经过两年维修，今天上午重新开放。", "拉古纳水门经过两年维修，今天上午重新开放。"},
		{"from place to place", "ja", "23日午後6時ごろ、北浦線の南口―港町間で強い風のため運転を見合わせた。", "23日午後6時ごろ、北浦線の南口―港町間で強い風のため運転を見合わせた。"},
		{"a portal's stamp", "ja", "19時配信 みなと水門は23日、二年間の修理を終えて再び開いた。", "みなと水門は23日、二年間の修理を終えて再び開いた。"},
		{"a tag in angle brackets", "ja", "＜水門＞みなと水門は23日、二年間の修理を終えて再び開いた。", "みなと水門は23日、二年間の修理を終えて再び開いた。"},
		{"a first word in capitals", "ms", "PERKHIDMATAN bot di Laguna kembali pulih pada Isnin selepas dua tahun.", "Perkhidmatan bot di Laguna kembali pulih pada Isnin selepas dua tahun."},
		{"a township without capitals", "ms", "Johor Bahru: Pintu air di Laguna dibuka semula pada Isnin selepas dua tahun.", "Pintu air di Laguna dibuka semula pada Isnin selepas dua tahun."},
		{"a space before the full stop", "en", "The lock at Laguna opened again on Monday after two years .", "The lock at Laguna opened again on Monday after two years."},
		{"a pictograph behind", "en", "The lock at Laguna opened again on Monday after two years. 🔴", "The lock at Laguna opened again on Monday after two years."},
		{"where to look on", "vi", "Xem đồ họa chi tiết dưới đây về mực nước sông.", ""},
		{"where to follow it", "en", "Follow Laguna News for the latest updates on the flood. The lock at Laguna opened again on Monday after two years.", "The lock at Laguna opened again on Monday after two years."},
		{"a greeting of a round-up", "en", "Get caught up on the week's news from the harbour", ""},
		{"a quotation in single marks", "en", "''The lock holds. We tried it twice'', Mayor Ana Cruz said on Monday.", "\"The lock holds. We tried it twice\", Mayor Ana Cruz said on Monday."},
		{"a by-line with an initial", "lo", "ໂດຍ: ກ. ພູທອນ ປະຕູນ້ຳລາກູນາເປີດໃຊ້ອີກຄັ້ງຫຼັງສ້ອມແປງສອງປີ.", "ປະຕູນ້ຳລາກູນາເປີດໃຊ້ອີກຄັ້ງຫຼັງສ້ອມແປງສອງປີ."},
		{"two countries and a dash", "ta", "மேயர் நேற்று லகூனா - போர்ட்டோ அணிகள் மோதிய ஆட்டத்தைக் கண்டார்.", "மேயர் நேற்று லகூனா - போர்ட்டோ அணிகள் மோதிய ஆட்டத்தைக் கண்டார்."},
		{"an abbreviation", "ms", "GPKL membuka semula pintu air pada Isnin selepas dua tahun dibaiki.", "GPKL membuka semula pintu air pada Isnin selepas dua tahun dibaiki."},
		{"the source of a picture", "ta", "இரண்டு ஆண்டுகளுக்குப் பிறகு மதகுகள் மீண்டும் திறக்கப்பட்டன என அதிகாரி தெரிவித்தார். பட மூலாதாரம், Getty Images", "இரண்டு ஆண்டுகளுக்குப் பிறகு மதகுகள் மீண்டும் திறக்கப்பட்டன என அதிகாரி தெரிவித்தார்."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := Picker{Headline: "Laguna", Language: tt.lang}
			if got := p.Line(tt.summary); got != tt.want {
				t.Errorf("line(%q)\n got %q\nwant %q", tt.summary, got, tt.want)
			}
		})
	}
}

// Pages about a site are no stories, whatever they say.
func TestNoLineOfPagesAboutASite(t *testing.T) {
	for _, headline := range []string{"Contact us", "联系我们", "ติดต่อเรา", "Hubungi Kami"} {
		p := Picker{Headline: headline}
		if got := p.Line("The lock at Laguna opened again on Monday after two years of repairs."); got != "" {
			t.Errorf("%s: %q", headline, got)
		}
	}
}

// What joins on to the sentence before goes, but no subject goes with it.
func TestSubjectsStay(t *testing.T) {
	p := Picker{Headline: "Port Alba keeps its pier dark", Language: "en"}
	for in, want := range map[string]string{
		"So it's no wonder that captains who land in Port Alba at night ask for lamps on the pier.": "So it's no wonder that captains who land in Port Alba at night ask for lamps on the pier.",
		"However, the captains who land in Port Alba at night ask for lamps on the pier.":           "The captains who land in Port Alba at night ask for lamps on the pier.",
	} {
		if got := p.Line(in); got != want {
			t.Errorf("Line(%q) = %q, want %q", in, got, want)
		}
	}
}

// A sentence that points at the one before it stands behind one that does not.
func TestPointingSentences(t *testing.T) {
	for _, tt := range []struct{ lang, text, want string }{
		{"ja", "そんな中で港の灯りを点けようという声が島の漁師たちから上がった。\n島の議会は月曜日、古い桟橋に灯りを四十基置くことを決めた。", "島の議会は月曜日、古い桟橋に灯りを四十基置くことを決めた。"},
		{"zh-Hans", "说这话的渔民阿林在岛上已经住了四十年，每天都从旧码头出海。\n岛上议会周一决定在旧码头装四十盏灯，渔民夜里也能靠岸。", "岛上议会周一决定在旧码头装四十盏灯，渔民夜里也能靠岸。"},
	} {
		if got := (Picker{Language: tt.lang}).Line(tt.text); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.lang, got, tt.want)
		}
	}
}
