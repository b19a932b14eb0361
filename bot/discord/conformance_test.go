package discord_test

import (
	"context"
	"errors"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/bottest"
	"newsbrief/bot/discord"
	"newsbrief/bot/discord/discordtest"
	"newsbrief/bot/talk"
	"newsbrief/subscriptions"
)

const (
	direct = "400000000000000001"
	reader = "300000000000000001"

	theServer = "500000000000000001"
	theRoom   = "400000000000000002"
)

// TestConversation holds this adapter, before a server that keeps Discord's
// rules, to what every platform must pass.
func TestConversation(t *testing.T) {
	bottest.Run(t, func(t *testing.T, lg *slog.Logger) bottest.Service {
		s := discordtest.Start(t)
		s.Heartbeat = time.Minute // the pages take what they take
		s.ChannelLimit = 0        // the suite keeps no pace
		s.AddChannel(discordtest.Channel{ID: direct, Type: 1})
		s.AddChannel(discordtest.Channel{ID: theRoom, Guild: theServer, Permissions: discordtest.Everything})
		return &service{s: s, d: discord.New(lg, discord.Config{Token: s.Token, APIURL: s.URL}), seen: map[string]int{}}
	})
}

// service is Discord as the suite sees it.
type service struct {
	s    *discordtest.Server
	d    *discord.Discord
	seen map[string]int // edits, by message
}

func (s *service) Platform() bot.Platform { return s.d }

func (s *service) use(channel string) discordtest.Use {
	return discordtest.Use{Channel: channel, Person: discordtest.Person{ID: reader, Locale: "en-US"}}
}

// connected waits for the gateway: what happens before, Discord tells nobody.
func (s *service) connected() error {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	return s.s.Wait(ctx, func() bool { return s.s.Connected() == 1 })
}

// Say uses the slash command that the line names. Discord delivers no other
// lines: one without a slash arrives as a command without a name.
func (s *service) Say(line string) error { return s.slash(s.use(direct), line) }

func (s *service) SayInGroup(line string, admin bool) error {
	u := s.use(theRoom)
	u.Person.Permissions = discordtest.SendMessages
	if admin {
		u.Person.Permissions |= discordtest.ManageServer
	}
	return s.slash(u, line)
}

func (s *service) slash(u discordtest.Use, line string) error {
	name, args, ok := bot.ParseLine(line)
	if !ok {
		name, args = "", line
	}
	u.Name = name
	if args != "" {
		u.Options = map[string]string{optionOf(name): args}
	}
	if err := s.connected(); err != nil {
		return err
	}
	s.s.Slash(u)
	return nil
}

// optionOf is the option under which a person would give the whole line.
func optionOf(name string) string {
	spec, _ := bot.Find(talk.Commands(), name)
	if len(spec.Options) == 0 {
		return "text"
	}
	return spec.Options[0].Name
}

func (s *service) Press(label string) error {
	sent := s.s.Messages(direct)
	for i := len(sent) - 1; i >= 0; i-- {
		for _, b := range sent[i].Buttons() {
			if b.Label == label {
				s.s.Press(s.use(direct), sent[i].ID, b.CustomID)
				return nil
			}
		}
	}
	return errors.New("no such button")
}

func chatNumbered(id string) subscriptions.Chat {
	return subscriptions.Chat{Platform: discord.Name, ID: id}
}

func (s *service) Private() subscriptions.Chat { return chatNumbered(direct) }

func (s *service) Group() subscriptions.Chat { return chatNumbered(theRoom) }

func (s *service) Read() (out []string) {
	for _, m := range s.s.Messages(direct) {
		if edits, known := s.seen[m.ID]; m.Thinking || known && edits == m.Edits {
			continue
		}
		s.seen[m.ID] = m.Edits
		out = append(out, shown(m))
	}
	return out
}

func (s *service) Fail(class bot.Class) error {
	f, ok := map[bot.Class]discordtest.Failure{
		bot.Transient: {},
		bot.Wait:      {Status: 429, Body: `{"message":"You are being rate limited.","retry_after":7,"global":false}`},
		bot.Rejected:  {Status: 400, Code: 50035, Message: "Invalid Form Body"},
		bot.Gone:      {Status: 403, Code: 50007, Message: "Cannot send messages to this user"},
		bot.Fatal:     {Status: 401, Message: "401: Unauthorized"},
	}[class]
	if !ok {
		return bottest.ErrNone
	}
	f.Method, f.Path, f.Times = "POST", "/channels/"+direct, 1
	s.s.Fail(f)
	return nil
}

func (s *service) FailAnswer() error {
	s.s.Fail(discordtest.Failure{Path: "/webhooks/", Times: 1})
	return nil
}

func (s *service) Requests() (n int) {
	for _, r := range s.s.Requests() {
		if r.Method == "POST" && strings.HasPrefix(r.Path, "/channels/"+direct) {
			n++
		}
	}
	return n
}

func (s *service) Secret() string { return s.s.Token }

func (s *service) Remove() error {
	if err := s.connected(); err != nil {
		return err
	}
	s.s.Dispatch("CHANNEL_DELETE", map[string]any{"id": theRoom, "guild_id": theServer})
	return nil
}

func (s *service) Restore() error {
	s.s.Dispatch("CHANNEL_UPDATE", map[string]any{"id": theRoom, "guild_id": theServer})
	return nil
}

func (s *service) Migrate() (subscriptions.Chat, error) {
	return subscriptions.Chat{}, bottest.ErrNone
}

// optionNamed is a command with the name of an option behind it.
var optionNamed = regexp.MustCompile(`(/[a-z]+) [a-z]+:`)

// shown is the message with the labels of its buttons behind it, and with
// commands as they are typed elsewhere.
func shown(m discordtest.Message) string {
	lines := []string{optionNamed.ReplaceAllString(m.Text(), "$1 ")}
	for _, b := range m.Buttons() {
		lines = append(lines, b.Label)
	}
	return strings.Join(lines, "\n")
}
