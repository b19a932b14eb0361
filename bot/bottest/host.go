package bottest

import (
	"context"
	"errors"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

// Host returns what a platform is given to run with, made of parts: each stands
// for all of a [bot.Host] that it can do, a later one before an earlier one. A
// *talk.Bot alone makes a host that is asked for no pace and has no outbox;
// without any part nobody answers.
func Host(parts ...any) bot.Host {
	h := host{alone{}, alone{}, alone{}, alone{}, alone{}, alone{}}
	for _, p := range parts {
		set(&h.Handler, p)
		set(&h.ChatEvents, p)
		set(&h.Localizer, p)
		set(&h.Menu, p)
		set(&h.Pace, p)
		set(&h.Outbox, p)
	}
	return h
}

func set[T any](to *T, part any) {
	if v, ok := part.(T); ok {
		*to = v
	}
}

type host struct {
	bot.Handler
	bot.ChatEvents
	bot.Localizer
	bot.Menu
	bot.Pace
	bot.Outbox
}

// Posted is the outbox of a store as a platform is given it.
type Posted struct{ Store subscriptions.Outbox }

// Post queues the parts now.
func (p Posted) Post(ctx context.Context, chat subscriptions.Chat, parts ...subscriptions.Part) error {
	return p.Store.Post(ctx, chat, time.Now(), parts...)
}

// alone stands for what no part can do.
type alone struct{}

func (alone) Handle(context.Context, bot.Command, bot.Responder) error { return nil }

func (alone) Removed(context.Context, subscriptions.Chat) error { return nil }

func (alone) Restored(context.Context, subscriptions.Chat, string, bot.Responder) error { return nil }

func (alone) Migrated(context.Context, subscriptions.Chat, subscriptions.Chat) error { return nil }

func (alone) Say(key, _ string, _ ...any) string { return key }

func (alone) Commands() []bot.Spec { return nil }

func (alone) Suggest(string, string, string) []bot.Suggestion { return nil }

func (alone) Setup(string) []bot.Choice { return nil }

func (alone) Wait(ctx context.Context, _ subscriptions.Chat) error { return ctx.Err() }

func (alone) Hold(subscriptions.Chat, time.Time) {}

func (alone) Post(context.Context, subscriptions.Chat, ...subscriptions.Part) error {
	return errors.New("no outbox")
}
