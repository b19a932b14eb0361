package discord

import (
	"fmt"
	"strings"
)

// ownTexts are the adapter's texts in English, for a program that was given no
// catalogue: [Config.Say] has the same keys.
var ownTexts = map[string]string{
	"discord.missing":          "I cannot post digests here yet. Please give me the permission “{{.Permissions}}” in this channel, then try again.",
	"discord.private":          "I am not a member of this server, so I cannot post here later. Write to me in a direct message instead: the same commands work there.",
	"discord.forum":            "A forum takes no messages of its own. Open a thread in it and use the command there.",
	"discord.perm.view":        "View Channel",
	"discord.perm.send":        "Send Messages",
	"discord.perm.threads":     "Send Messages in Threads",
	"discord.perm.embed":       "Embed Links",
	"discord.option.topics":    "topics, separated by commas: japan, ai",
	"discord.option.topic":     "a topic",
	"discord.option.at":        "at what times: 7:00 18:30",
	"discord.option.days":      "on which days: weekdays, or mon wed fri",
	"discord.option.times":     "times of day: 7:00 18:30",
	"discord.option.place":     "your city or time zone",
	"discord.option.languages": "the languages you read, your own first",
	"discord.option.text":      "what the command is about",
}

// english fills the placeholders of an own text.
func english(key string, pairs ...any) string {
	s, ok := ownTexts[key]
	if !ok {
		return key
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		s = strings.ReplaceAll(s, fmt.Sprintf("{{.%v}}", pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	return s
}
