package zone

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestFind(t *testing.T) {
	tests := []struct {
		typed string
		want  string // zones, separated by spaces
	}{
		{"Asia/Tokyo", "Asia/Tokyo"},
		{"asia/tokyo", "Asia/Tokyo"},
		{"Tokyo", "Asia/Tokyo"},
		{"osaka", "Asia/Tokyo"},
		{"日本", "Asia/Tokyo"},
		{"大阪", "Asia/Tokyo"},
		{"Hanoi", "Asia/Ho_Chi_Minh"},
		{"Hà Nội", "Asia/Ho_Chi_Minh"},
		{"ha noi", "Asia/Ho_Chi_Minh"},
		{"Ho Chi Minh City", "Asia/Ho_Chi_Minh"},
		{"กรุงเทพฯ", "Asia/Bangkok"},
		{"ភ្នំពេញ", "Asia/Phnom_Penh"},
		{"ວຽງຈັນ", "Asia/Vientiane"},
		{"ရန်ကုန်", "Asia/Yangon"},
		{"சிங்கப்பூர்", "Asia/Singapore"},
		{"kuala lumpur", "Asia/Kuala_Lumpur"},
		{"WIB", "Asia/Jakarta"},
		{"new york", "America/New_York"},
		{"UTC", "UTC"},
		{"utc+7", "Etc/GMT-7"},
		{"GMT+07:00", "Etc/GMT-7"},
		{"-3", "Etc/GMT+3"},
		{"+5:30", "Asia/Kolkata"},
		{"UTC+06:30", "Asia/Yangon"},
		{"toky", "Asia/Tokyo"},
		{"singapoer", "Asia/Singapore"},
		{"Atlantis", ""},
		{"Local", ""},
		{"../../etc/passwd", ""},
		{"", ""},
		{"+99", ""},
	}
	for _, tt := range tests {
		t.Run(tt.typed, func(t *testing.T) {
			if got := strings.Join(Find(tt.typed), " "); got != tt.want {
				t.Errorf("Find(%q) = %q, want %q", tt.typed, got, tt.want)
			}
		})
	}
}

// TestTables holds that every zone named in the tables exists, and that no
// name stands for two.
func TestTables(t *testing.T) {
	for name, zones := range places() {
		for _, z := range zones {
			if _, err := time.LoadLocation(z); err != nil {
				t.Errorf("%q: %v", name, err)
			}
		}
		if len(zones) > 1 {
			t.Errorf("%q stands for %v", name, zones)
		}
	}
}

// TestGuess holds that a guess is a zone that exists.
func TestGuess(t *testing.T) {
	for _, l := range []string{"ja", "vi", "th", "id", "ms", "fil", "km", "lo", "my"} {
		if z := Guess(l); !slices.Equal(Find(z), []string{z}) {
			t.Errorf("Guess(%q) = %q", l, z)
		}
	}
	if z := Guess("en"); z != "" {
		t.Errorf("Guess(en) = %q, want none", z)
	}
}
