package bottest

import (
	"errors"
	"log/slog"
	"testing"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

// Rig makes a platform, which logs to lg, and before it a service that keeps
// the rules of the real one. What it starts it ends by t.Cleanup.
type Rig func(t *testing.T, lg *slog.Logger) Service

// Service is a platform and the service before it.
type Service interface {
	// Platform is what is tested. It is not run yet.
	Platform() bot.Platform
	Person
	Chats
	Faults
	Life
}

// ErrNone is returned for what the platform's service does not have.
var ErrNone = errors.New("there is no such thing here")

// Person is somebody who talks to the bot. What they do is under way when the
// methods return.
type Person interface {
	// Say types a line in the person's private chat.
	Say(line string) error
	// Press presses the button there that was shown last with the label.
	Press(label string) error
	// SayInGroup types a line in a group, as one of its admins or as a member.
	SayInGroup(line string, admin bool) error
}

// Chats are where the bot talks.
type Chats interface {
	// Private is the person's private chat.
	Private() subscriptions.Chat
	// Group is where SayInGroup types.
	Group() subscriptions.Chat
	// Read returns the messages of the private chat that are new or changed since
	// it was called last, as a person reads them: free of markup, without the
	// targets of links, the labels of their choices behind them.
	Read() []string
}

// Faults are what goes wrong.
type Faults interface {
	// Fail has the service answer the next message to the private chat so that
	// it means the class.
	Fail(class bot.Class) error
	// FailAnswer has the service be away for the next answer to the person.
	FailAnswer() error
	// Requests is how many messages to the private chat the service was asked
	// to take.
	Requests() int
	// Secret is what the platform must keep to itself, "" if it has no secret.
	Secret() string
}

// Life is what becomes of a group.
type Life interface {
	// Remove removes the bot from the group.
	Remove() error
	// Restore lets the bot, which was removed, in again.
	Restore() error
	// Migrate gives the group another id.
	Migrate() (to subscriptions.Chat, err error)
}
