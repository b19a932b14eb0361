package telegram

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"newsbrief/bot"
	"newsbrief/bot/plain"
	"newsbrief/subscriptions"
)

// Telegram's limits of one message, and what of them is kept for a part's
// number.
const (
	maxUnits    = 4096
	maxEntities = 100
	maxRaw      = 30000 // bytes with markup; from 32768 on Telegram refuses
	numberRoom  = 16
	maxData     = 64  // bytes of a button's callback_data
	maxLabel    = 64  // units of a button's label; more is not seen on a phone
	maxButtons  = 100 // of one message
	maxRow      = 8   // buttons side by side
)

// What one story may take, so that it always fits into a part.
const (
	maxHeadline = 600
	maxLine     = 1600
	maxMeta     = 300
	maxURL      = 4096 // bytes, with its markup
)

// body is the request of a part.
type body struct {
	Text      string                         `json:"text"`
	ParseMode string                         `json:"parse_mode,omitempty"`
	Preview   *preview                       `json:"link_preview_options,omitempty"`
	Keyboard  *tgbotapi.InlineKeyboardMarkup `json:"reply_markup,omitempty"`
}

type preview struct {
	Disabled bool `json:"is_disabled"`
}

// Render returns the message in parts, as the package comment describes them.
// A message without anything to show has none.
func (t *Telegram) Render(m bot.Message) []subscriptions.Part {
	texts := split(t.segments(m.Blocks))
	keyboard := t.keyboard(m.Choices)
	if len(texts) == 0 && keyboard != nil {
		texts = []text{{html: "…"}} // buttons need a message to stand under
	}
	parts := make([]subscriptions.Part, len(texts))
	for i, text := range texts {
		b := body{Text: text.html, ParseMode: tgbotapi.ModeHTML, Preview: &preview{Disabled: true}}
		if i == len(texts)-1 {
			b.Keyboard = keyboard
		}
		parts[i] = subscriptions.Part{Body: encode(b), Stories: text.stories}
	}
	return parts
}

// encode never fails: a body holds nothing that JSON does not.
func encode(b body) []byte {
	const others = 384 // what escapes and the other fields mostly take
	var out bytes.Buffer
	out.Grow(len(b.Text) + others)
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(b)
	body := bytes.TrimSuffix(out.Bytes(), []byte("\n"))
	if cap(body) > len(body)+2*others {
		return bytes.Clone(body) // it is kept for a while
	}
	return body
}

// keyboard returns the buttons, nil if there are none. Telegram would refuse
// the whole message for one button that is empty or whose line is too long, so
// such a button is left out.
func (t *Telegram) keyboard(choices [][]bot.Choice) *tgbotapi.InlineKeyboardMarkup {
	var rows [][]tgbotapi.InlineKeyboardButton
	count := 0
	for _, choice := range choices {
		var row []tgbotapi.InlineKeyboardButton
		for _, c := range choice {
			label := plain.Clip(plain.Line(c.Label), maxLabel)
			if label == "" || c.Line == "" || len(c.Line) > maxData || !utf8.ValidString(c.Line) || count == maxButtons {
				t.lg.Error("button left out", "label", label, "line", c.Line)
				continue
			}
			row = append(row, tgbotapi.NewInlineKeyboardButtonData(label, c.Line))
			count++
		}
		rows = slices.AppendSeq(rows, slices.Chunk(row, maxRow))
	}
	if len(rows) == 0 {
		return nil
	}
	return &tgbotapi.InlineKeyboardMarkup{InlineKeyboard: rows}
}

// segment is text of a message that is never divided, except where it has
// no markup.
type segment struct {
	html     string
	units    int // of text, without the markup
	entities int
	plain    string // the text, where the segment has no markup and may be divided
	sticks   bool   // stays with the segment that follows
	stories  int    // in it
}

func (t *Telegram) segments(blocks []bot.Block) []segment {
	out := make([]segment, 0, len(blocks))
	for _, b := range blocks {
		var p segment
		switch b := b.(type) {
		case bot.Text:
			p = textSegment(string(b))
		case bot.Heading:
			p = headingSegment(b)
		case bot.Story:
			p = t.kept.Of(b, storySegment)
			p.stories = 1
		}
		if p.units > 0 {
			out = append(out, p)
		}
	}
	return out
}

func textSegment(s string) segment {
	s = quiet(strings.Trim(plain.Clean(s), " \n"))
	if !plain.Visible(s) {
		return segment{}
	}
	return segment{html: escape(s), units: plain.Units(s), plain: s}
}

func headingSegment(h bot.Heading) segment {
	text := quiet(plain.Clip(plain.Line(h.Text), maxHeadline))
	if text == "" {
		return segment{}
	}
	return segment{html: "<b>" + escape(text) + "</b>", units: plain.Units(text), entities: 1, sticks: true}
}

// storySegment is a story in up to three lines: the linked headline, the one
// line, and who tells it and when.
func storySegment(s bot.Story) segment {
	var p segment
	if mark := plain.Clip(plain.Line(s.Mark), maxMeta); mark != "" {
		p.add("<i>"+escape(mark)+"</i> ", plain.Units(mark)+1, 1)
	}
	p.headline(s)
	if text := quiet(plain.Clip(plain.Line(s.Line), maxLine)); text != "" {
		p.add("\n"+escape(text), plain.Units(text)+1, 0)
	}
	if text := quiet(plain.Clip(plain.Line(s.Facts()), maxMeta)); text != "" {
		p.add("\n<i>"+escape(text)+"</i>", plain.Units(text)+1, 1)
	}
	return p
}

func (p *segment) add(html string, units, entities int) {
	p.html += html
	p.units += units
	p.entities += entities
}

func (p *segment) headline(s bot.Story) {
	text := plain.Clip(plain.Line(s.Headline), maxHeadline)
	href, ok := link(s.URL)
	switch {
	case text == "" && ok:
		text = plain.Clip(href, maxHeadline)
	case text == "":
		return
	}
	if ok {
		p.add(`<a href="`+escape(href)+`">`+escape(text)+"</a>", plain.Units(text), 1)
		return
	}
	text = quiet(text)
	p.add("<b>"+escape(text)+"</b>", plain.Units(text), 1)
}

// link returns the address as Telegram takes it. ok is false for what it would
// not make a link of.
func link(s string) (href string, ok bool) {
	s = strings.TrimSpace(s)
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", false
	}
	href = s
	if !utf8.ValidString(s) || strings.ContainsAny(s, " \"<>") {
		href = strings.ToValidUTF8(u.String(), "%EF%BF%BD")
	}
	return href, len(escape(href)) <= maxURL
}

// number marks a part of several.
func number(text string, i, n int) string {
	if n == 1 {
		return text
	}
	return fmt.Sprintf("%s\n\n(%d/%d)", text, i+1, n)
}
