package digest_test

import (
	"fmt"
	"log/slog"
	"maps"
	"testing"
	"time"

	"newsbrief/digest"
	"newsbrief/digest/feed"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
)

// told is the same event as papers tell it, each under its own category.
func toldBy(id, title string, hours float64, under ...string) []feed.Item {
	var items []feed.Item
	for i, category := range under {
		it := item(fmt.Sprint(id, i), hours-float64(i)/10, fmt.Sprint("paper", i), category, title)
		it.Summary = title + ". " + asides[i%len(asides)]
		items = append(items, it)
	}
	return items
}

// asides are what papers add of their own, so that none copies another.
var asides = []string{
	"Shopkeepers near the bridge had stacked sandbags in front of their doors since the early morning, a reporter of ours saw.",
	"A retired teacher who has lived there for sixty years could not remember anything like it, she told this paper by telephone.",
	"Nobody knew at first what to do with the horses, of which there are eleven in the stables behind the old brewery.",
	"Buses go by another way until further notice, and the swimming hall stays shut, as the local radio reported at noon.",
	"Under the rules of last spring such decisions lie with the county, whose spokesman was not to be reached on Monday.",
	"Twenty volunteers with blue caps handed out soup and bread, and a choir sang in the hall that is used for weddings.",
}

// undated is an item whose feed gave no date.
func undated(it feed.Item) feed.Item {
	it.Published = time.Time{}
	return it
}

func at(it feed.Item, url string) feed.Item {
	it.URL = url
	return it
}

func compose(t *testing.T, items []feed.Item, r digest.Request) digest.Digest {
	t.Helper()
	r.Now = now
	d, err := digest.New(slog.New(slog.DiscardHandler), digest.Fixed(items), topic.New(nil)).Compose(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestRankOfSection holds what stands first in a section.
func TestRankOfSection(t *testing.T) {
	museum := item("museum", 6, "harbour", "japan", "Osaka museum lends painted scrolls to a school in Kobe")
	garden := item("garden", 5, "island", "japan", "Kyoto temple opens moss garden after repairs")
	rates := item("rates", 1, "river", "japan", "Yen to peso rate today – 24 November")
	offer := at(item("offer", 1, "circuit", "japan", "Tokyo lamp maker cuts its lamps to half"), "https://circuit.example/deals/lamp")
	guide := item("guide", 1, "circuit", "japan", "How to see Nagoya in a day")
	flood := toldBy("flood", "Flood in Sapporo drives 900 people from their homes", 40, "japan", "japan", "japan", "japan")
	general := toldBy("funeral", "Funeral of the old mayor of Osaka fills the harbour", 9, "japan", "", "", "")
	stray := toldBy("match", "Penang rowers beat Surabaya by a length in the regatta", 9, "sports", "japan", "sports", "sports", "sports", "sports")

	tests := []struct {
		name  string
		items []feed.Item
		want  string
	}{
		{"what has no date never leads", []feed.Item{undated(garden), museum}, "japan museum garden"},
		{"what four told two days ago before what one tells now", append(flood, museum), "japan flood0 museum"},
		{"papers that file nothing do not count against a topic", append(general, museum), "japan funeral0 museum"},
		{"one paper of many does not make a story one of its topic", append(stray, museum), "japan museum"},
		{"rates and offers are left out, advice stands last", []feed.Item{rates, offer, guide, museum}, "japan museum guide"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := printed(compose(t, tt.items, digest.Request{Topics: []subscriptions.Topic{"japan"}})); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestSections holds in which section a story stands that several want.
func TestSections(t *testing.T) {
	both := func(id string, hours float64, title string) feed.Item {
		it := item(id, hours, id, "japan", title)
		it.Categories = []string{"japan", "technology"}
		return it
	}
	robot := both("robot", 1, "Robot of a Nagoya workshop sorts pebbles")
	lamp := both("lamp", 2, "Osaka workshop makes a lamp that follows the moon")
	garden := item("garden", 5, "island", "japan", "Kyoto temple opens moss garden after repairs")
	scrolls := item("scrolls", 6, "shore", "japan", "Museum lends painted scrolls to a gallery")
	mostlySports := toldBy("match", "Rowers of Osaka win the regatta in the rain", 3, "sports", "sports", "health", "sports")

	tests := []struct {
		name   string
		items  []feed.Item
		topics []subscriptions.Topic
		most   int
		want   string
	}{
		{"in the one that it fits best, not the first", mostlySports, []subscriptions.Topic{"health", "sports"}, 0, "health; sports match0"},
		{"fitting both, in the narrower", []feed.Item{robot, garden, scrolls}, []subscriptions.Topic{"japan", "technology"}, 0, "japan garden scrolls; technology robot"},
		{"whoever loses it takes its next", []feed.Item{robot, garden, scrolls}, []subscriptions.Topic{"japan", "technology"}, 1, "japan garden; technology robot"},
		{"no section is empty because another took its only story", []feed.Item{robot, lamp}, []subscriptions.Topic{"technology", "japan"}, 0, "technology lamp; japan robot"},
		{"own words first", []feed.Item{robot, lamp}, []subscriptions.Topic{"technology", "pebbles"}, 0, "technology lamp; pebbles robot"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := printed(compose(t, tt.items, digest.Request{Topics: tt.topics, Most: tt.most})); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestHomeNewsIsOfNoRegion holds that what only a country's own papers tell of
// it is of the country, and of a region around it if others tell it or name others.
func TestHomeNewsIsOfNoRegion(t *testing.T) {
	news := func(id, host, title string, category string) feed.Item {
		it := item(id, 1, id, category, title)
		it.URL = "https://" + host + "/" + id
		return it
	}
	home := news("home", "river.co.jp", "Kyoto temple opens its moss garden", "")
	filed := news("filed", "shore.co.jp", "Nagoya council raises taxes on harbour companies", "politics")
	between := news("between", "harbour.co.jp", "Hanoi council copies the locks of Osaka", "")
	abroad := news("abroad", "paper.example", "Sapporo bakery bakes for the fire brigade", "")
	for _, tt := range []struct {
		topic subscriptions.Topic
		want  map[string]bool
	}{
		{"asia", map[string]bool{"between": true, "abroad": true}},
		{"japan", map[string]bool{"home": true, "filed": true, "between": true, "abroad": true}},
	} {
		got := map[string]bool{}
		for _, e := range compose(t, []feed.Item{home, filed, between, abroad}, digest.Request{Topics: []subscriptions.Topic{tt.topic}}).Sections[0].Entries {
			got[e.Items[0].ID] = true
		}
		if !maps.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.topic, got, tt.want)
		}
	}
}

// TestPublisherInTwoLanguages holds that what an agency tells in two languages
// stands in a section once, though not every pair of texts can be known for one event.
func TestPublisherInTwoLanguages(t *testing.T) {
	first := item("first", 1, "harbour", "japan", "Osaka closes its old lock")
	again := inLanguage(item("again", 2, "harbour", "japan", "大阪の古い水門を閉鎖"), "ja")
	other := inLanguage(item("other", 3, "river", "japan", "名古屋の橋に新しい手すり"), "ja")
	items := []feed.Item{first, again, other}
	for fill, want := range map[bool]string{false: "japan first other", true: "japan first other again"} {
		if got := printed(compose(t, items, digest.Request{Topics: []subscriptions.Topic{"japan"}, Reads: []string{"en", "ja"}, Fill: fill})); got != want {
			t.Errorf("fill %v: got %q, want %q", fill, got, want)
		}
	}
}

// TestWeightOfSubjects holds that in a section about a place what concerns many
// stands before what does not, and that there is no such order elsewhere.
func TestWeightOfSubjects(t *testing.T) {
	regatta := item("regatta", 2, "river", "japan", "Rowers of Osaka win the regatta in the rain")
	regatta.Categories = []string{"japan", "sports"}
	taxes := item("taxes", 3, "harbour", "japan", "Nagoya raises taxes on lamps")
	taxes.Categories = []string{"japan", "politics", "sports"}
	fire := toldBy("fire", "Fire in a Sapporo boathouse kills four", 4, "japan", "japan", "japan")
	for topic, want := range map[subscriptions.Topic]string{"japan": "japan fire0 taxes regatta", "sports": "sports regatta taxes"} {
		if got := printed(compose(t, append(fire, regatta, taxes), digest.Request{Topics: []subscriptions.Topic{topic}})); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// One item of many that has the words does not make the story one about them.
func TestOwnWordsInOneItemOfMany(t *testing.T) {
	headline, lead := item("gold", 8, "chronicle", "", "Volcano on Mount Skarn erupts and paints the sky in gold"), item("lead", 8, "chronicle", "", "Volcano on Mount Skarn erupts and paints the sky")
	lead.Summary = "Red and gold was the sky over Mount Skarn, and nobody was hurt."
	for _, tt := range []struct {
		name   string
		it     feed.Item
		others int
		want   int
	}{{"headline of a few", headline, 3, 1}, {"headline of many", headline, 4, 0}, {"lead alone", lead, 0, 1}, {"lead of a few", lead, 3, 0}} {
		t.Run(tt.name, func(t *testing.T) {
			items := append(toldBy("volcano", "Volcano on Mount Skarn erupts and paints the sky", 9, make([]string, tt.others)...), tt.it)
			d := compose(t, items, digest.Request{Topics: []subscriptions.Topic{"gold"}})
			if got := len(d.Sections[0].Entries); got != tt.want {
				t.Errorf("%d entries, want %d", got, tt.want)
			}
		})
	}
}

// TestOwnWordsAreShown holds that what is shown under a person's own words has them.
func TestOwnWordsAreShown(t *testing.T) {
	vote := toldBy("vote", "Harbourland votes for a president in the rain", 3, "world", "world", "world")
	vote[1].Title, vote[1].Summary = "Harbourland, land of tram batteries, votes for a president", "Harbourland, whose cobalt goes into them, votes for a president in the rain."
	for _, tt := range []struct{ words, want string }{{"tram batteries", vote[1].Title}, {"president", vote[2].Title}} {
		d := compose(t, vote, digest.Request{Topics: []subscriptions.Topic{subscriptions.Topic(tt.words)}})
		if len(d.Sections[0].Entries) != 1 {
			t.Fatalf("%s: got %q", tt.words, printed(d))
		}
		e := d.Sections[0].Entries[0]
		if e.Headline != tt.want {
			t.Errorf("%s: got %q, want %q", tt.words, e.Headline, tt.want)
		}
		if len(e.Items) != 3 {
			t.Errorf("%s: %d items, want those of the story", tt.words, len(e.Items))
		}
	}
}

// TestScript holds that who reads one Chinese script gets it where it exists,
// and the other where it does not.
func TestScript(t *testing.T) {
	simplified := inLanguage(item("hans", 3, "harbour", "japan", "东京港口新船闸今天开放，首批船只通过"), "zh-Hans")
	traditional := inLanguage(item("hant", 3, "island", "japan", "東京港口新船閘今天開放，首批船隻通過"), "zh-Hant")
	traditional.URL = simplified.URL // one article in two scripts
	for _, tt := range []struct {
		name  string
		items []feed.Item
		reads []string
		want  string
	}{
		{"the reader's where it exists", []feed.Item{simplified, traditional}, []string{"zh-Hant", "en"}, traditional.Title},
		{"the other's for others", []feed.Item{simplified, traditional}, []string{"zh-Hans", "en"}, simplified.Title},
		{"the other where there is no choice", []feed.Item{simplified}, []string{"zh-Hant", "en"}, simplified.Title},
	} {
		d := compose(t, tt.items, digest.Request{Topics: []subscriptions.Topic{"japan"}, Reads: tt.reads})
		if len(d.Sections[0].Entries) == 0 || d.Sections[0].Entries[0].Headline != tt.want {
			t.Errorf("%s: got %+v, want %q", tt.name, d.Sections[0].Entries, tt.want)
		}
	}
}
