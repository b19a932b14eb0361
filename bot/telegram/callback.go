package telegram

import (
	"context"
	"sync"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"newsbrief/bot"
	"newsbrief/bot/plain"
)

// maxAlert is how much Telegram shows over a chat in answer to a press.
const maxAlert = 200

// openCallback is a pressed button, which spins until it is answered: by the first
// answer, by the end of the command, or when it has spun for long enough.
type openCallback struct {
	t    *Telegram
	id   string
	once sync.Once
}

// answer stops the spinning and shows the text, if any, to the person who
// pressed. Only the first answer counts; it reports whether this was it and
// was taken.
func (p *openCallback) answer(ctx context.Context, text string) bool {
	taken := false
	p.once.Do(func() {
		params := tgbotapi.Params{"callback_query_id": p.id}
		params.AddNonEmpty("text", plain.Clip(text, maxAlert))
		params.AddBool("show_alert", text != "")
		// Telegram forgets presses within a minute or so, and nothing
		// hangs on this.
		err := p.t.api.call(ctx, "answerCallbackQuery", params, nil)
		if err != nil {
			p.t.lg.Debug("could not answer a press", "err", err)
		}
		taken = err == nil
	})
	return taken
}

func (t *Telegram) handleCallback(ctx context.Context, me user, queued *callback) {
	own := *queued // the queue compares it with those that come in meanwhile
	pr := &own
	p := &openCallback{t: t, id: pr.ID}
	defer p.answer(ctx, "")
	timer := time.AfterFunc(t.waits.spin, func() { p.answer(ctx, "") })
	defer timer.Stop()
	if pr.Message == nil {
		p.answer(ctx, t.stale(pr.From.Language))
		return
	}
	ref, targeted := "", false
	if pr.Message.Chat.Type == private {
		ref, pr.Data, targeted = targetOfButton(pr.Data)
	}
	c, ok := t.callbackCommand(me, pr)
	r := t.respondTo(c.Chat)
	r.callback, r.replaces = p, pr.Message.ID
	reader, refusal := t.onlyReads(ctx, pr, c)
	switch {
	case reader:
		p.answer(ctx, refusal)
	case !ok:
		p.answer(ctx, t.stale(pr.From.Language))
	case targeted:
		t.runFor(ctx, me, pr.From, ref, c, r)
	default:
		t.run(ctx, c, r)
	}
}

// callbackCommand is the line that stands behind a button. Whoever can write to
// Telegram can send any line, so it is worth no more than a typed one. ok is
// false where the bot has no such button.
func (t *Telegram) callbackCommand(me user, pr *callback) (c bot.Command, ok bool) {
	m := pr.Message
	c, ok = t.command(me, m.Chat.Type, pr.Data)
	c.Chat = chatOf(m.Chat.ID, m.thread())
	c.Group = m.Chat.Type != private
	c.Language = pr.From.Language
	if c.Group {
		c.Admin = t.admins.of(m.Chat, pr.From.ID)
	}
	return c, ok && t.knows(c.Name)
}

// onlyReads reports whether a channel's button was pressed by somebody who may
// not post there, with the sentence for them: what a press is answered with
// would be read by everyone.
func (t *Telegram) onlyReads(ctx context.Context, pr *callback, c bot.Command) (reads bool, refusal string) {
	if pr.Message.Chat.Type != channel {
		return false, ""
	}
	writes, err := c.Admin(ctx)
	switch {
	case err != nil:
		return true, t.unsure(pr.From, err)
	case !writes:
		return true, t.host.Say("telegram.foreign", pr.From.Language, "Chat", pr.Message.Chat.label())
	}
	return false, ""
}

func (t *Telegram) stale(language string) string { return t.host.Say("stale", language) }

// alertText is the message as a text that is shown to one person over the chat, ""
// where it is more than that can hold.
func alertText(m bot.Message) string {
	if len(m.Choices) > 0 || len(m.Blocks) != 1 {
		return ""
	}
	text, ok := m.Blocks[0].(bot.Text)
	if s := plain.Clean(string(text)); ok && plain.Units(s) <= maxAlert {
		return s
	}
	return ""
}
