package bot

import (
	"slices"
	"strings"
)

// Spec is a row of the command table. Help, the platforms' menus, permissions
// and the README's table come from it.
type Spec struct {
	Name    string   // without slash
	Aliases []string // other names it answers to, never shown
	Args    string   // as help shows them in English: "TOPIC… [at TIME…] [DAYS]"
	Options []Option // the pieces of Args, for platforms that ask for them one by one
	Admin   bool     // in a group, only its admins may run it
	// Personal: the answer concerns only who asked, also where several read.
	Personal bool
	// Greets: it says what the welcome says, so that a chat which was just
	// welcomed needs no answer to it.
	Greets bool
	// Schedules reports whether with these arguments it makes digests come to
	// the chat. nil: it never does.
	Schedules func(args string) bool
	// About says what it does, by BCP 47 tag; "" is for everyone else.
	About map[string]string
}

// Option is a piece of a command's arguments.
type Option struct {
	Name     string // English, one word; its texts have keys of its name
	Required bool
	Suggests bool   // values are offered while a person types
	Several  bool   // it takes several values, with commas between them
	Lead     string // put before it among the arguments
}

// AboutIn returns what the command does in the language, or to everyone, "" if
// it has no text.
func (s Spec) AboutIn(tag string) string {
	for _, key := range []string{tag, "", "en"} {
		if s.About[key] != "" {
			return s.About[key]
		}
	}
	return ""
}

// Find returns the command that answers to the name.
func Find(commands []Spec, name string) (Spec, bool) {
	for _, s := range commands {
		if s.Name == name || slices.Contains(s.Aliases, name) {
			return s, true
		}
	}
	return Spec{}, false
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
