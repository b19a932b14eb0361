package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/bwmarrin/discordgo"

	"newsbrief/bot"
	"newsbrief/bot/plain"
)

// Discord's limits of commands.
const (
	maxCommands = 100
	maxAbout    = 100
	maxName     = 32
)

// commandName is how a command or an option may be called, in any language;
// upper-case letters are refused as well.
var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

// locales are Discord's languages, with those of our tags whose texts they
// show, the best first.
var locales = map[discordgo.Locale][]string{
	"en-US": {"en-US", "en"}, "en-GB": {"en-GB", "en"}, "ja": {"ja"}, "vi": {"vi"}, "th": {"th"}, "id": {"id"},
	"zh-CN": {"zh-CN", "zh-Hans", "zh"}, "zh-TW": {"zh-TW", "zh-Hant", "zh"},
	"ko": {"ko"}, "de": {"de"}, "fr": {"fr"}, "it": {"it"}, "nl": {"nl"}, "pl": {"pl"}, "ru": {"ru"}, "tr": {"tr"}, "uk": {"uk"},
	"es-ES": {"es-ES", "es"}, "es-419": {"es-419", "es"}, "pt-BR": {"pt-BR", "pt"}, "sv-SE": {"sv"}, "hi": {"hi"}, "bg": {"bg"},
	"cs": {"cs"}, "da": {"da"}, "el": {"el"}, "fi": {"fi"}, "hr": {"hr"}, "hu": {"hu"}, "lt": {"lt"}, "no": {"nb", "no"}, "ro": {"ro"},
}

// slashCommands returns the commands that Discord should have.
func (d *Discord) slashCommands() []*discordgo.ApplicationCommand {
	var out []*discordgo.ApplicationCommand
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

func (d *Discord) slashCommand(e bot.Spec) *discordgo.ApplicationCommand {
	about := described(e.AboutIn(""))
	c := &discordgo.ApplicationCommand{Type: discordgo.ChatApplicationCommand, Name: e.Name, Description: about}
	c.NameLocalizations = orNil(d.names("discord.name."+e.Name, e.Name))
	c.DescriptionLocalizations = orNil(localized(about, func(tag string) string { return described(e.About[tag]) }))
	for _, s := range e.Options {
		c.Options = append(c.Options, d.commandOption(s))
	}
	if e.Admin {
		c.DefaultMemberPermissions = new(int64(discordgo.PermissionManageGuild))
	}
	if d.cfg.Guild == "" {
		c.Contexts = &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM}
	}
	return c
}

func (d *Discord) commandOption(s bot.Option) *discordgo.ApplicationCommandOption {
	about := func(tag string) string { return described(d.host.Say("discord.option."+s.Name, tag)) }
	return &discordgo.ApplicationCommandOption{
		Type: discordgo.ApplicationCommandOptionString, Name: s.Name, Required: s.Required, Autocomplete: s.Suggests,
		NameLocalizations: d.names("discord.optionname."+s.Name, s.Name),
		Description:       about("en"), DescriptionLocalizations: localized(about("en"), about),
	}
}

// described is a text as a description.
func described(text string) string { return plain.Clip(plain.Line(text), maxAbout) }

// localTexts are texts by Discord's languages.
type localTexts = map[discordgo.Locale]string

func orNil(texts localTexts) *localTexts {
	if len(texts) == 0 {
		return nil
	}
	return &texts
}

// localized returns the texts by Discord's languages. English is always among
// them, so that a reader of it is not shown another language as a fallback.
func localized(fallback string, about func(tag string) string) localTexts {
	out := localTexts{}
	for locale, tags := range locales {
		for _, tag := range tags {
			if text := about(tag); text != "" && (text != fallback || strings.HasPrefix(string(locale), "en-")) {
				out[locale] = text
				break
			}
		}
	}
	if len(out) > 0 {
		for _, locale := range []discordgo.Locale{discordgo.EnglishUS, discordgo.EnglishGB} {
			out[locale] = cmp.Or(out[locale], fallback)
		}
	}
	return out
}

// names returns the names by Discord's languages: those of them that Discord
// would take.
func (d *Discord) names(key, fallback string) localTexts {
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
	var have []registered
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

// Permissions as the library writes them, and as a number: Discord's
// documentation has the one, its published schema the other.
const (
	permissionsText   = `"default_member_permissions":"32",`
	permissionsNumber = `"default_member_permissions":32,`
)

// putCommands overwrites the commands, with the permissions written in the
// first way that the server takes, at last without.
func (d *Discord) putCommands(ctx context.Context, path string, want []*discordgo.ApplicationCommand) error {
	body, err := encode(want)
	if err != nil {
		return err
	}
	for _, form := range []string{permissionsText, permissionsNumber, ""} {
		written := strings.ReplaceAll(string(body), permissionsText, form)
		err = d.api.call(ctx, request{what: "set commands", method: http.MethodPut, path: path, body: json.RawMessage(written)}, nil)
		var refused *apiError
		if !errors.As(err, &refused) || refused.Status != http.StatusBadRequest && refused.Status != http.StatusUnprocessableEntity || !strings.Contains(string(body), permissionsText) {
			return err
		}
		d.lg.Debug("commands refused", "permissions", form, "err", err)
	}
	return err
}

// registered is what is compared of a command. Discord's answer holds more.
type registered struct {
	Name         string     `json:"name"`
	Names        localTexts `json:"name_localizations,omitempty"`
	Description  string     `json:"description"`
	Descriptions localTexts `json:"description_localizations,omitempty"`
	Options      []struct {
		Type         int        `json:"type"`
		Name         string     `json:"name"`
		Names        localTexts `json:"name_localizations,omitempty"`
		Description  string     `json:"description"`
		Descriptions localTexts `json:"description_localizations,omitempty"`
		Required     bool       `json:"required"`
		Autocomplete bool       `json:"autocomplete"`
	} `json:"options,omitempty"`
	Permissions number `json:"default_member_permissions"`
	Contexts    []int  `json:"contexts,omitempty"`
}

// sameCommands compares without regard to the order.
func sameCommands(have []registered, want []*discordgo.ApplicationCommand) bool {
	body, err := json.Marshal(want)
	var ours []registered
	return err == nil && json.Unmarshal(body, &ours) == nil && canonical(have) == canonical(ours)
}

func canonical(commands []registered) string {
	slices.SortFunc(commands, func(a, b registered) int { return strings.Compare(a.Name, b.Name) })
	for _, c := range commands {
		slices.Sort(c.Contexts)
	}
	out, _ := encode(commands) // it came from JSON
	return string(out)
}
