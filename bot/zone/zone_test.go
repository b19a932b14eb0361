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
		{"ICT", "Asia/Bangkok"},
		{"MMT", "Asia/Yangon"},
		{"CET", "Europe/Berlin"},
		{"CEST", "Europe/Berlin"},
		{"BST", "Europe/London"},
		{"ET", "America/New_York"},
		{"PST", "America/Los_Angeles Asia/Manila"},
		{"CST", "America/Chicago Asia/Shanghai"},
		{"Australia", "Australia/Sydney Australia/Melbourne Australia/Brisbane Australia/Perth Australia/Adelaide"},
		{"austral", "Australia/Sydney Australia/Melbourne Australia/Brisbane Australia/Perth Australia/Adelaide"},
		{"Indonesia", "Asia/Jakarta Asia/Makassar Asia/Jayapura"},
		{"インドネシア", "Asia/Jakarta Asia/Makassar Asia/Jayapura"},
		{"USA", "America/New_York America/Chicago America/Los_Angeles America/Denver America/Phoenix"},
		{"U.S.", "America/New_York America/Chicago America/Los_Angeles America/Denver America/Phoenix"},
		{"Canada", "America/Toronto America/Vancouver America/Edmonton America/Winnipeg America/Halifax"},
		{"Russia", "Europe/Moscow Asia/Yekaterinburg Asia/Novosibirsk Europe/Samara Asia/Vladivostok"},
		{"Brazil", "America/Sao_Paulo America/Manaus America/Cuiaba America/Rio_Branco America/Noronha"},
		{"Mexico", "America/Mexico_City America/Tijuana America/Hermosillo America/Cancun"},
		{"aus", "Australia/Sydney Europe/Vienna America/Chicago Australia/Melbourne Australia/Brisbane"},
		{"viet", "Asia/Ho_Chi_Minh"},
		{"Portland, USA", "America/New_York America/Chicago America/Los_Angeles America/Denver America/Phoenix"},
		{"Osaka, Japan", "Asia/Tokyo"},
		{"Perth, Australia", "Australia/Perth"},
		{"Atlantis, Atlantis", ""},
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

// TestTables holds that every zone named in the tables exists, that at most
// five are offered, and that a name stands for several only where one line
// says so.
func TestTables(t *testing.T) {
	meant := make(map[string][]string)
	for line := range strings.Lines(placeList) {
		zones, names, _ := strings.Cut(line, ":")
		for name := range strings.SplitSeq(names, ",") {
			meant[fold(name)] = strings.Fields(zones)
		}
	}
	for name, zones := range places().zones {
		for _, z := range zones {
			if _, err := time.LoadLocation(z); err != nil {
				t.Errorf("%q: %v", name, err)
			}
		}
		if len(zones) > most || len(zones) > 1 && !slices.Equal(zones, meant[name]) {
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
