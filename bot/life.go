package bot

import (
	"context"
	"errors"
	"time"

	"newsbrief/subscriptions"
)

// errUnchanged ends an update that has nothing to change.
var errUnchanged = errors.New("unchanged")

// Lost suspends the chat: what it set up is kept for
// [subscriptions.SuspendedFor] in case the bot is let back in.
func (b *Bot) Lost(ctx context.Context, chat subscriptions.Chat) error {
	return b.update(ctx, chat, func(s *subscriptions.Subscriber) error {
		if s.Schedule.Zone == "" || !s.Suspended.IsZero() {
			return errUnchanged
		}
		s.Suspended = time.Now()
		return nil
	})
}

// Back ends the suspension and welcomes the chat.
func (b *Bot) Back(ctx context.Context, chat subscriptions.Chat, language string, r Responder) error {
	err := b.update(ctx, chat, func(s *subscriptions.Subscriber) error {
		if s.Schedule.Zone == "" || s.Suspended.IsZero() {
			return errUnchanged
		}
		s.Suspended = time.Time{}
		return nil
	})
	if err != nil {
		return err
	}
	return b.Handle(ctx, Command{Chat: chat, Name: "start", Language: language}, r)
}

// Moved re-keys the chat.
func (b *Bot) Moved(ctx context.Context, from, to subscriptions.Chat) error {
	return b.cfg.Subscribers.Move(ctx, from, to)
}

func (b *Bot) update(ctx context.Context, chat subscriptions.Chat, change func(*subscriptions.Subscriber) error) error {
	_, err := b.cfg.Subscribers.Update(ctx, chat, func(s *subscriptions.Subscriber) error {
		if err := change(s); err != nil {
			return err
		}
		s.Reschedule(time.Now())
		return nil
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}
