package telegram

import (
	"strings"
	"testing"

	"newsbrief/bot/telegram/telegramtest"
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
		{"no admin in a channel", func() { r.s.SetBot(channel1, bob, "member") }, "lost telegram:-100700", ""},
		{"topic reopened", func() { r.s.Reopen(forum, alice, 7) }, "back telegram:-100600/7 ja", "welcome back"},
	} {
		lived, sent := r.lives(), len(r.s.Sent())
		step.do()
		r.settle()
		if got := strings.TrimPrefix(strings.TrimPrefix(r.lives(), lived), "\n"); got != step.want {
			t.Errorf("%s: %q, want %q", step.name, got, step.want)
		}
		if got := r.s.Sent()[sent:]; step.said == "" && len(got) > 0 || step.said != "" && (len(got) != 1 || got[0].Text != step.said) {
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

func TestWithoutLifeNobodyIsTold(t *testing.T) {
	r := newRig(t, func(c *Config) { c.Life, c.Later, c.Stale = nil, nil, nil })
	r.run()
	r.settle()
	r.s.SetBot(group, bob, "kicked")
	r.s.SetBot(group, bob, "member")
	r.s.TellUpgrade(group, forum)
	r.s.Press(alice, 1, alice, "x")
	r.settle()
	r.s.Fail(telegramtest.Failure{Method: "sendMessage", Drop: true})
	r.s.Say(alice, alice, "/latest")
	r.settle()
	if r.said() != "|x" || !strings.Contains(r.log.String(), "command not answered") {
		t.Errorf("said %q\n%s", r.said(), r.log)
	}
}
