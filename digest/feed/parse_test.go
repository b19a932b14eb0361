package feed

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"newsbrief/digest/fetch"
)

var testNow = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

const testURL = "https://news.example.org/feeds/all.xml"

// found is a document as fetching it brings it.
func found(data string) fetch.Response { return fetch.Response{Body: []byte(data), URL: testURL} }

func mustParse(t *testing.T, data string) Document {
	t.Helper()
	doc, err := Parse(t.Context(), Feed{}, found(data), testNow)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

// inOne returns a document of one RSS item with that inside.
func inOne(inside string) string {
	return `<rss version="2.0"><channel><title>The Paper</title><item>` + inside + `</item></channel></rss>`
}

func TestParseDialects(t *testing.T) {
	rain := Item{URL: "https://news.example.org/rain", Title: "Rain floods the delta", Summary: "Rivers rose overnight.",
		Published: at("2026-11-23T01:00:00Z")}
	tests := []struct {
		name, in string
		want     Document
	}{
		{"rss 0.91", `<!DOCTYPE rss PUBLIC "-//X//DTD RSS 0.91//EN" "http://x.example/rss.dtd"><rss version="0.91"><channel><title>The Paper</title>
			<link>https://news.example.org/</link><language>en</language><item><title>Rain floods the delta</title><link>https://news.example.org/rain</link>
			<description>Rivers rose overnight.</description><pubDate>Mon, 23 Nov 2026 01:00:00 GMT</pubDate></item></channel></rss>`,
			Document{Title: "The Paper", Home: "https://news.example.org/", Language: "en", Items: []Item{rain}}},
		{"rss 1.0", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
			<channel rdf:about="https://news.example.org/"><title>The Paper</title><link>https://news.example.org/</link><dc:language>en</dc:language>
			<items><rdf:Seq><rdf:li rdf:resource="https://news.example.org/rain"/></rdf:Seq></items></channel>
			<item rdf:about="https://news.example.org/rain"><title>Rain floods the delta</title><link>https://news.example.org/rain</link>
			<description>Rivers rose overnight.</description><dc:date>2026-11-23T08:00:00+07:00</dc:date></item></rdf:RDF>`,
			Document{Title: "The Paper", Home: "https://news.example.org/", Language: "en", Items: []Item{rain}}},
		{"rss 2.0", `<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>The Paper</title><link>/</link>
			<atom:link rel="self" href="https://news.example.org/self.xml"/><ttl>30</ttl><language>en_GB</language>
			<item><title>Rain floods the delta</title><link>/rain</link><description><![CDATA[<p>Rivers rose overnight.</p>]]></description>
			<pubDate>Mon, 23 Nov 2026 08:00:00 ICT</pubDate></item></channel></rss>`,
			Document{Title: "The Paper", Home: "https://news.example.org/", Self: "https://news.example.org/self.xml", Language: "en-GB", TTL: 30 * time.Minute, Items: []Item{rain}}},
		{"atom 0.3", `<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="en"><title>The Paper</title><link rel="alternate" type="text/html" href="https://news.example.org/"/>
			<entry><title mode="escaped" type="text/html">Rain &lt;b&gt;floods&lt;/b&gt; the delta</title><link rel="alternate" type="text/html" href="https://news.example.org/rain"/>
			<summary>Rivers rose overnight.</summary><issued>2026-11-23T01:00:00Z</issued></entry></feed>`,
			Document{Title: "The Paper", Home: "https://news.example.org/", Language: "en", Items: []Item{rain}}},
		{"atom 1.0", `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://news.example.org/a/"><title type="text">The Paper</title><link href="../"/><link rel="self" href="x.atom"/>
			<entry><title type="html">Rain &amp;lt;3 the delta</title><id>tag:1</id><link rel="self" href="rain.atom"/><link rel="alternate" href="../rain"/>
			<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Rivers rose <b>overnight</b>.</div></summary><updated>2026-11-23T01:00:00Z</updated></entry></feed>`,
			Document{Title: "The Paper", Home: "https://news.example.org/", Self: "https://news.example.org/a/x.atom", Language: "en",
				Items: []Item{{URL: rain.URL, Title: "Rain <3 the delta", Summary: rain.Summary, Published: rain.Published}}}},
		{"atom under a prefix", `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>The Paper</a:title><a:entry><a:title>Rain floods the delta</a:title>
			<a:link href="https://news.example.org/rain"/><a:summary>Rivers rose overnight.</a:summary><a:published>2026-11-23T01:00:00Z</a:published></a:entry></a:feed>`,
			Document{Title: "The Paper", Items: []Item{rain}}},
		{"json feed", `{"version":"https://jsonfeed.org/version/1.1","title":"The Paper","home_page_url":"https://news.example.org/","feed_url":"https://news.example.org/f.json","language":"en",
			"items":[{"id":7,"url":"/rain","title":"Rain floods the delta","content_html":"<p>Rivers rose overnight.</p>","date_published":"2026-11-23T08:00:00+07:00"},{"id":{},"tags":3}]}`,
			Document{Title: "The Paper", Home: "https://news.example.org/", Self: "https://news.example.org/f.json", Language: "en", Items: []Item{rain}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := mustParse(t, tt.in)
			ignore := cmpopts.IgnoreFields(Item{}, "ID", "Arrived", "Language", "Feed", "Source")
			if diff := cmp.Diff(tt.want, got, ignore, cmpopts.EquateEmpty(), cmpopts.EquateApproxTime(0)); diff != "" {
				t.Error(diff)
			}
			for _, it := range got.Items {
				if len(it.ID) != 16 || it.Feed != testURL || it.Source != "The Paper" || !it.Arrived.Equal(testNow) {
					t.Errorf("item %+v lacks id, feed, source or arrival", it)
				}
			}
		})
	}
}

func TestParseBroken(t *testing.T) {
	const two = `<rss><channel><item><title>One</title></item><item><title>Two</title></item>`
	tests := []struct {
		name, in string
		titles   []string
		cut      bool
	}{
		{"whole", two + `</channel></rss>`, []string{"One", "Two"}, false},
		{"end bracket missing", two + `</channel></rss`, []string{"One", "Two"}, false},
		{"cut between items", two, []string{"One", "Two"}, false},
		{"cut in a title", two + `<item><title>Thr`, []string{"One", "Two"}, true},
		{"cut in a tag", two + `<item><title>Three</title><link hre`, []string{"One", "Two"}, true},
		{"cut in CDATA", two + `<item><title><![CDATA[Thr`, []string{"One", "Two"}, true},
		{"cut in a comment", two + `<!-- x`, []string{"One", "Two"}, true},
		{"item not closed", `<rss><channel><item><title>One</title><item><title>Two</title></item></channel></rss>`, []string{"One", "Two"}, false},
		{"title not closed", `<rss><channel><item><title>One<link>http://a.example/1</link></item><item><title>Two</title></item></channel></rss>`, []string{"One", "Two"}, false},
		{"elements crossed", `<rss><channel><item><title>One</title><category>x</item></category><item><title>Two</title></item></channel></rss>`, []string{"One", "Two"}, false},
		{"CDATA not closed", `<rss><channel><item><title><![CDATA[One</title></item><item><title><![CDATA[Two]]></title></item></channel></rss>`, []string{"One", "Two"}, false},
		{"bare ampersand", `<rss><channel><item><title>Q&A at AT&T & more</title></item></channel></rss>`, []string{"Q&A at AT&T & more"}, false},
		{"html entities", `<rss><channel><item><title>Caf&eacute;&nbsp;&mdash;&hellip;&bogus;</title></item></channel></rss>`, []string{"Café —…&bogus;"}, false},
		{"control characters", "<rss><channel><item><title>O\x00n\x08e\x1b</title></item></channel></rss>", []string{"One"}, false},
		{"junk before", "\n\n<br />\n<b>Warning</b>: include(x) in y.php\n<?xml version='1.0'?>" + two + `</channel></rss>`, []string{"One", "Two"}, false},
		{"markup as it is", `<rss><channel><item><title>One <b>bold</b><br>move</title></item></channel></rss>`, []string{"One bold move"}, false},
		{"attributes without quotes", `<rss version=2.0><channel><item><title type=html>One</title><link href=http://a.example/ /></item></channel></rss>`, []string{"One"}, false},
		{"capitals", `<RSS><CHANNEL><ITEM><TITLE>One</TITLE></ITEM></CHANNEL></RSS>`, []string{"One"}, false},
		{"no channel", `<rss><item><title>One</title></item></rss>`, []string{"One"}, false},
		{"undeclared prefixes", `<rss><channel><item><title>One</title><media:content url="x.jpg"/><foo:bar>y</foo:bar></item></channel></rss>`, []string{"One"}, false},
		{"title of another vocabulary", `<rss xmlns:m="http://search.yahoo.com/mrss/"><channel><item><m:title>Pic</m:title><title>One</title><x:title>no</x:title></item></channel></rss>`, []string{"One"}, false},
		{"json cut", `{"version":"https://jsonfeed.org/version/1","title":"x","items":[{"id":"1","title":"One"},{"id":"2","title":"T`, []string{"One"}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := mustParse(t, tt.in)
			var got []string
			for _, it := range doc.Items {
				got = append(got, it.Title)
			}
			if diff := cmp.Diff(tt.titles, got); diff != "" {
				t.Error(diff)
			}
			if doc.Cut != tt.cut {
				t.Errorf("cut = %v, want %v", doc.Cut, tt.cut)
			}
		})
	}
}

// A field of JSON Feed that is of another type than it should be costs no item.
func TestParseOddJSON(t *testing.T) {
	const whole = `"id":"1","url":"https://a.example/1","title":"Pier opens","content_text":"It opened today."`
	plain := mustParse(t, `{"version":"https://jsonfeed.org/version/1.1","items":[{`+whole+`}]}`).Items[0]
	for name, odd := range map[string]string{
		"author as text":       `"author":"Somebody","authors":"Somebody"`,
		"tags as text":         `"tags":"Harbour, Travel"`,
		"tags as objects":      `"tags":[{"name":"Harbour"},{"term":"Travel"}]`,
		"picture as object":    `"image":{"url":"https://a.example/p.jpg","width":3}`,
		"pictures as list":     `"image":["https://a.example/p.jpg"]`,
		"date as number":       `"date_published":1795395600`,
		"attachment alone":     `"attachments":{"url":"https://a.example/p.jpg","mime_type":"image/jpeg"}`,
		"attachments as text":  `"attachments":"none"`,
		"summary as null":      `"summary":null`,
		"lists without bottom": `"tags":` + strings.Repeat("[", 900) + strings.Repeat("]", 900),
	} {
		got := mustParse(t, `{"version":"https://jsonfeed.org/version/1.1","items":[{`+whole+`,`+odd+`}]}`).Items
		if len(got) != 1 || got[0].ID != plain.ID || got[0].Title != plain.Title || got[0].Summary != plain.Summary {
			t.Errorf("%s: %+v", name, got)
			continue
		}
		switch it := got[0]; {
		case strings.HasPrefix(name, "tags") && sectionsOf(it) != "Harbour|Travel",
			strings.HasPrefix(name, "picture") && imageOf(it) != "https://a.example/p.jpg",
			name == "attachment alone" && imageOf(it) != "https://a.example/p.jpg",
			name == "date as number" && publishedOf(it) != "2026-11-23T01:00:00Z":
			t.Errorf("%s: %+v", name, it)
		}
	}
	number := mustParse(t, `{"version":"https://jsonfeed.org/version/1","title":"x","items":[{"id":7,"title":12,"attachments":[{"url":"https://a.example/x.mp3","mime_type":"audio/mpeg"}]}]}`).Items[0]
	if number.Title != "12" || number.URL != "https://a.example/x.mp3" {
		t.Errorf("numbers: %+v", number)
	}
}

// An item on which the program fails is left out, and said.
func TestFillLeavesOutWhatPanics(t *testing.T) {
	items := make([]rawItem, 3)
	for i, title := range []string{"One", "Two", "Three"} {
		items[i].titles.add(0, title)
	}
	var doc Document
	err := doc.fill(t.Context(), items, identities(items, "u", "u"), func(raw *rawItem) Item {
		if raw.titles.first() == "Two" {
			panic("no such place")
		}
		return Item{Title: raw.titles.first()}
	})
	if err != nil || len(doc.Items) != 2 || doc.Items[1].Title != "Three" {
		t.Fatalf("items %+v, %v", doc.Items, err)
	}
	if len(doc.Failed) != 1 || !strings.Contains(doc.Failed[0].Error(), `item 2, "Two": panic: no such place`) {
		t.Errorf("failed: %v", doc.Failed)
	}
}

func TestParseEndsWithContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, data := range map[string]string{"xml": inOne("<title>x</title>"), "json": `{"version":"https://jsonfeed.org/version/1","items":[{"title":"x"}]}`} {
		if doc, err := Parse(ctx, Feed{}, found(data), testNow); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %+v, %v", name, doc, err)
		}
	}
}

// What a document of a megabyte costs hangs on its length, whatever it holds: a
// few times what an ordinary one does. The worst of them took hundreds of times
// that.
func TestParseHostileSizes(t *testing.T) {
	const size = 1 << 20
	cost := func(data string) time.Duration {
		start := time.Now()
		_, _ = Parse(t.Context(), Feed{}, found(data), testNow)
		return time.Since(start)
	}
	one := `<item><title>Ferries &amp; piers</title><link>https://a.example/?p=1</link><description>&lt;p&gt;The pier is open.&lt;/p&gt;</description></item>`
	ordinary := cost("<rss><channel>" + strings.Repeat(one, size/len(one)))
	spaces := ""
	for i := range 60 {
		spaces += fmt.Sprintf(` xmlns:a%d="u"`, i)
	}
	deep := "<rss><channel><item>"
	for i := range 250 {
		deep += "<b" + strings.ReplaceAll(spaces, ":a", fmt.Sprintf(":b%da", i)) + ">"
	}
	ends := ""
	for i := range 900 {
		ends += fmt.Sprintf(`<x%d:title xmlns:x%d="http://search.yahoo.com/mrss/">`, i, i)
	}
	for name, piece := range map[string]struct{ head, again string }{
		"namespaces":              {deep, `<y xmlns:q="w"/>`},
		"namespaces of siblings":  {"<rss><channel><item>", "<y" + spaces + "/>"},
		"texts without end":       {"<rss><channel><item>" + ends, "<u>x</u>"},
		"declarations":            {"", "<!a [>"},
		"sections without end":    {"<rss><channel><item><title>", "<![CDATA[<"},
		"comments without end":    {"<rss><channel><item><title>", "<!--"},
		"scripts":                 {"<rss><channel><item><description>", "&lt;script&gt;"},
		"scripts without bracket": {"<rss><channel><item><description>", "&lt;script "},
		"scripts closed at last":  {"<rss><channel><item><description>&lt;p&gt;", "&lt;script a "},
		"ends":                    {"<rss><channel>" + strings.Repeat("<a>", 250), "</b>"},
		"attributes":              {"<rss><channel><item", ` a="`},
		"entities":                {"<!DOCTYPE rss [<!ENTITY a '" + strings.Repeat("b", 900) + "'>]><rss><channel><item><title>", "&a;"},
	} {
		t.Run(name, func(t *testing.T) {
			data := piece.head + strings.Repeat(piece.again, (size-len(piece.head))/len(piece.again))
			if name == "scripts closed at last" {
				data += "&gt;&lt;/script&gt;"
			}
			if took := cost(data + "</title></description></item></channel></rss>"); took > 25*ordinary {
				t.Errorf("took %v, an ordinary document %v", took, ordinary)
			} else {
				t.Logf("%.1f times an ordinary document", float64(took)/float64(ordinary))
			}
		})
	}
}

func TestParseNotFeed(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":      "",
		"page":         "<!DOCTYPE html><html><head><title>x</title></head><body><rss>no</rss></body></html>",
		"text":         "404 not found",
		"json":         `{"error":"not found"}`,
		"broken json":  `{"error`,
		"another root": "<opml><body><outline/></body></opml>",
		"binary":       "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Parse(t.Context(), Feed{}, found(in), testNow); !errors.Is(err, ErrNotFeed) {
				t.Errorf("got %v, want ErrNotFeed", err)
			}
		})
	}
}

func TestParseEntityBomb(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE rss [<!ENTITY a0 "` + strings.Repeat("ha", 400) + `"><!ENTITY co "The Paper">`)
	for i := 1; i < 30; i++ {
		fmt.Fprintf(&b, `<!ENTITY a%d "&a%d;&a%d;&a%d;">`, i, i-1, i-1, i-1)
	}
	b.WriteString(`<!ENTITY file SYSTEM "file:///etc/passwd">]><rss><channel><item><title>One &co; &a29; &file;</title><description>`)
	b.WriteString(strings.Repeat("&a0;", 20_000) + `</description></item></channel></rss>`)
	doc := mustParse(t, b.String())
	if got, want := doc.Items[0].Title, "One The Paper &a29; &file;"; got != want {
		t.Errorf("title %q, want %q", got, want)
	}
	if n := len(doc.Items[0].Summary); n > 10_000 {
		t.Errorf("summary of %d bytes", n)
	}
}

func TestParseItem(t *testing.T) {
	tests := []struct {
		name, in string
		get      func(Item) string
		want     string
	}{
		{"link of a redirecting service", `<link>http://go.example/1</link><feedburner:origLink>https://a.example/1</feedburner:origLink>`, urlOf, "https://a.example/1"},
		{"guid is the link", `<guid>https://a.example/1</guid>`, urlOf, "https://a.example/1"},
		{"guid is no link", `<guid isPermaLink="false">https://a.example/1</guid><title>x</title>`, urlOf, ""},
		{"atom link in rss", `<a10:link xmlns:a10="http://www.w3.org/2005/Atom" href="https://a.example/1"/>`, urlOf, "https://a.example/1"},
		{"link over lines", "<link>\n https://a.example/a\n</link>", urlOf, "https://a.example/a"},
		{"link escaped twice", `<link><![CDATA[https://a.example/?id=1&amp;page=2&#038;x=3]]></link>`, urlOf, "https://a.example/?id=1&page=2&x=3"},
		{"guid escaped twice", `<guid><![CDATA[https://a.example/?id=1&amp;page=2]]></guid>`, urlOf, "https://a.example/?id=1&page=2"},
		{"link as HTML has it", `<title>x</title><link/>https://a.example/1<guid>7</guid>`, urlOf, "https://a.example/1"},
		{"empty link", `<title>x</title><link/>No address here<guid>https://a.example/2</guid>`, urlOf, "https://a.example/2"},
		{"enclosed sound is all there is to open", `<title>x</title><guid>7</guid><enclosure url="https://a.example/x.mp3?a=1&amp;amp;b=2" type="audio/mpeg"/>`, urlOf, "https://a.example/x.mp3?a=1&b=2"},
		{"sound in another vocabulary", `<title>x</title><media:content url="https://a.example/y.mp3" type="audio/mpeg"/>`, urlOf, "https://a.example/y.mp3"},
		{"a page goes before what is enclosed", `<enclosure url="https://a.example/x.mp3" type="audio/mpeg"/><link>https://a.example/1</link>`, urlOf, "https://a.example/1"},
		{"enclosed picture is no page", `<title>x</title><enclosure url="https://a.example/x.jpg" type="image/jpeg"/>`, urlOf, ""},
		{"no scheme", `<link>//a.example/1</link>`, urlOf, "https://a.example/1"},
		{"script", `<link>javascript:alert(1)</link><title>x</title>`, urlOf, ""},
		{"user and password", `<link>https://bank.example@evil.example/x</link>`, urlOf, "https://evil.example/x"},
		{"base of the item", `<link xml:base="https://b.example/x/">y</link>`, urlOf, "https://b.example/x/y"},
		{"escaped query", `<link>https://a.example/?a=1&amp;b=2&c=3</link>`, urlOf, "https://a.example/?a=1&b=2&c=3"},
		{"markup in the title", `<title>&lt;b&gt;Bold&lt;/b&gt; move</title>`, titleOf, "Bold move"},
		{"script in the title", `<title>Hi &lt;script&gt;alert(1)&lt;/script&gt;@everyone</title>`, titleOf, "Hi @everyone"},
		{"overrides in the title", "<title>\u202Eabc\u2066d</title>", titleOf, "abcd"},
		{"entities escaped twice", `<title>Tom &amp;amp; Jerry</title>`, titleOf, "Tom & Jerry"},
		{"title from the text", `<description>&lt;p&gt;The river rose over its banks. Villages are cut off.&lt;/p&gt;</description>`, titleOf, "The river rose over its banks."},
		{"title from another vocabulary", `<dc:title>Named</dc:title><description>x</description>`, titleOf, "Named"},
		{"summary is the description", `<description>&lt;p&gt;A.&lt;/p&gt;&lt;p&gt;B.&lt;/p&gt;</description>`, summaryOf, "A.\nB."},
		{"summary breaks off", `<description>The river rose [...]</description><content:encoded>&lt;p&gt;The river rose over its banks on Monday night.&lt;/p&gt;</content:encoded>`, summaryOf, "The river rose over its banks on Monday night."},
		{"description says the title", `<title>Rain</title><description>Rain</description><content:encoded>It rained all night.</content:encoded>`, summaryOf, "It rained all night."},
		{"links behind a summary that breaks off", `<description><![CDATA[<p>The river rose &#8230;</p><p>The post <a href="x">Rain</a> appeared first.</p>]]></description><content:encoded>The river rose over its banks.</content:encoded>`, summaryOf, "The river rose over its banks."},
		{"list of other headlines", `<title>x</title><description><![CDATA[<ol><li><a href="https://b.example/1">Ferry runs again</a>&nbsp;&nbsp;<font color="#6f6f6f">Harbour Post</font></li><li><a href="https://c.example/2">Pier reopened</a> <font>Morning Mail</font></li></ol>]]></description>`, summaryOf, ""},
		{"one headline and its publisher", `<title>Ferry runs again - Harbour Post</title><description><![CDATA[<a href="https://b.example/1">Ferry runs again</a>&nbsp;&nbsp;<font color="#6f6f6f">Harbour Post</font>]]></description>`, summaryOf, ""},
		{"links of a forum", `<title>x</title><description><![CDATA[posted by <a href="u"> /u/sailor </a><br/><span><a href="x">[link]</a></span> <span><a href="y">[comments]</a></span>]]></description>`, summaryOf, ""},
		{"a text that is a link", `<description><![CDATA[<a href="x">The ferry will run twice a day until spring, the council says.</a>]]></description>`, summaryOf, "The ferry will run twice a day until spring, the council says."},
		{"a short text behind a link", `<description><![CDATA[<a href="x">Harbour</a> Piers reopened.]]></description>`, summaryOf, "Harbour Piers reopened."},
		{"list in a text", `<description><![CDATA[<p>The council decided:</p><ul><li><a href="x">a pier</a></li><li>a road</li></ul>]]></description>`, summaryOf, "The council decided:\na pier\na road"},
		{"list of sentences with links in them", `<description><![CDATA[<ul><li><a href="x">The pier</a> will be rebuilt by spring, and the ferry will run twice a day until then.</li></ul>]]></description>`, summaryOf, "The pier will be rebuilt by spring, and the ferry will run twice a day until then."},
		{"form of an aggregator", `<description><![CDATA[<p>Story URL: <a href="https://b.example/1">https://b.example/1</a></p><p>Talk URL: <a href="https://b.example/t">https://b.example/t</a></p><p>Votes: 41</p>]]></description>`, summaryOf, ""},
		{"form below a text", `<description><![CDATA[<p>Rivers rose: 3 dead</p><p>Source: https://b.example/1</p>]]></description>`, summaryOf, "Rivers rose: 3 dead"},
		{"summary and content", `<description>Rivers rose.</description><content:encoded>Rivers rose in the delta.</content:encoded>`, summaryOf, "Rivers rose."},
		{"picture of the item", `<media:thumbnail url="s.jpg" width="90"/><media:group><media:content url="l.jpg" medium="image" width="800"/><media:content url="m.jpg" type="image/jpeg" width="400"/></media:group>`, imageOf, "https://news.example.org/feeds/l.jpg"},
		{"face of the author", `<media:content url="https://1.gravatar.com/avatar/x" medium="image"/><title>x</title>`, imageOf, ""},
		{"enclosed picture", `<enclosure url="https://a.example/x.jpg" type="image/jpeg" length="1"/><title>x</title>`, imageOf, "https://a.example/x.jpg"},
		{"enclosed sound", `<enclosure url="https://a.example/x.mp3" type="audio/mpeg" length="1"/><title>x</title>`, imageOf, ""},
		{"picture in the text", `<description><![CDATA[<img src="https://t.example/pixel.gif" width="1"><IMG SRC="/p.png">]]></description>`, imageOf, "https://news.example.org/p.png"},
		{"itunes picture", `<itunes:image href="https://a.example/c.png"/><title>x</title>`, imageOf, "https://a.example/c.png"},
		{"categories", `<title>x</title><category>News</category><category><![CDATA[ news ]]></category><dc:subject>Asia &amp;amp; Pacific</dc:subject>`, sectionsOf, "News|Asia & Pacific"},
		{"language of the item", `<title xml:lang="vi">x</title>`, langOf, "vi"},
		{"language in dublin core", `<dc:language>TH</dc:language><title>x</title>`, langOf, "th"},
		{"source of the item", `<title>x</title><source url="https://a.example/">Agency</source>`, sourceOf, "Agency"},
		{"native date", `<title>x</title><pubDate>จ., 23 พ.ย. 2569 08:00</pubDate><dc:language>th</dc:language>`, publishedOf, "2026-11-23T01:00:00Z"},
		{"second date where the first cannot be read", `<title>x</title><pubDate>soon</pubDate><dc:date>2026-11-23T01:00:00Z</dc:date>`, publishedOf, "2026-11-23T01:00:00Z"},
		{"date in the future", `<title>x</title><pubDate>Mon, 01 Mar 2027 00:00:00 GMT</pubDate>`, publishedOf, "2026-11-25T12:00:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := mustParse(t, inOne(tt.in))
			if len(doc.Items) != 1 {
				t.Fatalf("got %d items", len(doc.Items))
			}
			if got := tt.get(doc.Items[0]); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func urlOf(it Item) string       { return it.URL }
func titleOf(it Item) string     { return it.Title }
func summaryOf(it Item) string   { return it.Summary }
func imageOf(it Item) string     { return it.Image }
func langOf(it Item) string      { return it.Language }
func sourceOf(it Item) string    { return it.Source }
func sectionsOf(it Item) string  { return strings.Join(it.Categories, "|") }
func publishedOf(it Item) string { return it.Published.UTC().Format(time.RFC3339) }

func TestParseLongTitle(t *testing.T) {
	for _, letter := range []string{"a", "語", "ស្ត្រី", "👨\u200D👩\u200D👧"} {
		got := mustParse(t, inOne(`<title>`+strings.Repeat(letter, 2000)+`</title>`)).Items[0].Title
		if want := strings.Repeat(letter, maxTitle-1) + "…"; got != want {
			t.Errorf("title of %q is %d bytes, want %d", letter, len(got), len(want))
		}
	}
}

func TestParseHostileTitle(t *testing.T) {
	title := "\u202E&lt;script>alert(1)&lt;/script>&amp;lt;script&amp;gt;x&amp;lt;/script&amp;gt;@everyone \u2066" + strings.Repeat("wide ", 400) + "\u2069\x07"
	it := mustParse(t, inOne(`<title>`+title+`</title><link>https://a.example/1</link>`)).Items[0]
	checkItem(t, it)
	// Who is mentioned is for the platforms to see to: the words stay.
	if !strings.HasPrefix(it.Title, "@everyone wide") || !strings.HasSuffix(it.Title, "…") || utf8.RuneCountInString(it.Title) > maxTitle {
		t.Errorf("title %q", it.Title)
	}
}

func BenchmarkParse(b *testing.B) {
	var feed strings.Builder
	feed.WriteString(`<?xml version="1.0"?><rss version="2.0"><channel><title>The Paper</title>`)
	for i := range 50 {
		fmt.Fprintf(&feed, `<item><title>Item %d &amp; more</title><link>https://a.example/%d?utm_source=rss</link><pubDate>Mon, 23 Nov 2026 08:00:00 +0700</pubDate>
			<description><![CDATA[<p>%s</p><img src="/%d.jpg">]]></description></item>`, i, i, strings.Repeat("The river rose. ", 30), i)
	}
	feed.WriteString(`</channel></rss>`)
	data := found(feed.String())
	b.SetBytes(int64(feed.Len()))
	for b.Loop() {
		if _, err := Parse(b.Context(), Feed{}, data, testNow); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(inOne(`<title>One &amp; two</title><link>/x</link><description><![CDATA[<p>x</p>]]></description>`)), "text/xml; charset=utf-8")
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom" xml:base="x"><entry><title type="xhtml"><div>x</div></title><content type="base64">eA==</content></entry></feed>`), "")
	f.Add([]byte(`<!DOCTYPE rss [<!ENTITY a "b">]><rdf:RDF><item rdf:about="x"><title>&a;&#xD83D;&#xDE00;</title></item>`), "text/xml; charset=big5")
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1","items":[{"id":1,"title":"x"},`), "application/json")
	f.Add([]byte("<\x00r\x00s\x00s\x00>\x00"), "")
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		doc, err := Parse(t.Context(), Feed{}, fetch.Response{Body: data, ContentType: contentType, URL: testURL}, testNow)
		if err != nil {
			if !errors.Is(err, ErrNotFeed) {
				t.Fatalf("%v", err)
			}
			return
		}
		for _, it := range doc.Items {
			checkItem(t, it)
		}
	})
}
