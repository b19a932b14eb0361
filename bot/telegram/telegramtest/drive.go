package telegramtest

import (
	"maps"
	"slices"
	"strings"
)

// Incoming is something that a person writes.
type Incoming struct {
	Chat, User int64
	Text       string
	Caption    string // instead of Text: under a photo
	Topic      int64  // of a forum; 0: General, or none
	SenderChat int64  // written in the name of this chat; the group's own id: an anonymous admin
	Forwarded  bool   // forwarded into the group by Telegram, from its channel
	Edited     bool   // not new: an edit of an older message
}

// Say writes text in the chat as the user does, and returns the update's id.
func (s *Server) Say(chat, user int64, text string) int64 {
	return s.Write(Incoming{Chat: chat, User: user, Text: text})
}

// Write is Say in all its forms. What is written in a channel becomes a
// channel_post without its writer.
func (s *Server) Write(in Incoming) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[in.Chat]
	m := s.incoming(c)
	if in.Caption != "" {
		m["caption"], m["caption_entities"] = in.Caption, commandEntities(in.Caption)
		m["photo"] = []any{map[string]any{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}}
	} else {
		m["text"], m["entities"] = in.Text, commandEntities(in.Text)
	}
	if in.Topic != 0 {
		m["message_thread_id"], m["is_topic_message"] = in.Topic, true
	}
	s.sender(m, c, in)
	return s.push(kind(c, in), m)
}

func kind(c *chatState, in Incoming) string {
	name := "message"
	if c.Type == Channel {
		name = "channel_post"
	}
	if in.Edited {
		name = "edited_" + name
	}
	return name
}

// sender says who wrote, as Telegram does: in the name of chats through bots
// of its own.
func (s *Server) sender(m map[string]any, c *chatState, in Incoming) {
	switch {
	case c.Type == Channel:
		m["sender_chat"] = c.json()
		return
	case in.Forwarded:
		m["from"] = map[string]any{"id": 777000, "is_bot": false, "first_name": "Telegram"}
		m["is_automatic_forward"] = true
	case in.SenderChat == c.ID:
		m["from"] = User{ID: 1087968824, Name: "GroupAnonymousBot", Bot: true}.json()
	case in.SenderChat != 0:
		m["from"] = User{ID: 136817688, Name: "Channel_Bot", Bot: true}.json()
	default:
		m["from"] = s.users[in.User].json()
	}
	if in.SenderChat != 0 {
		kind := Channel
		if in.SenderChat == c.ID {
			kind = c.Type
		}
		m["sender_chat"] = map[string]any{"id": in.SenderChat, "type": kind, "title": "Chat"}
	}
}

// commandEntities marks the command that a text begins with.
func commandEntities(text string) []any {
	if !strings.HasPrefix(text, "/") {
		return []any{}
	}
	word := strings.Fields(text)[0]
	return []any{map[string]any{"type": "bot_command", "offset": 0, "length": Units(word)}}
}

// Press presses a button under the bot's message, or sends data that stands
// under none, as anybody can. It returns the press's id, which [Answer] names.
// A message that is gone is named as one that cannot be reached.
func (s *Server) Press(chat, message, user int64, data string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[chat]
	id := s.pressID()
	under := map[string]any{"message_id": message, "date": 0, "chat": c.json()}
	if m := s.find(chat, message); m != nil {
		under = s.messageJSON(c, m)
	}
	s.push("callback_query", map[string]any{
		"id": id, "from": s.users[user].json(), "message": under, "chat_instance": "1", "data": data,
	})
	return id
}

// PressInline presses a button of a message that was sent through inline mode:
// the bot is not told where it stands.
func (s *Server) PressInline(user int64, data string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.pressID()
	s.push("callback_query", map[string]any{
		"id": id, "from": s.users[user].json(), "inline_message_id": "i", "chat_instance": "1", "data": data,
	})
	return id
}

// Reopen opens a closed topic, with the service message about it.
func (s *Server) Reopen(chat, user, topic int64) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[chat]
	delete(c.closed, topic)
	m := s.incoming(c)
	m["from"], m["message_thread_id"], m["is_topic_message"] = s.users[user].json(), topic, true
	m["forum_topic_reopened"] = map[string]any{}
	return s.push("message", m)
}

// Calls returns the requests that the server took of the methods, of all
// methods if none is named, in order. Names are compared without regard to
// case, and stand in lower case in what is returned.
func (s *Server) Calls(methods ...string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Call
	for _, c := range s.calls {
		wanted := len(methods) == 0 || slices.ContainsFunc(methods, func(m string) bool { return strings.EqualFold(m, c.Method) })
		if wanted {
			out = append(out, Call{Method: c.Method, Params: maps.Clone(c.Params), At: c.At})
		}
	}
	return out
}
