package story

import (
	"testing"

	"newsbrief/digest/feed"
)

func TestKindOf(t *testing.T) {
	for _, tt := range []struct {
		lang, title string
		want        Kind
	}{
		// Fillers.
		{"en", "Horoscope today: what the stars say", Filler},
		{"en", "Your daily horoscopes for Monday", Filler},
		{"id", "Ramalan Zodiak Hari Ini: Leo Beruntung", Filler},
		{"vi", "Tử vi hôm nay: ba con giáp gặp may", Filler},
		{"vi", "Bản tin thể thao sáng 3/5", Filler},
		{"ja", "今日の運勢 11月23日", Filler},
		{"ja", "11月23日のヘッドラインニュース", Filler},
		{"ja", "【PR】水門の町に泊まる", Filler},
		{"zh-Hans", "每日星座运势", Filler},
		{"zh-Hant", "【廣告】舊物換新", Filler},
		{"th", "ดูดวงรายวัน วันจันทร์", Filler},
		{"th", "ตรวจหวย งวดล่าสุด", Filler},
		{"lo", "ຫວຍພັດທະນາ ງວດຫຼ້າສຸດ", Filler},
		{"my", "မေ ၃ ရက် နံနက် သိသင့်တဲ့ သတင်းများ", Filler},
		{"ta", "இன்றைய ராசிபலன்", Filler},
		{"fil", "Resulta ng lotto ngayong gabi", Filler},
		{"km", "ហោរាសាស្ត្រប្រចាំថ្ងៃ", Filler},
		{"", "ดูดวงรายวัน วันจันทร์", Filler},
		{"en", "Photos of the day: boats at the lock", Filler},
		{"en", "Morning news brief", Filler},
		{"en", "Sponsored: five ways to furnish a room", Filler},
		{"en", "Today's 'Lockgrid' hints and answers for Monday", Filler},
		{"en", "This kettle is 40% off right now", Filler},
		{"en", "Get the harbour lamp for just $19", Filler},
		{"en", "Krona to peso rate today – 3 May", Filler},
		{"en", "Silver rate in Harbourland today – 3 May", Filler},
		{"en", "Here are today's refinance rates, May 3", Filler},
		{"vi", "Giá bạc hôm nay 3/5", Filler},
		{"ja", "為替相場 3日（日本時間 6時）", Filler},
		// A move of prices is news, and so is news about what fillers are about.
		{"en", "Silver price in Harbourland today falls to a ten-year low", Report},
		{"vi", "Giá bạc hôm nay giảm mạnh", Report},
		{"en", "Police close a horoscopic telescope fraud", Report},
		{"en", "Lottery law passes in the senate", Report},
		{"en", "PR firm fined over false figures", Report},
		{"en", "Sponsored team wins the regatta", Report},
		{"en", "Crown loses 3 percent after the vote", Report},
		{"th", "ดวงอาทิตย์ปล่อยพายุใหญ่", Report},
		{"th", "หวยเกษียณผ่านสภา", Report},
		// Comments.
		{"en", "Regatta LIVE: latest from the harbour", Comment},
		{"en", "Harbour regatta: live blog", Comment},
		{"en", "Ten boats, two locks: as it happened", Comment},
		{"en", "10 cheap ways to furnish a room", Comment},
		{"en", "Why the canal was closed", Comment},
		{"en", "Is the canal too deep?", Comment},
		{"en", "QuickCheck: Is a lock keeper an officer?", Comment},
		{"en", "Commentary: The canal needs a second lock", Comment},
		{"en", "‘The Lock Keeper’ review – a slow boat", Comment},
		{"id", "7 Manfaat Daun Kelor untuk Kulit", Comment},
		{"vi", "Infographics: Diễn biến lũ trên sông", Comment},
		{"vi", "Vì sao kênh bị đóng", Comment},
		{"ja", "社説：水門の修理を急げ", Comment},
		{"zh-Hans", "社论：运河需要第二道闸", Comment},
		{"ms", "Kolum: Terusan perlukan pintu kedua", Comment},
		{"en", "Lock keeper writes an opinion on tolls", Report},
		{"en", "10 boats sink in the harbour", Report},
		{"en", "LIVE: Lock gates open after two years", Report},
		{"en", "5 rescued as ferry sinks", Report},
		{"en", "Live music returns to the harbour", Report},
		{"en", "Review of tolls ends with lower prices", Report},
		{"en", "Commentary box collapses at harbour regatta ", Report},
		{"en", "Best Harbour Stores closes forty branches", Report},
		{"id", "I Wayan Suteja menang di pelabuhan", Report},
		// Previews.
		{"en", "Harbour United set to face Lock Town in final", Preview},
		{"ja", "水門杯　あす決勝の見どころ", Preview},
		{"en", "Harbour United beat Lock Town 3-0 in final", Report},
	} {
		if got := KindOf(feed.Item{Title: tt.title, Language: tt.lang}); got != tt.want {
			t.Errorf("%s %q: got %d, want %d", tt.lang, tt.title, got, tt.want)
		}
	}
}

// TestKindBySection holds that categories and addresses tell kinds in every
// language.
func TestKindBySection(t *testing.T) {
	for _, tt := range []struct {
		url        string
		categories []string
		want       Kind
	}{
		{"https://harbour.example/deals/lamp", nil, Filler},
		{"https://harbour.example/markets/deals/dockyard-merger", nil, Report},
		{"https://harbour.example/2026/opinion/lock", nil, Comment},
		{"https://harbour.example/world/live/2026/flood", nil, Comment},
		{"https://harbour.example/gift-guide/lamp", nil, Filler},
		{"https://harbour.example/news/opinion", nil, Report},
		{"", []string{"Branded Content"}, Filler},
		{"", []string{"Opinion", "Canals"}, Comment},
		{"", []string{"Canals", "Video"}, Report},
		{"", []string{"News"}, Report},
		{":", nil, Report},
	} {
		if got := KindOf(feed.Item{Title: "ကျောက်တံခါး", URL: tt.url, Categories: tt.categories}); got != tt.want {
			t.Errorf("%q %q: got %d, want %d", tt.url, tt.categories, got, tt.want)
		}
	}
}

// TestKindOfStory holds that most of a story's items decide.
func TestKindOfStory(t *testing.T) {
	report, opinion, offer := feed.Item{Title: "Lock gates open"}, feed.Item{Title: "Opinion: open the gates"}, feed.Item{Title: "Lamps 20% off"}
	for _, tt := range []struct {
		name  string
		items []feed.Item
		want  Kind
	}{
		{"one report and one opinion", []feed.Item{opinion, report}, Report},
		{"two opinions and a report", []feed.Item{opinion, report, opinion}, Comment},
		{"many offers and a report", []feed.Item{offer, offer, report, offer}, Filler},
	} {
		for i := range tt.items {
			tt.items[i].Language = "en"
		}
		if got := (Story{Items: tt.items}).Kind(); got != tt.want {
			t.Errorf("%s: got %d, want %d", tt.name, got, tt.want)
		}
	}
}
