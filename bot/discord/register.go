package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"newsbrief/bot"
	"newsbrief/bot/plain"
)

// Discord's limits of commands.
const (
	maxCommands = 100
	maxAbout    = 100
	maxName     = 32
	maxCommand  = 8000 // characters over names, descriptions and values, in the longest language
)

// commandName is how a command or an option may be called, in any language;
// upper-case letters are refused as well.
var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

// locales are Discord's languages, with those of our tags whose texts they
// show, the best first.
var locales = map[string][]string{
	"en-US": {"en-US", "en"}, "en-GB": {"en-GB", "en"}, "ja": {"ja"}, "vi": {"vi"}, "th": {"th"}, "id": {"id"},
	"zh-CN": {"zh-CN", "zh-Hans", "zh"}, "zh-TW": {"zh-TW", "zh-Hant", "zh"},
	"ko": {"ko"}, "de": {"de"}, "fr": {"fr"}, "it": {"it"}, "nl": {"nl"}, "pl": {"pl"}, "ru": {"ru"}, "tr": {"tr"}, "uk": {"uk"},
	"es-ES": {"es-ES", "es"}, "es-419": {"es-419", "es"}, "pt-BR": {"pt-BR", "pt"}, "sv-SE": {"sv"}, "hi": {"hi"}, "bg": {"bg"},
	"cs": {"cs"}, "da": {"da"}, "el": {"el"}, "fi": {"fi"}, "hr": {"hr"}, "hu": {"hu"}, "lt": {"lt"}, "no": {"nb", "no"}, "ro": {"ro"},
}

// slashCommand is a command as it is registered. Discord's answer holds more;
// what is compared is this.
type slashCommand struct {
	Name         string            `json:"name"`
	Names        map[string]string `json:"name_localizations,omitempty"`
	Description  string            `json:"description"`
	Descriptions map[string]string `json:"description_localizations,omitempty"`
	Options      []commandOption   `json:"options,omitempty"`
	Permissions  *bits             `json:"default_member_permissions,omitempty"`
	Contexts     []int             `json:"contexts,omitempty"`
	Type         int               `json:"type"`
}

// bits is a set of permissions. Discord's documentation writes it as a string,
// its published schema as a number; both are read.
type bits struct {
	digits string
	number bool // written as a number
}

// MarshalJSON writes the set.
func (b bits) MarshalJSON() ([]byte, error) {
	if b.number {
		return []byte(b.digits), nil
	}
	return json.Marshal(b.digits)
}

// UnmarshalJSON reads the set, without regard to how it was written.
func (b *bits) UnmarshalJSON(data []byte) error {
	*b = bits{digits: strings.Trim(string(data), `"`)}
	return nil
}

type commandOption struct {
	Type         int               `json:"type"`
	Name         string            `json:"name"`
	Names        map[string]string `json:"name_localizations,omitempty"`
	Description  string            `json:"description"`
	Descriptions map[string]string `json:"description_localizations,omitempty"`
	Required     bool              `json:"required,omitempty"`
	Autocomplete bool              `json:"autocomplete,omitempty"`
}

const (
	chatInput    = 1
	stringOption = 3
	manageServer = "32"
)

// slashCommands returns the commands that Discord should have.
func (d *Discord) slashCommands() []slashCommand {
	var out []slashCommand
	for _, e := range d.table {
		c := d.slashCommand(e)
		if !usableName(c.Name) || c.Description == "" || len(out) == maxCommands {
			d.lg.Error("command left out", "name", e.Name)
			continue
		}
		out = append(out, c)
	}
	return out
}

func (d *Discord) slashCommand(e bot.Spec) slashCommand {
	about := func(tag string) string { return plain.Clip(plain.Line(describe(e, tag)), maxAbout) }
	c := slashCommand{Name: e.Name, Description: about(""), Type: chatInput}
	c.Names = d.names("discord.name."+e.Name, e.Name)
	c.Descriptions = localized(c.Description, about)
	for _, s := range e.Options {
		c.Options = append(c.Options, d.commandOption(s))
	}
	if e.Admin {
		c.Permissions = &bits{digits: manageServer}
	}
	if d.cfg.Guild == "" {
		c.Contexts = []int{0, contextBotDM}
	}
	if c.longest() > maxCommand {
		c.Names, c.Descriptions = nil, nil
	}
	return c
}

func (d *Discord) commandOption(s bot.Option) commandOption {
	about := func(tag string) string {
		return plain.Clip(plain.Line(d.host.Say("discord.option."+s.Name, tag)), maxAbout)
	}
	o := commandOption{
		Type: stringOption, Name: s.Name, Required: s.Required, Autocomplete: s.Suggests,
		Description: about("en"), Names: d.names("discord.optionname."+s.Name, s.Name),
	}
	o.Descriptions = localized(o.Description, about)
	return o
}

// describe says what the command does in the language, "" where it has no text
// in it; to everyone where tag is "".
func describe(e bot.Spec, tag string) string {
	if tag == "" {
		return e.AboutIn("")
	}
	return e.About[tag]
}

// localized returns the texts by Discord's languages. English is always among
// them, so that a reader of it is not shown another language as a fallback.
func localized(fallback string, about func(tag string) string) map[string]string {
	out := map[string]string{}
	for locale, tags := range locales {
		for _, tag := range tags {
			if text := about(tag); text != "" && (text != fallback || strings.HasPrefix(locale, "en-")) {
				out[locale] = text
				break
			}
		}
	}
	if len(out) > 0 {
		for _, locale := range []string{"en-US", "en-GB"} {
			if out[locale] == "" {
				out[locale] = fallback
			}
		}
	}
	return out
}

// names returns the names by Discord's languages: those of them that Discord
// would take.
func (d *Discord) names(key, fallback string) map[string]string {
	out := localized(fallback, func(tag string) string { return d.nameIn(key, tag) })
	if len(out) == 2 { // English alone says nothing new
		return nil
	}
	return out
}

// nameIn returns the name in a language, "" where there is none that Discord
// would take.
func (d *Discord) nameIn(key, tag string) string {
	name := lower(d.host.Say(key, tag), tag)
	if name == key || !usableName(name) {
		return ""
	}
	return name
}

func lower(name, tag string) string {
	if tag == "tr" {
		return strings.ToLowerSpecial(unicode.TurkishCase, name)
	}
	return strings.ToLower(name)
}

func usableName(name string) bool {
	return commandName.MatchString(name) && plain.Units(name) <= maxName && strings.ToLower(name) == name
}

// longest is how much the command takes in its longest language.
func (c slashCommand) longest() int {
	longest := 0
	for locale := range locales {
		n := plain.Units(in(c.Names, locale, c.Name)) + plain.Units(in(c.Descriptions, locale, c.Description))
		for _, o := range c.Options {
			n += plain.Units(in(o.Names, locale, o.Name)) + plain.Units(in(o.Descriptions, locale, o.Description))
		}
		longest = max(longest, n)
	}
	return longest
}

func in(texts map[string]string, locale, fallback string) string {
	if s := texts[locale]; s != "" {
		return s
	}
	return fallback
}

// register brings Discord's commands in line with ours. They are a
// convenience: if Discord refuses them, that is said, and the rest goes on.
func (d *Discord) register(ctx context.Context, in *intake) {
	if len(d.table) == 0 {
		return
	}
	select {
	case <-ctx.Done():
		return
	case <-in.known:
	}
	backoff := d.newBackoff()
	for ctx.Err() == nil {
		changed, err := d.setCommands(ctx, in.app)
		switch {
		case err == nil && changed:
			d.lg.Info("commands brought up to date", "commands", len(d.table))
			return
		case err == nil:
			return
		case isRefusal(err):
			d.lg.Error("commands not registered", "err", err)
			return
		}
		backoff.Wait(ctx, err, d.waits.Away)
	}
}

// setCommands registers the commands where they differ from what Discord has.
func (d *Discord) setCommands(ctx context.Context, app string) (changed bool, err error) {
	path := "/applications/" + pathSegment(app)
	if d.cfg.Guild != "" {
		path += "/guilds/" + pathSegment(d.cfg.Guild)
	}
	path += "/commands"
	want := d.slashCommands()
	var have []slashCommand
	err = d.api.call(ctx, request{what: "get commands", method: http.MethodGet, path: path + "?with_localizations=true"}, &have)
	if err != nil && !isUnsupported(err) {
		return false, err
	}
	if err == nil && sameCommands(have, want) {
		return false, nil
	}
	err = d.putCommands(ctx, path, want)
	return err == nil, err
}

// putCommands overwrites the commands, with the permissions written in the
// first way that the server takes.
func (d *Discord) putCommands(ctx context.Context, path string, want []slashCommand) error {
	put := func(commands []slashCommand) error {
		return d.api.call(ctx, request{what: "set commands", method: http.MethodPut, path: path, body: commands}, nil)
	}
	err := put(want)
	for _, p := range []*bits{{digits: manageServer, number: true}, nil} {
		if !isBadRequest(err) {
			return err
		}
		commands := withPermissions(want, p)
		if canonical(commands) == canonical(want) {
			return err
		}
		d.lg.Debug("commands refused, writing their permissions in another way", "err", err)
		err = put(commands)
	}
	return err
}

// isBadRequest reports whether the server did not like how the request was written.
func isBadRequest(err error) bool {
	var refused *apiError
	return errors.As(err, &refused) && (refused.Status == http.StatusBadRequest || refused.Status == http.StatusUnprocessableEntity)
}

// withPermissions returns the commands with p for the permissions of those
// that have any.
func withPermissions(commands []slashCommand, p *bits) []slashCommand {
	commands = slices.Clone(commands)
	for i := range commands {
		if commands[i].Permissions != nil {
			commands[i].Permissions = p
		}
	}
	return commands
}

// sameCommands compares without regard to the order.
func sameCommands(have, want []slashCommand) bool {
	return canonical(have) == canonical(want)
}

func canonical(commands []slashCommand) string {
	commands = slices.Clone(commands)
	slices.SortFunc(commands, func(a, b slashCommand) int { return strings.Compare(a.Name, b.Name) })
	for i := range commands {
		commands[i].Type = max(commands[i].Type, chatInput)
		commands[i].Contexts = slices.Sorted(slices.Values(commands[i].Contexts))
	}
	out, err := json.Marshal(commands)
	if err != nil {
		return fmt.Sprint(commands)
	}
	return string(out)
}
