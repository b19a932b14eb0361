package article

import (
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/htmlindex"

	"newsbrief/digest/brief"
)

// page reads a test page, in another encoding if one is named.
func page(t *testing.T, name, encoding string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/pages/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if encoding == "" {
		return b
	}
	enc, err := htmlindex.Get(encoding)
	if err != nil {
		t.Fatal(err)
	}
	b, err = enc.NewEncoder().Bytes(b)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// lineOf is what a reader is told of the article.
func lineOf(a Article) string {
	_, line := brief.OfText(brief.Text{Title: a.Title, Site: a.Site, Language: a.Language, Lead: a.Lead, Paragraphs: a.Text})
	return line
}

func TestParse(t *testing.T) {
	type article struct {
		Title, Line, Language, Published, Image, Site string
		First, Last                                   string // how the text begins and ends
		Paragraphs                                    int
	}
	tests := []struct {
		name, file, encoding, contentType, url string
		want                                   article
	}{
		{"standfirst, logo as og:image, lying language", "vi-sapo.html", "", "text/html; charset=utf-8", "https://dongxanh.example/cau-123.html", article{
			Title: "Cầu Sông Trẹm thông xe trước Tết", Line: "Cây cầu dài 1,2 km qua sông Trẹm sẽ thông xe ngày 20/1, rút ngắn đường về TP. Cà Mau còn hai giờ.",
			Language: "vi", Published: "2026-11-23T01:05:00Z", Image: "https://cdn.dongxanh.example/2026/11/cau-song-trem.jpg", Site: "Báo Đồng Xanh",
			First: "Ban quản lý dự án", Last: "đường dẫn phía bờ tây.", Paragraphs: 3}},
		{"Shift_JIS without a label", "ja-shimbun.html", "shift_jis", "text/html", "https://www.minato.example/a1", article{
			Title: "みなと市、中古電車を地域交通に転用へ", Line: "みなと市は２３日、引退した通勤電車１２両を改修し、来年度から海沿いの路線で走らせる計画を発表した。",
			Language: "ja", Published: "2026-11-23T00:30:00Z", Site: "minato.example", First: "【みなと市＝田中一郎】", Last: "と話している。", Paragraphs: 3}},
		{"windows-874 under a Latin label", "th-old.html", "windows-874", "text/html; charset=iso-8859-1", "http://rimlay.example/n/1", article{
			Title: "เปิดท่าเรือใหม่ที่สงขลา", Line: "กรมเจ้าท่าเปิดใช้ท่าเรือน้ำลึกแห่งใหม่ที่อำเภอสิงหนครเมื่อวันจันทร์ รองรับเรือสินค้าได้พร้อมกันสี่ลำ",
			Language: "th", Published: "2026-11-23T03:15:00Z", Site: "rimlay.example", First: "สงขลา – กรมเจ้าท่า", Last: "แหล่งหญ้าทะเล", Paragraphs: 3}},
		{"GBK called gb2312, the site's own description", "zh-gb.html", "gbk", "", "http://www.diansheng.example/2026/1.html", article{
			Title: "云南咖啡出口创新高", Line: "云南省商务厅23日发布的数据显示，前十个月全省咖啡豆出口量达到五万八千吨，同比增长三成，创历史新高。",
			Language: "zh-Hans", Published: "2026-11-23T01:12:00Z", Site: "diansheng.example", First: "新华社昆明", Last: "年轻人。", Paragraphs: 3}},
		{"banner, share, related, newsletter; description cut off", "en-wordy.html", "", "text/html", "https://harbour.example/depot", article{
			Title: "Old tram depot becomes market hall", Line: "The city's oldest tram depot will open as a market hall on Saturday, 28 years after the last tram left it.",
			Language: "en-GB", Published: "2026-11-23T06:40:00Z", Image: "https://harbour.example/img/2026/depot.jpg", Site: "harbour.example",
			First: "The city's oldest", Last: "Sundays from April.", Paragraphs: 4}},
		{"place before a dash, initials at the end", "id-detail.html", "", "", "https://pesisir.example/d-1", article{
			Title: "Petani Garam Sumenep Panen Dua Kali Lipat", Line: "Kemarau panjang membuat petani garam di Sumenep memanen dua kali lipat dari tahun lalu.",
			Language: "id-ID", Published: "2026-11-23T01:30:00Z", Image: "https://pesisir.example/foto/garam.jpg", Site: "Kabar Pesisir", First: "Sumenep - Petani garam", Last: "harga lebih baik.", Paragraphs: 3}},
		{"Tamil", "ta-page.html", "", "", "https://kadal.example/1", article{
			Title: "பினாங்கில் புதிய தமிழ் நூலகம்", Line: "பினாங்கில் ஐம்பதாயிரம் நூல்களுடன் புதிய தமிழ் நூலகம் ஞாயிற்றுக்கிழமை திறக்கப்பட்டது.",
			Language: "ta", Published: "2026-11-23T01:00:00Z", Site: "kadal.example", First: "ஜார்ஜ்டவுன்: பினாங்கில்", Last: "பகிர்ந்துகொண்டனர்.", Paragraphs: 3}},
		{"Khmer without a word about itself", "km-page.html", "", "", "https://tonle.example/1", article{
			Title: "ផ្សារអណ្តែតទឹកបើកនៅកំពង់ឆ្នាំង", Line: "ផ្សារអណ្តែតទឹកថ្មីមួយដែលមានតូបលក់ដូរចំនួន៨០ បានបើកឲ្យអ្នកទេសចរចូលទស្សនាកាលពីថ្ងៃសៅរ៍។",
			Language: "km", Site: "tonle.example", First: "កំពង់ឆ្នាំង៖", Last: "ល្ងាច។", Paragraphs: 3}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := Parse(t.Context(), page(t, tt.file, tt.encoding), tt.contentType, tt.url)
			if err != nil {
				t.Fatal(err)
			}
			got := article{Title: a.Title, Line: lineOf(a), Language: a.Language, Image: a.Image, Site: a.Site, Paragraphs: len(a.Text)}
			if !a.Published.IsZero() {
				got.Published = a.Published.UTC().Format(time.RFC3339)
			}
			if all := strings.Join(a.Text, "\n"); strings.HasPrefix(all, tt.want.First) && strings.HasSuffix(all, tt.want.Last) {
				got.First, got.Last = tt.want.First, tt.want.Last
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("Parse (-want +got):\n%s\n%s", d, strings.Join(a.Text, "\n"))
			}
		})
	}
}

func TestList(t *testing.T) {
	a, err := Parse(t.Context(), page(t, "en-list.html", ""), "text/html", "https://lagoon.example/news")
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Text) > 0 {
		t.Errorf("a list page has text: %q", a.Text)
	}
}

// A page of headlines that says of itself that it is an article has no day of its own.
func TestListThatIsCalledAnArticle(t *testing.T) {
	cards := ""
	for _, s := range []string{"Herons return to the eastern marsh", "Ferry fares stay as they are", "Stone for the old pier", "Night buses on two routes"} {
		cards += "<div><h3><a href=/" + s[:3] + ">" + s + "</a></h3><p>" + s + ", the council of the island said on Monday behind closed doors.</p></div>"
	}
	head := `<title>News of the isles</title><meta property="og:type" content="article">`
	for _, tt := range []struct {
		name, head string
		list       bool
	}{
		{"no day", head, true},
		{"a day", head + `<meta name="pubdate" content="2026-11-20">`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, err := Parse(t.Context(), invented(tt.head, "<h1>News of the isles</h1>", cards), "text/html", "")
			if err != nil {
				t.Fatal(err)
			}
			if got := len(a.Text) == 0 && a.Lead == ""; got != tt.list {
				t.Errorf("list %v, want %v: lead %q, text %q", got, tt.list, a.Lead, a.Text)
			}
		})
	}
}

// What a page says of its language is believed if it is a tag.
func TestLanguage(t *testing.T) {
	for said, want := range map[string]string{"中文": "zh-Hans", "English": "zh-Hans", "zh_CN": "zh-CN", "": "zh-Hans"} {
		page := "<html lang='" + said + "'><head><title>阿尔巴港新闸门今起启用</title></head><body><h1>阿尔巴港新闸门今起启用</h1><p>阿港旧码头夜里也点灯，港务长昨天对渔民们说。</p></body></html>"
		a, err := Parse(t.Context(), []byte(page), "text/html", "")
		if err != nil {
			t.Fatal(err)
		}
		if a.Language != want {
			t.Errorf("said to be %q: language %q, want %q", said, a.Language, want)
		}
	}
}

// Sources that a text names, an address before each sentence, make no list of it.
func TestSourcesAreNoList(t *testing.T) {
	sentences := []string{council, lamps, fishers, "The lamps cost as much as a new crane would have, which some of the captains would have liked better."}
	body := ""
	for _, s := range sentences {
		body += "<p><a href=https://lamps.example/>https://lamps.example/</a></p><p>" + s + "</p>"
	}
	a, err := Parse(t.Context(), invented("<title>Council lights the pier</title>", "<h1>Council lights the pier</h1>", body), "text/html", "")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(sentences, a.Text); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestPacked(t *testing.T) {
	plain := page(t, "en-wordy.html", "")
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	w.Write(plain)
	w.Close()
	want, err := Parse(t.Context(), plain, "text/html", "https://harbour.example/depot")
	if err != nil {
		t.Fatal(err)
	}
	got, err := Parse(t.Context(), packed.Bytes(), "text/html", "https://harbour.example/depot")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("gzipped (-plain +gzipped):\n%s", d)
	}
}

func TestEncodings(t *testing.T) {
	for _, tt := range []struct{ file, encoding, contentType string }{
		{"ja-shimbun.html", "euc-jp", "text/html; charset=EUC-JP"},
		{"ja-shimbun.html", "euc-jp", ""},
		{"ja-shimbun.html", "iso-2022-jp", ""},
		{"ja-shimbun.html", "shift_jis", "text/html; charset=utf-8"},
		{"ja-shimbun.html", "utf-16le", ""},
		{"zh-gb.html", "gb18030", "text/html; charset=GBK"},
		{"zh-gb.html", "", "text/html; charset=GBK"}, // UTF-8 in truth
		{"th-old.html", "windows-874", "text/html; charset=tis-620"},
	} {
		t.Run(tt.file+"/"+tt.encoding+"/"+tt.contentType, func(t *testing.T) {
			want, err := Parse(t.Context(), page(t, tt.file, ""), "text/html", "https://x.example/1")
			if err != nil {
				t.Fatal(err)
			}
			b := page(t, tt.file, tt.encoding)
			if tt.encoding == "utf-16le" {
				b = append([]byte{0xff, 0xfe}, b...)
			}
			got, err := Parse(t.Context(), b, tt.contentType, "https://x.example/1")
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("(-UTF-8 +%s):\n%s", tt.encoding, d)
			}
		})
	}
}

func TestPlainText(t *testing.T) {
	const wire = `Lagoon towns agree on flood wall

Seven towns around the lagoon will share one flood wall, their mayors decided on Sunday.

Mayors sign the plan in the old customs house. (Photo: Lagoon Press)
Mayors sign the plan in the old customs house. (Photo: Lagoon Press)

Port Alba (LPA) – Seven towns around the lagoon will share one flood wall, their mayors decided on Sunday. Work begins in March.

The wall will be 14 kilometres long and hold back water up to three metres above the mean tide./.

LPA

See more

Ferry fares frozen until spring

Ferry fares frozen until spring

The ferry company will not raise fares before April, its board said after a meeting with commuters.

A heron stands on a pier. (Photo: Lagoon Press)

Herons return to the eastern marsh

Counters found 61 pairs of herons in the eastern marsh, twice as many as three years ago.
`
	a, err := Parse(t.Context(), []byte(wire), "text/plain; charset=utf-8", "")
	if err != nil {
		t.Fatal(err)
	}
	want := Article{
		Title:    "Lagoon towns agree on flood wall",
		Language: "en",
		Text: []string{
			"Seven towns around the lagoon will share one flood wall, their mayors decided on Sunday.",
			"Seven towns around the lagoon will share one flood wall, their mayors decided on Sunday. Work begins in March.",
			"The wall will be 14 kilometres long and hold back water up to three metres above the mean tide.",
		},
	}
	if d := cmp.Diff(want, a); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestHostile(t *testing.T) {
	for name, in := range map[string]string{
		"empty":             "",
		"spaces":            " \n\t ",
		"no article":        "<html><body><script>x</script></body></html>",
		"broken gzip":       "\x1f\x8b\x08\x00nonsense",
		"deep":              strings.Repeat("<div>", 8000),
		"open tags":         "<html><b" + strings.Repeat("<i ", 5000),
		"many attributes":   "<html " + strings.Repeat("a=b ", 20000) + ">",
		"binary":            "\x00\x01\x02\xff\xfe\x80",
		"deep JSON-LD":      `<html><script type="application/ld+json">` + strings.Repeat("[", 20000) + "</script>",
		"bad address":       "<html><base href='http://[::1'><a href='%zz'>x</a></html>",
		"no sentence ends":  strings.Repeat("a. ", 8000),
		"one long word":     strings.Repeat("a.", 8000),
		"quotes only":       strings.Repeat(`."`, 50000),
		"one long sentence": "Title\n" + strings.Repeat("in a ", 50000) + ".",
		"brackets":          strings.Repeat("(. ", 8000),
		"Thai":              "ก\n" + strings.Repeat("กขคว่า และ", 8000),
		"many elements":     "<html>" + strings.Repeat("<p class=summary>x", 4000),
		"nested classes":    strings.Repeat("<div class='summary date related'>x", 500) + strings.Repeat("<p>some words", 2000),
		"nested figures":    strings.Repeat("<div>1", 3000) + strings.Repeat("<p>some words", 2000),
		"figures and h1":    "<h1>a</h1>" + strings.Repeat("<div>1", 3000),
		"table in a table":  strings.Repeat("<table><tr><td>", 400),
	} {
		t.Run(name, func(t *testing.T) {
			a, err := Parse(t.Context(), []byte(in), "", "http://[bad")
			if err == nil && a.Title == "" && len(a.Text) == 0 {
				t.Error("nothing read and no error")
			}
		})
	}
	noise := make([]byte, 2048)
	for i := range noise {
		noise[i] = byte(i * 37)
	}
	if a, err := Parse(t.Context(), noise, "", ""); !errors.Is(err, ErrNoArticle) {
		t.Errorf("noise: %+v, %v, want ErrNoArticle", a, err)
	}
	if _, err := Parse(t.Context(), []byte("<html><body></body></html>"), "", ""); !errors.Is(err, ErrNoArticle) {
		t.Errorf("empty page: %v, want ErrNoArticle", err)
	}
}

// What a page tells machines of its text counts where readers are shown less.
func TestTextOfJSON(t *testing.T) {
	told := council + `\n` + lamps + `\n` + fishers
	for _, tt := range []struct {
		name, body string
		want       []string
	}{
		{"nothing shown", "<div id=root></div><noscript>This site needs scripts.</noscript>", []string{council, lamps, fishers}},
		{"the beginning shown", "<article><p>" + council + "</p></article>", []string{council, lamps, fishers}},
		{"as much shown", "<article><p>" + council + "</p><p>" + lamps + "</p></article>", []string{council, lamps}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			page := `<html lang=en><head><title>Council lights the pier</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"Council lights the pier","articleBody":"` + told + `"}</script></head><body>` + tt.body + `</body></html>`
			a, err := Parse(t.Context(), []byte(page), "text/html", "")
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, a.Text); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// A page that was saved says itself where it is from.
func TestAddressOfASavedPage(t *testing.T) {
	a, err := Parse(t.Context(), invented(`<title>Stone for the ferry pier of Port Alba | ALBICO</title><link rel=canonical href="https://www.albico.example/stone">`, "", ""), "text/html", "")
	if err != nil {
		t.Fatal(err)
	}
	if a.URL != "https://www.albico.example/stone" || a.Site != "albico.example" || a.Title != "Stone for the ferry pier of Port Alba" {
		t.Errorf("address %q, site %q, title %q", a.URL, a.Site, a.Title)
	}
}

// What has no headline is no article: a footer alone, as of a page that scripts fill.
func TestNoHeadline(t *testing.T) {
	if a, err := Parse(t.Context(), []byte("<html><body><footer><p>Office 7, Quay Street, Port Alba, where the harbour master sits.</p></footer></body></html>"), "text/html", ""); !errors.Is(err, ErrNoArticle) {
		t.Errorf("%+v, %v, want ErrNoArticle", a, err)
	}
}
