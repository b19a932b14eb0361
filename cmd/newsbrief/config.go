package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"net/url"
	"os"
	"reflect"
	"strconv"
	"strings"
	"unicode"

	"github.com/caarlos0/env/v11"
	"github.com/joho/godotenv"
	"golang.org/x/text/language"

	"newsbrief/bot/when"
	"newsbrief/bot/zone"
	"newsbrief/subscriptions"
)

// config is the program's settings. The tags are their names and defaults;
// .env.example and the README's table are held against them by a test.
type config struct {
	TelegramToken     string   `env:"TELEGRAM_TOKEN"`
	TelegramURL       address  `env:"TELEGRAM_API_URL" envDefault:"https://api.telegram.org"`
	TelegramRate      amount   `env:"TELEGRAM_RATE" envDefault:"28"`
	TelegramChatRate  amount   `env:"TELEGRAM_CHAT_RATE" envDefault:"1"`
	TelegramGroupRate amount   `env:"TELEGRAM_GROUP_RATE" envDefault:"20"`
	DiscordToken      string   `env:"DISCORD_TOKEN"`
	DiscordURL        address  `env:"DISCORD_API_URL" envDefault:"https://discord.com/api/v9"`
	DiscordRate       amount   `env:"DISCORD_RATE" envDefault:"48"`
	DiscordGuild      guild    `env:"DISCORD_GUILD"`
	DataDir           string   `env:"DATA_DIR" envDefault:"./data"`
	Feeds             string   `env:"FEEDS"`
	Language          tag      `env:"DEFAULT_LANGUAGE" envDefault:"en"`
	Zone              zoneName `env:"DEFAULT_ZONE" envDefault:"UTC"`
	Time              daytime  `env:"DEFAULT_TIME" envDefault:"08:00"`
	Senders           count    `env:"SENDERS" envDefault:"8"`
	MaxTopics         count    `env:"MAX_TOPICS" envDefault:"50"`
	LogLevel          logLevel `env:"LOG_LEVEL" envDefault:"info"`
	LogFormat         format   `env:"LOG_FORMAT"`
}

// settingsFile is where settings stand that the environment does not have.
const settingsFile = ".env"

// loadConfig reads the settings from the environment and, where that has
// none, from the file .env in the working directory. All that cannot be read
// is in the error, each with the name of its setting; the rest is returned.
func loadConfig(environ []string) (config, error) {
	settings, errFile := readSettings(settingsFile)
	for _, kv := range environ {
		if k, v, ok := strings.Cut(kv, "="); ok {
			settings[k] = v
		}
	}
	var cfg config
	err := env.ParseWithOptions(&cfg, env.Options{Environment: nonEmpty(settings)})
	return cfg, errors.Join(errFile, named(err))
}

// readSettings reads NAME=value lines. Its errors name line and setting, but
// quote nothing of a value: it may be a token.
func readSettings(path string) (map[string]string, error) {
	settings := make(map[string]string)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return settings, nil
	}
	if err != nil {
		return settings, err
	}
	var bad []error
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		if err := readSetting(settings, strings.TrimSpace(line)); err != nil {
			bad = append(bad, fmt.Errorf("%s line %d: %w", path, n, err))
		}
	}
	return settings, errors.Join(bad...)
}

func readSetting(settings map[string]string, line string) error {
	if line == "" || line[0] == '#' {
		return nil
	}
	name, _, ok := strings.Cut(strings.TrimPrefix(line, "export "), "=")
	name = strings.TrimSpace(name)
	if !ok || strings.ContainsFunc(name, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		return errors.New("want NAME=value")
	}
	one, err := godotenv.Unmarshal(line)
	if err != nil {
		return fmt.Errorf("%s: the value cannot be read; do its quotes end?", name)
	}
	maps.Copy(settings, one)
	return nil
}

// nonEmpty leaves out what is set to nothing: that means its default.
func nonEmpty(settings map[string]string) map[string]string {
	set := make(map[string]string, len(settings))
	for k, v := range settings {
		if strings.TrimSpace(v) != "" {
			set[k] = strings.TrimSpace(v)
		}
	}
	return set
}

// named puts the name of its setting before each error. The error's own text
// may quote the value, which for a token would be a secret, but tokens are
// plain strings and never fail.
func named(err error) error {
	if err == nil {
		return nil
	}
	all, ok := errors.AsType[env.AggregateError](err)
	if !ok {
		return err
	}
	var list []error
	for _, e := range all.Errors {
		if p, ok := errors.AsType[env.ParseError](e); ok {
			list = append(list, fmt.Errorf("%s: %w", settingOf(p.Name), p.Err))
			continue
		}
		list = append(list, e)
	}
	return errors.Join(list...)
}

// settingOf finds the name of a setting by the field that holds it.
func settingOf(field string) string {
	f, ok := reflect.TypeFor[config]().FieldByName(field)
	if !ok {
		return field
	}
	return f.Tag.Get("env")
}

type (
	address  string
	amount   float64
	count    int
	tag      string
	zoneName string
	daytime  subscriptions.TimeOfDay
	guild    string
	logLevel slog.Level
	format   string
)

// UnmarshalText reads an http or https address without a trailing slash.
func (a *address) UnmarshalText(b []byte) error {
	u, err := url.Parse(string(b))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return errors.New("want an address like https://host")
	}
	*a = address(strings.TrimRight(string(b), "/"))
	return nil
}

// wanted is an error unless what was typed will do.
func wanted(ok bool, typed []byte, what string) error {
	if ok {
		return nil
	}
	return fmt.Errorf("%q: want %s", typed, what)
}

// UnmarshalText reads a number of messages; 0 is no limit.
func (a *amount) UnmarshalText(b []byte) error {
	f, err := strconv.ParseFloat(string(b), 64)
	*a = amount(f)
	return wanted(err == nil && f >= 0 && f <= 1e6, b, "a number, 0 for no limit")
}

// UnmarshalText reads the id of a Discord server.
func (g *guild) UnmarshalText(b []byte) error {
	_, err := strconv.ParseUint(string(b), 10, 64)
	*g = guild(b)
	return wanted(err == nil, b, "the number of a server")
}

// UnmarshalText reads a whole number of at least 1.
func (c *count) UnmarshalText(b []byte) error {
	n, err := strconv.Atoi(string(b))
	*c = count(n)
	return wanted(err == nil && n >= 1 && n <= 10_000, b, "a whole number from 1 to 10000")
}

// UnmarshalText reads a BCP 47 language tag.
func (t *tag) UnmarshalText(b []byte) error {
	parsed, err := language.Parse(string(b))
	*t = tag(parsed.String())
	return wanted(err == nil, b, "a language like en or ja")
}

// UnmarshalText reads an IANA zone.
func (z *zoneName) UnmarshalText(b []byte) error {
	*z = zoneName(b)
	return wanted(zone.Valid(string(b)), b, "a time zone like Asia/Tokyo")
}

// UnmarshalText reads a time of day.
func (d *daytime) UnmarshalText(b []byte) error {
	times, err := when.ParseTimes(string(b))
	if err == nil && len(times) == 1 {
		*d = daytime(times[0])
		return nil
	}
	return wanted(false, b, "a time like 08:00")
}

// UnmarshalText reads debug, info, warn or error.
func (l *logLevel) UnmarshalText(b []byte) error {
	err := (*slog.Level)(l).UnmarshalText(b)
	return wanted(err == nil, b, "debug, info, warn or error")
}

// UnmarshalText reads text or json.
func (f *format) UnmarshalText(b []byte) error {
	*f = format(b)
	return wanted(*f == "text" || *f == "json", b, "text or json")
}
