package delivery

import (
	"time"

	"newsbrief/subscriptions"
)

const (
	// mostIll and mostTook bound how many chats are remembered that failed, and
	// that took something; when there are more, all are forgotten.
	mostIll, mostTook = 1 << 14, 1 << 12
	// tookLately is how long it counts that a chat took something.
	tookLately = time.Hour
)

// health remembers which chats failed when they were tried last, and which took
// something lately.
type health struct {
	ill  map[subscriptions.Chat]bool
	took map[subscriptions.Chat]time.Time
}

// condition is what is known of a chat.
type condition int

const (
	untold condition = iota // it did not fail, as far as is known
	recent                  // it failed, but took something lately
	ill                     // it failed
)

func newHealth() health {
	return health{ill: map[subscriptions.Chat]bool{}, took: map[subscriptions.Chat]time.Time{}}
}

// note takes in what became of a try, and reports whether the chat had failed
// when it was tried the last time.
func (h *health) note(chat subscriptions.Chat, answered bool, now time.Time) (again bool) {
	again = h.ill[chat]
	if answered {
		delete(h.ill, chat)
		if len(h.took) >= mostTook {
			clear(h.took)
		}
		h.took[chat] = now
		return again
	}
	if len(h.ill) >= mostIll {
		clear(h.ill)
	}
	h.ill[chat] = true
	return again
}

func (h *health) of(chat subscriptions.Chat, now time.Time) condition {
	if !h.ill[chat] {
		return untold
	}
	if at, ok := h.took[chat]; ok && now.Sub(at) < tookLately {
		return recent
	}
	return ill
}
