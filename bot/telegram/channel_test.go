package telegram_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"newsbrief/bot"
	"newsbrief/bot/bottest"
	"newsbrief/bot/telegram"
	"newsbrief/bot/telegram/telegramtest"
)

// TestChannelIsSetUp lets the person who posts in a channel set it up from
// their private chat: the channel gets what was asked for it, the private chat
// stays as it was, and nothing is said in the channel.
func TestChannelIsSetUp(t *testing.T) {
	const channel = -1001234567890
	s := telegramtest.Start(t)
	s.AddUser(telegramtest.User{ID: person, Language: "en"})
	s.AddChat(telegramtest.Chat{ID: channel, Type: telegramtest.Channel, Name: "harbour_news", Title: "Harbour News"}, map[int64]string{person: "creator"})
	b := bottest.NewBot(t, slog.New(slog.DiscardHandler))
	var entries []telegram.Entry
	for _, c := range bot.Commands() {
		entries = append(entries, telegram.Entry{Name: c.Name, Aliases: c.Aliases})
	}
	tg := telegram.New(slog.New(slog.DiscardHandler), telegram.Config{
		Token: s.Token, APIURL: s.URL, Handler: b, Life: b, Stale: b.Stale, Commands: entries,
		Say: func(key, language string, pairs ...any) string { return b.Voice(language).Say(key, pairs...) },
	})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- tg.Run(ctx) }()
	defer func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}()
	r := &reader{s: s, seen: map[int64]int{}}
	for _, step := range []struct{ do, shows, not string }{
		{"/subscribe @harbour_news japan at 7", "Harbour News\n", "@harbour_news"},
		{"/list @harbour_news", "Your topic: Japan\n\nYour digest comes at 07:00", "no topics"},
		{"/list", "You have no topics yet", "Harbour News"},
		{"/topics @harbour_news", "✓ Japan", ""},
		{"press Vietnam", "✓ Vietnam", "out of date"},
		{"press More ▸", "◂ Back", "✓ Vietnam"},
		{"/list @harbour_news", "Your 2 topics", ""},
		{"/settings @harbour_news", "Your 2 topics", ""},
		{"press Time", "At what time", ""},
		{"press 18:00", "18:00", "out of date"},
		{"/list @harbour_news", "Your digest comes at 18:00", ""},
		{"/stop @harbour_news", "Are you sure?", ""},
		{"press Yes, forget everything", "is forgotten", ""},
		{"/list @harbour_news", "You have no topics yet", ""},
		{"/list @another_one", "I see no channel @\u2060another_one", ""},
	} {
		var got []string
		var err error
		if label, ok := strings.CutPrefix(step.do, "press "); ok {
			got, err = r.Press(ctx, label)
		} else {
			got, err = r.Say(ctx, step.do)
		}
		if all := strings.Join(got, "\n"); err != nil || !strings.Contains(all, step.shows) || step.not != "" && strings.Contains(all, step.not) {
			t.Errorf("%s: %q (%v), want %q and not %q", step.do, all, err, step.shows, step.not)
		}
	}
	if n := len(s.SentTo(channel)); n != 0 {
		t.Errorf("%d messages in the channel", n)
	}
}
