package discord

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/discord/gateway"
	"newsbrief/bot/plain"
	"newsbrief/subscriptions"
)

// Name is the platform's name in [subscriptions.Chat.Platform].
const Name = "discord"

// DefaultURL is the base of Discord's own REST API.
const DefaultURL = "https://discord.com/api/v9"

// Config is what a [Discord] is made of. Only Token and Handler are needed.
type Config struct {
	Token  string
	APIURL string // of another server of the same protocol; "": [DefaultURL]
	Guild  string // id of the one server that gets the commands, for trying; "": all, and direct messages

	Handler bot.Handler // answers commands
	Life    bot.ChatEvents    // is told what becomes of chats; nil: nobody is
	Pace    bot.Pace    // nil: answers do not wait

	// Later takes the parts of an answer that Discord does not take now, to
	// be sent when it does. nil: such an answer is lost, with a line in the log.
	Later func(ctx context.Context, chat subscriptions.Chat, parts ...subscriptions.Part) error

	// Stale is what is said to somebody who pressed a button that leads
	// nowhere any more, in a language given as BCP 47. nil: the handler gets
	// what stands behind the button and answers.
	Stale func(language string) string

	// Say says the adapter's own texts, whose keys begin with "discord.". It
	// returns the key where there is no such text. nil: the built-in texts.
	Say func(key, language string, pairs ...any) string

	// Suggest offers values while a person types the option ("topics",
	// "topic", "place"). nil: nothing is offered.
	Suggest func(option, typed, language string) []Suggestion

	Commands []bot.Spec // the slash commands

	Rate    float64 // messages a second over all chats; zero is no limit
	Senders int     // concurrent sends

	Transport http.RoundTripper // nil: one of its own, with the environment's proxy
}

// Suggestion is a value that is offered while a person types.
type Suggestion struct {
	Label string // what the person sees
	Value string // what is typed for them
}

// Discord is the platform. Make it with [New].
type Discord struct {
	lg          *slog.Logger
	cfg         Config
	api         *api
	queue       chatQueue
	unconfirmed unconfirmed
	guilds      guilds
	kept        plain.Kept[shown, string]
	waits       waits
	born        time.Time                                                            // parts queued before may have been tried by the program's last run
	dial        func(ctx context.Context, network, address string) (net.Conn, error) // to the gateway; nil: as usual
}

// waits are the pauses of the gateway and of answers; tests shorten them.
type waits struct {
	gateway.Waits
	first    time.Duration // the shortest back-off
	steady   time.Duration // a connection that lives this long starts the back-off anew
	handle   time.Duration // longest time a command may take
	drain    time.Duration // for what is under way when the program stops
	ack      time.Duration // for the acknowledgement of an interaction
	patience time.Duration // longest wait for Discord in an answer
}

var _ bot.Platform = (*Discord)(nil)

// New returns the platform. It talks to nobody before Run or Send is called.
func New(lg *slog.Logger, cfg Config) *Discord {
	if cfg.APIURL == "" {
		cfg.APIURL = DefaultURL
	}
	if cfg.Say == nil {
		cfg.Say = catalogue()
	}
	cfg.Token = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(cfg.Token), "Bot "))
	d := &Discord{
		lg:   lg,
		cfg:  cfg,
		api:  newAPI(lg, cfg.Token, cfg.APIURL, cfg.Rate, cfg.Transport),
		born: time.Now(),
		kept: plain.Kept[shown, string]{Bytes: keptTexts},
		waits: waits{
			Waits: gateway.UsualWaits(),
			first: time.Second, steady: time.Minute, handle: 2 * time.Minute, drain: 5 * time.Second,
			ack: 2500 * time.Millisecond, patience: 10 * time.Second,
		},
	}
	return d
}

// Name returns "discord".
func (d *Discord) Name() string { return Name }

// Limits returns the configured numbers; see [Config.Limits].
func (d *Discord) Limits() bot.Limits { return d.cfg.Limits() }

// Limits returns the numbers as those who keep a pace want them: a [bot.Pace]
// is made of them before the platform is made of the pace.
func (c Config) Limits() bot.Limits {
	return bot.Limits{
		PerSecond:     c.Rate,
		ChatPerSecond: 1, // Discord's own for a channel is five in five seconds
		Group:         func(subscriptions.Chat) bool { return false },
		Senders:       c.Senders,
	}
}

func chatOf(channel string) subscriptions.Chat {
	return subscriptions.Chat{Platform: Name, ID: channel}
}

// say says one of the adapter's own texts.
func (d *Discord) say(key, language string, pairs ...any) string {
	return d.cfg.Say(key, language, pairs...)
}
