package discord

import (
	"context"
	"errors"
	"net/http"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/adapter"
)

// backoff waits while Discord is away, as the gateway and everyone else asks.
type backoff struct{ *adapter.Backoff }

func (d *Discord) newBackoff() backoff {
	return backoff{&adapter.Backoff{Log: d.lg, Platform: Name, First: d.waits.first, Most: d.waits.Most, Steady: d.waits.steady}}
}

// Wait sleeps after a failure, for no longer than most unless Discord asks to.
func (b backoff) Wait(ctx context.Context, err error, most time.Duration) {
	b.Backoff.Wait(ctx, "discord cannot be reached, trying again", err, askedWait(err), most)
}

// askedWait is how long the error itself asks to wait.
func askedWait(err error) time.Duration {
	var held *heldError
	var refused *apiError
	switch {
	case errors.As(err, &held):
	case !errors.As(err, &refused):
		return 0
	case refused.JSON && refused.Status != http.StatusTooManyRequests:
		return 0 // what the answer means for a chat is not meant here
	}
	if failed := sendError(err); failed.Class == bot.Wait {
		return failed.After
	}
	return 0
}
