package brief

import "testing"

func TestHeadline(t *testing.T) {
	tests := []struct{ title, site, want string }{
		{"Rain floods the old town | VnExpress", "VnExpress", "Rain floods the old town"},
		{"Rain floods the old town - BBC News", "BBC", "Rain floods the old town"},
		{"Rain floods the old town - Lagoon Daily", "Lagoon Daily", "Rain floods the old town"},
		{"Rain floods the old town | Region | Lagoon Daily", "lagoondaily.example", "Rain floods the old town | Region"},
		{"雨で旧市街が浸水：みなと新聞デジタル", "みなと新聞", "雨で旧市街が浸水"},
		{"雨で旧市街が浸水｜みなとニュース", "", "雨で旧市街が浸水"},
		{"云南咖啡出口创新高_滇声网", "", "云南咖啡出口创新高"},
		{"น้ำท่วมเมืองเก่าหลังฝนตกหนัก - ข่าวสด", "", "น้ำท่วมเมืองเก่าหลังฝนตกหนัก"},
		{"LIVE: Counting begins in the delta", "", "Counting begins in the delta"},
		{"[VIDEO] Elephants cross the highway", "", "Elephants cross the highway"},
		{"【速報】みなと市で震度４", "", "みなと市で震度４"},
		{"UPDATE 3 - Storm turns north", "", "Storm turns north"},
		{"Giá vàng - đô la hôm nay", "Báo Mới", "Giá vàng - đô la hôm nay"},
		{"Marcos: we will not yield", "", "Marcos: we will not yield"},
		{"Lagoon Daily", "Lagoon Daily", "Lagoon Daily"},
		{"  two\n lines ", "", "two lines"},
		{"", "", ""},
	}
	for _, tt := range tests {
		if got := Headline(tt.title, tt.site); got != tt.want {
			t.Errorf("Headline(%q, %q) = %q, want %q", tt.title, tt.site, got, tt.want)
		}
	}
}
