package telegramtest

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

func now() int64 { return time.Now().Unix() }

// methods are the server's methods besides getUpdates, by their names in lower
// case. They are called with the lock held.
func methods() map[string]func(*Server, params) (any, *refusal) {
	return map[string]func(*Server, params) (any, *refusal){
		"getme":               (*Server).getMe,
		"getwebhookinfo":      (*Server).getWebhookInfo,
		"setwebhook":          (*Server).setWebhook,
		"deletewebhook":       (*Server).deleteWebhook,
		"getmycommands":       (*Server).getMyCommands,
		"setmycommands":       (*Server).setMyCommands,
		"deletemycommands":    (*Server).deleteMyCommands,
		"getchat":             (*Server).getChat,
		"getchatmember":       (*Server).getChatMember,
		"sendchataction":      (*Server).sendChatAction,
		"sendmessage":         (*Server).sendMessage,
		"editmessagetext":     (*Server).editMessageText,
		"deletemessage":       (*Server).deleteMessage,
		"answercallbackquery": (*Server).answerCallbackQuery,
	}
}

func (s *Server) getMe(params) (any, *refusal) {
	me := s.users[BotID].json()
	me["can_join_groups"], me["can_read_all_group_messages"], me["supports_inline_queries"] = true, false, false
	return me, nil
}

func (s *Server) getWebhookInfo(params) (any, *refusal) {
	return map[string]any{
		"url": s.webhook, "has_custom_certificate": false, "pending_update_count": len(s.queue.pending),
	}, nil
}

func (s *Server) setWebhook(p params) (any, *refusal) {
	s.webhook = p["url"]
	return true, nil
}

func (s *Server) deleteWebhook(p params) (any, *refusal) {
	s.webhook = ""
	if p["drop_pending_updates"] == "true" {
		s.queue.pending = nil
	}
	return true, nil
}

// menuKey names a list of commands.
func menuKey(p params) (string, *refusal) {
	scope := struct {
		Type string `json:"type"`
		Chat any    `json:"chat_id"`
		User any    `json:"user_id"`
	}{Type: "default"}
	if p["scope"] != "" {
		if json.Unmarshal([]byte(p["scope"]), &scope) != nil {
			return "", bad("can't parse BotCommandScope JSON object")
		}
	}
	switch scope.Type {
	case "default", "all_private_chats", "all_group_chats", "all_chat_administrators",
		"chat", "chat_administrators", "chat_member":
	default:
		return "", bad("unsupported BotCommandScope type specified")
	}
	if code := p["language_code"]; code != "" && len(code) != 2 {
		return "", bad("invalid language code specified")
	}
	key, err := json.Marshal([]any{scope, p["language_code"]})
	if err != nil {
		return "", bad("can't parse BotCommandScope JSON object")
	}
	return string(key), nil
}

func (s *Server) getMyCommands(p params) (any, *refusal) {
	key, refused := menuKey(p)
	if refused != nil {
		return nil, refused
	}
	if have, ok := s.menus[key]; ok {
		return have, nil
	}
	return []any{}, nil
}

func (s *Server) setMyCommands(p params) (any, *refusal) {
	key, refused := menuKey(p)
	if refused != nil {
		return nil, refused
	}
	var commands []struct{ Command, Description string }
	if json.Unmarshal([]byte(p["commands"]), &commands) != nil {
		return nil, bad("can't parse commands JSON object")
	}
	if len(commands) > 100 {
		return nil, bad("BOT_COMMANDS_TOO_MUCH")
	}
	name := regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
	for _, c := range commands {
		if !name.MatchString(c.Command) {
			return nil, bad("BOT_COMMAND_INVALID")
		}
		if n := utf8.RuneCountInString(c.Description); n < 1 || n > 256 {
			return nil, bad("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	s.menus[key] = json.RawMessage(p["commands"])
	return true, nil
}

func (s *Server) deleteMyCommands(p params) (any, *refusal) {
	key, refused := menuKey(p)
	delete(s.menus, key)
	return refused == nil, refused
}

func (s *Server) getChat(p params) (any, *refusal) {
	c, refused := s.see(p)
	if refused != nil {
		return nil, refused
	}
	out := c.json()
	out["accent_color_id"], out["max_reaction_count"], out["accepted_gift_types"] = 0, 11, map[string]any{}
	return out, nil
}

func (s *Server) getChatMember(p params) (any, *refusal) {
	c, user := s.named(p), p.int("user_id")
	switch {
	case c == nil:
		return nil, bad("chat not found")
	case c.refused != nil:
		return nil, c.refused
	case user != BotID && c.Type == Channel && c.members[BotID] != "administrator" && c.members[BotID] != Editor:
		return nil, bad("member list is inaccessible")
	}
	if _, known := s.users[user]; !known {
		return nil, bad("user not found")
	}
	return s.member(c, user, c.members[user]), nil
}

func (s *Server) sendChatAction(p params) (any, *refusal) {
	c, refused := s.reach(p)
	if refused == nil {
		_, refused = c.topic(p)
	}
	if refused != nil {
		return nil, refused
	}
	actions := []string{"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
		"upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"}
	if !strings.Contains(" "+strings.Join(actions, " ")+" ", " "+p["action"]+" ") || p["action"] == "" {
		return nil, bad("wrong parameter action in request")
	}
	return true, nil
}

func (s *Server) answerCallbackQuery(p params) (any, *refusal) {
	id := p["callback_query_id"]
	if !s.presses[id] {
		return nil, bad("query is too old and response timeout expired or query ID is invalid")
	}
	if utf8.RuneCountInString(p["text"]) > 200 {
		return nil, bad("MESSAGE_TOO_LONG")
	}
	delete(s.presses, id)
	s.answers = append(s.answers, Answer{Press: id, Text: p["text"], Alert: p["show_alert"] == "true"})
	return true, nil
}
