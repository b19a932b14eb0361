package telegram

import (
	"context"
	"strings"
	"testing"

	"newsbrief/bot"
	"newsbrief/bot/telegram/telegramtest"
)

// sayWhere says for which chat a command was, and offers two choices.
func sayWhere(ctx context.Context, c bot.Command, rs bot.Responder) error {
	m := say(c.Chat.String() + " " + c.Name + "|" + c.Args)
	if c.Admin != nil || !c.Group {
		m = say("not for a channel: " + c.Chat.String() + "|" + c.Args)
	}
	m.Replace = true
	m.Choices = [][]bot.Choice{{{Label: "Next", Line: "/latest next"}, {Label: "Long", Line: "/latest " + strings.Repeat("x", 50)}}}
	return rs.Respond(ctx, m)
}

func TestChannelFromAPrivateChat(t *testing.T) {
	const public, private = "Our <channel>\n\ntelegram:-1000000700 latest|", "Chat\n\ntelegram:-1000000800 latest|"
	tests := []struct {
		name string
		user int64
		text string
		want string
	}{
		{"by its name", alice, "/latest @our_channel japan at 7", public + "japan at 7"},
		{"by its name alone", alice, "/latest @our_channel", public},
		{"by another name of the command", alice, "/news @our_channel", strings.Replace(public, "latest", "news", 1)},
		{"by a link", alice, "/latest https://t.me/Our_Channel ai\nchina", public + "ai\nchina"},
		{"by a name copied from the bot", alice, "/latest @\u2060Our_Channel ai", public + "ai"},
		{"by its id", alice, "/latest -1000000700", public},
		{"one without a name", alice, "/latest -1000000800 x", private + "x"},
		{"by a member", bob, "/latest @our_channel", "telegram.foreign  Chat Our <channel>"},
		{"by an admin who may not post", bob, "/latest -1000000800", "telegram.foreign  Chat Chat"},
		{"one that is not", alice, "/latest @nobody_knows_it", "telegram.unknown ja Chat @nobody_knows_it"},
		{"an id that is not", alice, "/latest -1001111111111", "telegram.unknown ja Chat -1001111111111"},
		{"not at the beginning", alice, "/latest japan @our_channel", "not for a channel: telegram:42|japan @our_channel"},
		{"quoted", alice, `/latest "@our_channel"`, `not for a channel: telegram:42|"@our_channel"`},
		{"a command that nobody knows", alice, "/lates @our_channel", "not for a channel: telegram:42|@our_channel"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			r.answer = sayWhere
			r.run()
			r.s.Say(tt.user, tt.user, tt.text)
			r.settle()
			if got := strings.ReplaceAll(r.said(), wordJoiner, ""); got != tt.want {
				t.Errorf("said %q, want %q\n%s", got, tt.want, r.log)
			}
			if n := len(r.s.SentTo(tt.user)); n != 1 {
				t.Errorf("%d messages in the private chat, want all 1", n)
			}
		})
	}
}

func TestChannelInAGroupIsAnArgument(t *testing.T) {
	r := newRig(t)
	r.run()
	r.s.Say(group, alice, "/latest @our_channel")
	r.settle()
	if got := r.said(); got != "latest|@\u2060our_channel" {
		t.Errorf("said %q", got)
	}
}

func TestChannelWhereTheBotMayNotPost(t *testing.T) {
	for status, want := range map[string]string{
		"left": "telegram.absent", "member": "telegram.absent", telegramtest.Editor: "telegram.absent", "kicked": "telegram.unknown",
	} {
		r := newRig(t)
		r.answer = sayWhere
		r.run()
		r.s.SetMember(channel1, telegramtest.BotID, status)
		r.s.Say(alice, alice, "/latest @our_channel")
		r.settle()
		if got := r.said(); !strings.HasPrefix(got, want) || len(r.got()) != 0 {
			t.Errorf("bot is %s: said %q, want %s", status, got, want)
		}
	}
}

// TestStrangersLearnNothingOfAChat holds that whoever is not in a chat is told
// the same of it as of one that is not there: neither its title nor that the
// bot is in it.
func TestStrangersLearnNothingOfAChat(t *testing.T) {
	const stranger, out, banned, quiet = 666, 667, 668, 669
	const team, club = -1000000990, -1000000991
	r := newRig(t)
	r.answer = sayWhere
	people := map[int64]string{alice: "creator", out: "left", banned: "kicked", quiet: "member"}
	r.s.AddChat(telegramtest.Chat{ID: team, Type: telegramtest.Supergroup, Title: "Merger"}, people)
	r.s.AddChat(telegramtest.Chat{ID: club, Type: telegramtest.Channel, Title: "Closed club"}, people)
	for _, id := range []int64{stranger, out, banned, quiet} {
		r.s.AddUser(telegramtest.User{ID: id})
	}
	r.run()
	tests := []struct {
		name   string
		who    int64
		bot    string // what the bot is in all of the chats
		ref    string
		secret bool
	}{
		{"a group of others", stranger, "administrator", "-1000000990", true},
		{"a channel of others", stranger, "administrator", "-1000000991", true},
		{"a public channel", stranger, "administrator", "@our_channel", true},
		{"a public channel by its id", stranger, "administrator", "-1000000700", true},
		{"who left it", out, "administrator", "-1000000990", true},
		{"who was thrown out", banned, "administrator", "-1000000991", true},
		{"where the bot may not write", stranger, telegramtest.Editor, "-1000000991", true},
		{"where the bot sees no members", stranger, "member", "-1000000991", true},
		{"where the bot was thrown out", stranger, "kicked", "-1000000990", true},
		{"one that there is not", stranger, "administrator", "-1009999999999", true},
		{"a group of their own", quiet, "administrator", "-1000000990", false},
		{"a channel that they read", quiet, "administrator", "-1000000991", false},
	}
	for _, tt := range tests {
		for _, id := range []int64{team, club, channel1} {
			r.s.SetMember(id, telegramtest.BotID, tt.bot)
		}
		before := len(r.s.SentTo(tt.who))
		r.s.Say(tt.who, tt.who, "/latest "+tt.ref+" x")
		r.settle()
		got := r.s.SentTo(tt.who)[before:]
		nothing := "telegram.unknown  Chat " + tt.ref
		if len(got) != 1 || (strings.ReplaceAll(got[0].Text, wordJoiner, "") == nothing) != tt.secret {
			t.Errorf("%s: told %v; to be told nothing: %v", tt.name, got, tt.secret)
		}
	}
	if len(r.got()) != 0 {
		t.Errorf("ran %v", r.got())
	}
}

func TestGroupFromAPrivateChat(t *testing.T) {
	r := newRig(t)
	r.answer = sayWhere
	r.s.AddChat(telegramtest.Chat{ID: -1000000900, Type: telegramtest.Supergroup}, map[int64]string{alice: "administrator", bob: "member"})
	r.run()
	r.s.Say(alice, alice, "/latest -1000000900")
	r.s.Say(bob, bob, "/latest -1000000900")
	r.settle()
	if a, b := r.s.SentTo(alice)[0].Text, r.s.SentTo(bob)[0].Text; !strings.Contains(a, "telegram:-1000000900 latest|") || !strings.HasPrefix(b, "telegram.foreign") {
		t.Errorf("to the admin %q, to the member %q", a, b)
	}
}

func TestRightsThatCannotBeFoundOut(t *testing.T) {
	for _, method := range []string{"getChat", "getChatMember"} {
		r := newRig(t)
		r.answer = sayWhere
		r.run()
		r.s.Fail(telegramtest.Failure{Method: method, Code: 500})
		r.s.Say(alice, alice, "/latest @our_channel")
		r.settle()
		if got := r.said(); got != "admins.unsure ja" || len(r.got()) != 0 {
			t.Errorf("%s fails: said %q", method, got)
		}
	}
}

// TestButtonsOfAChannelInAPrivateChat presses what stands under such an answer:
// it is for the channel, in place, and only as long as the person may.
func TestButtonsOfAChannelInAPrivateChat(t *testing.T) {
	r := newRig(t)
	r.answer = sayWhere
	r.run()
	r.s.Say(alice, alice, "/latest -1000000800")
	r.settle()
	shown := r.s.Sent()[0]
	next, long := shown.Buttons[0][0].Data, shown.Buttons[0][1].Data
	if !strings.HasPrefix(long, "@") || !strings.Contains(long, "/news xxx") || len(long) > maxData {
		t.Errorf("long button %q", long)
	}
	r.s.Press(alice, shown.ID, alice, next)
	r.settle()
	if got := r.said(); got != "Chat\n\ntelegram:-1000000800 latest|next" || r.s.Sent()[0].Edits != 1 {
		t.Errorf("after a press: %q", got)
	}
	r.s.SetMember(secret1, alice, "member")
	r.s.Press(alice, shown.ID, alice, next)
	r.s.Press(bob, shown.ID, bob, next)
	r.s.Press(group, shown.ID, alice, next)
	r.s.Press(alice, shown.ID, alice, "@kf12oi")
	r.s.Press(alice, shown.ID, alice, "@?!/latest")
	r.s.Press(alice, shown.ID, alice, "@kf12oi/gone_command")
	r.settle()
	r.answered(7)
	for i, a := range r.s.Answers() {
		foreign, stale := strings.HasPrefix(a.Text, "telegram.foreign"), strings.HasPrefix(a.Text, "stale")
		if i > 0 && (!foreign && !stale || !a.Alert) {
			t.Errorf("answer %+v, want a refusal", a)
		}
	}
	if len(r.got()) != 2 || len(r.s.Sent()) != 1 {
		t.Errorf("commands %v, messages %v", r.got(), r.s.Sent())
	}
}

func TestTargetsOfButtons(t *testing.T) {
	tg := &Telegram{table: []bot.Spec{{Name: "subscribe", Aliases: []string{"follow", "add"}}}}
	for _, id := range []int64{-1, -1001234567890, -1009999999999, -(1 << 52)} {
		line := `/subscribe "` + strings.Repeat("ข", 12) + `"`
		data := tg.targetLine(chat{ID: id}, line)
		ref, got, ok := targetOfButton(data)
		if !ok || ref != (chat{ID: id}).ref() || !strings.HasSuffix(got, line[len("/subscribe"):]) || len(data) > maxData {
			t.Errorf("%d: %q is %q for %q", id, data, got, ref)
		}
	}
	if got := tg.targetLine(chat{ID: -35}, "/stop"); got != "@z/stop" {
		t.Errorf("line %q", got)
	}
}

// TestReadersOfAChannelPressInVain holds that who may not post in a channel
// cannot have the bot post there.
func TestReadersOfAChannelPressInVain(t *testing.T) {
	r := newRig(t)
	r.run()
	r.s.Write(telegramtest.Incoming{Chat: channel1, Text: "/latest"})
	r.settle()
	id := r.s.Sent()[0].ID
	r.s.Press(channel1, id, bob, "/latest by a reader")
	r.settle()
	r.s.Fail(telegramtest.Failure{Method: "getChatMember", Code: 500})
	r.s.Press(channel1, id, alice, "/latest in bad times")
	r.settle()
	r.s.Press(channel1, id, alice, "/latest by the owner")
	r.settle()
	if got := r.said(); got != "latest|\nlatest|by the owner" {
		t.Errorf("said %q", got)
	}
	got := r.s.Answers()
	if len(got) != 3 || got[0].Text != "telegram.foreign  Chat Our <channel>" || got[1].Text != "admins.unsure ja" || got[2].Text != "" {
		t.Errorf("answers %v", got)
	}
}
