package topic

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"newsbrief/digest/language"
	"newsbrief/digest/text"
	"newsbrief/subscriptions"
)

// All returns the catalogue's topics in the order in which people should see
// them: the world, regions and countries first, then subjects.
func (t *Topics) All() []subscriptions.Topic {
	all := make([]subscriptions.Topic, len(entries))
	for i, e := range entries {
		all[i] = e.key
	}
	return all
}

// Group returns the catalogue's topics of one group, in the order of All.
func (t *Topics) Group(g Group) []subscriptions.Topic {
	var in []subscriptions.Topic
	for _, e := range entries {
		if e.group == g {
			in = append(in, e.key)
		}
	}
	return in
}

// Known reports whether the topic is one of the catalogue.
func (t *Topics) Known(topic subscriptions.Topic) bool { return isListed(topic) }

func isListed(topic subscriptions.Topic) bool {
	return place(string(topic)) >= 0 && topic != elsewhere
}

// IsCountry reports whether the topic is one of the catalogue's countries.
func (t *Topics) IsCountry(topic subscriptions.Topic) bool { return isCountry(place(string(topic))) }

// Name returns the topic's name in the language, in English if the catalogue
// does not speak it. A person's own words are their own name.
func (t *Topics) Name(topic subscriptions.Topic, lang string) string {
	if !t.Known(topic) {
		return string(topic)
	}
	return t.cat.names[place(string(topic))][speaks(lang)]
}

// speaks returns the place in langs of what comes nearest to the language.
func speaks(lang string) int {
	switch {
	case strings.HasPrefix(lang, "zh-Hant"), strings.HasPrefix(lang, "zh-TW"), strings.HasPrefix(lang, "zh-HK"), strings.HasPrefix(lang, "zh-MO"):
		lang = "zh-Hant"
	case lang == "zh" || strings.HasPrefix(lang, "zh-"):
		lang = "zh-Hans"
	}
	set := setOf(lang)
	for i := range langs {
		if set&(1<<i) != 0 {
			return i
		}
	}
	return 0
}

// Lookup returns the topic of the catalogue that is meant by what was typed: a
// name or another usual word for it in any of the languages, whatever its
// case, width, accents and English plural. "news of" it is the same. What is
// narrower than a topic is no name of it.
func (t *Topics) Lookup(typed string) (subscriptions.Topic, bool) {
	a, _, ok := t.cat.meant(typed)
	if !ok || a.part {
		return "", false
	}
	return entries[a.topic].key, true
}

// Part returns the topic of the catalogue that what was typed is a part of, as
// tennis is of sports. Typed, a part stands for itself.
func (t *Topics) Part(typed string) (subscriptions.Topic, bool) {
	a, _, ok := t.cat.meant(typed)
	if !ok || !a.part {
		return "", false
	}
	return entries[a.topic].key, true
}

// meant returns the name that was typed, and without "news of".
func (c *catalogue) meant(typed string) (a alias, bare string, ok bool) {
	if a, ok := c.spelt(typed); ok {
		return a, typed, true
	}
	folded := text.Fold(typed)
	for _, word := range newsWords() {
		rest, cut := strings.CutPrefix(folded, word)
		if !cut {
			rest, cut = strings.CutSuffix(folded, word)
		}
		if cut {
			if a, ok := c.spelt(rest); ok {
				return a, rest, true
			}
		}
	}
	return a, typed, false
}

// spelt returns the topic with this name. Accents may be left out, but others
// make another word: "mỹ" is the United States, "MY" is Malaysia.
func (c *catalogue) spelt(typed string) (alias, bool) {
	var f field
	a, ok := c.typed[foldKey(&f, typed)]
	return a, ok && a.accented(typed)
}

// accented reports whether what was typed, which folds to the key, may be the name.
func (a alias) accented(typed string) bool {
	accents := accentsOf(typed)
	return accents == "" || accents == a.accents || len(a.key) > shortName && !strings.ContainsFunc(typed, vietnamese)
}

// shortName is how long a name is, in letters, that accents make another word of.
const shortName = 4

// newsWords are what people put before or behind a topic without meaning more
// by it, folded.
var newsWords = sync.OnceValue(func() []string { return language.Union("topic.news") })

// Resolve returns the topic that is meant by what was typed: one of the
// catalogue, else the words themselves. It is "" if there are none.
func (t *Topics) Resolve(typed string) subscriptions.Topic {
	if topic, ok := t.Lookup(typed); ok {
		return topic
	}
	return subscriptions.Topic(text.OneLine(typed))
}

// Nearest returns up to n topics of the catalogue that were probably meant by
// a mistyped name, the nearest first. Only names count, and only those with the
// same first letter: most words that look a little like something else that
// belongs to a topic are words of their own.
func (t *Topics) Nearest(typed string, n int) []subscriptions.Topic {
	key := []rune(text.Fold(typed))
	far := tolerance(len(key))
	best := make(map[int]int)
	for i := range entries {
		for _, name := range t.cat.spellings(i) {
			spelt := []rune(name)
			if far == 0 || spelt[0] != key[0] {
				continue
			}
			d := text.Distance(key, spelt, far)
			if old, seen := best[i]; d <= far && (!seen || d < old) {
				best[i] = d
			}
		}
	}
	return ranked(best, n)
}

// spellings are the folded key and names of a topic.
func (c *catalogue) spellings(i int) []string {
	names := []string{string(entries[i].key)}
	for _, name := range c.names[i] {
		names = append(names, text.Fold(name))
	}
	return names
}

// ranked returns the keys of the n lowest ranks, in the order of entries where equal.
func ranked(rank map[int]int, n int) []subscriptions.Topic {
	order := make([]int, 0, len(rank))
	for i := range rank {
		order = append(order, i)
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(rank[a], rank[b]), cmp.Compare(a, b))
	})
	order = order[:max(0, min(n, len(order)))]
	topics := make([]subscriptions.Topic, 0, len(order))
	for _, i := range order {
		topics = append(topics, entries[i].key)
	}
	return topics
}

// tolerance says how many slips a word of n letters may hold: in a short one
// every slip makes another word.
func tolerance(n int) int {
	switch {
	case n < 4:
		return 0
	case n < 6:
		return 1
	}
	return 2
}

// Suggest returns up to n topics of the catalogue for what has been typed so
// far, those whose name in the language begins with it first. With nothing
// typed they are the first of All.
func (t *Topics) Suggest(prefix, lang string, n int) []subscriptions.Topic {
	var f field
	key := foldKey(&f, prefix)
	speak := speaks(lang)
	rank := make(map[int]int)
	for _, a := range t.cat.aliases {
		if !strings.HasPrefix(a.key, key) {
			continue
		}
		r := 1
		if a.lang == speak || key == "" {
			r = 0
		}
		if old, seen := rank[a.topic]; !seen || r < old {
			rank[a.topic] = r
		}
	}
	return ranked(rank, n)
}
