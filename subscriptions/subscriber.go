package subscriptions

import (
	"slices"
	"time"
)

// Length is how much a digest says of each topic.
type Length string

// The lengths a chat can choose. The zero value means [Normal].
const (
	Short  Length = "short"
	Normal Length = "normal"
	Long   Length = "long"
)

// Subscriber is a chat with its settings, its one schedule and its
// subscriptions, in the order in which they were made.
type Subscriber struct {
	Chat     Chat
	Language string   // BCP 47 tag in which the bot speaks to the chat; "" if never chosen
	Reads    []string // BCP 47 tags of the languages whose stories the chat wants; empty: Language and English
	Schedule Schedule
	Topics   []Topic
	Length   Length

	PausedUntil time.Time // no digest falls due before; zero: not paused
	Suspended   time.Time // since when the platform refuses us; zero: not suspended

	// Due is the next slot and its instant, zero if none: no topics,
	// suspended, or no schedule. The store's index follows Due.At.
	Due Due

	// Done counts the slots of one local date that have been claimed, so that
	// a changed schedule never yields a day's digest twice.
	Done Done

	// Version is raised by the store at every change.
	Version uint64
}

// Done is the newest local date on which a chat's digests were claimed, and
// how many of that date's.
type Done struct {
	Date  string // as in [Slot]
	Count int
	At    time.Time // when the last was, by the clock of then
}

// Told says that a chat has been told a story.
type Told struct {
	Item    string    // id of the story's lead item when it was told
	Sources int       // how many publishers told it then: more, and it has grown
	At      time.Time // when; the store forgets it after [ToldFor]

	// What the story stands in, for the store alone: a claim comes without.
	Part  int   // of its digest, from 1; 0: not known
	Topic Topic // whose section it is in, "" if none
}

// Untold reports whether the story is told no longer when parts of its digest
// leave the outbox unsent: that is what left reports of a part. A story of which the part
// is not known goes with the first.
func (t Told) Untold(left func(part int) bool) bool { return left(max(1, t.Part)) }

// Unwanted returns which parts of a digest hold stories, but none of a topic
// that the chat still has. told is what the digest tells.
func (s Subscriber) Unwanted(told []Told) map[int]bool {
	unwanted := map[int]bool{}
	for _, t := range told {
		if t.Part > 0 {
			unwanted[t.Part] = true
		}
	}
	for _, t := range told {
		if t.Topic == "" || slices.Contains(s.Topics, t.Topic) {
			delete(unwanted, t.Part)
		}
	}
	return unwanted
}

// ToldFor is how long the ledger remembers what a chat was told. It is longer
// than the archive keeps items, so that no story outlives its record.
const ToldFor = 7 * 24 * time.Hour

// SuspendedFor is how long a suspended chat's settings are kept.
const SuspendedFor = 30 * 24 * time.Hour

// Active reports whether the chat wants digests and can get them: it has
// topics and is not suspended. A paused chat is active.
func (s Subscriber) Active() bool { return len(s.Topics) > 0 && s.Suspended.IsZero() }

// Subscribe adds the topic behind the others. It reports false if the chat
// had it already.
func (s *Subscriber) Subscribe(t Topic) bool {
	if slices.Contains(s.Topics, t) {
		return false
	}
	s.Topics = append(s.Topics, t)
	return true
}

// Unsubscribe removes the topic. It reports false if the chat did not have it.
func (s *Subscriber) Unsubscribe(t Topic) bool {
	i := slices.Index(s.Topics, t)
	if i < 0 {
		return false
	}
	s.Topics = slices.Delete(s.Topics, i, i+1)
	return true
}

// Clone returns a copy that shares no memory with s.
func (s Subscriber) Clone() Subscriber {
	s.Reads = slices.Clone(s.Reads)
	s.Topics = slices.Clone(s.Topics)
	s.Schedule.Times = slices.Clone(s.Schedule.Times)
	return s
}

// Inherit makes s, which is to replace old, go on where old stands: what old
// has claimed of a date is not claimed again.
func (s *Subscriber) Inherit(old Subscriber) {
	s.Done = later(s.Done, old.Done)
	if place := slices.Index(s.Schedule.Times, s.Due.Slot.Time); s.covers(s.Due.Slot.Date, place) {
		s.Due = s.next(s.Due.At)
	}
}

// Merge adds to s what the chat from had subscribed to. The settings of s
// stand. If s was due for nothing, it takes the turn of from.
func (s *Subscriber) Merge(from Subscriber) {
	for _, t := range from.Topics {
		s.Subscribe(t)
	}
	s.Done = later(s.Done, from.Done)
	if s.Due.At.IsZero() && s.Active() {
		s.Due = from.Due
	}
}

func later(a, b Done) Done {
	if a.Date > b.Date || a.Date == b.Date && a.Count > b.Count {
		return a
	}
	return b
}
