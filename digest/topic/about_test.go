package topic

import (
	"strings"
	"testing"

	"newsbrief/digest/feed"
	"newsbrief/subscriptions"
)

// judged is an item with the topics that an editor gives it, and some that she
// does not.
type judged struct {
	name      string
	item      feed.Item
	want, not string
}

// paper are the feeds of a publisher: its front page, sections, and a service of
// a publisher from elsewhere.
var paper = []feed.Feed{
	{URL: "front", Title: "Front", Topics: []string{"vietnam"}, General: true},
	{URL: "portal", Title: "Portal", Topics: []string{"entertainment"}, General: true},
	{URL: "money", Title: "Money", Topics: []string{"business", "singapore"}},
	{URL: "tech", Title: "Tech", Topics: []string{"technology"}},
	{URL: "models", Title: "Models", Topics: []string{"ai", "technology"}},
	{URL: "labs", Title: "Labs", Topics: []string{"science", "health"}},
	{URL: "service", Title: "Service", Language: "vi", General: true},
}

func check(t *testing.T, feeds []feed.Feed, tests []judged) {
	t.Helper()
	topics := New(feeds)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := topics.Analyze(tt.item).Topics()
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

// An item is about what its headline and the beginning of its lead speak of.
func TestAbout(t *testing.T) {
	check(t, nil, []judged{
		{"a weak word that the lead does not take up", feed.Item{Language: "en", Title: "The tax on her patience",
			Summary: "She kept three cats and a garden, and wrote of both."}, "", "business"},
		{"one that it does", feed.Item{Language: "en", Title: "A tax on every bottle",
			Summary: "Shops and their suppliers will pay a new levy from spring, the treasury said."}, "business", ""},
		{"a headline alone", feed.Item{Language: "en", Title: "A tax on every bottle"}, "business", ""},
		{"one word in the lead", feed.Item{Language: "en", Title: "Man found after three days",
			Summary: "The hiker had gone out to photograph birds and slept in a hut, a hospital said."}, "", "health"},
		{"what a long summary says late", feed.Item{Language: "en", Title: "Shop sales fell in May",
			Summary: "Retail sales fell by two percent, the statistics office said. " + strings.Repeat("The fall was as wide as it was deep. ", 8) +
				"Some blamed the World Cup, football on every screen, and a heatwave."}, "business", "sports climate"},
		{"a subject far behind another", feed.Item{Language: "en", Title: "Striker scores twice as United reach the semi-final",
			Summary: "The midfielder's knee injury will need surgery after the cup match."}, "sports", "health business"},
		{"words of a murder trial", feed.Item{Language: "en", Title: "Man jailed for killing ex-wife", Summary: "The court heard how he waited for her."}, "", "entertainment"},
		{"a racing driver", feed.Item{Language: "en", Title: "Oscar Piastri wins the Grand Prix"}, "sports", "entertainment"},
		{"a bank with water", feed.Item{Language: "en", Title: "Bank of the canal gives way"}, "", "business"},
		{"an abbreviation behind what it stands for", feed.Item{Language: "en", Title: "Avian flu (AI) found at a duck farm"}, "health", "ai"},
		{"a crown of other sports", feed.Item{Language: "id", Title: "Juara lomba memasak itu tunanetra", Summary: "Ia belajar dari neneknya sejak kecil."}, "", "sports"},
		{"a storm of fire", feed.Item{Language: "vi", Title: "Pháo binh trút bão lửa xuống cứ điểm"}, "", "climate"},
	})
}

func TestCountries(t *testing.T) {
	check(t, paper, []judged{
		{"named in a list", feed.Item{Language: "en", Title: "Ride app opens in more cities",
			Summary: "It now runs in Malaysia, Thailand, Vietnam, Indonesia and Cambodia."}, "", "malaysia thailand vietnam cambodia"},
		{"named late in the lead", feed.Item{Language: "en", Title: "Two held over stolen cargo",
			Summary: "The men had hidden the crates in a barn and meant to ship them to Malaysia."}, "", "malaysia"},
		{"the lead begins with it", feed.Item{Language: "en", Title: "Two held over stolen cargo", Summary: "Malaysian police found the crates in a barn."}, "malaysia", ""},
		{"named in two ways", feed.Item{Language: "en", Title: "Two held over stolen cargo",
			Summary: "The crates were found in a barn near Ipoh, police in Malaysia said."}, "malaysia", ""},
		{"a maker's home", feed.Item{Language: "en", Title: "Toyota raises prices in Karachi", Summary: "Cars cost more from Monday."}, "", "japan"},
		{"where a study was made", feed.Item{Language: "en", Title: "Scientists find how snails defend their shells",
			Summary: "Researchers in Sapporo and Hokkaido watched fossil and living snails."}, "science", "japan"},
		{"home news of a front page", feed.Item{Feed: "front", Language: "vi", Title: "Xe tải lật, tài xế thoát chết"}, "vietnam", ""},
		{"a front page on another country", feed.Item{Feed: "front", Language: "vi", Title: "Cháy lớn ở Hàn Quốc, ba người chết"}, "world asia", "vietnam"},
		{"a foreign ministry of a name that home has too", feed.Item{URL: "https://paper.co.jp/1", Language: "ja", Title: "米財務省、国債の買い戻しを増額"}, "business", "japan"},
		{"a column of a front page", feed.Item{Feed: "front", URL: "https://paper.example/tam-su/17.html", Language: "vi", Title: "Tôi hối hận vì đã bỏ anh"}, "", "vietnam"},
		{"a service in a language", feed.Item{Feed: "service", Language: "vi", Title: "Vì sao mèo thích hộp?"}, "", "vietnam"},
		{"the folder of a service", feed.Item{URL: "https://paper.example/vietnamese/1", Feed: "service", Language: "vi", Title: "Vì sao mèo thích hộp?"}, "", "vietnam"},
		{"the folder of a country", feed.Item{URL: "https://paper.example/vietnam/1", Language: "en", Title: "A cat in a box"}, "vietnam", ""},
		{"the end of the address", feed.Item{URL: "https://www.shimbun.co.jp/a/1", Language: "ja", Title: "川に軽トラック転落"}, "japan", ""},
		{"a language of one country", feed.Item{URL: "https://shimbun.example/a/1", Language: "ja", Title: "川に軽トラック転落"}, "japan", ""},
		{"a match abroad", feed.Item{Feed: "front", Language: "vi", Title: "Tuyển Pháp thắng tuyển Ý ở chung kết bóng chuyền"}, "sports", "world vietnam"},
	})
}

func TestSections(t *testing.T) {
	check(t, paper, []judged{
		{"folder", feed.Item{URL: "https://paper.example/sport/2026/may/long-day", Title: "A long day"}, "sports", ""},
		{"host", feed.Item{URL: "https://sport.paper.example/a/1", Title: "A long day"}, "sports", ""},
		{"publisher's own name", feed.Item{URL: "https://www.morning-sports.co.jp/a/1", Title: "A long day"}, "", "sports"},
		{"slug", feed.Item{URL: "https://paper.example/a/health", Title: "A long day"}, "", "health"},
		{"without accents", feed.Item{URL: "https://paper.example/giai-tri/1", Title: "Một ngày dài"}, "entertainment", ""},
		{"two in one, the text says which", feed.Item{URL: "https://paper.example/science-and-environment/1", Language: "en", Title: "A new planet"}, "science", "climate"},
		{"of a country", feed.Item{URL: "https://paper.example/us-politics/1", Title: "A long day"}, "politics", ""},
		{"of a feed nobody knows", feed.Item{Feed: "https://paper.example/rss/business.xml", Title: "A long day"}, "business", ""},
		{"of such a feed, beside that of the item", feed.Item{Feed: "https://paper.example/business/rss", URL: "https://paper.example/film/1", Title: "A long day"}, "entertainment", "business"},
		{"a category with news before it", feed.Item{Categories: []string{"Tin thể thao"}, Language: "vi", Title: "Một ngày dài"}, "sports", ""},
		{"a category whose accents make another word", feed.Item{Categories: []string{"Mỹ"}, Language: "vi", Title: "Một ngày dài"}, "", "malaysia"},
		{"current affairs are no politics", feed.Item{URL: "https://paper.example/thoi-su/1", Language: "vi", Title: "Một ngày dài"}, "", "politics"},
		{"a subject of a front page", feed.Item{Feed: "portal", Language: "en", Title: "Water cut in two districts"}, "", "entertainment"},
		{"with a word of it", feed.Item{Feed: "portal", Language: "en", Title: "Singer cancels two shows"}, "entertainment", ""},
		{"a subject within the feed's", feed.Item{Feed: "tech", Language: "en", Title: "A chatbot that says no"}, "technology ai", ""},
		{"another beside the feed's", feed.Item{Feed: "tech", Language: "en", Title: "A doctor's view of it"}, "technology", "health"},
		{"a feed on what is within its second", feed.Item{Feed: "models", Language: "en", Title: "New software speeds up training"}, "ai technology", ""},
		{"the second of two apart", feed.Item{Feed: "labs", Language: "en", Title: "Vaccine slows malaria"}, "health", "science"},
	})
}

// Words of scripts without spaces count where they can begin and end.
func TestWordsWithinWords(t *testing.T) {
	check(t, nil, []judged{
		{"zh across two words", feed.Item{Language: "zh-Hans", Title: "有报道指工程延期"}, "", "business"},
		{"zh the word itself", feed.Item{Language: "zh-Hans", Title: "道指收涨"}, "business", ""},
		{"zh across a place", feed.Item{Language: "zh-Hant", Title: "日本地震後停電"}, "japan", "singapore"},
		{"ja headline without kana", feed.Item{Language: "ja", Title: "熊本地震 支援金支給開始"}, "", "singapore asean"},
		{"ja within a longer word", feed.Item{Language: "ja", Title: "新タイトル戦、あす開幕"}, "", "thailand"},
		{"ja within a name", feed.Item{Language: "ja", Title: "久留米市の商店街で夏祭り"}, "", "world"},
		{"ja one character before a word", feed.Item{Language: "ja", Title: "米軍、ミサイルを発射"}, "world", ""},
		{"th within another word", feed.Item{Language: "th", Title: "เวลาวางใจใครสักคน"}, "", "laos"},
	})
}

func TestAccentsMakeOtherNames(t *testing.T) {
	topics := New(nil)
	for _, typed := range []string{"mỹ", "Mỹ", "ái", "ít", "MỸ"} {
		if got, ok := topics.Lookup(typed); ok {
			t.Errorf("%q means %s", typed, got)
		}
	}
	for typed, want := range map[string]subscriptions.Topic{
		"nhật bản": "japan", "nhat ban": "japan", "Indonésia": "indonesia", "my": "malaysia", "suc khoe": "health",
	} {
		if got, _ := topics.Lookup(typed); got != want {
			t.Errorf("%q means %q; want %s", typed, got, want)
		}
	}
	if _, ok := topics.Analyze(feed.Item{Title: "Malaysia mở tuyến bay mới", Language: "vi"}).Matches(NewQuery(topics.Resolve("mỹ"))); ok {
		t.Error("mỹ takes what is about Malaysia")
	}
}

// A query is about what its words say, not what they are likened to, and not
// about what a report comes to in the end.
func TestQueriesAreMeant(t *testing.T) {
	far := strings.Repeat("The team kept its shape and its nerve. ", 12)
	for _, tt := range []struct {
		query, title, summary string
		want                  bool
	}{
		{"bão", "Nữ ca sĩ giữa cơn bão dư luận", "", false},
		{"bão", "Cơn bão số 7 vào bờ", "", true},
		{"storm", "Minister faces storm of criticism", "", false},
		{"storm", "Storm closes two ports", "", true},
		{"storm of criticism", "Minister faces storm of criticism", "", true},
		{"タイ", "新タイヤを発売", "", false},
		{"タイ", "タイで総選挙", "", true},
		{"electric cars", "Cup goes north", far + "Fans came in electric cars.", false},
		{"electric cars", "Cup goes north", "Fans came in electric cars. " + far, true},
	} {
		if _, got := New(nil).Analyze(feed.Item{Title: tt.title, Summary: tt.summary}).Matches(NewQuery(subscriptions.Topic(tt.query))); got != tt.want {
			t.Errorf("%q takes %q, %.30q: %v", tt.query, tt.title, tt.summary, got)
		}
	}
}
