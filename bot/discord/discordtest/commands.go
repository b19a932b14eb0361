package discordtest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

// Locales are Discord's languages.
var Locales = []string{
	"id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi",
	"tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko",
}

// Command is a registered command.
type Command struct {
	Name         string            `json:"name"`
	Names        map[string]string `json:"name_localizations"`
	Description  string            `json:"description"`
	Descriptions map[string]string `json:"description_localizations"`
	Options      []CommandOption   `json:"options"`
	Permissions  *Bits             `json:"default_member_permissions"`
	Contexts     []int             `json:"contexts"`
	Installs     []int             `json:"integration_types"`
	Type         int               `json:"type"`
	NSFW         bool              `json:"nsfw"`
	ID           string            `json:"id"`
}

// Bits is a set of permissions, which Discord takes as a number and as a
// string with one in it.
type Bits string

// UnmarshalJSON reads the set.
func (b *Bits) UnmarshalJSON(data []byte) error {
	*b = Bits(strings.Trim(string(data), `"`))
	return nil
}

// CommandOption is an option of a command.
type CommandOption struct {
	Type         int               `json:"type"`
	Name         string            `json:"name"`
	Names        map[string]string `json:"name_localizations"`
	Description  string            `json:"description"`
	Descriptions map[string]string `json:"description_localizations"`
	Required     bool              `json:"required"`
	Autocomplete bool              `json:"autocomplete"`
	Choices      []struct {
		Name  string `json:"name"`
		Value any    `json:"value"`
	} `json:"choices"`
	Channels  []int           `json:"channel_types"`
	Options   []CommandOption `json:"options"`
	MinLength *int            `json:"min_length"`
	MaxLength *int            `json:"max_length"`
}

// Commands returns the commands of a server, "" for those of all.
func (s *Server) Commands(guild string) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Command
	for _, raw := range s.commands[guild] {
		var c Command
		if json.Unmarshal(raw, &c) == nil {
			out = append(out, c)
		}
	}
	return out
}

// Overwrites is how often the commands were overwritten.
func (s *Server) Overwrites() int { s.mu.Lock(); defer s.mu.Unlock(); return s.puts }

// registration serves the endpoints of commands. The caller holds the lock.
func (s *Server) registration(method, guild string, data []byte) reply {
	switch method {
	case http.MethodGet:
		have := s.commands[guild]
		if have == nil {
			have = []json.RawMessage{}
		}
		return ok(have)
	case http.MethodPut:
		return s.overwrite(guild, data)
	}
	return refuse(http.StatusMethodNotAllowed, 0, "405: Method Not Allowed")
}

func (s *Server) overwrite(guild string, data []byte) reply {
	var commands []Command
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if dec.Decode(&commands) != nil {
		return refuse(http.StatusBadRequest, 50109, "The request body contains invalid JSON.")
	}
	if rep, bad := checkCommands(commands, guild); bad {
		return rep
	}
	s.puts++
	var stored []json.RawMessage
	for _, c := range commands {
		c.ID = s.newID()
		if c.Type == 0 {
			c.Type = 1
		}
		raw, err := json.Marshal(c)
		if err != nil {
			panic(err)
		}
		stored = append(stored, raw)
	}
	slices.Reverse(stored) // the order in which they come back is Discord's own
	s.commands[guild] = stored
	return ok(stored)
}

// checkCommands holds commands to Discord's rules in every language.
func checkCommands(commands []Command, guild string) (reply, bool) {
	var f form
	names := map[string]bool{}
	if len(commands) > 100 {
		return refuse(http.StatusBadRequest, 30032, "Maximum number of application commands reached (100)."), true
	}
	for i, c := range commands {
		at := strconv.Itoa(i)
		f.named(at, c.Name, c.Names, c.Description, c.Descriptions)
		if names[c.Name] {
			f.add(at+".name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
		}
		names[c.Name] = true
		f.options(at, c.Options)
		if guild != "" && c.Contexts != nil {
			f.add(at+".contexts", "BASE_TYPE_BAD_VALUE", "Only for global commands.")
		}
		if c.Permissions != nil {
			if _, err := strconv.ParseUint(string(*c.Permissions), 10, 64); err != nil {
				f.add(at+".default_member_permissions", "NUMBER_TYPE_COERCE", "Not a number.")
			}
		}
		for _, locale := range append([]string{""}, Locales...) {
			if c.size(locale) > 8000 {
				f.add(at, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")
			}
		}
	}
	return f.reply()
}

func (f *form) options(at string, options []CommandOption) {
	f.count(at+".options", len(options), 0, 25)
	names, optional := map[string]bool{}, false
	for j, o := range options {
		here := at + ".options." + strconv.Itoa(j)
		f.named(here, o.Name, o.Names, o.Description, o.Descriptions)
		if o.Type < 1 || o.Type > 11 {
			f.add(here+".type", "BASE_TYPE_CHOICES", "Unknown type.")
		}
		if names[o.Name] {
			f.add(here+".name", "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option names must be unique")
		}
		names[o.Name] = true
		if o.Required && optional {
			f.add(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
		}
		optional = optional || !o.Required
		if o.Autocomplete && len(o.Choices) > 0 {
			f.add(here, "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE", "Autocomplete and choices exclude each other")
		}
		f.count(here+".choices", len(o.Choices), 0, 25)
	}
}

func (f *form) named(at, name string, names map[string]string, about string, abouts map[string]string) {
	f.name(at+".name", name)
	f.length(at+".description", about, 1, 100)
	for locale, n := range names {
		f.locale(at+".name_localizations", locale)
		f.name(at+".name_localizations."+locale, n)
	}
	for locale, text := range abouts {
		f.locale(at+".description_localizations", locale)
		f.length(at+".description_localizations."+locale, text, 1, 100)
	}
}

func (f *form) name(at, name string) {
	if !commandName.MatchString(name) || strings.ToLower(name) != name {
		f.add(at, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
	}
}

func (f *form) locale(at, locale string) {
	if !slices.Contains(Locales, locale) {
		f.add(at, "BASE_TYPE_CHOICES", "Unknown locale "+locale)
	}
}

// size is what counts toward a command's limit in one language.
func (c Command) size(locale string) int {
	n := Units(shownIn(c.Names, locale, c.Name)) + Units(shownIn(c.Descriptions, locale, c.Description))
	for _, o := range c.Options {
		n += Units(shownIn(o.Names, locale, o.Name)) + Units(shownIn(o.Descriptions, locale, o.Description))
	}
	return n
}

func shownIn(texts map[string]string, locale, fallback string) string {
	if s := texts[locale]; s != "" {
		return s
	}
	return fallback
}
