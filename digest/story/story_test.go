package story

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"newsbrief/digest/feed"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// told makes items of lines "publisher: title" or "publisher: title || summary",
// each ten minutes after the one before.
func told(language string, lines ...string) []feed.Item {
	var out []feed.Item
	for i, line := range lines {
		source, rest, _ := strings.Cut(line, ": ")
		title, summary, _ := strings.Cut(rest, " || ")
		at := noon.Add(time.Duration(i) * 10 * time.Minute)
		out = append(out, feed.Item{
			ID: fmt.Sprintf("%s-%02d", language, i), Title: title, Summary: summary, Source: source,
			Language: language, Published: at, Arrived: at,
		})
	}
	return out
}

// shape writes stories as the numbers of their items' places in the input.
func shape(items []feed.Item, stories []Story) string {
	place := map[string]int{}
	for i, it := range items {
		place[it.ID] = i
	}
	var out []string
	for _, s := range stories {
		var in []string
		for _, it := range s.Items {
			in = append(in, fmt.Sprint(place[it.ID]))
		}
		out = append(out, strings.Join(in, "+"))
	}
	return strings.Join(out, " ")
}

// Publishers link one article with other tracking parameters from each of
// their feeds, and touch up its headline in between.
func TestGroupJoinsOneArticleUnderTwoAddresses(t *testing.T) {
	items := told("en", "Lotus Post: Ferry with 212 passengers runs aground off Lombok", "Lotus Post: Ferry runs aground off Lombok with 212 passengers", "Harbour Times: Ferry with 212 passengers runs aground off Lombok")
	items[0].URL = "https://lotus.example/2026/ferry-aground?utm_source=rss&utm_medium=asia"
	items[1].URL = "http://lotus.example/2026/ferry-aground/?at_campaign=front"
	items[2].URL = "https://harbour.example/a/7"
	stories := Group(items)
	if got := shape(items, stories); got != "0+1+2" {
		t.Fatalf("got stories %s, want one", got)
	}
	if n := stories[0].Publishers(); n != 1 {
		t.Errorf("told by %d publishers, want 1: the other has a copy", n)
	}
}

func TestGroupJoins(t *testing.T) {
	for _, tc := range []struct {
		name  string
		items []feed.Item
	}{
		{"en", told("en",
			"Lotus Post: Ferry with 212 passengers runs aground off Lombok, all rescued",
			"Harbour Times: All 212 passengers rescued after ferry runs aground near Lombok")},
		{"en, a name in capitals and its words", told("en",
			"Lotus Post: Northern Rail orders 40 battery trains from Kestrel Works",
			"Harbour Times: Kestrel Works wins battery train order from NR || NR said the trains replace diesels.")},
		{"en, other titles over one report", told("en",
			"Lotus Post: A quiet night on the water ends well || The ferry Sea Dove with 212 passengers ran aground on a sandbank off Lombok on Monday, and fishermen from Senja took everybody ashore.",
			"Harbour Times: Fishermen bring all passengers ashore || Fishermen from Senja rescued 212 passengers of the ferry Sea Dove, which had run aground off Lombok.")},
		{"en, a title and a report", told("en",
			"Lotus Post: Ferry Sea Dove runs aground off Lombok with 212 aboard",
			"Harbour Times: Fishermen bring all passengers ashore || Fishermen from Senja rescued 212 passengers of the ferry Sea Dove, which had run aground off Lombok.")},
		{"ta, the same words in other cases", told("ta",
			"தாமரைச் செய்தி: மதுரை அருங்காட்சியகத்தில் பழங்காலத் தொலைநோக்கிகள் கண்காட்சி தொடக்கம்",
			"கடற்கரை இதழ்: பழங்காலத் தொலைநோக்கிகளின் கண்காட்சியை மதுரை அருங்காட்சியகம் தொடங்கியது")},
		{"ja", told("ja",
			"青葉新聞: 北陸の和紙工房、再生紙の衛星部品を開発",
			"みなと通信: 再生紙で衛星部品 北陸の和紙工房が開発に成功")},
		{"zh", told("zh-Hans",
			"晨光报: 昆明新地铁八号线周六开通，全程三十公里",
			"海风网: 全程三十公里 昆明地铁八号线周六正式开通")},
		{"vi", told("vi",
			"Báo Sen: Cầu đi bộ dài nhất miền Trung khánh thành ở Quảng Bình",
			"Tin Sông: Quảng Bình khánh thành cầu đi bộ dài nhất miền Trung")},
		{"th", told("th",
			"ข่าวบัว: เชียงใหม่เปิดรถเมล์ไฟฟ้าสายใหม่รอบคูเมือง",
			"สายลม: รถเมล์ไฟฟ้าสายใหม่รอบคูเมืองเชียงใหม่เริ่มวิ่งแล้ว")},
		{"id", told("id",
			"Kabar Teratai: Kereta cepat Bandung–Cirebon mulai diuji coba pekan depan",
			"Suara Pantai: Pekan depan, uji coba kereta cepat Bandung–Cirebon dimulai")},
		{"ms", told("ms",
			"Berita Teratai: Perpustakaan terapung pertama di Terengganu dibuka kepada awam",
			"Suara Selat: Terengganu buka perpustakaan terapung pertama untuk orang ramai")},
		{"fil", told("fil",
			"Balitang Sampaguita: Bagong parola sa Batanes, pinapatakbo ng araw at alon",
			"Tinig ng Dagat: Parola sa Batanes na pinapatakbo ng araw at alon, binuksan na")},
		{"km", told("km",
			"សារព័ត៌មានឈូក: កំពតបើកផ្សារម្រេចអន្តរជាតិលើកដំបូង",
			"វិទ្យុទន្លេ: ផ្សារម្រេចអន្តរជាតិលើកដំបូងបើកនៅកំពត")},
		{"lo", told("lo",
			"ຂ່າວດອກຈຳປາ: ຫຼວງພະບາງເປີດຕະຫຼາດຫັດຖະກຳກາງຄືນແຫ່ງໃໝ່",
			"ວິທະຍຸແມ່ນ້ຳຂອງ: ຕະຫຼາດຫັດຖະກຳກາງຄືນແຫ່ງໃໝ່ເປີດຢູ່ຫຼວງພະບາງ")},
		{"my", told("my",
			"ကြာပန်းသတင်း: ပုဂံတွင် လေပူဖောင်းပွဲတော် ပြန်လည်ကျင်းပ",
			"ဧရာဝတီလှိုင်း: လေပူဖောင်းပွဲတော်ကို ပုဂံတွင် ပြန်လည်ကျင်းပမည်")},
		{"ta", told("ta",
			"தாமரைச் செய்தி: மதுரையில் புதிய அறிவியல் அருங்காட்சியகம் திறப்பு",
			"கடற்கரை இதழ்: புதிய அறிவியல் அருங்காட்சியகம் மதுரையில் திறக்கப்பட்டது")},
		{"en and ja by name, number and place", append(told("en",
			"Lotus Post: Sakurai Robotics opens 350-seat school in Hanoi || The Tokyo company Sakurai Robotics said 350 students start in May."),
			told("ja", "青葉新聞: Sakurai Roboticsがハノイに学校 350人が入学へ")...)},
		{"id and th by names and place", append(told("id",
			"Kabar Teratai: Startup Mekarindo dan Chaophraya Foods buka pabrik tempe di Bangkok"),
			told("th", "ข่าวบัว: Mekarindo จับมือ Chaophraya Foods เปิดโรงงานเทมเป้ที่กรุงเทพฯ")...)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := Group(tc.items); len(got) != 1 {
				t.Errorf("got stories %s, want one", shape(tc.items, got))
			}
		})
	}
}

func TestGroupKeepsApart(t *testing.T) {
	for _, tc := range []struct {
		name  string
		items []feed.Item
	}{
		{"places", told("en",
			"Lotus Post: Floods in northern Thailand close schools for a week",
			"Harbour Times: Floods in northern Vietnam close schools for a week")},
		{"teams", told("en",
			"Lotus Post: Late goal sends Riverside past Hilltop in cup semifinal",
			"Lotus Post: Late goal sends Lakeview past Oakfield in cup semifinal")},
		{"scores", told("en",
			"Lotus Post: Riverside beat Hilltop 3-1 at home",
			"Harbour Times: Lakeview beat Oakfield 2-0 at home")},
		{"results of two firms", told("en",
			"Lotus Post: Kestrel Works profit rises 12% in second quarter",
			"Lotus Post: Maple Motors profit rises 8% in second quarter")},
		{"forecasts of two days", told("en",
			"Lotus Post: Weather forecast for Hanoi, March 2",
			"Lotus Post: Weather forecast for Hanoi, March 3")},
		{"markets of two days", told("en",
			"Lotus Post: Stocks open higher on Monday as banks gain",
			"Lotus Post: Stocks open higher on Tuesday as banks gain")},
		{"one word in common", told("en",
			"Lotus Post: Pig rescued from well by village firefighters",
			"Harbour Times: Animated film about a dancing pig tops box office")},
		{"one kind of event in two towns, told at length", told("en",
			"Lotus Post: Tram line opens in Senja || A new tram line with 18 stops opened in Senja on Monday. Passengers ride free in the first week, said Mayor Ann Lowe.",
			"Harbour Times: Free rides on new tram in Batang || A new tram line with 22 stops opened in Batang on Monday. Passengers rode free on the first day, said Governor Budi Hartono.")},
		{"two events in one capital, told at length", told("en",
			"Lotus Post: Hanoi opens a library for children || The capital of Vietnam has opened a public library in which all books come in two languages. It holds 9,000 volumes.",
			"Harbour Times: Gardeners in Hanoi swap seeds || Gardeners in the capital of Vietnam have posted each other 90 kinds of bean seed this year. The rarest grows on a roof.")},
		{"ja places", told("ja", "青葉新聞: タイで大雨、学校が一週間休校", "みなと通信: ベトナムで大雨、学校が一週間休校")},
		{"ja numbers", told("ja", "青葉新聞: 第12回全国俳句大会の入賞者決まる", "青葉新聞: 第13回全国俳句大会の入賞者決まる")},
		{"zh places", told("zh-Hans", "晨光报: 泰国北部洪水，学校停课一周", "海风网: 越南北部洪水，学校停课一周")},
		{"vi places", told("vi", "Báo Sen: Lũ lụt ở miền Bắc Thái Lan, trường học đóng cửa một tuần", "Tin Sông: Lũ lụt ở miền Bắc Myanmar, trường học đóng cửa một tuần")},
		{"th places", told("th", "ข่าวบัว: น้ำท่วมภาคเหนือของลาว โรงเรียนปิดหนึ่งสัปดาห์", "สายลม: น้ำท่วมภาคเหนือของเวียดนาม โรงเรียนปิดหนึ่งสัปดาห์")},
		{"id results", told("id", "Kabar Teratai: Laba Bank Melati naik 12 persen pada kuartal kedua", "Kabar Teratai: Laba Bank Kenanga naik 8 persen pada kuartal kedua")},
		{"ms weather", told("ms", "Berita Teratai: Ramalan cuaca Kuala Lumpur 2 Mac", "Berita Teratai: Ramalan cuaca Kuala Lumpur 3 Mac")},
		{"fil teams", told("fil", "Balitang Sampaguita: Tinalo ng Agila ang Tamaraw sa finals", "Balitang Sampaguita: Tinalo ng Pawikan ang Kalabaw sa finals")},
		{"km places", told("km", "សារព័ត៌មានឈូក: ទឹកជំនន់នៅភាគខាងជើងប្រទេសថៃ សាលារៀនបិទមួយសប្តាហ៍", "វិទ្យុទន្លេ: ទឹកជំនន់នៅភាគខាងជើងប្រទេសវៀតណាម សាលារៀនបិទមួយសប្តាហ៍")},
		{"lo places", told("lo", "ຂ່າວດອກຈຳປາ: ນ້ຳຖ້ວມພາກເໜືອຂອງໄທ ໂຮງຮຽນປິດໜຶ່ງອາທິດ", "ວິທະຍຸແມ່ນ້ຳຂອງ: ນ້ຳຖ້ວມພາກເໜືອຂອງຫວຽດນາມ ໂຮງຮຽນປິດໜຶ່ງອາທິດ")},
		{"my places", told("my", "ကြာပန်းသတင်း: ထိုင်းမြောက်ပိုင်း ရေကြီး၍ ကျောင်းများ တစ်ပတ်ပိတ်", "ဧရာဝတီလှိုင်း: ဗီယက်နမ်မြောက်ပိုင်း ရေကြီး၍ ကျောင်းများ တစ်ပတ်ပိတ်")},
		{"ta places", told("ta", "தாமரைச் செய்தி: தாய்லாந்து வெள்ளம் காரணமாக பள்ளிகளுக்கு ஒரு வாரம் விடுமுறை", "கடற்கரை இதழ்: வியட்நாம் வெள்ளம் காரணமாக பள்ளிகளுக்கு ஒரு வாரம் விடுமுறை")},
		{"two languages, one place", append(told("en", "Lotus Post: Tokyo museum shows forgotten maps"), told("ja", "青葉新聞: 東京で新しい図書館が開館")...)},
		{"two languages, one number and place", append(told("en", "Lotus Post: Tokyo plants 350 cherry trees"), told("ja", "青葉新聞: 東京の市場、350人を採用へ")...)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := Group(tc.items); len(got) != len(tc.items) {
				t.Errorf("got stories %s, want each for itself", shape(tc.items, got))
			}
		})
	}
}

func TestGroupKeepsColumnsApart(t *testing.T) {
	for _, tc := range []struct {
		name  string
		apart time.Duration
		want  int
	}{
		{"the next day", 24 * time.Hour, 2},
		{"sent again", 5 * time.Minute, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			items := told("en", "Lotus Post: Today in history", "Lotus Post: Today in history")
			items[1].Arrived = noon.Add(tc.apart)
			items[1].Published = items[1].Arrived
			if got := Group(items); len(got) != tc.want {
				t.Errorf("got %d stories, want %d", len(got), tc.want)
			}
		})
	}
}

func TestGroupManyTellers(t *testing.T) {
	items := told("en",
		"Lotus Post: Ferry with 212 passengers runs aground off Lombok, all rescued",
		"Maple Daily: Village library lends out telescopes for the eclipse",
		"Harbour Times: All 212 passengers rescued after ferry runs aground near Lombok",
		"Coral Wire: Lombok ferry refloated after 212 rescued",
		"Evening Kite: Eclipse watchers borrow telescopes from village library",
		"Evening Kite: Bakers' guild names rye loaf of the year")
	got := Group(items)
	if want := "0+2+3 1+4 5"; shape(items, got) != want {
		t.Errorf("got %s, want %s", shape(items, got), want)
	}
}

func TestGroupLeadIsTheOldest(t *testing.T) {
	items := told("en",
		"Lotus Post: Ferry with 212 passengers runs aground off Lombok, all rescued",
		"Harbour Times: All 212 passengers rescued after ferry runs aground near Lombok")
	got := Group([]feed.Item{items[1], items[0]})
	if len(got) != 1 || got[0].ID() != items[0].ID {
		t.Errorf("got lead %s, want %s", got[0].ID(), items[0].ID)
	}
}
