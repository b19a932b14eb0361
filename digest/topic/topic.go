// Package topic knows what readers mean by a topic: the catalogue of topics
// with their names and words in twelve languages, what a typed name stands
// for, and which topics an item belongs to and why.
package topic

import (
	"newsbrief/digest/feed"
	"newsbrief/subscriptions"
)

// Match is one topic of an item and the reason for it.
type Match struct {
	Topic subscriptions.Topic
	Score float64 // 0 to 1: 1 is the feed's own section
	Why   Why
}

// Why is what decided a match: Kind is "feed", "category" or "word", Text the
// feed's title, the category, or the word as it stands in the item.
type Why struct {
	Kind string
	Text string
}

// Matcher finds topics in items. It is safe for concurrent use.
type Matcher interface {
	// Topics returns the catalogue's topics of the item, best first.
	Topics(it feed.Item) []Match
	// Takes reports whether the item belongs to the topic, which may be a
	// person's own words, and why.
	Takes(t subscriptions.Topic, it feed.Item) (Match, bool)
}
