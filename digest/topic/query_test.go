package topic

import (
	"math/rand/v2"
	"strings"
	"testing"

	"newsbrief/digest/feed"
	"newsbrief/subscriptions"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

func TestOwnWords(t *testing.T) {
	topics := New(nil)
	for _, tt := range []struct{ name, words, title, want string }{
		{"word", "semiconductors", "Semiconductor makers cut output", "Semiconductor"},
		{"plural in the text", "robot", "Robots at work", "Robots"},
		{"ies", "batteries", "A better battery", "battery"},
		{"es", "glasses", "Smart glass is here", "glass"},
		{"case", "nasa", "NASA picks a crew", "NASA"},
		{"width", "ＮＡＳＡ", "NASA picks a crew", "NASA"},
		{"accents", "sao paulo", "São Paulo floods", "São Paulo"},
		{"accents typed", "são paulo", "Sao Paulo floods", "Sao Paulo"},
		{"accents not typed", "bao so 15", "Bão số 15 vào bờ", "Bão số 15"},
		{"accents that make another word", "bão", "Đảng bảo thủ họp báo", ""},
		{"none make another word too", "bão", "Gói vay bao gồm lãi suất thấp", ""},
		{"accents as typed", "bão", "Tin báo: bão vào bờ", "bão"},
		{"a syllable in a name", "lương", "Bắt Trần Lương Vỹ", ""},
		{"a syllable that begins", "lương", "Lương tháng này tăng", "Lương"},
		{"a syllable behind a name", "mỹ", "Tổng thống Mỹ thăm Paris", "Mỹ"},
		{"a name typed as one", "Lương", "Bắt Trần Lương Vỹ", "Lương"},
		{"a short name without accents", "Nga", "Ngã rẽ của ngân hàng", ""},
		{"a short name", "Nga", "Tàu Nga cập cảng", "Nga"},
		{"accents not typed to one word", "bao", "Bão vào bờ", "Bão"},
		{"a text without accents", "bão", "Bao Koto vao bo", "Bao"},
		{"a tone on the other vowel", "khánh hòa", "Mưa lớn ở Khánh Hoà", "Khánh Hoà"},
		{"a place in an English text", "đà nẵng", "Da Nang port opens", "Da Nang"},
		{"possessive", "world bank", "The World Bank's plan", "World Bank"},
		{"curly possessive", "boeing", "Boeing’s new jet", "Boeing"},
		{"hyphen", "self driving", "Self-driving taxis", "Self-driving"},
		{"not inside a word", "car", "Carpet prices rise", ""},
		{"not at its end", "art", "A smart start", ""},
		{"phrase", "electric cars", "Electric car sales up", "Electric car"},
		{"near", "electric cars", "Cars going electric", "Cars going electric"},
		{"too far", "electric cars", "Cars in the capital may no longer use fuel, only electric motors", ""},
		{"one missing", "electric cars", "Electric trains", ""},
		{"across a full stop near", "rice prices", "Prices up. Rice down", "Prices up. Rice"},
		{"news is no new", "news", "New year", ""},
		{"plus", "c++", "C++ turns forty", "C++"},
		{"plus is not the letter", "c++", "Vitamin C helps", ""},
		{"number", "covid 19", "COVID-19 wanes", "COVID-19"},
		{"japanese", "半導体", "次世代半導体工場が稼働", "半導体"},
		{"a character", "米", "米政府が声明", "米"},
		{"a character behind another", "米", "南米の首脳が集まる", ""},
		{"a character that counts", "本", "鉛筆10本を寄付", ""},
		{"a place in another", "京都", "東京都が条例案", ""},
		{"another meaning in a phrase", "banks", "Two held in the West Bank", ""},
		{"another meaning in a phrase, beside its own", "banks", "West Bank banks reopen", "banks"},
		{"the phrase", "west bank", "Two held in the West Bank", "West Bank"},
		{"like a name", "taylor swift", "Taylor Swift-style ticket prices for buses", ""},
		{"a name", "taylor swift", "Taylor Swift - style and money", "Taylor Swift"},
		{"japanese two words", "東京 五輪", "五輪後の東京", "五輪後の東京"},
		{"half-width kana", "ｶﾞｿﾘﾝ", "ガソリン価格が下落", "ガソリン"},
		{"chinese", "電動車", "電動車銷量創新高", "電動車"},
		{"thai", "น้ำมัน", "ราคาน้ำมันลดลง", "น้ำมัน"},
		{"thai not within a grapheme", "กา", "การันตี", "กา"},
		{"thai with another vowel", "กา", "กำแพง", ""},
		{"thai with a mark more", "นม", "นี่มัน", ""},
		{"khmer", "ទឹក", "តម្លៃទឹកស្អាត", "ទឹក"},
		{"khmer not within a stack", "ខម", "ខ្មែរ", ""},
		{"thai oil with a split vowel", "น้ำมัน", "ราคานํ้ามันลดลง", "นํ้ามัน"},
		{"lao", "ນ້ຳ", "ລາຄານ້ຳມັນ", "ນ້ຳ"},
		{"burmese", "ရေ", "သောက်ရေသန့်", "ရေ"},
		{"burmese not within a stack", "တ", "သတ္တု", ""},
		{"burmese with a killer", "က", "ဘဏ်က်", ""},
		{"tamil ending", "வங்கி", "வங்கியின் புதிய கடன்", "வங்கி"},
		{"tamil muted end", "ஜப்பான்", "ஜப்பானில் மழை", "ஜப்பான"},
		{"tamil another word", "வரி", "வரிசையில் நின்றனர்", ""},
		{"korean with a particle", "반도체", "반도체가 오른다", "반도체"},
		{"korean not inside", "도체", "반도체가 오른다", ""},
		{"vietnamese", "xe điện", "Doanh số xe điện tăng", "xe điện"},
		{"vietnamese unaccented", "xe dien", "Doanh số xe điện tăng", "xe điện"},
		{"cyrillic", "москва", "МОСКВА и область", "МОСКВА"},
		{"pronoun", "us", "Why do they tell us nothing", ""},
		{"pronoun that is meant as a country", "us", "US stocks rise", "US"},
		{"pronoun with a capital", "Us", "Let Us Pray", ""},
		{"country in capitals", "US", "Why US stocks fall", "US"},
		{"country with points", "US", "The U.S. economy slows", "U.S."},
		{"country without the last point", "US", "A U.S-led force", "U.S"},
		{"points typed", "U.S.", "Why US stocks fall", "US"},
		{"points typed, pronoun", "U.S.", "Tell us more", ""},
		{"possessive of a country", "us", "The US's plan", "US"},
		{"in a phrase", "us economy", "US economy slows", "US economy"},
		{"in a phrase with points", "us economy", "U.S. economy slows", "U.S. economy"},
		{"in a phrase, apart", "us economy", "Economy of the US slows", "Economy of the US"},
		{"in a phrase, apart, pronoun", "us economy", "The economy fails us", ""},
		{"small words of a title", "the last of us", "The Last of Us returns", "The Last of Us"},
		{"small words elsewhere", "made in japan", "Japan in a car made for export", ""},
		{"it", "it", "It is what it is", ""},
		{"information technology", "it", "Firms hire IT staff", "IT"},
		{"who", "who", "Who won, and who lost", ""},
		{"health organization", "WHO", "A WHO envoy arrives", "WHO"},
		{"function word in shouting", "who", "WHO WILL WIN THE CUP", ""},
		{"month", "may", "Exports rose in May", "May"},
		{"abbreviation", "RAM", "A ram on the loose", ""},
		{"abbreviation found", "RAM", "Prices of RAM rise", "RAM"},
		{"abbreviation, plural", "ETF", "New ETFs on sale", "ETFs"},
		{"abbreviation with points in the text", "nba", "The N.B.A. draft", "N.B.A."},
		{"abbreviation in shouting", "RAM", "PRICES OF RAM RISE", "RAM"},
		{"spoken abbreviation", "NASA", "Nasa picks a crew", "Nasa"},
		{"abbreviation in small letters", "nasa", "NASA picks a crew", "NASA"},
		{"abbreviation in a phrase", "RAM prices", "Ram prices rise", ""},
		{"abbreviation in full width", "ＲＡＭ", "Prices of RAM rise", "RAM"},
		{"abbreviation in a script without case", "RAM", "メモリRAMの価格が上昇", "RAM"},
		{"pronoun beside a script without case", "US", "映画「us」が公開", ""},
		{"running text", "電気自動車", "次世代電気自動車の販売が拡大", "電気自動車"},
		{"khmer in running text", "ភ្នំពេញ", "ក្រុងភ្នំពេញថ្មី", "ភ្នំពេញ"},
		{"khmer phrase", "ក្រុងភ្នំពេញ", "សាលាក្រុងភ្នំពេញ", "ក្រុងភ្នំពេញ"},
		{"lao in running text", "ລົດໄຟ", "ທາງລົດໄຟໃໝ່", "ລົດໄຟ"},
		{"thai in running text", "รถไฟ", "สถานีรถไฟกรุงเทพ", "รถไฟ"},
		{"typed in capitals", "ELECTRIC CARS", "An electric car", "electric car"},
		{"long and typed in capitals", "COFFEE", "Why coffee costs more", "coffee"},
		{"capitals with a digit", "5G", "5g masts", "5g"},
		{"initials", "JK Rowling", "J.K. Rowling writes", "J.K. Rowling"},
		{"domain", "ABC", "abc.com is down", ""},
		{"nothing", "…", "What … now", ""},
		{"empty", "", "What now", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			topic := topics.Resolve(tt.words)
			if topics.Known(topic) {
				topic = subscriptions.Topic(strings.ToLower(tt.words)) // as if the catalogue did not have it
			}
			for place, item := range map[string]feed.Item{"title": {Title: tt.title}, "summary": {Title: "x", Summary: tt.title}} {
				m, ok := topics.Analyze(item).Matches(NewQuery(topic))
				if m.Text != tt.want || ok != (tt.want != "") {
					t.Errorf("in the %s: %v, %v; want %q", place, m, ok, tt.want)
				}
				if ok && (m.Reason != ByWord || m.Topic != topic || m.Score <= 0 || m.Score > 1) {
					t.Errorf("in the %s: bad match %v", place, m)
				}
			}
		})
	}
}

func TestOwnWordsAsCategory(t *testing.T) {
	m, ok := New(nil).Analyze(feed.Item{Title: "Preview", Categories: []string{"Motoring", "Electric Cars"}}).Matches(NewQuery("electric cars"))
	if want := (Match{"electric cars", filedScore, ByCategory, "Electric Cars"}); !ok || m != want {
		t.Errorf("got %v, %v; want %v", m, ok, want)
	}
}

// A section is called as the words, not merely holds them.
func TestOwnWordsAreWholeSection(t *testing.T) {
	doc := New(nil).Analyze(feed.Item{Title: "Preview", Categories: []string{"Motoring", "Electric Cars", "Trade Fairs"}})
	for words, want := range map[string]bool{"motoring": true, "trade fairs": true, "motoring electric": false, "cars": false, "cars trade": false} {
		if m, got := doc.Matches(NewQuery(subscriptions.Topic(words))); got != want {
			t.Errorf("%q: got %v, %v; want %v", words, m, got, want)
		}
	}
}

// The folders of an address are sections too.
func TestOwnWordsAsFolder(t *testing.T) {
	for _, tt := range []struct {
		words, url string
		want       bool
	}{
		{"football", "https://www.paper.example/sport/football/late-winner-in-the-rain", true},
		{"real estate", "https://www.paper.example/real-estate/tower-sold", true},
		{"football news", "https://www.paper.example/football/late-winner", true},
		{"estate", "https://www.paper.example/real-estate/tower-sold", false},
		{"rain", "https://www.paper.example/sport/late-winner-in-the-rain", false},
		{"2026", "https://www.paper.example/2026/late-winner", false},
	} {
		doc := New(nil).Analyze(feed.Item{Title: "A late winner", URL: tt.url})
		if m, got := doc.Matches(NewQuery(subscriptions.Topic(tt.words))); got != tt.want || got && m.Reason != ByCategory {
			t.Errorf("%q in %s: got %v, %v; want %v", tt.words, tt.url, m, got, tt.want)
		}
	}
}

// The name of a part of a topic is meant only where an item is of the topic.
func TestPartOfTopicInItsSense(t *testing.T) {
	for _, tt := range []struct {
		words, language, title string
		want                   bool
	}{
		{"golf", "en", "Golf: late birdie wins the open title", true},
		{"green", "en", "Green light for the new stadium", false},
		{"green", "en", "Green power: solar panels outpace coal", true},
		{"golf news", "en", "Golf: late birdie wins the open title", true},
		{"sao", "vi", "Sao phim Hàn ra mắt bộ phim mới", true},
		{"sao", "vi", "Vì sao giá vàng tăng", false},
		{"選挙", "ja", "参院選挙の投票始まる", true},
	} {
		doc := New(nil).Analyze(feed.Item{Title: tt.title, Language: tt.language})
		if m, got := doc.Matches(NewQuery(subscriptions.Topic(tt.words))); got != tt.want {
			t.Errorf("%q in %q: got %v, %v; want %v", tt.words, tt.title, m, got, tt.want)
		}
	}
}

// What the scanner takes for the smallest token of a script without spaces may
// be more than one grapheme, as a Burmese consonant with its vowel is, but
// never part of one.
func TestUnitsAreGraphemes(t *testing.T) {
	for _, s := range []string{
		"การเมืองไทยวันนี้", "น้ำมันกำไร", "ນໍ້າມັນ", "ລາຄານ້ຳມັນເຊື້ອໄຟ", "ទឹកស្អាតខ្មែរនៅកម្ពុជា", "ព្រះមហាក្សត្រ",
		"မြန်မာနိုင်ငံ", "ဝန်ကြီးချုပ်", "သတ္တုတွင်း", "東京都は昨日", "ガソリン", "か\u3099き", "经济增长",
	} {
		var f field
		f.scan(s)
		starts := map[int]bool{len(f.src): true}
		n := 0
		for g := graphemes.FromString(f.src); g.Next(); n++ {
			starts[g.Start()] = true
		}
		for i, u := range f.tokens {
			if !starts[int(u.s0)] || !starts[int(u.s1)] {
				t.Errorf("token %q of %q cuts a grapheme", f.text(i, i+1), s)
			}
		}
		if len(f.tokens) < n*2/3 {
			t.Errorf("%q has %d tokens for %d graphemes", s, len(f.tokens), n)
		}
	}
}

func TestLongTextsAreCut(t *testing.T) {
	item := feed.Item{Title: strings.Repeat("ค", 1<<16), Summary: strings.Repeat("word ", 1<<18)}
	topics := New(nil)
	doc := topics.Analyze(item)
	doc.Topics()
	if _, ok := doc.Matches(NewQuery("word")); !ok {
		t.Error("the beginning of a long summary is not read")
	}
}

func FuzzMatch(f *testing.F) {
	topics := New(nil)
	for _, s := range []string{"Tokyo", "日本", "ﾆﾎﾝ", "nhật", "க்ஷ", "ေ", "្", "'s", "a's", "\xff", "ſ", "İs", "ｶﾞ", "\u0301", "가", "ies", "xes"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, words, s string) {
		item := feed.Item{Title: s, Summary: words + s, Categories: []string{s}}
		doc := topics.Analyze(item)
		for _, m := range doc.Topics() {
			if m.Score < enough-0.001 || m.Score > 1 {
				t.Errorf("%q: %v", s, m)
			}
		}
		q := NewQuery(topics.Resolve(words))
		if _, ok := doc.Matches(q); ok {
			if token, lacks := lacking(doc, q); lacks {
				t.Errorf("%q takes %q, which lacks %q", words, s, token)
			}
		}
	})
}

// manyItems are made up of the catalogue's own words.
func manyItems(n int) []feed.Item {
	r := rand.New(rand.NewPCG(3, 4))
	items := make([]feed.Item, n)
	for i := range items {
		items[i] = feed.Item{URL: "https://www.paper.example/news/world/2026/05/story", Feed: "https://www.paper.example/rss/news.xml", Title: sentence(r, 8), Summary: sentence(r, 25), Language: "en"}
	}
	return items
}

func sentence(r *rand.Rand, n int) string {
	var words []string
	for range n {
		words = append(words, someWord(r), []string{"the", "of", "in", "on", "after"}[r.IntN(5)])
	}
	return strings.Join(words, " ")
}

func someWord(r *rand.Rand) string {
	a := load().aliases
	return a[r.IntN(len(a))].key
}

func BenchmarkTopics(b *testing.B) {
	topics, items := New(nil), manyItems(1000)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		topics.Analyze(items[i%len(items)]).Topics()
	}
}

func BenchmarkNearest(b *testing.B) {
	topics := New(nil)
	for b.Loop() {
		topics.Nearest("enterntainmnt", 3)
	}
}

// What is named late in a lead, and behind it, is what a story is told beside.
func TestOwnWordsStandInTheLead(t *testing.T) {
	for _, tt := range []struct {
		name, language, words, summary string
		want                           bool
	}{
		{"first sentence", "en", "electric cars", "The ferry company will carry electric cars on its upper deck from May. It has nine ships.", true},
		{"a later one", "en", "electric cars", "The president of the mining union will stand for the senate in the spring. Its members dig cobalt for electric cars.", false},
		{"behind a few words", "en", "electric cars", "A first. The harbour lets electric cars park free of charge.", true},
		{"across its end", "en", "electric cars", "A ferry that opens in May has electric cars on its upper deck.", true},
		{"late in a sentence", "en", "electric cars", "The ferry company says that from May on its upper deck will carry bicycles, coaches and electric cars.", false},
		{"japanese, late in a sentence", "ja", "電気自動車", "フェリー会社は来年五月から上の甲板に自転車と観光バスと電気自動車を載せる。", false},
		{"japanese", "ja", "電気自動車", "鉱山労働組合の委員長が来春の上院選に立候補する意向を表明した。組合員は電気自動車向けのコバルトを掘る。", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			it := feed.Item{Title: "x", Summary: tt.summary, Language: tt.language}
			if _, got := New(nil).Analyze(it).Matches(NewQuery(subscriptions.Topic(tt.words))); got != tt.want {
				t.Errorf("%q in %q: got %v, want %v", tt.words, tt.summary, got, tt.want)
			}
		})
	}
}
