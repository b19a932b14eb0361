// Package subscriptions says who wants what, and when.
//
// It holds the words that the rest of newsbrief speaks — [Chat], [Topic],
// [Schedule], [Slot], [Subscriber], [Delivery] — and the contract of the store
// that keeps them. It knows no platform, no database and no news.
package subscriptions

import (
	"errors"
	"fmt"
	"strings"
)

// ErrDamaged is returned for a record that can no longer be read: it can only be
// deleted.
var ErrDamaged = errors.New("damaged record")

// ErrNotFound is returned for a chat that the store has never heard of.
var ErrNotFound = errors.New("not found")

// ErrLeaseLost is returned when a claim or a delivery is settled by somebody
// who no longer holds it: its lease ran out, or the chat changed meanwhile.
// Nothing was written for it.
var ErrLeaseLost = errors.New("lease lost")

// Chat names one place where a digest can go: a platform, the platform's own
// id, and within it a thread, "" for none. It is comparable and is the
// identity of a subscriber.
type Chat struct {
	Platform string
	ID       string
	Thread   string
}

// String returns the chat as people write it in settings: "telegram:42", or
// "telegram:-100200/7" with a thread. [ParseChat] reads it back.
func (c Chat) String() string {
	s := c.Platform + ":" + c.ID
	if c.Thread != "" {
		s += "/" + c.Thread
	}
	return s
}

// ParseChat reads what [Chat.String] prints. The platform and the id must not
// be empty.
func ParseChat(s string) (Chat, error) {
	platform, rest, ok := strings.Cut(s, ":")
	id, thread, threaded := strings.Cut(rest, "/")
	if !ok || platform == "" || id == "" || threaded && thread == "" {
		return Chat{}, fmt.Errorf("chat %q: want platform:id or platform:id/thread", s)
	}
	return Chat{Platform: platform, ID: id, Thread: thread}, nil
}

// Topic is what a chat can subscribe to: the key of a topic of the catalogue
// ("japan"), or a person's own words as they typed them, with single spaces
// ("electric cars"). No chat has two that differ only in case, width or accents.
type Topic string
