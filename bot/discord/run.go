package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/sync/errgroup"

	"newsbrief/bot"
	"newsbrief/bot/adapter"
	"newsbrief/bot/discord/gateway"
)

// Run takes in what people do and has it answered until ctx ends, over all the
// shards that Discord asks for. While Discord is away it waits, and says so
// once. It returns an error only where trying again would not cure it: a token
// that was refused for an hour, or a close code that is final.
func (d *Discord) Run(ctx context.Context, h bot.Host) error {
	d.host, d.table = h, h.Commands()
	if d.cfg.Token == "" {
		return errors.New("discord: no token")
	}
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	in := d.newIntake(work)
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return d.connect(gctx, in) })
	g.Go(func() error { d.register(gctx, in); return nil })
	err := g.Wait()
	if left := in.queue.Drain(work, d.waits.drain); left > 0 {
		d.lg.Warn("stopped before all commands were answered", "left", left)
	}
	return err
}

// connect keeps the gateway's connections until ctx ends. Where the token is
// refused it asks about that, and connects again when it is taken: each try
// costs an identify.
func (d *Discord) connect(ctx context.Context, in *intake) error {
	for {
		err := d.session(ctx, in)
		if !isFatal(err) {
			return err
		}
		if err := d.awaitToken(ctx, err); err != nil {
			return err
		}
	}
}

// session finds the gateway and keeps the connections to it until ctx ends or
// they are refused.
func (d *Discord) session(ctx context.Context, in *intake) error {
	info, err := d.findGateway(ctx)
	if err != nil || ctx.Err() != nil {
		return err
	}
	err = gateway.Run(ctx, gateway.Config{
		Token: d.cfg.Token, Intents: int(discordgo.IntentGuilds), Version: versionOf(d.cfg.APIURL),
		Handle: in.take, Find: d.askGateway, Backoff: func() gateway.Backoff { return d.newBackoff() },
		Clean: d.api.secret.Clean, SpentBudget: d.spentBudget, Dial: d.dial, Waits: d.waits.Waits,
	}, info)
	if err != nil {
		return fmt.Errorf("discord refuses the connection: %w", err)
	}
	return nil
}

// awaitToken returns when Discord does not refuse the token any more, or with
// ctx; err is the refusal. It returns an error where that was in vain.
func (d *Discord) awaitToken(ctx context.Context, err error) error {
	for isFatal(err) && ctx.Err() == nil {
		if err := d.token.Refused(ctx, fmt.Errorf("discord knows no such bot; is the token right? %w", err)); err != nil {
			return err
		}
		err = d.api.call(ctx, request{what: "get user", method: http.MethodGet, path: "/users/@me"}, nil)
	}
	return nil
}

func (d *Discord) spentBudget(wait time.Duration) {
	d.lg.Error("discord's budget of new sessions for today is spent, waiting for the next", "for", wait.Round(time.Minute).String())
}

var versionAtEnd = regexp.MustCompile(`/v([0-9]+)/*$`)

// versionOf is the version of the API that stands at the end of its address;
// the gateway is spoken to in the same one.
func versionOf(apiURL string) string {
	if m := versionAtEnd.FindStringSubmatch(apiURL); m != nil {
		return m[1]
	}
	return discordgo.APIVersion
}

// findGateway asks where the gateway is, for as long as it takes.
func (d *Discord) findGateway(ctx context.Context) (gateway.Info, error) {
	backoff := d.newBackoff()
	for ctx.Err() == nil {
		info, err := d.askGateway(ctx)
		if err == nil {
			backoff.End()
			return info, nil
		}
		if isFatal(err) {
			return info, err
		}
		backoff.Wait(ctx, err, d.waits.Away)
	}
	return gateway.Info{}, nil
}

// askGateway asks once: a server that knows nothing of shards, or names no
// address beside them, for the address alone.
func (d *Discord) askGateway(ctx context.Context) (gateway.Info, error) {
	info, err := d.gatewayAt(ctx, "/gateway/bot")
	if isUnsupported(err) || err == nil && info.URL == "" {
		var alone gateway.Info
		alone, err = d.gatewayAt(ctx, "/gateway")
		info.URL = alone.URL
	}
	if err == nil && info.URL == "" {
		err = errors.New("get gateway: the answer names no address")
	}
	info.Shards = max(1, info.Shards)
	return info, err
}

func (d *Discord) gatewayAt(ctx context.Context, path string) (info gateway.Info, err error) {
	err = d.api.call(ctx, request{what: "get gateway", method: http.MethodGet, path: path}, &info)
	return info, err
}

// intake is what the shards hand over: interactions under way, and who the
// bot is.
type intake struct {
	d   *Discord
	ctx context.Context // of commands under way

	queue *adapter.Queue[job]
	seen  *adapter.Recent[string] // interactions: a resumed session may bring them a second time

	me    sync.Once
	app   string        // the application's id
	known chan struct{} // closed when it is
}

func (d *Discord) newIntake(ctx context.Context) *intake {
	in := &intake{d: d, ctx: ctx, seen: adapter.NewRecent[string](interactionLives, 8192), known: make(chan struct{})}
	in.queue = adapter.NewQueue(func(j job) { in.do(j.run) }, func(j job) { go in.do(j.lost) }, func(job) bool { return false })
	return in
}

// do runs what came in, within the time that it may take. A panic in it costs
// nothing else.
func (in *intake) do(f func(context.Context)) {
	defer adapter.Recover(in.d.lg, in.d.api.secret.Hide)
	ctx, cancel := context.WithTimeout(in.ctx, in.d.waits.handle)
	defer cancel()
	f(ctx)
}

// job is something to do in its turn.
type job struct {
	key      string
	commands int
	at       time.Time
	answers  *responder // to a command; nil: it is none
	run      func(context.Context)
	lost     func(context.Context) // where it cannot be run
}

// Key is whose turn the job waits for.
func (j job) Key() string { return j.key }

// Commands is how many commands it holds.
func (j job) Commands() int { return j.commands }

// Written is when it came.
func (j job) Written() time.Time { return j.at }

// Repeats reports whether the same press, of the same person, waits for its
// answer.
func (j job) Repeats(o job) bool {
	return j.answers != nil && j.answers.press && o.answers != nil && !o.answers.answered.Load() && j.answers.samePress(o.answers)
}

// take handles one event. It returns at once. A panic in it costs this event
// alone.
func (in *intake) take(e gateway.Event) {
	defer adapter.Recover(in.d.lg, in.d.api.secret.Hide, "event", e.Type)
	switch e.Type {
	case "READY":
		in.ready(e.Data)
	case "INTERACTION_CREATE":
		in.interaction(e.Data)
	default:
		in.place(e.Type, e.Data)
	}
}

// ready learns who the bot is and where. It comes again with every new session.
func (in *intake) ready(data json.RawMessage) {
	var ready struct {
		User struct {
			ID   string `json:"id"`
			Name string `json:"username"`
		} `json:"user"`
		Application struct {
			ID string `json:"id"`
		} `json:"application"`
		Shard  [2]uint64 `json:"shard"`
		Guilds []place   `json:"guilds"`
	}
	if err := json.Unmarshal(data, &ready); err != nil {
		in.d.lg.Warn("who the bot is was not understood", "err", err)
	}
	in.d.token.Taken()
	in.d.guilds.ready(ready.Shard, ready.Guilds)
	app := ready.Application.ID
	if app == "" {
		app = ready.User.ID // the same for all but the oldest bots
	}
	if app == "" {
		return
	}
	in.me.Do(func() {
		in.d.lg.Info("connected to discord", "bot", ready.User.Name)
		in.app = app
		close(in.known)
	})
}

// appID is the application's id, "" before the first session.
func (in *intake) appID() string {
	select {
	case <-in.known:
		return in.app
	default:
		return ""
	}
}
