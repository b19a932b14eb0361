package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"newsbrief/digest/feed"
)

func TestReadCase(t *testing.T) {
	comment := "<!--\nDescription: invented\nHeader: Content-type: text/xml; charset=x;\nExpect: "
	for _, tc := range []struct {
		name, expect string
		want         []expectation
	}{
		{"title", `not bozo and entries[0]['title'] == u'Caf\u00e9 \'n\x27 more'`, []expectation{{want: "Café 'n' more"}}},
		{"link", `entries[2].link == "http://a.example/?a=1&b=2"`, []expectation{{2, true, "http://a.example/?a=1&b=2"}}},
		{"two alike", `entries[0]['link'] == entries[1]['link'] == 'http://a.example/'`, []expectation{{0, true, "http://a.example/"}}},
		{"both", `entries[0]['title'] == 'a' + u'b' and entries[0]['links'][0]['href'] == 'c'`, []expectation{{want: "ab"}, {0, true, "c"}}},
		{"of something else", `entries[0]['source']['title'] == 'a'`, nil},
		{"of the feed", `feed['title'] == 'a'`, nil},
		{"no string", `entries[0]['title'] == None`, nil},
		{"no end", `entries[0]['title'] == 'a`, nil},
		{"a licence's link", `entries[0]['links'][0]['rel'] == 'license' and entries[0]['links'][0]['href'] == 'a'`, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := readCase("x.xml", []byte(comment+tc.expect+"\n-->\n<feed/>"))
			if diff := cmp.Diff(tc.want, c.expected, cmp.AllowUnexported(expectation{})); diff != "" {
				t.Error(diff)
			}
			if got := c.header["content-type"]; got != "text/xml; charset=x" {
				t.Errorf("got content type %q", got)
			}
		})
	}
}

func TestReadCaseInUTF16(t *testing.T) {
	var data []byte
	for _, u := range utf16.Encode([]rune("<!-- \nExpect: entries[0]['title'] == 'a'\n--><feed/>")) {
		data = append(data, byte(u), byte(u>>8))
	}
	if c := readCase("x.xml", data); len(c.expected) != 1 || c.expected[0].want != "a" {
		t.Errorf("got %+v", c.expected)
	}
}

func TestSeen(t *testing.T) {
	for in, want := range map[string]string{
		"a <b>bold</b>  title":          "a bold title",
		"x<script>alert(1)</script> y":  "x y",
		"Tom &amp;amp; Jerry &lt;3":     "Tom & Jerry <3",
		"<style>p{}</style><p>text</p>": "text",
	} {
		if got := seen(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestReadAll(t *testing.T) {
	cases := []feedCase{
		{file: "a.xml", expected: []expectation{{want: "A"}, {0, true, "l"}, {item: 3, want: "B"}}},
		{file: "w/cdf/b.xml"},
		{file: "panics.xml"},
	}
	s := readAll(cases, func(c feedCase, _ string) ([]headline, error) {
		if c.file == "panics.xml" {
			panic("x")
		}
		return []headline{{"<i>A</i>", "m"}}, nil
	})
	want := feedScore{read: share{1, 2}, titles: share{1, 2}, links: share{0, 1}, panics: 1}
	if s != want {
		t.Errorf("got %+v, want %+v", s, want)
	}
}

func TestAddress(t *testing.T) {
	for location, want := range map[string]string{
		"":                          feedsAt + "a/b.xml",
		"http://e.example/c/":       "http://e.example/c/",
		"/d":                        "http://127.0.0.1:8097/d",
		"javascript:alert('x')":     feedsAt + "a/b.xml",
		"http://[broken/host":       feedsAt + "a/b.xml",
		"https://e.example/feed?x=": "https://e.example/feed?x=",
	} {
		if got := address(feedCase{file: "a/b.xml", header: map[string]string{"content-location": location}}); got != want {
			t.Errorf("%q: got %s, want %s", location, got, want)
		}
	}
}

func TestAgreement(t *testing.T) {
	for _, tc := range []struct {
		name, gold, got   string
		precision, recall float64
	}{
		{"the same", "one two three four five", "one, two: three four five!", 1, 1},
		{"half", "one two three four five", "one two three four", 1, 0.5},
		{"too much", "one two three four", "one two three four five", 0.5, 1},
		{"nothing in nothing", "", " . ", 1, 1},
		{"nothing found", "one two", "", 0, 0},
		{"short", "one two", "one two", 1, 1},
		{"said twice", "one two three four", "one two three four one two three four", 0.2, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, r := agreement(shingles(tc.gold), shingles(tc.got))
			if p != tc.precision || r != tc.recall {
				t.Errorf("got %v and %v, want %v and %v", p, r, tc.precision, tc.recall)
			}
		})
	}
}

func TestEnded(t *testing.T) {
	for line, want := range map[string]bool{
		"A sentence.": true, "“Quoted.”": true, "雨が降った。": true, "ភ្លៀង។": true, "Cut off…": false, "Cut off...": false, "No end": false, "": false,
	} {
		if got := ended(line); got != want {
			t.Errorf("%q: got %v", line, got)
		}
	}
}

func TestJudge(t *testing.T) {
	items := []told{
		{event: "x", item: feed.Item{ID: "1"}}, {event: "x", item: feed.Item{ID: "2"}},
		{event: "x", item: feed.Item{ID: "3"}}, {event: "y", item: feed.Item{ID: "4"}},
	}
	for _, tc := range []struct {
		name   string
		groups string
		want   clusterScore
	}{
		{"right", "aaab", clusterScore{1, 1, 3, 3}},
		{"all one", "aaaa", clusterScore{0.625, 1, 6, 3}},
		{"all apart", "abcd", clusterScore{1, 0.5, 0, 0}},
		{"one astray", "aabb", clusterScore{0.75, 2.0 / 3, 2, 1}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			of := map[string]string{}
			for i, it := range items {
				of[it.item.ID] = tc.groups[i : i+1]
			}
			got := judge(items, of)
			if math.Abs(got.precision-tc.want.precision) > 1e-9 || math.Abs(got.recall-tc.want.recall) > 1e-9 ||
				got.pairs != tc.want.pairs || got.shared != tc.want.shared {
				t.Errorf("got %+v, want %+v", got, tc.want)
			}
		})
	}
}

func TestSampled(t *testing.T) {
	var all []told
	for i := range 30 {
		all = append(all, told{event: string(rune('a' + i%3)), item: feed.Item{ID: string(rune('A' + i))}})
	}
	first, again, other := sampled(all, 5, 1), sampled(all, 5, 1), sampled(all, 5, 2)
	if len(first) != 15 || !cmp.Equal(first, again, cmp.AllowUnexported(told{})) {
		t.Errorf("got %d, then %d items", len(first), len(again))
	}
	if cmp.Equal(first, other, cmp.AllowUnexported(told{})) {
		t.Error("another seed gives the same sample")
	}
}

func TestEnds(t *testing.T) {
	docs := []document{{sentences: []string{"One two.", "Three.", "Four."}}}
	for _, tc := range []struct {
		name  string
		split []string
		want  float64
	}{
		{"right", []string{"One two. ", "Three. ", "Four."}, 1},
		{"one end missed", []string{"One two.", "Three. Four."}, 0.8},
		{"one too many", []string{"One", "two.", "Three.", "Four."}, 6.0 / 7},
		{"none", nil, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := ends(docs, "en", func(string, string) []string { return tc.split })
			if math.Abs(got-tc.want) > 1e-9 {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

func TestSummaries(t *testing.T) {
	docs := []document{{"d", "Head", []string{"1.", "2.", "3.", "4.", "5.", "6.", "7."}}, {"e", "Short", []string{"1.", "2."}}}
	got := summaries(docs, "en")
	if want := []summary{{"Head", "1. 2. 3."}, {"Head", "4. 5. 6."}}; !cmp.Equal(got, want, cmp.AllowUnexported(summary{})) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := summaries(docs, "ja")[0].text; got != "1.2.3." {
		t.Errorf("got %q in Japanese", got)
	}
}

func TestWhole(t *testing.T) {
	for _, tc := range []struct {
		line, lang string
		want       bool
	}{{"ฝนตก", "th", true}, {"ฝนตก…", "th", false}, {"Rain", "en", false}, {"Rain.", "en", true}, {"", "lo", false}} {
		if got := whole(tc.line, tc.lang); got != tc.want {
			t.Errorf("%q in %s: got %v", tc.line, tc.lang, got)
		}
	}
}

func TestTell(t *testing.T) {
	docs := []document{{"d", "Head", []string{"One.", "Two.", "Three.", "Four.", "Five."}}, {"e", "Alone", nil}}
	first, second := tell(docs, "en", "a", 0), tell(docs, "en", "b", leadLength)
	got := [][2]string{{first[0].item.Title, first[0].item.Summary}, {second[0].item.Title, second[0].item.Summary}, {second[1].item.Title, second[1].item.Summary}}
	if want := [][2]string{{"Head", "One. Two. Three."}, {"Four.", "Five."}, {"Alone", ""}}; !cmp.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLinesScore(t *testing.T) {
	source := "Rain cut off  three villages\non Monday. Boats came from the city, the province said. Nobody was hurt"
	for _, tc := range []struct {
		name, line string
		want       linesScore
	}{
		{"as written", "Rain cut off three villages on Monday.", linesScore{share{1, 1}, share{1, 1}, share{0, 1}}},
		{"its end left out", "Boats came from the city.", linesScore{share{1, 1}, share{0, 1}, share{0, 1}}},
		{"cut", "Rain cut off three…", linesScore{share{1, 1}, share{0, 1}, share{1, 1}}},
		{"an end mark put behind it", "Nobody was hurt.", linesScore{share{1, 1}, share{0, 1}, share{0, 1}}},
		{"none", "", linesScore{lines: share{0, 1}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got linesScore
			if got.count(source, tc.line, "en"); got != tc.want {
				t.Errorf("got %+v, want %+v", got, tc.want)
			}
		})
	}
}

func TestRun(t *testing.T) {
	for _, tc := range []struct {
		name string
		args []string
		want string
	}{
		{"no folder", nil, "usage"},
		{"unknown measure", []string{"-only", "weather", "x"}, `no measure "weather": there are feeds`},
		{"empty folder", []string{"-only", "feeds", t.TempDir()}, "measure feeds"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := run(tc.args, &out); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

// invented lays out a small folder of test data.
func invented(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name string, data []byte) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("feeds/a.xml", []byte("<!--\nExpect: not bozo and entries[0]['title'] == 'Rain & wind'\n-->\n<rss><channel><item><title>Rain & wind</title></item></channel></rss>"))
	write("feeds/b.xml", []byte("<!--\nHeader: Content-Location: http://a.example/x/\nExpect: entries[0]['link'] == 'http://a.example/x/1'\n-->\n<rss><channel><item><link>1</link><title>x</title></item></channel></rss>"))
	paragraphs := strings.Repeat("<p>The river rose over its banks on Monday, and three villages were cut off until the army came with boats, the province said.</p>", 6)
	var page bytes.Buffer
	z := gzip.NewWriter(&page)
	io.WriteString(z, "<html><head><title>Rain</title></head><body><article><h1>Rain cuts off villages</h1>"+paragraphs+"</article></body></html>")
	z.Close()
	write("pages/html/one.html.gz", page.Bytes())
	write("pages/ground-truth.json", []byte(`{"one":{"articleBody":"The river rose over its banks on Monday, and three villages were cut off until the army came with boats, the province said.","url":"https://a.example/rain"}}`))
	write("headlines/stories.tsv", []byte("story\tcategory\tpublisher\ttime_ms\ttitle\turl\n"+
		"x\tm\tLotus Post\t1000\tHospital tests a vaccine against malaria\thttps://a.example/1\n"+
		"x\tm\tHarbour Times\t2000\tMalaria vaccine tested by hospital\thttps://b.example/1\n"))
	for _, lang := range corpusLanguages {
		write("sentences/"+lang+".tsv", []byte("d\tRain cuts off villages\nd\tThe river rose.\nd\tBoats came from the city of Example on Monday.\nd\tNobody was hurt.\nd\tSchools open again.\n"))
	}
	return dir
}

func TestRunOverInventedData(t *testing.T) {
	var out bytes.Buffer
	if err := run([]string{"-only", "feeds,pages,briefs,stories,telling,sentences,languages,topics", invented(t)}, &out); err != nil {
		t.Fatal(err)
	}
	got := out.String()
	for _, want := range []string{
		"| feeds read, apart from CDF | 100.0 % (2 of 2) | 100.0 % (2 of 2) | ≥ 99 % |",
		"| item titles right | 100.0 % (1 of 1) | 100.0 % (1 of 1) |",
		"| item links right | 0.0 % (0 of 1) | 100.0 % (1 of 1) |",
		"| pages that have a brief | ",
		"| same story, B-cubed F1 at ≤ 5 headlines a story | 0.667 | 1.000 |",
		"| sentence ends, F1: ja | 0.",
		"| topic of a headline by its text alone, four classes | 0.0 % (0 of 2) | 100.0 % (2 of 2) |",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no row %q in\n%s", want, got)
		}
	}
	if n := strings.Count(got, "\n"); n < 20 {
		t.Errorf("%d rows", n)
	}
}
