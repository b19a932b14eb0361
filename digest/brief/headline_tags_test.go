package brief

import "testing"

func TestHeadlineTags(t *testing.T) {
	tests := []struct{ name, title, site, want string }{
		{"form behind", "Lock gates open after repairs [PHOTOS]", "", "Lock gates open after repairs"},
		{"form with a plus", "Lock gates open after repairs (+video)", "", "Lock gates open after repairs"},
		{"a paper's own channel", "Pintu air dibuka semula [LAGUNTV]", "", "Pintu air dibuka semula"},
		{"Thai", "ด่วน! ประตูน้ำเปิดแล้วหลังซ่อมสองปี (คลิป)", "", "ประตูน้ำเปิดแล้วหลังซ่อมสองปี"},
		{"Khmer", "(វីដេអូ) ទ្វារទឹកបើកវិញក្រោយជួសជុល", "", "ទ្វារទឹកបើកវិញក្រោយជួសជុល"},
		{"Lao", "(ວິດີໂອ) ປະຕູນ້ຳເປີດຄືນຫຼັງສ້ອມແປງ", "", "ປະຕູນ້ຳເປີດຄືນຫຼັງສ້ອມແປງ"},
		{"Burmese", "ရေတံခါး ပြန်ဖွင့် (ရုပ်သံ)", "", "ရေတံခါး ပြန်ဖွင့်"},
		{"Tamil", "மதகுகள் மீண்டும் திறப்பு - நேரலை", "", "மதகுகள் மீண்டும் திறப்பு"},
		{"Chinese flash", "快訊》水門修復後重新開放", "", "水門修復後重新開放"},
		{"Chinese film", "水门修复后重新开放（有片）", "", "水门修复后重新开放"},
		{"Japanese film", "水門が二年ぶりに開く【動画】", "", "水門が二年ぶりに開く"},
		{"the paper that a portal has it from", "水門が二年ぶりに開く(みなと新聞)", "", "水門が二年ぶりに開く"},
		{"the edition that it stood in", "水門が二年ぶりに開く [青森県]", "", "水門が二年ぶりに開く"},
		{"a subject in angle brackets", "＜みなと水門＞二年ぶりに開く", "", "みなと水門 二年ぶりに開く"},
		{"said again behind them", "＜水門＞みなと水門が二年ぶりに開く", "", "みなと水門が二年ぶりに開く"},
		{"a subject in brackets stays", "【みなと水門】二年ぶりに開く", "", "【みなと水門】二年ぶりに開く"},
		{"a page of several", "水門が二年ぶりに開く（1/2 ページ）", "", "水門が二年ぶりに開く"},
		{"a portal's own name", "水门修复后重新开放_新港订阅", "", "水门修复后重新开放"},
		{"pictographs", "🚨 Lock gates open after repairs 🔥", "", "Lock gates open after repairs"},
		{"signs that mean something", "Lock keeper wins €5 in bet on 40°", "", "Lock keeper wins €5 in bet on 40°"},
		{"words to be searched for", "Lock gates open after repairs #canal #laguna", "", "Lock gates open after repairs"},
		{"a number is no such word", "Lock keeper is #1", "", "Lock keeper is #1"},
		{"a section's word", "HEADLINE: Pintu air dibuka kembali", "", "Pintu air dibuka kembali"},
		{"a remark in brackets stays", "Lock gates open (again)", "", "Lock gates open (again)"},
		{"nothing else", "[VIDEO]", "", "[VIDEO]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Headline(tt.title, tt.site); got != tt.want {
				t.Errorf("Headline(%q) = %q, want %q", tt.title, got, tt.want)
			}
		})
	}
}
