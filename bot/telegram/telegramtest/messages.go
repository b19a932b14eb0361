package telegramtest

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Message is a message of the bot as it stands in a chat.
type Message struct {
	ID       int64
	Chat     int64
	Thread   int64 // topic, 0 for none
	Text     string
	Entities []Entity
	Markup   string // the text as it was sent, with markup
	Mode     string // parse_mode: "HTML", or "" for plain text
	Buttons  [][]Button
	ReplyTo  int64
	Preview  bool // links may get a preview
	Edits    int  // how many times it was edited
	At       time.Time
}

// Button is an inline button that sends its Data.
type Button struct {
	Text string `json:"text"`
	Data string `json:"callback_data"`
}

// Answer is what the bot answered to a press.
type Answer struct {
	Press string
	Text  string
	Alert bool
}

const (
	longestText = 4096
	longestRaw  = 1 << 15
	longestData = 64
	mostButtons = 100
	mostMarks   = 100 // entities; what is more is dropped
)

// content reads the part of a request that sendMessage and editMessageText
// have in common.
func content(p params) (Message, *refusal) {
	m := Message{Markup: p["text"], Mode: p["parse_mode"], At: time.Now(), Preview: true}
	if len(m.Markup) > longestRaw {
		return m, bad("text is too long")
	}
	if refused := m.readText(p); refused != nil {
		return m, refused
	}
	switch {
	case blank(m.Text):
		return m, bad("message text is empty")
	case Units(m.Text) > longestText:
		return m, bad("message is too long")
	}
	m.Entities = m.Entities[:min(len(m.Entities), mostMarks)]
	if refused := m.readPreview(p); refused != nil {
		return m, refused
	}
	return m, m.readButtons(p["reply_markup"])
}

// blank reports whether a text has nothing but spaces, in all their forms.
func blank(text string) bool {
	return strings.TrimFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.In(r, unicode.Cf, unicode.Zs, unicode.Variation_Selector) || r == '\u2800' || r == '\ufffc'
	}) == ""
}

func (m *Message) readText(p params) *refusal {
	switch m.Mode {
	case "":
		var entities []Entity
		if raw := p["entities"]; raw != "" && json.Unmarshal([]byte(raw), &entities) != nil {
			return bad("can't parse entities JSON object")
		}
		m.Text, m.Entities = trimmed(m.Markup, entities)
	case "HTML", "html":
		text, entities, err := ParseHTML(m.Markup)
		if err != nil {
			return bad("can't parse entities: " + err.Error())
		}
		m.Text, m.Entities = text, entities
	default:
		return bad("unsupported parse_mode")
	}
	return nil
}

func (m *Message) readPreview(p params) *refusal {
	m.Preview = p["disable_web_page_preview"] != "true"
	if p["link_preview_options"] == "" {
		return nil
	}
	var options struct {
		Disabled bool `json:"is_disabled"`
	}
	if json.Unmarshal([]byte(p["link_preview_options"]), &options) != nil {
		return bad("can't parse link preview options JSON object")
	}
	m.Preview = !options.Disabled
	return nil
}

func (m *Message) readButtons(raw string) *refusal {
	if raw == "" {
		return nil
	}
	var markup struct {
		Rows [][]struct {
			Text string  `json:"text"`
			Data *string `json:"callback_data"`
			URL  *string `json:"url"`
		} `json:"inline_keyboard"`
	}
	if json.Unmarshal([]byte(raw), &markup) != nil {
		return bad("can't parse reply keyboard markup JSON object")
	}
	count := 0
	for _, row := range markup.Rows {
		var out []Button
		for _, b := range row {
			switch {
			case b.Text == "":
				return bad("can't parse inline keyboard button: text must be non-empty")
			case b.Data == nil && b.URL == nil:
				return bad("can't parse inline keyboard button: text buttons are unallowed in the inline keyboard")
			case b.Data != nil && (*b.Data == "" || len(*b.Data) > longestData):
				return bad("BUTTON_DATA_INVALID")
			}
			if b.Data != nil {
				out = append(out, Button{Text: b.Text, Data: *b.Data})
			}
			count++
		}
		m.Buttons = append(m.Buttons, out)
	}
	if count > mostButtons {
		return bad("REPLY_MARKUP_TOO_LONG")
	}
	return nil
}

func (s *Server) sendMessage(p params) (any, *refusal) {
	c, refused := s.reach(p)
	if refused != nil {
		return nil, refused
	}
	thread, refused := c.topic(p)
	if refused != nil {
		return nil, refused
	}
	m, refused := content(p)
	if refused != nil {
		return nil, refused
	}
	if m.ReplyTo, refused = s.reply(p); refused != nil {
		return nil, refused
	}
	if refused := s.rate.admit(c, time.Now()); refused != nil {
		return nil, refused
	}
	s.lastID++
	m.ID, m.Chat, m.Thread = s.lastID, c.ID, thread
	s.messages[c.ID] = append(s.messages[c.ID], &m)
	s.order = append(s.order, &m)
	return s.messageJSON(c, &m), nil
}

// reply reads reply_parameters. What people wrote is not kept, so any id up to
// the newest can be replied to.
func (s *Server) reply(p params) (int64, *refusal) {
	if p["reply_parameters"] == "" {
		return 0, nil
	}
	var to struct {
		ID      int64 `json:"message_id"`
		Without bool  `json:"allow_sending_without_reply"`
	}
	if json.Unmarshal([]byte(p["reply_parameters"]), &to) != nil {
		return 0, bad("can't parse reply parameters JSON object")
	}
	switch {
	case to.ID > 0 && to.ID <= s.lastID:
		return to.ID, nil
	case to.Without:
		return 0, nil
	}
	return 0, bad("message to be replied not found")
}

func (s *Server) editMessageText(p params) (any, *refusal) {
	c, refused := s.reach(p)
	if refused != nil {
		return nil, refused
	}
	old := s.find(c.ID, p.int("message_id"))
	if old == nil {
		return nil, bad("message to edit not found")
	}
	m, refused := content(p)
	if refused != nil {
		return nil, refused
	}
	if m.Text == old.Text && reflect.DeepEqual(m.Entities, old.Entities) && reflect.DeepEqual(m.Buttons, old.Buttons) {
		return nil, bad("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	}
	if refused := s.rate.admit(c, time.Now()); refused != nil {
		return nil, refused
	}
	m.ID, m.Chat, m.Thread, m.ReplyTo, m.Edits = old.ID, old.Chat, old.Thread, old.ReplyTo, old.Edits+1
	*old = m
	return s.messageJSON(c, old), nil
}

func (s *Server) deleteMessage(p params) (any, *refusal) {
	c, refused := s.reach(p)
	if refused != nil {
		return nil, refused
	}
	if !s.forget(c.ID, p.int("message_id")) {
		return nil, bad("message to delete not found")
	}
	return true, nil
}

func (s *Server) find(chat, id int64) *Message {
	for _, m := range s.messages[chat] {
		if m.ID == id {
			return m
		}
	}
	return nil
}

func (s *Server) forget(chat, id int64) bool {
	m := s.find(chat, id)
	if m == nil {
		return false
	}
	same := func(o *Message) bool { return o == m }
	s.messages[chat] = slices.DeleteFunc(s.messages[chat], same)
	s.order = slices.DeleteFunc(s.order, same)
	return true
}

// messageJSON is the bot's message as the API shows it.
func (s *Server) messageJSON(c *chatState, m *Message) map[string]any {
	out := map[string]any{
		"message_id": m.ID, "date": m.At.Unix(), "chat": c.json(),
		"from": s.users[BotID].json(), "text": m.Text,
	}
	if len(m.Entities) > 0 {
		out["entities"] = m.Entities
	}
	if m.Thread != 0 {
		out["message_thread_id"], out["is_topic_message"] = m.Thread, true
	}
	if len(m.Buttons) > 0 {
		out["reply_markup"] = map[string]any{"inline_keyboard": m.Buttons}
	}
	return out
}

func (s *Server) sent() []Message {
	out := make([]Message, len(s.order))
	for i, m := range s.order {
		out[i] = *m
	}
	return out
}

// Sent returns the bot's messages as they stand now, in the order in which
// they were sent.
func (s *Server) Sent() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sent()
}

// SentTo returns those that stand in the chat.
func (s *Server) SentTo(chat int64) []Message {
	return slices.DeleteFunc(s.Sent(), func(m Message) bool { return m.Chat != chat })
}

// Answers returns the bot's answers to presses, in order.
func (s *Server) Answers() []Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.answers)
}

// Delete removes a message of the bot, as a person can.
func (s *Server) Delete(chat, message int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.forget(chat, message)
}

// incoming is a message in the chat without anything in it.
func (s *Server) incoming(c *chatState) map[string]any {
	s.lastID++
	return map[string]any{"message_id": s.lastID, "date": now(), "chat": c.json()}
}

func (s *Server) pressID() string {
	s.lastID++
	id := "press" + strconv.FormatInt(s.lastID, 10)
	s.presses[id] = true
	return id
}
