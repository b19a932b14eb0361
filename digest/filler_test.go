package digest

import (
	"testing"

	"newsbrief/digest/feed"
)

func TestIsLight(t *testing.T) {
	for title, want := range map[string]bool{
		"Regatta LIVE: latest from the harbour":        true,
		"Harbour regatta: live blog":                   true,
		"Ten boats, two locks: as it happened":         true,
		"10 cheap ways to furnish a room":              true,
		"7 Manfaat Daun Kelor untuk Kulit":             true,
		"QuickCheck: Is a lock keeper an officer?":     true,
		"Commentary: The canal needs a second lock":    true,
		"社説：水門の修理を急げ":                                  true,
		"Infographics: Diễn biến lũ trên sông":         true,
		"Lock keeper writes an opinion on tolls":       false,
		"10 boats sink in the harbour":                 false,
		"LIVE: Lock gates open after two years":        false,
		"5 rescued as ferry sinks":                     false,
		"Live music returns to the harbour":            false,
		"Review of tolls ends with lower prices":       false,
		"Commentary box collapses at harbour regatta ": false,
	} {
		if got := isLight(feed.Item{Title: title}); got != want {
			t.Errorf("isLight(%q) = %v, want %v", title, got, want)
		}
	}
}

func TestIsFiller(t *testing.T) {
	tests := []struct {
		title, category string
		want            bool
	}{
		{"Horoscope today: what the stars say", "", true},
		{"Your daily horoscopes for Monday", "", true},
		{"Ramalan Zodiak Hari Ini: Leo Beruntung", "", true},
		{"Tử vi hôm nay: ba con giáp gặp may", "", true},
		{"今日の運勢 11月23日", "", true},
		{"每日星座运势", "", true},
		{"ดูดวงรายวัน วันจันทร์", "", true},
		{"ตรวจหวย งวดล่าสุด", "", true},
		{"ຫວຍພັດທະນາ ງວດຫຼ້າສຸດ", "", true},
		{"இன்றைய ராசிபலன்", "", true},
		{"Photos of the day: boats at the lock", "", true},
		{"Morning news brief", "", true},
		{"11月23日のヘッドラインニュース", "", true},
		{"Sponsored: five ways to furnish a room", "", true},
		{"【PR】水門の町に泊まる", "", true},
		{"【广告】旧物换新", "", true},
		{"Five ways to furnish a room", "Branded Content", true},
		{"Lock gates open after repairs", "News", false},
		{"Police close a horoscopic telescope fraud", "", false},
		{"Lottery law passes in the senate", "", false},
		{"Photos show the lock after the flood", "", false},
		{"PR firm fined over false figures", "", false},
		{"Sponsored team wins the regatta", "", false},
		{"ดวงอาทิตย์ปล่อยพายุใหญ่", "", false},
		{"หวยเกษียณผ่านสภา", "", false},
	}
	for _, tt := range tests {
		it := feed.Item{Title: tt.title}
		if tt.category != "" {
			it.Categories = []string{tt.category}
		}
		if got := isFiller(it); got != tt.want {
			t.Errorf("isFiller(%q, %q) = %v, want %v", tt.title, tt.category, got, tt.want)
		}
	}
}
