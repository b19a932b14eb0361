package discordtest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// Message is one that stands in a channel.
type Message struct {
	ID         string
	Channel    string
	Content    string
	Embeds     []Embed
	Components []Component
	Nonce      string
	Flags      int
	Edits      int
	Ephemeral  bool // only one person sees it
	Thinking   bool // an acknowledgement whose answer has not come
	Deleted    bool
	Pings      bool // it calls people who are mentioned in it
	At         time.Time
}

// Embed is a box in a message.
type Embed struct {
	Title       string `json:"title"`
	Type        string `json:"type"`
	Description string `json:"description"`
	URL         string `json:"url"`
	Color       *int   `json:"color"`
	Timestamp   string `json:"timestamp"`
	Thumbnail   *struct {
		URL string `json:"url"`
	} `json:"thumbnail"`
	Image *struct {
		URL string `json:"url"`
	} `json:"image"`
	Footer *struct {
		Text string `json:"text"`
	} `json:"footer"`
	Author *struct {
		Name string `json:"name"`
	} `json:"author"`
	Fields []struct {
		Name   string `json:"name"`
		Value  string `json:"value"`
		Inline bool   `json:"inline"`
	} `json:"fields"`
}

// Component is a row, a button or a menu.
type Component struct {
	Type        int         `json:"type"`
	Style       int         `json:"style"`
	Label       string      `json:"label"`
	CustomID    string      `json:"custom_id"`
	URL         string      `json:"url"`
	Disabled    bool        `json:"disabled"`
	Placeholder string      `json:"placeholder"`
	MinValues   *int        `json:"min_values"`
	MaxValues   *int        `json:"max_values"`
	Options     []Option    `json:"options"`
	Components  []Component `json:"components"`
}

// Option is one line of a menu.
type Option struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description"`
	Default     bool   `json:"default"`
}

// Buttons returns the buttons and the options of menus in order; the custom id
// of an option is its value.
func (m Message) Buttons() []Component {
	var out []Component
	for _, row := range m.Components {
		for _, c := range row.Components {
			if c.Type == button {
				out = append(out, c)
			}
			for _, o := range c.Options {
				out = append(out, Component{Type: c.Type, Label: o.Label, CustomID: o.Value})
			}
		}
	}
	return out
}

// Text is what a reader sees: content, then embeds, without markup.
func (m Message) Text() string {
	lines := []string{Shown(m.Content)}
	for _, e := range m.Embeds {
		lines = append(lines, Shown(e.Title), Shown(e.Description))
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

var (
	maskedLink = regexp.MustCompile(`\[((?:[^\]\\]|\\.)*)\]\(([^()\s]*)\)`)
	emphasis   = regexp.MustCompile(`(\\.)|\*+|__|~~`)
	backslash  = regexp.MustCompile(`\\([^0-9A-Za-z\s])`)
)

// Shown is Markdown as it is shown: links as their words, marks gone.
func Shown(markdown string) string {
	s := maskedLink.ReplaceAllString(markdown, "$1")
	s = emphasis.ReplaceAllString(s, "$1")
	return backslash.ReplaceAllString(s, "$1")
}

// Messages returns what stands in the channel, in order; "" is all channels.
func (s *Server) Messages(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	for _, m := range s.messages {
		if (m.Channel == channel || channel == "") && !m.Deleted {
			out = append(out, *m)
		}
	}
	return out
}

// body is all that a message's request may hold.
type body struct {
	Content      *string         `json:"content"`
	Nonce        any             `json:"nonce"`
	EnforceNonce bool            `json:"enforce_nonce"`
	TTS          bool            `json:"tts"`
	Embeds       []Embed         `json:"embeds"`
	Mentions     *mentions       `json:"allowed_mentions"`
	Components   []Component     `json:"components"`
	Flags        *int            `json:"flags"`
	Reference    json.RawMessage `json:"message_reference"`
	Stickers     []string        `json:"sticker_ids"`
	Attachments  json.RawMessage `json:"attachments"`
	Poll         json.RawMessage `json:"poll"`
}

// flags are those that the request sets.
func (b body) flags() int {
	if b.Flags == nil {
		return 0
	}
	return *b.Flags
}

type mentions struct {
	Parse       []string `json:"parse"`
	Roles       []string `json:"roles"`
	Users       []string `json:"users"`
	RepliedUser bool     `json:"replied_user"`
}

func readBody(data []byte) (body, bool) {
	var b body
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	return b, dec.Decode(&b) == nil
}

// create posts a message. The caller holds the lock.
func (s *Server) create(channel string, data []byte) reply {
	c, known := s.channels[channel]
	if !known {
		return refuse(http.StatusNotFound, 10003, "Unknown Channel")
	}
	if rep, over := s.mayPost(c); over {
		return rep
	}
	now := time.Now()
	rep, headers, over := s.overChannel(channel, now)
	if over {
		return rep
	}
	rep = s.post(c, data, now)
	rep.header = headers
	return rep
}

// history returns a channel's newest messages, the newest first; none to a bot
// that may not read what was written before. The caller holds the lock.
func (s *Server) history(channel string) reply {
	c, known := s.channels[channel]
	switch {
	case !known:
		return refuse(http.StatusNotFound, 10003, "Unknown Channel")
	case c.Guild != "" && c.Permissions&ViewChannel == 0:
		return refuse(http.StatusForbidden, 50001, "Missing Access")
	}
	out := []map[string]any{}
	for i := len(s.messages) - 1; i >= 0 && len(out) < 50; i-- {
		m := s.messages[i]
		if m.Channel != channel || m.Deleted || m.Ephemeral || c.Guild != "" && c.Permissions&ReadHistory == 0 {
			continue
		}
		out = append(out, m.json())
	}
	return ok(out)
}

func (s *Server) mayPost(c Channel) (reply, bool) {
	need := uint64(SendMessages)
	if c.Type >= 10 && c.Type <= 12 {
		need = SendInThreads
	}
	switch {
	case c.Guild == "":
		return reply{}, false
	case c.Permissions&ViewChannel == 0:
		return refuse(http.StatusForbidden, 50001, "Missing Access"), true
	case c.Permissions&need == 0:
		return refuse(http.StatusForbidden, 50013, "Missing Permissions"), true
	case c.Type == 15 || c.Type == 16 || c.Type == 4:
		return refuse(http.StatusBadRequest, 50008, "Cannot send messages in a non-text channel"), true
	}
	return reply{}, false
}

func (s *Server) post(c Channel, data []byte, now time.Time) reply {
	b, valid := readBody(data)
	if !valid {
		return refuse(http.StatusBadRequest, 50109, "The request body contains invalid JSON.")
	}
	if rep, bad := check(b); bad {
		return rep
	}
	nonce, _ := b.Nonce.(string)
	if old := s.nonces[c.ID+" "+nonce]; b.EnforceNonce && nonce != "" && old != nil && now.Sub(old.At) < 5*time.Minute {
		return ok(old.json())
	}
	m := s.add(c.ID, b, now)
	m.Nonce = nonce
	if nonce != "" {
		s.nonces[c.ID+" "+nonce] = m
	}
	return ok(m.json())
}

// add puts a message into a channel.
func (s *Server) add(channel string, b body, now time.Time) *Message {
	m := &Message{ID: s.newID(), Channel: channel, At: now}
	m.set(b)
	s.messages = append(s.messages, m)
	return m
}

func (m *Message) set(b body) {
	m.Content = ""
	if b.Content != nil {
		m.Content = *b.Content
	}
	m.Embeds, m.Components, m.Flags = b.Embeds, b.Components, b.flags()
	m.Ephemeral = m.Ephemeral || b.flags()&ephemeral != 0
	m.Thinking = false
	m.Pings = b.Mentions == nil || b.Mentions.Parse == nil || len(b.Mentions.Parse)+len(b.Mentions.Roles)+len(b.Mentions.Users) > 0
}

const (
	suppressEmbeds = 1 << 2
	ephemeral      = 1 << 6
)

func (m *Message) json() map[string]any {
	embeds := []map[string]any{}
	for _, e := range m.Embeds {
		embeds = append(embeds, map[string]any{"type": "rich", "title": e.Title, "description": e.Description})
	}
	return map[string]any{
		"id": m.ID, "channel_id": m.Channel, "content": m.Content, "nonce": m.Nonce, "type": 0, "flags": m.Flags,
		"author":    map[string]any{"id": BotID, "username": "newsbrief", "discriminator": "0", "bot": true},
		"timestamp": m.At.UTC().Format(time.RFC3339Nano), "tts": false, "pinned": false, "mention_everyone": false,
		"mentions": []any{}, "mention_roles": []any{}, "attachments": []any{}, "embeds": embeds, "components": []any{},
	}
}
