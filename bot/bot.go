// Package bot is the contract between the conversation and the platforms: what
// a person asked for, the neutral [Message] in which it is answered, and what a
// platform promises.
package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"newsbrief/digest/brief"
	"newsbrief/subscriptions"
)

// Command is something a person asked for: a typed line, a slash command, a
// pressed button. Adapters make it.
type Command struct {
	Chat     subscriptions.Chat
	Name     string // without slash, lower case: "subscribe"
	Args     string // the rest of the line, as typed
	Language string // the platform's hint of the person's language, BCP 47; may be ""
	Group    bool   // more than one person reads the chat
	// Admin reports whether the person may change the chat's settings. It is
	// asked only when that matters, and may be nil where everyone may.
	Admin func(context.Context) (bool, error)
}

// Message is what the bot says, free of any platform's markup. Blocks are
// shown in order, the choices after them.
type Message struct {
	Blocks  []Block
	Choices [][]Choice // rows of buttons
	Replace bool       // the answer to a pressed choice: takes the place of the message it stood under
	Private bool       // meant for the person who asked, where a platform can do that
}

// Add appends paragraphs, leaving out empty ones.
func (m *Message) Add(paragraphs ...string) {
	for _, p := range paragraphs {
		if p != "" {
			m.Blocks = append(m.Blocks, Text(p))
		}
	}
}

// Append adds what another message says and offers.
func (m *Message) Append(other Message) {
	m.Blocks = append(m.Blocks, other.Blocks...)
	m.Choices = append(m.Choices, other.Choices...)
}

// Block is one of [Text], [Heading] and [Story].
type Block interface{ block() }

// Text is a paragraph; newlines in it are kept.
type Text string

// Heading is the title of a digest or of a section of it.
type Heading struct {
	Text string
	Main bool // the digest's own title, above its sections
}

// Story is a headline with its link, its one line, and who tells it and when.
type Story struct {
	brief.Brief
	Mark string // "update", "sample", "" — in the reader's language, shown before the headline
	More string // "+3 sources", "" — in the reader's language
	Age  string // "2 h", "" — in the reader's language
}

// Facts says who tells the story and when: "Nikkei · +3 sources · 2 h".
func (s Story) Facts() string {
	facts := []string{s.More, s.Age}
	if len(s.Sources) > 0 {
		facts = slices.Insert(facts, 0, s.Sources[0].Name)
	}
	return strings.Join(slices.DeleteFunc(facts, func(f string) bool { return f == "" }), " · ")
}

func (Text) block()    {}
func (Heading) block() {}
func (Story) block()   {}

// Choice is a button. Pressing it is the same as typing Line.
type Choice struct {
	Label string
	Line  string // "/subscribe japan": at most 64 bytes
}

// Responder takes the answers to one command, in order. Respond returns when
// the platform has accepted the message.
type Responder interface {
	Respond(ctx context.Context, m Message) error
}

// Progress is a [Responder] that can show that work is under way. note says
// what is being fetched, in the reader's language.
type Progress interface {
	Show(ctx context.Context, note string)
}

// Handler answers commands; the conversation is one.
type Handler interface {
	// Handle answers the command. It returns only errors of r and of ctx;
	// everything else it has told the person and logged.
	Handle(ctx context.Context, c Command, r Responder) error
}

// ChatEvents is what a platform tells about a chat itself.
type ChatEvents interface {
	// Removed is called when the bot was blocked or removed.
	Removed(ctx context.Context, chat subscriptions.Chat) error
	// Restored is called when the bot was let in again, or may send again; r takes
	// the welcome. Where r is nil, what was suspended is restored without a
	// word, and a chat that set up nothing stays unknown.
	Restored(ctx context.Context, chat subscriptions.Chat, language string, r Responder) error
	// Migrated is called when the platform gave the chat another id.
	Migrated(ctx context.Context, from, to subscriptions.Chat) error
}

// Localizer says texts in the language of whoever reads them.
type Localizer interface {
	// Say returns the text with the key in the language, given as BCP 47, its
	// placeholders filled with pairs of name and value; the key itself where
	// there is no such text.
	Say(key, language string, pairs ...any) string
}

// Menu is what can be asked for.
type Menu interface {
	// Commands returns the command table with what each command does, in every
	// language.
	Commands() []Spec
	// Suggest returns values for what a person has typed of an option
	// ([Option.Suggests]), the likeliest first.
	Suggest(option, typed, language string) []Suggestion
	// Setup returns the choices by which a chat is set up.
	Setup(language string) []Choice
}

// Suggestion is a value that is offered while a person types.
type Suggestion struct {
	Label string // what the person sees
	Value string // what is typed for them
}

// Outbox takes what a platform cannot send now.
type Outbox interface {
	// Post queues parts of an answer, to be sent when the platform takes them.
	Post(ctx context.Context, chat subscriptions.Chat, parts ...subscriptions.Part) error
}

// Host is all that a platform is given to run with. None of it is left out.
type Host interface {
	Handler
	ChatEvents
	Localizer
	Menu
	Pace
	Outbox
}

// ErrTokenRefused is why [Platform.Run] ends whose token was refused for an
// hour.
var ErrTokenRefused = errors.New("the token is refused")

// Platform is one chat service.
type Platform interface {
	// Name is what stands in [subscriptions.Chat.Platform].
	Name() string
	// Run takes in what people write and has the host answer it until ctx ends.
	// It returns nil then, or an error that trying again would not cure; an
	// [ErrTokenRefused] where the token was refused for an hour.
	Run(ctx context.Context, h Host) error
	// Render turns a message into the parts that Send takes. It is pure.
	Render(m Message) []subscriptions.Part
	// Send delivers one part once. It returns the platform's id of the message
	// when the platform accepted it ("" where the answer does not say), else a
	// [*SendError]. It neither waits nor retries.
	Send(ctx context.Context, d subscriptions.Delivery) (message string, err error)
	// Limits says how much the platform allows.
	Limits() Limits
}

// Limits are a platform's own numbers; zero is no limit.
type Limits struct {
	PerSecond      float64 // messages a second over all chats
	ChatPerSecond  float64 // to one private chat
	GroupPerMinute float64 // to one group
	Group          func(subscriptions.Chat) bool
	Senders        int // concurrent sends
}

// Pace is the one budget of a platform: adapters wait for it before they
// answer, the outbox before it sends. Answers go ahead of digests.
type Pace interface {
	// Wait returns when the chat may be sent one message, or with ctx's error.
	Wait(ctx context.Context, chat subscriptions.Chat) error
	// Hold lets nothing go to the chat before until; the zero chat means everyone.
	Hold(chat subscriptions.Chat, until time.Time)
}

// Class is what a failed send means for what happens next.
type Class int

const (
	// Transient: try again later.
	Transient Class = iota
	// Wait: the platform asks to wait for SendError.After.
	Wait
	// Rejected: the payload is at fault; plain text may do.
	Rejected
	// Gone: the chat no longer takes messages.
	Gone
	// Moved: the chat has the id SendError.To now.
	Moved
	// Fatal: nothing can be sent at all, as with a revoked token.
	Fatal
)

// SendError is a failed send. Its text holds no secret.
type SendError struct {
	Class  Class
	After  time.Duration      // for Wait
	Global bool               // for Wait: every chat has to
	To     subscriptions.Chat // for Moved
	Err    error
}

// Error says the cause.
func (e *SendError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *SendError) Unwrap() error { return e.Err }
