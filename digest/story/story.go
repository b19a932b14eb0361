// Package story puts the items about one event together and ranks what comes
// of it. Its functions are pure: the same items in the same order give the
// same stories.
package story

import (
	"time"

	"newsbrief/digest/feed"
)

// Story is the items about one event. It is never empty.
type Story struct {
	// Items in the order of their arrival. The first is the lead: its id is
	// the story's identity and does not change while the story grows; when
	// stories merge, the older lead stands.
	Items []feed.Item
}

// ID returns the id of the lead.
func (s Story) ID() string { return s.Items[0].ID }

// Latest returns the newest Time of the story's items.
func (s Story) Latest() time.Time {
	var t time.Time
	for _, it := range s.Items {
		if it.Time().After(t) {
			t = it.Time()
		}
	}
	return t
}
