// Package digest composes what a chat is told: it matches the archive's items
// with topics, puts them together as stories, and picks what is worth saying.
package digest

import (
	"time"

	"newsbrief/digest/brief"
	"newsbrief/digest/feed"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
)

// Digest is what there is to tell, a section per topic, in the order asked for.
type Digest struct {
	Sections []Section
	At       time.Time // the instant for which it was composed
	Sample   bool      // the reader is to be told that this is the sample edition
}

// Section is what there is to tell of one topic. No entries: a quiet day.
type Section struct {
	Topic   subscriptions.Topic
	Name    string // in the reader's language
	Entries []Entry
	// Elsewhere: what is told under another topic of the digest is of this one too.
	Elsewhere bool
}

// Entry is one story of a digest.
type Entry struct {
	brief.Brief
	Items     []feed.Item        // of the story, in the order of their arrival; shared and not to be changed
	Told      subscriptions.Told // what to put into the ledger when it is told
	Updated   bool               // told before, and grown since
	Why       Why
	publisher string // whose headline this is, as [story.PublisherOf] names it
}

// Why says why an entry stands where it does.
type Why struct {
	topic.Match         // what made it one of the section's topic
	Rank        float64 // of the story among all
	Publishers  int     // that tell it
}
