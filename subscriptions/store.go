package subscriptions

import (
	"context"
	"time"
)

// The contracts of a store. All of them are safe for concurrent use; whatever
// changes something returns only when the change is durable. They hand out
// values, never an iterator or a transaction, so that several machines can
// share a store: what is being worked on is claimed under a [Lease].
//
// now is the caller's clock, and a store judges by no other who is due, what may
// go, and when a lease has run out. So the callers of one store have to agree
// on the time. Those of an embedded one have the same clock; a store that
// machines share compares now with its database's clock, and refuses a call
// whose now is further from it than a small part of the shortest lease.

// Store is all that a store offers.
type Store interface {
	Subscribers
	Bulk
	Slots
	Outbox
	Upkeep
}

// Subscribers keeps what people set up. A record that cannot be read is logged
// and counts as none, so that its chat can be set up again. Any change of a record, by whichever
// method, raises its Version and ends the lease of its claim; one that suspends
// the chat also removes the chat's parts from the outbox. What leaves the
// outbox unsent leaves the ledger too ([Told.Untold]), so that it is told with
// the next digest.
type Subscribers interface {
	// Get returns the chat's record, or [ErrNotFound].
	Get(ctx context.Context, chat Chat) (Subscriber, error)
	// Update runs change on the chat's record in one transaction and returns
	// what is then stored. An unknown chat is handed over with only its Chat
	// set. change may run more than once and must not block; if it returns an
	// error nothing is written and Update returns that error. What waits in the
	// outbox and is of no topic any more ([Subscriber.Unwanted]) leaves it.
	Update(ctx context.Context, chat Chat, change func(*Subscriber) error) (Subscriber, error)
	// Delete removes the chat and all that is kept of it: outbox and ledger
	// too. Deleting an unknown chat is no error.
	Delete(ctx context.Context, chat Chat) error
	// Move re-keys all that is kept of from to the platform id of to: record,
	// ledger and outbox, of the chat and of each of its threads, which keep
	// their names. Where to has a record of its own that stands, and takes in
	// the other ([Subscriber.Merge]); what waits goes behind what waits there;
	// of what both were told the newer entry stands. A part keeps its ID.
	// Moving an unknown chat is no error.
	Move(ctx context.Context, from, to Chat) error
}

// Bulk reads and writes many subscribers, for export and import.
type Bulk interface {
	// Page returns up to limit subscribers in the store's own stable order,
	// beginning behind the chat after (the zero chat: from the start). The
	// threads of a chat stand directly behind the chat, or where it would be.
	Page(ctx context.Context, after Chat, limit int) ([]Subscriber, error)
	// Import writes the subscribers, each in place of what is stored of its
	// chat's settings, from which it takes over what was claimed
	// ([Subscriber.Inherit]). Outbox and ledger stay.
	Import(ctx context.Context, subs []Subscriber) error
}

// Slots finds who is due and turns a due slot into queued parts, once.
type Slots interface {
	// Claim leases up to limit chats of the platform whose Due.At is not after
	// now, the longest due first and within one slot in an order that changes
	// from day to day. Its cost follows the number returned, not the number of
	// subscribers nor of what is due on other platforms. A claim whose lease
	// ran out can be claimed again.
	Claim(ctx context.Context, platform string, now time.Time, lease time.Duration, limit int) ([]Claim, error)
	// Queue puts each claim's parts into the outbox, adds to the ledger what
	// they tell, and moves the chat to its next slot ([Subscriber.Advance]):
	// all of it or, for a claim that was lost, nothing. Lost claims do not
	// keep the others from being queued; they are returned joined, each
	// wrapping [ErrLeaseLost].
	Queue(ctx context.Context, now time.Time, done ...Queued) error
	// Release gives claims back unqueued: they are due again at once.
	Release(ctx context.Context, claims ...Claim) error
}

// Upkeep is what somebody has to call now and then. None of it reads more than
// it changes, but RescheduleFar, which reads all who are due later than [NearestFar].
type Upkeep interface {
	// RemoveSuspended removes chats that have been suspended for
	// [SuspendedFor], with all that is kept of them, and says how many.
	RemoveSuspended(ctx context.Context, now time.Time) (int, error)
	// RescheduleFar schedules anew who is [Subscriber.DueTooFarAhead].
	RescheduleFar(ctx context.Context, now time.Time) error
	// HastenParts has go at once what is to wait for longer than
	// [LongestWait], unless now is not [Plausible].
	HastenParts(ctx context.Context, now time.Time) error
}

// Lease is the right to finish what was claimed or taken. It ends when its time
// has run out, and before that with any change of the chat's record or part by
// somebody else. What is done under a lease that ended is refused with
// [ErrLeaseLost], so that nothing is recorded twice.
type Lease struct {
	// Holder is the process that has the lease, by the name that it made for
	// itself when it opened the store: no two have the same. Opening an
	// embedded store ends the leases of those that had it before.
	Holder string
	// Epoch is higher with each lease that the holder gets, so that a lease
	// cannot be taken for a later one of the same chat.
	Epoch uint64
}

// Claim is a due chat in the hands of whoever composes its digest.
type Claim struct {
	Subscriber Subscriber
	Told       []Told // what the chat has been told within [ToldFor]
	Lease      Lease
}

// Queued is what came of a claim. No parts: there was nothing to send.
type Queued struct {
	Claim Claim
	Parts []Part
	Told  []Told
}

// Part is one platform message of a digest as the platform rendered it. Only
// that platform reads the body, and nobody changes it: what many chats are
// told alike is kept once for all of them.
type Part struct {
	Body    []byte
	Stories int // of the message it holds, in their order; no store keeps it
}

// Outbox keeps the parts that are to be sent, until the platform took them.
type Outbox interface {
	// Take leases up to limit deliveries of the platform whose NotBefore is
	// not after now, the oldest first, never more than one of a chat: the
	// parts of a chat go out in order, and a chat that has to wait holds up
	// nobody else. It also returns the instant at which more may be ready, zero if nothing is left.
	Take(ctx context.Context, platform string, now time.Time, lease time.Duration, limit int) ([]Delivery, time.Time, error)
	// Settle records what became of deliveries that were taken. Lost ones are
	// returned joined, each wrapping [ErrLeaseLost]; the others are recorded.
	Settle(ctx context.Context, now time.Time, settled ...Settled) error
	// Post queues parts outside any slot, ahead of all digests.
	Post(ctx context.Context, chat Chat, now time.Time, parts ...Part) error
	// Ready returns the channel on which the store hints that parts of the
	// platform may have become ready, whichever process queued them. One hint
	// stands for all that came since the last was received, so that there is
	// one receiver in a process. What becomes ready as time passes is not
	// hinted at: Take says when that is.
	Ready(platform string) <-chan struct{}
}

// Delivery is one part on its way to one chat.
type Delivery struct {
	ID        uint64 // the part's own in its store, for ever
	Chat      Chat
	Slot      Slot // zero for what was posted outside a slot
	Part      int  // from 1
	Parts     int
	Body      []byte
	Plain     bool      // the platform refused the markup: send it as plain text
	Attempt   int       // how many times it was tried before
	Queued    time.Time // when it entered the outbox
	NotBefore time.Time
	Lease     Lease

	// Note is to be said above the body, "" for nothing. No store keeps it:
	// whoever sends the delivery adds it.
	Note string
}

// Outcome is what became of a delivery.
type Outcome int

const (
	// Sent: the platform accepted it. It leaves the outbox.
	Sent Outcome = iota
	// Retry: it stays, one attempt more, until Settled.NotBefore.
	Retry
	// RetryPlain is Retry with the part marked to go as plain text.
	RetryPlain
	// Untried: it stays as it is until Settled.NotBefore.
	Untried
	// Refused: even plain text was refused; it leaves the outbox.
	Refused
	// Gone: the chat no longer takes messages. It is suspended, its parts
	// leave the outbox, what it set up is kept for [SuspendedFor].
	Gone
)

// Settled is a delivery and its outcome.
type Settled struct {
	Delivery  Delivery
	Outcome   Outcome
	NotBefore time.Time // for Retry, RetryPlain and Untried
	// Message is the platform's id of what was sent, "" where it is not known.
	// A store that writes receipts keeps it with the chat, slot and part.
	Message string
}
