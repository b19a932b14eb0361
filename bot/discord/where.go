package discord

import (
	"strings"

	"github.com/bwmarrin/discordgo"

	"newsbrief/bot"
	"newsbrief/bot/talk"
)

// sendInThreads is what a thread asks for instead of sending.
const sendInThreads = 1 << 38

// ones are the commands whose answer concerns one person, even in a server.
var ones = map[string]bool{"start": true, "help": true, "topics": true, "list": true, "settings": true}

// concernsOne reports whether only the person who asked is to see the answer.
// It is decided before there is one: Discord wants to know with the
// acknowledgement.
func (d *Discord) concernsOne(i *interaction, name string) bool {
	if !i.inServer() {
		return i.outside()
	}
	e, known := d.entry(name)
	return i.outside() || ones[e.Name] || !known || e.Admin && !i.manages()
}

// entry finds a command by its name or an alias.
func (d *Discord) entry(name string) (Entry, bool) {
	if e, ok := d.known[name]; ok {
		return e, true
	}
	for _, s := range talk.Commands() {
		if s.Name == name {
			return Entry{Name: s.Name, Admin: s.Admin}, true
		}
	}
	return Entry{}, false
}

// obstacle says why a digest could not come to where the person asked for it,
// "" if it could or if that was not what they asked for.
func (d *Discord) obstacle(i *interaction, c bot.Command) string {
	e, _ := d.entry(c.Name)
	if i.outside() && e.Admin {
		return d.say("discord.private", i.Locale)
	}
	if !subscribes(e.Name, c.Args) || !i.inServer() || !i.manages() {
		return ""
	}
	if i.Channel != nil && forum(i.Channel.kind()) {
		return d.say("discord.forum", i.Locale)
	}
	if missing := d.missing(i); len(missing) > 0 {
		return d.say("discord.missing", i.Locale, "Permissions", d.list(missing, i.Locale))
	}
	return ""
}

// list joins names as the language does.
func (d *Discord) list(names []string, language string) string {
	list := names[len(names)-1]
	for i := len(names) - 2; i >= 0; i-- {
		list = d.say("join", language, "First", names[i], "Rest", list)
	}
	return list
}

// subscribes reports whether the line makes digests come.
func subscribes(name, args string) bool {
	return name == "subscribe" && args != "" || name == "topics" && strings.HasPrefix(args, "+")
}

func forum(t discordgo.ChannelType) bool {
	return t == discordgo.ChannelTypeGuildForum || t == discordgo.ChannelTypeGuildMedia
}

func thread(t discordgo.ChannelType) bool {
	return t == discordgo.ChannelTypeGuildNewsThread || t == discordgo.ChannelTypeGuildPublicThread || t == discordgo.ChannelTypeGuildPrivateThread
}

// missing are the permissions that the bot would need to post digests where
// the interaction took place, and does not have.
func (d *Discord) missing(i *interaction) []string {
	if !i.Bot.known || i.Bot.has(discordgo.PermissionAdministrator) {
		return nil
	}
	type need struct {
		bits int64
		key  string
	}
	needs := []need{{discordgo.PermissionViewChannel, "discord.perm.view"}, {discordgo.PermissionSendMessages, "discord.perm.send"}, {discordgo.PermissionEmbedLinks, "discord.perm.embed"}}
	if i.Channel != nil && thread(i.Channel.kind()) {
		needs[1] = need{sendInThreads, "discord.perm.threads"}
	}
	var out []string
	for _, n := range needs {
		if !i.Bot.has(n.bits) {
			out = append(out, d.say(n.key, i.Locale))
		}
	}
	return out
}
