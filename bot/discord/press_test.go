package discord

import (
	"context"
	"testing"

	"newsbrief/bot"
	"newsbrief/bot/discord/discordtest"
)

func TestPresses(t *testing.T) {
	r := newRig(t)
	r.answer = func(ctx context.Context, c bot.Command, resp bot.Responder) error {
		m := say("answer to " + c.Args)
		m.Choices = [][]bot.Choice{{{Label: "next", Line: "/latest 2"}, {Label: "add", Line: "/subscribe japan"}}}
		m.Replace = c.Name == "latest"
		return resp.Respond(ctx, m)
	}
	r.run()
	r.s.Slash(discordtest.Use{Channel: room, Person: alice, Name: "latest"})
	first := r.said(room, 1)[0]
	press := func(p discordtest.Person, line string) string {
		return r.s.Press(discordtest.Use{Channel: room, Person: p}, first.ID, line)
	}
	if id := press(alice, "/latest 2"); true {
		r.until(func() bool { return len(r.s.Messages(room)) == 1 && r.s.Messages(room)[0].Text() == "answer to 2" })
		if r.s.Responded(id) != deferUpdate {
			t.Errorf("response %d", r.s.Responded(id))
		}
	}
	press(alice, "/subscribe japan")
	if got := r.said(room, 2); got[1].Text() != "answer to japan" || got[1].Ephemeral {
		t.Errorf("got %+v", got[1])
	}
	press(bob, "/subscribe japan")
	got := r.said(room, 3)
	if admin, _ := r.got()[3].Admin(r.ctx); admin || !got[2].Ephemeral {
		t.Errorf("a member's press: admin %v, %+v", admin, got[2])
	}
	for _, line := range []string{"/nothing", "not a line", "menu:1", "/"} {
		n := len(r.said(room, 3))
		press(bob, line)
		if got := r.said(room, n+1); got[n].Text() != "stale en-US" || !got[n].Ephemeral {
			t.Errorf("%q: got %+v", line, got[n])
		}
	}
	if n := len(r.got()); n != 4 {
		t.Errorf("%d commands reached the bot", n)
	}
}

// TestPrivateAnswersReplaceNothingPublic presses a button under a message that
// all see, whose answer is for one, and then one under that answer.
func TestPrivateAnswersReplaceNothingPublic(t *testing.T) {
	r := newRig(t)
	r.answer = func(ctx context.Context, c bot.Command, resp bot.Responder) error {
		m := say("answer to " + c.Name + c.Args)
		m.Choices = [][]bot.Choice{{{Label: "next", Line: "/topics 2"}}}
		m.Replace = c.Name == "topics"
		return resp.Respond(ctx, m)
	}
	r.run()
	r.s.Slash(discordtest.Use{Channel: room, Person: bob, Name: "latest"})
	all := r.said(room, 1)[0]
	r.s.Press(discordtest.Use{Channel: room, Person: bob}, all.ID, "/topics 1")
	one := r.said(room, 2)[1]
	r.s.Press(discordtest.Use{Channel: room, Person: bob}, one.ID, "/topics 2")
	r.until(func() bool { return r.said(room, 2)[1].Edits == 1 })
	got := r.said(room, 2)
	if len(got) != 2 || got[0].Text() != "answer to latest" || got[0].Ephemeral || got[1].Text() != "answer to topics2" || !got[1].Ephemeral {
		t.Errorf("got %+v", got)
	}
}

func TestChoiceFromAMenu(t *testing.T) {
	r := newRig(t)
	r.answer = func(ctx context.Context, c bot.Command, resp bot.Responder) error {
		m := say("answer to " + c.Args)
		if c.Args == "" {
			m.Choices = choices(40)
		}
		return resp.Respond(ctx, m)
	}
	r.run()
	r.s.Slash(discordtest.Use{Channel: direct, Person: alice, Name: "latest"})
	m := r.said(direct, 1)[0]
	r.s.Press(discordtest.Use{Channel: direct, Person: alice}, m.ID, m.Buttons()[33].CustomID)
	if got := r.said(direct, 2); got[1].Text() != "answer to 33" {
		t.Errorf("got %+v", got[1])
	}
}
