package telegram_test

import (
	"log/slog"
	"testing"

	"newsbrief/bot/bottest"
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
	r := read(t, s, bottest.NewBot(t, slog.New(slog.DiscardHandler)))
	r.follow(t,
		step{"/subscribe @harbour_news japan at 7", "Harbour News\n", "@harbour_news"},
		step{"/list @harbour_news", "Your topic: Japan\n\nYour digest comes at 07:00", "no topics"},
		step{"/list", "You have no topics yet", "Harbour News"},
		step{"/topics @harbour_news", "✓ Japan", ""},
		step{"press Vietnam", "✓ Vietnam", "out of date"},
		step{"press More ▸", "◂ Back", "✓ Vietnam"},
		step{"/list @harbour_news", "Your 2 topics", ""},
		step{"/settings @harbour_news", "Your 2 topics", ""},
		step{"press Time", "When should", ""},
		step{"press 18:00", "18:00", "out of date"},
		step{"/list @harbour_news", "Your digest comes at 18:00", ""},
		step{"/stop @harbour_news", "Are you sure?", ""},
		step{"press Yes, forget everything", "is forgotten", ""},
		step{"/list @harbour_news", "You have no topics yet", ""},
		step{"/list @another_one", "I see no channel @\u2060another_one", ""},
	)
	if n := len(s.SentTo(channel)); n != 0 {
		t.Errorf("%d messages in the channel", n)
	}
}
