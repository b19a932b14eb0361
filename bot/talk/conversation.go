package talk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
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
}

// Resolver finds what people mean by a topic.
type Resolver interface {
	// Lookup finds the known topic with that name, in any language.
	Lookup(typed string) (subscriptions.Topic, bool)
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

// Config is what a [Bot] works with.
type Config struct {
	Subscribers subscriptions.Subscribers
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

// Stale is what is said to somebody who pressed a button that leads nowhere
// any more.
func (b *Bot) Stale(language string) string { return b.Voice(language).Say("stale") }

// turn is one command being answered.
type turn struct {
	bot  *Bot
	cmd  bot.Command
	sub  subscriptions.Subscriber // as stored, or as a new chat's would be
	say  texts.Localizer
	now  time.Time
	wait func(note string)
}

// Handle answers the command.
func (b *Bot) Handle(ctx context.Context, c bot.Command, r bot.Responder) error {
	t, err := b.turn(ctx, c, r)
	if err != nil {
		b.lg.Error("read subscriber", "chat", c.Chat, "err", err)
		return r.Respond(ctx, message(b.Voice(c.Language).Say("trouble.read")))
	}
	m, err := t.answer(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		b.lg.Error("answer", "chat", c.Chat, "command", c.Name, "err", err)
		m = message(t.say.Say(troubleKey(err)))
	}
	return r.Respond(ctx, m)
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

func (b *Bot) turn(ctx context.Context, c bot.Command, r bot.Responder) (*turn, error) {
	sub, err := b.cfg.Subscribers.Get(ctx, c.Chat)
	if errors.Is(err, subscriptions.ErrNotFound) {
		sub = b.newcomer(c.Chat, c.Language)
	} else if err != nil {
		return nil, err
	}
	t := &turn{bot: b, cmd: c, sub: sub, say: b.Voice(sub.Language), now: time.Now(), wait: func(string) {}}
	if w, ok := r.(bot.Waiter); ok {
		t.wait = func(note string) { w.Wait(ctx, note) }
	}
	return t, nil
}

// texts.Localizer speaks the reader's language that fits the tag best.
func (b *Bot) Voice(language string) texts.Localizer { return b.cfg.Texts.In(b.spoken(language)) }

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
func (t *turn) answer(ctx context.Context) (bot.Message, error) {
	if t.cmd.Name == "" {
		return message(t.say.Say("unknown.text")), nil
	}
	c, ok := commandNamed(t.cmd.Name)
	if !ok {
		return t.unknown(), nil
	}
	if refusal := t.refusal(ctx, c.Spec); refusal != "" {
		return private(message(t.say.Say(refusal))), nil
	}
	return c.run(t, ctx)
}

func commandNamed(name string) (command, bool) {
	for _, c := range commands() {
		if c.Name == name || slices.Contains(c.Aliases, name) {
			return c, true
		}
	}
	return command{}, false
}

func (t *turn) unknown() bot.Message {
	typed := clip(t.cmd.Name)
	if near := nearestCommand(t.cmd.Name); near != "" {
		return message(t.say.Say("unknown.near", "Typed", typed, "Near", near))
	}
	return message(t.say.Say("unknown.command", "Typed", typed))
}

// refusal is the key of the text that says why the person may not run the
// command here, "" if they may.
func (t *turn) refusal(ctx context.Context, spec bot.Spec) string {
	if !spec.Admin || !t.cmd.Group || t.cmd.Admin == nil {
		return ""
	}
	admin, err := t.cmd.Admin(ctx)
	switch {
	case err != nil:
		t.bot.lg.Warn("ask for admin", "chat", t.cmd.Chat, "err", err)
		return "admins.unsure"
	case !admin:
		return "admins.only"
	}
	return ""
}

// change writes a change of the chat's record and keeps t.sub as it is then
// stored. A chat that speaks is not gone: a suspension ends with it.
func (t *turn) change(ctx context.Context, change func(*subscriptions.Subscriber) error) error {
	sub, err := t.bot.cfg.Subscribers.Update(ctx, t.cmd.Chat, func(s *subscriptions.Subscriber) error {
		if s.Schedule.Zone == "" {
			*s = t.bot.newcomer(t.cmd.Chat, t.cmd.Language)
		}
		s.Suspended = time.Time{}
		if err := change(s); err != nil {
			return err
		}
		s.Reschedule(t.now)
		return nil
	})
	if err != nil {
		return saveError(err)
	}
	t.sub, t.say = sub, t.bot.Voice(sub.Language)
	return nil
}

// refresh lets the news be fetched where that has to be done first.
func (t *turn) refresh(ctx context.Context, topics []subscriptions.Topic) {
	if r, ok := t.bot.cfg.News.(Refresher); ok {
		r.Refresh(ctx, topics, func(feeds []string) {
			t.wait(t.say.Say("fetching", "Count", len(feeds), "Names", t.few(feeds)))
		})
	}
}

// few names the first three.
func (t *turn) few(names []string) string {
	if len(names) > 3 {
		names = append(slices.Clone(names[:3]), "…")
	}
	return t.say.List(names)
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
	r := []rune(typed)
	if len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return typed
}
