// Package discord is newsbrief in Discord: servers, threads and direct
// messages. It knows that platform's protocol, markup and limits, and nothing
// of news.
//
// # Chats
//
// A chat's id is that of a channel; threads and direct messages are channels
// too, so [subscriptions.Chat.Thread] stays empty.
//
// # Parts
//
// [Discord.Render] turns a message into parts. The body of a part is the JSON
// object of a Create Message request, without the nonce that [Discord.Send]
// adds:
//
//	{"content":"**Your news brief**",
//	 "embeds":[{"title":"Japan","description":"**[Headline](https://…)**\n…","thumbnail":{"url":"https://…"}}],
//	 "components":[{"components":[{"label":"Settings","style":2,"disabled":false,"custom_id":"/settings","type":2}],"type":1}],
//	 "allowed_mentions":{"parse":[],"replied_user":false}}
//
// The embeds, the components and the mentions are discordgo's types; the object
// itself is not, for that library's sends null for what a message lacks. Nor are
// its calls that post: they decode the message that Discord answers with, and
// fail over one that they do not know although it stands.
//
// The nonce is made of chat, slot and part, and enforced, so a repeated send
// within the few minutes for which Discord remembers it is not a second
// message. Where a connection broke longer ago than that, the channel is looked
// through for the message before it is sent again; so is it where the program
// was started again since the part was queued, if the part was tried before.
// What still can stand twice is a part during whose first try the program was
// killed, if it is started again only when Discord has forgotten the nonce; one
// that thirty other messages or somebody's edit have hidden; and one in a
// channel whose history the bot may not read.
//
// A delivery marked Plain goes without markup and without buttons, its links
// written out, in as many messages as that takes.
//
// # Requests
//
// A request goes through a [discordgo.Session] of its own, for one that lives
// keeps limits: it would sleep inside a call, and remember every interaction's
// secret. What Discord says of its limits is kept here instead, and a request
// that would break one is refused before it is made, as [bot.Wait]. What one
// server refuses is counted apart, so that it holds up no other.
//
// A token that Discord refuses is asked about every few minutes, and the gateway
// only when it is taken: each connection to it costs an identify.
//
// # The gateway
//
// The connection is kept by package gateway; see [Discord.Run].
//
// # Answers
//
// Every interaction is acknowledged at once, and answered in the place of that
// acknowledgement. Discord does not count those requests among its fifty a
// second, so answers do not wait for the host's pace. What it does not take is
// handed to its outbox: there is no second place where sends are retried.
// What only one person of a server was to see is not, for all would see it.
//
// # Chats that end
//
// Deleted channels and threads are told to the host at once, and so are
// all channels of a server from which the bot was removed, as far as it knew
// them. An outage of a server is no removal, and nothing happens.
//
// What was suspended is restored, without a word, where the bot is let in again
// while the program runs, where a channel's permissions or a thread's state
// change, and by a command. A chat that is gone costs one request, and not one
// at every start.
package discord
