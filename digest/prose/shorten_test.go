package prose

import (
	"strings"
	"testing"

	"newsbrief/digest/text"
)

// A long sentence loses what stands in brackets or between dashes, and who said
// it at its end; then it ends behind a clause; then it shows that it was cut.
func TestShorten(t *testing.T) {
	const (
		towns = "Mayors of all the seven towns around the big lagoon in the east of the country agreed on Sunday to build one flood wall of fourteen kilometres that holds back water up to three metres above the mean tide of the last forty years"
		thai  = "เจ็ดเมืองรอบทะเลสาบตกลงที่จะสร้างกำแพงกันน้ำร่วมกันเป็นระยะทางสิบสี่กิโลเมตรภายในปีหน้าตามแผนของกระทรวงมหาดไทยและกรมชลประทานที่ประกาศเมื่อวันอาทิตย์ที่ผ่านมาในเมืองหลวง"
		lao   = "ເຈັດເມືອງອ້ອມໜອງນ້ຳໄດ້ຕົກລົງສ້າງກຳແພງກັນນ້ຳຮ່ວມກັນເປັນໄລຍະທາງສິບສີ່ກິໂລແມັດພາຍໃນປີໜ້າຕາມແຜນຂອງກະຊວງທີ່ປະກາດໃນວັນອາທິດຜ່ານມາຢູ່ນະຄອນຫຼວງວຽງຈັນນີ້"
		chin  = "环绕东部大湖的七个城镇的镇长周日在省城举行的会议上同意共同修建一道全长十四公里的防洪墙，以便抵挡比过去四十年平均水位高出三米的洪水，所需费用由国家和各城镇分担"
	)
	tests := []struct{ name, in, want string }{ // "" for want: cut, and shown
		{"short stays", "Rain fell.", "Rain fell."},
		{"up to 280 columns stay", towns + ", the office said.", towns + ", the office said."},
		{"brackets go", towns + " (about the height of a door that leads to a room on the ground floor of a house) and more.", towns + " and more."},
		{"a clause between dashes goes", strings.Replace(towns, " agreed", " – among them two that had fought the plan for longer than a decade in the courts – agreed", 1) + ".", towns + "."},
		{"who said it goes", towns + ", the office for water and ways said on Monday in the capital of the province.", towns + "."},
		{"according to whom goes", towns + ", according to a plan that they signed in the old customs house.", towns + "."},
		{"both go together", strings.Replace(towns, "metres", "metres (46,000 feet)", 1) + ", the ministry for water and ways said on Monday in a statement.", towns + "."},
		{"a second main clause goes", towns + ", and the state will pay the greater half of what it costs over the next seven years.", towns + "."},
		{"behind a semicolon too", towns + "; the state will pay the greater half of what it costs over the next seven years.", towns + "."},
		{"but is no addition", towns + ", but the state will pay nothing of what it costs over the next seven years.", ""},
		{"a condition stays", towns + " if the state pays the greater half of what it costs over the next seven years.", ""},
		{"who it was stays", towns + " which the bank will give to those who asked for it before the end of this very dry spring.", ""},
		{"the last of several is no clause", "Mayors of seven towns, a bank, three firms of builders from the capital, two schools for engineers, a union of fishermen from the islands before the coast, the office for water and ways, the keepers of the seven lighthouses, and the pilots agreed on Sunday to build one wall of stone.", ""},
		{"a side clause alone says nothing", "While the mayors of all the seven towns around the big lagoon in the east of the country had come on foot and by boat to the old customs house in the harbour of the oldest of them, and the elders of the islands had come as well, nobody from the capital was there on Sunday to sign.", ""},
		{"th before an opener", thai + " ซึ่ง" + strings.Repeat("งบประมาณมาจากรัฐครึ่งหนึ่ง", 9), thai},
		{"th behind a figure", thai + "ปี 2569 ซึ่ง" + strings.Repeat("งบประมาณมาจากรัฐครึ่งหนึ่ง", 9), thai + "ปี 2569"},
		{"th behind a Latin word", thai + " Laguna ซึ่ง" + strings.Repeat("งบประมาณมาจากรัฐครึ่งหนึ่ง", 9), thai + " Laguna"},
		{"th a condition", thai + " หาก" + strings.Repeat("รัฐจ่ายครึ่งหนึ่งของงบประมาณ", 9), ""},
		{"th a denial", strings.Replace(thai, "ตกลง", "ไม่ตกลง", 1) + " เพราะ" + strings.Repeat("รัฐจ่ายครึ่งหนึ่งของงบประมาณ", 9), ""},
		{"lo before an opener", lao + " ເຊິ່ງ" + strings.Repeat("ງົບປະມານມາຈາກລັດເຄິ່ງໜຶ່ງ", 12), lao},
		{"zh before an addition", chin + "，并" + strings.Repeat("在明年春天之前完成设计", 7) + "。", chin + "。"},
		{"zh a clause that is none", chin + "，" + strings.Repeat("在明年春天之前完成设计", 7) + "。", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := shorten(tt.in)
			if tt.want != "" && got != tt.want || tt.want == "" && !strings.HasSuffix(got, "…") {
				t.Errorf("%d columns became %d\n got %q\nwant %q", text.Columns(tt.in), text.Columns(got), got, tt.want)
			}
			if n := text.Columns(got); n > Width {
				t.Errorf("%d columns", n)
			}
		})
	}
}

// What has no end costs no more than what has one.
func TestLineOfEndlessTexts(t *testing.T) {
	for name, unit := range map[string]string{
		"comma clauses":   "and the wall, ",
		"initials":        "U.S. ",
		"quotes":          `"no." `,
		"brackets":        "(so. ",
		"Thai":            "กขคว่า และ",
		"Chinese":         "七个城镇，",
		"one word":        "a",
		"paragraphs":      "Read more.\n",
		"question marks":  "Why? ",
		"credits":         "(Photo: x) ",
		"dashes":          " – no",
		"half quotations": "“no. ",
	} {
		t.Run(name, func(t *testing.T) {
			in := strings.Repeat(unit, 1<<20/len(unit))
			p := Picker{Headline: "Seven towns build a wall"}
			n := testing.AllocsPerRun(1, func() { p.Line(in) })
			if most := 60_000.0; n > most {
				t.Errorf("%.0f allocations for 1 MB, want at most %.0f", n, most)
			}
		})
	}
}
