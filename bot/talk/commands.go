package talk

import (
	"context"
	"slices"
	"strings"

	"newsbrief/bot"
	"newsbrief/bot/texts"
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

// Described returns the command table with what each command does in the languages
// of the texts.
func Described(all *texts.Catalogue) []bot.Spec {
	specs := Commands()
	for i, s := range specs {
		about := map[string]string{"": all.In("en").Say(s.HelpKey())}
		for _, tag := range all.Languages() {
			about[tag] = all.In(tag).Say(s.HelpKey())
		}
		specs[i].About = about
	}
	return specs
}

// command is a row of the command table with what it does.
type command struct {
	bot.Spec
	run func(*request, context.Context) (bot.Message, error)
}

func commands() []command {
	topics := bot.Option{Name: "topics", Suggests: true, Several: true}
	return []command{
		{bot.Spec{Name: "start", Args: "[TOPIC]", Options: []bot.Option{{Name: "topic", Suggests: true}}, Personal: true, Greets: true}, (*request).start},
		{bot.Spec{Name: "help", Aliases: []string{"h", "?"}, Personal: true}, (*request).help},
		{bot.Spec{Name: "topics", Args: "[PAGE]", Aliases: []string{"topic"}, Personal: true, Schedules: addsTopic}, (*request).topics},
		{bot.Spec{
			Name: "subscribe", Aliases: []string{"sub", "add", "follow"}, Args: "TOPIC… [at TIME…] [DAYS]", Admin: true, Schedules: hasArgs,
			Options: []bot.Option{{Name: "topics", Required: true, Suggests: true, Several: true}, {Name: "at", Lead: "at "}, {Name: "days"}},
		}, (*request).subscribe},
		{bot.Spec{Name: "unsubscribe", Aliases: []string{"unsub", "remove", "unfollow"}, Args: "TOPIC…|all", Options: []bot.Option{topics}, Admin: true}, (*request).unsubscribe},
		{bot.Spec{Name: "list", Aliases: []string{"subscriptions", "status"}, Personal: true}, (*request).list},
		{bot.Spec{Name: "latest", Aliases: []string{"news", "now"}, Args: "[TOPIC…]", Options: []bot.Option{topics}}, (*request).latest},
		{bot.Spec{Name: "time", Aliases: []string{"times", "at"}, Args: "TIME…", Options: []bot.Option{{Name: "times"}}, Admin: true}, (*request).time},
		{bot.Spec{Name: "days", Aliases: []string{"day"}, Args: "DAYS", Options: []bot.Option{{Name: "days"}}, Admin: true}, (*request).days},
		{bot.Spec{Name: "timezone", Aliases: []string{"tz", "zone"}, Args: "ZONE|CITY", Options: []bot.Option{{Name: "place", Suggests: true}}, Admin: true}, (*request).timezone},
		{bot.Spec{Name: "language", Aliases: []string{"lang", "languages"}, Args: "LANGUAGE…", Options: []bot.Option{{Name: "languages"}}, Admin: true}, (*request).language},
		{bot.Spec{Name: "settings", Aliases: []string{"setup", "config"}, Personal: true, Admin: true}, (*request).settings},
		{bot.Spec{Name: "stop", Args: "[yes]", Admin: true}, (*request).stop},
	}
}

// hasArgs and addsTopic report whether arguments make digests come.
func hasArgs(args string) bool { return args != "" }
func addsTopic(args string) bool {
	return slices.ContainsFunc(strings.Fields(args), func(a string) bool { return a[0] == '+' })
}

// nearestCommand returns the name that was probably meant, "" if none is near.
func nearestCommand(typed string) string {
	best, at := "", 3
	for _, s := range commands() {
		if d := text.Distance([]rune(typed), []rune(s.Name), at); d < at && d < len(s.Name) {
			best, at = s.Name, d
		}
		if len(typed) >= 3 && strings.HasPrefix(s.Name, typed) {
			return s.Name
		}
	}
	return best
}
