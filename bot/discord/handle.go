package discord

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"newsbrief/bot"
	"newsbrief/bot/adapter"
	"newsbrief/bot/plain"
)

// interactionLives is how long an interaction can be answered.
const interactionLives = 15 * time.Minute

// Discord's limits of suggestions.
const (
	maxSuggestions = 25
	maxSuggestion  = 100
)

// interaction takes in one interaction and has it answered.
func (in *intake) interaction(data json.RawMessage) {
	var i interaction
	if err := json.Unmarshal(data, &i); err != nil || !isSnowflake(i.ID) || i.Token == "" {
		in.d.lg.Warn("interaction stepped over", "err", err)
		return
	}
	if !in.seen.First(i.ID) {
		return
	}
	if i.App == "" {
		i.App = in.appID()
	}
	d := in.d
	if !i.outside() {
		d.guilds.add(i.Guild, i.chat().ID)
	}
	switch i.Type {
	case discordgo.InteractionApplicationCommand:
		in.answer(d.slash(&i))
	case discordgo.InteractionMessageComponent:
		in.answer(d.press(&i))
	case discordgo.InteractionApplicationCommandAutocomplete:
		in.aside(&i, func(ctx context.Context) { d.suggest(ctx, &i) })
	}
}

// answer has a command answered when its chat's turn has come. It is
// acknowledged at once.
func (in *intake) answer(c bot.Command, r *responder) {
	d, acknowledged := in.d, make(chan error, 1)
	verdict := in.queue.Add(job{
		key: c.Chat.ID, commands: 1, at: time.Now(), answers: r,
		run: func(ctx context.Context) {
			if err := <-acknowledged; err != nil {
				d.lg.Warn("command not acknowledged, and so not run", "chat", c.Chat, "command", c.Name, "err", err)
				return
			}
			defer r.close(ctx)
			d.run(ctx, c, r)
		},
		lost: func(ctx context.Context) {
			if <-acknowledged == nil {
				r.close(ctx)
			}
		},
	})
	switch verdict {
	case adapter.Taken:
		go func() { acknowledged <- d.acknowledge(in.ctx, r.i, r.acknowledgement()) }()
	case adapter.Repeated:
		in.aside(r.i, func(ctx context.Context) { _ = d.acknowledge(ctx, r.i, r.acknowledgement()) })
	case adapter.TooMany:
		in.aside(r.i, func(ctx context.Context) { d.turnAway(ctx, r.i) })
	case adapter.Full:
		d.lg.Warn("skipped an interaction, too many are under way", "chat", c.Chat)
	}
}

// aside does what one interaction asks for beside everything else.
func (in *intake) aside(i *interaction, run func(context.Context)) {
	in.queue.Add(job{key: "interaction " + i.ID, commands: 1, at: time.Now(), run: run})
}

// turnAway says to one person, at once, that their channel asks for too much.
func (d *Discord) turnAway(ctx context.Context, i *interaction) {
	data := map[string]any{"content": plain.Clip(d.host.Say("flood.slow", i.Locale), maxContent), "flags": discordgo.MessageFlagsEphemeral}
	if err := d.callback(ctx, i, map[string]any{"type": discordgo.InteractionResponseChannelMessageWithSource, "data": data}, d.waits.ack); err != nil {
		d.lg.Info("could not say that an interaction was skipped", "chat", i.chat(), "err", err)
	}
}

// slash is the command that a slash command asks for.
func (d *Discord) slash(i *interaction) (bot.Command, *responder) {
	name := strings.ToLower(i.Data.Name)
	spec, _ := bot.Find(d.table, name)
	r := d.respondTo(i)
	r.private, r.pending = d.isEphemeral(i, name), true
	return d.commandOf(i, name, arguments(spec, i.Data.Options)), r
}

// press is the command that stands behind a button or a line of a menu. Whoever
// can speak to Discord can send any line, so it is worth no more than a typed
// one.
func (d *Discord) press(i *interaction) (bot.Command, *responder) {
	name, args, ok := bot.ParseLine(i.typed())
	if ok {
		_, ok = bot.Find(d.table, name)
	}
	r := d.respondTo(i)
	r.press, r.stale, r.under = true, !ok, discordgo.MessageFlags(i.Message.Flags)&discordgo.MessageFlagsEphemeral != 0
	r.private = r.under || d.isEphemeral(i, name)
	return d.commandOf(i, name, args), r
}

func sentence(text string) bot.Message {
	return bot.Message{Blocks: []bot.Block{bot.Text(text)}, Private: true}
}

func (d *Discord) commandOf(i *interaction, name, args string) bot.Command {
	c := bot.Command{Chat: i.chat(), Name: name, Args: args, Language: i.Locale, Group: i.inServer()}
	if c.Group {
		manages := i.manages()
		c.Admin = func(context.Context) (bool, error) { return manages, nil }
	}
	return c
}

// run has the command answered, or says why it cannot do what it is for.
func (d *Discord) run(ctx context.Context, c bot.Command, r *responder) {
	if r.stale {
		d.told(c, r.Respond(ctx, sentence(d.host.Say("stale", r.i.Locale))))
		return
	}
	if why := d.obstacle(r.i, c); why != "" {
		d.told(c, r.Respond(ctx, sentence(why)))
		return
	}
	d.told(c, d.host.Handle(ctx, c, r))
}

func (d *Discord) told(c bot.Command, err error) {
	if err != nil {
		d.lg.Warn("command not answered", "chat", c.Chat, "command", c.Name, "err", d.api.secret.Clean(err))
	}
}

// acknowledge tells Discord within its three seconds that an answer will come.
// If the first try gets no answer there is time for a second, and that there is
// no such interaction to acknowledge then means that the first one arrived. If
// it did not, the answer itself will be refused.
func (d *Discord) acknowledge(ctx context.Context, i *interaction, body any) error {
	ctx, cancel := context.WithTimeout(ctx, d.waits.ack)
	defer cancel()
	err := d.callback(ctx, i, body, d.waits.ack/2)
	if err == nil {
		return nil
	}
	unanswered := ambiguous(err)
	if failed := sendError(err); failed.Class == bot.Wait && failed.After < d.waits.ack/2 {
		adapter.Sleep(ctx, failed.After)
	} else if isRefusal(err) {
		return err
	}
	err = d.callback(ctx, i, body, d.waits.ack)
	if unanswered && settled(err) {
		return nil
	}
	return err
}

// settled reports whether Discord waits for no acknowledgement of the
// interaction, be it that there was one.
func settled(err error) bool {
	const alreadyAcknowledged, unknownInteraction = 40060, 10062
	refused, ok := errors.AsType[*apiError](err)
	return ok && refused.Status == http.StatusNotFound || hasCode(err, alreadyAcknowledged, unknownInteraction)
}

// isRefusal reports whether Discord said no, and would again.
func isRefusal(err error) bool {
	refused, ok := errors.AsType[*apiError](err)
	return ok && refused.JSON && refused.Status >= 400 && refused.Status < 500 && refused.Status != http.StatusTooManyRequests
}

func (d *Discord) callback(ctx context.Context, i *interaction, body any, wait time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	return d.api.call(ctx, request{
		what: "acknowledge interaction", method: http.MethodPost, path: "/interactions/" + i.ID + "/" + pathSegment(i.Token) + "/callback",
		body: body, answer: true,
	}, nil)
}

// suggest offers values for the option that is being typed.
func (d *Discord) suggest(ctx context.Context, i *interaction) {
	choices := []map[string]string{}
	if o, ok := focused(i.Data.Options); ok {
		choices = d.suggestions(d.option(i.Data.Name, o.Name), o.text(), i.Locale)
	}
	err := d.callback(ctx, i, map[string]any{"type": discordgo.InteractionApplicationCommandAutocompleteResult, "data": map[string]any{"choices": choices}}, d.waits.ack)
	if err != nil {
		d.lg.Debug("suggestions not shown", "err", err)
	}
}

// option finds an option of a command.
func (d *Discord) option(command, name string) bot.Option {
	spec, _ := bot.Find(d.table, command)
	for _, o := range spec.Options {
		if o.Name == name {
			return o
		}
	}
	return bot.Option{Name: name}
}

// suggestions are those for the last of several values, with the earlier ones
// kept before it.
func (d *Discord) suggestions(option bot.Option, typed, language string) []map[string]string {
	before := ""
	if option.Several {
		if n := strings.LastIndexAny(typed, ",、，;；"); n >= 0 {
			last := typed[n:]
			size := len(last) - len(strings.TrimLeft(last, ",、，;； "))
			before, typed = strings.TrimSpace(typed[:n])+", ", last[size:]
		}
	}
	out := []map[string]string{}
	for _, s := range d.host.Suggest(option.Name, typed, language) {
		value := before + s.Value
		label := plain.Clip(before+plain.Line(s.Label), maxSuggestion)
		if plain.Line(s.Label) == "" || s.Value == "" || plain.Units(value) > maxSuggestion || len(out) == maxSuggestions {
			continue
		}
		out = append(out, map[string]string{"name": label, "value": value})
	}
	return out
}
