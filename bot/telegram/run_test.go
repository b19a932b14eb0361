package telegram

import (
	"testing"

	"newsbrief/bot/telegram/telegramtest"
)

func TestCommandsReachTheCore(t *testing.T) {
	tests := []struct {
		name string
		in   telegramtest.Incoming
		want string // "" for nothing
	}{
		{"private", telegramtest.Incoming{Chat: alice, User: alice, Text: "/latest ai"}, "latest|ai"},
		{"upper case", telegramtest.Incoming{Chat: alice, User: alice, Text: "/LATEST AI"}, "latest|AI"},
		{"unknown in private", telegramtest.Incoming{Chat: alice, User: alice, Text: "/lates"}, "lates|"},
		{"plain text in private", telegramtest.Incoming{Chat: alice, User: alice, Text: " hello there "}, "|hello there"},
		{"deep link", telegramtest.Incoming{Chat: alice, User: alice, Text: "/start japan"}, "start|japan"},
		{"caption", telegramtest.Incoming{Chat: alice, User: alice, Caption: "/latest"}, "latest|"},
		{"edited", telegramtest.Incoming{Chat: alice, User: alice, Text: "/latest", Edited: true}, ""},
		{"bare in group", telegramtest.Incoming{Chat: group, User: bob, Text: "/latest"}, "latest|"},
		{"alias in group", telegramtest.Incoming{Chat: group, User: bob, Text: "/news x"}, "news|x"},
		{"unknown in group", telegramtest.Incoming{Chat: group, User: bob, Text: "/roll"}, ""},
		{"unknown in group, to us", telegramtest.Incoming{Chat: group, User: bob, Text: "/roll@" + telegramtest.BotName}, "roll|"},
		{"to us in other case", telegramtest.Incoming{Chat: group, User: bob, Text: "/latest@NEWSBRIEF_Test_Bot ai"}, "latest|ai"},
		{"to another", telegramtest.Incoming{Chat: group, User: bob, Text: "/latest@other_bot"}, ""},
		{"to one with our name in its", telegramtest.Incoming{Chat: group, User: bob, Text: "/latest@" + telegramtest.BotName + "2"}, ""},
		{"talk in group", telegramtest.Incoming{Chat: group, User: bob, Text: "hello"}, ""},
		{"automatic forward", telegramtest.Incoming{Chat: group, Text: "/latest", Forwarded: true, SenderChat: channel1}, ""},
		{"channel post", telegramtest.Incoming{Chat: channel1, Text: "/latest"}, "latest|"},
		{"talk in channel", telegramtest.Incoming{Chat: channel1, Text: "hello"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			r.run()
			r.settle()
			r.s.Write(tt.in)
			r.settle()
			if got := r.said(); got != tt.want {
				t.Errorf("said %q, want %q\n%s", got, tt.want, r.log)
			}
		})
	}
}
