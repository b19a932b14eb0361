package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
	"golang.org/x/sync/errgroup"

	"newsbrief/bot"
	"newsbrief/bot/adapter"
)

// window is how many updates getUpdates returns at most, and so how many are
// under way at the same time.
const window = 100

// confirmTimeout bounds the last request before the program ends.
const confirmTimeout = 2 * time.Second

// Run takes in updates and has them answered until ctx ends. While Telegram is
// away it waits, and says so once. It returns an error only where the token was
// refused for an hour.
func (t *Telegram) Run(ctx context.Context, h bot.Host) error {
	t.host, t.table = h, h.Commands()
	if t.cfg.Token == "" {
		return errors.New("telegram: no token")
	}
	me, err := t.login(ctx)
	if err != nil || ctx.Err() != nil {
		return err
	}
	t.lg.Info("connected to telegram", "bot", me.Name)
	t.dropWebhook(ctx)
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return t.syncMenu(gctx) })
	g.Go(func() error { return t.intake(gctx, me) })
	return g.Wait()
}

// login asks who the bot is, for as long as it takes.
func (t *Telegram) login(ctx context.Context) (user, error) {
	var me user
	backoff := t.newBackoff(t.lg)
	for ctx.Err() == nil {
		err := t.api.call(ctx, "getMe", nil, &me)
		if err == nil {
			backoff.End()
			return me, nil
		}
		if err := t.wait(ctx, backoff, err); err != nil {
			return user{}, err
		}
	}
	return user{}, nil
}

// dropWebhook removes a webhook that another program left: while it stands,
// Telegram hands out no updates.
func (t *Telegram) dropWebhook(ctx context.Context) {
	var hook struct {
		URL string `json:"url"`
	}
	if err := t.api.call(ctx, "getWebhookInfo", nil, &hook); err != nil || hook.URL == "" {
		return // if there is one after all, getUpdates will say so
	}
	if err := t.removeWebhook(ctx); err != nil {
		t.lg.Warn("webhook of another program not removed", "err", err)
	}
}

func (t *Telegram) removeWebhook(ctx context.Context) error {
	// The updates that wait for it are kept: people wrote them to this bot.
	err := t.api.call(ctx, "deleteWebhook", tgbotapi.Params{"drop_pending_updates": "false"}, nil)
	if err == nil {
		t.lg.Warn("removed the webhook that another program had set for this bot")
	}
	return err
}

// intake polls until ctx ends, then lets what is under way finish.
func (t *Telegram) intake(ctx context.Context, me user) error {
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	q := newUpdateQueue(t.lg, t.waits.slow, func(u update) { t.handle(work, me, u) })
	q.concerns = func(u update) bool { return t.concerns(me, u) }
	q.turnAway = func(u update, why adapter.Verdict) { t.turnAway(work, u, why) }
	err := t.poll(ctx, q)
	if left := q.Drain(work, t.waits.drain); left > 0 {
		t.lg.Warn("stopped before all commands were answered", "left", left)
	}
	q.stop()
	stop()
	if err == nil {
		t.confirm(work, q)
	}
	return err
}

// poll asks for updates and queues them.
func (t *Telegram) poll(ctx context.Context, q *updateQueue) error {
	backoff := t.newBackoff(t.lg)
	pause := t.waits.look
	for ctx.Err() == nil {
		asked, open := time.Now(), q.Open()
		from := q.offset(asked)
		raw, err := t.updates(ctx, from, pollSeconds, window)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			if err := t.pollFailed(ctx, backoff, err); err != nil {
				return err
			}
			continue
		}
		backoff.End()
		t.token.Taken()
		fresh, full := q.add(raw), len(raw) == window
		took := time.Since(asked)
		if fresh || took > t.waits.recheck {
			pause = t.waits.look
		}
		if fresh && full {
			continue // there is more, of which somebody wrote the last
		}
		if q.Open() > 0 {
			// Telegram returns what is under way again at once.
			q.Rest(ctx, pause, func() bool { return full && q.lowest() != from })
		} else if !fresh && open == 0 && took < t.waits.look {
			adapter.Sleep(ctx, pause) // a server that does not wait
		}
		pause = min(2*pause, t.waits.recheck)
	}
	return nil
}

func (t *Telegram) updates(ctx context.Context, offset int64, timeout, limit int) ([]json.RawMessage, error) {
	params := tgbotapi.Params{
		"timeout":         strconv.Itoa(timeout),
		"limit":           strconv.Itoa(limit),
		"allowed_updates": allowedUpdates,
	}
	params.AddNonZero64("offset", offset)
	var raw []json.RawMessage
	err := t.api.call(ctx, "getUpdates", params, &raw)
	return raw, err
}

// confirm tells Telegram what was handled, so that the next start does not
// take it in again.
func (t *Telegram) confirm(ctx context.Context, q *updateQueue) {
	offset := q.offset(time.Now())
	if offset == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), confirmTimeout)
	defer cancel()
	if _, err := t.updates(ctx, offset, 0, 1); err != nil {
		t.lg.Warn("handled updates not confirmed, they may be answered twice", "err", err)
	}
}

// pollFailed says what went wrong, cures it or waits. It returns an error that
// trying again would not cure.
func (t *Telegram) pollFailed(ctx context.Context, b *adapter.Backoff, err error) error {
	var refused *apiError
	if errors.As(err, &refused) && refused.Code == http.StatusConflict && strings.Contains(strings.ToLower(refused.Text), "webhook") {
		if t.removeWebhook(ctx) == nil {
			return nil
		}
	}
	if waited := t.wait(ctx, b, err); waited != nil || !isFatal(err) {
		return waited
	}
	_, err = t.login(ctx) // before anything else is asked
	return err
}

func (t *Telegram) newBackoff(lg *slog.Logger) *adapter.Backoff {
	return &adapter.Backoff{Log: lg, Platform: Name, First: t.waits.first, Most: t.waits.most}
}

// wait sleeps, longer each time. It returns an error where that was in vain.
func (t *Telegram) wait(ctx context.Context, b *adapter.Backoff, err error) error {
	if isFatal(err) && ctx.Err() == nil {
		return t.token.Refused(ctx, fmt.Errorf("telegram knows no such bot; is the token right, and the server one of the Bot API? %w", err))
	}
	b.Wait(ctx, absenceText(err), err, retryAfter(err), t.waits.most)
	return nil
}

func absenceText(err error) string {
	var refused *apiError
	switch {
	case !errors.As(err, &refused):
		return "telegram cannot be reached, trying again"
	case refused.Code == http.StatusConflict:
		return "another program takes this bot's updates with the same token: stop it, or use another token; trying again"
	}
	return "telegram refuses updates, trying again"
}

// retryAfter is how long the error itself asks to wait.
func retryAfter(err error) time.Duration {
	var refused *apiError
	var page *httpError
	switch {
	case errors.As(err, &refused):
		return asked(refused.After)
	case errors.As(err, &page):
		return asked(page.After)
	}
	return 0
}
