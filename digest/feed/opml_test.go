package feed

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestReadOPML(t *testing.T) {
	tests := []struct {
		name, in string
		want     []Feed
	}{
		{"our own form", `<opml version="2.0"><body><outline text="Japan"><outline type="rss" text="A – Home" title="A – Home" publisher="A"
			language="ja" category="general,japan,/country/JP" htmlUrl="https://a.example/" xmlUrl="https://a.example/rss?x=1&amp;y=2"/></outline></body></opml>`,
			[]Feed{{URL: "https://a.example/rss?x=1&y=2", Title: "A – Home", Home: "https://a.example/", Language: "ja", Country: "JP",
				Topics: []string{"japan"}, General: true, Publisher: "A"}}},
		{"folders of another program", `<?xml version="1.0" encoding="UTF-8"?><opml version="1.0"><head><title>x</title></head><body>
			<outline text="News"><outline text="Science &amp; Space"><outline text="B" type="rss" xmlurl="http://b.example/f"/></outline></outline></body></opml>`,
			[]Feed{{URL: "http://b.example/f", Title: "B", Topics: []string{"news", "science & space"}}}},
		{"categories of folders hold below, their names do not", `<opml><body><outline text="Mine" category="asia, /Boston/Weather"><outline text="C" category="Health"
			xmlUrl="https://c.example"/></outline><outline text="D" xmlUrl="https://d.example"/></body></opml>`,
			[]Feed{{URL: "https://c.example", Title: "C", Topics: []string{"asia", "weather", "health"}}, {URL: "https://d.example", Title: "D"}}},
		{"listed in two folders", `<opml><body><outline text="X"><outline text="E" xmlUrl="https://e.example/#top"/></outline>
			<outline text="Y"><outline text="E again" xmlUrl="https://e.example/"/></outline></body></opml>`,
			[]Feed{{URL: "https://e.example/", Title: "E", Topics: []string{"x", "y"}}}},
		{"odd addresses", `<opml><body><outline text="F" xmlUrl="feed://f.example/a"/><outline text="G" xmlUrl="feed:https://g.example/"/>
			<outline text="no" xmlUrl="javascript:alert(1)"/><outline text="no" xmlUrl="/feed"/><outline text="no" xmlUrl="http://"/></body></opml>`,
			[]Feed{{URL: "http://f.example/a", Title: "F"}, {URL: "https://g.example/", Title: "G"}}},
		{"languages", `<opml><body><outline text="H" language="en-us" xmlUrl="https://h.example"/><outline text="I" language="unknown" xmlUrl="https://i.example"/></body></opml>`,
			[]Feed{{URL: "https://h.example", Title: "H", Language: "en-US"}, {URL: "https://i.example", Title: "I"}}},
		{"HTML entities and a bare ampersand", `<opml><body><outline text="Caf&eacute; & Bar" xmlUrl="https://j.example/?a=1&b=2"/></body></opml>`,
			[]Feed{{URL: "https://j.example/?a=1&b=2", Title: "Café & Bar"}}},
		{"another charset", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><opml><body><outline text=\"Caf\xe9\" xmlUrl=\"https://k.example\"/></body></opml>",
			[]Feed{{URL: "https://k.example", Title: "Café"}}},
		{"empty", `<opml version="2.0"><body/></opml>`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadOPML(strings.NewReader(tt.in))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestReadOPMLRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing": "", "a page": "<html><body><p>Hello</p></body></html>", "text": "hello", "a feed": "<rss><channel><title>T</title></channel></rss>",
	} {
		if _, err := ReadOPML(strings.NewReader(in)); !errors.Is(err, ErrNotOPML) {
			t.Errorf("%s: %v", name, err)
		}
	}
	deep := "<opml><body>" + strings.Repeat(`<outline text="x">`, 1000)
	for name, in := range map[string]string{"cut": `<opml><body><outline text="a`, "deep": deep} {
		if _, err := ReadOPML(strings.NewReader(in)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestOPMLRoundTrip(t *testing.T) {
	var b bytes.Buffer
	if err := WriteOPML(&b, Catalogue()); err != nil {
		t.Fatal(err)
	}
	got, err := ReadOPML(&b)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Catalogue(), got); diff != "" {
		t.Errorf("-catalogue +written and read:\n%s", diff)
	}
	rapid.Check(t, func(t *rapid.T) {
		want := []Feed{drawFeed(t)}
		var b bytes.Buffer
		if err := WriteOPML(&b, want); err != nil {
			t.Fatal(err)
		}
		got, err := ReadOPML(&b)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v, -want +got:\n%s", err, diff)
		}
	})
}

func drawFeed(t *rapid.T) Feed {
	word := rapid.Map(rapid.StringMatching(`\PC{1,10}`), strings.TrimSpace)
	topic := rapid.StringMatching(`[a-zà-ÿ一-龥]{1,5}( [a-z]{1,5})?`)
	f := Feed{
		URL: "https://example.org/" + rapid.StringMatching(`[a-z]{0,5}(\?a=[0-9]&b=%20)?`).Draw(t, "path"), Title: word.Draw(t, "title"),
		Language: rapid.SampledFrom([]string{"", "en", "zh-Hant", "pt-BR"}).Draw(t, "language"), Publisher: word.Draw(t, "publisher"),
		Country: rapid.SampledFrom([]string{"", "JP"}).Draw(t, "country"), General: rapid.Bool().Draw(t, "general"),
	}
	for _, topic := range rapid.SliceOfNDistinct(topic, 0, 3, rapid.ID).Draw(t, "topics") {
		if topic != "general" {
			f.Topics = append(f.Topics, topic)
		}
	}
	return f
}

func FuzzReadOPML(f *testing.F) {
	f.Add(`<opml><body><outline text="a" category="x,/country/JP"><outline xmlUrl="https://a.example/"/></outline></body></opml>`)
	f.Fuzz(func(t *testing.T, in string) {
		feeds, err := ReadOPML(strings.NewReader(in))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := WriteOPML(&b, feeds); err != nil {
			t.Fatal(err)
		}
		again, err := ReadOPML(&b)
		if err != nil || len(again) != len(feeds) {
			t.Errorf("%d feeds, then %d: %v", len(feeds), len(again), err)
		}
	})
}
