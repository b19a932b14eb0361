package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"newsbrief/subscriptions"
)

// How the Bot API begins its answer to what it has done, and to a message that
// it took.
var (
	accepted  = []byte(`{"ok":true`)
	sentUnder = []byte(`{"ok":true,"result":{"message_id":`)
)

// messageID reads the id of a message that was taken, "" where there is none.
// The whole answer, which repeats the message, is read only where it does not
// begin as usual.
func messageID(answer []byte) string {
	if rest, ok := bytes.CutPrefix(answer, sentUnder); ok {
		if end := bytes.IndexByte(rest, ','); end > 0 {
			return string(rest[:end])
		}
	}
	var said struct {
		Result struct {
			ID int64 `json:"message_id"`
		} `json:"result"`
	}
	if json.Unmarshal(answer, &said) != nil || said.Result.ID == 0 {
		return ""
	}
	return strconv.FormatInt(said.Result.ID, 10)
}

// post runs one method with parameters that stand ready as a JSON object, and
// returns the answer, or the error that [api.call] would. A digest goes to very
// many chats: its text is made into the form of the request once.
func (a *api) post(ctx context.Context, method string, params []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	req, err := http.NewRequest(http.MethodPost, fmt.Sprintf(a.endpoint, tokenMark, method), bytes.NewReader(params))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", method, a.secret.Clean(err))
	}
	req.Header.Set("Content-Type", "application/json")
	d := &doer{ctx: ctx, client: a.http}
	_, answer, err := d.fetch(req)
	if err == nil && !bytes.HasPrefix(answer, accepted) {
		err = refusal(answer)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", method, a.cause(err, d))
	}
	return answer, nil
}

// refusal reads an answer as the Bot API package does.
func refusal(answer []byte) error {
	var resp tgbotapi.APIResponse
	if err := json.Unmarshal(answer, &resp); err != nil || resp.Ok {
		return err
	}
	refused := &tgbotapi.Error{Code: resp.ErrorCode, Message: resp.Description}
	if resp.Parameters != nil {
		refused.ResponseParameters = *resp.Parameters
	}
	return refused
}

// addressed puts the chat before what the body of a part says.
func addressed(chat subscriptions.Chat, partBody []byte) ([]byte, error) {
	rest, ok := bytes.CutPrefix(bytes.TrimLeft(partBody, " \t\r\n"), []byte("{"))
	if !ok {
		return nil, fmt.Errorf("read part: %d bytes that are no object", len(partBody))
	}
	b := make([]byte, 0, len(partBody)+64)
	b = appendID(append(b, `{"chat_id":`...), chat.ID)
	if chat.Thread != "" && chat.Thread != strconv.Itoa(generalTopic) {
		b = appendID(append(b, `,"message_thread_id":`...), chat.Thread)
	}
	if !bytes.HasPrefix(bytes.TrimLeft(rest, " \t\r\n"), []byte("}")) {
		b = append(b, ',')
	}
	return append(b, rest...), nil
}

// appendID appends an id as a number where it is one, as Telegram's are.
func appendID(b []byte, id string) []byte {
	if n, err := strconv.ParseInt(id, 10, 64); err == nil {
		return strconv.AppendInt(b, n, 10)
	}
	quoted, _ := json.Marshal(id) // a string never fails
	return append(b, quoted...)
}
