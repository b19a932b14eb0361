package topic

import (
	"cmp"
	"strings"
)

// places decides of which regions and countries the item is by its words: of
// those in the headline, and of those in the lead that are named in more than
// one way or first of all, unless the lead names many.
func (s *sums) places(home int) {
	s.foreign(home)
	named := s[len(entries)].words
	for i := range firstSubject {
		if isCountry(i) && s[i].words > 0 {
			named++
		}
	}
	for i := range firstSubject {
		t := &s[i]
		if t.title == 0 && (named >= manyPlaces || s[place("science")].score > 0) {
			continue // studies name where they were made
		}
		if sum := t.told(); sum >= enough-epsilon {
			t.raise(byWords(sum), t.why)
		}
	}
}

// foreign lets names of countries but home speak for the world: two of them in the
// headline, or one beside a word of the world's own. A match, a film, a study or
// a disease in a country is no affair of nations.
func (s *sums) foreign(home int) {
	for _, key := range []string{"sports", "entertainment", "science", "health"} {
		if s[place(key)].score > 0 {
			return
		}
	}
	world, other := &s[0], &s[len(entries)]
	title, lead, why := other.title, other.lead, other.why
	for i := firstCountry; i < firstSubject; i++ {
		if i == home {
			continue
		}
		title, lead = title+min(s[i].title, adds[1]), lead+min(s[i].lead, adds[1])
		if why.text == "" {
			why = s[i].why
		}
	}
	if world.words == 0 {
		world.why, lead = why, 0
		if title < 2*adds[1] {
			return
		}
	}
	world.title += min(title, 2*adds[1])
	world.lead += min(lead, adds[1])
}

// away reports whether the text names other countries and not home, or home only
// by what others have too, as a ministry.
func (s *sums) away(home int) bool {
	if h := &s[home]; h.all() >= enough || h.words > 0 && s[len(entries)].title == 0 {
		return false
	}
	for i := firstCountry; i < firstSubject; i++ {
		if s[i].all() >= enough {
			return true
		}
	}
	return s[len(entries)].all() >= adds[1] || s[0].all() >= enough
}

// home is the country that a publisher reports from.
type home struct {
	country int  // -1 if that is unknown
	abroad  bool // it reports on others
	why     evidence
}

// home returns the country of the feed, else that of its address or language.
func (d *Doc) home() home {
	if src, ok := d.topics.feeds[d.item.Feed]; ok {
		return home{src.home, src.abroad, evidence{ByHome, src.title}}
	}
	host, _ := cutHost(cmp.Or(d.item.URL, d.item.Feed))
	domain := host[strings.LastIndexByte(host, '.')+1:]
	for i := firstCountry; i < firstSubject; i++ {
		if domain != "" && (entries[i].code == domain || len(domain) != 2 && entries[i].language != "" && entries[i].language == d.item.Language) {
			return home{i, false, evidence{ByHome, host}}
		}
	}
	return home{country: -1}
}

// homely takes the country that the item's publisher reports from, where the
// item names it or no other place, and no section sets it aside. What it tells
// of other places is news of the world.
func (s *sums) homely(h home, aside bool) {
	switch {
	case h.country < 0, aside:
	case s.away(h.country):
		if s[len(entries)].title > 0 && !s.hasSubject() {
			s[0].raise(besideScore, s[len(entries)].why)
		}
	case s[h.country].words > 0 || !h.abroad:
		s[h.country].raise(sectionScore, h.why)
	}
}

// hasSubject reports whether the item is of a subject that is told of all places.
func (s *sums) hasSubject() bool {
	for i := firstSubject; i < len(entries); i++ {
		if s[i].score > 0 && entries[i].key != "politics" {
			return true
		}
	}
	return false
}

// regions lets what belongs to a country belong to the regions around it, if
// it is surely about that country. What a publisher tells of home does so the least:
// another country beside it is the better reason.
func (s *sums) regions(home home) {
	for i := firstSubject - 1; i >= 0; i-- {
		within := entries[i].within
		switch {
		case within == "":
		case s[i].why.reason == ByHome, i == home.country && !home.abroad && s[i].score >= enough:
			s[place(string(within))].raise(enough, evidence{ByHome, s[i].why.text})
		case s[i].score > besideScore:
			s[place(string(within))].raise(max(enough+epsilon, s[i].score*withinScore), s[i].why)
		}
	}
}
