package discord

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"newsbrief/bot"
	"newsbrief/bot/plain"
	"newsbrief/subscriptions"
)

// Send sends one part once. It neither waits nor retries. The id of a part of
// several messages is that of the last.
func (d *Discord) Send(ctx context.Context, v subscriptions.Delivery) (message string, err error) {
	bodies := [][]byte{v.Body}
	if v.Plain {
		if bodies, err = plainBodies(v.Body); err != nil {
			return "", &bot.SendError{Class: bot.Rejected, Err: err}
		}
	}
	for i, body := range bodies {
		if i > 0 {
			v.Note = ""
		}
		key := nonce(v, i)
		if d.unconfirmed.stands(key) {
			continue
		}
		if message, err = d.sendOnce(ctx, v, key, body); err != nil {
			return "", err
		}
		if i < len(bodies)-1 {
			d.unconfirmed.stand(key) // Discord forgets the nonce before the rest may be taken
		}
	}
	return message, nil
}

// sendOnce posts one message of the delivery, unless it stands there already,
// and returns its id. Its error is a [*bot.SendError].
func (d *Discord) sendOnce(ctx context.Context, v subscriptions.Delivery, nonce string, body []byte) (message string, err error) {
	noted := withNote(body, v.Note)
	numbered, err := withNonce(noted, nonce)
	if err != nil {
		return "", &bot.SendError{Class: bot.Rejected, Err: err}
	}
	before, err := d.sentBefore(ctx, v, nonce, body, noted)
	if err != nil {
		return "", err
	}
	begun := time.Now()
	if before != nil {
		message = before.ID
	} else {
		message, err = d.create(ctx, v.Chat, numbered)
		err = unlessOld(err, v)
	}
	d.unconfirmed.note(nonce, begun, err)
	return message, err
}

// create posts one message and returns its id. Its error is a [*bot.SendError].
func (d *Discord) create(ctx context.Context, chat subscriptions.Chat, body []byte) (id string, err error) {
	if !isSnowflake(chat.ID) {
		return "", &bot.SendError{Class: bot.Gone, Err: fmt.Errorf("send to %s: not the id of a channel", chat)}
	}
	var created struct {
		ID string `json:"id"`
	}
	err = d.api.call(ctx, request{
		what: "create message", method: http.MethodPost, path: "/channels/" + chat.ID + "/messages",
		body: json.RawMessage(body), bucket: chat.ID, guild: d.guilds.whose(chat.ID),
	}, &created)
	if err != nil && !errors.Is(err, errUnreadable) { // what cannot be read was taken all the same
		return "", sendError(err)
	}
	return created.ID, nil
}

// unlessOld has a part that a chat refused for a day, for a reason nobody here
// knows, wait no longer: it fails as others do, and the outbox gives it up.
func unlessOld(err error, v subscriptions.Delivery) error {
	var failed *bot.SendError
	var refused *apiError
	if errors.As(err, &failed) && errors.As(err, &refused) && failed.Class == bot.Wait && refused.unexplained() && time.Since(v.Queued) > refusedFor {
		return &bot.SendError{Class: bot.Transient, Err: failed.Err}
	}
	return err
}

// isSnowflake reports whether s is an id of Discord's, and so safe in a path.
func isSnowflake(s string) bool { return idNumber(s) != 0 }

// nonce is the same for every try of the same part, and of no other. Plain is
// another message than the one that was refused.
func nonce(v subscriptions.Delivery, piece int) string {
	of := fmt.Sprintf("%s\x00%s\x00%d\x00%d\x00%t\x00%d", v.Chat, v.Slot, v.Part, v.Parts, v.Plain, piece)
	if v.Slot == (subscriptions.Slot{}) {
		// Outside a slot, the instant tells one post from the next.
		of += fmt.Sprintf("\x00%d", v.Queued.UnixNano())
	}
	sum := sha256.Sum256([]byte(of))
	return base64.RawURLEncoding.EncodeToString(sum[:15])
}

// withNonce adds the nonce to a part's body, which it leaves as it is otherwise.
func withNonce(body []byte, nonce string) ([]byte, error) {
	body = bytes.TrimSpace(body)
	if !json.Valid(body) || len(body) < 3 || body[0] != '{' {
		return nil, errors.New("read part: not a JSON object")
	}
	return append(fmt.Appendf(nil, `{"nonce":%q,"enforce_nonce":true,`, nonce), body[1:]...), nil
}

// withNote puts the note, clean text, above a part's body. A part that has no
// room for it, or that cannot be read, stays as it is.
func withNote(body []byte, note string) []byte {
	var m map[string]json.RawMessage
	var content string
	if note == "" || json.Unmarshal(body, &m) != nil || m["content"] != nil && json.Unmarshal(m["content"], &content) != nil {
		return body
	}
	content = strings.TrimSuffix(escaped(plain.Line(note), maxContent)+gap+content, gap)
	if plain.Units(content) > maxContent {
		return body
	}
	m["content"], _ = encode(content) // a text can always be written
	noted, err := encode(m)
	if err != nil {
		return body
	}
	return noted
}

// plainBodies is a part without markup; see [plainMessages].
func plainBodies(body []byte) ([][]byte, error) {
	var m struct {
		Content string                    `json:"content"`
		Embeds  []*discordgo.MessageEmbed `json:"embeds"`
	}
	if err := json.Unmarshal(body, &m); err != nil {
		return nil, fmt.Errorf("read part: %w", err)
	}
	var out [][]byte
	for _, one := range plainMessages(m.Content, m.Embeds) {
		body, err := encode(one)
		if err != nil {
			return nil, fmt.Errorf("write part: %w", err)
		}
		out = append(out, body)
	}
	if len(out) == 0 {
		return nil, errors.New("part without text")
	}
	return out, nil
}

// plainMessages say the same without markup, embeds and buttons, in case it was
// they that were refused, and with links written out.
func plainMessages(content string, embeds []*discordgo.MessageEmbed) []message {
	texts := []string{content}
	for _, e := range embeds {
		texts = append(texts, e.Title, e.Description)
	}
	var l layout
	for _, text := range texts {
		l.text(plainText(text))
	}
	return l.done()
}

var (
	linked = regexp.MustCompile(`\*\*\[((?:[^\]\\]|\\.)*)\]\(([^)]*)\)\*\*`)
	// What is escaped, or an address, holds no marks.
	stars = regexp.MustCompile(`(\\.|https?://[^\s<>]+)|\*+`)
)

// plainText reads the Markdown that Render writes.
func plainText(markdown string) string {
	s := linked.ReplaceAllString(markdown, "$1\n$2")
	s = stars.ReplaceAllString(s, "$1")
	return strings.ReplaceAll(unescape(s), "\u2060", "")
}
