package talk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/texts"
	"newsbrief/bot/zone"
	"newsbrief/digest"
	"newsbrief/subscriptions"
)

// Topics is what the conversation asks of the catalogue of topics.
type Topics interface {
	Menu
	Resolver
}

// Menu offers topics.
type Menu interface {
	// All returns the known topics in the order in which they are offered.
	All() []subscriptions.Topic
	// Name returns the topic's name in the language; a person's own words are their own name.
	Name(t subscriptions.Topic, language string) string
	// Suggest returns up to n topics that begin as typed, the most usual first.
	Suggest(typed, language string, n int) []subscriptions.Topic
}

// Resolver finds what people mean by a topic.
type Resolver interface {
	// Lookup finds the known topic with that name, in any language.
	Lookup(typed string) (subscriptions.Topic, bool)
	// Part finds the known topic that words which name no topic are a part of.
	Part(typed string) (subscriptions.Topic, bool)
	// Nearest returns up to n known topics whose names are spelt almost so.
	Nearest(typed string, n int) []subscriptions.Topic
}

// News composes digests.
type News interface {
	Compose(ctx context.Context, r digest.Request) (digest.Digest, error)
}

// Refresher is a [News] that may have to fetch before it can answer.
type Refresher interface {
	// Refresh returns when the topics' feeds have been read lately, or soon
	// after ctx's deadline; none means all. It calls fetching before it
	// fetches, with the titles of the feeds.
	Refresh(ctx context.Context, topics []subscriptions.Topic, fetching func(feeds []string))
}

// Subscribers is what people set up, and a way to find the threads of a chat.
type Subscribers interface {
	subscriptions.Subscribers
	// Page is that of [subscriptions.Bulk].
	Page(ctx context.Context, after subscriptions.Chat, limit int) ([]subscriptions.Subscriber, error)
}

// Config is what a [Bot] works with.
type Config struct {
	Subscribers Subscribers
	News        News
	Topics      Topics
	Texts       *texts.Catalogue
	Language    string                  // of chats whose language is unknown
	Zone        string                  // IANA, of chats whose zone is unknown
	Time        subscriptions.TimeOfDay // of chats that chose none
	MaxTopics   int                     // a chat
}

// Bot holds the conversation. It keeps nothing between two commands.
type Bot struct {
	lg   *slog.Logger
	cfg  Config
	keys sync.Pool // of *[]byte, kept for their room
}

// New returns a bot. All of cfg must be set.
func New(lg *slog.Logger, cfg Config) *Bot { return &Bot{lg: lg, cfg: cfg} }

// request is one command being answered.
type request struct {
	bot     *Bot
	cmd     bot.Command
	sub     subscriptions.Subscriber       // as stored, or as a new chat's would be
	damaged error                          // why what is stored cannot be read
	owned   map[string]subscriptions.Topic // the chat's topics by their words, folded; nil until asked for
	say     texts.Localizer
	now     time.Time
	wait    func(note string)
}

// Handle answers the command. A message of several is answered one by one, the
// first few of them; the rest are named.
func (b *Bot) Handle(ctx context.Context, c bot.Command, r bot.Responder) error {
	all := commandsIn(c)
	for _, one := range all[:min(mostCommands, len(all))] {
		if err := b.handleOne(ctx, one, r); err != nil {
			return err
		}
	}
	if len(all) <= mostCommands {
		return nil
	}
	var rest []string
	for _, one := range all[mostCommands:] {
		rest = append(rest, clip(strings.TrimSpace("/"+one.Name+" "+one.Args)))
	}
	say := b.Localizer(c.Language)
	return r.Respond(ctx, message(say.Say("ask.rest", "Count", mostCommands, "Lines", clipTo(strings.Join(rest, "  "), 400))))
}

func (b *Bot) handleOne(ctx context.Context, c bot.Command, r bot.Responder) error {
	m, err := b.answerTo(ctx, c, r)
	if err != nil {
		return err
	}
	return r.Respond(ctx, m)
}

// answerTo returns the answer, or ctx's error. What went wrong is logged and
// told in a sentence, also where it was a panic.
func (b *Bot) answerTo(ctx context.Context, c bot.Command, r bot.Responder) (m bot.Message, err error) {
	say := b.Localizer(c.Language)
	defer func() {
		if p := recover(); p != nil {
			b.lg.Error("command not answered: panic", "chat", c.Chat, "command", c.Name, "args", clip(c.Args), "panic", p, "stack", string(debug.Stack()))
			m, err = message(say.Say("trouble.read")), nil
		}
	}()
	req, err := b.request(ctx, c, r)
	if err != nil {
		b.lg.Error("could not read the subscriber", "chat", c.Chat, "err", err)
		return message(say.Say("trouble.read")), nil
	}
	say = req.say
	m, err = req.answer(ctx)
	if err == nil || ctx.Err() != nil {
		return m, ctx.Err()
	}
	b.lg.Error("could not answer", "chat", c.Chat, "command", c.Name, "err", err)
	return message(req.say.Say(troubleKey(err))), nil
}

// errSave and errNews mark which part of an answer went wrong.
var (
	errSave = errors.New("save")
	errNews = errors.New("news")
)

func saveError(err error) error { return fmt.Errorf("%w: %w", errSave, err) }

func troubleKey(err error) string {
	switch {
	case errors.Is(err, errSave):
		return "trouble.save"
	case errors.Is(err, errNews):
		return "trouble.news"
	}
	return "trouble.read"
}

func (b *Bot) request(ctx context.Context, c bot.Command, r bot.Responder) (*request, error) {
	req := &request{bot: b, cmd: c, now: time.Now(), wait: func(string) {}}
	var err error
	req.sub, err = b.cfg.Subscribers.Get(ctx, c.Chat)
	switch {
	case errors.Is(err, subscriptions.ErrDamaged):
		req.damaged, req.sub = err, b.newcomer(c.Chat, c.Language)
	case errors.Is(err, subscriptions.ErrNotFound):
		req.sub = b.newcomer(c.Chat, c.Language)
	case err != nil:
		return nil, err
	}
	req.say = b.Localizer(req.sub.Language)
	if w, ok := r.(bot.Progress); ok {
		req.wait = func(note string) { w.Show(ctx, note) }
	}
	return req, nil
}

// heal deletes a record that cannot be read where somebody begins anew: nothing
// else could ever mend it. Who ends it all has it deleted like any other.
func (r *request) heal(ctx context.Context, command string) error {
	switch {
	case r.damaged == nil || command == "stop":
		return nil
	case command != "start" || r.refusal(ctx, bot.Spec{Admin: true}) != "":
		return r.damaged
	}
	r.bot.lg.Warn("deleted a damaged record", "chat", r.cmd.Chat, "err", r.damaged)
	if err := r.bot.cfg.Subscribers.Delete(ctx, r.cmd.Chat); err != nil {
		return saveError(err)
	}
	return nil
}

// Voice speaks the reader's language that fits the tag best.
func (b *Bot) Localizer(language string) texts.Localizer { return b.cfg.Texts.In(b.spoken(language)) }

// newcomer is what a chat that never set anything starts with.
func (b *Bot) newcomer(chat subscriptions.Chat, hint string) subscriptions.Subscriber {
	language := b.spoken(hint)
	z := zone.Guess(language)
	if z == "" || hint == "" {
		z = b.cfg.Zone
	}
	return subscriptions.Subscriber{
		Chat:     chat,
		Language: language,
		Schedule: subscriptions.Schedule{Zone: z, Guessed: true, Times: []subscriptions.TimeOfDay{b.cfg.Time}, Days: subscriptions.EveryDay},
	}
}

// answer finds the command, sees whether the person may run it, and runs it.
func (r *request) answer(ctx context.Context) (bot.Message, error) {
	if strings.EqualFold(r.cmd.Name, botName) {
		r.cmd.Name = ""
	}
	if r.cmd.Name == "" {
		name, args, sure := r.wish(r.cmd.Args)
		switch {
		case name == "":
			return r.notUnderstood(), nil
		case !sure:
			return r.offered(name, args), nil
		}
		r.cmd.Name, r.cmd.Args = name, args
	}
	c, ok := r.commandCalled(strings.TrimLeftFunc(r.cmd.Name, isSlash))
	if !ok {
		return r.unknown(), nil
	}
	r.cmd.Name = c.Name
	if refusal := r.refusal(ctx, c.Spec); refusal != "" {
		return private(message(r.say.Say(refusal))), nil
	}
	if err := r.heal(ctx, c.Name); err != nil {
		return bot.Message{}, err
	}
	return c.run(r, ctx)
}

func commandNamed(name string) (command, bool) {
	for _, c := range commands() {
		if c.Name == name || slices.Contains(c.Aliases, name) {
			return c, true
		}
	}
	return command{}, false
}

func (r *request) unknown() bot.Message {
	typed := clip(r.cmd.Name)
	if near := nearestCommand(r.cmd.Name); near != "" {
		return r.misspelt(near)
	}
	return message(r.say.Say("unknown.command", "Typed", typed))
}

// refusal is the key of the text that says why the person may not run the
// command here, "" if they may.
func (r *request) refusal(ctx context.Context, spec bot.Spec) string {
	if !spec.Admin || !r.cmd.Group || r.cmd.Admin == nil {
		return ""
	}
	admin, err := r.cmd.Admin(ctx)
	switch {
	case err != nil:
		r.bot.lg.Warn("ask for admin", "chat", r.cmd.Chat, "err", err)
		return "admins.unsure"
	case !admin:
		return "admins.only"
	}
	return ""
}

// change writes a change of the chat's record and keeps r.sub as it is then
// stored. A chat that speaks is not gone: a suspension ends with it.
func (r *request) change(ctx context.Context, change func(*subscriptions.Subscriber) error) error {
	sub, err := r.bot.cfg.Subscribers.Update(ctx, r.cmd.Chat, func(s *subscriptions.Subscriber) error {
		if s.Schedule.Zone == "" {
			*s = r.bot.newcomer(r.cmd.Chat, r.cmd.Language)
		}
		s.Suspended = time.Time{}
		if err := change(s); err != nil {
			return err
		}
		s.Reschedule(r.now)
		return nil
	})
	if err != nil {
		return saveError(err)
	}
	r.sub, r.owned, r.say = sub, nil, r.bot.Localizer(sub.Language)
	return nil
}

// refresh lets the news be fetched where that has to be done first.
func (r *request) refresh(ctx context.Context, topics []subscriptions.Topic) {
	if f, ok := r.bot.cfg.News.(Refresher); ok {
		f.Refresh(ctx, topics, func(feeds []string) {
			r.wait(r.say.Say("fetching", "Count", len(feeds), "Names", r.few(feeds)))
		})
	}
}

// few names the first three.
func (r *request) few(names []string) string {
	if len(names) > 3 {
		names = append(slices.Clone(names[:3]), "…")
	}
	return r.say.List(names)
}

func message(paragraphs ...string) bot.Message {
	var m bot.Message
	m.Add(paragraphs...)
	return m
}

func private(m bot.Message) bot.Message {
	m.Private = true
	return m
}

// clip keeps what people typed short when it is said back to them.
func clip(typed string) string {
	return clipTo(typed, 40)
}

func clipTo(typed string, letters int) string {
	if r := []rune(typed); len(r) > letters {
		return string(r[:letters]) + "…"
	}
	return typed
}
