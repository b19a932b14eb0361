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
	Context   number                    `json:"context"`
	Owners    owners                    `json:"authorizing_integration_owners"`
	User      user                      `json:"user"` // where there is no member
	Message   struct {
		ID    string `json:"id"`
		Flags number `json:"flags"`
	} `json:"message"`
	Data struct {
		Name     string        `json:"name"`
		Options  []optionValue `json:"options"`
		CustomID string        `json:"custom_id"`
		Values   []string      `json:"values"`
	} `json:"data"`
}

// optionValue is an option that a person filled in.
type optionValue struct {
	Name    string          `json:"name"`
	Value   json.RawMessage `json:"value"`
	Focused bool            `json:"focused"`
	Options []optionValue   `json:"options"`
}

type channel struct {
	ID   string `json:"id"`
	Type number `json:"type"`
}

func (c channel) kind() discordgo.ChannelType { return discordgo.ChannelType(c.Type) }

// number is a whole number, as such or in a string. What is neither counts as
// zero and is no error.
type number int

// UnmarshalJSON reads the number.
func (n *number) UnmarshalJSON(data []byte) error {
	i, _ := strconv.Atoi(strings.Trim(string(data), `"`))
	*n = number(i)
	return nil
}

// owners are the kinds of owners that an installation has. What names none is
// no error.
type owners map[string]struct{}

// UnmarshalJSON reads the kinds.
func (o *owners) UnmarshalJSON(data []byte) error {
	var all map[string]json.RawMessage
	*o = owners{}
	if json.Unmarshal(data, &all) == nil {
		for kind := range all {
			(*o)[kind] = struct{}{}
		}
	}
	return nil
}

type user struct {
	ID string `json:"id"`
}

type member struct {
	User        user        `json:"user"`
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
	if i.Context == contextPrivate {
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

// person is the id of who did it.
func (i *interaction) person() string {
	if i.Member != nil {
		return i.Member.User.ID
	}
	return i.User.ID
}

// typed is the line behind a button or a line of a menu.
func (i *interaction) typed() string {
	if len(i.Data.Values) > 0 {
		return i.Data.Values[0]
	}
	return i.Data.CustomID
}

// text is the option's value as typed.
func (a optionValue) text() string {
	var s string
	if json.Unmarshal(a.Value, &s) == nil {
		return strings.TrimSpace(s)
	}
	return strings.Trim(strings.TrimSpace(string(a.Value)), `"`)
}
