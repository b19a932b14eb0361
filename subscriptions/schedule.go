package subscriptions

import (
	"fmt"
	"time"
)

// TimeOfDay is a wall-clock time in minutes since midnight, 0 to 1439.
type TimeOfDay int

// String returns the time as "08:00".
func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", int(t)/60, int(t)%60) }

// Days is a set of weekdays: bit n stands for time.Weekday(n).
type Days uint8

// The sets that have a name.
const (
	EveryDay Days = 1<<7 - 1
	Weekdays Days = EveryDay &^ Weekend
	Weekend  Days = 1<<time.Saturday | 1<<time.Sunday
)

// Has reports whether the set holds the day.
func (d Days) Has(day time.Weekday) bool { return d&(1<<day) != 0 }

// Schedule is when a chat gets its digests: at these wall-clock times of the
// zone, on these days.
type Schedule struct {
	Zone    string      // IANA name
	Guessed bool        // the zone was inferred, not chosen
	Times   []TimeOfDay // ascending, each once
	Days    Days
}

// Slot is one local date and wall-clock time at which a chat is due. With the
// chat it is the identity of a digest.
type Slot struct {
	Date string // "2026-11-24", local
	Time TimeOfDay
}

// String returns the slot as "2026-11-24 08:00".
func (s Slot) String() string { return s.Date + " " + s.Time.String() }

// Due is a slot and the instant on which it falls.
type Due struct {
	Slot Slot
	At   time.Time
}
