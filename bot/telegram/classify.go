package telegram

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

// gone are the beginnings of what Telegram says, behind "Bad Request: ", of
// chats that take no messages any more. Every 403 says so too.
var gone = []string{
	"chat not found",
	"private chat not found",
	"group chat was deactivated",
	"the group chat was deleted",
	"user not found",
	"user is deactivated",
	"bot was blocked",
	"bot was kicked",
	"bot is not a member",
	"have no rights to send",
	"not enough rights to send",
	"need administrator rights",
	"message thread not found",
	"topic_closed",
	"topic_deleted",
	"chat_write_forbidden",
	"chat_restricted",
	"chat_send_plain_forbidden",
	"chat_admin_required",
	"chat_guest_send_forbidden",
	"channel_private",
	"channel_invalid",
	"peer_id_invalid",
	"user_is_blocked",
	"user_is_bot",
	"user_banned_in_channel",
	"user_deactivated",
	"input_user_deactivated",
	"you_blocked_user",
}

// minWait is kept where Telegram asks to wait without saying how long.
const minWait = 5 * time.Second

// sendError says what a failed call means for the chat it was meant for. err
// is what [api.call] returned.
func (t *Telegram) sendError(chat subscriptions.Chat, err error) *bot.SendError {
	var refused *apiError
	if errors.As(err, &refused) {
		return t.refusal(chat, refused, err)
	}
	var page *httpError
	if errors.As(err, &page) && page.Status == http.StatusTooManyRequests {
		return t.wait(chat, page.After, err)
	}
	return &bot.SendError{Class: bot.Transient, Err: err}
}

func (t *Telegram) refusal(chat subscriptions.Chat, e *apiError, err error) *bot.SendError {
	switch {
	case e.MovedTo != 0:
		return &bot.SendError{Class: bot.Moved, To: movedTo(chat, e.MovedTo), Err: err}
	case e.Code == http.StatusTooManyRequests:
		return t.wait(chat, e.After, err)
	case e.Code == http.StatusUnauthorized, e.Code == http.StatusNotFound:
		return &bot.SendError{Class: bot.Fatal, Err: err}
	case e.Code == http.StatusForbidden, e.Code == http.StatusBadRequest && saysGone(e.Text):
		return &bot.SendError{Class: bot.Gone, Err: err}
	case e.Code == http.StatusBadRequest && saysUpgraded(e.Text):
		// Where to is not said: the service message about it will.
		return &bot.SendError{Class: bot.Transient, Err: err}
	case e.Code == http.StatusBadRequest, e.Code == http.StatusRequestEntityTooLarge:
		return &bot.SendError{Class: bot.Rejected, Err: err}
	}
	return &bot.SendError{Class: bot.Transient, Err: err}
}

func (t *Telegram) wait(chat subscriptions.Chat, seconds int, err error) *bot.SendError {
	after := time.Duration(seconds) * time.Second
	if after <= 0 {
		after = minWait
	}
	return &bot.SendError{Class: bot.Wait, After: after, Global: t.floods.global(chat, time.Now()), Err: err}
}

// movedTo is the chat under its new id. A group that becomes a supergroup has
// no topics yet.
func movedTo(chat subscriptions.Chat, id int64) subscriptions.Chat {
	to := chatOf(id, 0)
	to.Thread = chat.Thread
	return to
}

// reason is a refusal's text without its "Bad Request: ", in lower case.
func reason(text string) string {
	text = strings.ToLower(text)
	for _, prefix := range []string{"bad request: ", "forbidden: "} {
		text = strings.TrimPrefix(text, prefix)
	}
	return text
}

func saysGone(text string) bool {
	text = reason(text)
	for _, g := range gone {
		if strings.HasPrefix(text, g) {
			return true
		}
	}
	return false
}

func saysUpgraded(text string) bool {
	return strings.Contains(reason(text), "upgraded to a supergroup")
}

// refusedAs reports whether err is Telegram's refusal with the code.
func refusedAs(err error, code int) bool {
	var refused *apiError
	return errors.As(err, &refused) && refused.Code == code
}

// refusedWith reports whether err is a 400 whose reason begins with one of the
// given texts.
func refusedWith(err error, texts ...string) bool {
	var refused *apiError
	if !errors.As(err, &refused) || refused.Code != http.StatusBadRequest {
		return false
	}
	said := reason(refused.Text)
	for _, text := range texts {
		if strings.HasPrefix(said, text) {
			return true
		}
	}
	return false
}

// floods tells a limit of the whole token from one of a chat, which Telegram's
// answers do not: if two chats are asked to wait within a second, everyone is.
type floods struct {
	mu   sync.Mutex
	chat subscriptions.Chat
	at   time.Time
}

func (f *floods) global(chat subscriptions.Chat, now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	both := !f.at.IsZero() && f.chat.ID != chat.ID && now.Sub(f.at) < time.Second
	f.chat, f.at = chat, now
	return both
}
