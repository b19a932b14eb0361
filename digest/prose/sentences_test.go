package prose

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSentences(t *testing.T) {
	tests := []struct{ name, lang, want string }{ // "|" between sentences
		{"plain", "en", "The dam is full.|Its gates opened at noon."},
		{"titles", "en", "Dr. A. B. Reyes met Mr. Lim, Gov. Cruz and Prof. Tan.|They talked for an hour."},
		{"initialism before a name", "en", "The U.S. Senate and the U.N. Security Council meet today."},
		{"initialism at the end", "en", "They flew to the U.S.|The visit lasts three days."},
		{"company", "en", "Lagoon Foods Inc. and Port Co. Ltd. Holdings merged.|Shares rose."},
		{"months and numbers", "en", "On Nov. 23 the No. 5 reactor stopped at 9.30 a.m. Monday."},
		{"number in brackets", "en", "The council passed Decree No. (56) of 2026 on locks.|It holds from May."},
		{"decimals and addresses", "en", "Rates rose 0.25 points, says www.bank.example/rates.html today.|Loans get dearer."},
		{"ellipsis goes on", "en", "He waited... and waited.|Then it rained."},
		{"quotation before its speaker", "en", `"Stop!" she cried.|"Why?" he asked.`},
		{"bracketed sentence", "en", "The fee (it is ten dollars. No more.) stays.|Good."},
		{"closing quote stays", "en", "He said: “We won.”|The crowd sang."},
		{"list number", "en", "1. Pick the ripe ones."},
		{"id", "id", "Bupati Kab. Garut H. Rudi meresmikan Jl. Merdeka No. 5, Rp 4.500.000.|Warga senang."},
		{"ms", "ms", "Syarikat Laut Sdn. Bhd. milik Tn. Hj. Ali dibuka pada 9.00 pagi.|Ia menggaji 40 orang."},
		{"vi", "vi", "TP. Hồ Chí Minh và ThS. Lê An ký kết với TS. Bình.|Dự án dài 3,5 km."},
		{"fil", "fil", "Dumalo si Gng. Cruz sa Brgy. San Roque.|Masaya ang lahat."},
		{"ta initials", "ta", "எம். எஸ். ராஜா மற்றும் திரு. குமார் வந்தனர்.|கூட்டம் முடிந்தது."},
		{"ja", "ja", "雨が降った。|川が増水した！|「大丈夫だ。」と市長は言った。"},
		{"zh", "zh", "他说：“不用怕。”|雨停了！|真的吗？|是的。"},
		{"zh speaker behind the quotation", "zh", "“门一直开着。”他说。|渡船晚上才来。|“我等了两天。”老船长·李说。"},
		{"zh quotes of two kinds", "zh", "“桥修好了，\"市长说。|“明天就通车。”|\"票价不变。\"|大家都很高兴。"},
		{"zh a mark too many", "zh", "桥修好了。。|市长说：“通车了。”。|大家很高兴。"},
		{"km", "km", "ភ្លៀងធ្លាក់ខ្លាំង។|ទឹកឡើងខ្ពស់៖ ពីរម៉ែត្រ។"},
		{"my", "my", "မိုးရွာသည်၊ လေတိုက်သည်။|ရေကြီးသည်။"},
		{"th at a space", "th", "ฝนตกหนักในภาคใต้เป็นเวลาสองวันจนน้ำท่วมถนนสายหลัก|อย่างไรก็ตาม รถไฟยังเดินได้ตามปกติทุกสาย"},
		{"th month stays", "th", "ฝนตกหนักวันที่ 23 พ.ย. 69 ในภาคใต้"},
		{"th number stays", "th", "มีผู้เข้าร่วมงานวันแรกจากทั่วประเทศแล้วทั้งสิ้นกว่า 5,000 คน"},
		{"lo with marks", "lo", "ຝົນຕົກໜັກ.|ນ້ຳຖ້ວມທົ່ງນາ."},
		{"lo at a space", "lo", "ຝົນຕົກໜັກຢູ່ພາກໃຕ້ເປັນເວລາສອງວັນຈົນນ້ຳຖ້ວມທາງຫຼວງ|ຢ່າງໃດກໍຕາມ ລົດໄຟຍັງແລ່ນໄດ້ຕາມປົກກະຕິ"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := strings.Split(tt.want, "|")
			sep := " "
			if tt.lang == "ja" || tt.lang == "zh" {
				sep = ""
			}
			if d := cmp.Diff(want, Sentences(strings.Join(want, sep), tt.lang)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestSentencesEndAtNewlines(t *testing.T) {
	got := Sentences("First line\n\n  second line  \n", "en")
	if d := cmp.Diff([]string{"First line", "second line"}, got); d != "" {
		t.Error(d)
	}
}

// Nothing of the text is lost but white space.
func TestSentencesKeepEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("ab A.!?。」「”“\"' (ก າ។၊…1\n"))).Draw(t, "s")
		bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
		got := Sentences(s, "")
		if bare(strings.Join(got, "")) != bare(s) {
			t.Fatalf("%q came out as %q", s, got)
		}
		for _, g := range got {
			if g == "" || strings.TrimSpace(g) != g || strings.Contains(g, "\n") {
				t.Fatalf("%q has the sentence %q", s, g)
			}
		}
	})
}
