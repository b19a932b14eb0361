package digest_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"newsbrief/digest"
	"newsbrief/digest/feed"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
)

var now = time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)

// item is an invented item of a topic, told some hours before now.
func item(id string, hours float64, source, category, title string) feed.Item {
	at := now.Add(-time.Duration(hours * float64(time.Hour)))
	return feed.Item{
		ID: id, URL: "https://" + source + ".example/" + id, Title: title, Published: at, Arrived: at,
		Language: "en", Feed: "https://" + source + ".example/feed", Source: source, Categories: []string{category},
	}
}

// inLanguage is item in another language.
func inLanguage(it feed.Item, tag string) feed.Item {
	it.Language = tag
	return it
}

// unlinked is an item whose feed gave no address that can be opened.
func unlinked(it feed.Item) feed.Item {
	it.URL = ""
	return it
}

func TestCompose(t *testing.T) {
	ferry := item("ferry", 4, "harbour", "japan", "Ferry line between Fukuoka and Busan resumes")
	ferry2 := item("ferry2", 3, "island", "japan", "Fukuoka to Busan ferry line resumes service")
	museum := item("museum", 6, "harbour", "japan", "Osaka museum lends painted scrolls to a school in Kobe")
	garden := item("garden", 5, "harbour", "japan", "Kyoto temple opens moss garden after repairs")
	chips := item("chips", 2, "circuit", "technology", "Penang chip maker triples output of sensors")
	old := item("old", 50, "island", "japan", "Sapporo snow festival sells out in an hour")
	old2 := item("old2", 40, "island", "japan", "2026")
	khmer := inLanguage(item("khmer", 1, "river", "japan", "ក្រុងតូក្យូបើកសួនច្បារថ្មីសម្រាប់កុមារ"), "km")
	exhibition := inLanguage(item("exhibition", 6, "shore", "japan", "京都の美術館で巻物の展覧会始まる"), "ja")
	opinion := item("opinion", 4, "river", "japan", "Commentary: Nagoya needs a second harbour tunnel")
	stars := item("stars", 1, "river", "japan", "Horoscope today: what the stars say")
	paid := item("paid", 1, "river", "japan", "Sponsored: five ways to furnish a room")
	untitled := item("untitled", 1, "river", "japan", "")

	told := func(item string, sources int) []subscriptions.Told {
		return []subscriptions.Told{{Item: item, Sources: sources, At: now.Add(-time.Hour)}}
	}
	tests := []struct {
		name  string
		items []feed.Item
		r     digest.Request
		want  string // sections: topic then ids of leads, "!" for an update
	}{
		{"a section per topic, in the order asked for", []feed.Item{museum, chips}, digest.Request{Topics: []subscriptions.Topic{"technology", "japan"}}, "technology chips; japan museum"},
		{"fresh first", []feed.Item{museum, ferry}, digest.Request{Topics: []subscriptions.Topic{"japan"}}, "japan ferry museum"},
		{"one event is one story", []feed.Item{ferry, ferry2}, digest.Request{Topics: []subscriptions.Topic{"japan"}}, "japan ferry"},
		{"two from one source at most", []feed.Item{museum, garden, ferry}, digest.Request{Topics: []subscriptions.Topic{"japan"}}, "japan ferry garden"},
		{"more of one source to fill a section", []feed.Item{museum, garden, ferry}, digest.Request{Topics: []subscriptions.Topic{"japan"}, Fill: true}, "japan ferry garden museum"},
		{"what cannot be opened last", []feed.Item{unlinked(ferry), museum}, digest.Request{Topics: []subscriptions.Topic{"japan"}}, "japan museum ferry"},
		{"as many as asked for", []feed.Item{museum, ferry}, digest.Request{Topics: []subscriptions.Topic{"japan"}, Most: 1}, "japan ferry"},
		{"no story twice in a digest", []feed.Item{ferry}, digest.Request{Topics: []subscriptions.Topic{"japan", "asia"}}, "japan ferry; asia"},
		{"old news is no news", []feed.Item{old}, digest.Request{Topics: []subscriptions.Topic{"japan"}}, "japan"},
		{"a quiet section stays", []feed.Item{chips}, digest.Request{Topics: []subscriptions.Topic{"sports"}}, "sports"},
		{"nothing without a headline", []feed.Item{untitled}, digest.Request{Topics: []subscriptions.Topic{"japan"}}, "japan"},
		{"what was told is not told again", []feed.Item{museum, ferry}, digest.Request{Topics: []subscriptions.Topic{"japan"}, Told: told("ferry", 1)}, "japan museum"},
		{"under whichever of its items it was told", []feed.Item{ferry, ferry2}, digest.Request{Topics: []subscriptions.Topic{"japan"}, Told: told("ferry2", 1)}, "japan"},
		{"languages that the reader reads", []feed.Item{khmer, ferry}, digest.Request{Topics: []subscriptions.Topic{"japan"}, Reads: []string{"ja", "en"}}, "japan ferry"},
		{"the language read above all first", []feed.Item{exhibition, garden}, digest.Request{Topics: []subscriptions.Topic{"japan"}, Reads: []string{"ja", "en"}}, "japan exhibition garden"},
		{"unless others have fresher news", []feed.Item{inLanguage(old2, "ja"), garden}, digest.Request{Topics: []subscriptions.Topic{"japan"}, Reads: []string{"ja", "en"}}, "japan garden old2"},
		{"all languages where none are named", []feed.Item{khmer, ferry}, digest.Request{Topics: []subscriptions.Topic{"japan"}}, "japan khmer ferry"},
		{"a topic of one's own words", []feed.Item{chips, ferry}, digest.Request{Topics: []subscriptions.Topic{"sensor"}}, "sensor chips"},
		{"own words before what holds them", []feed.Item{chips}, digest.Request{Topics: []subscriptions.Topic{"technology", "sensor"}}, "technology; sensor chips"},
		{"an event before an opinion", []feed.Item{opinion, museum}, digest.Request{Topics: []subscriptions.Topic{"japan"}}, "japan museum opinion"},
		{"no horoscopes", []feed.Item{stars, museum}, digest.Request{Topics: []subscriptions.Topic{"japan"}}, "japan museum"},
		{"nor among the top stories", []feed.Item{stars, museum}, digest.Request{}, "museum"},
		{"unless asked for", []feed.Item{stars, museum}, digest.Request{Topics: []subscriptions.Topic{"horoscope"}}, "horoscope stars"},
		{"nothing that was paid for", []feed.Item{paid, museum}, digest.Request{Topics: []subscriptions.Topic{"japan"}}, "japan museum"},
		{"the top stories without topics", []feed.Item{ferry, chips}, digest.Request{}, "chips ferry"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.r.Now = now
			d, err := digest.New(slog.New(slog.DiscardHandler), digest.Fixed(tt.items), topic.New(nil)).Compose(t.Context(), tt.r)
			if err != nil {
				t.Fatal(err)
			}
			if got := printed(d); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// printed writes a digest as TestCompose wants it.
func printed(d digest.Digest) string {
	var sections []string
	for _, s := range d.Sections {
		words := []string{string(s.Topic)}
		for _, e := range s.Entries {
			id := e.Told.Item
			if e.Updated {
				id += "!"
			}
			words = append(words, id)
		}
		sections = append(sections, strings.TrimSpace(strings.Join(words, " ")))
	}
	return strings.Join(sections, "; ")
}

// TestComposeUpdate holds that a story that many more publishers tell by now
// is told again, as an update.
func TestComposeUpdate(t *testing.T) {
	var items []feed.Item
	for i, said := range []string{
		"A strong earthquake shook northern Hokkaido at dawn, the weather agency in Sapporo said.",
		"Trains around Asahikawa stood still for two hours while engineers looked at the tracks.",
		"Schools in Wakkanai stay closed on Tuesday, and shelters have been opened in six towns.",
		"No wave was seen along the coast, said fishermen who had taken their boats out to sea.",
	} {
		source := []string{"harbour", "island", "river", "circuit"}[i]
		it := item(fmt.Sprint("quake", i), 5-float64(i), source, "japan", "Strong earthquake shakes northern Hokkaido")
		it.Summary = said
		items = append(items, it)
	}
	r := digest.Request{Topics: []subscriptions.Topic{"japan"}, Now: now, Told: []subscriptions.Told{{Item: "quake0", Sources: 1, At: now.Add(-5 * time.Hour)}}}
	d, err := digest.New(slog.New(slog.DiscardHandler), digest.Fixed(items), topic.New(nil)).Compose(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := printed(d), "japan quake0!"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := d.Sections[0].Entries[0].Told.Sources; got != 4 {
		t.Errorf("told by %d publishers, want 4", got)
	}
}

// TestComposeElsewhere holds that a topic all of whose stories stand under
// another is told from one that has none.
func TestComposeElsewhere(t *testing.T) {
	items := []feed.Item{item("chips", 2, "circuit", "technology", "Penang chip maker triples output of sensors")}
	r := digest.Request{Topics: []subscriptions.Topic{"technology", "sensor", "health"}, Now: now, Fill: true}
	d, err := digest.New(slog.New(slog.DiscardHandler), digest.Fixed(items), topic.New(nil)).Compose(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	var got []bool
	for _, s := range d.Sections {
		got = append(got, s.Elsewhere)
	}
	if want := []bool{true, false, false}; !slices.Equal(got, want) {
		t.Errorf("elsewhere %v, want %v", got, want)
	}
}

// TestComposeShare holds that a story belongs to the topics of its items, not
// to one that one paper of many filed it under.
func TestComposeShare(t *testing.T) {
	filed := func(under ...string) []feed.Item {
		var items []feed.Item
		for i, category := range under {
			source := fmt.Sprint("paper", i)
			it := item(fmt.Sprint("match", i), 5-float64(i)/2, source, category, "Penang rowers beat Surabaya by a length in the harbour regatta")
			it.Summary = fmt.Sprintf("Report %d of the harbour regatta: the rowers of Penang were a length ahead of Surabaya.", i)
			items = append(items, it)
		}
		return items
	}
	tests := []struct {
		name  string
		items []feed.Item
		want  string
	}{
		{"one of six", filed("sports", "sports", "health", "sports", "sports", "sports"), "health; sports match0"},
		{"two of six", filed("sports", "health", "health", "sports", "sports", "sports"), "health; sports match0"},
		{"the first of six", filed("health", "sports", "sports", "sports", "sports", "sports"), "health; sports match0"},
		{"the only one", filed("health"), "health match0; sports"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := digest.Request{Topics: []subscriptions.Topic{"health", "sports"}, Now: now}
			d, err := digest.New(slog.New(slog.DiscardHandler), digest.Fixed(tt.items), topic.New(nil)).Compose(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			if got := printed(d); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// growing are items to which more are added.
type growing struct {
	items []feed.Item
	reads int
}

func (g *growing) Since(_ context.Context, t time.Time) ([]feed.Item, error) {
	g.reads++
	return slices.Clone(g.items), nil
}

func (g *growing) Generation() uint64 { return uint64(len(g.items)) }

// TestComposeShares holds that requests share what they have in common, and
// see what came in since.
func TestComposeShares(t *testing.T) {
	g := &growing{items: []feed.Item{item("ferry", 4, "harbour", "japan", "Ferry line between Fukuoka and Busan resumes")}}
	c := digest.New(slog.New(slog.DiscardHandler), g, topic.New(nil))
	ask := func(at time.Time) string {
		d, err := c.Compose(t.Context(), digest.Request{Topics: []subscriptions.Topic{"japan"}, Now: at})
		if err != nil {
			t.Fatal(err)
		}
		return printed(d)
	}
	ask(now)
	ask(now.Add(time.Second))
	ask(now.Add(time.Hour))
	if g.reads != 1 {
		t.Errorf("%d reads for three requests, want 1", g.reads)
	}
	g.items = append(g.items, item("museum", 1, "island", "japan", "Osaka museum lends painted scrolls to a school in Kobe"))
	if got, want := ask(now.Add(time.Hour)), "japan museum ferry"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestRest holds that a composer that nobody asks gives back what many items
// take, keeps what few take, and tells the same afterwards.
func TestRest(t *testing.T) {
	for _, tt := range []struct {
		name         string
		items, reads int
		after        time.Duration
	}{
		{"many, long not asked", 2000, 2, digest.RestAfter + time.Second},
		{"many, asked a while ago", 2000, 1, digest.RestAfter - time.Minute},
		{"few, long not asked", 20, 1, digest.RestAfter + time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := &growing{items: []feed.Item{item("ferry", 4, "harbour", "japan", "Ferry line between Fukuoka and Busan resumes")}}
			for i := range tt.items {
				g.items = append(g.items, item(fmt.Sprint(i), 50, "island", "", fmt.Sprint("n", i)))
			}
			c := digest.New(slog.New(slog.DiscardHandler), g, topic.New(nil))
			for range 2 {
				d, err := c.Compose(t.Context(), digest.Request{Topics: []subscriptions.Topic{"japan"}, Now: now})
				if got, want := printed(d), "japan ferry"; err != nil || got != want {
					t.Errorf("got %q, %v, want %q", got, err, want)
				}
				c.Rest(time.Now().Add(tt.after))
			}
			if g.reads != tt.reads {
				t.Errorf("%d reads, want %d", g.reads, tt.reads)
			}
		})
	}
}

// TestLanguage holds that an item's own text goes before what its feed says.
func TestLanguage(t *testing.T) {
	tests := []struct {
		name, declared, title, want string
	}{
		{"declared wrongly", "en", "東京の公園で桜が咲き始めました", "ja"},
		{"declared rightly", "ja", "東京の公園で桜が咲き始めました", "ja"},
		{"too short to tell", "vi", "Hanoi 2026", "vi"},
		{"nothing known", "", "42", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := digest.Language(feed.Item{Language: tt.declared, Title: tt.title}); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
