package discord

import (
	"strings"

	"github.com/bwmarrin/discordgo"

	"newsbrief/bot"
	"newsbrief/bot/plain"
)

const gap = "\n\n"

// layout lays blocks out into as few messages as their order allows. A
// message shows its content above its embeds, so a text goes into the content
// only as long as there are none.
type layout struct {
	storyText func(bot.Story) string
	messages  []message
	now       message
	title     string // of a section, until what follows it is known
	open      kind   // what the last embed takes more of
}

// kind is what an embed holds: texts and stories each have their own.
type kind int

const (
	nothing kind = iota
	paragraphs
	stories
)

// flush ends the message that is being laid out.
func (l *layout) flush() {
	if l.now.empty() {
		return
	}
	l.now.Mentions = noMentions()
	if len(l.now.Embeds) == 0 && strings.Contains(l.now.Content, "://") {
		l.now.Flags = discordgo.MessageFlagsSuppressEmbeds // else Discord unfolds them
	}
	l.messages = append(l.messages, l.now)
	l.now, l.open = message{}, nothing
}

func (l *layout) done() []message {
	l.titleAlone()
	l.flush()
	return l.messages
}

// text adds a paragraph.
func (l *layout) text(s string) {
	if !plain.Visible(s) {
		return
	}
	if l.title != "" || len(l.now.Embeds) > 0 {
		for _, p := range pieces(s, maxDescription) {
			l.paragraph(p, paragraphs)
		}
		return
	}
	for _, p := range pieces(s, maxContent) {
		l.content(p)
	}
}

// content adds to what stands above the embeds.
func (l *layout) content(p string) {
	if len(l.now.Embeds) > 0 || l.now.Content != "" && plain.Units(l.now.Content)+len(gap)+plain.Units(p) > maxContent {
		l.flush()
	}
	if l.now.Content != "" {
		p = gap + p
	}
	l.now.Content += p
}

func (l *layout) heading(h bot.Heading) {
	text := plain.Line(h.Text)
	if text == "" {
		return
	}
	l.titleAlone()
	if h.Main && len(l.now.Embeds) == 0 {
		l.content("**" + within(text, maxTitle) + "**")
		return
	}
	l.title = escaped(text, maxTitle)
}

// titleAlone shows a heading that nothing followed.
func (l *layout) titleAlone() {
	if l.title == "" {
		return
	}
	l.embed("", nothing)
}

func (l *layout) story(s bot.Story) {
	text := l.storyText(s)
	if text == "" {
		return
	}
	top := l.open != stories || l.title != ""
	l.paragraph(text, stories)
	l.now.stories++
	if href, ok := picture(s.Image); ok && top {
		l.now.Embeds[len(l.now.Embeds)-1].Thumbnail = &discordgo.MessageEmbedThumbnail{URL: href}
	}
}

// paragraph adds to the embed that is open, or opens one.
func (l *layout) paragraph(p string, of kind) {
	if l.open == of && l.title == "" {
		e := l.now.Embeds[len(l.now.Embeds)-1]
		more := len(gap) + plain.Units(p)
		if plain.Units(e.Description)+more <= maxDescription && l.now.total()+more <= maxTotal {
			e.Description += gap + p
			return
		}
	}
	l.embed(p, of)
}

// embed opens a new embed, with the heading that waits for one.
func (l *layout) embed(description string, of kind) {
	if len(l.now.Embeds) == maxEmbeds || l.now.total()+plain.Units(l.title)+plain.Units(description) > maxTotal {
		l.flush()
	}
	l.now.Embeds = append(l.now.Embeds, &discordgo.MessageEmbed{Title: l.title, Description: description})
	l.title, l.open = "", of
}
