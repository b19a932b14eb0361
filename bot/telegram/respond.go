package telegram

import (
	"context"
	"errors"
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
	chat     subscriptions.Chat
	replyTo  int64    // the message that the first answer refers to, 0: none
	press    *pressed // nil: no button was pressed
	replaces int64    // the message under which it was, as long as it stands
	later    bool     // an answer was handed over: those behind it follow
	to       *chat    // the chat that the answers are about, nil: the one they go to
}

var _ bot.Progress = (*responder)(nil)

// Show shows that the bot is typing.
func (r *responder) Show(ctx context.Context, _ string) {
	if r.press != nil {
		r.press.answer(ctx, "")
	}
	ctx, cancel := context.WithTimeout(ctx, typingTimeout)
	defer cancel()
	params := tgbotapi.Params{"action": tgbotapi.ChatTyping}
	address(params, r.chat)
	if err := r.t.api.call(ctx, "sendChatAction", params, nil); err != nil {
		r.t.lg.Debug("typing not shown", "chat", r.chat, "err", err)
	}
}

// Respond sends the message's parts in order. The answer to a press that is
// meant for one person is shown over the chat if it is short enough.
func (r *responder) Respond(ctx context.Context, m bot.Message) error {
	if r.press != nil {
		if text := toast(m); m.Private && text != "" && r.press.answer(ctx, text) {
			return nil
		}
		r.press.answer(ctx, "")
	}
	if r.to != nil {
		m = r.t.directed(m, *r.to)
	}
	for _, part := range r.t.Render(m) {
		edit := int64(0)
		if m.Replace {
			edit, r.replaces = r.replaces, 0
		}
		if err := r.part(ctx, part, edit); err != nil {
			return err
		}
	}
	return nil
}

// attempt is one part on its way, and what has been tried with it.
type attempt struct {
	part   subscriptions.Part
	edit   int64 // the message whose place it takes, 0: none
	plain  bool
	waited bool
	moved  bool
}

// part sends one part: once, unless Telegram itself says what to do
// otherwise.
func (r *responder) part(ctx context.Context, p subscriptions.Part, edit int64) error {
	a := &attempt{part: p, edit: edit}
	for {
		if r.later {
			return r.handOver(ctx, p, nil)
		}
		err := r.t.host.Wait(ctx, r.chat)
		if err == nil {
			err = r.try(ctx, a)
		}
		if err == nil {
			r.replyTo = 0
			return nil
		}
		if !r.again(ctx, a, err) {
			return r.giveUp(ctx, p, err)
		}
	}
}

// try makes one request. Its error is a [*bot.SendError].
func (r *responder) try(ctx context.Context, a *attempt) error {
	params, err := requestParams(a.part.Body, a.plain)
	if err != nil {
		return &bot.SendError{Class: bot.Rejected, Err: err}
	}
	method := "sendMessage"
	if a.edit != 0 {
		method = "editMessageText"
		params["chat_id"] = r.chat.ID
		params["message_id"] = strconv.FormatInt(a.edit, 10)
	} else {
		address(params, r.chat)
		if r.replyTo != 0 {
			params["reply_parameters"] = fmt.Sprintf(`{"message_id":%d,"allow_sending_without_reply":true}`, r.replyTo)
		}
	}
	err = r.t.api.call(ctx, method, params, nil)
	if err == nil || a.edit != 0 && refusedWith(err, "message is not modified") {
		return nil
	}
	return r.t.sendError(r.chat, err)
}

// uneditable are the refusals of an edit after which the answer can still be a
// message of its own.
var uneditable = []string{"message to edit not found", "message can't be edited", "message_id_invalid", "message not found", "message identifier is not"}

// again reports whether the attempt, changed as the error demands, should be
// made once more.
func (r *responder) again(ctx context.Context, a *attempt, err error) bool {
	var failed *bot.SendError
	if !errors.As(err, &failed) {
		return false
	}
	switch {
	case a.edit != 0 && refusedWith(err, uneditable...):
		a.edit = 0
		return true
	case failed.Class == bot.Rejected && !a.plain:
		r.t.lg.Error("markup refused, sending plain text", "chat", r.chat, "err", err)
		a.plain = true
		return true
	case failed.Class == bot.Moved && !a.moved:
		r.t.moved(ctx, r.chat, failed.To)
		r.chat, a.moved, a.edit = failed.To, true, 0
		return true
	case failed.Class == bot.Wait:
		r.hold(failed)
		if a.waited || failed.After > patience {
			return false
		}
		a.waited = true
		adapter.Sleep(ctx, failed.After)
		return ctx.Err() == nil
	}
	return false
}

func (r *responder) hold(e *bot.SendError) {
	chat := r.chat
	if e.Global {
		chat = subscriptions.Chat{}
	}
	r.t.host.Hold(chat, time.Now().Add(e.After))
}

// giveUp hands the part over to be sent later, where that may help.
func (r *responder) giveUp(ctx context.Context, p subscriptions.Part, err error) error {
	var failed *bot.SendError
	if errors.Is(ctx.Err(), context.Canceled) {
		return err // the program stops, and the update comes again
	}
	if errors.As(err, &failed) && failed.Class != bot.Wait && failed.Class != bot.Transient {
		return err
	}
	return r.handOver(ctx, p, err)
}

func (r *responder) handOver(ctx context.Context, p subscriptions.Part, cause error) error {
	if err := r.t.host.Post(context.WithoutCancel(ctx), r.chat, p); err != nil {
		return errors.Join(cause, fmt.Errorf("queue answer: %w", err))
	}
	if cause != nil {
		r.t.lg.Warn("answer queued for later", "chat", r.chat, "err", cause)
	}
	r.later = true
	return nil
}
