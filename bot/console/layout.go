package console

import (
	"strings"

	"newsbrief/bot"
)

// The colours of a terminal (ECMA-48 select graphic rendition).
const (
	bold  = "\x1b[1m"
	faint = "\x1b[2m"
	blue  = "\x1b[34m"
	plain = "\x1b[0m"
)

func (c *Console) paint(colour, text string) string {
	if !c.cfg.Colour || text == "" {
		return text
	}
	return colour + text + plain
}

// layout writes a message as lines, with an empty line behind it.
func (c *Console) layout(m bot.Message) string {
	var b strings.Builder
	for i, block := range m.Blocks {
		if i > 0 && apart(m.Blocks[i-1], block) {
			b.WriteString("\n")
		}
		c.block(&b, block)
	}
	c.choiceLines(&b, m)
	b.WriteString("\n")
	return b.String()
}

// apart reports whether an empty line stands between two blocks.
func apart(before, after bot.Block) bool {
	if _, ok := before.(bot.Heading); ok {
		return false
	}
	_, text := before.(bot.Text)
	_, also := after.(bot.Text)
	return !text || !also
}

func (c *Console) block(b *strings.Builder, block bot.Block) {
	switch v := block.(type) {
	case bot.Text:
		b.WriteString(string(v) + "\n")
	case bot.Heading:
		b.WriteString(c.paint(bold, v.Text) + "\n")
		if v.Main {
			b.WriteString("\n")
		}
	case bot.Story:
		c.story(b, v)
	}
}

// story is four lines at most: headline, brief, who and when, link.
func (c *Console) story(b *strings.Builder, s bot.Story) {
	headline := s.Headline
	if s.Mark != "" {
		headline = "[" + s.Mark + "] " + headline
	}
	b.WriteString("• " + c.paint(bold, headline) + "\n")
	if s.Line != "" {
		b.WriteString("  " + s.Line + "\n")
	}
	if facts := s.Facts(); facts != "" {
		b.WriteString("  " + c.paint(faint, facts) + "\n")
	}
	if s.URL != "" {
		b.WriteString("  " + c.paint(blue, s.URL) + "\n")
	}
}

// choiceLines numbers the choices; a typed number presses one.
func (c *Console) choiceLines(b *strings.Builder, m bot.Message) {
	n := 0
	for _, row := range m.Choices {
		var labels []string
		for _, choice := range row {
			n++
			labels = append(labels, c.cfg.Say.Say("console.choice", "Number", n, "Label", choice.Label))
		}
		if len(labels) > 0 {
			b.WriteString("  " + c.paint(faint, strings.Join(labels, "   ")) + "\n")
		}
	}
}
