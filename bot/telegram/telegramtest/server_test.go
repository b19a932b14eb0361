package telegramtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// answerBody is what every method answers with.
type answerBody struct {
	OK          bool
	Result      json.RawMessage
	Code        int `json:"error_code"`
	Description string
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	}
}

// client calls the server as a bot does.
type client struct {
	t *testing.T
	s *Server
}

func newClient(t *testing.T) client {
	s := Start(t)
	s.AddUser(User{ID: 42, Name: "alice", Language: "th"})
	s.AddChat(Chat{ID: -100, Type: Supergroup, Forum: true, Topics: []int64{7, 8}}, map[int64]string{42: "creator"})
	s.AddChat(Chat{ID: -200, Type: Group}, nil)
	s.AddChat(Chat{ID: -300, Type: Channel}, nil)
	return client{t, s}
}

// call sends pairs of parameters as a form.
func (c client) call(method string, pairs ...string) answerBody {
	c.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return c.post(method, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (c client) post(method, kind string, body io.Reader) answerBody {
	c.t.Helper()
	resp, err := http.Post(c.s.URL+"/bot"+c.s.Token+"/"+method, kind, body)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var got answerBody
	if err := json.NewDecoder(resp.Body).Decode(&got); err != nil {
		c.t.Fatal(err)
	}
	if !got.OK && got.Code != resp.StatusCode || got.OK && resp.StatusCode != 200 {
		c.t.Errorf("%s: status %d with error_code %d", method, resp.StatusCode, got.Code)
	}
	return got
}

func TestRefusals(t *testing.T) {
	long := strings.Repeat("x", 4097)
	keyboard := func(button string) string { return `{"inline_keyboard":[[` + button + `]]}` }
	tests := []struct {
		name   string
		method string
		pairs  []string
		want   string
	}{
		{"no chat", "sendMessage", []string{"text", "x"}, "400 Bad Request: chat_id is empty"},
		{"unknown chat", "sendMessage", []string{"chat_id", "1", "text", "x"}, "400 Bad Request: chat not found"},
		{"no text", "sendMessage", []string{"chat_id", "42"}, "400 Bad Request: message text is empty"},
		{"blank text", "sendMessage", []string{"chat_id", "42", "text", " \u2003\u200b<b></b>", "parse_mode", "HTML"}, "400 Bad Request: message text is empty"},
		{"too long", "sendMessage", []string{"chat_id", "42", "text", long}, "400 Bad Request: message is too long"},
		{"too long in units", "sendMessage", []string{"chat_id", "42", "text", strings.Repeat("😀", 2049)}, "400 Bad Request: message is too long"},
		{"far too long", "sendMessage", []string{"chat_id", "42", "text", strings.Repeat("x", 1<<15+1)}, "400 Bad Request: text is too long"},
		{"markup", "sendMessage", []string{"chat_id", "42", "text", "<p>", "parse_mode", "HTML"}, `400 Bad Request: can't parse entities: Unsupported start tag "p" at byte offset 0`},
		{"parse mode", "sendMessage", []string{"chat_id", "42", "text", "x", "parse_mode", "BBCode"}, "400 Bad Request: unsupported parse_mode"},
		{"no UTF-8", "sendMessage", []string{"chat_id", "42", "text", "\xff"}, "400 Bad Request: strings must be encoded in UTF-8"},
		{"button data", "sendMessage", []string{"chat_id", "42", "text", "x", "reply_markup", keyboard(`{"text":"a","callback_data":"` + strings.Repeat("ខ", 22) + `"}`)}, "400 Bad Request: BUTTON_DATA_INVALID"},
		{"empty button data", "sendMessage", []string{"chat_id", "42", "text", "x", "reply_markup", keyboard(`{"text":"a","callback_data":""}`)}, "400 Bad Request: BUTTON_DATA_INVALID"},
		{"button without label", "sendMessage", []string{"chat_id", "42", "text", "x", "reply_markup", keyboard(`{"text":"","callback_data":"a"}`)}, "400 Bad Request: can't parse inline keyboard button: text must be non-empty"},
		{"button that does nothing", "sendMessage", []string{"chat_id", "42", "text", "x", "reply_markup", keyboard(`{"text":"a"}`)}, "400 Bad Request: can't parse inline keyboard button: text buttons are unallowed in the inline keyboard"},
		{"broken keyboard", "sendMessage", []string{"chat_id", "42", "text", "x", "reply_markup", "{"}, "400 Bad Request: can't parse reply keyboard markup JSON object"},
		{"unknown topic", "sendMessage", []string{"chat_id", "-100", "message_thread_id", "9", "text", "x"}, "400 Bad Request: message thread not found"},
		{"general topic by id", "sendMessage", []string{"chat_id", "-100", "message_thread_id", "1", "text", "x"}, "400 Bad Request: message thread not found"},
		{"closed topic", "sendMessage", []string{"chat_id", "-100", "message_thread_id", "8", "text", "x"}, "400 Bad Request: TOPIC_CLOSED"},
		{"reply to nothing", "sendMessage", []string{"chat_id", "42", "text", "x", "reply_parameters", `{"message_id":9999}`}, "400 Bad Request: message to be replied not found"},
		{"edit nothing", "editMessageText", []string{"chat_id", "42", "message_id", "9999", "text", "x"}, "400 Bad Request: message to edit not found"},
		{"delete nothing", "deleteMessage", []string{"chat_id", "42", "message_id", "9999"}, "400 Bad Request: message to delete not found"},
		{"answer no press", "answerCallbackQuery", []string{"callback_query_id", "9"}, "400 Bad Request: query is too old and response timeout expired or query ID is invalid"},
		{"member of no chat", "getChatMember", []string{"chat_id", "9", "user_id", "42"}, "400 Bad Request: chat not found"},
		{"no such member", "getChatMember", []string{"chat_id", "-100", "user_id", "9"}, "400 Bad Request: user not found"},
		{"action", "sendChatAction", []string{"chat_id", "42", "action", "dance"}, "400 Bad Request: wrong parameter action in request"},
		{"command name", "setMyCommands", []string{"commands", `[{"command":"日本","description":"x"}]`}, "400 Bad Request: BOT_COMMAND_INVALID"},
		{"command description", "setMyCommands", []string{"commands", `[{"command":"a","description":""}]`}, "400 Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"},
		{"language", "setMyCommands", []string{"commands", `[]`, "language_code", "fil"}, "400 Bad Request: invalid language code specified"},
		{"scope", "getMyCommands", []string{"scope", `{"type":"moon"}`}, "400 Bad Request: unsupported BotCommandScope type specified"},
		{"method", "sendLove", nil, "404 Not Found: method not found"},
	}
	c := newClient(t)
	c.s.Close(-100, 8)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := client{t, c.s}.call(tt.method, tt.pairs...)
			if text := fmt.Sprintf("%d %s", got.Code, got.Description); got.OK || text != tt.want {
				t.Errorf("got  %s\nwant %s", text, tt.want)
			}
		})
	}
	if n := len(c.s.Sent()); n != 0 {
		t.Errorf("%d messages were sent all the same", n)
	}
}

func TestTokens(t *testing.T) {
	c := newClient(t)
	for path, want := range map[string]int{"/bot1:x/getMe": 401, "/botnone/getMe": 404, "/getMe": 404} {
		resp, err := http.Get(c.s.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, resp.StatusCode, want)
		}
	}
}

func TestChatsThatTakeNothing(t *testing.T) {
	c := newClient(t)
	text := func(chat string) string {
		return c.call("sendMessage", "chat_id", chat, "text", "x").Description
	}
	for _, step := range []struct {
		name string
		do   func()
		chat string
		want string
	}{
		{"blocked", func() { c.s.SetBot(42, 42, "kicked") }, "42", "Forbidden: bot was blocked by the user"},
		{"kicked", func() { c.s.SetBot(-100, 42, "kicked") }, "-100", "Forbidden: bot was kicked from the supergroup chat"},
		{"left", func() { c.s.SetBot(-100, 42, "left") }, "-100", "Forbidden: bot is not a member of the supergroup chat"},
		{"muted", func() { c.s.SetBot(-100, 42, "restricted") }, "-100", "Bad Request: not enough rights to send text messages to the chat"},
		{"kicked from group", func() { c.s.SetBot(-200, 42, "kicked") }, "-200", "Forbidden: bot was kicked from the group chat"},
		{"kicked from channel", func() { c.s.SetBot(-300, 42, "kicked") }, "-300", "Forbidden: bot was kicked from the channel chat"},
		{"plain member of channel", func() { c.s.SetBot(-300, 42, "member") }, "-300", "Bad Request: need administrator rights in the channel chat"},
		{"as said", func() { c.s.Refuse(42, 403, "Forbidden: user is deactivated") }, "42", "Forbidden: user is deactivated"},
		{"upgraded", func() { c.s.Upgrade(-200, -1200) }, "-200", "Bad Request: group chat was upgraded to a supergroup chat"},
	} {
		step.do()
		if got := text(step.chat); got != step.want {
			t.Errorf("%s: %q, want %q", step.name, got, step.want)
		}
	}
	if got := c.call("sendMessage", "chat_id", "-200", "text", "x").Parameters.MigrateTo; got != -1200 {
		t.Errorf("migrate_to_chat_id %d", got)
	}
	if got := c.call("getChat", "chat_id", "-300"); got.OK {
		t.Error("getChat of a chat without access works")
	}
}

func TestChatsAskedFor(t *testing.T) {
	c := newClient(t)
	c.s.AddChat(Chat{ID: -400, Type: Channel, Name: "Harbour_News", Title: "Harbour News"}, map[int64]string{42: Editor})
	for _, tt := range []struct {
		name, bot, method, chat, user, want string
	}{
		{"a public channel by its name", "administrator", "getChat", "@harbour_news", "", `"username":"Harbour_News"`},
		{"by its id", "administrator", "getChat", "-400", "", `"title":"Harbour News"`},
		{"seen from outside", "left", "getChat", "@harbour_news", "", `"id":-400`},
		{"closed to who was thrown out", "kicked", "getChat", "@harbour_news", "", "Forbidden: bot was kicked from the channel chat"},
		{"no such name", "administrator", "getChat", "@harbour", "", "Bad Request: chat not found"},
		{"no name at all", "administrator", "getChat", "@", "", "Bad Request: chat not found"},
		{"a person's name", "administrator", "getChat", "@alice", "", "Bad Request: chat not found"},
		{"who may not post", "administrator", "getChatMember", "@harbour_news", "42", `"can_post_messages":false`},
		{"the bot itself", "member", "getChatMember", "-400", fmt.Sprint(BotID), `"status":"member"`},
		{"members, for none of the admins", "member", "getChatMember", "-400", "42", "Bad Request: member list is inaccessible"},
		{"writing without the right", Editor, "sendMessage", "-400", "", "Bad Request: have no rights to send a message"},
		{"writing by name", "administrator", "sendMessage", "@Harbour_News", "", `"text":"x"`},
	} {
		c.s.SetMember(-400, BotID, tt.bot)
		got := c.call(tt.method, "chat_id", tt.chat, "user_id", tt.user, "text", "x")
		if !strings.Contains(string(got.Result)+got.Description, tt.want) {
			t.Errorf("%s: %s %q, want %s", tt.name, got.Result, got.Description, tt.want)
		}
	}
}

func TestEdits(t *testing.T) {
	c := newClient(t)
	keyboard := `{"inline_keyboard":[[{"text":"a","callback_data":"/a"}]]}`
	c.call("sendMessage", "chat_id", "42", "text", "one", "reply_markup", keyboard)
	id := fmt.Sprint(c.s.Sent()[0].ID)
	got := c.call("editMessageText", "chat_id", "42", "message_id", id, "text", "one", "reply_markup", keyboard)
	if got.OK || !strings.HasPrefix(got.Description, "Bad Request: message is not modified: ") {
		t.Errorf("the same again: %q", got.Description)
	}
	if got := c.call("editMessageText", "chat_id", "42", "message_id", id, "text", "one"); !got.OK || c.s.Sent()[0].Buttons != nil {
		t.Errorf("without its keyboard: %q, %v", got.Description, c.s.Sent())
	}
	if got := c.call("deleteMessage", "chat_id", "42", "message_id", id); !got.OK || len(c.s.Sent()) != 0 {
		t.Errorf("delete: %q", got.Description)
	}
}

func TestParametersInEveryForm(t *testing.T) {
	c := newClient(t)
	c.post("sendMessage", "application/json", strings.NewReader(`{"chat_id":42,"text":"json","link_preview_options":{"is_disabled":true}}`))
	c.post("sendMessage?chat_id=42&text=query", "text/plain", nil)
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	_ = w.WriteField("chat_id", "42")
	_ = w.WriteField("text", "multipart")
	_ = w.Close()
	c.post("SENDMESSAGE", w.FormDataContentType(), &form)
	if got := c.post("sendMessage", "application/json", strings.NewReader("[]")); got.OK {
		t.Error("a list is taken for an object")
	}
	var got []string
	for _, m := range c.s.SentTo(42) {
		got = append(got, fmt.Sprintf("%s %v", m.Text, m.Preview))
	}
	if want := "json false,query true,multipart true"; strings.Join(got, ",") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestOffsets(t *testing.T) {
	c := newClient(t)
	first := c.s.Say(42, 42, "one")
	c.s.Say(42, 42, "two")
	ids := func(pairs ...string) []int64 {
		var got []struct {
			ID int64 `json:"update_id"`
		}
		if err := json.Unmarshal(c.call("getUpdates", pairs...).Result, &got); err != nil {
			t.Fatal(err)
		}
		var out []int64
		for _, u := range got {
			out = append(out, u.ID)
		}
		return out
	}
	for _, step := range []struct {
		pairs []string
		want  []int64
	}{
		{nil, []int64{first, first + 1}},
		{[]string{"limit", "1"}, []int64{first}},
		{[]string{"offset", fmt.Sprint(first)}, []int64{first, first + 1}},
		{[]string{"offset", fmt.Sprint(first + 1)}, []int64{first + 1}},
		{nil, []int64{first + 1}},
		{[]string{"offset", "-1"}, []int64{first + 1}},
		{[]string{"offset", fmt.Sprint(first + 2)}, nil},
	} {
		if got := ids(step.pairs...); fmt.Sprint(got) != fmt.Sprint(step.want) {
			t.Errorf("%v: %v, want %v", step.pairs, got, step.want)
		}
	}
}

func TestAllowedUpdatesStay(t *testing.T) {
	c := newClient(t)
	c.call("getUpdates", "allowed_updates", `["callback_query"]`)
	if id := c.s.Say(42, 42, "unheard"); id != 0 {
		t.Error("a kind that was not asked for is queued")
	}
	c.call("getUpdates")
	c.call("getUpdates", "allowed_updates", "null")
	if id := c.s.Say(42, 42, "unheard"); id != 0 {
		t.Error("the list did not stay")
	}
	c.call("getUpdates", "allowed_updates", "[]")
	if id := c.s.Say(42, 42, "heard"); id == 0 {
		t.Error("an empty list is not everything")
	}
}

func TestTheOlderPollerIsEnded(t *testing.T) {
	c := newClient(t)
	older := make(chan answerBody, 1)
	go func() { older <- c.call("getUpdates", "timeout", "50") }()
	polling := func() bool { c.s.mu.Lock(); defer c.s.mu.Unlock(); return c.s.queue.taken != nil }
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if err := c.s.until(ctx, "a poller", func() bool { return c.s.queue.taken != nil }); err != nil {
		t.Fatal(err)
	}
	newer := make(chan answerBody, 1)
	go func() { newer <- c.call("getUpdates", "timeout", "50") }()
	if got := <-older; got.Code != 409 || !strings.HasPrefix(got.Description, "Conflict: terminated by other getUpdates request") {
		t.Errorf("older poller: %d %s", got.Code, got.Description)
	}
	c.s.Say(42, 42, "for the newer one")
	if got := <-newer; !got.OK || polling() {
		t.Errorf("newer poller: %+v", got)
	}
}

func TestWebhookExcludesPolling(t *testing.T) {
	c := newClient(t)
	c.call("setWebhook", "url", "https://e.com")
	if got := c.call("getUpdates"); got.Code != 409 || !strings.Contains(got.Description, "webhook is active") {
		t.Errorf("poll: %d %s", got.Code, got.Description)
	}
	c.s.Say(42, 42, "waits")
	c.call("deleteWebhook")
	if c.s.Pending() != 1 {
		t.Error("the update is gone")
	}
	c.call("deleteWebhook", "drop_pending_updates", "true")
	if c.s.Pending() != 0 {
		t.Error("the update is still there")
	}
}

func TestLimits(t *testing.T) {
	c := newClient(t)
	send := func(chat string) int {
		return c.call("sendMessage", "chat_id", chat, "text", "x").Parameters.RetryAfter
	}
	c.s.Limit(Limits{ChatPerSecond: 1, GroupPerMinute: 2})
	if a, b := send("42"), send("42"); a != 0 || b != 1 {
		t.Errorf("private chat: retry_after %d, then %d", a, b)
	}
	if a, b, third := send("-200"), send("-200"), send("-200"); a != 0 || b != 0 || third != 60 {
		t.Errorf("group: retry_after %d, %d, then %d", a, b, third)
	}
	c.s.Limit(Limits{PerSecond: 1})
	if a, b := send("42"), send("-200"); a != 0 || b != 1 {
		t.Errorf("over all: retry_after %d, then %d", a, b)
	}
}

func TestFailures(t *testing.T) {
	c := newClient(t)
	c.s.Fail(Failure{Method: "sendMessage", Chat: -200, Times: -1})
	c.s.Fail(Failure{Drop: true, Taken: true, Chat: 42})
	if got := c.call("sendMessage", "chat_id", "-200", "text", "x"); got.Code != 500 {
		t.Errorf("failure: %d", got.Code)
	}
	_, err := http.PostForm(c.s.URL+"/bot"+c.s.Token+"/sendMessage", url.Values{"chat_id": {"42"}, "text": {"taken"}})
	if err == nil || len(c.s.SentTo(42)) != 1 {
		t.Errorf("dropped after it was taken: error %v, messages %v", err, c.s.SentTo(42))
	}
	c.s.Heal()
	if got := c.call("sendMessage", "chat_id", "-200", "text", "x"); !got.OK {
		t.Errorf("healed: %s", got.Description)
	}
}

func TestWithoutSockets(t *testing.T) {
	s := NewServer()
	hc := &http.Client{Transport: s.Transport()}
	get := func(ctx context.Context, method string) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://nowhere.invalid/bot"+s.Token+"/"+method, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := hc.Do(req)
		if err == nil {
			_ = resp.Body.Close()
		}
		return err
	}
	if err := get(t.Context(), "getMe"); err != nil {
		t.Error(err)
	}
	s.Fail(Failure{Drop: true})
	if err := get(t.Context(), "getMe"); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("dropped: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := get(ctx, "getUpdates?timeout=50"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("long poll: %v", err)
	}
	if err := get(ctx, "getMe"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("too late: %v", err)
	}
	if err := s.Until(ctx, func([]Message) bool { return false }); err == nil {
		t.Error("Until does not end with its context")
	}
}
