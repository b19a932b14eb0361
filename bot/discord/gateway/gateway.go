// Package gateway keeps a bot connected to Discord's gateway: over as many
// shards as Discord asks for, each with a session that is resumed where that is
// possible and begun anew, within Discord's budget of identifies, where it is
// not. It knows the protocol and nothing of the bot.
//
// discordgo has a gateway too. It is not used, for five reasons that its source
// (v0.29.0) and trials show:
//
//   - Open holds the session's lock while it handles events; op 7 among them
//     calls Close, which waits for that lock: neither ever returns.
//   - After op 9 it identifies again at once and counts nothing. More than a
//     thousand identifies a day cost the bot its token.
//   - It ignores the address at which a session is to be resumed, and keeps the
//     session's id to itself, so that nobody else can resume it either.
//   - It hides the close codes of a connection that stood, and connects again
//     for ever after those that say that doing so is in vain.
//   - It finds out that a connection is dead after five heartbeats without an
//     answer, more than three minutes; one is enough to know.
package gateway

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"time"

	"golang.org/x/sync/errgroup"
)

// Info is what Discord says of its gateway: the answer to GET /gateway/bot.
type Info struct {
	URL    string `json:"url"`
	Shards int    `json:"shards"`
	Limit  Limit  `json:"session_start_limit"`
}

// Limit is what Discord says of identifies.
type Limit struct {
	Total       int     `json:"total"`
	Remaining   *int    `json:"remaining"`   // nil: all of them, as far as is known
	ResetAfter  float64 `json:"reset_after"` // milliseconds
	Concurrency int     `json:"max_concurrency"`
}

// Event is something that happened, as the gateway tells it.
type Event struct {
	Type string // "READY", "INTERACTION_CREATE" …
	Data json.RawMessage
}

// Config is what the connections need.
type Config struct {
	Token   string
	Intents int    // which events are wanted
	Version string // of the protocol, where the gateway's address names none

	// Handle takes the events of all shards, those of one in their order. It
	// returns at once.
	Handle func(Event)
	// Find asks for the gateway again where the one known leads nowhere.
	Find func(context.Context) (Info, error)
	// Backoff makes the waits of one shard.
	Backoff func() Backoff
	// Clean takes the token out of an error.
	Clean func(error) error
	// SpentBudget is told that there is no identify left for so long.
	SpentBudget func(time.Duration)
	// Dial connects to the gateway; nil: as usual.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)

	Waits Waits
}

// Backoff waits between the connections of a shard.
type Backoff interface {
	// Wait returns after err ended a connection or kept it from being made: at
	// once, or later the more often it happened, at most after most. It returns
	// with ctx too.
	Wait(ctx context.Context, err error, most time.Duration)
	// End notes that a session stands.
	End()
}

// Waits are how long to wait for what.
type Waits struct {
	Hello    time.Duration // the gateway's first word
	Ready    time.Duration // its answer to an identify or a resume
	Identify time.Duration // between two identifies
	Invalid  time.Duration // at most, before the identify that follows an invalid session
	Most     time.Duration // at most, before the next connection where each costs an identify
	Away     time.Duration // at most, where it does not
	Resume   time.Duration // at most, where a session waits to be resumed
}

// UsualWaits are those that Discord's documentation asks for, or leaves room
// for.
func UsualWaits() Waits {
	return Waits{
		Hello: 15 * time.Second, Ready: 20 * time.Second, Identify: 5 * time.Second, Invalid: 5 * time.Second,
		Most: 2 * time.Minute, Away: 30 * time.Second, Resume: 5 * time.Second,
	}
}

// ClosedError is a close code after which connecting again would be in vain.
type ClosedError struct{ Code int }

// InvalidToken is the code of a [ClosedError] that says that Discord knows no
// such token.
const InvalidToken = 4004

// Error says what the code means.
func (e *ClosedError) Error() string {
	return fmt.Sprintf("%s (close code %d)", fatalCloses[e.Code], e.Code)
}

// Run keeps all shards connected until ctx ends, and returns nil then. It
// returns a [*ClosedError] where that is in vain.
func Run(ctx context.Context, cfg Config, info Info) error {
	g, ctx := errgroup.WithContext(ctx)
	budget := newIdentifyBudget(cfg, info.Limit, time.Now())
	for id := range info.Shards {
		s := &shard{cfg: cfg, id: id, count: info.Shards, url: info.URL, budget: budget, backoff: cfg.Backoff()}
		g.Go(func() error { return s.run(ctx) })
	}
	return g.Wait()
}
