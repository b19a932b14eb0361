package discord

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"newsbrief/bot/discord/discordtest"
)

// TestChatsThatAreBack holds what is restored when: all of a server that let
// the bot in while it runs, one channel or thread that changed, and nothing
// because the bot merely connects.
func TestChatsThatAreBack(t *testing.T) {
	const id, mark = "500000000000000009", "79"
	type step struct {
		event string
		data  map[string]any
	}
	server := map[string]any{"id": id, "channels": []map[string]any{{"id": "71"}}, "threads": []map[string]any{{"id": "72"}}}
	opened := func(event, channel string, archived, locked bool) step {
		return step{event, map[string]any{"id": channel, "guild_id": id, "thread_metadata": map[string]any{"archived": archived, "locked": locked}}}
	}
	bare := map[string]any{"id": id, "channels": []map[string]any{{"id": "71"}}}
	created, removed := step{"GUILD_CREATE", bare}, step{"GUILD_DELETE", map[string]any{"id": id}}
	tests := []struct {
		name   string
		listed bool // the bot is in the server when it connects
		steps  []step
		want   []string
	}{
		{"a start", true, []step{{"GUILD_CREATE", server}}, nil},
		{"an outage", true, []step{created, {"GUILD_DELETE", map[string]any{"id": id, "unavailable": true}}, created}, nil},
		{"let in", false, []step{{"GUILD_CREATE", server}}, []string{"back 71", "back 72"}},
		{"let in, and an outage", false, []step{created, created}, []string{"back 71"}},
		{"let in during an outage", false, []step{{"GUILD_CREATE", map[string]any{"id": id, "unavailable": true}}, created}, []string{"back 71"}},
		{"removed and let in again", true, []step{created, removed, created}, []string{"lost 71", "back 71"}},
		{"twice", true, []step{created, removed, created, removed, created}, []string{"lost 71", "back 71", "lost 71", "back 71"}},
		{"permissions repaired", true, []step{{"CHANNEL_UPDATE", map[string]any{"id": "71", "guild_id": id}}}, []string{"back 71"}},
		{"thread opened", true, []step{opened("THREAD_UPDATE", "72", false, false)}, []string{"back 72"}},
		{"thread archived", true, []step{opened("THREAD_UPDATE", "72", true, false)}, nil},
		{"thread locked", true, []step{opened("THREAD_UPDATE", "72", false, true)}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			if tt.listed {
				r.s.AddChannel(discordtest.Channel{ID: "71", Guild: id})
			}
			r.run()
			for _, s := range tt.steps {
				r.s.Dispatch(s.event, s.data)
			}
			r.s.Dispatch("CHANNEL_UPDATE", map[string]any{"id": mark, "guild_id": id}) // behind all of these
			want := strings.ReplaceAll(strings.Join(append(tt.want, "back "+mark), "\n"), " ", " discord:")
			r.until(func() bool { return strings.Contains(r.lives(), mark) })
			if got := strings.ReplaceAll(r.lives(), " <nil>", ""); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// TestServersOfSeveralShards holds that a shard's new list says nothing of the
// servers of others.
func TestServersOfSeveralShards(t *testing.T) {
	const shards = 3
	var g guilds
	server := func(n int) string { return fmt.Sprint(n<<guildShift | 1) }
	lists := func(shard int, servers ...int) {
		listed := []place{}
		for _, n := range servers {
			listed = append(listed, place{ID: server(n)})
		}
		g.ready([2]uint64{uint64(shard), shards}, listed)
	}
	if g.enter(server(1)) {
		t.Error("a server is new although there was no list")
	}
	lists(0, 0, 3)
	lists(1, 1, 4)
	lists(2, 2)
	lists(0, 3) // the bot was removed from 0 while the connection was down
	g.ready([2]uint64{1, shards}, nil)
	var entered []int
	for n := range 6 {
		if g.enter(server(n)) {
			entered = append(entered, n)
		}
	}
	if want := []int{0, 5}; !slices.Equal(entered, want) {
		t.Errorf("new are %v, want %v", entered, want)
	}
}
