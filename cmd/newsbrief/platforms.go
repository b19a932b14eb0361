package main

import (
	"context"
	"time"

	"newsbrief/bot/discord"
	"newsbrief/bot/telegram"
	"newsbrief/bot/zone"
	"newsbrief/subscriptions"
)

// telegram is Telegram's part of the settings.
func (c config) telegram() telegram.Config {
	return telegram.Config{
		Token: c.TelegramToken, APIURL: string(c.TelegramURL), Senders: int(c.Senders),
		Rate: float64(c.TelegramRate), ChatRate: float64(c.TelegramChatRate), GroupRate: float64(c.TelegramGroupRate),
	}
}

// discord is Discord's part of the settings.
func (c config) discord() discord.Config {
	return discord.Config{
		Token: c.DiscordToken, APIURL: string(c.DiscordURL), Guild: string(c.DiscordGuild), Senders: int(c.Senders), Rate: float64(c.DiscordRate),
	}
}

// suggestions is how many values are offered while somebody types: as many as
// Discord takes.
const suggestions = 25

// suggest offers topics and time zones while somebody types.
func (s *service) suggest(option, typed, language string) []discord.Suggestion {
	var offers []discord.Suggestion
	switch option {
	case "topics", "topic":
		for _, t := range s.topic.Suggest(typed, language, suggestions) {
			offers = append(offers, discord.Suggestion{Label: s.topic.Name(t, language), Value: string(t)})
		}
	case "place":
		for _, z := range zone.Suggest(typed) {
			offers = append(offers, discord.Suggestion{Label: s.bot.Voice(language).Zone(z, time.Now()), Value: z})
		}
	}
	return offers
}

// say says one of the texts in a language.
func (s *service) say(key, language string, pairs ...any) string {
	return s.bot.Voice(language).Say(key, pairs...)
}

// later queues an answer that the platform did not take now.
func (s *service) later(ctx context.Context, chat subscriptions.Chat, parts ...subscriptions.Part) error {
	return s.store.Post(ctx, chat, time.Now(), parts...)
}
