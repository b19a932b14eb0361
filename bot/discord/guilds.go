package discord

import (
	"context"
	"encoding/json"
	"strconv"
	"sync"
	"time"
)

// guilds knows the servers that the bot is in, and their channels: when it is
// removed from one, Discord names the server only, and does not say whether one
// that it tells of is new.
type guilds struct {
	mu   sync.Mutex
	of   map[uint64]uint64   // the server of each channel
	home map[uint64]struct{} // where the bot is; nil: not known
}

// idNumber returns an id of Discord's as a number, 0 where it is none.
func idNumber(id string) uint64 {
	n, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// add notes that channels belong to a server.
func (g *guilds) add(guild string, channels ...string) {
	id := idNumber(guild)
	if id == 0 {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.of == nil {
		g.of = map[uint64]uint64{}
	}
	for _, c := range channels {
		g.of[idNumber(c)] = id
	}
}

// whose returns the server of a channel, 0 where none is known.
func (g *guilds) whose(channel string) uint64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.of[idNumber(channel)]
}

// remove forgets a channel.
func (g *guilds) remove(channel string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.of, idNumber(channel))
}

// leave forgets a server that the bot is no longer in, and returns its channels.
func (g *guilds) leave(guild string) []string {
	id := idNumber(guild)
	g.mu.Lock()
	defer g.mu.Unlock()
	var out []string
	for channel, of := range g.of {
		if of == id {
			out = append(out, strconv.FormatUint(channel, 10))
			delete(g.of, channel)
		}
	}
	delete(g.home, id)
	return out
}

// guildShift is where the bits of an id begin by which Discord spreads servers
// over shards.
const guildShift = 22

// ready takes in the servers that the bot is in, as a shard lists them. A list
// that is nil says nothing.
func (g *guilds) ready(shard [2]uint64, listed []place) {
	if listed == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.home == nil {
		g.home = map[uint64]struct{}{}
	}
	for id := range g.home {
		if shard[1] <= 1 || id>>guildShift%shard[1] == shard[0] {
			delete(g.home, id)
		}
	}
	for _, p := range listed {
		g.home[idNumber(p.ID)] = struct{}{}
	}
}

// enter notes that the bot is in a server, and reports whether that is new: it
// was on no shard's list, or the bot was removed since.
func (g *guilds) enter(guild string) bool {
	id := idNumber(guild)
	g.mu.Lock()
	defer g.mu.Unlock()
	if id == 0 || g.home == nil {
		return false
	}
	_, there := g.home[id]
	g.home[id] = struct{}{}
	return !there
}

// place is what events tell of a server, a channel or a thread.
type place struct {
	ID          string  `json:"id"`
	Guild       string  `json:"guild_id"`
	Unavailable bool    `json:"unavailable"`
	Channels    []place `json:"channels"`
	Threads     []place `json:"threads"`
	Thread      struct {
		Archived bool `json:"archived"`
		Locked   bool `json:"locked"`
	} `json:"thread_metadata"`
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
		in.guild(p)
	case "CHANNEL_CREATE", "THREAD_CREATE":
		d.guilds.add(p.Guild, p.ID)
	case "CHANNEL_UPDATE", "THREAD_UPDATE":
		// Permissions may have been repaired, a thread opened.
		d.guilds.add(p.Guild, p.ID)
		if !p.Thread.Archived && !p.Thread.Locked {
			in.told(p.Guild, d.back, p.ID)
		}
	case "CHANNEL_DELETE", "THREAD_DELETE":
		d.guilds.remove(p.ID)
		in.told(p.Guild, d.lost, p.ID)
	case "GUILD_DELETE":
		if !p.Unavailable { // else it is an outage
			in.told(p.ID, d.lost, d.guilds.leave(p.ID)...)
		}
	}
}

// guild takes in a server's channels and threads. Where the bot was let in,
// they may send again what they did before it was removed; where it only
// connected, chats that are gone stay so.
func (in *intake) guild(p place) {
	var ids []string
	for _, c := range append(p.Channels, p.Threads...) {
		ids = append(ids, c.ID)
	}
	in.d.guilds.add(p.ID, ids...)
	if !p.Unavailable && in.d.guilds.enter(p.ID) {
		in.told(p.ID, in.d.back, ids...)
	}
}

// told has something told of a server's chats, in the order in which it
// happened.
func (in *intake) told(guild string, tell func(context.Context, ...string), ids ...string) {
	if len(ids) == 0 {
		return
	}
	in.queue.Add(job{key: "server " + guild, at: time.Now(), run: func(ctx context.Context) { tell(ctx, ids...) }})
}

// lost tells that channels or threads are no more.
func (d *Discord) lost(ctx context.Context, ids ...string) {
	for _, id := range ids {
		if err := d.host.Removed(ctx, chatOf(id)); err != nil {
			d.lg.Error("lost chat not recorded", "chat", chatOf(id), "err", d.api.secret.Clean(err))
		}
	}
}

// back tells that channels or threads may take messages again.
func (d *Discord) back(ctx context.Context, ids ...string) {
	for _, id := range ids {
		if err := d.host.Restored(ctx, chatOf(id), "", nil); err != nil {
			d.lg.Error("chat not restored", "chat", chatOf(id), "err", d.api.secret.Clean(err))
		}
	}
}
