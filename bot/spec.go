package bot

import "strings"

// Spec is a row of the command table. Help, the platforms' menus, permissions
// and the README's table come from it.
type Spec struct {
	Name    string   // without slash
	Aliases []string // other names it answers to, never shown
	Args    string   // as help shows them in English: "TOPIC… [at TIME…] [DAYS]"
	Admin   bool     // in a group, only its admins may run it
}

// HelpKey is the key of the text that says what the command does.
func (s Spec) HelpKey() string { return "help." + s.Name }

// ArgsKey is the key of the text that names the arguments to the reader.
func (s Spec) ArgsKey() string { return "args." + s.Name }

// Usage returns the command as it is typed: "/subscribe TOPIC… [at TIME…] [DAYS]".
func (s Spec) Usage() string { return strings.TrimSpace("/" + s.Name + " " + s.Args) }

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
