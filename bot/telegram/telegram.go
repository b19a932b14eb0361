package telegram

import (
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/adapter"
	"newsbrief/subscriptions"
)

// Name is the platform's name in [subscriptions.Chat.Platform].
const Name = "telegram"

// DefaultURL is Telegram's own Bot API server.
const DefaultURL = "https://api.telegram.org"

// Config is what a [Telegram] is made of. Only Token is needed.
type Config struct {
	Token  string
	APIURL string // of another server of the same protocol; "": [DefaultURL]

	// Messages a second over all chats, a second to one private chat, and a
	// minute to one group; zero is no limit.
	Rate, ChatRate, GroupRate float64
	Senders                   int // concurrent sends

	Transport http.RoundTripper // nil: one of its own, with the environment's proxy
}

// Telegram is the platform. Make it with [New].
type Telegram struct {
	lg     *slog.Logger
	cfg    Config
	host   bot.Host   // from Run on
	table  []bot.Spec // the host's commands; in groups, others are taken only with the bot's name
	api    *api
	token  *adapter.TokenWatch
	admins *admins
	floods *floodDetector
	kept   adapter.Stories[segment]

	greeted *adapter.Recent[string] // chats that were welcomed: a /start that comes with that is answered
	started *adapter.Recent[string] // chats in which a /start was answered: with that they were welcomed
	ran     *adapter.Recent[string] // messages that were taken for commands: one that is changed otherwise stands
	slowed  *adapter.Recent[string] // chats that were told that they write too much
	moves   *adapter.Recent[string] // groups that got a new id: that the bot came to them is no news
	waits   waits

	answering chan struct{} // holds one of each press that is being dismissed
}

// waits are the pauses of the intake; tests shorten them.
type waits struct {
	first, most time.Duration // back-off while Telegram is away
	look        time.Duration // between looks for new updates while others are being handled, at first
	recheck     time.Duration // and at most
	slow        time.Duration // age from which an update under way no longer holds the offset
	handle      time.Duration // longest time a command may take
	drain       time.Duration // for what is under way when the program stops
	spin        time.Duration // until a pressed button stops spinning
}

var _ bot.Platform = (*Telegram)(nil)

// remembered is how many chats, messages and people at most are remembered for
// one purpose: more than write within the minute or two for which that is.
const remembered = 1 << 16

// New returns the platform. It talks to nobody before Run or Send is called.
func New(lg *slog.Logger, cfg Config) *Telegram {
	if cfg.APIURL == "" {
		cfg.APIURL = DefaultURL
	}
	t := &Telegram{
		lg:     lg,
		cfg:    cfg,
		api:    newAPI(cfg.Token, cfg.APIURL, cfg.Transport),
		token:  adapter.NewTokenWatch(lg),
		floods: &floodDetector{},
		kept:   adapter.NewStories(func(s segment) int { return len(s.html) }),

		greeted: adapter.NewRecent[string](5*time.Second, remembered),
		started: adapter.NewRecent[string](5*time.Second, remembered),
		ran:     adapter.NewRecent[string](2*editTime, remembered),
		slowed:  adapter.NewRecent[string](adapter.FloodTime, remembered),
		moves:   adapter.NewRecent[string](time.Minute, remembered),

		answering: make(chan struct{}, mostAnswers),

		waits: waits{
			first: time.Second, most: 30 * time.Second, look: 100 * time.Millisecond, recheck: time.Second, slow: 5 * time.Second,
			handle: 2 * time.Minute, drain: 5 * time.Second, spin: 2 * time.Second,
		},
	}
	t.admins = newAdmins(t.api)
	return t
}

// knows reports whether a command of the table answers to the name.
func (t *Telegram) knows(name string) bool {
	_, ok := bot.Find(t.table, name)
	return ok
}

// Name returns "telegram".
func (t *Telegram) Name() string { return Name }

// Limits returns the configured numbers.
func (t *Telegram) Limits() bot.Limits {
	return bot.Limits{
		PerSecond:      t.cfg.Rate,
		ChatPerSecond:  t.cfg.ChatRate,
		GroupPerMinute: t.cfg.GroupRate,
		Group:          isGroup,
		Senders:        t.cfg.Senders,
	}
}

// isGroup reports whether the chat is a group or a channel: Telegram gives
// those negative ids.
func isGroup(c subscriptions.Chat) bool { return strings.HasPrefix(c.ID, "-") }

func chatOf(id int64, thread int64) subscriptions.Chat {
	c := subscriptions.Chat{Platform: Name, ID: strconv.FormatInt(id, 10)}
	if thread > generalTopic {
		c.Thread = strconv.FormatInt(thread, 10)
	}
	return c
}

// generalTopic is the id of a forum's General topic. Telegram refuses messages
// that name it: what goes there is sent without a thread.
const generalTopic = 1
