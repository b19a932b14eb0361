package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"

	"newsbrief/bot"
	"newsbrief/bot/adapter"
	"newsbrief/subscriptions"
)

// responder sends the answers to one interaction.
type responder struct {
	d       *Discord
	i       *interaction
	press   bool // a button was pressed
	stale   bool // one that leads nowhere any more
	under   bool // under a message that only the person sees
	private bool // only the person who asked sees the answers
	pending bool // "thinking…" stands until the first answer takes its place
	later   bool // an answer was handed over: those behind it follow

	answered atomic.Bool // an answer is on its way
}

var _ bot.Responder = (*responder)(nil)

// acknowledgement says that an answer will come, and how.
func (r *responder) acknowledgement() map[string]any {
	if r.press {
		return map[string]any{"type": discordgo.InteractionResponseDeferredMessageUpdate}
	}
	data := map[string]any{}
	if r.private {
		data["flags"] = discordgo.MessageFlagsEphemeral
	}
	return map[string]any{"type": discordgo.InteractionResponseDeferredChannelMessageWithSource, "data": data}
}

// samePress reports whether both answer presses of one person and of one button.
func (r *responder) samePress(o *responder) bool {
	return o.press && r.i.person() == o.i.person() && r.i.Message.ID == o.i.Message.ID && r.i.typed() == o.i.typed()
}

// Respond sends the message's parts in order: the first in the place of the
// acknowledgement, or of the message under which the button was, the others
// behind it. What one person is to see takes no place of what all see.
func (r *responder) Respond(ctx context.Context, m bot.Message) error {
	r.answered.Store(true)
	private := r.private || m.Private && r.i.inServer()
	if private && !r.private && r.pending {
		// The acknowledgement promised everyone an answer.
		r.withdraw(ctx)
	}
	for _, one := range r.d.messages(m) {
		replace := r.pending || m.Replace && r.press && r.under == private
		m.Replace = false
		if err := r.part(ctx, one, replace, private); err != nil {
			return err
		}
	}
	return nil
}

// close takes back a "thinking…" that came to nothing.
func (r *responder) close(ctx context.Context) {
	if r.pending {
		r.withdraw(context.WithoutCancel(ctx))
	}
}

func (r *responder) withdraw(ctx context.Context) {
	r.pending = false
	err := r.d.api.call(ctx, request{what: "withdraw acknowledgement", method: http.MethodDelete, path: r.webhook() + originalMessage, answer: true}, nil)
	if err != nil {
		r.d.lg.Debug("acknowledgement not withdrawn", "err", err)
	}
}

const originalMessage = "/messages/@original"

func (r *responder) webhook() string {
	return "/webhooks/" + pathSegment(r.i.App) + "/" + pathSegment(r.i.Token)
}

// pathSegment keeps text from outside within one segment of a path.
func pathSegment(s string) string {
	s = url.PathEscape(s)
	if s == "" || s == "." || s == ".." {
		return "-"
	}
	return s
}

// edit is a message that takes the place of another: what it lacks, the other
// loses.
type edit struct {
	Content    string                            `json:"content"`
	Embeds     []*discordgo.MessageEmbed         `json:"embeds"`
	Components []discordgo.MessageComponent      `json:"components"`
	Mentions   *discordgo.MessageAllowedMentions `json:"allowed_mentions"`
	Flags      discordgo.MessageFlags            `json:"flags"` // an edit changes no other than this
}

func editOf(m message) edit {
	e := edit{
		Content: m.Content, Embeds: m.Embeds, Components: m.Components, Mentions: m.Mentions, Flags: m.Flags & discordgo.MessageFlagsSuppressEmbeds,
	}
	if e.Embeds == nil {
		e.Embeds = []*discordgo.MessageEmbed{}
	}
	if e.Components == nil {
		e.Components = []discordgo.MessageComponent{}
	}
	return e
}

// part sends one message: once, unless Discord itself says what to do
// otherwise.
func (r *responder) part(ctx context.Context, m message, replace, private bool) error {
	if r.later {
		return r.handOver(ctx, m, private, nil)
	}
	err := r.try(ctx, m, replace, private)
	if failed, ok := asWait(err); ok {
		r.d.hold(failed)
		if failed.After <= r.d.waits.patience {
			adapter.Sleep(ctx, failed.After)
			err = r.try(ctx, m, replace, private)
		}
	}
	if hasCode(err, unknownMessage) && replace {
		r.pending, replace = false, false
		err = r.try(ctx, m, false, private) // the message was deleted meanwhile
	}
	if failed := (*bot.SendError)(nil); errors.As(err, &failed) && failed.Class == bot.Rejected {
		return r.plainly(ctx, m, replace, private, err)
	}
	if err == nil {
		r.pending = false
		return nil
	}
	return r.giveUp(ctx, m, private, err)
}

const unknownMessage = 10008

func asWait(err error) (*bot.SendError, bool) {
	var failed *bot.SendError
	ok := errors.As(err, &failed) && failed.Class == bot.Wait
	return failed, ok
}

// plainly sends a refused message without its markup.
func (r *responder) plainly(ctx context.Context, m message, replace, private bool, cause error) error {
	r.d.lg.Error("markup refused, sending plain text", "chat", r.i.chat(), "err", cause)
	messages := plainMessages(m.Content, m.Embeds)
	if len(messages) == 0 {
		return cause
	}
	for _, one := range messages {
		if err := r.try(ctx, one, replace, private); err != nil {
			return err
		}
		r.pending, replace = false, false
	}
	return nil
}

// try makes one request. Its error is a [*bot.SendError].
func (r *responder) try(ctx context.Context, m message, replace, private bool) error {
	req := request{what: "answer", method: http.MethodPost, path: r.webhook(), answer: true}
	if private {
		m.Flags |= discordgo.MessageFlagsEphemeral
	}
	req.body = m
	if replace {
		req.method, req.path, req.body = http.MethodPatch, r.webhook()+originalMessage, editOf(m)
	}
	if err := r.d.api.call(ctx, req, nil); err != nil {
		return sendError(err)
	}
	return nil
}

// giveUp hands the message over to be sent later, where that may help.
func (r *responder) giveUp(ctx context.Context, m message, private bool, err error) error {
	var failed *bot.SendError
	if errors.As(err, &failed) && failed.Class != bot.Wait && failed.Class != bot.Transient && !hasCode(err, expired...) {
		return err
	}
	return r.handOver(ctx, m, private, err)
}

// expired are the refusals of an interaction whose time is over.
var expired = []int{10062, 10015, 50027}

// handOver puts the message into the outbox, as one of the channel. What only
// one person of a server was to see is not: everyone would.
func (r *responder) handOver(ctx context.Context, m message, private bool, cause error) error {
	if private && r.i.inServer() || r.i.outside() {
		return cause
	}
	body, err := encode(m)
	if err != nil {
		return errors.Join(cause, err)
	}
	if err := r.d.host.Post(context.WithoutCancel(ctx), r.i.chat(), subscriptions.Part{Body: body}); err != nil {
		return errors.Join(cause, fmt.Errorf("queue answer: %w", err))
	}
	if cause != nil {
		r.d.lg.Warn("answer queued for later", "chat", r.i.chat(), "err", cause)
	}
	r.later = true
	return nil
}

// hold lets the pace know of a limit that everyone has to keep. That of one
// interaction is no channel's.
func (d *Discord) hold(e *bot.SendError) {
	if e.Global {
		d.host.Hold(subscriptions.Chat{}, time.Now().Add(e.After))
	}
}
