package prose

import (
	"strings"
	"testing"

	"newsbrief/digest/text"
)

func TestFit(t *testing.T) {
	long := "Seven towns around the lagoon will share one flood wall of fourteen kilometres that holds back water up to three metres above the mean tide"
	tests := []struct{ name, in, want string }{
		{"short stays", "Rain fell.", "Rain fell."},
		{"who says it", long + ", according to a plan that the mayors of all seven towns signed on Sunday in the old customs house.", long + "."},
		{"an addition", long + " after more than a decade in which the same streets were flooded every single autumn.", long + "."},
		{"Chinese clause", strings.Repeat("七个城镇决定共同修建一道防洪墙，", 4) + strings.Repeat("费用由国家和地方各出一半", 5) + "。",
			strings.TrimSuffix(strings.Repeat("七个城镇决定共同修建一道防洪墙，", 4), "，") + "。"},
		{"Thai space", strings.Repeat("เจ็ดเมืองรอบทะเลสาบตกลงสร้างกำแพงกันน้ำร่วมกัน", 4) + " " + strings.Repeat("งบประมาณมาจากรัฐครึ่งหนึ่ง", 4),
			strings.Repeat("เจ็ดเมืองรอบทะเลสาบตกลงสร้างกำแพงกันน้ำร่วมกัน", 4)},
		{"clause mark", strings.Repeat("七つの町は壁を造る計画を承認し", 5) + "、" + strings.Repeat("費用は国と半分ずつ負担する", 3) + "。",
			strings.Repeat("七つの町は壁を造る計画を承認し", 5) + "…"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := fit(tt.in)
			if got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
			if n := text.Columns(got); n > Width {
				t.Errorf("%d columns", n)
			}
		})
	}
}
