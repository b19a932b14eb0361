package main

import (
	"context"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/telegram"
	"newsbrief/subscriptions"
)

// telegram is Telegram's part of the settings.
func (c config) telegram() telegram.Config {
	return telegram.Config{
		Token: c.TelegramToken, APIURL: string(c.TelegramURL), Senders: int(c.Senders),
		Rate: float64(c.TelegramRate), ChatRate: float64(c.TelegramChatRate), GroupRate: float64(c.TelegramGroupRate),
	}
}

// menu is the command table as Telegram shows it.
func (s *service) menu() []telegram.Entry {
	var entries []telegram.Entry
	for _, c := range bot.Commands() {
		entries = append(entries, telegram.Entry{Name: c.Name, Aliases: c.Aliases, Admin: c.Admin, About: s.about(c)})
	}
	return entries
}

// about says what a command does, in every language that has texts.
func (s *service) about(c bot.Spec) map[string]string {
	about := map[string]string{"": s.texts.In("en").Say(c.HelpKey())}
	for _, tag := range s.texts.Languages() {
		about[tag] = s.texts.In(tag).Say(c.HelpKey())
	}
	return about
}

// later queues an answer that the platform did not take now.
func (s *service) later(ctx context.Context, chat subscriptions.Chat, parts ...subscriptions.Part) error {
	return s.store.Post(ctx, chat, time.Now(), parts...)
}

// stale is what is said of a button that leads nowhere any more.
func (s *service) stale(language string) string { return s.bot.Stale(language) }
