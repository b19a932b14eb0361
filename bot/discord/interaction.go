package discord

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"newsbrief/subscriptions"
)

// interaction is something that a person did: a slash command, a pressed
// button, a word being typed. Only what the adapter reads of it is decoded, so
// that nothing else in it can keep it from being understood.
type interaction struct {
	ID        string                    `json:"id"`
	App       string                    `json:"application_id"`
	Type      discordgo.InteractionType `json:"type"`
	Token     string                    `json:"token"`
	Guild     string                    `json:"guild_id"`
	ChannelID string                    `json:"channel_id"`
	Channel   *channel                  `json:"channel"`
	Member    *member                   `json:"member"`
	Locale    string                    `json:"locale"`
	Bot       permissions               `json:"app_permissions"`
	Context   *int                      `json:"context"`
	Owners    map[string]string         `json:"authorizing_integration_owners"`
	Message   *struct {
		Flags int `json:"flags"`
	} `json:"message"`
	Data struct {
		Name     string   `json:"name"`
		Options  []filled `json:"options"`
		CustomID string   `json:"custom_id"`
		Values   []string `json:"values"`
	} `json:"data"`
}

// filled is an option that a person filled in.
type filled struct {
	Name    string          `json:"name"`
	Value   json.RawMessage `json:"value"`
	Focused bool            `json:"focused"`
	Options []filled        `json:"options"`
}

type channel struct {
	ID   string                `json:"id"`
	Type discordgo.ChannelType `json:"type"`
}

type member struct {
	Permissions permissions `json:"permissions"`
}

// permissions is a set of Discord's permission bits, which come as a number in
// a string.
type permissions struct {
	bits  int64
	known bool
}

// UnmarshalJSON reads the set. What is not one is an unknown set and no error.
func (p *permissions) UnmarshalJSON(data []byte) error {
	n, err := strconv.ParseUint(strings.Trim(string(data), `"`), 10, 64)
	*p = permissions{bits: int64(n), known: err == nil}
	return nil
}

func (p permissions) has(bits int64) bool { return p.bits&bits == bits }

// Where an interaction took place.
const (
	contextBotDM   = 1
	contextPrivate = 2 // a conversation of which the bot is no member
)

// installedInGuild is the key of the server among the owners of an
// installation.
const installedInGuild = "0"

func (i *interaction) chat() subscriptions.Chat {
	if i.ChannelID == "" && i.Channel != nil {
		return chatOf(i.Channel.ID)
	}
	return chatOf(i.ChannelID)
}

// inServer reports whether the interaction took place in a server.
func (i *interaction) inServer() bool { return i.Guild != "" || i.Member != nil }

// outside reports whether the bot is no member of the place, because only the
// person installed it: it can answer there, and say nothing later.
func (i *interaction) outside() bool {
	if i.Context != nil && *i.Context == contextPrivate {
		return true
	}
	_, guild := i.Owners[installedInGuild]
	return i.inServer() && len(i.Owners) > 0 && !guild
}

// manages reports whether the person may change what a server's channel has
// set up.
func (i *interaction) manages() bool {
	const any = discordgo.PermissionManageGuild | discordgo.PermissionManageChannels | discordgo.PermissionAdministrator
	return i.Member != nil && i.Member.Permissions.bits&any != 0
}

// text is the option's value as typed.
func (a filled) text() string {
	var s string
	if json.Unmarshal(a.Value, &s) == nil {
		return strings.TrimSpace(s)
	}
	return strings.Trim(strings.TrimSpace(string(a.Value)), `"`)
}
