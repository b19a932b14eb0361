package discord

import (
	"regexp"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"newsbrief/bot"
)

// arguments are the options as a person would have typed them behind the
// command: "japan, ai at 7:00 weekdays".
func arguments(spec bot.Spec, options []optionValue) string {
	given := map[string]string{}
	var rest []string
	for _, o := range options {
		given[o.Name] = o.text()
	}
	var words []string
	for _, s := range spec.Options {
		if text := given[s.Name]; text != "" {
			words = append(words, lead(s, text)+text)
		}
		delete(given, s.Name)
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
func lead(o bot.Option, text string) string {
	if strings.HasPrefix(strings.ToLower(text), o.Lead) {
		return ""
	}
	return o.Lead
}

// nested are the values of the options of a command's own sub-command, which
// only another program can have registered.
func nested(options []optionValue) []string {
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
func focused(options []optionValue) (optionValue, bool) {
	for _, o := range options {
		if o.Focused {
			return o, true
		}
		if inner, ok := focused(o.Options); ok {
			return inner, true
		}
	}
	return optionValue{}, false
}

// commandInText is a command with something behind it.
var commandInText = regexp.MustCompile(`(?:^|[^\pL\pN/._-])/[a-z]+ `)

// asTyped returns the message with the commands in its texts as they are typed
// on Discord, where arguments stand in options: "/latest topics:japan".
func (d *Discord) asTyped(m bot.Message, locale string) bot.Message {
	m.Blocks = slices.Clone(m.Blocks)
	for i, b := range m.Blocks {
		if text, ok := b.(bot.Text); ok {
			m.Blocks[i] = bot.Text(commandInText.ReplaceAllStringFunc(string(text), func(command string) string {
				return command + d.firstOption(command, locale)
			}))
		}
	}
	return m
}

// firstOption is what Discord shows before the arguments of a command, "" for
// one without.
func (d *Discord) firstOption(command, locale string) string {
	_, name, _ := strings.Cut(strings.TrimSpace(command), "/")
	spec, _ := bot.Find(d.table, name)
	if len(spec.Options) == 0 || spec.Greets { // that one is named as it is
		return ""
	}
	option := spec.Options[0].Name
	for _, tag := range locales[discordgo.Locale(locale)] {
		if local := d.nameIn("discord.optionname."+option, tag); local != "" {
			return local + ":"
		}
	}
	return option + ":"
}
