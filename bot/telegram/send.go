package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"sort"
	"strconv"
	"strings"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"newsbrief/bot"
	"newsbrief/bot/plain"
	"newsbrief/subscriptions"
)

// Send sends one part once. It neither waits nor retries.
func (t *Telegram) Send(ctx context.Context, d subscriptions.Delivery) (message string, err error) {
	request, err := requestBody(d)
	if err != nil {
		return "", &bot.SendError{Class: bot.Rejected, Err: err}
	}
	answer, err := t.api.post(ctx, "sendMessage", request)
	if err != nil {
		return "", t.sendError(d.Chat, err)
	}
	return messageID(answer), nil
}

// requestBody is the request that sends a part to its chat.
func requestBody(d subscriptions.Delivery) (request []byte, err error) {
	if d.Plain {
		if d.Body, err = plainBody(d.Body); err != nil {
			return nil, err
		}
	}
	return addressed(d.Chat, withNote(d.Body, d.Note))
}

// withNote puts the note, clean text, above a part's body. A part that has no
// room for it, or that cannot be read, stays as it is.
func withNote(partBody []byte, note string) []byte {
	var b body
	if note == "" || json.Unmarshal(partBody, &b) != nil {
		return partBody
	}
	if note = plain.Line(note) + "\n\n"; b.ParseMode != "" {
		note = escape(note)
	}
	b.Text = note + b.Text
	units := 0
	for _, p := range textRuns(b.Text) {
		if !p.link {
			units += plain.Units(p.text)
		}
	}
	if units > maxUnits || len(b.Text) > maxRaw {
		return partBody
	}
	return encode(b)
}

// address says where a message goes.
func address(params tgbotapi.Params, chat subscriptions.Chat) {
	params["chat_id"] = chat.ID
	if chat.Thread != "1" {
		params.AddNonEmpty("message_thread_id", chat.Thread)
	}
}

// requestParams turns a part's body into the parameters of its request.
func requestParams(partBody []byte, plain bool) (tgbotapi.Params, error) {
	if plain {
		var err error
		if partBody, err = plainBody(partBody); err != nil {
			return nil, err
		}
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(partBody, &fields); err != nil {
		return nil, fmt.Errorf("read part: %w", err)
	}
	params := tgbotapi.Params{}
	for name, raw := range fields {
		var s string
		if json.Unmarshal(raw, &s) != nil {
			s = string(raw)
		}
		params[name] = s
	}
	return params, nil
}

// Body returns the JSON object of the sendMessage request that sends the part
// to the chat. For the zero chat it is the part's body as it stands.
func Body(chat subscriptions.Chat, p subscriptions.Part) ([]byte, error) {
	if chat == (subscriptions.Chat{}) {
		return p.Body, nil
	}
	if _, err := strconv.ParseInt(chat.ID, 10, 64); err != nil {
		return nil, fmt.Errorf("address part to %s: %w", chat, err)
	}
	return addressed(chat, p.Body)
}

// plainBody is the part without markup and without buttons, in case it was
// they that were refused, and with its links written out.
func plainBody(partBody []byte) ([]byte, error) {
	var b body
	if err := json.Unmarshal(partBody, &b); err != nil {
		return nil, fmt.Errorf("read part: %w", err)
	}
	return encode(body{Text: plainText(b.Text), Preview: b.Preview}), nil
}

// textRun is text of a part, or the address of the link that it ends.
type textRun struct {
	text string
	link bool
}

// plainText reads the markup that Render writes. Addresses stand on a line of
// their own behind the headline; where they would make the text too long for
// one message, the longest are left out.
func plainText(markup string) string {
	parts := textRuns(markup)
	total := 0
	var links []int
	for i, p := range parts {
		total += plain.Units(p.text)
		if p.link {
			links = append(links, i)
		}
	}
	sort.SliceStable(links, func(a, b int) bool { return len(parts[links[a]].text) > len(parts[links[b]].text) })
	for _, i := range links {
		if total > maxUnits {
			total -= plain.Units(parts[i].text)
			parts[i].text = ""
		}
	}
	var out strings.Builder
	for _, p := range parts {
		out.WriteString(p.text)
	}
	return plain.Clip(out.String(), maxUnits)
}

func textRuns(markup string) []textRun {
	var out []textRun
	href := ""
	for markup != "" {
		text, rest, tagged := strings.Cut(markup, "<")
		out = append(out, textRun{text: html.UnescapeString(text)})
		if !tagged {
			break
		}
		tag, after, _ := strings.Cut(rest, ">")
		if value, ok := strings.CutPrefix(tag, `a href="`); ok {
			href = html.UnescapeString(strings.TrimSuffix(value, `"`))
		}
		if tag == "/a" && href != "" {
			out = append(out, textRun{text: "\n" + href, link: true})
			href = ""
		}
		markup = after
	}
	return out
}

// isFatal reports whether trying again is pointless for the whole platform.
func isFatal(err error) bool {
	var refused *apiError
	return errors.As(err, &refused) && (refused.Code == 401 || refused.Code == 404)
}
