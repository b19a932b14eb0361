package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"newsbrief/digest/feed"
	"newsbrief/digest/story"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
)

func TestReadLabels(t *testing.T) {
	got, err := readLabels(
		"id1\tid2\tday\tlangs\tverdict\tkind\thalf\twhy\na\tb\td1\ten+ms\tsame\thard\ttune\tone ferry\na\tc\td1\ten\tother\tplain\thold\ttwo ferries\n",
		"id\tday\tlang\ttopics\tmaybe\thalf\na\td0\ten\tbusiness japan\t-\thold\n")
	if err != nil {
		t.Fatal(err)
	}
	want := labels{
		pairs: []labelledPair{
			{a: "a", b: "b", day: "d1", langs: "en+ms", half: tune, why: "one ferry", same: true, hard: true},
			{a: "a", b: "c", day: "d1", langs: "en", half: hold, why: "two ferries"},
		},
		subjects: []labelledItem{{id: "a", day: "d0", lang: "en", half: hold, topics: []subscriptions.Topic{"business", "japan"}}},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(labels{}, labelledPair{}, labelledItem{})); diff != "" {
		t.Error(diff)
	}
	if got := got.days(); !slices.Equal(got, []string{"d0", "d1"}) {
		t.Errorf("got days %v", got)
	}
	if _, err := readLabels("heading\na\tb\n", ""); err == nil {
		t.Error("a line of two cells was read")
	}
}

// TestLabels holds that the labels can be measured against: they are read, no
// pair is judged twice, what is one event is so in every pair, events and items
// lie whole in one half, and topics are the catalogue's.
func TestLabels(t *testing.T) {
	l, err := readLabels(pairLabels, topicLabels)
	if err != nil {
		t.Fatal(err)
	}
	seen, half := map[[2]string]bool{}, map[string]string{}
	inHalf := func(id, h string) {
		if h != tune && h != hold || half[id] != "" && half[id] != h {
			t.Errorf("%s is in the halves %q and %q", id, half[id], h)
		}
		half[id] = h
	}
	for _, p := range l.pairs {
		if p.a >= p.b || seen[[2]string{p.a, p.b}] {
			t.Errorf("%s %s: twice, or not in order", p.a, p.b)
		}
		seen[[2]string{p.a, p.b}] = true
		inHalf(p.a, p.half)
		inHalf(p.b, p.half)
	}
	for _, day := range l.days() {
		event := newEvents(day, l.pairs)
		for _, p := range l.pairs {
			if p.day == day && !p.same && event.of(p.a) == event.of(p.b) {
				t.Errorf("%s %s: two events by one row, one by others", p.a, p.b)
			}
		}
	}
	known := topic.New(nil).All()
	for _, s := range l.subjects {
		inHalf(s.id, s.half)
		for _, x := range append(s.topics, s.maybe...) {
			if !slices.Contains(known, x) {
				t.Errorf("%s: no topic %q", s.id, x)
			}
		}
	}
}

// TestEvents holds what is told of a story by the pairs that were read.
func TestEvents(t *testing.T) {
	e := newEvents("day", []labelledPair{
		{a: "a", b: "b", day: "day", same: true, half: hold}, {a: "b", b: "c", day: "day", same: true, half: hold},
		{a: "a", b: "x", day: "day", half: hold}, {a: "d", b: "x", day: "another"},
	})
	for _, tc := range []struct {
		name, items  string
		pure, judged bool
	}{
		{"by two pairs", "ac", true, true},
		{"another event, of which another item was read", "cx", false, true},
		{"never read", "ad", false, false},
		{"a stranger beside one never read", "dcx", false, true},
		{"of another day", "dx", false, false},
	} {
		var st story.Story
		for _, id := range strings.Split(tc.items, "") {
			st.Items = append(st.Items, feed.Item{ID: id})
		}
		if pure, judged := e.purity(st); pure != tc.pure || judged != tc.judged {
			t.Errorf("%s: got pure %v, judged %v", tc.name, pure, judged)
		}
	}
	if got := e.halfOf(story.Story{Items: []feed.Item{{ID: "d"}, {ID: "c"}}}); got != hold {
		t.Errorf("a story with an item of the half hold is in %s", got)
	}
}

// TestDay counts over a day whose stories are given.
func TestDay(t *testing.T) {
	it := func(id, title, summary, lang string) feed.Item {
		return feed.Item{ID: id, Title: title, Summary: summary, Language: lang, Feed: "https://" + lang + ".example/feed"}
	}
	ferry := it("f1", "Ferry runs aground off Lombok", "A ferry with 212 passengers ran aground off Lombok on Monday, and all of them were brought ashore by fishermen.", "en")
	again := it("f2", "Passengers rescued from stranded ferry", "", "en")
	strike := it("s", "Ferry crews end strike in Bergen", "", "en")
	rain := it("r", "タイ北部で大雨、住民が避難", "", "ja")
	d := newDay([]story.Story{{Items: []feed.Item{ferry, strike}}, {Items: []feed.Item{again}}, {Items: []feed.Item{rain}}},
		map[string]string{"https://en.example/feed": "en", "https://ja.example/feed": "vi"})
	s := newDaysScore(tune, topic.New(nil))
	s.take("day", d, labels{
		pairs: []labelledPair{
			{a: "f1", b: "f2", day: "day", langs: "en", half: tune, same: true},
			{a: "f1", b: "s", day: "day", langs: "en", half: tune, hard: true},
			{a: "f1", b: "s", day: "another", langs: "en", half: tune},
			{a: "f1", b: "r", day: "day", langs: "en+ja", half: tune, same: true, hard: true},
			{a: "f2", b: "s", day: "day", langs: "en", half: hold, same: true},
			{a: "f2", b: "r", day: "day", langs: "en", half: tune, same: true, joined: true},
		},
		subjects: []labelledItem{{id: "r", day: "day", lang: "ja", half: tune, topics: []subscriptions.Topic{"thailand", "sports"}, maybe: []subscriptions.Topic{"climate", "asia", "asean"}}},
	})
	for kind, want := range map[int]string{
		joinedPairs: "0.0 % (0 of 2): en 0.0 of 1, two languages 0.0 of 1",
		pureJoins:   "0.0 % (0 of 1): en 0.0 of 1",
		hardJoins:   "0.0 % (0 of 1): en 0.0 of 1",
		topicsFound: "50.0 % (1 of 2): ja 50.0 of 2",
	} {
		if got := s.shares[kind].cell(); got != want {
			t.Errorf("%s: got %s, want %s", dayShares[kind].what, got, want)
		}
	}
	if right := s.shares[topicsRight]["ja"]; right.right != right.all || right.all == 0 {
		t.Errorf("topics that may be there: got %s", right.percent())
	}
	for _, want := range []string{"pair\ten\tapart\tf1\tf2\t", "pair\ten\tjoined\tf1\ts\t", "topic\tja\tno sports\tr\t"} {
		if !slices.ContainsFunc(s.wrong, func(line string) bool { return strings.HasPrefix(line, want) }) {
			t.Errorf("nothing is said to be wrong as %q in %q", want, s.wrong)
		}
	}
}

func TestPairClass(t *testing.T) {
	for langs, want := range map[string]string{"vi": "vi", "en+ms": "en+ms", "ja+vi": "two languages"} {
		if got := pairClass(langs); got != want {
			t.Errorf("%s: got %s, want %s", langs, got, want)
		}
	}
}

func TestLanguageOfDay(t *testing.T) {
	s := newDaysScore(tune, nil)
	s.language(feed.Item{ID: "a", Title: "ฝนตกหนักในภาคเหนือ", Language: "th"}, "th")
	s.language(feed.Item{ID: "b", Title: "ฝนตกหนักในภาคใต้", Language: "th"}, "lo")
	if got, want := s.shares[headlineLanguages].cell(), "50.0 % (1 of 2): lo 0.0 of 1, th 100.0 of 1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, tc := range []struct {
		got, want string
		same      bool
	}{{"en", "en-GB", true}, {"zh-Hans", "zh", true}, {"zh-Hans", "zh-Hant", false}, {"", "vi", false}} {
		if got := sameTongue(tc.got, tc.want); got != tc.same {
			t.Errorf("%q for %q: got %v", tc.got, tc.want, got)
		}
	}
}

func TestLineOfStory(t *testing.T) {
	s := newDaysScore(tune, nil)
	s.line(story.Story{Items: []feed.Item{{ID: "1", Title: "Ferry aground", Language: "en"}}})
	s.line(story.Story{Items: []feed.Item{{ID: "2", Title: "Ferry aground", Language: "en",
		Summary: "A ferry with 212 passengers ran aground off Lombok on Monday, and all were brought ashore."}}})
	if got, want := s.shares[storyLines].cell(), "100.0 % (1 of 1): en 100.0 of 1"; got != want {
		t.Errorf("got %s, want %s: a story without text counts, or one with text does not", got, want)
	}
	if got, want := columnsCell(map[string][]int{"en": {90, 10, 50}}), "en 50, 90"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestMeasureDays reads a day from a file, under either address of its folder.
func TestMeasureDays(t *testing.T) {
	dir := t.TempDir()
	lines := `{"id":"a","title":"Ferry runs aground off Lombok","lang":"en","feed":"https://a.example/rss","published":"2026-01-05T08:00:00Z"}
{"id":"b","title":"Ferry runs aground off Lombok","lang":"en","feed":"https://a.example/rss","published":"2026-01-05T09:00:00Z"}
{"id":"c","title":"Parlemen bahas anggaran","lang":"en","feed":"https://a.example/rss"}
`
	if err := os.MkdirAll(filepath.Join(dir, "days"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "days", "day.jsonl"), []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	said := labels{pairs: []labelledPair{{a: "a", b: "b", day: "day", langs: "en", half: hold, same: true}, {a: "a", b: "c", day: "day", langs: "en", half: tune}, {day: "elsewhere"}}}
	s, err := measureDays(daysFolder(dir), hold, said)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := s.shares[joinedPairs].cell(), "100.0 % (1 of 1): en 100.0 of 1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := daysFolder(filepath.Join(dir, "days")); got != filepath.Join(dir, "days") {
		t.Errorf("got folder %s", got)
	}
	if _, err := measureDays(t.TempDir(), hold, said); err == nil {
		t.Error("a folder without the days was measured")
	}
	if got := fixedLanguages([]feed.Item{{Feed: "f", Language: "en"}, {Feed: "f", Language: "ms"}, {Feed: "f", Language: "ms"}}); got["f"] != "ms" {
		t.Errorf("got %v for a feed that is Malay but for one item", got)
	}
}
