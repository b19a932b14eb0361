package discord

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/adapter"
	"newsbrief/bot/discord/gateway"
	"newsbrief/subscriptions"
)

// Name is the platform's name in [subscriptions.Chat.Platform].
const Name = "discord"

// DefaultURL is the base of Discord's own REST API.
const DefaultURL = "https://discord.com/api/v9"

// Config is what a [Discord] is made of. Only Token is needed.
type Config struct {
	Token  string
	APIURL string // of another server of the same protocol; "": [DefaultURL]
	Guild  string // id of the one server that gets the commands, for trying; "": all, and direct messages

	Rate    float64 // messages a second over all chats; zero is no limit
	Senders int     // concurrent sends

	Transport http.RoundTripper // nil: one of its own, with the environment's proxy
}

// Discord is the platform. Make it with [New].
type Discord struct {
	lg          *slog.Logger
	cfg         Config
	host        bot.Host   // from Run on
	table       []bot.Spec // the host's commands
	api         *api
	token       *adapter.TokenWatch
	unconfirmed unconfirmed
	guilds      guilds
	kept        adapter.Stories[string]
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
	cfg.Token = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(cfg.Token), "Bot "))
	d := &Discord{
		lg:    lg,
		cfg:   cfg,
		api:   newAPI(cfg.Token, cfg.APIURL, cfg.Rate, cfg.Transport),
		token: adapter.NewTokenWatch(lg),
		born:  time.Now(),
		kept:  adapter.NewStories(func(text string) int { return len(text) }),
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

// Limits returns the configured numbers.
func (d *Discord) Limits() bot.Limits {
	return bot.Limits{
		PerSecond:     d.cfg.Rate,
		ChatPerSecond: 1, // Discord's own for a channel is five in five seconds
		Group:         func(subscriptions.Chat) bool { return false },
		Senders:       d.cfg.Senders,
	}
}

func chatOf(channel string) subscriptions.Chat {
	return subscriptions.Chat{Platform: Name, ID: channel}
}
