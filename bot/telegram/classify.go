package telegram

import (
	"cmp"
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

// minWait is kept where Telegram asks to wait without saying how long; the
// others are the longest that one chat waits, and that all do.
const (
	minWait       = 5 * time.Second
	mostWait      = 24 * time.Hour
	mostWaitOfAll = time.Minute
)

// sendError says what a failed call means for the chat it was meant for. err
// is what [api.call] returned.
func (t *Telegram) sendError(chat subscriptions.Chat, err error) *bot.SendError {
	var refused *apiError
	if errors.As(err, &refused) {
		return t.refusal(chat, refused, err)
	}
	var page *httpError
	if errors.As(err, &page) && page.Status == http.StatusTooManyRequests {
		return t.tooMany(chat, page.After, err)
	}
	return &bot.SendError{Class: bot.Transient, Err: err}
}

func (t *Telegram) refusal(chat subscriptions.Chat, e *apiError, err error) *bot.SendError {
	switch {
	case e.MovedTo != 0:
		return &bot.SendError{Class: bot.Moved, To: movedTo(chat, e.MovedTo), Err: err}
	case e.Code == http.StatusTooManyRequests:
		return t.tooMany(chat, e.After, err)
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

// tooMany is a demand to wait. A chat's is believed for a day at most; one that
// seems to be the token's holds everyone for a minute at most, after which
// Telegram may say so again.
func (t *Telegram) tooMany(chat subscriptions.Chat, seconds int, err error) *bot.SendError {
	after := cmp.Or(asked(seconds), minWait)
	global := t.floods.global(chat, time.Now())
	if global {
		after = min(after, mostWaitOfAll)
	}
	return &bot.SendError{Class: bot.Wait, After: after, Global: global, Err: err}
}

// asked is a wait that Telegram names, as far as it is believed.
func asked(seconds int) time.Duration {
	return time.Duration(min(max(seconds, 0), int(mostWait/time.Second))) * time.Second
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

// floodDetector tells a limit of the whole token from one of a chat, which Telegram's
// answers do not: if three chats are asked to wait within a second, everyone
// is. Two are a coincidence, or two people who want to silence the others.
type floodDetector struct {
	mu    sync.Mutex
	chats [3]flooded // the last that were asked, each once, the newest first
}

type flooded struct {
	chat string
	at   time.Time
}

func (f *floodDetector) global(chat subscriptions.Chat, now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	i := 0
	for i < len(f.chats)-1 && f.chats[i].chat != chat.ID {
		i++
	}
	copy(f.chats[1:i+1], f.chats[:i])
	f.chats[0] = flooded{chat: chat.ID, at: now}
	oldest := f.chats[len(f.chats)-1]
	return oldest.chat != "" && now.Sub(oldest.at) < time.Second
}
