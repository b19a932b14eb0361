package telegram

import (
	"cmp"
	"context"

	"newsbrief/bot"
	"newsbrief/bot/adapter"
)

// mostAnswers is how many presses that are turned away are answered at a time.
const mostAnswers = 8

// turnAway ends what is not handled, for its chat has too many waiting or the
// same press already: a press stops spinning, and who wrote is told once a
// minute. In a channel all readers would be.
func (t *Telegram) turnAway(ctx context.Context, u update, why adapter.Verdict) {
	ctx, cancel := context.WithTimeout(ctx, t.waits.handle)
	defer cancel()
	defer adapter.Recover(t.lg, t.api.secret.Hide, "update", u.ID)
	if u.Callback != nil {
		t.dismiss(ctx, u.Callback, why)
		return
	}
	m := u.message()
	if m.Chat.Type == channel || !t.slowed.First(chatOf(m.Chat.ID, 0).ID) {
		return
	}
	t.lg.Info("skipped messages of a chat that has too many waiting", "chat", m.Chat.ID)
	r := t.respondTo(chatOf(m.Chat.ID, m.thread()))
	if err := r.Respond(ctx, bot.Message{Blocks: []bot.Block{bot.Text(t.slow(cmp.Or(m.From, &user{})))}}); err != nil {
		t.lg.Warn("could not say that messages were skipped", "chat", m.Chat.ID, "err", t.api.secret.Clean(err))
	}
}

// dismiss stops a pressed button spinning, as long as few are dismissed at a
// time: nothing hangs on it.
func (t *Telegram) dismiss(ctx context.Context, pr *callback, why adapter.Verdict) {
	select {
	case t.answering <- struct{}{}:
	default:
		return
	}
	text := ""
	if why == adapter.TooMany {
		text = t.slow(&pr.From)
	}
	(&openCallback{t: t, id: pr.ID}).answer(ctx, text)
	<-t.answering
}

func (t *Telegram) slow(to *user) string { return t.host.Say("flood.slow", to.Language) }
