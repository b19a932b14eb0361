package talk

import (
	"time"

	"newsbrief/bot"
	"newsbrief/bot/zone"
)

// suggestions is how many values are offered while somebody types: as many as
// the platform with the longest list takes.
const suggestions = 25

// Say returns the text with the key in the language, or in the bot's own.
func (b *Bot) Say(key, language string, pairs ...any) string {
	return b.Localizer(language).Say(key, pairs...)
}

// Commands returns the command table in the languages of the texts.
func (b *Bot) Commands() []bot.Spec { return Described(b.cfg.Texts) }

// Suggest returns topics and time zones that begin as typed.
func (b *Bot) Suggest(option, typed, language string) []bot.Suggestion {
	var all []bot.Suggestion
	switch option {
	case "topics", "topic":
		for _, t := range b.cfg.Topics.Suggest(typed, language, suggestions) {
			all = append(all, bot.Suggestion{Label: b.cfg.Topics.Name(t, language), Value: string(t)})
		}
	case "place":
		for _, z := range zone.Suggest(typed) {
			all = append(all, bot.Suggestion{Label: b.Localizer(language).Zone(z, time.Now()), Value: z})
		}
	}
	return all
}

// Setup returns the choices by which a chat is set up.
func (b *Bot) Setup(language string) []bot.Choice {
	say := b.Localizer(language)
	return []bot.Choice{{Label: say.Say("settings.topics"), Line: "/topics"}, {Label: say.Say("settings.title"), Line: "/settings"}}
}
