package discord

import (
	"github.com/bwmarrin/discordgo"

	"newsbrief/bot"
)

// sendInThreads is what a thread asks for instead of sending.
const sendInThreads = 1 << 38

// isEphemeral reports whether only the person who asked is to see the answer.
// It is decided before there is one: Discord wants to know with the
// acknowledgement.
func (d *Discord) isEphemeral(i *interaction, name string) bool {
	if !i.inServer() {
		return i.outside()
	}
	e, known := bot.Find(d.table, name)
	return i.outside() || e.Personal || !known || e.Admin && !i.manages()
}

// obstacle says why a digest could not come to where the person asked for it,
// "" if it could or if that was not what they asked for.
func (d *Discord) obstacle(i *interaction, c bot.Command) string {
	e, _ := bot.Find(d.table, c.Name)
	schedules := e.Schedules != nil && e.Schedules(c.Args)
	switch {
	case i.outside() && (e.Admin || schedules):
		return d.host.Say("discord.private", i.Locale)
	case !schedules || !i.inServer() || !i.manages():
		return ""
	}
	if i.Channel != nil && forum(i.Channel.kind()) {
		return d.host.Say("discord.forum", i.Locale)
	}
	if missing := d.missing(i); len(missing) > 0 {
		return d.host.Say("discord.missing", i.Locale, "Permissions", d.list(missing, i.Locale))
	}
	return ""
}

// list joins names as the language does.
func (d *Discord) list(names []string, language string) string {
	list := names[len(names)-1]
	for i := len(names) - 2; i >= 0; i-- {
		list = d.host.Say("join", language, "First", names[i], "Rest", list)
	}
	return list
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
			out = append(out, d.host.Say(n.key, i.Locale))
		}
	}
	return out
}
