package discord

import (
	"context"
	"encoding/json"
	"strconv"
	"sync"
)

// guilds knows the channels of the servers that the bot is in: when it is
// removed from one, Discord names the server only.
type guilds struct {
	mu       sync.Mutex
	channels map[uint64]map[uint64]struct{} // by server
}

// add notes that a channel belongs to a server.
func (g *guilds) add(guild string, channels ...string) {
	id, err := strconv.ParseUint(guild, 10, 64)
	if err != nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.channels == nil {
		g.channels = map[uint64]map[uint64]struct{}{}
	}
	if g.channels[id] == nil {
		g.channels[id] = map[uint64]struct{}{}
	}
	for _, c := range channels {
		if n, err := strconv.ParseUint(c, 10, 64); err == nil {
			g.channels[id][n] = struct{}{}
		}
	}
}

// remove forgets a channel.
func (g *guilds) remove(guild, channel string) {
	id, _ := strconv.ParseUint(guild, 10, 64)
	n, _ := strconv.ParseUint(channel, 10, 64)
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.channels[id], n)
}

// leave forgets a server and returns its channels.
func (g *guilds) leave(guild string) []string {
	id, _ := strconv.ParseUint(guild, 10, 64)
	g.mu.Lock()
	defer g.mu.Unlock()
	var out []string
	for n := range g.channels[id] {
		out = append(out, strconv.FormatUint(n, 10))
	}
	delete(g.channels, id)
	return out
}

// place is what events tell of a server, a channel or a thread.
type place struct {
	ID          string  `json:"id"`
	Guild       string  `json:"guild_id"`
	Unavailable bool    `json:"unavailable"`
	Channels    []place `json:"channels"`
	Threads     []place `json:"threads"`
}

// place takes in what became of a server or a channel.
func (in *intake) place(event string, data json.RawMessage) {
	var p place
	if err := json.Unmarshal(data, &p); err != nil || p.ID == "" {
		return
	}
	d := in.d
	switch event {
	case "GUILD_CREATE":
		for _, c := range append(p.Channels, p.Threads...) {
			d.guilds.add(p.ID, c.ID)
		}
	case "CHANNEL_CREATE", "THREAD_CREATE":
		d.guilds.add(p.Guild, p.ID)
	case "CHANNEL_DELETE", "THREAD_DELETE":
		d.guilds.remove(p.Guild, p.ID)
		in.begin(func(ctx context.Context) { d.lost(ctx, p.ID) })
	case "GUILD_DELETE":
		if !p.Unavailable { // else it is an outage
			in.begin(func(ctx context.Context) { d.lost(ctx, d.guilds.leave(p.ID)...) })
		}
	}
}
