package discord

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/net/idna"

	"newsbrief/bot"
	"newsbrief/bot/plain"
	"newsbrief/subscriptions"
)

// Discord's limits of one message.
const (
	maxContent     = 2000
	maxEmbeds      = 10
	maxTitle       = 256
	maxDescription = 4096
	maxTotal       = 6000 // over all embeds
)

// What one story may take as Markdown, so that it always fits into an embed.
const (
	maxMark     = 80
	maxHeadline = 600
	maxURL      = 2048
	maxLine     = 1000
	maxMeta     = 300
)

// message is the request of a part.
type message struct {
	Content    string                            `json:"content,omitempty"`
	Embeds     []*discordgo.MessageEmbed         `json:"embeds,omitempty"`
	Components []discordgo.MessageComponent      `json:"components,omitempty"`
	Mentions   *discordgo.MessageAllowedMentions `json:"allowed_mentions"`
	Flags      discordgo.MessageFlags            `json:"flags,omitempty"`

	stories int // in it
}

// noMentions allows none: news may say @everyone.
func noMentions() *discordgo.MessageAllowedMentions {
	return &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}
}

func (m message) empty() bool { return m.Content == "" && len(m.Embeds) == 0 }

// total is how much the embeds take together.
func (m message) total() int {
	n := 0
	for _, e := range m.Embeds {
		n += plain.Units(e.Title) + plain.Units(e.Description)
	}
	return n
}

// Render returns the message in parts, as the package comment describes them.
// A message without anything to show has none.
func (d *Discord) Render(m bot.Message) []subscriptions.Part {
	messages := d.messages(m)
	parts := make([]subscriptions.Part, 0, len(messages))
	for _, one := range messages {
		// It holds nothing that JSON does not.
		body, _ := encode(one)
		parts = append(parts, subscriptions.Part{Body: body, Stories: one.stories})
	}
	return parts
}

func (d *Discord) messages(m bot.Message) []message {
	l := layout{storyText: d.storyText}
	for _, b := range m.Blocks {
		switch b := b.(type) {
		case bot.Text:
			l.text(plain.Clean(string(b)))
		case bot.Heading:
			l.heading(b)
		case bot.Story:
			l.story(b)
		}
	}
	messages := l.done()
	components := d.components(m.Choices)
	if len(components) == 0 {
		return messages
	}
	if len(messages) == 0 {
		// Buttons need a message to stand under.
		messages = []message{{Content: "…", Mentions: noMentions()}}
	}
	messages[len(messages)-1].Components = components
	return messages
}

// storyText is the text of a story, made once for all who are told the same.
func (d *Discord) storyText(s bot.Story) string { return d.kept.Of(s, storyText) }

// storyText is a story in up to three lines: the linked headline, the one
// line, and who tells it and when. It is "" where there is nothing to tell.
func storyText(s bot.Story) string {
	href, linked := link(s.URL)
	headline := plain.Line(s.Headline)
	if headline == "" && linked {
		headline = hostOf(href)
	}
	if headline == "" {
		return ""
	}
	text := within(unlinked(headline), maxHeadline)
	out := "**" + text + "**"
	if linked {
		out = "**[" + text + "](" + href + ")**"
	}
	if mark := within(unlinked(plain.Line(s.Mark)), maxMark); mark != "" {
		out = "*" + mark + "* " + out
	}
	if text := escaped(plain.Line(s.Line), maxLine); text != "" {
		out += "\n" + text
	}
	if text := within(unlinked(plain.Line(s.Facts())), maxMeta); text != "" {
		out += "\n*" + text + "*"
	}
	return out
}

// unlinked breaks the addresses in a text. Within the words of a link they would
// keep it from being one, elsewhere they would take the mark behind them along.
func unlinked(s string) string { return strings.ReplaceAll(s, "://", ":\u2060//") }

func hostOf(href string) string {
	_, rest, _ := strings.Cut(href, "://")
	return plain.Clip(strings.TrimPrefix(rest, "www."), maxHeadline/2)
}

// parentheses and other marks would end a link, or what is in it.
var hrefEscaper = strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", `"`, "%22", `\`, "%5C", "*", "%2A", "`", "%60", "|", "%7C", "[", "%5B", "]", "%5D", " ", "%20")

// link returns the address as Discord takes it in a link. ok is false for what
// it would not make one of.
func link(s string) (href string, ok bool) {
	s = strings.TrimSpace(s)
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || strings.ContainsAny(u.Host, "[]<>()") {
		return "", false
	}
	if host, err := idna.Lookup.ToASCII(u.Hostname()); err == nil {
		u.Host = host + strings.TrimPrefix(u.Host, u.Hostname())
	}
	href = u.String()
	if !utf8.ValidString(href) {
		href = strings.ToValidUTF8(href, "%EF%BF%BD")
	}
	href = hrefEscaper.Replace(href)
	return href, plain.Units(href) <= maxURL
}

// picture returns the address of an image that Discord will not refuse: it
// would refuse the whole message.
func picture(s string) (string, bool) {
	href, ok := link(s)
	u, err := url.Parse(href)
	if !ok || err != nil || u.User != nil || !strings.Contains(u.Hostname(), ".") {
		return "", false
	}
	for _, r := range href {
		if r <= ' ' || r > '~' {
			return "", false
		}
	}
	return href, true
}
