package telegram

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/bot/telegram/telegramtest"
	"newsbrief/subscriptions"
)

func TestLifeOfAChat(t *testing.T) {
	r := newRig(t)
	r.run()
	r.settle()
	for _, step := range []struct {
		name string
		do   func()
		want string
		said string
	}{
		{"blocked", func() { r.s.SetBot(alice, alice, "kicked") }, "lost telegram:42", ""},
		{"unblocked", func() { r.s.SetBot(alice, alice, "member") }, "back telegram:42 ja", "welcome back"},
		{"kicked", func() { r.s.SetBot(group, bob, "kicked") }, "lost telegram:-100500", ""},
		{"let in", func() { r.s.SetBot(group, bob, "member") }, "back telegram:-100500 ", "welcome back"},
		{"promoted", func() { r.s.SetBot(group, bob, "administrator") }, "", ""},
		{"muted", func() { r.s.SetBot(group, bob, "restricted") }, "lost telegram:-100500", ""},
		{"no admin in a channel", func() { r.s.SetBot(channel1, bob, "member") }, "lost telegram:-1000000700", ""},
		{"admin in a channel", func() { r.s.SetBot(channel1, alice, "administrator") }, "back telegram:-1000000700 ja", "Our <channel>\n\ntelegram.added ja Chat @Our_Channel"},
		{"topic reopened", func() { r.s.Reopen(forum, alice, 7) }, "back telegram:-100600/7 ja", "welcome back"},
	} {
		lived, sent := r.lives(), len(r.s.Sent())
		step.do()
		r.settle()
		if got := strings.TrimPrefix(strings.TrimPrefix(r.lives(), lived), "\n"); got != step.want {
			t.Errorf("%s: %q, want %q", step.name, got, step.want)
		}
		if got := r.s.Sent()[sent:]; step.said == "" && len(got) > 0 || step.said != "" && (len(got) != 1 || strings.ReplaceAll(got[0].Text, wordJoiner, "") != step.said) {
			t.Errorf("%s: said %v, want %q", step.name, got, step.said)
		}
	}
}

func TestGroupBecomesSupergroup(t *testing.T) {
	r := newRig(t)
	r.run()
	r.settle()
	r.s.Upgrade(group, -100999)
	r.s.Say(group, alice, "/latest") // still on its way when the group was upgraded
	r.settle()
	if got := r.s.Sent(); len(got) != 1 || got[0].Chat != -100999 {
		t.Errorf("messages %v", got)
	}
	r.s.TellUpgrade(group, -100999)
	r.settle()
	moved := "moved telegram:-100500 telegram:-100999"
	if got := r.lives(); got != moved+"\n"+moved+"\n"+moved {
		t.Errorf("life %q", got)
	}
}

// noOutbox takes nothing.
type noOutbox struct{}

func (noOutbox) Post(context.Context, subscriptions.Chat, ...subscriptions.Part) error {
	return errors.New("no room")
}

func TestAnswerThatCannotBeQueuedIsSaidInTheLog(t *testing.T) {
	r := newRig(t)
	r.host(r.core, noOutbox{})
	r.run()
	r.settle()
	r.s.Fail(telegramtest.Failure{Method: "sendMessage", Drop: true})
	r.s.Say(alice, alice, "/latest")
	r.settle()
	if r.said() != "" || !strings.Contains(r.log.String(), "command not answered") || !strings.Contains(r.log.String(), "no room") {
		t.Errorf("said %q\n%s", r.said(), r.log)
	}
}

// TestChannelIsToldNothing holds that who let the bot into a channel is told,
// with buttons for it, and that no reader of the channel is.
func TestChannelIsToldNothing(t *testing.T) {
	r := newRig(t)
	r.answer = sayWhere
	r.run()
	r.settle()
	r.s.SetBot(channel1, alice, "left")
	r.s.SetBot(channel1, alice, "administrator")
	r.settle()
	if n := len(r.s.SentTo(channel1)); n != 0 {
		t.Errorf("%d messages in the channel", n)
	}
	told := r.s.SentTo(alice)
	if len(told) != 1 || len(told[0].Buttons) != 1 || len(told[0].Buttons[0]) != 2 {
		t.Fatalf("told %+v", told)
	}
	r.s.Press(alice, told[0].ID, alice, strings.Replace(told[0].Buttons[0][0].Data, "topics", "latest", 1))
	r.settle()
	if c := r.got(); len(c) != 1 || c[0].Chat.ID != "-1000000700" {
		t.Errorf("commands %v", c)
	}

	r.s.SetBot(alice, alice, "kicked")
	r.s.SetBot(channel1, alice, "left")
	r.s.SetBot(channel1, alice, "administrator")
	r.settle()
	if n := len(r.s.Sent()); n != 1 || strings.Contains(r.log.String(), "level=ERROR") {
		t.Errorf("%d messages, want none to who blocked the bot\n%s", n, r.log)
	}
}

// TestOneWelcome presses Restart, which lets the bot in and sends /start.
func TestOneWelcome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := telegramtest.NewServer()
		r := rigOn(t.Context(), t, s, "", func(c *Config) { c.Transport = s.Transport() })
		stop := r.run()
		restart := func(chat int64, line string) {
			s.SetBot(chat, alice, "kicked")
			s.SetBot(chat, alice, "member")
			s.Say(chat, alice, line)
			r.settle()
		}
		restart(alice, "/start")
		s.Say(alice, alice, "/start")
		r.settle()
		restart(alice, "/start japan")
		restart(group, "/start@"+telegramtest.BotName)
		restart(alice, "/latest")
		time.Sleep(time.Minute)
		s.Say(alice, alice, "/start")
		r.settle()
		s.SetBot(alice, alice, "kicked")
		r.settle()
		s.SetMember(alice, telegramtest.BotID, "member")
		s.Say(alice, alice, "/start") // overtakes what let it in
		s.SetMember(alice, telegramtest.BotID, "kicked")
		s.SetBot(alice, alice, "member")
		r.settle()
		want := "welcome back\nstart|\nwelcome back\nstart|japan\nwelcome back\nwelcome back\nlatest|\nstart|\nstart|"
		if got := r.said(); got != want {
			t.Errorf("said %q, want %q", got, want)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

// TestWelcomeThatFailed holds that /start is answered where the welcome did not
// get through.
func TestWelcomeThatFailed(t *testing.T) {
	r := newRig(t)
	r.run()
	r.settle()
	r.s.SetBot(alice, alice, "kicked")
	r.settle()
	r.s.Fail(telegramtest.Failure{Method: "sendMessage", Code: 400, Description: "Bad Request: SOMETHING", Times: 2})
	r.s.SetBot(alice, alice, "member")
	r.s.Say(alice, alice, "/start")
	r.settle()
	if got := r.said(); got != "start|" {
		t.Errorf("said %q", got)
	}
}

// TestUpgradeIsNoNews holds that a group that got a new id is not greeted as
// one that the bot came to.
func TestUpgradeIsNoNews(t *testing.T) {
	r := newRig(t)
	r.run()
	r.settle()
	r.s.Upgrade(group, -100999)
	r.s.TellUpgrade(group, -100999)
	r.settle()
	r.s.SetMember(-100999, telegramtest.BotID, "left")
	r.s.SetBot(-100999, bob, "administrator")
	r.settle()
	if r.said() != "" || !strings.HasSuffix(r.lives(), "back telegram:-100999 ") {
		t.Errorf("said %q, lived %q", r.said(), r.lives())
	}
}
