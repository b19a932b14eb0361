package telegram

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"newsbrief/bot"
)

// allowedUpdates are the kinds taken in. They are named in every request:
// else a list set by another program would stand.
const allowedUpdates = `["message","edited_message","channel_post","edited_channel_post","callback_query","my_chat_member"]`

// update is what getUpdates returns, as far as this program reads it. Fields
// that it does not read cannot keep an update from being decoded.
type update struct {
	ID         int64     `json:"update_id"`
	Message    *message  `json:"message"`
	Edited     *message  `json:"edited_message"`
	Post       *message  `json:"channel_post"`
	EditedPost *message  `json:"edited_channel_post"`
	Callback   *callback `json:"callback_query"`
	Member     *member   `json:"my_chat_member"`

	written  time.Time // presses: when they came
	commands int       // how many it holds, at least one
}

type message struct {
	ID         int64  `json:"message_id"`
	Thread     int64  `json:"message_thread_id"`
	InTopic    bool   `json:"is_topic_message"`
	From       *user  `json:"from"`
	SenderChat *chat  `json:"sender_chat"`
	Chat       chat   `json:"chat"`
	Text       string `json:"text"`
	Caption    string `json:"caption"`
	Date       int64  `json:"date"`      // in seconds
	EditDate   int64  `json:"edit_date"` // 0: it stands as it was written
	MovedTo    int64  `json:"migrate_to_chat_id"`
	MovedFrom  int64  `json:"migrate_from_chat_id"`

	Reopened *struct{} `json:"forum_topic_reopened"`

	// Where the text is from, if not from who sent it. What stands in there is
	// not read.
	Relayed     json.RawMessage `json:"is_automatic_forward"`
	Origin      json.RawMessage `json:"forward_origin"`
	ForwardDate json.RawMessage `json:"forward_date"`
	Via         json.RawMessage `json:"via_bot"`
}

// secondhand reports whether somebody else wrote the text than who sent it: a
// forwarded message, or what another bot had people send.
func (m *message) secondhand() bool {
	for _, mark := range []json.RawMessage{m.Relayed, m.Origin, m.ForwardDate, m.Via} {
		switch string(mark) {
		case "", "null", "false", "0":
		default:
			return true
		}
	}
	return false
}

// editTime is how long after it was written a message may be changed into a
// command: for a typing error that is enough, and what is older somebody tidies.
const editTime = time.Minute

// corrects reports whether the message was changed soon after it was written.
func (m *message) corrects() bool {
	return m.EditDate >= m.Date && m.EditDate-m.Date <= int64(editTime/time.Second)
}

type user struct {
	ID       int64  `json:"id"`
	Bot      bool   `json:"is_bot"`
	Name     string `json:"username"`
	Language string `json:"language_code"`
}

type chat struct {
	ID    int64  `json:"id"`
	Type  string `json:"type"`
	Title string `json:"title"`
	Name  string `json:"username"`
}

// Chat types.
const (
	private    = "private"
	channel    = "channel"
	supergroup = "supergroup"
)

type callback struct {
	ID      string   `json:"id"`
	From    user     `json:"from"`
	Message *message `json:"message"`
	Data    string   `json:"data"`
}

// same reports whether the presses are of one person, one button and one thing
// that stands behind it.
func (p *callback) same(o *callback) bool {
	if p.Message == nil || o.Message == nil {
		return false
	}
	return p.From.ID == o.From.ID && p.Message.ID == o.Message.ID && p.Data == o.Data
}

type member struct {
	Chat chat   `json:"chat"`
	From user   `json:"from"`
	Old  status `json:"old_chat_member"`
	New  status `json:"new_chat_member"`
}

// status is what the bot or a person is in a chat.
type status struct {
	Status   string `json:"status"`
	CanPost  *bool  `json:"can_post_messages"` // of an administrator, in channels
	CanSend  *bool  `json:"can_send_messages"` // of somebody restricted
	IsMember *bool  `json:"is_member"`
}

// manages reports whether somebody with the status may change the chat's
// settings: of a channel, those who may post in it.
func (s status) manages(chatType string) bool {
	switch s.Status {
	case "creator":
		return true
	case "administrator":
		return chatType != channel || s.CanPost != nil && *s.CanPost
	}
	return false
}

// inside reports whether somebody with the status is in the chat.
func (s status) inside() bool {
	switch s.Status {
	case "creator", "administrator", "member":
		return true
	case "restricted":
		return s.IsMember != nil && *s.IsMember
	}
	return false
}

// mayWrite reports whether the bot can send messages to a chat in which it has
// this status.
func (s status) mayWrite(chatType string) bool {
	switch s.Status {
	case "creator":
		return true
	case "administrator":
		return chatType != channel || s.CanPost == nil || *s.CanPost
	case "member":
		return chatType != channel
	case "restricted":
		return isTrue(s.CanSend) && isTrue(s.IsMember)
	}
	return false
}

func isTrue(b *bool) bool { return b == nil || *b }

// decodeUpdate reads one update. If only its id can be read, it returns that
// with an error.
func decodeUpdate(raw json.RawMessage) (update, error) {
	var id struct {
		ID *int64 `json:"update_id"`
	}
	if err := json.Unmarshal(raw, &id); err != nil {
		return update{}, fmt.Errorf("decode update id: %w", err)
	}
	if id.ID == nil {
		return update{}, errors.New("update without id")
	}
	var u update
	if err := json.Unmarshal(raw, &u); err != nil {
		return update{ID: *id.ID}, fmt.Errorf("decode update %d: %w", *id.ID, err)
	}
	u.weigh(time.Now())
	return u, nil
}

// message is the message or post that was written or changed, nil if none was.
func (u update) message() *message { return cmp.Or(u.Message, u.Post, u.Edited, u.EditedPost) }

// droppable reports whether it is something that people do as often as they
// like, and not news of the chat itself.
func (u update) droppable() bool {
	m := u.message()
	return u.Callback != nil || m != nil && m.MovedTo == 0 && m.MovedFrom == 0 && m.Reopened == nil
}

// Key is the chat that the update is about.
func (u update) Key() string { return strconv.FormatInt(u.chatID(), 10) }

// Commands is how many commands the update holds, zero if it may not be dropped.
func (u update) Commands() int {
	if !u.droppable() {
		return 0
	}
	return u.commands
}

// Written is when somebody wrote it.
func (u update) Written() time.Time { return u.written }

// Repeats reports whether the same press, of the same person, waits.
func (u update) Repeats(o update) bool {
	return u.Callback != nil && o.Callback != nil && u.Callback.same(o.Callback)
}

// weigh notes when the update was written, and how many lines of it are
// commands.
func (u *update) weigh(now time.Time) {
	u.written, u.commands = now, 1
	m := u.message()
	if m == nil {
		return
	}
	if at := max(m.Date, m.EditDate); at > 0 {
		u.written = time.Unix(at, 0)
	}
	lines := 0
	for line := range strings.Lines(m.text()) {
		if _, _, ok := bot.ParseLine(line); ok {
			lines++
		}
	}
	u.commands = max(1, lines)
}

// chatID is the chat that the update is about, 0 if none: updates of one chat
// are handled in order.
func (u update) chatID() int64 {
	switch {
	case u.message() != nil:
		return u.message().Chat.ID
	case u.Callback != nil && u.Callback.Message != nil:
		return u.Callback.Message.Chat.ID
	case u.Callback != nil:
		return u.Callback.From.ID
	case u.Member != nil:
		return u.Member.Chat.ID
	}
	return 0
}

// text is what was written, to a picture too.
func (m *message) text() string { return cmp.Or(m.Text, m.Caption) }

// key tells a message from another, and from itself with another text.
func (m *message) key() string { return fmt.Sprintf("%d %d %s", m.Chat.ID, m.ID, m.text()) }

// thread is the forum topic that a message stands in. Outside of forums the
// same field names a thread of replies, which is no place to send to.
func (m *message) thread() int64 {
	if !m.InTopic || m.Chat.Type == private {
		return 0
	}
	return m.Thread
}
