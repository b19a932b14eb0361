package topic

import (
	"strings"
	"testing"
	"unicode/utf8"

	"newsbrief/subscriptions"

	"github.com/google/go-cmp/cmp"
)

func TestEveryTopicSpeaksEveryLanguage(t *testing.T) {
	c := load()
	words := make(map[[2]int]int)
	for _, l := range c.words().lexemes {
		for lang := range langs {
			if l.langs&(1<<lang) != 0 && l.weight > 0 {
				words[[2]int{int(l.topic), lang}]++
			}
		}
	}
	for i, e := range entries {
		for lang, tag := range langs {
			if c.names[i][lang] == "" {
				t.Errorf("%s has no name in %s", e.key, tag)
			}
			if n := words[[2]int{i, lang}]; n < 2 {
				t.Errorf("%s has %d words in %s", e.key, n, tag)
			}
		}
	}
}

// The files are edited by hand: what one says twice with two meanings is a slip.
func TestNoAliasMeansTwoTopics(t *testing.T) {
	c := load()
	var f field
	for _, tag := range langs {
		data, err := files.ReadFile("words/" + tag + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		topic := -1
		for line := range strings.Lines(string(data)) {
			line = strings.TrimSpace(line)
			if rest, ok := strings.CutPrefix(line, "["); ok {
				key, _, _ := strings.Cut(rest, "]")
				topic = place(key)
			}
			kind, rest, ok := strings.Cut(line, " ")
			if !ok || kind != "~" && kind != "/" {
				continue
			}
			for alias := range strings.SplitSeq(rest, ",") {
				if got := c.typed[foldKey(&f, alias)].topic; got != topic {
					t.Errorf("%s: %q means %s and %s", tag, alias, entries[got].key, entries[topic].key)
				}
			}
		}
	}
}

func TestBurmeseIsUnicode(t *testing.T) {
	data, err := files.ReadFile("words/my.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range strings.FieldsFunc(string(data), func(r rune) bool { return r == ',' || r == '\n' || r == ' ' }) {
		if first, _ := utf8.DecodeRuneInString(w); first == 'ေ' || strings.Contains(w, "္ ") || strings.ContainsAny(w, "ႏၱၲ") {
			t.Errorf("%q is in visual order", w)
		}
	}
}

func TestLookup(t *testing.T) {
	topics := New(nil)
	for _, tt := range []struct {
		typed string
		want  subscriptions.Topic
	}{
		{"Japan", "japan"}, {"JAPANESE", "japan"}, {"日本", "japan"}, {"日本国", "japan"}, {"日本國", "japan"},
		{"ﾆﾎﾝ", "japan"}, {"nhật bản", "japan"}, {"NHAT BAN", "japan"}, {"Nhật Bản", "japan"}, {"Jepang", "japan"},
		{"Jepun", "japan"}, {"Hapon", "japan"}, {"ญี่ปุ่น", "japan"}, {"ຍີ່ປຸ່ນ", "japan"}, {"ជប៉ុន", "japan"},
		{"ဂျပန်", "japan"}, {"ஜப்பான்", "japan"},
		{"  viet   nam ", "vietnam"}, {"越南", "vietnam"}, {"ベトナム", "vietnam"}, {"Filipinos", "philippines"},
		{"ไทย", "thailand"}, {"burma", "myanmar"}, {"東ティモール", "timor-leste"}, {"timor leste", "timor-leste"},
		{"timor-leste", "timor-leste"}, {"Đông Nam Á", "asean"}, {"东盟", "asean"}, {"東協", "asean"},
		{"ekonomi", "business"}, {"経済", "business"}, {"ธุรกิจ", "business"}, {"economy news", "business"}, {"company", "business"},
		{"tech", "technology"}, {"IT", "technology"}, {"ＩＴ", "technology"}, {"công nghệ", "technology"},
		{"AI", "ai"}, {"人工知能", "ai"}, {"人工智慧", "ai"}, {"trí tuệ nhân tạo", "ai"}, {"kecerdasan buatan", "ai"},
		{"sport", "sports"}, {"芸能", "entertainment"}, {"sức khỏe", "health"}, {"sức khoẻ", "health"},
		{"climate change", "climate"}, {"環境", "climate"}, {"时政", "politics"}, {"world news", "world"}, {"国際", "world"},
	} {
		if got, ok := topics.Lookup(tt.typed); got != tt.want || !ok {
			t.Errorf("Lookup(%q) = %q, %v; want %q", tt.typed, got, ok, tt.want)
		}
	}
	for _, typed := range []string{"", " ", "semiconductors", "半導体", "jpan", "elsewhere", "…", "\xff"} {
		if got, ok := topics.Lookup(typed); ok {
			t.Errorf("Lookup(%q) = %q; want nothing", typed, got)
		}
	}
}

// What is narrower than a topic is a part of it, and stands for itself.
func TestPart(t *testing.T) {
	topics := New(nil)
	for _, tt := range []struct {
		typed string
		want  subscriptions.Topic
	}{
		{"football", "sports"}, {"bóng đá", "sports"}, {"サッカー", "sports"}, {"movies", "entertainment"}, {"elections", "politics"},
		{"選挙", "politics"}, {"ngan hang", "business"}, {"stock", "business"}, {"space", "science"}, {"ฟุตบอล", "sports"}, {"太空", "science"},
		{"sport", ""}, {"体育", ""}, {"japan", ""}, {"tigers", ""}, {"", ""},
	} {
		got, ok := topics.Part(tt.typed)
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("Part(%q) = %q, %v; want %q", tt.typed, got, ok, tt.want)
		}
		if ok && topics.Known(topics.Resolve(tt.typed)) {
			t.Errorf("%q stands for %q; want the words", tt.typed, topics.Resolve(tt.typed))
		}
	}
}

func TestResolve(t *testing.T) {
	topics := New(nil)
	for typed, want := range map[string]subscriptions.Topic{
		"日本":                "japan",
		"  Electric   Cars": "Electric Cars",
		"Électricité":       "Électricité",
		"半導体":               "半導体",
		"elsewhere":         "elsewhere",
		" ":                 "",
	} {
		if got := topics.Resolve(typed); got != want {
			t.Errorf("Resolve(%q) = %q; want %q", typed, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	topics := New(nil)
	for _, tt := range []struct {
		typed string
		want  subscriptions.Topic
	}{
		{"jpan", "japan"}, {"japna", "japan"}, {"tecnology", "technology"}, {"vietman", "vietnam"}, {"phillipines", "philippines"},
		{"singapour", "singapore"}, {"enterntainment", "entertainment"}, {"helth", "health"}, {"シンガポル", "singapore"},
		{"công nghê", "technology"}, {"thailnd", "thailand"}, {"polotics", "politics"},
	} {
		got := topics.Nearest(tt.typed, 3)
		if len(got) == 0 || got[0] != tt.want {
			t.Errorf("Nearest(%q) = %v; want %q first", tt.typed, got, tt.want)
		}
	}
	for _, typed := range []string{
		"", "x", "zz", "semiconductors", "量子", "china", "taiwan", "france", "law", "gold", "penang", "police", "thời tiết", "travel",
		"opera", "housing", "exports", "esports", "rain", "spain", "saigon", "tea", "peru", "diet", "monday", "the", "money", "weather",
	} {
		if got := topics.Nearest(typed, 3); len(got) > 0 {
			t.Errorf("Nearest(%q) = %v; want none", typed, got)
		}
	}
	if got := topics.Nearest("asian", 1); len(got) != 1 {
		t.Errorf("Nearest gave %v; want one", got)
	}
	if got := topics.Nearest("jpan", -1); len(got) != 0 {
		t.Errorf("Nearest(-1) = %v", got)
	}
}

func TestSuggest(t *testing.T) {
	topics := New(nil)
	for _, tt := range []struct {
		prefix, lang string
		want         subscriptions.Topic
	}{
		{"ja", "en", "japan"}, {"JAP", "en", "japan"}, {"に", "ja", "japan"}, {"nh", "vi", "japan"},
		{"kesi", "ms", "health"}, {"经", "zh-CN", "business"}, {"經", "zh-TW", "business"}, {"", "en", "world"},
	} {
		got := topics.Suggest(tt.prefix, tt.lang, 5)
		if len(got) == 0 || got[0] != tt.want {
			t.Errorf("Suggest(%q, %q) = %v; want %q first", tt.prefix, tt.lang, got, tt.want)
		}
	}
	if got := topics.Suggest("", "en", 100); !cmp.Equal(got, topics.All()) {
		t.Errorf("Suggest of nothing = %v; want all", got)
	}
	if got := topics.Suggest("qqq", "en", 5); len(got) != 0 {
		t.Errorf("Suggest(qqq) = %v", got)
	}
}

func TestName(t *testing.T) {
	topics := New(nil)
	for _, tt := range []struct{ topic, lang, want string }{
		{"japan", "en", "Japan"}, {"japan", "en-SG", "Japan"}, {"japan", "vi", "Nhật Bản"}, {"japan", "ja-JP", "日本"},
		{"vietnam", "zh", "越南"}, {"laos", "zh-Hans", "老挝"}, {"laos", "zh-TW", "寮國"}, {"laos", "zh-Hant-HK", "寮國"},
		{"philippines", "tl", "Pilipinas"}, {"health", "in", "Kesehatan"}, {"health", "fr", "Health"}, {"health", "", "Health"},
		{"electric cars", "ja", "electric cars"},
	} {
		if got := topics.Name(subscriptions.Topic(tt.topic), tt.lang); got != tt.want {
			t.Errorf("Name(%q, %q) = %q; want %q", tt.topic, tt.lang, got, tt.want)
		}
	}
}

func TestGroups(t *testing.T) {
	topics := New(nil)
	if got := append(topics.Group(Regions), topics.Group(Subjects)...); !cmp.Equal(got, topics.All()) {
		t.Errorf("the groups hold %v; want all of %v", got, topics.All())
	}
	for _, topic := range topics.All() {
		if got, ok := topics.Lookup(string(topic)); got != topic || !ok || !topics.Known(topic) {
			t.Errorf("the key %q stands for %q", topic, got)
		}
	}
}

func FuzzLookup(f *testing.F) {
	topics := New(nil)
	for _, s := range []string{"japan", "日本", "ﾆﾎﾝ", "nhật", "க்ஷ", "ေ", "្", "'s", "a's", "\xff", "ſ", "İs"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		topic, ok := topics.Lookup(s)
		if ok && !topics.Known(topic) {
			t.Errorf("Lookup(%q) = %q, which is unknown", s, topic)
		}
		topics.Nearest(s, 3)
		topics.Suggest(s, "en", 3)
		if r := topics.Resolve(s); !topics.Known(r) && topics.Resolve(string(r)) != r && !topics.Known(topics.Resolve(string(r))) {
			t.Errorf("Resolve(%q) = %q, and of that %q", s, r, topics.Resolve(string(r)))
		}
	})
}

func TestLookupNewsOf(t *testing.T) {
	tests := []struct{ typed, want string }{
		{"Japan news", "japan"},
		{"news about technology", "technology"},
		{"日本のニュース", "japan"},
		{"经济新闻", "business"},
		{"tin thể thao", "sports"},
		{"ข่าวกีฬา", "sports"},
		{"berita ekonomi", "business"},
		{"ព័ត៌មានកីឡា", "sports"},
		{"news", ""},
		{"newspaper", ""},
	}
	topics := New(nil)
	for _, tt := range tests {
		if got, _ := topics.Lookup(tt.typed); string(got) != tt.want {
			t.Errorf("Lookup(%q) = %q, want %q", tt.typed, got, tt.want)
		}
	}
}
