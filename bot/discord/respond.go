package discord

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync/atomic"

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

	answers  adapter.Answers
	answered atomic.Bool // an answer is on its way
}

var _ bot.Responder = (*responder)(nil)

// respondTo returns what answers an interaction. Its limits are no channel's.
func (d *Discord) respondTo(i *interaction) *responder {
	return &responder{d: d, i: i, answers: adapter.Answers{Log: d.lg, Host: d.host, Chat: i.chat(), Own: true, Patience: d.waits.patience}}
}

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
	for _, one := range r.d.messages(r.d.asTyped(m, r.i.Locale)) {
		replace := r.pending || m.Replace && r.press && r.under == private
		m.Replace = false
		if err := r.answers.Send(ctx, &reply{responder: r, message: one, replace: replace, private: private}); err != nil {
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

// reply is one message on its way.
type reply struct {
	*responder
	message message
	plain   []message // what is left to send of it, once it goes without markup
	replace bool      // it takes the place of the acknowledgement, or of what the button stood under
	private bool      // only the person who asked sees it
}

// expired are the refusals of an interaction whose time is over.
var expired = []int{10062, 10015, 50027}

// Try sends the message, or in its place as many as it takes without markup.
func (p *reply) Try(ctx context.Context, as adapter.Form) error {
	p.replace = p.replace && !as.Apart
	if !as.Plain {
		return p.try(ctx, p.message)
	}
	if p.plain == nil {
		p.plain = plainMessages(p.message.Content, p.message.Embeds)
	}
	if len(p.plain) == 0 {
		return &bot.SendError{Class: bot.Rejected, Err: errors.New("nothing is left of it without its markup")}
	}
	for len(p.plain) > 0 {
		if err := p.try(ctx, p.plain[0]); err != nil {
			return err
		}
		p.plain = p.plain[1:]
	}
	return nil
}

// try makes one request.
func (p *reply) try(ctx context.Context, m message) error {
	req := request{what: "answer", method: http.MethodPost, path: p.webhook(), answer: true}
	if p.private {
		m.Flags |= discordgo.MessageFlagsEphemeral
	}
	req.body = m
	if p.replace {
		req.method, req.path, req.body = http.MethodPatch, p.webhook()+originalMessage, editOf(m)
	}
	err := p.d.api.call(ctx, req, nil)
	if hasCode(err, expired...) {
		return &bot.SendError{Class: bot.Transient, Err: err}
	}
	if err != nil {
		return sendError(err)
	}
	p.pending, p.replace = false, false
	return nil
}

// Displaced reports whether the message to edit was deleted meanwhile.
func (p *reply) Displaced(err error) bool {
	const unknownMessage = 10008
	return p.replace && hasCode(err, unknownMessage)
}

// Later returns the message as one of the channel. What only one person of a
// server was to see is none: everyone would.
func (p *reply) Later() (part subscriptions.Part, ok bool) {
	if p.private && p.i.inServer() || p.i.outside() {
		return part, false
	}
	body, err := encode(p.message)
	return subscriptions.Part{Body: body}, err == nil
}
