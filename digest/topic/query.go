package topic

import (
	"bytes"
	"slices"
	"strings"

	"newsbrief/subscriptions"
)

// Scores of a person's own words, by where and how they stand in an item.
const (
	queryPhrase = 0.95
	queryNear   = 0.85
	queryLead   = 0.7 // of that, if not in the headline
	// nearby is how many other tokens may stand among the words of a topic.
	nearby = 4
	// queryLeadSize is how much of a summary is looked at, in graphemes, as
	// leadSize: a story is about what its lead begins with, and is told beside
	// what is named later. Of stories that only the lead gave to own words, 42 %
	// were not about them before.
	queryLeadSize = 2 * firstWords
)

// Query is a topic as somebody asked for it, taken apart once: one of the
// catalogue, or a person's own words. It does not change and is safe for
// concurrent use.
type Query struct {
	topic  subscriptions.Topic
	listed bool     // in the catalogue
	within int      // the place of the topic that it is a part of, -1 for none
	keys   [][]byte // of its tokens
	parts  [][2]int // its words: ranges of keys
	ending ending   // of the last word
	// How the text has to write each key, "" for any way: where they stand as
	// typed, and where they stand near one another.
	spelled, spelledNear []string
	accents              []string // on each key as typed, "" for none
	isPlainName          bool     // one word, with a capital and no accents
	isSyllable           bool     // one word in small letters, of Vietnamese by its accents
}

// NewQuery takes the topic apart.
func NewQuery(topic subscriptions.Topic) *Query {
	if isListed(topic) {
		return &Query{topic: topic, listed: true}
	}
	var f field
	q, typed := &Query{topic: topic, within: -1}, string(topic)
	if a, bare, ok := load().meant(typed); ok && a.part {
		q.within, typed = a.topic, bare
	}
	words, ending := stem(typed)
	f.scan(words)
	q.ending = ending
	for i, u := range f.tokens {
		q.keys = append(q.keys, f.key(i))
		q.accents = append(q.accents, accentsOf(f.text(i, i+1)))
		n := len(q.parts)
		glued := i > 0 && u.s0 == f.tokens[i-1].s1 && u.flags&(grapheme|letter) != 0 && u.flags&(grapheme|letter) == f.tokens[i-1].flags&(grapheme|letter)
		if glued {
			q.parts[n-1][1] = i + 1
		} else {
			q.parts = append(q.parts, [2]int{i, i + 1})
		}
	}
	q.isPlainName = len(q.keys) == 1 && len(typed) <= shortName && isASCII(typed) && typed[0] >= 'A' && typed[0] <= 'Z'
	q.isSyllable = len(q.keys) == 1 && q.accents[0] != "" && typed == strings.ToLower(typed)
	q.spell(&f)
	return q
}

// Tokens returns the tokens of a person's own words. Every item that they match
// has them all; a query without tokens is one of the catalogue, or matches nothing.
func (q *Query) Tokens() [][]byte { return q.keys }

// Key is the same for queries that match the same items, however they were typed.
func (q *Query) Key() string {
	if q.listed || len(q.keys) == 0 {
		return string(q.topic)
	}
	key := []byte{byte(q.ending), byte(q.within)}
	switch {
	case q.isPlainName:
		key = append(key, 'A')
	case q.isSyllable:
		key = append(key, 'a')
	}
	for n, part := range q.parts {
		for i := part[0]; i < part[1]; i++ {
			key = append(append(key, q.keys[i]...), byte(n))
			for _, how := range []string{q.spelled[i], q.spelledNear[i], q.accents[i]} {
				key = append(append(key, how...), 0)
			}
		}
	}
	return string(key)
}

// Matches reports whether the item belongs to the topic, and why.
func (d *Doc) Matches(q *Query) (Match, bool) {
	if !q.listed {
		return q.stands(d)
	}
	topics := d.Topics()
	i := slices.IndexFunc(topics, func(m Match) bool { return m.Topic == q.topic })
	if i < 0 {
		return Match{}, false
	}
	return topics[i], true
}

// stands reports whether the item is filed under the words, or they stand in
// it. In an item of another subject the name of a part means something else, as
// golf is a car and green a colour.
func (q *Query) stands(d *Doc) (Match, bool) {
	if len(q.keys) == 0 {
		return Match{}, false
	}
	if section := q.section(&d.sections); section != "" {
		return Match{q.topic, filedScore, ByCategory, section}, true
	}
	m, ok := q.in(&d.title, len(d.title.tokens), 1)
	if !ok {
		m, ok = q.in(&d.summary, d.summary.begin(queryLeadSize), queryLead)
	}
	if !ok || q.within >= 0 && !d.isOf(entries[q.within].key) {
		return Match{}, false
	}
	return m, true
}

// section returns the section that is called as the words, "" if none is.
func (q *Query) section(f *field) string {
	for i := range f.tokens {
		end := i + len(q.keys)
		if f.parts(i) && end <= len(f.tokens) && f.parts(end) && q.at(f, i, 0, len(q.keys), nil) {
			return f.text(i, end)
		}
	}
	return ""
}

// parts reports whether a cut stands before token i.
func (f *field) parts(i int) bool {
	return i == 0 || i == len(f.tokens) || f.tokens[i].flags&cut != 0
}

func (d *Doc) isOf(t subscriptions.Topic) bool {
	return slices.ContainsFunc(d.Topics(), func(m Match) bool { return m.Topic == t })
}

// in looks for the words in the first tokens of a field: as they were typed, else
// near one another.
func (q *Query) in(f *field, size int, place float64) (Match, bool) {
	if i, ok := q.find(f, 0, min(size+len(q.keys)-1, len(f.tokens)), 0, len(q.keys), q.spelled); ok {
		return Match{q.topic, queryPhrase * place, ByWord, f.text(i, i+len(q.keys))}, true
	}
	if len(q.parts) < 2 {
		return Match{}, false
	}
	if i, j, ok := q.near(f, size); ok {
		return Match{q.topic, queryNear * place, ByWord, f.text(i, j)}, true
	}
	return Match{}, false
}

// find returns where keys from to to stand in tokens lo to hi of the field.
func (q *Query) find(f *field, lo, hi, from, to int, spelled []string) (int, bool) {
	for i := lo; i+to-from <= hi; i++ {
		if q.at(f, i, from, to, spelled) {
			return i, true
		}
	}
	return 0, false
}

// at reports whether keys from to to stand at token i, in their sense.
func (q *Query) at(f *field, i, from, to int, spelled []string) bool {
	end := i + to - from
	switch {
	case f.tokens[i].flags&opens == 0, !q.reads(f, i, from, to, spelled):
		return false
	case f.cuts(i, end), f.isFigure(i, end), f.isLikeness(end), q.isSyllable && f.inName(i):
		return false
	}
	return to < len(q.keys) || q.ending.fits(f, end)
}

// reads reports whether the tokens from i on are keys from to to, written so.
func (q *Query) reads(f *field, i, from, to int, spelled []string) bool {
	for k := from; k < to; k++ {
		n := i + k - from
		switch {
		case k > from && f.tokens[n].flags&cut != 0, !bytes.Equal(f.key(n), q.keys[k]):
			return false
		case q.accents[k] != "" && !f.bears(n, q.accents[k]), q.isPlainName && accentsOf(f.text(n, n+1)) != "":
			return false
		case spelled != nil && spelled[k] != "" && !f.writes(n, spelled[k]):
			return false
		}
	}
	return true
}

// near returns the first stretch that begins in the first tokens of the field and
// holds every part, in any order, with few other tokens among them.
func (q *Query) near(f *field, size int) (int, int, bool) {
	window := len(q.keys) + nearby
	for i := range size {
		hi := min(i+window, len(f.tokens))
		if !q.begins(f, i) {
			continue
		}
		if j, ok := q.all(f, i, hi); ok {
			return i, j, true
		}
	}
	return 0, 0, false
}

// begins reports whether one of the parts stands at i.
func (q *Query) begins(f *field, i int) bool {
	for _, part := range q.parts {
		if i+part[1]-part[0] <= len(f.tokens) && q.at(f, i, part[0], part[1], q.spelledNear) {
			return true
		}
	}
	return false
}

// all reports whether every part stands within the tokens, and where the last
// one ends.
func (q *Query) all(f *field, lo, hi int) (int, bool) {
	end := lo
	for _, part := range q.parts {
		i, ok := q.find(f, lo, hi, part[0], part[1], q.spelledNear)
		if !ok {
			return 0, false
		}
		end = max(end, i+part[1]-part[0])
	}
	return end, true
}
