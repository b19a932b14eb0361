package prose

import (
	"strings"
	"testing"

	"newsbrief/digest/text"
)

func TestWithoutRemarks(t *testing.T) {
	for in, want := range map[string]string{
		"The wall is 14 km (9 miles) long.":        "The wall is 14 km long.",
		"The wall (Lagoon Daily).":                 "The wall.",
		"市長（72）は辞任した。":                             "市長は辞任した。",
		"The wall (which is not new) fell.":        "The wall (which is not new) fell.",
		"The wall (see (a) above) fell.":           "The wall (see above) fell.",
		"The wall (never closed.":                  "The wall (never closed.",
		"លោក សុខ ដារា (Sok Dara) បានមកដល់។":        "លោក សុខ ដារា បានមកដល់។",
		"Boats (" + strings.Repeat("x", 99) + ").": "Boats (" + strings.Repeat("x", 99) + ").",
	} {
		if got := withoutRemarks(in); got != want {
			t.Errorf("withoutRemarks(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWithoutAside(t *testing.T) {
	for in, want := range map[string]string{
		"The old bridge, which was built in 1911, will close.":               "The old bridge will close.",
		"Engineer Lan Pham, a former pilot, heads the port.":                 "Engineer Lan Pham heads the port.",
		"Pasar lama, yang dibangun pada 1911, akan ditutup.":                 "Pasar lama akan ditutup.",
		"Old boats, a barge, and a raft sank.":                               "",
		"While the old port sleeps, a ship that nobody knows, comes in.":     "",
		"The keeper, who lives in the old house, Ann Lowe, opened the gate.": "",
		"The port, which is old.":                                            "",
	} {
		if got := withoutAside(in); got != want {
			t.Errorf("withoutAside(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWithoutFront(t *testing.T) {
	for in, want := range map[string]string{
		"After a year of talks, mayors of seven towns agreed to share one flood wall.":                  "Mayors of seven towns agreed to share one flood wall.",
		"Setelah setahun berunding, tujuh kota sepakat membangun satu tanggul laut bersama.":            "Tujuh kota sepakat membangun satu tanggul laut bersama.",
		"Sau một năm đàm phán, bảy thị trấn nhất trí xây chung một bức tường chắn sóng.":                "",
		"Matapos ang isang taon, nagkasundo ang pitong bayan na magtayo ng iisang pader sa dagat.":      "Nagkasundo ang pitong bayan na magtayo ng iisang pader sa dagat.",
		"If the loan is paid, seven towns will share one flood wall from the spring.":                   "",
		"After a year of talks, they agreed to share one flood wall around the whole of the lagoon.":    "",
		"After talks, quarrels and a strike, mayors of seven towns agreed to share one flood wall.":     "",
		"After a year of talks, and a strike that nobody wanted seven towns will share one flood wall.": "",
		"As a pilot, Lan knew.": "",
	} {
		if got := withoutFront(in); got != want {
			t.Errorf("withoutFront(%q) = %q, want %q", in, got, want)
		}
	}
}

// What is denied, asked for or bounded must not lose what it hangs on.
func TestFitStaysTrue(t *testing.T) {
	const long = "Mayors of all the seven towns around the big lagoon in the east of the country"
	tests := []struct{ name, in, not string }{
		{"a condition", long + " will build a flood wall of fourteen kilometres after the next election if the state pays the greater half of it and the parliament agrees to that before the end of the year.", "election."},
		{"what speaks against it", long + " asked a bank in the capital for money to build a flood wall of fourteen kilometres in the spring but were refused because of what they still owe to it from the last one.", "wall of fourteen kilometres."},
		{"not because", long + " did not give up the plan for a flood wall of fourteen kilometres because of the price that three firms from the capital had named to them in the spring of this very dry year.", "kilometres."},
		{"only", long + " can only begin to build the flood wall of fourteen kilometres that they want in those few months of the year in which the water of the lagoon stands low enough for the machines.", "want."},
		{"told whom what", long + " and the three islands before them in a letter that was read out in all of their schools told the elders of the coast that the flood wall cannot be built before next spring.", "coast."},
		{"the one who", long + " and the three islands before it gave a medal of silver and a boat of wood to the woman who called the coast guard on the night of the storm and saved forty fishermen from drowning.", "the woman."},
		{"the subject only", "The daughter of the mayor, who was born in the oldest of the seven towns around the big lagoon and who learnt to sail there as a child with all her brothers, won the race around the three islands on Sunday.", "brothers."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, lost := shortened(tt.in)
			if text.Columns(tt.in) <= Width {
				t.Fatalf("the sentence is only %d columns", text.Columns(tt.in))
			}
			if lost != ending && strings.HasSuffix(got, tt.not) {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestFitNativeClauses(t *testing.T) {
	th := strings.Repeat("เจ็ดเมืองรอบทะเลสาบตกลงสร้างกำแพงกันน้ำร่วมกัน", 3)
	km := "ទីក្រុងប្រាំពីរជុំវិញបឹងធំនៅភាគខាងកើតប្រទេសបានយល់ព្រមសាងសង់ជញ្ជាំងការពារទឹកជំនន់ប្រវែងដប់បួនគីឡូម៉ែត្ររួមគ្នា"
	kmNot := "ទីក្រុងប្រាំពីរជុំវិញបឹងធំនៅភាគខាងកើតប្រទេសមិនបានយល់ព្រមសាងសង់ជញ្ជាំងការពារទឹកជំនន់ប្រវែងដប់បួនគីឡូម៉ែត្ររួមគ្នា"
	ta := "ஏரியைச் சுற்றியுள்ள ஏழு நகரங்கள் பதினான்கு கிலோமீட்டர் நீளமுள்ள வெள்ளத் தடுப்புச் சுவரை ஒன்றாகக் கட்ட ஒப்புதல் அளித்துள்ளன"
	lo := strings.Repeat("ເຈັດເມືອງອ້ອມໜອງນ້ຳຕົກລົງສ້າງກຳແພງກັນນ້ຳຮ່ວມກັນ", 3)
	tests := []struct {
		name, in, want string
		lost           loss
	}{
		{"th which", th + " ซึ่ง" + strings.Repeat("งบประมาณมาจากรัฐครึ่งหนึ่ง", 4), th, phrases},
		{"th so that", th + " เพื่อ" + strings.Repeat("ป้องกันน้ำท่วมในฤดูฝน", 5), th, phrases},
		{"th a condition stays", th + " หาก" + strings.Repeat("รัฐจ่ายครึ่งหนึ่งของงบประมาณ", 4), "", ending},
		{"th but stays", th + " แต่" + strings.Repeat("รัฐไม่ยอมจ่ายเงินงบประมาณ", 4), "", ending},
		{"th not because", "เจ็ดเมืองไม่" + th[:len("เจ็ดเมืองรอบทะเลสาบตกลงสร้างกำแพงกันน้ำร่วมกัน")*2] + " เพราะ" + strings.Repeat("รัฐจ่ายครึ่งหนึ่งของงบประมาณ", 5), "", ending},
		{"th the verb is still to come", th + " ได้" + strings.Repeat("ประกาศแผนการสร้างกำแพงกันน้ำ", 4), "", ending},
		{"lo which", lo + " ເຊິ່ງ" + strings.Repeat("ງົບປະມານມາຈາກລັດເຄິ່ງໜຶ່ງ", 4), lo, phrases},
		{"lo a condition stays", lo + " ຖ້າ" + strings.Repeat("ລັດຈ່າຍເຄິ່ງໜຶ່ງຂອງງົບປະມານ", 4), "", ending},
		{"km after", km + " បន្ទាប់ពី" + strings.Repeat("ការចរចាអស់រយៈពេលមួយឆ្នាំ", 6) + "។", km + "។", phrases},
		{"km not because", kmNot + " ដោយសារ" + strings.Repeat("តម្លៃថ្លៃជាងការគ្រោងទុក", 7) + "។", "", ending},
		{"ta a new subject", ta + ", இதில் " + strings.Repeat("பாதிச் செலவை அரசு ஏற்கும் ", 5) + "என்று கூறப்படுகிறது.", ta + ".", additions},
		{"ta a participle is no end", strings.Replace(ta, "ஒப்புதல் அளித்துள்ளன", "ஒப்புதல் அளித்து", 1) + ", இதில் " + strings.Repeat("பாதிச் செலவை அரசு ஏற்கும் ", 5) + "என்று கூறப்படுகிறது.", "", ending},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, lost := shortened(tt.in)
			if lost != tt.lost || tt.want != "" && got != tt.want {
				t.Errorf("got  %q, loss %d\nwant %q, loss %d (%d columns of %d)", got, lost, tt.want, tt.lost, text.Columns(tt.want), text.Columns(tt.in))
			}
		})
	}
}
