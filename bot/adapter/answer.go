package adapter

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

// Answer is one part of an answer, on its way to who asked.
type Answer interface {
	// Try makes one request. Its error is a [*bot.SendError] or the context's.
	Try(ctx context.Context, as Form) error
	// Displaced reports whether the error says that the message whose place the
	// answer was to take is none that it can take.
	Displaced(err error) bool
	// Later returns the part that the outbox sends in place of the answer; ok is
	// false where it must not.
	Later() (p subscriptions.Part, ok bool)
}

// Form is how an answer is sent.
type Form struct {
	Plain bool // without its markup
	Apart bool // as a message of its own, whatever place it was to take
}

// Answers sends the answers to one command. Each is sent once, unless the
// platform itself says what to do otherwise: as a message of its own, as plain
// text, to the chat's new id, after a wait that somebody who asked can be asked
// for. What it does not take then goes to the outbox, and so does what comes
// behind it: there is no second place where sends are retried.
type Answers struct {
	Log      *slog.Logger
	Host     bot.Host
	Chat     subscriptions.Chat                        // to which they go
	Own      bool                                      // a limit is not the chat's, but that of these answers
	Patience time.Duration                             // the longest wait
	Moved    func(context.Context, subscriptions.Chat) // is told of the chat's new id; nil: it never has one
	Returns  bool                                      // a command that is being answered when the program stops comes again

	later bool // an answer was handed over
}

// Send sends one part.
func (s *Answers) Send(ctx context.Context, a Answer) error {
	if s.later {
		return s.handOver(ctx, a, nil)
	}
	var as Form
	waited, moved := false, false
	for {
		err := a.Try(ctx, as)
		failed, ok := errors.AsType[*bot.SendError](err)
		switch {
		case err == nil:
			return nil
		case !ok:
			return s.giveUp(ctx, a, err)
		case !as.Apart && a.Displaced(err):
			as.Apart = true
		case failed.Class == bot.Rejected && !as.Plain:
			s.Log.Error("markup refused, sending plain text", "chat", s.Chat, "err", err)
			as.Plain = true
		case failed.Class == bot.Moved && !moved && s.Moved != nil:
			s.Moved(ctx, failed.To)
			s.Chat, as.Apart, moved = failed.To, true, true
		case failed.Class == bot.Wait && s.wait(ctx, failed, waited):
			waited = true
		default:
			return s.giveUp(ctx, a, err)
		}
	}
}

// wait lets the pace know that the platform asks to wait, and does so where it
// is not for long, once.
func (s *Answers) wait(ctx context.Context, failed *bot.SendError, waited bool) bool {
	until := time.Now().Add(failed.After)
	switch {
	case failed.Global:
		s.Host.Hold(subscriptions.Chat{}, until)
	case !s.Own:
		s.Host.Hold(s.Chat, until)
	}
	if waited || failed.After > s.Patience {
		return false
	}
	Sleep(ctx, failed.After)
	return ctx.Err() == nil
}

// giveUp hands the answer over to be sent later, where that may help.
func (s *Answers) giveUp(ctx context.Context, a Answer, err error) error {
	failed, ok := errors.AsType[*bot.SendError](err)
	if ok && failed.Class != bot.Wait && failed.Class != bot.Transient || s.Returns && errors.Is(ctx.Err(), context.Canceled) {
		return err
	}
	return s.handOver(ctx, a, err)
}

func (s *Answers) handOver(ctx context.Context, a Answer, cause error) error {
	p, ok := a.Later()
	if !ok {
		return cause
	}
	if err := s.Host.Post(context.WithoutCancel(ctx), s.Chat, p); err != nil {
		return errors.Join(cause, fmt.Errorf("queue answer: %w", err))
	}
	if cause != nil {
		s.Log.Warn("answer queued for later", "chat", s.Chat, "err", cause)
	}
	s.later = true
	return nil
}
