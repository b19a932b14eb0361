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
		{"GMT 8", "Etc/GMT-8 Etc/GMT+8"},
		{"utc5:30", "Asia/Kolkata"},
		{"8", ""},
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

// TestPlacesOfEveryLanguage holds that people are understood who name the place
// where they live in their own language.
func TestPlacesOfEveryLanguage(t *testing.T) {
	for want, typed := range map[string]string{
		"Asia/Tokyo":          "金沢|千葉|那覇|とうきょう|東京都|神奈川県|さいたま市|札幌|日本標準時|Nhật|ญี่ปุ่น|Jepun|tokyo time|Osaka-shi, Japan",
		"Asia/Shanghai":       "河南|湖南|云南|济南|山西|武汉|西安市|广东省|內蒙古|中国大陆|北京时间|China Standard Time",
		"Asia/Urumqi":         "乌鲁木齐|新疆",
		"Asia/Taipei":         "新竹|臺北市|台灣|花蓮縣|kaohsiung",
		"Asia/Dubai":          "迪拜|杜拜|துபாய்|ドバイ",
		"America/Vancouver":   "温哥华|溫哥華|バンクーバー",
		"Australia/Sydney":    "雪梨|悉尼|シドニー|ซิดนีย์",
		"Asia/Ho_Chi_Minh":    "Tp. Hồ Chí Minh|TP.HCM|Nha Trang|Biên Hòa|tỉnh Nghệ An|thanh pho Da Nang|giờ Việt Nam|VN",
		"Asia/Bangkok":        "กทม|กทม.|พัทยา|จังหวัดเชียงใหม่|จ.ขอนแก่น|เมืองไทย|Nonthaburi",
		"Asia/Jakarta":        "Tangerang|Padang|Dumai|kota Bekasi|provinsi Jawa Barat|Kab. Bogor|WIB|DKI Jakarta",
		"Asia/Makassar":       "Sulawesi Selatan|Denpasar, Bali|WITA|Balikpapan",
		"Asia/Kuala_Lumpur":   "Selangor|negeri Johor|MY|Shah Alam|吉隆坡|JB|மலேசியா",
		"Asia/Kuching":        "Sabah|Kota Kinabalu|古晋",
		"Asia/Manila":         "Davao City|Cebu City|Taguig|Cagayan de Oro|Lungsod Quezon|Pinas|QC",
		"Asia/Phnom_Penh":     "ខេត្តសៀមរាប|ក្រុងព្រះសីហនុ|កម្ពុជា|Poipet",
		"Asia/Vientiane":      "ປະເທດລາວ|ແຂວງຈຳປາສັກ|ຫລວງພະບາງ|Lao PDR",
		"Asia/Yangon":         "မန္တလေးမြို့|ပဲခူး|ရှမ်းပြည်နယ်|မြန်မာနိုင်ငံ",
		"Asia/Kolkata":        "மதுரை|கோவை|தமிழ்நாடு|Bangalore|Tamil Nadu",
		"Asia/Colombo":        "கொழும்பு|யாழ்ப்பாணம்|Jaffna",
		"Europe/London":       "லண்டன்|London, UK|London England|🇬🇧|Anh",
		"America/New_York":    "EST|Eastern Time|New York, USA|Boston, Massachusetts",
		"America/Los_Angeles": "加州|Portland, Oregon|Cali Mỹ|San Jose, California",
		"Etc/GMT-7":           "(UTC+07:00)|+0700",
		"Asia/Kathmandu":      "+5:45|UTC+0545|Katmandu",
		"Etc/GMT+5":           "UTC−5|GMT-5|-05:00",
	} {
		for name := range strings.SplitSeq(typed, "|") {
			if got := Find(name); !slices.Equal(got, []string{want}) {
				t.Errorf("Find(%q) = %q, want %q", name, got, want)
			}
		}
	}
}

// TestPlacesOfOneName holds that a name of several places is asked about.
func TestPlacesOfOneName(t *testing.T) {
	for typed, want := range map[string]string{
		"Portland": "America/Los_Angeles America/New_York", "Georgia": "America/New_York Asia/Tbilisi", "Cambridge": "Europe/London America/New_York",
		"IST": "Asia/Kolkata Asia/Jerusalem Europe/Dublin", "Barcelona, Venezuela": "America/Caracas", "Cambridge, UK": "Europe/London",
		"Georgia, USA": "America/New_York", "Portland, OR": "America/Los_Angeles", "Los Angeles, CA": "America/Los_Angeles", "Melbourne VIC": "Australia/Melbourne",
		"Paris, TX": "America/Chicago", "Halifax, CA": "America/Halifax", "+5.5": "Asia/Kolkata", "欧洲": "", "Europe": "",
	} {
		if got := strings.Join(Find(typed), " "); got != want {
			t.Errorf("Find(%q) = %q, want %q", typed, got, want)
		}
	}
}

// TestCity holds what the clocks of a zone are called.
func TestCity(t *testing.T) {
	for _, tt := range []struct{ zone, tag, want string }{
		{"Asia/Tokyo", "en", "Tokyo"},
		{"Asia/Ho_Chi_Minh", "en", "Ho Chi Minh"},
		{"Asia/Ho_Chi_Minh", "vi", "Việt Nam"},
		{"Asia/Tokyo", "zh-Hans", "东京"},
		{"Asia/Tokyo", "zh-Hant", "東京"},
		{"America/Argentina/Buenos_Aires", "ja", "Buenos Aires"},
		{"Asia/Jakarta", "id", "Indonesia Barat"},
		{"UTC", "th", "UTC"},
	} {
		if got := City(tt.zone, tt.tag); got != tt.want {
			t.Errorf("City(%q, %q) = %q, want %q", tt.zone, tt.tag, got, tt.want)
		}
	}
}

// TestNear holds that what was named by nobody is offered, and never found.
func TestNear(t *testing.T) {
	tests := []struct{ typed, want string }{
		{"toky", "Asia/Tokyo"},
		{"singapoer", "Asia/Singapore"},
		{"viet", "Asia/Ho_Chi_Minh"},
		{"Tokyo Ebisu", "Asia/Tokyo"},
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
