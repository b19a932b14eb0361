// Package topic knows what readers mean by a topic: the catalogue of topics
// with their names and words in twelve languages, what a typed name stands
// for, and which topics an item belongs to and why.
//
// An item belongs to a topic of the catalogue because its feed is about it,
// because its publisher filed it there or reports from there, or because of
// the words in it. It
// belongs to a person's own words if they stand in it. The words are data: a
// file per language in words/, in the form that catalogue.go describes.
package topic

import (
	"cmp"

	"newsbrief/digest/feed"
	"newsbrief/subscriptions"
)

// Match is one topic of an item and what decided it.
type Match struct {
	Topic  subscriptions.Topic
	Score  float64 // 0 to 1: 1 is the feed's own section
	Reason Reason
	Text   string // the word as it stands in the item, the category, or the feed's title
}

// Reason is the kind of evidence that decided a match.
type Reason uint8

const (
	ByWord     Reason = iota // words in the headline or summary
	ByCategory               // the publisher filed the item there
	ByFeed                   // the feed is about it
	ByHome                   // the publisher reports from there, and names no other place
)

func (r Reason) String() string { return [...]string{"word", "category", "feed", "home"}[r] }

// Topics is the catalogue together with the feeds that items come from. It does
// not change and is safe for concurrent use.
type Topics struct {
	cat   *catalogue
	feeds map[string]source // by URL
}

// source is what a feed says about all of its items. Topics are places in entries.
type source struct {
	title    string
	regions  []int // but countries
	subjects []int // in the feed's order
	home     int   // the country that it reports from, -1 if none
	front    bool  // it is a front page
	abroad   bool  // it reports on the world, so its home says where, not of what
}

// New returns the catalogue's topics. Items that name one of the feeds belong
// to that feed's topics; of other items the text alone decides.
func New(feeds []feed.Feed) *Topics {
	t := &Topics{cat: load(), feeds: make(map[string]source, len(feeds))}
	for _, f := range feeds {
		t.feeds[f.URL] = newSource(f)
	}
	return t
}

func newSource(f feed.Feed) source {
	s := source{title: cmp.Or(f.Title, f.URL), home: -1, front: f.General}
	for _, key := range f.Topics {
		i := place(key)
		switch {
		case i < 0 || i == len(entries):
		case i >= firstSubject:
			s.subjects = append(s.subjects, i)
		case !isCountry(i):
			s.regions = append(s.regions, i)
			s.abroad = s.abroad || key == "world" && !f.General
		case s.home < 0:
			s.home = i
		}
	}
	return s
}

// IsSpecial reports whether the feed of that address is about one subject, not
// a front page or an unknown one.
func (t *Topics) IsSpecial(feed string) bool {
	s := t.feeds[feed]
	return len(s.subjects) > 0 && !s.front
}

// isCountry reports whether the topic at the place is a country.
func isCountry(i int) bool { return i >= firstCountry && i < firstSubject }

// Places in entries.
const (
	firstCountry = 3 // the regions stand before
	firstSubject = 15
)
