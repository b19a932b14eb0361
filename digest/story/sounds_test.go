package story

import (
	"slices"
	"testing"
)

// TestGroupHearsNames holds that a person written in two scripts is one, and
// another person told of with the same number is not.
func TestGroupHearsNames(t *testing.T) {
	told1 := "Lotus Post: Conductor Tavi Belmarov hands over his 4,317 records to the port library"
	other := "Lotus Post: Conductor Usko Hindrik hands over his 4,317 records to the port library"
	for _, tc := range []struct{ language, line string }{
		{"ja", "青葉新聞: 指揮者のタヴィ・ベルマロフ氏、レコード4317枚を港の図書館へ"},
		{"th", "ข่าวบัว: ทาวี เบลมารอฟ มอบแผ่นเสียง 4,317 แผ่นแก่ห้องสมุดท่าเรือ"},
		{"lo", "ຂ່າວບົວ: ທາວີ ເບລມາຣອຟ ມອບແຜ່ນສຽງ 4,317 ແຜ່ນ ໃຫ້ຫໍສະໝຸດ"},
		{"km", "ដំណឹងឈូក: លោកតាវី បែលម៉ារ៉ូហ្វ ប្រគល់ថាស 4,317 ដល់បណ្ណាល័យ"},
		{"my", "ကြာသတင်း: တာဗီ ဘယ်လ်မာရော့ဖ် ဓာတ်ပြား 4,317 ချပ် လှူဒါန်း"},
		{"ta", "தாமரை: தாவி பெல்மாரோஃப் 4,317 இசைத்தட்டுகளை நூலகத்திற்கு வழங்கினார்"},
	} {
		for _, english := range []string{told1, other} {
			t.Run(tc.language, func(t *testing.T) {
				items := append(told("en", english), told(tc.language, tc.line)...)
				if got := Group(items); (len(got) == 1) != (english == told1) {
					t.Errorf("%q and %q: got stories %s", english, tc.line, shape(items, got))
				}
			})
		}
	}
}

// TestWays holds how letters are heard, and that a name is said in a bounded
// number of ways.
func TestWays(t *testing.T) {
	for _, tc := range []struct {
		name string
		want []string // among the ways
	}{
		{"marchev", []string{"MRSP", "MRKP", "MRS"}},
		{"gerhard", []string{"SRRT", "KRT"}},
		{"ベルマロフ", []string{"PRMRP"}},
		{"ロンバルド", []string{"RMPRT"}},
		{"เบลมารอฟ", []string{"PRMRP"}},
		{"aeiou", []string{""}},
	} {
		got := soundsOf().ways(tc.name)
		for _, want := range tc.want {
			if !slices.Contains(got, want) {
				t.Errorf("%s is said %q, not %q", tc.name, got, want)
			}
		}
	}
	if got := soundsOf().ways("chechachechovichgheorghe"); len(got) > waysHeard {
		t.Errorf("a name is said in %d ways", len(got))
	}
}
