package main

import (
	"context"
	"log/slog"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/console"
	"newsbrief/bot/delivery"
	"newsbrief/bot/discord"
	"newsbrief/bot/talk"
	"newsbrief/bot/telegram"
	"newsbrief/digest/newsroom"
	"newsbrief/subscriptions"
)

// platform is one that the settings know: it is served where it has a token.
type platform struct {
	token string
	new   func(*slog.Logger) bot.Platform
}

// platforms is the list of all but the terminal.
func (c config) platforms() []platform {
	return []platform{
		{c.TelegramToken, func(lg *slog.Logger) bot.Platform { return telegram.New(lg, c.telegram()) }},
		{c.DiscordToken, func(lg *slog.Logger) bot.Platform { return discord.New(lg, c.discord()) }},
	}
}

// tokens are those that are set.
func (c config) tokens() []string {
	var tokens []string
	for _, p := range c.platforms() {
		if p.token != "" {
			tokens = append(tokens, p.token)
		}
	}
	return tokens
}

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

// platforms are the terminal, or those that have a token.
func (s *service) platforms() []bot.Platform {
	if s.chat {
		return []bot.Platform{s.terminal}
	}
	var all []bot.Platform
	for _, p := range s.cfg.platforms() {
		if p.token != "" {
			all = append(all, p.new(s.lg))
		}
	}
	return all
}

func (s *service) console() *console.Console {
	return console.New(console.Config{
		In: s.in, Out: s.out, Terminal: console.NewTerminal(s.in, s.out), Colour: isTerminal(s.out) && wantsColour(s.environ),
		Say: s.texts.In(string(s.cfg.Language)),
	})
}

// host is what a platform runs with: the conversation, its pace and the outbox.
type host struct {
	*talk.Bot
	*delivery.Pace
	store subscriptions.Outbox
}

// Post queues an answer that the platform did not take now.
func (h host) Post(ctx context.Context, chat subscriptions.Chat, parts ...subscriptions.Part) error {
	return h.store.Post(ctx, chat, time.Now(), parts...)
}

// What is found by its methods only has to have them.
var (
	_ bot.Host       = host{}
	_ talk.Refresher = (*newsroom.Newsroom)(nil)
)
