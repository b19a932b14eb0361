package telegramtest

import (
	"cmp"
	"maps"
	"strings"
)

// User is a person or a bot.
type User struct {
	ID       int64
	Name     string // username, without @
	Language string // IETF tag, "" if the person's app tells none
	Bot      bool
}

func (u User) json() map[string]any {
	out := map[string]any{"id": u.ID, "is_bot": u.Bot, "first_name": "User"}
	if u.Name != "" {
		out["username"] = u.Name
	}
	if u.Language != "" {
		out["language_code"] = u.Language
	}
	return out
}

// The types of a [Chat].
const (
	Private    = "private"
	Group      = "group"
	Supergroup = "supergroup"
	Channel    = "channel"
)

// Editor is the status of an administrator of a channel who may not post in
// it.
const Editor = "editor"

// Chat is a group or a channel. Private chats come with their user.
type Chat struct {
	ID     int64  // negative
	Name   string // username, without @, of a public one
	Title  string
	Type   string
	Forum  bool    // of a supergroup: it has topics
	Topics []int64 // ids of the topics besides General
}

type chatState struct {
	Chat
	members map[int64]string // status by user
	closed  map[int64]bool   // topics
	refused *refusal         // answer to whatever is sent here
}

func (c *chatState) json() map[string]any {
	out := map[string]any{"id": c.ID, "type": c.Type}
	if c.Type != Private {
		out["title"] = cmp.Or(c.Title, "Chat")
	}
	if c.Name != "" {
		out["username"] = c.Name
	}
	if c.Forum {
		out["is_forum"] = true
	}
	return out
}

func (c *chatState) hasTopic(id int64) bool {
	for _, t := range c.Topics {
		if t == id {
			return true
		}
	}
	return false
}

// AddUser makes a person known, with the private chat that has the same id.
func (s *Server) AddUser(u User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.users[u.ID] = u
	s.chats[u.ID] = &chatState{
		Chat: Chat{ID: u.ID, Type: Private}, closed: map[int64]bool{},
		members: map[int64]string{u.ID: "member", BotID: "member"},
	}
}

// AddChat makes a group or a channel known, with the status that users have in
// it ("creator", "administrator", "member", "left", …). The bot is a member, in a channel an
// administrator. No update is sent; see [Server.SetBot].
func (s *Server) AddChat(c Chat, members map[int64]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	own := maps.Clone(members)
	if own == nil {
		own = map[int64]string{}
	}
	if own[BotID] == "" {
		own[BotID] = "member"
		if c.Type == Channel {
			own[BotID] = "administrator"
		}
	}
	s.chats[c.ID] = &chatState{Chat: c, members: own, closed: map[int64]bool{}}
}

// SetMember gives the user another status in the chat, without an update.
func (s *Server) SetMember(chat, user int64, status string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chats[chat].members[user] = status
}

// SetBot gives the bot another status in the chat, as the user by did it, and
// tells the bot so. In a private chat "kicked" is blocked.
func (s *Server) SetBot(chat, by int64, status string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[chat]
	old := c.members[BotID]
	c.members[BotID] = status
	return s.push("my_chat_member", map[string]any{
		"chat": c.json(), "from": s.users[by].json(), "date": now(),
		"old_chat_member": s.member(c, BotID, old), "new_chat_member": s.member(c, BotID, status),
	})
}

// member is a user's ChatMember.
func (s *Server) member(c *chatState, user int64, status string) map[string]any {
	if status == "" {
		status = "left"
	}
	out := map[string]any{"user": s.users[user].json(), "status": status}
	switch status {
	case "administrator", Editor:
		out["status"], out["can_manage_chat"] = "administrator", true
		if c.Type == Channel {
			out["can_post_messages"] = status != Editor
		}
	case "restricted":
		out["is_member"], out["can_send_messages"] = true, false
	}
	return out
}

// Refuse makes the chat refuse whatever is sent to it with the code and
// description, as "Forbidden: user is deactivated"; code 0 ends that.
func (s *Server) Refuse(chat int64, code int, description string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chats[chat].refused = nil
	if code != 0 {
		s.chats[chat].refused = &refusal{code: code, text: description}
	}
}

// Close closes a topic, without an update.
func (s *Server) Close(chat, topic int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chats[chat].closed[topic] = true
}

// Upgrade makes a supergroup with the id to of the group: what is sent to the
// group is refused with the new id from then on. The bot is not told before
// [Server.TellUpgrade].
func (s *Server) Upgrade(group, to int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.chats[group]
	s.chats[to] = &chatState{
		Chat: Chat{ID: to, Type: Supergroup}, members: maps.Clone(old.members), closed: map[int64]bool{},
	}
	old.refused = bad("group chat was upgraded to a supergroup chat")
	old.refused.migrateTo = to
}

// TellUpgrade sends the two service messages about an upgrade.
func (s *Server) TellUpgrade(group, to int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.incoming(s.chats[group])
	m["migrate_to_chat_id"] = to
	s.push("message", m)
	m = s.incoming(s.chats[to])
	m["migrate_from_chat_id"] = group
	s.push("message", m)
}

// reach returns the chat that a request names, or why nothing can be sent
// there.
func (s *Server) reach(p params) (*chatState, *refusal) {
	if p["chat_id"] == "" {
		return nil, bad("chat_id is empty")
	}
	c := s.named(p)
	switch {
	case c == nil:
		return nil, bad("chat not found")
	case c.refused != nil:
		return nil, c.refused
	}
	return c, notThere(c)
}

// named finds the chat of a request by its id, or a public one by its name.
func (s *Server) named(p params) *chatState {
	name, public := strings.CutPrefix(p["chat_id"], "@")
	if !public {
		return s.chats[p.int("chat_id")]
	}
	for _, c := range s.chats {
		if c.Type != Private && name != "" && strings.EqualFold(c.Name, name) {
			return c
		}
	}
	return nil
}

// see returns the chat that a request asks about: anybody can look at a public
// one.
func (s *Server) see(p params) (*chatState, *refusal) {
	if c := s.named(p); c != nil && c.Name != "" && c.refused == nil && c.members[BotID] != "kicked" {
		return c, nil
	}
	return s.reach(p)
}

// notThere says why the bot's status keeps it from writing.
func notThere(c *chatState) *refusal {
	kind := c.Type
	switch status := c.members[BotID]; {
	case status == "kicked" && kind == Private:
		return forbidden("bot was blocked by the user")
	case status == "kicked":
		return forbidden("bot was kicked from the " + kind + " chat")
	case status == "left" || status == "":
		return forbidden("bot is not a member of the " + kind + " chat")
	case status == "restricted":
		return bad("not enough rights to send text messages to the chat")
	case kind == Channel && status == Editor:
		return bad("have no rights to send a message")
	case kind == Channel && status != "administrator" && status != "creator":
		return bad("need administrator rights in the channel chat")
	}
	return nil
}

// topic checks the message_thread_id of a request. Outside of forums it is
// ignored.
func (c *chatState) topic(p params) (int64, *refusal) {
	thread := p.int("message_thread_id")
	switch {
	case thread == 0 || !c.Forum:
		return 0, nil
	case !c.hasTopic(thread):
		return 0, bad("message thread not found")
	case c.closed[thread] && c.members[BotID] == "member":
		return 0, bad("TOPIC_CLOSED")
	}
	return thread, nil
}
