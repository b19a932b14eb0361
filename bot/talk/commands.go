package talk

import (
	"context"
	"strings"

	"newsbrief/bot"
	"newsbrief/digest/text"
)

// Commands returns the command table in the order in which help shows it.
func Commands() []bot.Spec {
	table := commands()
	specs := make([]bot.Spec, len(table))
	for i, c := range table {
		specs[i] = c.Spec
	}
	return specs
}

// command is a row of the command table with what it does.
type command struct {
	bot.Spec
	run func(*turn, context.Context) (bot.Message, error)
}

func commands() []command {
	return []command{
		{bot.Spec{Name: "start", Args: "[TOPIC]"}, (*turn).start},
		{bot.Spec{Name: "help", Aliases: []string{"h", "?"}}, (*turn).help},
		{bot.Spec{Name: "topics", Args: "[PAGE]", Aliases: []string{"topic"}}, (*turn).topics},
		{bot.Spec{Name: "subscribe", Aliases: []string{"sub", "add", "follow"}, Args: "TOPIC… [at TIME…] [DAYS]", Admin: true}, (*turn).subscribe},
		{bot.Spec{Name: "unsubscribe", Aliases: []string{"unsub", "remove", "unfollow"}, Args: "TOPIC…|all", Admin: true}, (*turn).unsubscribe},
		{bot.Spec{Name: "list", Aliases: []string{"subscriptions", "status"}}, (*turn).list},
		{bot.Spec{Name: "latest", Aliases: []string{"news", "now"}, Args: "[TOPIC…]"}, (*turn).latest},
		{bot.Spec{Name: "time", Aliases: []string{"times", "at"}, Args: "TIME…", Admin: true}, (*turn).time},
		{bot.Spec{Name: "days", Aliases: []string{"day"}, Args: "DAYS", Admin: true}, (*turn).days},
		{bot.Spec{Name: "timezone", Aliases: []string{"tz", "zone"}, Args: "ZONE|CITY", Admin: true}, (*turn).timezone},
		{bot.Spec{Name: "language", Aliases: []string{"lang", "languages"}, Args: "LANGUAGE…", Admin: true}, (*turn).language},
		{bot.Spec{Name: "settings", Aliases: []string{"setup", "config"}, Admin: true}, (*turn).settings},
		{bot.Spec{Name: "stop", Args: "[yes]", Admin: true}, (*turn).stop},
	}
}

// nearestCommand returns the name that was probably meant, "" if none is near.
func nearestCommand(typed string) string {
	best, at := "", 3
	for _, s := range Commands() {
		if d := text.Distance([]rune(typed), []rune(s.Name), at); d < at && d < len(s.Name) {
			best, at = s.Name, d
		}
		if len(typed) >= 3 && strings.HasPrefix(s.Name, typed) {
			return s.Name
		}
	}
	return best
}
