package talk

import (
	"context"
	"errors"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

// errUnchanged ends an update that has nothing to change.
var errUnchanged = errors.New("unchanged")

// Removed suspends the chat: what it set up is kept for
// [subscriptions.SuspendedFor] in case the bot is let back in.
func (b *Bot) Removed(ctx context.Context, chat subscriptions.Chat) error {
	return b.update(ctx, chat, func(s *subscriptions.Subscriber) error {
		if s.Schedule.Zone == "" || !s.Suspended.IsZero() {
			return errUnchanged
		}
		s.Suspended = time.Now()
		return nil
	})
}

// Restored ends the suspension, of the chat's threads too, and welcomes the chat. A
// thread is welcomed only where it was suspended: that it was opened again is
// no news to those who set nothing up in it. Without r nobody is welcomed.
func (b *Bot) Restored(ctx context.Context, chat subscriptions.Chat, language string, r bot.Responder) error {
	restored, err := b.restore(ctx, chat)
	if err != nil || r == nil || chat.Thread != "" && !restored {
		return err
	}
	return b.Handle(ctx, bot.Command{Chat: chat, Name: "start", Language: language}, r)
}

// Migrated re-keys the chat. Under its new id it takes messages, even where a
// platform said of the old one that the bot had left it.
func (b *Bot) Migrated(ctx context.Context, from, to subscriptions.Chat) error {
	if err := b.cfg.Subscribers.Move(ctx, from, to); err != nil {
		return err
	}
	to.Thread = ""
	_, err := b.restore(ctx, to)
	return err
}

// threadsAtOnce is how many of a chat's threads are read at a time.
const threadsAtOnce = 16

// restore ends the suspension of the chat and of its threads. It reports whether the chat itself was suspended.
func (b *Bot) restore(ctx context.Context, chat subscriptions.Chat) (restored bool, err error) {
	if restored, err = b.revive(ctx, chat); err != nil {
		return restored, err
	}
	if chat.Thread != "" {
		return restored, nil
	}
	return restored, b.restoreThreads(ctx, chat)
}

func (b *Bot) restoreThreads(ctx context.Context, chat subscriptions.Chat) error {
	for after := chat; ; {
		page, err := b.cfg.Subscribers.Page(ctx, after, threadsAtOnce)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, sub := range page {
			after = sub.Chat
			if after.Platform != chat.Platform || after.ID != chat.ID {
				return nil
			}
			if _, err := b.revive(ctx, after); err != nil {
				return err
			}
		}
	}
}

func (b *Bot) revive(ctx context.Context, chat subscriptions.Chat) (revived bool, err error) {
	err = b.update(ctx, chat, func(s *subscriptions.Subscriber) error {
		revived = false
		if s.Schedule.Zone == "" || s.Suspended.IsZero() {
			return errUnchanged
		}
		s.Suspended, revived = time.Time{}, true
		return nil
	})
	return revived, err
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
