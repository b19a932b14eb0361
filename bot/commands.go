package bot

import (
	"context"
	"strings"

	"newsbrief/digest/text"
)

// Spec is a row of the command table. Help, the platforms' menus, permissions
// and the README's table come from it.
type Spec struct {
	Name    string   // without slash
	Aliases []string // other names it answers to, never shown
	Args    string   // as help shows them in English: "TOPIC… [at TIME…] [DAYS]"
	Admin   bool     // in a group, only its admins may run it
	run     func(*turn, context.Context) (Message, error)
}

// HelpKey is the key of the text that says what the command does.
func (s Spec) HelpKey() string { return "help." + s.Name }

// argsKey is the key of the text that names the arguments to the reader.
func (s Spec) argsKey() string { return "args." + s.Name }

// Usage returns the command as it is typed: "/subscribe TOPIC… [at TIME…] [DAYS]".
func (s Spec) Usage() string { return strings.TrimSpace("/" + s.Name + " " + s.Args) }

// Commands returns the command table in the order in which help shows it.
func Commands() []Spec {
	return []Spec{
		{Name: "start", Args: "[TOPIC]", run: (*turn).start},
		{Name: "help", Aliases: []string{"h", "?"}, run: (*turn).help},
		{Name: "topics", Args: "[PAGE]", Aliases: []string{"topic"}, run: (*turn).topics},
		{Name: "subscribe", Aliases: []string{"sub", "add", "follow"}, Args: "TOPIC… [at TIME…] [DAYS]", Admin: true, run: (*turn).subscribe},
		{Name: "unsubscribe", Aliases: []string{"unsub", "remove", "unfollow"}, Args: "TOPIC…|all", Admin: true, run: (*turn).unsubscribe},
		{Name: "list", Aliases: []string{"subscriptions", "status"}, run: (*turn).list},
		{Name: "latest", Aliases: []string{"news", "now"}, Args: "[TOPIC…]", run: (*turn).latest},
		{Name: "time", Aliases: []string{"times", "at"}, Args: "TIME…", Admin: true, run: (*turn).time},
		{Name: "days", Aliases: []string{"day"}, Args: "DAYS", Admin: true, run: (*turn).days},
		{Name: "timezone", Aliases: []string{"tz", "zone"}, Args: "ZONE|CITY", Admin: true, run: (*turn).timezone},
		{Name: "language", Aliases: []string{"lang", "languages"}, Args: "LANGUAGE…", Admin: true, run: (*turn).language},
		{Name: "settings", Aliases: []string{"setup", "config"}, Admin: true, run: (*turn).settings},
		{Name: "stop", Args: "[yes]", Admin: true, run: (*turn).stop},
	}
}

// ParseLine splits a typed line into a command's name, in lower case, and the
// rest. ok is false where the line is no command: it does not begin with a
// slash, or with nothing behind it.
func ParseLine(line string) (name, args string, ok bool) {
	line = strings.TrimSpace(line)
	rest, ok := strings.CutPrefix(line, "/")
	if !ok {
		return "", "", false
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\u3000' || r == '\u00a0' })
	if end < 0 {
		end = len(rest)
	}
	name = strings.ToLower(rest[:end])
	return name, strings.TrimSpace(rest[end:]), name != ""
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
