package discordtest

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
)

const (
	room   = "400000000000000001"
	direct = "400000000000000002"
	guild  = "500000000000000001"
)

var reader = Person{ID: "300000000000000001", Locale: "ja", Permissions: ManageServer}

func newFake(t *testing.T) *Server {
	s := Start(t)
	s.AddChannel(Channel{ID: room, Guild: guild, Permissions: Everything})
	s.AddChannel(Channel{ID: direct, Type: 1})
	return s
}

// redirect sends the library's requests to the server.
type redirect struct{ base string }

func (r redirect) RoundTrip(req *http.Request) (*http.Response, error) {
	out, err := http.NewRequestWithContext(req.Context(), req.Method, r.base+strings.TrimPrefix(req.URL.String(), "https://discord.com/api/v9"), req.Body)
	if err != nil {
		return nil, err
	}
	out.Header = req.Header
	return http.DefaultTransport.RoundTrip(out)
}

// TestLibrary uses the server with a client that was written for Discord.
func TestLibrary(t *testing.T) {
	s := newFake(t)
	dg, err := discordgo.New("Bot " + s.Token)
	if err != nil {
		t.Fatal(err)
	}
	dg.Client.Transport = redirect{s.URL}
	dg.ShouldReconnectOnError, dg.ShouldRetryOnRateLimit = false, false
	got := make(chan *discordgo.InteractionCreate, 1)
	dg.AddHandler(func(_ *discordgo.Session, i *discordgo.InteractionCreate) { got <- i })
	if err := dg.Open(); err != nil {
		t.Fatal(err)
	}
	s.Slash(Use{Channel: room, Person: reader, Name: "latest", Options: map[string]string{"topics": "japan"}})
	i := <-got
	if d := i.ApplicationCommandData(); d.Name != "latest" || d.Options[0].StringValue() != "japan" || i.Member.Permissions != ManageServer || i.Locale != discordgo.Japanese {
		t.Errorf("interaction %+v", i.Interaction)
	}
	if err := dg.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredChannelMessageWithSource}); err != nil {
		t.Error(err)
	}
	text := "the answer"
	if _, err := dg.InteractionResponseEdit(i.Interaction, &discordgo.WebhookEdit{Content: &text}); err != nil {
		t.Error(err)
	}
	if m, err := dg.ChannelMessageSend(room, "hello"); err != nil || m.Content != "hello" {
		t.Errorf("send: %v", err)
	}
	made, err := dg.ApplicationCommandBulkOverwrite(AppID, "", []*discordgo.ApplicationCommand{{Name: "latest", Description: "news"}})
	if err != nil || len(made) != 1 || made[0].ID == "" {
		t.Errorf("overwrite: %v %v", made, err)
	}
	if have := s.Messages(room); len(have) != 2 || have[0].Text() != text || have[1].Text() != "hello" {
		t.Errorf("messages %+v", have)
	}
}

func (s *Server) ask(t *testing.T, method, path, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bot "+s.Token)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(data)
}

func TestMessageLimits(t *testing.T) {
	long := func(n int) string { return strings.Repeat("ข", n) }
	tests := []struct {
		name, body string
		status     int
		says       string
	}{
		{"text", `{"content":"a"}`, 200, `"content":"a"`},
		{"longest text", `{"content":"` + long(2000) + `"}`, 200, ""},
		{"too long a text", `{"content":"` + long(2001) + `"}`, 400, `"content":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH"`},
		{"nothing", `{"content":" "}`, 400, `50006`},
		{"no such field", `{"text":"a"}`, 400, `50109`},
		{"too long a title", `{"embeds":[{"title":"` + long(257) + `"}]}`, 400, `"embeds":{"0":{"title":{"_errors"`},
		{"too long a description", `{"embeds":[{"description":"` + long(4097) + `"}]}`, 400, `50035`},
		{"too much in all", `{"embeds":[{"description":"` + long(3500) + `"},{"description":"` + long(2501) + `"}]}`, 400, "MAX_EMBED_SIZE_EXCEEDED"},
		{"eleven embeds", `{"embeds":[` + strings.Repeat(`{"title":"a"},`, 10) + `{"title":"a"}]}`, 400, `50035`},
		{"no address of a picture", `{"embeds":[{"title":"a","thumbnail":{"url":"x"}}]}`, 400, `"thumbnail":{"url":{"_errors"`},
		{"six buttons in a row", `{"content":"a","components":[{"type":1,"components":[` + strings.Repeat(`{"type":2,"style":1,"label":"a","custom_id":"a"},`, 5) + `{"type":2,"style":1,"label":"a","custom_id":"b"}]}]}`, 400, `50035`},
		{"the same button twice", `{"content":"a","components":[{"type":1,"components":[{"type":2,"style":1,"label":"a","custom_id":"a"},{"type":2,"style":1,"label":"b","custom_id":"a"}]}]}`, 400, "DUPLICATED"},
		{"too long a nonce", `{"content":"a","nonce":"` + long(26) + `"}`, 400, `"nonce"`},
		{"a kind of mention that is none", `{"content":"a","allowed_mentions":{"parse":["all"]}}`, 400, `50035`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newFake(t)
			status, body := s.ask(t, "POST", "/channels/"+room+"/messages", tt.body)
			if status != tt.status || !strings.Contains(body, tt.says) {
				t.Errorf("got %d %s", status, body)
			}
		})
	}
}

func TestNonce(t *testing.T) {
	s := newFake(t)
	for _, body := range []string{`{"content":"a","nonce":"1","enforce_nonce":true}`, `{"content":"a","nonce":"1","enforce_nonce":true}`, `{"content":"a","nonce":"2","enforce_nonce":true}`, `{"content":"a","nonce":"2"}`} {
		if status, said := s.ask(t, "POST", "/channels/"+room+"/messages", body); status != 200 {
			t.Errorf("got %d %s", status, said)
		}
	}
	if n := len(s.Messages(room)); n != 3 {
		t.Errorf("%d messages, want 3", n)
	}
}

func TestLimits(t *testing.T) {
	s := newFake(t)
	s.ChannelLimit = 1
	s.ask(t, "POST", "/channels/"+room+"/messages", `{"content":"a"}`)
	if status, body := s.ask(t, "POST", "/channels/"+room+"/messages", `{"content":"a"}`); status != 429 || !strings.Contains(body, `"global":false`) {
		t.Errorf("got %d %s", status, body)
	}
	s.GlobalLimit = 1
	s.ask(t, "GET", "/gateway/bot", "")
	if status, body := s.ask(t, "GET", "/gateway/bot", ""); status != 429 || !strings.Contains(body, `"global":true`) {
		t.Errorf("got %d %s", status, body)
	}
}

func TestInteractionTimes(t *testing.T) {
	s := newFake(t)
	respond := func(i *interaction, body string) (int, string) {
		return s.ask(t, "POST", "/interactions/"+i.id+"/"+i.token+"/callback", body)
	}
	begin := func(kind int) *interaction {
		id := s.use(Use{Channel: room, Person: reader, Name: "latest"}, kind, nil, nil)
		for _, i := range s.interactions {
			if i.id == id {
				return i
			}
		}
		t.Fatal("no interaction")
		return nil
	}
	late := begin(slash)
	s.Age(4 * time.Second)
	if status, body := respond(late, `{"type":5}`); status != 404 || !strings.Contains(body, "10062") {
		t.Errorf("after four seconds: %d %s", status, body)
	}
	i := begin(slash)
	if status, body := respond(i, `{"type":6}`); status != 400 || !strings.Contains(body, "50035") {
		t.Errorf("an update of nothing: %d %s", status, body)
	}
	if status, body := respond(i, `{"type":5,"data":{"flags":4}}`); status != 400 {
		t.Errorf("another flag: %d %s", status, body)
	}
	if status, body := respond(i, `{"type":5,"data":{"flags":64}}`); status != 204 {
		t.Errorf("in time: %d %s", status, body)
	}
	if status, body := respond(i, `{"type":5}`); status != 400 || !strings.Contains(body, "40060") {
		t.Errorf("twice: %d %s", status, body)
	}
	if status, body := s.ask(t, "POST", "/webhooks/"+AppID+"/"+i.token, `{"content":"a"}`); status != 200 || !s.Messages(room)[0].Ephemeral {
		t.Errorf("answer: %d %s", status, body)
	}
	s.Age(15 * time.Minute)
	if status, body := s.ask(t, "POST", "/webhooks/"+AppID+"/"+i.token, `{"content":"a"}`); status != 401 || !strings.Contains(body, "50027") {
		t.Errorf("after fifteen minutes: %d %s", status, body)
	}
}

func TestCommandRules(t *testing.T) {
	tests := []struct{ name, body, says string }{
		{"good", `[{"name":"a","description":"b","name_localizations":{"th":"ข่าว"}}]`, `"name":"a"`},
		{"upper case", `[{"name":"A","description":"b"}]`, "APPLICATION_COMMAND_INVALID_NAME"},
		{"a name in Burmese", `[{"name":"သတင်း","description":"b"}]`, "APPLICATION_COMMAND_INVALID_NAME"},
		{"no such language", `[{"name":"a","description":"b","description_localizations":{"km":"c"}}]`, "Unknown locale km"},
		{"no description", `[{"name":"a","description":""}]`, "BASE_TYPE_MIN_LENGTH"},
		{"required behind optional", `[{"name":"a","description":"b","options":[{"type":3,"name":"x","description":"y"},{"type":3,"name":"z","description":"y","required":true}]}]`, "REQUIRED_INVALID"},
		{"twice", `[{"name":"a","description":"b"},{"name":"a","description":"b"}]`, "DUPLICATE_NAME"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, body := newFake(t).ask(t, "PUT", "/applications/"+AppID+"/commands", tt.body); !strings.Contains(body, tt.says) {
				t.Errorf("got %s", body)
			}
		})
	}
}

func TestWaitEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := newFake(t).Wait(ctx, func() bool { return false }); err == nil {
		t.Error("no error")
	}
}

func TestShown(t *testing.T) {
	if got := Shown(`*update* **[a \*b\* \[c\]](https://e.com/x_y)** 2 \* 3`); got != "update a *b* [c] 2 * 3" {
		t.Errorf("got %q", got)
	}
	m := Message{Content: "a", Embeds: []Embed{{Title: "b", Description: "**c**"}}}
	if got := m.Text(); got != "a\nb\nc" {
		t.Errorf("got %q", got)
	}
}
