package topic

import (
	"slices"
	"strings"
	"testing"

	"newsbrief/digest/feed"
	"newsbrief/subscriptions"

	"github.com/google/go-cmp/cmp"
)

// TestWords holds headlines of every language against the topics that a reader
// would file them under: all of want, and none of not.
func TestWords(t *testing.T) {
	for _, tt := range []struct{ lang, title, want, not string }{
		{"en", "Bank of Japan holds interest rate as yen slides", "japan business", "sports world"},
		{"en", "Ceasefire talks resume as United Nations envoy arrives", "world", "business"},
		{"en", "Premier League: late header sends Arsenal top", "sports", "politics world"},
		{"en", "New vaccine cuts malaria deaths in trial", "health", "ai"},
		{"en", "OpenAI releases a smaller model as AI spending soars", "ai", "health"},
		{"en", "Ai Weiwei opens show of new sculptures", "", "ai"},
		{"en", "Ai Sugiyama wins at home", "", "ai"},
		{"en", "How to bake the perfect apple pie", "", "technology"},
		{"en", "Apple unveils thinner iPhone and new chips", "technology", "health"},
		{"en", "A guide to cooking Thai food at home", "", "thailand"},
		{"en", "Thailand and Cambodia agree to reopen border crossings", "thailand cambodia asean asia world", "vietnam"},
		{"en", "Kobe Bryant remembered by teammates", "", "japan"},
		{"en", "Turkey sandwich recipes for the holidays", "", "world"},
		{"en", "Typhoon brings floods; scientists blame climate change", "climate", "business"},
		{"en", "Astronomers find black hole at the edge of the galaxy", "science", "technology"},
		{"en", "Box office: sequel tops Marvel film in second weekend", "entertainment", "sports"},
		{"en", "Opposition lawmakers boycott parliament over election law", "politics", "health"},
		{"en", "The WHO declares an end to the outbreak", "health", ""},
		{"en", "He who laughs last", "", "health"},
		// a place or a trade in passing
		{"en", "Hospital cook held over a stolen bicycle", "", "health"},
		{"en", "Burglar convicted by DNA on a glove", "", "science"},
		{"ja", "市立病院の更衣室から財布を盗んだ疑い、男を逮捕", "", "health"},
		{"ja", "展示室の在庫管理研修を開催", "", "science"},
		{"id", "Maling helm di parkiran rumah sakit ditangkap", "", "health"},
		{"id", "Penggemar kecewa pelatih dipecat", "", "entertainment"},
		{"th", "รวบหัวขโมยรถหน้าโรงพยาบาล", "", "health"},
		{"zh-Hans", "男子在医院停车场偷车被抓", "", "health"},
		{"vi", "Trộm mật khẩu tài khoản ngân hàng của hàng xóm", "", "business"},
		{"fil", "Bagyo palabas na ng bansa", "", "entertainment"},

		{"ja", "日銀、追加利上げを決定 円は一時上昇", "japan business", "sports"},
		{"ja", "人工知能で創薬、スタートアップが資金調達", "ai", "japan"},
		{"ja", "生成ＡＩの規制、ＥＵが新ルール", "ai", ""},
		{"ja", "大谷翔平が今季30号本塁打", "sports", "politics"},
		{"ja", "新作映画のタイトルを発表、主演俳優が登壇", "entertainment", "thailand"},
		{"ja", "冬用タイヤの交換はいつ？", "", "thailand"},
		{"ja", "ベトナムの首都ハノイで大気汚染が悪化", "vietnam asean climate", "japan"},
		{"ja", "インドネシアで火山噴火", "indonesia asean asia", "world"},
		{"ja", "国連安保理、停戦決議案を採択", "world", "japan"},
		{"ja", "インフルエンザ流行、患者数が倍増", "health", ""},

		{"zh-Hans", "日本央行维持利率不变 日元走低", "japan business", "health"},
		{"zh-Hans", "我国研发的大语言模型发布 人工智能竞争加剧", "ai", "sports"},
		{"zh-Hans", "世界杯预选赛:国足主场取胜", "sports", "world"},
		{"zh-Hans", "印度尼西亚海啸遇难人数上升", "indonesia asean", ""},
		{"zh-Hans", "越南总理访问老挝", "vietnam laos asean politics", "thailand"},
		{"zh-Hant", "聯準會宣布降息 台股大漲", "business", "sports"},
		{"zh-Hant", "寮國與柬埔寨簽署協議", "laos cambodia asean", "japan"},
		{"zh-Hant", "人工智慧晶片需求強勁 輝達財報亮眼", "ai technology", "health"},
		{"zh-Hant", "颱風來襲 氣象署發布豪雨特報", "climate", "sports"},

		{"vi", "Ngân hàng Nhà nước giữ nguyên lãi suất điều hành", "business vietnam", "sports"},
		{"vi", "Ai sẽ vô địch mùa giải này?", "sports", "ai"},
		{"vi", "AI SẼ THAY THẾ CON NGƯỜI?", "", "ai"},
		{"vi", "Doanh nghiệp ứng dụng trí tuệ nhân tạo vào sản xuất", "ai business", "health"},
		{"vi", "Thủ tướng Nhật Bản thăm Hà Nội", "japan vietnam politics", "thailand"},
		{"vi", "Cuối tuần này đi đâu chủ nhật", "", "japan"},
		{"vi", "Bác sĩ cảnh báo dịch sốt xuất huyết", "health", "business"},
		{"vi", "Nhà trắng tinh sau cơn mưa", "", "vietnam"},
		{"vi", "Tuyển Việt Nam thắng đậm ở AFF Cup", "sports vietnam", "politics"},

		{"th", "แบงก์ชาติคงดอกเบี้ยนโยบาย หุ้นไทยปิดบวก", "business thailand", "sports"},
		{"th", "ปัญญาประดิษฐ์ช่วยหมอวินิจฉัยมะเร็ง", "ai health", "business"},
		{"th", "เวลาวางแผนเที่ยว", "", "laos"},
		{"th", "ทีมฟุตบอลหญิงญี่ปุ่นคว้าแชมป์", "sports japan", "health"},
		{"th", "หนังสือใหม่ขายดีประจำเดือน", "", "entertainment"},
		{"th", "นายกฯ ยุบสภา เตรียมเลือกตั้งใหม่", "politics", "health"},

		{"id", "Bank Indonesia tahan suku bunga, rupiah menguat", "business indonesia", "sports"},
		{"id", "Timnas Indonesia kalah dari Jepang di kualifikasi Piala Dunia", "sports indonesia japan", "world"},
		{"id", "Harga air bersih naik", "", "ai"},
		{"id", "Startup kecerdasan buatan raih pendanaan", "ai", "health"},
		{"id", "Gempa di Jawa Barat, banyak warga mengungsi", "indonesia", "technology"},
		{"id", "Rumah sakit penuh, kasus demam berdarah melonjak", "health", "sports"},
		{"id", "Iklim investasi membaik", "", "climate"},

		{"ms", "Perdana Menteri umum pilihan raya umum akan datang", "politics", "sports"},
		{"ms", "Bursa Malaysia dibuka rendah, ringgit susut", "business malaysia", "health"},
		{"ms", "Harimau Malaya tewas kepada Vietnam", "sports malaysia vietnam", "world"},
		{"ms", "Kes denggi meningkat, kata Kementerian Kesihatan", "health", "ai"},
		{"ms", "Jerebu: kualiti udara di Singapura tidak sihat", "climate singapore", "politics"},

		{"fil", "Senado, inaprubahan ang badyet ng DOH", "politics", "sports"},
		{"fil", "Presyo ng bigas at bilihin, tumaas dahil sa implasyon", "business", "health"},
		{"fil", "Gilas Pilipinas, wagi sa basketball sa SEA Games", "sports philippines", "world"},
		{"fil", "Super typhoon, tatama sa Luzon ayon sa PAGASA", "climate philippines", "entertainment"},
		{"fil", "Nagkita sila kahapon ng hapon", "", "japan"},

		{"km", "ធនាគារជាតិកម្ពុជារក្សាអត្រាការប្រាក់", "business cambodia", "sports"},
		{"km", "ក្រុមបាល់ទាត់ថៃឈ្នះមេដាយមាសស៊ីហ្គេម", "sports thailand", "business"},
		{"km", "ក្រសួងសុខាភិបាលព្រមានអំពីជំងឺគ្រុនឈាម", "health", "world"},
		{"km", "បញ្ញាសិប្បនិម្មិតនិងបច្ចេកវិទ្យាថ្មី", "ai technology", "health"},

		{"lo", "ທະນາຄານແຫ່ງ ສປປ ລາວ ປັບອັດຕາແລກປ່ຽນ", "business laos", "sports"},
		{"lo", "ນັກກິລາຫວຽດນາມໄດ້ຫຼຽນຄຳຊີເກມ", "sports vietnam", "business"},
		{"lo", "ກະຊວງສາທາລະນະສຸກເຕືອນໄພໄຂ້ຍຸງລາຍ", "health", "ai"},
		{"lo", "ນໍ້າຖ້ວມ ແລະ ພາຍຸ ໃນແຂວງຫຼວງພະບາງ", "climate laos", "sports"},

		{"my", "ရန်ကုန်တွင် ဒေါ်လာဈေး မြင့်တက်", "business myanmar asean", "sports"},
		{"my", "ဂျပန်ဘောလုံးအသင်း အနိုင်ရ", "sports japan", "politics"},
		{"my", "သွေးလွန်တုပ်ကွေးရောဂါ ကူးစက်မှုများ", "health", "business"},
		{"my", "ဉာဏ်ရည်တုနည်းပညာ အသုံးပြုမှု", "ai technology", "health"},

		{"ta", "ஜப்பானில் நிலநடுக்கம்: சுனாமி எச்சரிக்கை", "japan asia", "sports"},
		{"ta", "சிங்கப்பூரின் பொருளாதாரத்தில் வளர்ச்சி", "singapore business", "health"},
		{"ta", "மலேசியாவுக்கு எதிரான கிரிக்கெட் போட்டியில் வெற்றி", "malaysia sports", "politics"},
		{"ta", "செயற்கை நுண்ணறிவால் புற்றுநோயைக் கண்டறியலாம்", "ai health", "business"},
		{"ta", "வெள்ளிக்கிழமை வரிசையில் நின்றனர்", "", "climate business singapore"},
	} {
		t.Run(tt.lang+" "+tt.title, func(t *testing.T) {
			got := New(nil).Analyze(feed.Item{Title: tt.title, Language: tt.lang}).Topics()
			for _, want := range strings.Fields(tt.want) {
				if !has(got, want) {
					t.Errorf("no %s in %v", want, got)
				}
			}
			for _, not := range strings.Fields(tt.not) {
				if has(got, not) {
					t.Errorf("%s in %v", not, got)
				}
			}
			for _, m := range got {
				if m.Score < enough-0.001 || m.Score > 1 || m.Reason != ByWord || !strings.Contains(tt.title, m.Text) || m.Text == "" {
					t.Errorf("bad match %v", m)
				}
			}
		})
	}
}

func has(ms []Match, topic string) bool {
	return slices.ContainsFunc(ms, func(m Match) bool { return string(m.Topic) == topic })
}

// An item whose language is not given, or given wrongly, is read as what it is.
func TestUnknownLanguage(t *testing.T) {
	topics := New(nil)
	for _, lang := range []string{"", "en", "fr"} {
		for title, want := range map[string]string{
			"Bác sĩ cảnh báo dịch sốt xuất huyết": "health",
			"日銀、追加利上げを決定":                         "business",
			"ทีมฟุตบอลหญิงญี่ปุ่นคว้าแชมป์":       "sports",
		} {
			if got := topics.Analyze(feed.Item{Title: title, Language: lang}).Topics(); !has(got, want) {
				t.Errorf("%q given as %q: %v; want %s", title, lang, got, want)
			}
		}
	}
}

func TestSummary(t *testing.T) {
	topics := New(nil)
	for _, tt := range []struct {
		name, title, summary, want, not string
	}{
		{"lead decides", "A long night in the capital", "The parliament in Tokyo voted on the budget.", "japan politics", ""},
		{"far below it does not", "A gardener's year", strings.Repeat("The roses grew and she watered them. ", 12) + "Her sister lives in Tokyo.", "", "japan asia"},
		{"weak words add up", "Workers walk out", "Pay is low, costs are high, and the union plans a strike at the company's stores as sales drop.", "business", "sports"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := topics.Analyze(feed.Item{Title: tt.title, Summary: tt.summary, Language: "en"}).Topics()
			for _, want := range strings.Fields(tt.want) {
				if !has(got, want) {
					t.Errorf("no %s in %v", want, got)
				}
			}
			for _, not := range strings.Fields(tt.not) {
				if has(got, not) {
					t.Errorf("%s in %v", not, got)
				}
			}
		})
	}
}

func TestFeedAndCategory(t *testing.T) {
	topics := New([]feed.Feed{
		{URL: "business", Title: "Straits Business", Topics: []string{"business", "singapore"}},
		{URL: "front", Title: "Front Page", Topics: []string{"general", "vietnam", "asean"}},
		{URL: "abroad", Title: "Thế giới", Topics: []string{"world", "vietnam"}},
		{URL: "mixed", Title: "Sci-Tech", Topics: []string{"technology", "science", "ai", "vietnam"}},
		{URL: "nameless", Topics: []string{"sports"}},
	})
	for _, tt := range []struct {
		name       string
		item       feed.Item
		topic      subscriptions.Topic
		want       Match
		wantTaken  bool
		wantNotTop bool
	}{
		{"section", feed.Item{Feed: "business", Title: "What the week brings"}, "business",
			Match{"business", 1, ByFeed, "Straits Business"}, true, false},
		{"country of the feed", feed.Item{Feed: "business", Title: "What the week brings"}, "singapore",
			Match{"singapore", 1, ByHome, "Straits Business"}, true, false},
		{"region around it", feed.Item{Feed: "business", Title: "What the week brings"}, "asean",
			Match{"asean", enough, ByHome, "Straits Business"}, true, false},
		{"country when the text is about another", feed.Item{Feed: "front", Title: "Floods in Germany kill two"}, "vietnam",
			Match{}, false, false},
		{"country when the text is about both", feed.Item{Feed: "front", Title: "Germany lends Vietnam a train"}, "vietnam",
			Match{"vietnam", 1, ByHome, "Front Page"}, true, false},
		{"a world section is not about home", feed.Item{Feed: "abroad", Language: "vi", Title: "Lũ lụt ở Đức"}, "vietnam", Match{}, false, false},
		{"unless it is", feed.Item{Feed: "abroad", Language: "vi", Title: "Báo Đức viết về Hà Nội"}, "vietnam",
			Match{"vietnam", 1, ByHome, "Thế giới"}, true, false},
		{"further subject", feed.Item{Feed: "mixed", Language: "vi", Title: "Ra mắt xe máy mới"}, "ai",
			Match{}, false, false},
		{"further subject with its word", feed.Item{Feed: "mixed", Language: "vi", Title: "ChatGPT có đối thủ"}, "ai",
			Match{"ai", 1, ByFeed, "Sci-Tech"}, true, false},
		{"feed without a title", feed.Item{Feed: "nameless", Title: "Preview"}, "sports",
			Match{"sports", 1, ByFeed, "nameless"}, true, false},
		{"unknown feed", feed.Item{Feed: "elsewhere", Title: "Preview"}, "sports", Match{}, false, false},
		{"category", feed.Item{Title: "Preview", Categories: []string{"News", "Bóng đá"}}, "sports",
			Match{"sports", 0.95, ByCategory, "Bóng đá"}, true, false},
		{"category path", feed.Item{Title: "Preview", Categories: []string{"Home / Tech"}}, "technology",
			Match{"technology", 0.95, ByCategory, "Home / Tech"}, true, false},
		{"category in a region", feed.Item{Title: "Preview", Categories: []string{"日本"}}, "asia",
			Match{"asia", 0.95 * 0.9, ByCategory, "日本"}, true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := topics.Analyze(tt.item).Matches(NewQuery(tt.topic))
			near := cmp.Comparer(func(a, b float64) bool { return a-b < 0.001 && b-a < 0.001 })
			if ok != tt.wantTaken || !cmp.Equal(got, tt.want, near) {
				t.Errorf("Takes = %v, %v; want %v, %v", got, ok, tt.want, tt.wantTaken)
			}
		})
	}
}

func TestBestFirst(t *testing.T) {
	topics := New([]feed.Feed{{URL: "f", Title: "Feed", Topics: []string{"health"}}})
	got := topics.Analyze(feed.Item{Feed: "f", Language: "en", Title: "Tokyo hospital shares rise on vaccine profit", Summary: "The stock market in Japan closed higher."}).Topics()
	if len(got) < 3 || got[0].Topic != "health" {
		t.Fatalf("got %v; want health first", got)
	}
	if !slices.IsSortedFunc(got, func(a, b Match) int {
		if a.Score < b.Score {
			return 1
		}
		return -1
	}) && got[0].Score < got[len(got)-1].Score {
		t.Errorf("not sorted: %v", got)
	}
}
