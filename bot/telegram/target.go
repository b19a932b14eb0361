package telegram

import (
	"context"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"newsbrief/bot"
	"newsbrief/bot/plain"
)

// A channel or a group can be set up from a private chat: a command whose
// first word names it, the target, is run for it and answered where it was
// typed.

// ref is the chat as people type it.
func (c chat) ref() string {
	if c.Name != "" {
		return "@" + c.Name
	}
	return strconv.FormatInt(c.ID, 10)
}

// label is how the chat is called.
func (c chat) label() string {
	if title := plain.Line(c.Title); title != "" {
		return title
	}
	return c.ref()
}

// How people name a chat: by its public name, by a link to it, or by its id.
var (
	chatLink = regexp.MustCompile(`^(?:https?://)?(?:t\.me|telegram\.me)/([A-Za-z]\w{3,31})/?$`)
	chatName = regexp.MustCompile(`^@[A-Za-z]\w{3,31}$`)
	chatID   = regexp.MustCompile(`^-100[0-9]{5,13}$`)
)

// targetOfArgs splits the arguments of a command into the chat that they begin
// with, as the Bot API names it, and the rest. ok is false where they begin
// with none.
func targetOfArgs(args string) (ref, rest string, ok bool) {
	word := args
	if end := strings.IndexFunc(args, unicode.IsSpace); end >= 0 {
		word, rest = args[:end], strings.TrimSpace(args[end:])
	}
	word = strings.ReplaceAll(word, wordJoiner, "") // copied from what this bot said
	if link := chatLink.FindStringSubmatch(word); link != nil {
		word = "@" + link[1]
	}
	return word, rest, chatName.MatchString(word) || chatID.MatchString(word)
}

// runFor has the command answered for another chat than the private one in
// which r answers, if the person may set that chat up.
func (t *Telegram) runFor(ctx context.Context, me, by user, ref string, c bot.Command, r *responder) {
	to, refusal := t.authorise(ctx, me, by, ref)
	if refusal != "" {
		m := bot.Message{Blocks: []bot.Block{bot.Text(refusal)}, Private: true}
		if err := r.Respond(ctx, m); err != nil {
			t.lg.Warn("refusal not said", "chat", r.answers.Chat, "err", t.api.secret.Clean(err))
		}
		return
	}
	// Group: nobody is alone there. Who may not change it is already refused.
	c.Chat, c.Group, c.Admin, r.target = chatOf(to.ID, 0), true, nil, &to
	t.run(ctx, c, r)
}

// authorise finds the chat and sees whether the person may set it up and the
// bot can write there; refusal is the sentence that says why not. Who is not in
// the chat learns no more of it than of one that does not exist.
func (t *Telegram) authorise(ctx context.Context, me, by user, ref string) (to chat, refusal string) {
	say := func(key, ref string) string { return t.host.Say(key, by.Language, "Chat", ref) }
	err := t.api.call(ctx, "getChat", tgbotapi.Params{"chat_id": ref}, &to)
	switch {
	case isClosed(err) || err == nil && (to.ID >= 0 || to.Type == private):
		return to, say("telegram.unknown", ref)
	case err != nil:
		return to, t.unsure(by, err)
	}
	theirs, err := t.member(ctx, to.ID, by.ID)
	if err != nil {
		return to, t.unsure(by, err)
	}
	if !theirs.inside() && to.Name == "" {
		return to, say("telegram.unknown", ref)
	}
	own, err := t.member(ctx, to.ID, me.ID)
	switch {
	case err != nil:
		return to, t.unsure(by, err)
	case !own.mayWrite(to.Type):
		// Of a public chat, Telegram shows the members to none but admins: its
		// owner, who has yet to make the bot one, looks like a stranger.
		return to, say("telegram.absent", to.ref())
	case !theirs.inside():
		return to, say("telegram.unknown", ref)
	case !theirs.manages(to.Type):
		return to, say("telegram.foreign", to.label())
	}
	return to, ""
}

func (t *Telegram) unsure(by user, err error) string {
	t.lg.Warn("rights not found out", "err", err)
	return t.host.Say("admins.unsure", by.Language)
}

// member asks what somebody is in a chat: nothing, where Telegram does not
// show it to the bot.
func (t *Telegram) member(ctx context.Context, chat, user int64) (status, error) {
	var s status
	err := t.api.call(ctx, "getChatMember", memberParams(chat, user), &s)
	if isClosed(err) {
		return status{}, nil
	}
	return s, err
}

func memberParams(chat, user int64) tgbotapi.Params {
	return tgbotapi.Params{"chat_id": strconv.FormatInt(chat, 10), "user_id": strconv.FormatInt(user, 10)}
}

// isClosed reports whether Telegram keeps the bot out, or knows no such thing.
func isClosed(err error) bool {
	return refusedAs(err, http.StatusBadRequest) || refusedAs(err, http.StatusForbidden)
}

// targeted is an answer for the target, as it stands in the private chat: with
// its title above, and its buttons for it.
func (t *Telegram) targeted(m bot.Message, to chat) bot.Message {
	m.Blocks = append([]bot.Block{bot.Heading{Text: to.label(), Main: true}}, m.Blocks...)
	rows := make([][]bot.Choice, len(m.Choices))
	for i, row := range m.Choices {
		for _, c := range row {
			c.Line = t.targetLine(to, c.Line)
			rows[i] = append(rows[i], c)
		}
	}
	m.Choices = rows
	return m
}

// targetLine is a button's line for the target: "@kf12oi/topics 2" is
// "/topics 2" for the chat with that id in base 36. Where the target leaves no
// room for the line, the command stands by its shortest name.
func (t *Telegram) targetLine(to chat, line string) string {
	mark := "@" + strconv.FormatInt(-to.ID, 36)
	if !strings.HasPrefix(line, "/") || len(mark)+len(line) <= maxData {
		return mark + line
	}
	name, args, _ := strings.Cut(line[1:], " ")
	spec, _ := bot.Find(t.table, name)
	return mark + "/" + shortest(name, spec.Aliases) + " " + args
}

func shortest(name string, aliases []string) string {
	for _, a := range aliases {
		if len(a) < len(name) {
			name = a
		}
	}
	return name
}

// targetOfButton takes the target off a button's line. ok is false where it has none.
func targetOfButton(data string) (ref, line string, ok bool) {
	if !strings.HasPrefix(data, "@") {
		return "", data, false
	}
	slash := strings.IndexByte(data, '/')
	if slash < 0 {
		return "", data, false
	}
	id, err := strconv.ParseInt(data[1:slash], 36, 64)
	if err != nil || id <= 0 {
		return "", data, false
	}
	return strconv.FormatInt(-id, 10), data[slash:], true
}
