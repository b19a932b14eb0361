package telegram

import (
	"context"
	"strings"

	"newsbrief/bot"
	"newsbrief/bot/adapter"
	"newsbrief/subscriptions"
)

// handle does what one update asks for. Whatever goes wrong is logged: an
// update that could not be handled once would not be the second time.
func (t *Telegram) handle(ctx context.Context, me user, u update) {
	ctx, cancel := context.WithTimeout(ctx, t.waits.handle)
	defer cancel()
	defer adapter.Recover(t.lg, t.api.secret.Hide, "update", u.ID)
	switch {
	case u.message() != nil:
		t.handleMessage(ctx, me, u.message())
	case u.Callback != nil:
		t.handleCallback(ctx, me, u.Callback)
	case u.Member != nil:
		t.handleMember(ctx, u.Member)
	}
}

// concerns reports whether the update is one to handle: of what is written,
// that is what is said to this bot.
func (t *Telegram) concerns(me user, u update) bool {
	m := u.message()
	if m == nil || !u.droppable() {
		return true
	}
	if m.secondhand() || fromBot(m) {
		return false
	}
	c, ok := t.command(me, m.Chat.Type, m.text())
	if u.Edited != nil || u.EditedPost != nil {
		// Telegram tells of changes to other things than the text as well.
		return ok && c.Name != "" && m.corrects()
	}
	return ok
}

func (t *Telegram) handleMessage(ctx context.Context, me user, m *message) {
	switch {
	case m.MovedTo != 0:
		t.moved(ctx, chatOf(m.Chat.ID, 0), chatOf(m.MovedTo, 0))
	case m.MovedFrom != 0:
		t.moved(ctx, chatOf(m.MovedFrom, 0), chatOf(m.Chat.ID, 0))
	case m.Reopened != nil:
		topic := chatOf(m.Chat.ID, m.thread())
		t.back(ctx, topic, m.From, t.respondTo(topic))
	default:
		t.handleText(ctx, me, m)
	}
}

// fromBot reports whether another bot wrote the message. People who write in
// the name of a chat have a bot for a sender too.
func fromBot(m *message) bool { return m.From != nil && m.From.Bot && m.SenderChat == nil }

func (t *Telegram) handleText(ctx context.Context, me user, m *message) {
	c, ok := t.command(me, m.Chat.Type, m.text())
	if !ok || !t.ran.First(m.key()) {
		return
	}
	c.Chat = chatOf(m.Chat.ID, m.thread())
	c.Admin = t.writerIsAdmin(m)
	if m.From != nil {
		c.Language = m.From.Language
	}
	if spec, _ := bot.Find(t.table, c.Name); spec.Greets && c.Args == "" {
		if t.greeted.Take(c.Chat.ID) {
			return
		}
		t.started.Add(c.Chat.ID)
	}
	r := t.respondTo(c.Chat)
	if c.Group && m.Chat.Type != channel {
		r.replyTo = m.ID
	}
	if ref, rest, ok := t.targetOf(c, m); ok {
		c.Args = rest
		t.runFor(ctx, me, *m.From, ref, c, r)
		return
	}
	t.run(ctx, c, r)
}

// targetOf finds the chat that a command in a private chat is for, if it is
// for another one.
func (t *Telegram) targetOf(c bot.Command, m *message) (ref, rest string, ok bool) {
	if m.Chat.Type != private || m.From == nil || !t.knows(c.Name) {
		return "", "", false
	}
	return targetOfArgs(c.Args)
}

// command reads a line that was written in a chat of the given type. ok is
// false where it is not meant for this bot.
func (t *Telegram) command(me user, chatType, text string) (c bot.Command, ok bool) {
	c.Group = chatType != private
	typed, args, isCommand := bot.ParseLine(text)
	if !isCommand {
		c.Args = strings.TrimSpace(text)
		return c, !c.Group && c.Args != ""
	}
	name, to, addressed := strings.Cut(typed, "@")
	if addressed && !strings.EqualFold(to, me.Name) {
		return c, false
	}
	if c.Group && !addressed && !t.knows(name) {
		return c, false // another bot's, for all one can know
	}
	c.Name, c.Args = name, args
	return c, true
}

// run has the command answered.
func (t *Telegram) run(ctx context.Context, c bot.Command, r *responder) {
	if err := t.host.Handle(ctx, c, r); err != nil {
		t.lg.Warn("command not answered", "chat", c.Chat, "command", c.Name, "err", t.api.secret.Clean(err))
	}
}

// writerIsAdmin returns what asks whether the message's writer may change the
// chat's settings: nil where everybody who can write may.
func (t *Telegram) writerIsAdmin(m *message) func(context.Context) (bool, error) {
	switch {
	case m.Chat.Type == private, m.Chat.Type == channel:
		return nil
	case m.SenderChat != nil:
		// An anonymous admin writes in the name of the group itself; anybody
		// can write in the name of a channel of their own.
		anonymous := m.SenderChat.ID == m.Chat.ID
		return func(context.Context) (bool, error) { return anonymous, nil }
	case m.From == nil:
		return func(context.Context) (bool, error) { return false, nil }
	}
	return t.admins.of(m.Chat, m.From.ID)
}

// handleMember takes in what became of the bot itself in a chat.
func (t *Telegram) handleMember(ctx context.Context, m *member) {
	chat := chatOf(m.Chat.ID, 0)
	before, now := m.Old.mayWrite(m.Chat.Type), m.New.mayWrite(m.Chat.Type)
	switch {
	case !now:
		t.started.Take(chat.ID)
		if err := t.host.Removed(ctx, chat); err != nil {
			t.lg.Error("lost chat not recorded", "chat", chat, "err", t.api.secret.Clean(err))
		}
	case before:
	case m.Chat.Type == channel:
		t.back(ctx, chat, &m.From, nobody{})
		t.tellOfChannel(ctx, m)
	case t.moves.Take(chat.ID), t.started.Take(chat.ID):
		t.back(ctx, chat, &m.From, nobody{})
	default:
		if t.back(ctx, chat, &m.From, t.respondTo(chat)) {
			t.greeted.Add(chat.ID)
		}
	}
}

// nobody hears what is said.
type nobody struct{}

func (nobody) Respond(ctx context.Context, _ bot.Message) error { return ctx.Err() }

// back has the chat restored and welcomed, and reports whether it was.
func (t *Telegram) back(ctx context.Context, chat subscriptions.Chat, by *user, r bot.Responder) bool {
	language := ""
	if by != nil {
		language = by.Language
	}
	err := t.host.Restored(ctx, chat, language, r)
	if err != nil {
		t.lg.Error("chat not welcomed back", "chat", chat, "err", t.api.secret.Clean(err))
	}
	return err == nil
}

// tellOfChannel welcomes whoever let the bot into a channel, and nobody who
// reads it. They hear nothing if they never wrote to the bot.
func (t *Telegram) tellOfChannel(ctx context.Context, m *member) {
	if m.From.Bot || m.From.ID <= 0 {
		return
	}
	note := bot.Message{
		Blocks:  []bot.Block{bot.Text(t.host.Say("telegram.added", m.From.Language, "Chat", m.Chat.ref()))},
		Choices: [][]bot.Choice{t.host.Setup(m.From.Language)},
	}
	r := t.respondTo(chatOf(m.From.ID, 0))
	r.target = &m.Chat
	if err := r.Respond(ctx, note); err != nil {
		t.lg.Info("nobody told of a channel", "channel", m.Chat.ID, "err", t.api.secret.Clean(err))
	}
}

func (t *Telegram) moved(ctx context.Context, from, to subscriptions.Chat) {
	t.moves.Add(to.ID)
	if err := t.host.Migrated(ctx, from, to); err != nil {
		t.lg.Error("moved chat not re-keyed", "from", from, "to", to, "err", t.api.secret.Clean(err))
	}
}
