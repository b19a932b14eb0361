package zone

import (
	"slices"
	"strings"
	"testing"

	"newsbrief/digest/language"
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
		{"ICT", "Asia/Bangkok"},
		{"MMT", "Asia/Yangon"},
		{"CET", "Europe/Berlin"},
		{"CEST", "Europe/Berlin"},
		{"BST", "Europe/London Asia/Dhaka"},
		{"ET", "America/New_York"},
		{"PST", "America/Los_Angeles Asia/Manila"},
		{"CST", "America/Chicago Asia/Shanghai"},
		{"Australia", "Australia/Sydney Australia/Melbourne Australia/Brisbane Australia/Perth Australia/Adelaide"},
		{"Indonesia", "Asia/Jakarta Asia/Makassar Asia/Jayapura"},
		{"インドネシア", "Asia/Jakarta Asia/Makassar Asia/Jayapura"},
		{"USA", "America/New_York America/Chicago America/Los_Angeles America/Denver America/Phoenix"},
		{"U.S.", "America/New_York America/Chicago America/Los_Angeles America/Denver America/Phoenix"},
		{"Canada", "America/Toronto America/Vancouver America/Edmonton America/Winnipeg America/Halifax"},
		{"Russia", "Europe/Moscow Asia/Yekaterinburg Asia/Novosibirsk Europe/Samara Asia/Vladivostok"},
		{"Brazil", "America/Sao_Paulo America/Manaus America/Cuiaba America/Rio_Branco America/Noronha"},
		{"Mexico", "America/Mexico_City America/Tijuana America/Hermosillo America/Cancun"},
		{"Portland, USA", "America/Los_Angeles America/New_York"},
		{"Paris, Texas", "America/Chicago"},
		{"Shibuya, Tokyo", "Asia/Tokyo"},
		{"London, Canada", "America/Toronto America/Vancouver America/Edmonton America/Winnipeg America/Halifax"},
		{"Tokyo (Japan)", "Asia/Tokyo"},
		{"in Tokyo", "Asia/Tokyo"},
		{"UK/London", "Europe/London"},
		{"(GMT+7)", "Etc/GMT-7"},
		{"+10:30", "Australia/Lord_Howe"},
		{"🇯🇵", "Asia/Tokyo"},
		{"Tokyo Japan", "Asia/Tokyo"},
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

// TestNear holds that what was named by nobody is offered, and never found.
func TestNear(t *testing.T) {
	tests := []struct{ typed, want string }{
		{"toky", "Asia/Tokyo"},
		{"singapoer", "Asia/Singapore"},
		{"viet", "Asia/Ho_Chi_Minh"},
		{"Tokyo Shibuya", "Asia/Tokyo"},
		{"河某", ""},
		{"to", ""},
		{"京", ""},
		{"", ""},
	}
	for _, tt := range tests {
		t.Run(tt.typed, func(t *testing.T) {
			near := Near(tt.typed)
			if tt.want == "" && len(near) > 0 || tt.want != "" && !slices.Contains(near, tt.want) {
				t.Errorf("Near(%q) = %q, want %q", tt.typed, near, tt.want)
			}
			if found := Find(tt.typed); len(found) > 0 {
				t.Errorf("Find(%q) = %q, which was not named", tt.typed, found)
			}
		})
	}
}

// TestTables holds that every zone named in the tables exists, and that a name
// stands for several zones only where one line says so: two lines that give a
// name a zone each are a mistake in one of them.
func TestTables(t *testing.T) {
	meant := make(map[string][]string)
	for _, d := range language.All() {
		for _, section := range d.Sections() {
			if !strings.HasPrefix(section, "zone.places") && section != "zone.clocks" {
				continue
			}
			for name, zones := range d.Table(section) {
				if found := strings.Fields(zones); len(found) > len(meant[small(name)]) {
					meant[small(name)] = found
				}
			}
		}
	}
	for name, zones := range places().exact {
		for _, z := range zones {
			if !Valid(z) {
				t.Errorf("%q: no zone %q", name, z)
			}
		}
		if len(zones) > 1 && meant[name] != nil && !slices.Equal(zones, meant[name]) {
			t.Errorf("%q stands for %v, and no line says so", name, zones)
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
