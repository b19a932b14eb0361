package brief

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"newsbrief/digest/feed"
	"newsbrief/digest/story"
)

func item(id, lang, source, title, summary string) feed.Item {
	return feed.Item{ID: id, Language: lang, Source: source, Title: title, Summary: summary, URL: "https://" + id + ".example/"}
}

func TestOf(t *testing.T) {
	en := item("a", "en", "Lagoon Daily", "Lock reopens | Lagoon Daily", "Barges can pass the eastern canal again after a gate was replaced.")
	bare := item("b", "en", "Port Post", "Canal lock open again", "")
	ja := item("c", "ja", "みなと新聞", "運河の水門が再開", "東運河の水門が23日、4カ月ぶりに通れるようになった。")
	twice := item("d", "en", "lagoon daily", "Lock: what we know", "Engineers took eleven days to replace the gate, the harbour office said.")
	twin := item("e", "en", "Quay News", "Canal lock open", "")
	ja2 := item("f", "ja", "", "水門", "")
	ja.Image, ja.Published = "https://c.example/lock.jpg", time.Unix(1_790_000_000, 0)

	tests := []struct {
		name  string
		items []feed.Item
		reads []string
		want  Brief
	}{
		{"the lead", []feed.Item{en, bare, ja}, nil, Brief{Headline: "Lock reopens", Line: "Barges can pass the eastern canal again after a gate was replaced.",
			URL: en.URL, Language: "en", Image: ja.Image, Sources: []Source{{"Lagoon Daily", en.URL}, {"Port Post", bare.URL}, {"みなと新聞", ja.URL}}}},
		{"the reader's language", []feed.Item{en, bare, ja}, []string{"ja", "en"}, Brief{Headline: "運河の水門が再開", Line: "東運河の水門が23日、4カ月ぶりに通れるようになった。",
			URL: ja.URL, Language: "ja", Published: ja.Published, Image: ja.Image, Sources: []Source{{"みなと新聞", ja.URL}, {"Lagoon Daily", en.URL}, {"Port Post", bare.URL}}}},
		{"second language of the reader", []feed.Item{ja, en}, []string{"vi", "en-GB"}, Brief{Headline: "Lock reopens", Line: "Barges can pass the eastern canal again after a gate was replaced.",
			URL: en.URL, Language: "en", Image: ja.Image, Sources: []Source{{"Lagoon Daily", en.URL}, {"みなと新聞", ja.URL}}}},
		{"an item with a line before one without", []feed.Item{bare, en}, nil, Brief{Headline: "Lock reopens", Line: "Barges can pass the eastern canal again after a gate was replaced.",
			URL: en.URL, Language: "en", Sources: []Source{{"Lagoon Daily", en.URL}, {"Port Post", bare.URL}}}},
		{"no line", []feed.Item{bare}, nil, Brief{Headline: "Canal lock open again", URL: bare.URL, Silent: []string{"b"}, Language: "en", Sources: []Source{{"Port Post", bare.URL}}}},
		{"no line of several", []feed.Item{bare, ja2, twin}, []string{"en"}, Brief{Headline: "Canal lock open again", URL: bare.URL, Silent: []string{"b", "e"}, Language: "en", Sources: []Source{{"Port Post", bare.URL}, {"", ja2.URL}, {"Quay News", twin.URL}}}},
		{"a source once", []feed.Item{en, twice}, nil, Brief{Headline: "Lock reopens", Line: "Barges can pass the eastern canal again after a gate was replaced.",
			URL: en.URL, Language: "en", Sources: []Source{{"Lagoon Daily", en.URL}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, Of(story.Story{Items: tt.items}, tt.reads...)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// A story told in a language that the reader does not read, by an item of
// unknown language, still has a brief.
func TestOfUnknownLanguage(t *testing.T) {
	b := Of(story.Story{Items: []feed.Item{item("a", "", "X", "Lock reopens", "Barges can pass the eastern canal again.")}}, "th")
	if b.Headline != "Lock reopens" || b.Line != "Barges can pass the eastern canal again." {
		t.Errorf("got %+v", b)
	}
}

func BenchmarkOf(b *testing.B) {
	var stories []story.Story
	for _, tt := range lineTests {
		stories = append(stories, story.Story{Items: []feed.Item{item("1", tt.lang, "Example", tt.title, tt.summary)}})
	}
	for n := 0; b.Loop(); n++ {
		Of(stories[n%len(stories)])
	}
}
