package discord

import (
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"newsbrief/bot"
	"newsbrief/bot/plain"
	"newsbrief/bot/talk"
	"newsbrief/bot/texts"
)

// localesWithTexts are Discord's languages that the catalogue speaks, besides English.
var localesWithTexts = []discordgo.Locale{"ja", "zh-CN", "zh-TW", "vi", "th", "id"}

// realEntries is the command table with the texts that the program has.
func realEntries(t *testing.T) []bot.Spec {
	t.Helper()
	texts, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	return talk.Described(texts)
}

// TestCommandsSpeakEveryLanguage holds that each command and option has a name
// and a description in every language that Discord and the catalogue share,
// all of them as Discord takes them.
func TestCommandsSpeakEveryLanguage(t *testing.T) {
	d := quietDiscord(t)
	d.table = realEntries(t)
	all := d.slashCommands()
	if len(all) != len(talk.Commands()) {
		t.Fatalf("%d commands, want %d", len(all), len(talk.Commands()))
	}
	for _, locale := range localesWithTexts {
		var commands []called
		for _, c := range all {
			commands = append(commands, called{c.Name, (*c.NameLocalizations)[locale], c.Description, (*c.DescriptionLocalizations)[locale]})
			var options []called
			for _, o := range c.Options {
				options = append(options, called{o.Name, o.NameLocalizations[locale], o.Description, o.DescriptionLocalizations[locale]})
			}
			checkCalled(t, string(locale)+" options of "+c.Name, options)
		}
		checkCalled(t, string(locale), commands)
	}
	for _, c := range all {
		for locale := range *c.NameLocalizations {
			if !slices.Contains(append(localesWithTexts, "en-US", "en-GB"), locale) {
				t.Errorf("%s has a name in %s", c.Name, locale)
			}
		}
	}
}

// called is a command or an option: its own name and description, and the
// local ones.
type called struct{ name, local, about, localAbout string }

func checkCalled(t *testing.T, where string, all []called) {
	t.Helper()
	for i, c := range all {
		if !usableName(c.local) || c.local == c.name {
			t.Errorf("%s: %s is called %q", where, c.name, c.local)
		}
		if c.localAbout == "" || c.localAbout == c.about || plain.Units(c.localAbout) > maxAbout || strings.HasSuffix(c.localAbout, "…") {
			t.Errorf("%s: %s is described as %q", where, c.name, c.localAbout)
		}
		for _, other := range all[:i] {
			if other.local == c.local || other.local == c.name || other.name == c.local {
				t.Errorf("%s: %s and %s are both called %q or %q", where, other.name, c.name, c.local, other.local)
			}
		}
	}
}

// TestDiscordTakesTheCatalogue registers the real table with a server that
// keeps Discord's rules.
func TestDiscordTakesTheCatalogue(t *testing.T) {
	r := newRig(t)
	r.table = realEntries(t)
	r.run()
	all := r.registered()
	if len(all) != len(talk.Commands()) {
		t.Errorf("%d commands, want %d", len(all), len(talk.Commands()))
	}
	if sub := commandOf(t, all, "subscribe"); sub.Names["ja"] != "購読" || sub.Names["zh-CN"] != "订阅" || sub.Names["zh-TW"] != "訂閱" || sub.Options[0].Names["vi"] != "chủ-đề" {
		t.Errorf("names of subscribe: %v, %v", sub.Names, sub.Options[0].Names)
	}
}
