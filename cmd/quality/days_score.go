package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"newsbrief/digest/brief"
	"newsbrief/digest/feed"
	"newsbrief/digest/language"
	"newsbrief/digest/story"
	"newsbrief/digest/text"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
)

// What is counted of a real day, each by language.
const (
	joinedPairs = iota
	pureJoins
	hardJoins
	pureStories
	topicsFound
	topicsRight
	headlineLanguages
	itemLanguages
	storyLines
	unmarkedLines
	dottedLines
)

var dayShares = [...]struct{ what, reach string }{
	joinedPairs:       {"labelled pairs of one event that are one story", "≥ 80 %, two languages ≥ 35 %"},
	pureJoins:         {"labelled pairs joined that are one event", ""},
	hardJoins:         {"those of them that are told in other words or look alike", "≥ 92 %, two languages ≥ 90 %"},
	pureStories:       {"stories of two to eight items without a stranger, of those judged", "≥ 90 %"},
	topicsFound:       {"topics an editor gives that are there", "≥ 80 %"},
	topicsRight:       {"topics given that are right", "≥ 92 %"},
	headlineLanguages: {"language of a real headline by its text alone, Malay and Indonesian as one", "≥ 97 %"},
	itemLanguages:     {"language of an item with what its feed declares", ""},
	storyLines:        {"stories with a summary that show a line", "≥ 95 %"},
	unmarkedLines:     {"Thai and Lao stories with a summary that show a line", "≥ 85 %"},
	dottedLines:       {"lines that show dots", "≤ 5 %"},
}

// daysScore is what came of one half of the labels.
type daysScore struct {
	half    string
	topics  *topic.Topics
	shares  [len(dayShares)]tally
	columns map[string][]int // of lines, by language
	judged  tally            // stories of two to eight items that are judged
	wrong   []string
}

func newDaysScore(half string, topics *topic.Topics) *daysScore {
	s := &daysScore{half: half, topics: topics, columns: map[string][]int{}, judged: tally{}}
	for i := range s.shares {
		s.shares[i] = tally{}
	}
	return s
}

func measureDays(dir, half string, said labels) (*daysScore, error) {
	feeds, err := feedsOfDays(filepath.Join(dir, "feeds.opml"))
	if err != nil {
		return nil, err
	}
	s := newDaysScore(half, topic.New(feeds))
	days := 0
	for _, name := range said.days() {
		d, ok, err := readDay(dir, name, feeds)
		if err != nil {
			return nil, err
		}
		if ok {
			days++
			s.take(name, d, said)
		}
	}
	if days == 0 {
		return nil, fmt.Errorf("none of the labelled days in %s", dir)
	}
	return s, nil
}

func (s *daysScore) take(name string, d realDay, said labels) {
	for _, p := range said.pairs {
		if p.day == name && p.half == s.half {
			s.pair(d, p)
		}
	}
	for _, l := range said.subjects {
		if l.day == name && l.half == s.half {
			s.subject(d.byID[l.id], l)
		}
	}
	for id, it := range d.byID {
		if tuned(id) == (s.half == tune) {
			s.language(it, d.fixed[it.Feed])
		}
	}
	known := newEvents(name, said.pairs)
	for _, st := range d.stories {
		if tuned(st.ID()) == (s.half == tune) {
			s.line(st)
		}
		if n := len(st.Items); n >= 2 && n <= smallStory && known.halfOf(st) == s.half {
			s.purity(known, st)
		}
	}
}

func (s *daysScore) pair(d realDay, p labelledPair) {
	langs := pairClass(p.langs)
	one := d.storyOf[p.a] != "" && d.storyOf[p.a] == d.storyOf[p.b]
	if p.same && !p.joined {
		s.shares[joinedPairs].count(langs, one)
	}
	if one {
		s.shares[pureJoins].count(langs, p.same)
	}
	if one && p.hard {
		s.shares[hardJoins].count(langs, p.same)
	}
	if one != p.same {
		s.note("pair", p.langs, wrongPair(p.same), p.a, p.b, d.byID[p.a].Title, d.byID[p.b].Title, p.why)
	}
}

// pairClass is the language of a pair. Those in English and Malay, most of them
// one agency's own translations, are a class apart from others in two languages.
func pairClass(langs string) string {
	if strings.Contains(langs, "+") && langs != "en+ms" {
		return "two languages"
	}
	return langs
}

func wrongPair(same bool) string {
	if same {
		return "apart"
	}
	return "joined"
}

func (s *daysScore) subject(it feed.Item, l labelledItem) {
	got := map[subscriptions.Topic]bool{}
	for _, m := range s.topics.Analyze(it).Topics() {
		got[m.Topic] = true
		right := slices.Contains(l.topics, m.Topic) || slices.Contains(l.maybe, m.Topic)
		if s.shares[topicsRight].count(l.lang, right); !right {
			s.note("topic", l.lang, "not "+string(m.Topic), l.id, m.Reason.String()+": "+m.Text, it.Title)
		}
	}
	for _, want := range l.topics {
		if s.shares[topicsFound].count(l.lang, got[want]); !got[want] {
			s.note("topic", l.lang, "no "+string(want), l.id, "", it.Title)
		}
	}
}

// language counts whether an item is taken for the language of its feed.
func (s *daysScore) language(it feed.Item, want string) {
	got, _ := language.Identify(it.Title)
	right := sameTongue(got, want) || language.LatinClass(got) == language.LatinClass(want)
	if s.shares[headlineLanguages].count(language.Base(want), right); !right {
		s.note("language", want, got, it.ID, it.Title)
	}
	s.shares[itemLanguages].count(language.Base(want), sameTongue(it.Language, want))
}

// sameTongue compares languages, and Chinese scripts where both say one.
func sameTongue(got, want string) bool {
	scripts := strings.Contains(got, "-Han") && strings.Contains(want, "-Han")
	return got == want || language.Same(got, want) && !scripts
}

// purity counts a story that the labels tell to be of one event or not.
func (s *daysScore) purity(known *events, st story.Story) {
	lang := language.Base(st.Items[0].Language)
	pure, judged := known.purity(st)
	if s.judged.count(lang, judged); !judged {
		s.note("story", lang, "not judged", st.ID())
		return
	}
	s.shares[pureStories].count(lang, pure)
}

// line counts the line of a story that has text in the language it is told in.
func (s *daysScore) line(st story.Story) {
	b := brief.Of(st)
	lang := language.Base(b.Language)
	if !slices.ContainsFunc(st.Items, func(it feed.Item) bool { return it.Summary != "" && language.Same(it.Language, lang) }) {
		return
	}
	kind := storyLines
	if lang == "th" || lang == "lo" {
		kind = unmarkedLines
	}
	if s.shares[kind].count(lang, b.Line != ""); b.Line == "" {
		s.note("line", lang, "none", st.ID(), b.Headline)
		return
	}
	s.columns[lang] = append(s.columns[lang], text.Columns(b.Line))
	s.shares[dottedLines].count(lang, strings.HasSuffix(b.Line, "…"))
}

// note keeps what is wrong, a line of cells.
func (s *daysScore) note(cells ...string) {
	for i, c := range cells {
		cells[i] = strings.Join(strings.Fields(c), " ")
	}
	s.wrong = append(s.wrong, strings.Join(cells, "\t"))
}

func (s *daysScore) rows() []row {
	var rows []row
	for i, t := range s.shares {
		rows = append(rows, row{fmt.Sprintf("%s (%s)", dayShares[i].what, s.half), "", t.cell(), dayShares[i].reach})
	}
	rows = append(rows, row{"stories of two to eight items that are judged (" + s.half + ")", "", s.judged.cell(), ""})
	return append(rows, row{"columns of lines, median and 95 of a hundred (" + s.half + ")", "", columnsCell(s.columns), "median ≤ 170"})
}

// tally counts shares by language.
type tally map[string]*share

func (t tally) count(lang string, right bool) {
	if t[lang] == nil {
		t[lang] = &share{}
	}
	t[lang].count(right)
}

// cell says the share of all and of each language.
func (t tally) cell() string {
	var all share
	var each []string
	for _, lang := range slices.Sorted(maps.Keys(t)) {
		s := t[lang]
		all.add(*s)
		each = append(each, fmt.Sprintf("%s %.1f of %d", lang, 100*s.rate(), s.all))
	}
	return all.percent() + ": " + strings.Join(each, ", ")
}

func columnsCell(columns map[string][]int) string {
	var each []string
	for _, lang := range slices.Sorted(maps.Keys(columns)) {
		c := slices.Sorted(slices.Values(columns[lang]))
		each = append(each, fmt.Sprintf("%s %d, %d", lang, c[len(c)/2], c[len(c)*95/100]))
	}
	return strings.Join(each, "; ")
}
