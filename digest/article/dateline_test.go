package article

import (
	"testing"
	"time"
)

// invented builds a page around its parts.
func invented(head, top, text string) []byte {
	if text == "" {
		text = "<p>The council of Port Alba voted on Monday to rebuild the old ferry pier with stone from the quarry of the island.</p><p>Work on the new pier begins in March, and the mayor hopes that boats can land there in the autumn of next year.</p>"
	}
	return []byte("<html lang=en><head>" + head + "</head><body>" + top + "<article>" + text + "</article></body></html>")
}

func TestDates(t *testing.T) {
	const h1 = "<h1>Port Alba rebuilds its old ferry pier in stone</h1>"
	ld := func(s string) string { return `<script type="application/ld+json">` + s + `</script>` }
	for _, tt := range []struct{ name, head, top, want string }{
		{"one of the page around the article, with its time", ld(`{"@graph":[{"@type":"WebPage","datePublished":"2026-11-20T10:15:48+02:00"}]}`) + ld(`{"@type":"Article","headline":"Port Alba","datePublished":"2026-11-20"}`), h1, "2026-11-20T08:15:48Z"},
		{"of a page about health", ld(`{"@type":["MedicalWebPage"],"datePublished":"2026-11-20T08:00:00Z"}`), h1, "2026-11-20T08:00:00Z"},
		{"broken JSON", ld(`{"@type":"NewsArticle","headline":"the "old" pier","datePublished":"2026-11-20T08:00:00Z",}`), h1, "2026-11-20T08:00:00Z"},
		{"broken JSON of no article", ld(`{"@type":"VideoObject","datePublished":"2020-01-01T08:00:00Z",}`), h1, ""},
		{"local time under the zone of Greenwich", `<meta property="article:published_time" content="2026-11-20T07:45:10+00:00">`, h1 + "<div class=x>Friday November 20, 2026 7:45 am PST by <a>Ann Reed</a></div>", "2026-11-20T15:45:10Z"},
		{"a time of Greenwich under the local zone", ld(`{"@type":"Article","datePublished":"2026-11-20T04:31:13-06:00"}`), h1 + "<div>Bo Lind - Nov 19, 2026, 10:31 pm CST</div>", "2026-11-20T04:31:13Z"},
		{"seconds apart", ld(`{"@type":"Article","datePublished":"2026-11-20T04:31:13Z"}`), h1 + "<div>Nov 20, 2026, 4:31 GMT</div>", "2026-11-20T04:31:13Z"},
		{"of the latest change, the dateline of the first", ld(`{"@type":"Article","datePublished":"2026-11-20T09:05:00Z","dateModified":"2026-11-20T09:05:00Z"}`), h1 + "<div>20 Nov 2026 07:44 GMT</div>", "2026-11-20T07:44:00Z"},
		{"shown as updated", ld(`{"@type":"Article","datePublished":"2026-11-20T09:05:00Z","dateModified":"2026-11-20T09:05:00Z"}`), h1 + "<div>Updated 20 Nov 2026 07:44 GMT</div>", "2026-11-20T09:05:00Z"},
		{"no zone shown", ld(`{"@type":"Article","datePublished":"2026-11-20T09:05:00Z","dateModified":"2026-11-20T09:05:00Z"}`), h1 + "<div>20 Nov 2026 04:05 AM</div>", "2026-11-20T09:05:00Z"},
		{"behind the writer", "", h1 + "<p class=x>By Ann Reed on Friday, November 20th, 2026 at 11:04 a.m.</p>", "2026-11-20T11:04:00Z"},
		{"in a part without a telling name", "", h1 + "<p><em>November 20, 2026</em></p>", "2026-11-20T00:00:00Z"},
		{"a zone that two countries share", "", h1 + "<p><em>November 20, 2026 - 11:28 AMT</em></p>", "2026-11-20T00:00:00Z"},
		{"above the headline", "", "<span>published on 20 November 2026</span>" + h1, "2026-11-20T00:00:00Z"},
		{"a headline that is no h1", "<title>Port Alba rebuilds its old ferry pier</title>", "<p class=t>Port Alba rebuilds its old ferry pier</p><small><b>20 November 2026</b> - by Ann Reed</small>", "2026-11-20T00:00:00Z"},
		{"shown, while a comment has a machine's", "", h1 + "<div class=d1>Friday, November 20, 2026 08:00 (GMT+7)</div></header><ul class=comments><li><time datetime=2026-11-22T10:00:00Z>two days ago</time> A fine pier.</li></ul>", "2026-11-20T01:00:00Z"},
		{"shown, while a list behind the text has a machine's", "", h1 + "<p>Friday, November 20, 2026 08:00 (GMT+7)</p><p>Stone.</p><p>Much stone.</p><p>More stone.</p><p>Herons.</p><ul><li><time datetime=2026-11-22T10:00:00Z>Sunday</time> Herons come back</li></ul>", "2026-11-20T01:00:00Z"},
		{"behind the text, where there is no other", "", h1 + "<p>Stone.</p><p>Much stone.</p><p>More stone.</p><p>Herons.</p><footer><time datetime=2026-11-20T01:00:00Z>Friday</time></footer>", "2026-11-20T01:00:00Z"},
		{"in the address", `<link rel=canonical href="https://alba.example/isles/2026/11/20/pier">`, h1, "2026-11-20T00:00:00Z"},
		{"in the address, without strokes", `<link rel=canonical href="https://alba.example/a/20261120_17.html">`, h1, "2026-11-20T00:00:00Z"},
		{"a number in the address", `<link rel=canonical href="https://alba.example/a/202611201734.html">`, h1, ""},
		{"in the address and on the page", `<link rel=canonical href="https://alba.example/2026/12/01/pier">`, h1 + "<p><em>November 20, 2026</em></p>", "2026-11-20T00:00:00Z"},
		{"in a sentence", "", h1 + "<p>The mayor first spoke of a new pier to a crowd of fishers on 20 November 2025 in the hall.</p>", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, err := Parse(t.Context(), invented(tt.head, tt.top, ""), "text/html", "")
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if !a.Published.IsZero() {
				got = a.Published.UTC().Format(time.RFC3339)
			}
			if got != tt.want {
				t.Errorf("published %q, want %q", got, tt.want)
			}
		})
	}
}

func TestHeadlines(t *testing.T) {
	const gate = "阿尔巴港新闸门今起启用 渔船可夜间进出"
	for _, tt := range []struct{ name, head, top, want string }{
		{"metadata for search engines", "<title>Ferry pier Port Alba: stone, cost, opening day</title>", "<h1>Stone for the ferry pier of Port Alba after forty years</h1>", "Stone for the ferry pier of Port Alba after forty years"},
		{"an h1 of another article", "<title>Ferry pier gets stone - Alba Times</title>", "<h1>Why do herons never visit us any longer?</h1>", "Ferry pier gets stone"},
		{"an h1 that names the section", "<title>Ferries: the pier of Port Alba gets stone</title>", "<h1>Ferries</h1>", "Ferries: the pier of Port Alba gets stone"},
		{"a site that nobody knows, behind a dash", "<title>" + gate + "-阿港在线</title>", "<h1>" + gate + "</h1>", gate},
		{"the same, where the headline is no h1", "<title>" + gate + "_渔业频道_阿港订阅</title>", "<div class=tt>" + gate + "</div>", gate},
		{"the headline in a cell", "<title>" + gate + " - 阿尔巴岛人民议会门户</title>", "<table><tr><td>" + gate + "</td></tr></table>", gate},
		{"the issue of a gazette", "<title>" + gate + "__2026年第7号岛报</title>", "<p><b>" + gate + "</b></p>", gate},
		{"a short name in capitals", "<title>Stone for the ferry pier of Port Alba after forty years - ALBICO</title>", "<h2>Stone for the ferry pier of Port Alba after forty years</h2>", "Stone for the ferry pier of Port Alba after forty years"},
		{"a name of several words", "<title>Stone for the ferry pier of Port Alba after forty years — Alba Isles Weekly</title>", "<h1><span>Stone for the ferry pier of Port Alba after forty years</span></h1>", "Stone for the ferry pier of Port Alba after forty years"},
		{"the number of the page", "<title>アルバ港の古い桟橋に石を使う計画が決まる（1/2 ページ）</title>", "", "アルバ港の古い桟橋に石を使う計画が決まる"},
		{"a section that the page shows", "<title>Harbours and ferries - Stone for the pier of Port Alba after forty years - ALBICO</title>", "<a>Harbours and ferries</a><h1>Stone for the pier of Port Alba after forty years</h1>", "Stone for the pier of Port Alba after forty years"},
		{"nothing but what the page is called", "<title>Stone for the ferry pier of Port Alba after forty years</title>", "", "Stone for the ferry pier of Port Alba after forty years"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, address := range []string{"https://alba.example/1", ""} {
				a, err := Parse(t.Context(), invented(tt.head, tt.top, ""), "text/html", address)
				if err != nil {
					t.Fatal(err)
				}
				if a.Title != tt.want {
					t.Errorf("at %q: title %q, want %q", address, a.Title, tt.want)
				}
			}
		})
	}
}

func TestLeads(t *testing.T) {
	const (
		h1      = "<h1>Port Alba rebuilds its pier</h1>"
		council = "The council of Port Alba voted on Monday to rebuild the old ferry pier with stone from the quarry of the island."
		rest    = "<p>Work on the new pier begins in March, and the mayor hopes that boats can land there in the autumn of next year.</p><p>The old one was closed by a storm in 2019, after which boats landed on the beach or not at all for many weeks.</p>"
	)
	described := func(s string) string { return `<meta name="description" content="` + s + `">` }
	for _, tt := range []struct{ name, head, top, text, want string }{
		{"a description that readers see, in other words than the text", described("Stone will do what wood never could, and cheaply."), h1 + "<h2 class=x>Stone will do what wood never could, and cheaply.</h2>", "", "Stone will do what wood never could, and cheaply."},
		{"the same, without its end mark", described("Stone will do what wood never could, and cheaply"), h1 + "<h2 class=x>Stone will do what wood never could, and cheaply</h2>", "", "Stone will do what wood never could, and cheaply"},
		{"what a site is, where scripts make the text", described("Quaynews (www.quaynews.example) is a reader that shows users what others have written."), h1, "<p></p>", ""},
		{"a description of the site", described("alba.example tells of the council of Port Alba, its ferry, its pier and the island."), h1, "", council},
		{"a description of the site by its owner", described("The website of Ann Reed, who writes of the mayor, boats that land in March and work on the new island."), h1, "<p>" + council + "</p>" + rest, council},
		{"a quotation mark that ends the attribute", described("The council of Port Alba voted for the old ferry pier, dubbed " + `"the stool",` + " in stone."), h1, "<p>" + council + "</p>" + rest, council},
		{"a byline glued before the text", described("Staff Reports " + council), h1, "<p>Staff Reports</p><p>" + council + "</p>" + rest, council},
		{"made of the headline and what follows", described("Port Alba rebuilds its pier, by Ann Reed, about the council of Port Alba and the old ferry pier"), h1, "", council},
		{"cut behind what looks like an end", described("The council of Port Alba voted on Monday to rebuild the old ferry pier with money of the U.S."), h1,
			"<p>The council of Port Alba voted on Monday to rebuild the old ferry pier with money of the U.S. Islands Fund in Washington.</p>" + rest, "The council of Port Alba voted on Monday to rebuild the old ferry pier with money of the U.S. Islands Fund in Washington."},
		{"ended where the text goes on behind a comma", described("The council of Port Alba voted on Monday to rebuild the old ferry pier with stone."), h1,
			"<p>The council of Port Alba voted on Monday to rebuild the old ferry pier with stone, which the quarry of the island sells for less than it did when the last stones were bought there by the father of the mayor.</p>" + rest,
			"The council of Port Alba voted on Monday to rebuild the old ferry pier with stone."},
		{"a name with a mark in it", "", h1, "<p>The council of Port Alba voted on Monday to rebuild the old ferry pier, according to a report by E! Harbour of Tuesday.</p>" + rest,
			"The council of Port Alba voted on Monday to rebuild the old ferry pier, according to a report by E! Harbour of Tuesday."},
		{"standfirsts of other articles behind the text", "", h1, "<p>" + council + "</p>" + rest + "<p>Fishers hope for a crane.</p><p class=standfirst>Work on the pier in Port Alba begins with herons that never visit the council any longer.</p><p class=standfirst>Boats land on the beach in the autumn.</p><p class=standfirst>The mayor hopes.</p>", council},
		{"standfirsts of other articles before the headline", "", "<p class=standfirst>Work on the pier in Port Alba begins with herons that never visit the council any longer.</p><p class=standfirst>Boats land on the beach in the autumn.</p><p class=standfirst>The mayor hopes.</p>" + h1, "", council},
		{"who paid", "", h1, "<p>This post was written for money, and its writer has been compensated by the quarry of the island. All opinions are my own.</p><p>" + council + "</p>" + rest, council},
		{"a long first sentence before a short one", "", h1, "<p>The council of Port Alba voted on Monday to rebuild the old ferry pier with stone from the quarry of the island, which is the oldest on the coast and has lain idle since its last owner left for the mainland.</p><p>It rained.</p>" + rest, council[:len(council)-1] + ", which is the oldest on the coast and has lain idle since its last owner left for the mainland."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, err := Parse(t.Context(), invented("<title>Port Alba rebuilds its pier</title>"+tt.head, tt.top, tt.text), "text/html", "https://alba.example/1")
			if err != nil {
				t.Fatal(err)
			}
			if got := lineOf(a); got != tt.want {
				t.Errorf("brief %q, want %q\ntext %q", got, tt.want, a.Text)
			}
		})
	}
}
