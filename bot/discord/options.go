package discord

import (
	"newsbrief/bot/talk"
	"strings"
)

// slot is an option of a slash command, which takes a piece of the arguments.
type slot struct {
	name     string
	required bool
	suggests bool   // values are offered while a person types
	about    string // key of what it says, behind "discord.option."
	lead     string // put before it among the arguments
}

// slots are the options of the commands that have more than one, or one with
// suggestions.
var slots = map[string][]slot{
	"subscribe": {
		{name: "topics", required: true, suggests: true, about: "topics"},
		{name: "at", about: "at", lead: "at "},
		{name: "days", about: "days"},
	},
	"unsubscribe": {{name: "topics", suggests: true, about: "topics"}},
	"latest":      {{name: "topics", suggests: true, about: "topics"}},
	"start":       {{name: "topic", suggests: true, about: "topic"}},
	"time":        {{name: "times", about: "times"}},
	"days":        {{name: "days", about: "days"}},
	"timezone":    {{name: "place", suggests: true, about: "place"}},
	"language":    {{name: "languages", about: "languages"}},
	"topics":      nil,
	"stop":        nil,
}

// slotsOf returns the options of a command. One that is not in the table, but
// takes arguments, has a single option for all of them.
func slotsOf(name string) []slot {
	if own, ok := slots[name]; ok {
		return own
	}
	for _, s := range talk.Commands() {
		if s.Name == name && s.Args != "" {
			return []slot{{name: "text", required: !strings.HasPrefix(s.Args, "["), about: "text"}}
		}
	}
	return nil
}

// arguments are the options as a person would have typed them behind the
// command: "japan, ai at 7:00 weekdays".
func arguments(name string, options []filled) string {
	given := map[string]string{}
	var rest []string
	for _, o := range options {
		given[o.Name] = o.text()
	}
	var words []string
	for _, s := range slotsOf(name) {
		if text := given[s.name]; text != "" {
			words = append(words, lead(s, text)+text)
		}
		delete(given, s.name)
	}
	for _, o := range options {
		if text := given[o.Name]; text != "" {
			rest = append(rest, text)
		}
		rest = append(rest, nested(o.Options)...)
	}
	return strings.Join(append(words, rest...), " ")
}

// lead is what is put before an option, unless the person typed it too.
func lead(s slot, text string) string {
	if strings.HasPrefix(strings.ToLower(text), s.lead) {
		return ""
	}
	return s.lead
}

// nested are the values of the options of a command's own sub-command, which
// only another program can have registered.
func nested(options []filled) []string {
	var out []string
	for _, o := range options {
		if text := o.text(); text != "" {
			out = append(out, text)
		}
		out = append(out, nested(o.Options)...)
	}
	return out
}

// focused finds the option that is being typed.
func focused(options []filled) (filled, bool) {
	for _, o := range options {
		if o.Focused {
			return o, true
		}
		if inner, ok := focused(o.Options); ok {
			return inner, true
		}
	}
	return filled{}, false
}
