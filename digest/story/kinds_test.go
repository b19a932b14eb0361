package story

import (
	"fmt"
	"testing"
	"time"

	"newsbrief/digest/feed"
)

// TestGroupReadsForms holds that reports written in one form are of one event
// only where what is filled in is the same.
func TestGroupReadsForms(t *testing.T) {
	for _, tc := range []struct {
		name  string
		items []feed.Item
		apart bool
	}{
		{"makers and faults", told("en",
			"Lotus Post: Kestrel Motors recalls 120,000 vans over brake fault",
			"Harbour Times: Maple Trucks recalls 98,000 vans over airbag fault"), true},
		{"one maker", told("en",
			"Lotus Post: Kestrel Motors recalls 120,000 vans over brake fault",
			"Harbour Times: Brake fault makes Kestrel Motors recall 120,000 vans"), false},
		{"ages and places", told("en",
			"Lotus Post: Man, 34, held over theft of bicycles in Penang",
			"Harbour Times: Man, 41, held over theft of bicycles in Ipoh"), true},
		{"quakes", told("en",
			"Lotus Post: Quake of magnitude 5.1 shakes Mindanao, no damage reported",
			"Harbour Times: Quake of magnitude 6.3 shakes Sumatra, no damage reported"), true},
		{"countries and one trade", told("en",
			"Lotus Post: Vietnam lifts forecast for exports of farm goods",
			"Harbour Times: Cambodia lifts forecast for exports of farm goods"), true},
		{"sessions of an exchange", told("en",
			"Lotus Post: Harbour Exchange opens lower on profit-taking",
			"Lotus Post: Harbour Exchange closes lower on profit-taking"), true},
		{"days of a column", told("en",
			"Lotus Post: The best savings rates of Dec. 19, as banks compete",
			"Lotus Post: The best savings rates of Dec. 20, as banks compete"), true},
		{"vi goods", told("vi",
			"Báo Sen: Giá vàng hôm nay 14/10 tăng nhẹ",
			"Tin Sông: Giá xăng hôm nay 14/10 tăng nhẹ"), true},
		{"vi days", told("vi",
			"Báo Sen: Giá vàng hôm nay 14/10",
			"Báo Sen: Giá vàng hôm nay 15/10"), true},
		{"vi one flood, a word in common", told("vi",
			"Báo Sen: Học sinh Lào Cai tặng sách cho thư viện xã",
			"Tin Sông: Học sinh Cà Mau trồng rừng ngập mặn"), true},
		{"ja ages and places", told("ja",
			"青葉新聞: ２６歳の男を窃盗の疑いで逮捕　福岡",
			"みなと通信: ５１歳の男を窃盗の疑いで逮捕　仙台"), true},
		{"ja towns", told("ja",
			"青葉新聞: 福岡・青葉市の家具店が破産開始決定",
			"青葉新聞: 福岡・若葉町の園芸店が破産開始決定"), true},
		{"ja hours", told("ja",
			"青葉新聞: 外為10時 円相場は小動き 158円台前半",
			"青葉新聞: 外為17時 円相場は小動き 158円台前半"), true},
		{"ja parts of a prefecture", told("ja",
			"青葉新聞: １０月１４日の町の行事（青葉県東部）",
			"青葉新聞: １０月１４日の町の行事（青葉県西部）"), true},
		{"ja bonds and the yen", told("ja",
			"青葉新聞: 債券11時 長期金利 2.1%に低下",
			"青葉新聞: 円相場11時 円高進む 2.1%の上昇"), true},
		{"ms sessions", told("ms",
			"Berita Teratai: Ringgit dibuka rendah berbanding dolar",
			"Berita Teratai: Ringgit ditutup rendah berbanding dolar"), true},
		{"id provinces", told("id",
			"Kabar Teratai: Banjir rendam ratusan rumah di Garut, warga mengungsi",
			"Suara Pantai: Banjir rendam ratusan rumah di Kendari, warga mengungsi"), true},
		{"th provinces", told("th",
			"ข่าวบัว: ไฟไหม้ตลาดกลางคืนที่ขอนแก่น ไม่มีผู้บาดเจ็บ",
			"สายลม: ไฟไหม้ตลาดกลางคืนที่สงขลา ไม่มีผู้บาดเจ็บ"), true},
		{"zh provinces", told("zh-Hans",
			"晨光报: 四川一座石桥修复后重新开放",
			"海风网: 云南一座石桥修复后重新开放"), true},
		{"zh, one report in both scripts", append(told("zh-Hans",
			"晨光报: 港口灯塔修复后重新开放，渔民捐赠旧灯"), told("zh-Hant",
			"海風網: 港口燈塔修復後重新開放，漁民捐贈舊燈")...), false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := Group(tc.items); len(got) > 1 != tc.apart {
				t.Errorf("got stories %s, want them apart: %v", shape(tc.items, got), tc.apart)
			}
		})
	}
}

// TestGroupAsksTwoLanguagesForTwoThings holds what two items in two languages
// have to have in common.
func TestGroupAsksTwoLanguagesForTwoThings(t *testing.T) {
	for _, tc := range []struct {
		name  string
		items []feed.Item
		apart bool
	}{
		{"a day of the month and a country", append(told("vi",
			"Báo Sen: Nhật Bản bàn về nguồn nước || Ngày 22/11, các chuyên gia Nhật Bản bàn về nguồn nước ở Hà Nội."), told("ja",
			"青葉新聞: 全国俳句大会の日程決まる || 大会は１１月２２日、日本の三つの会場で開かれる。")...), true},
		{"a place and what happens", append(told("en",
			"Lotus Post: Flood closes schools in Bangkok"), told("th",
			"ข่าวบัว: กรุงเทพฯ เตรียมรับมือน้ำท่วมด้วยสวนสาธารณะใหม่")...), true},
		{"a person and what happens", append(told("en",
			"Lotus Post: Duterte visits earthquake survivors in Mindanao"), told("ja",
			"青葉新聞: ドゥテルテ氏、地震の被災地を訪問")...), false},
		{"a place and two things that happen", append(told("vi",
			"Báo Sen: Biểu tình trước quốc hội ở Hong Kong"), told("ja",
			"青葉新聞: 香港のデモ隊、議会を囲む")...), false},
		{"one name", append(told("en",
			"Lotus Post: Thaksin opens a school for cooks"), told("th",
			"ข่าวบัว: ทักษิณ ปลูกต้นไม้ร้อยต้นริมคลอง")...), true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := Group(tc.items); len(got) > 1 != tc.apart {
				t.Errorf("got stories %s, want them apart: %v", shape(tc.items, got), tc.apart)
			}
		})
	}
}

// TestClusterDoesNotChain holds that an item joins a story for what it has in
// common with most of it, not with one other.
func TestClusterDoesNotChain(t *testing.T) {
	item := func(n uint32) *document { return &document{n: n, item: &feed.Item{}} }
	story := newCluster(item(0))
	story.documents = append(story.documents, item(1), item(2))
	near, far := newCluster(item(3)), newCluster(item(4))
	edge(story, near, 3*sameEvent)
	edge(story, far, 1.5*sameEvent)
	for _, tc := range []struct {
		name string
		c    *cluster
		want *cluster
	}{{"alike to all three", near, story}, {"alike to one", far, nil}} {
		if _, likeness := closest(tc.c); (likeness >= sameEvent) != (tc.want != nil) {
			t.Errorf("%s: as alike as %v to the story, joined %v, want %v", tc.name, likeness, likeness >= sameEvent, tc.want != nil)
		}
	}
}

// TestPublisherOf holds that a publisher is one under all its names.
func TestPublisherOf(t *testing.T) {
	for _, tc := range []struct {
		name string
		a, b feed.Item
		same bool
	}{
		{"two feeds of one site",
			feed.Item{Source: "Lotus – World", URL: "https://www.lotus-post.example/1"},
			feed.Item{Source: "Lotus – Business", URL: "https://money.lotus-post.example/2"}, true},
		{"two countries' sites of one name",
			feed.Item{Source: "Lotus News", URL: "https://www.lotus.com/1"},
			feed.Item{Source: "Lotus World", URL: "https://www.lotus.co.uk/2"}, true},
		{"two sites of one word",
			feed.Item{Source: "Kota Baru Daily", URL: "https://www.daily.com/1"},
			feed.Item{Source: "Senja Post", URL: "https://www.daily.co.uk/2"}, false},
		{"two programs of one machine",
			feed.Item{Source: "Lotus Post", URL: "http://192.0.2.1:8080/1"},
			feed.Item{Source: "Harbour Times", URL: "http://192.0.2.1:8081/2"}, false},
		{"a site on which many publish",
			feed.Item{Source: "Lotus Post", URL: "https://news.google.com/1"},
			feed.Item{Source: "Harbour Times", URL: "https://news.google.com/2"}, false},
		{"no address",
			feed.Item{Source: "Lotus Post"}, feed.Item{Source: "lotus post"}, true},
		{"no name",
			feed.Item{URL: "https://www.lotus.com/1"}, feed.Item{URL: "https://lotus.com/2"}, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := PublisherOf(tc.a) == PublisherOf(tc.b); got != tc.same {
				t.Errorf("got %q and %q, want the same: %v", PublisherOf(tc.a), PublisherOf(tc.b), tc.same)
			}
		})
	}
}

// BenchmarkGroupLongTitles is one feed that fills a day: its titles are as long
// as titles may be, and it says the same again and again.
func BenchmarkGroupLongTitles(b *testing.B) {
	items := make([]feed.Item, 10_000)
	for i := range items {
		title := ""
		for j := range 45 {
			title += fmt.Sprintf("word%d ", (i*7+j*j)%900)
		}
		at := noon.Add(time.Duration(i) * time.Second)
		items[i] = feed.Item{ID: fmt.Sprint(i), Title: title, Source: "Lotus Post", Language: "en", Published: at, Arrived: at}
	}
	for b.Loop() {
		Group(items)
	}
}
