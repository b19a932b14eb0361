package topic

import (
	"slices"
	"strings"
	"sync"

	"newsbrief/digest/language"
)

// filed takes what the publisher says about the item: its categories, and the
// sections that its address goes through. It reports whether one of them is of
// no country: a subject, the world, a column of advice.
func (d *Doc) filed(s *sums) (aside bool) {
	for _, c := range d.item.Categories {
		for part := range strings.FieldsFuncSeq(c, func(r rune) bool { return strings.ContainsRune("/>|;", r) }) {
			aside = d.section(s, part, c, nil) || aside
		}
	}
	aside = d.addressed(s, d.folders, d.isEdition) || aside
	if _, known := d.topics.feeds[d.item.Feed]; !known && !aside {
		aside = d.addressed(s, sectionsOf(d.item.Feed+"/"), func(t int) bool { return t < firstSubject || s[t].words == 0 && s.told() })
	}
	return aside
}

// isEdition reports whether a folder that is called as a country means its
// language rather.
func (d *Doc) isEdition(t int) bool {
	return entries[t].language != "" && entries[t].language == d.item.Language
}

// told reports whether the text is of a subject by its words.
func (s *sums) told() bool {
	return slices.ContainsFunc(s[firstSubject:len(entries)], func(t sum) bool { return t.all() >= enough })
}

// addressed takes the sections of an address, but for some topics.
func (d *Doc) addressed(s *sums, folders []string, but func(t int) bool) (aside bool) {
	for _, folder := range folders {
		aside = d.section(s, folder, folder, but) || aside
	}
	return aside
}

// sectionsOf returns the folders of an address that may name a section: "it", "th"
// and "my" are languages and countries more often; digits are of dates and articles.
func sectionsOf(address string) []string {
	return slices.DeleteFunc(foldersOf(address), func(folder string) bool {
		return len(folder) <= 3 || strings.ContainsAny(folder, "0123456789")
	})
}

// section takes the topics that a section's name stands for, but for some, and
// reports whether it is of no country.
func (d *Doc) section(s *sums, name, as string, but func(t int) bool) (aside bool) {
	var f field
	key := foldKey(&f, name)
	if columns()[key] {
		return true
	}
	topics := d.topics.cat.sections(key)
	if a, direct := d.topics.cat.typed[key]; direct && !a.accented(name) {
		return false
	}
	for _, t := range topics {
		if but != nil && but(t) {
			continue
		}
		if len(topics) == 1 || s[t].words > 0 {
			s[t].raise(filedScore, evidence{ByCategory, as})
		}
		aside = aside || !isCountry(t)
	}
	return aside
}

// columns are the names of sections that are of no country.
var columns = sync.OnceValue(func() map[string]bool {
	var f field
	set := make(map[string]bool)
	for _, name := range language.Union("topic.columns") {
		set[foldKey(&f, name)] = true
	}
	return set
})

// sections returns the topics that a section's folded name stands for: both of
// "science and environment", and politics of "us politics".
func (c *catalogue) sections(key string) []int {
	words := strings.Fields(key)
	for i := 1; i < len(words); i++ {
		rest := words[i:]
		if slices.Contains(rest[:1], "and") {
			rest = rest[1:]
		}
		a, first := c.section(strings.Join(words[:i], " "))
		b, second := c.section(strings.Join(rest, " "))
		if first && second {
			return slices.Compact([]int{a, b})
		}
	}
	t, ok := c.section(key)
	for _, word := range newsWords() {
		if !ok {
			t, ok = c.section(strings.TrimSuffix(strings.TrimPrefix(key, word), word))
		}
	}
	if ok {
		return []int{t}
	}
	if len(words) == 2 || len(words) == 3 {
		if t, ok := c.section(words[len(words)-1]); ok && t >= firstSubject {
			return []int{t}
		}
	}
	return nil
}

// foldersOf returns the names in an address that stand before the publisher's
// own, and the folders of its path.
func foldersOf(address string) []string {
	host, path := cutHost(address)
	labels, folders := strings.Split(host, "."), strings.Split(path, "/")
	own := 2 // "paper.example", but "paper.co.uk"
	if n := len(labels); n > 2 && len(labels[n-2]) < 4 {
		own = 3
	}
	names := append(labels[:max(0, len(labels)-own)], folders[:len(folders)-1]...)
	for i, name := range names {
		names[i], _, _ = strings.Cut(name, ".")
	}
	return names
}

func cutHost(address string) (host, path string) {
	_, rest, _ := strings.Cut(address, "://")
	host, path, _ = strings.Cut(rest, "/")
	return host, path
}

// fed takes what the feed says about all of its items: its regions, the subject
// that it names first, unless the text is rather of another of its subjects, and
// those that the text names too. Topics of a front page count where the text
// speaks of them.
func (d *Doc) fed(s *sums) {
	src := d.topics.feeds[d.item.Feed]
	why := evidence{ByFeed, src.title}
	for _, i := range src.regions {
		if i == 0 && s.ofNoPlace() || src.front && s[i].all() < spoken {
			continue // what is done or known in the world is not yet an affair of nations
		}
		s[i].raise(sectionScore, why)
	}
	for n, i := range src.subjects {
		if s[i].all() >= spoken || n == 0 && !src.front && !s.named(src.subjects[1:], i) {
			s[i].raise(sectionScore, why)
		}
	}
}

// ofNoPlace reports whether the item is rather of a subject that is told of all
// places than of the world.
func (s *sums) ofNoPlace() bool {
	for i := firstSubject; i < len(entries); i++ {
		if entries[i].key != "politics" && (s[i].score > 0 || s[i].all() >= max(enough, s[0].all()+epsilon)) {
			return true
		}
	}
	return false
}

// spoken is what words of a topic add up to where a text speaks of it, if only
// of that among other things: one in the headline, or a firm one in the lead.
const spoken = 0.3

// named reports whether the text has words of one of the subjects that does not
// belong together with the other.
func (s *sums) named(subjects []int, other int) bool {
	return slices.ContainsFunc(subjects, func(i int) bool {
		return s[i].words > 0 && !isWithin(i, other) && !isWithin(other, i)
	})
}
