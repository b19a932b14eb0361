package feed

import (
	"strings"
	"testing"
	"unicode/utf8"

	"newsbrief/digest/text"
)

// checkItem fails if an item breaks what Item promises.
func checkItem(t *testing.T, it Item) {
	t.Helper()
	if len(it.ID) != 16 || strings.Trim(it.ID, "0123456789abcdef") != "" {
		t.Errorf("id %q", it.ID)
	}
	if it.Title != text.OneLine(it.Title) || text.Graphemes(it.Title) > maxTitle {
		t.Errorf("title %q is not clean", it.Title)
	}
	if it.Summary != text.Clean(it.Summary) || len(it.Summary) > 16*maxSummary {
		t.Errorf("summary %q is not clean", it.Summary)
	}
	for _, u := range []string{it.URL, it.Image} {
		if u != "" && !strings.HasPrefix(u, "http://") && !strings.HasPrefix(u, "https://") || !utf8.ValidString(u) {
			t.Errorf("address %q", u)
		}
	}
	if it.Published.After(it.Arrived) {
		t.Errorf("published %v after %v", it.Published, it.Arrived)
	}
}

func ids(t *testing.T, items ...string) []string {
	t.Helper()
	doc := mustParse(t, `<rss><channel><item>`+strings.Join(items, `</item><item>`)+`</item></channel></rss>`)
	out := make([]string, len(doc.Items))
	for i, it := range doc.Items {
		out[i] = it.ID
		checkItem(t, it)
	}
	if len(out) != len(items) {
		t.Fatalf("%d items of %d", len(out), len(items))
	}
	return out
}

func TestIdentity(t *testing.T) {
	tests := []struct {
		name string
		a, b string
		same bool
	}{
		{"tracking parameters", `<title>A</title><link>https://a.example/1?utm_source=rss&amp;fbclid=2</link>`, `<title>A</title><link>http://A.example:80/1/#top</link>`, true},
		{"changing guids", `<title>A</title><guid isPermaLink="false">1</guid><link>https://a.example/1</link>`, `<title>A</title><guid isPermaLink="false">2</guid><link>https://a.example/1</link>`, true},
		{"changed title", `<title>A</title><link>https://a.example/1</link>`, `<title>A, updated</title><link>https://a.example/1</link>`, true},
		{"other page", `<title>A</title><link>https://a.example/?id=1</link>`, `<title>A</title><link>https://a.example/?id=2</link>`, false},
		{"one guid for all", `<title>A</title><guid isPermaLink="false">x</guid>`, `<title>B</title><guid isPermaLink="false">x</guid>`, false},
		{"no guid, no link", `<title>A</title>`, `<title>B</title>`, false},
		{"no guid, other day", `<title>A</title><pubDate>Mon, 23 Nov 2026 08:00:00 GMT</pubDate>`, `<title>A</title><pubDate>Tue, 24 Nov 2026 08:00:00 GMT</pubDate>`, false},
		{"title in other letters", `<title>RAIN  ends</title>`, `<title>Rain ends</title>`, true},
		{"guid tells apart", `<title>A</title><guid isPermaLink="false">1</guid>`, `<title>A</title><guid isPermaLink="false">2</guid>`, false},
		{"front page for all", `<title>A</title><link>https://a.example/</link>`, `<title>B</title><link>https://a.example/</link>`, false},
		{"picture only", `<title>&lt;img src="a.jpg"></title>`, `<title>&lt;img src="b.jpg"></title>`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ids(t, tt.a, tt.b)
			if (got[0] == got[1]) != tt.same {
				t.Errorf("ids %v, same should be %v", got, tt.same)
			}
			again := ids(t, tt.a, tt.b)
			if got[0] != again[0] || got[1] != again[1] {
				t.Errorf("ids change: %v, %v", got, again)
			}
		})
	}
}

// What is known of a feed goes before what its document says of itself, and
// two feeds have each an item of their own for one article.
func TestParseKnownFeed(t *testing.T) {
	const data = `<rss><channel><title>Document - RSS</title><language>fr</language>
		<item><title>One</title><link>https://a.example/1</link></item>
		<item xml:lang="de"><title>Two</title><source>Another paper</source></item></channel></rss>`
	tests := []struct {
		name string
		feed Feed
		want string // source and language of each
	}{
		{"the publisher is known", Feed{URL: "u", Publisher: "P", Title: "T", Language: "en"}, "P en P de"},
		{"only a title is known", Feed{URL: "u", Title: "T – Home", Language: "en"}, "T en Another paper de"},
		{"nothing is known", Feed{URL: "u"}, "Document fr Another paper de"},
	}
	unknown := mustParse(t, data).Items
	for _, tt := range tests {
		doc, err := Parse(t.Context(), tt.feed, found(data), testNow)
		if err != nil || len(doc.Items) != 2 {
			t.Fatalf("%s: %d items, %v", tt.name, len(doc.Items), err)
		}
		a, b := doc.Items[0], doc.Items[1]
		if got := strings.Join([]string{a.Source, a.Language, b.Source, b.Language}, " "); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
		if a.Feed != "u" || a.ID != hash("u\x00"+unknown[0].ID) || b.ID == unknown[1].ID {
			t.Errorf("%s: ids %s, %s", tt.name, a.ID, b.ID)
		}
		checkItem(t, a)
	}
}

// A date without a zone is of the clock in the publisher's country.
func TestParseDateOfCountry(t *testing.T) {
	const data = `<rss><channel><language>en-US</language><item><title>One</title><pubDate>2026-11-23 09:00</pubDate></item></channel></rss>`
	for country, want := range map[string]string{"": "2026-11-23T09:00:00Z", "PH": "2026-11-23T01:00:00Z", "JP": "2026-11-23T00:00:00Z", "US": "2026-11-23T09:00:00Z"} {
		doc, err := Parse(t.Context(), Feed{URL: "u", Country: country}, found(data), testNow)
		if err != nil || publishedOf(doc.Items[0]) != want {
			t.Errorf("%q: %+v, %v, want %s", country, doc.Items, err, want)
		}
	}
}

func TestIdentityOfLiveBlog(t *testing.T) {
	const page = `<link>https://a.example/live</link>`
	got := ids(t, `<title>A</title><guid isPermaLink="false">1</guid>`+page, `<title>B</title><guid isPermaLink="false">2</guid>`+page, `<title>C</title><guid isPermaLink="false">3</guid>`+page)
	if got[0] == got[1] || got[1] == got[2] {
		t.Errorf("ids %v", got)
	}
}

func TestCanonical(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"as it is", "https://a.example/x", "https://a.example/x"},
		{"scheme, host, port", "HTTP://A.Example:80/X", "https://a.example/X"},
		{"other port", "http://a.example:8080/x", "https://a.example:8080/x"},
		{"fragment and slash", "https://a.example/x/#c", "https://a.example/x"},
		{"index page", "https://a.example/x/index.html", "https://a.example/x"},
		{"tracking", "https://a.example/x?utm_medium=a&id=3&gclid=x&fbclid=y&at_campaign=z", "https://a.example/x?id=3"},
		{"order", "https://a.example/x?b=2&a=1", "https://a.example/x?a=1&b=2"},
		{"where from", "https://a.example/x?ref=rss&from=2020", "https://a.example/x?from=2020"},
		{"front page", "https://a.example/", "https://a.example"},
		{"mail", "mailto:a@a.example", ""},
		{"relative", "/x", ""},
		{"nonsense", "http://%zz", ""},
		{"host of dots", "HTTP://.", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Canonical(tt.in)
			if got != tt.want {
				t.Errorf("Canonical(%q) = %q, want %q", tt.in, got, tt.want)
			}
			if again := Canonical(got); again != got {
				t.Errorf("Canonical(%q) = %q, not stable", got, again)
			}
		})
	}
}

func FuzzCanonical(f *testing.F) {
	for _, s := range []string{"https://a.example/x?utm_source=a&id=1#b", "HTTP://[::1]:80/index.html/", "http://ü.example/%zz?a;b", "//a.example/?&&="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := Canonical(s)
		if again := Canonical(c); again != c {
			t.Errorf("Canonical(%q) = %q, then %q", s, c, again)
		}
		for _, ref := range []string{resolve("", s), resolve(testURL, s)} {
			if ref != "" && !strings.HasPrefix(ref, "http://") && !strings.HasPrefix(ref, "https://") {
				t.Errorf("resolve(%q) = %q", s, ref)
			}
			if again := resolve("", ref); again != ref {
				t.Errorf("resolve(%q) = %q, then %q", s, ref, again)
			}
		}
	})
}

func TestZawgyi(t *testing.T) {
	tests := []struct {
		name, in string
		want     bool
	}{
		{"zawgyi headline", "ျမန္မာႏုိင္ငံ သတင္းမ်ား", true},
		{"zawgyi capital", "ေနျပည္ေတာ္တြင္ မိုးရြာ", true},
		{"zawgyi among latin", "VOA: ေရႊေစ်း တက္", true},
		{"unicode headline", "မြန်မာနိုင်ငံ သတင်းများ", false},
		{"unicode capital", "နေပြည်တော်တွင် မိုးသည်းထန်စွာ ရွာသွန်းခဲ့", false},
		{"unicode stacks", "တနင်္လာနေ့ ဗုဒ္ဓဟူးနေ့ ယောက်ျား ကြောင့် သင်္ကြန် ဝန်ကြီး", false},
		{"unicode with e", "ဧပြီလတွင် ရွှေဈေး ကျော်ဖြတ်၍ ပြောကြားသည်", false},
		{"shan", "ၶၢဝ်ႇ တႆး ႁူမ်ႈ", false},
		{"thai", "ประเทศพม่า", false},
		{"latin", "Myanmar", false},
		{"nothing", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Zawgyi(tt.in); got != tt.want {
				t.Errorf("Zawgyi(%q) = %v", tt.in, got)
			}
		})
	}
}

func TestParseLeavesZawgyiOut(t *testing.T) {
	doc := mustParse(t, `<rss><channel><item><title>ျမန္မာႏုိင္ငံ သတင္းမ်ား</title></item><item><title>မြန်မာနိုင်ငံ</title></item></channel></rss>`)
	if len(doc.Items) != 1 || doc.Zawgyi != 1 {
		t.Errorf("%d items, %d left out", len(doc.Items), doc.Zawgyi)
	}
}
