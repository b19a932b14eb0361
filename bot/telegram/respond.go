package telegram

import (
	"context"
	"fmt"
	"strconv"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"newsbrief/bot"
	"newsbrief/bot/adapter"
	"newsbrief/subscriptions"
)

const (
	patience      = 30 * time.Second // the longest that an answer waits for Telegram
	typingTimeout = 3 * time.Second
)

// responder sends the answers to one command.
type responder struct {
	t        *Telegram
	answers  adapter.Answers
	replyTo  int64         // the message that the first answer refers to, 0: none
	callback *openCallback // nil: no button was pressed
	replaces int64         // the message under which it was, as long as it stands
	target   *chat         // the chat that the answers are about, nil: the one they go to
}

// respondTo returns what answers in the chat.
func (t *Telegram) respondTo(chat subscriptions.Chat) *responder {
	r := &responder{t: t}
	r.answers = adapter.Answers{
		Log: t.lg, Host: t.host, Chat: chat, Patience: patience, Returns: true,
		Moved: func(ctx context.Context, to subscriptions.Chat) { t.moved(ctx, r.answers.Chat, to) },
	}
	return r
}

var _ bot.Progress = (*responder)(nil)

// Show shows that the bot is typing.
func (r *responder) Show(ctx context.Context, _ string) {
	if r.callback != nil {
		r.callback.answer(ctx, "")
	}
	ctx, cancel := context.WithTimeout(ctx, typingTimeout)
	defer cancel()
	params := tgbotapi.Params{"action": tgbotapi.ChatTyping}
	address(params, r.answers.Chat)
	if err := r.t.api.call(ctx, "sendChatAction", params, nil); err != nil {
		r.t.lg.Debug("typing not shown", "chat", r.answers.Chat, "err", err)
	}
}

// Respond sends the message's parts in order. The answer to a press that is
// meant for one person is shown over the chat if it is short enough.
func (r *responder) Respond(ctx context.Context, m bot.Message) error {
	if r.callback != nil {
		if text := alertText(m); m.Private && text != "" && r.callback.answer(ctx, text) {
			return nil
		}
		r.callback.answer(ctx, "")
	}
	if r.target != nil {
		m = r.t.targeted(m, *r.target)
	}
	for _, part := range r.t.Render(m) {
		edit := int64(0)
		if m.Replace {
			edit, r.replaces = r.replaces, 0
		}
		if err := r.answers.Send(ctx, &reply{r, part, edit}); err != nil {
			return err
		}
	}
	return nil
}

// reply is one part on its way.
type reply struct {
	*responder
	part subscriptions.Part
	edit int64 // the message whose place it takes, 0: none
}

// Try makes one request, when the chat's pace allows it.
func (p *reply) Try(ctx context.Context, as adapter.Form) error {
	if err := p.t.host.Wait(ctx, p.answers.Chat); err != nil {
		return err
	}
	params, err := requestParams(p.part.Body, as.Plain)
	if err != nil {
		return &bot.SendError{Class: bot.Rejected, Err: err}
	}
	method := "sendMessage"
	if p.edit != 0 && !as.Apart {
		method = "editMessageText"
		params["chat_id"] = p.answers.Chat.ID
		params["message_id"] = strconv.FormatInt(p.edit, 10)
	} else {
		address(params, p.answers.Chat)
		if p.replyTo != 0 {
			params["reply_parameters"] = fmt.Sprintf(`{"message_id":%d,"allow_sending_without_reply":true}`, p.replyTo)
		}
	}
	err = p.t.api.call(ctx, method, params, nil)
	if err == nil || refusedWith(err, "message is not modified") {
		p.replyTo = 0
		return nil
	}
	return p.t.sendError(p.answers.Chat, err)
}

// Displaced reports whether the message to edit is none that can be.
func (p *reply) Displaced(err error) bool {
	return p.edit != 0 && refusedWith(err, "message to edit not found", "message can't be edited", "message_id_invalid", "message not found", "message identifier is not")
}

// Later returns the part: the outbox sends it to the same chat.
func (p *reply) Later() (subscriptions.Part, bool) { return p.part, true }
