package discord

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/discord/gateway"
)

// classes says what Discord's own codes mean for the chat to which a message
// was sent.
var classes = map[int]bot.Class{
	10003: bot.Gone, // unknown channel
	10004: bot.Gone, // unknown guild
	10013: bot.Gone, // unknown user
	50001: bot.Gone, // missing access
	50007: bot.Gone, // the user takes no messages
	50008: bot.Gone, // no messages in this kind of channel
	50013: bot.Gone, // missing permissions
	50024: bot.Gone, // cannot be done in this kind of channel
	50083: bot.Gone, // the thread is archived for good
	50278: bot.Gone, // no server in common with the user
	// A locked thread stays so until a moderator opens it; a command there
	// ends the suspension.
	160005: bot.Gone,

	40003:  bot.Wait, // opening direct messages too fast
	20016:  bot.Wait, // slow mode
	20022:  bot.Wait, // announcement edits
	20028:  bot.Wait, // writes to the channel
	20029:  bot.Wait, // writes to the server
	160006: bot.Wait, // too many active threads

	20009:  bot.Rejected, // explicit content
	200000: bot.Rejected, // AutoMod blocked the text: the same again would be too
	200001: bot.Rejected, // and the title
	240000: bot.Rejected, // harmful links
	50006:  bot.Rejected, // empty
	50035:  bot.Rejected, // invalid form body
	50109:  bot.Rejected, // invalid JSON

	130000: bot.Transient, // overloaded
	40006:  bot.Transient, // feature switched off for now
	40333:  bot.Transient, // internal network error
}

// longWait is kept where Discord asks to wait without saying how long,
// refusedWait where it refuses a chat for a reason that is not in the table:
// every try counts against the address. A part is kept for refusedFor so.
const (
	longWait    = 10 * time.Minute
	refusedWait = time.Hour
	refusedFor  = 24 * time.Hour
)

// sendError says what a failed call means for the chat it was meant for. err
// is what [api.call] returned.
func sendError(err error) *bot.SendError {
	if held, ok := errors.AsType[*heldError](err); ok {
		return &bot.SendError{Class: bot.Wait, After: held.After, Global: held.Global, Err: err}
	}
	failed := &bot.SendError{Class: bot.Transient, Err: err}
	if refused, ok := errors.AsType[*apiError](err); ok {
		failed.Class, failed.After, failed.Global = refused.class()
	}
	return failed
}

// class is what a refusal means for a chat, and for how long, maybe for all.
func (e *apiError) class() (class bot.Class, after time.Duration, global bool) {
	class, known := classes[e.Code]
	switch {
	case e.Status == http.StatusTooManyRequests && !e.JSON:
		return bot.Wait, floodWait(e), true // the network before Discord
	case e.Status == http.StatusTooManyRequests:
		return bot.Wait, cmp.Or(e.After, minWait), e.Scope == "global"
	case e.Status >= 500:
		return bot.Transient, 0, false
	case known && class == bot.Wait:
		return bot.Wait, cmp.Or(e.After, longWait), false
	case known:
		return class, 0, false
	case e.Status == http.StatusUnauthorized:
		return bot.Fatal, 0, false
	case e.unexplained():
		return bot.Wait, max(e.After, refusedWait), false
	case e.Status == http.StatusForbidden:
		return bot.Wait, max(e.After, minFlood), true
	case e.Status == http.StatusBadRequest && e.JSON, e.Status == http.StatusRequestEntityTooLarge:
		return bot.Rejected, 0, false
	}
	return bot.Transient, 0, false
}

// unexplained reports whether the API forbids something for a reason that is
// not in the table.
func (e *apiError) unexplained() bool {
	_, known := classes[e.Code]
	return e.Status == http.StatusForbidden && e.JSON && !known
}

// hasCode reports whether err is a refusal with one of the codes.
func hasCode(err error, codes ...int) bool {
	refused, ok := errors.AsType[*apiError](err)
	return ok && slices.Contains(codes, refused.Code)
}

// isUnsupported reports whether the server said that it has no such thing for the bot,
// or answered something else: not that it is in trouble, that there is a limit
// or that the token is wrong.
func isUnsupported(err error) bool {
	var refused *apiError
	if !errors.As(err, &refused) {
		return errors.Is(err, errUnreadable)
	}
	switch refused.Status {
	case http.StatusUnauthorized, http.StatusTooManyRequests:
		return false
	case http.StatusForbidden:
		return refused.JSON // else it is the network before Discord
	case http.StatusNotImplemented:
		return true
	}
	return refused.Status < 500
}

// isFatal reports whether Discord refuses the token, and so everything.
func isFatal(err error) bool {
	var refused *apiError
	var closed *gateway.ClosedError
	return errors.As(err, &refused) && refused.Status == http.StatusUnauthorized || errors.As(err, &closed) && closed.Code == gateway.InvalidToken
}
