package telegram

import (
	"errors"
	"testing"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

func TestAddressed(t *testing.T) {
	tests := []struct {
		name string
		chat subscriptions.Chat
		body string
		want string // "": an error
	}{
		{"private", chatOf(42, 0), `{"text":"a"}`, `{"chat_id":42,"text":"a"}`},
		{"group", chatOf(-100500, 0), `{"text":"a"}`, `{"chat_id":-100500,"text":"a"}`},
		{"topic", chatOf(-100600, 7), `{"text":"a"}`, `{"chat_id":-100600,"message_thread_id":7,"text":"a"}`},
		{"general topic", subscriptions.Chat{Platform: Name, ID: "-100600", Thread: "1"}, `{"text":"a"}`, `{"chat_id":-100600,"text":"a"}`},
		{"id that is no number", subscriptions.Chat{Platform: Name, ID: `@a"b`}, `{"text":"a"}`, `{"chat_id":"@a\"b","text":"a"}`},
		{"empty object", chatOf(42, 0), "{}", `{"chat_id":42}`},
		{"empty object with space", chatOf(42, 0), " { }", `{"chat_id":42 }`},
		{"nothing", chatOf(42, 0), "", ""},
		{"no object", chatOf(42, 0), `"text"`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := addressed(tt.chat, []byte(tt.body))
			if string(got) != tt.want || (err != nil) != (tt.want == "") {
				t.Errorf("got %s (%v), want %s", got, err, tt.want)
			}
		})
	}
}

// TestSendWhatIsDamaged sends bodies that were not written by Render, as they
// stand and as plain text.
func TestSendWhatIsDamaged(t *testing.T) {
	for _, body := range []string{"", "text", `{"text":`, `{"chat_id":43}`} {
		t.Run(body, func(t *testing.T) {
			r := newRig(t)
			for _, plain := range []bool{false, true} {
				d := delivery(alice, "")
				d.Body, d.Plain = []byte(body), plain
				var failed *bot.SendError
				if _, err := r.tg.Send(r.ctx, d); !errors.As(err, &failed) || failed.Class != bot.Rejected {
					t.Errorf("plain %v: %v, want a rejection", plain, err)
				}
			}
			if got := r.said(); got != "" {
				t.Errorf("sent %q", got)
			}
		})
	}
}

// TestSendTakesOneRequest wants the markup, the buttons and the thread of a
// part to reach the server, and nothing of an earlier part to reach another.
func TestSendTakesOneRequest(t *testing.T) {
	r := newRig(t)
	part := r.tg.Render(bot.Message{
		Blocks:  []bot.Block{bot.Heading{Text: "a & b"}, bot.Text("c")},
		Choices: [][]bot.Choice{{{Label: "Settings", Line: "/settings"}}},
	})[0]
	for _, chat := range []subscriptions.Chat{chatOf(forum, 7), chatOf(alice, 0)} {
		if _, err := r.tg.Send(r.ctx, subscriptions.Delivery{Chat: chat, Part: 1, Parts: 1, Body: part.Body}); err != nil {
			t.Fatal(err)
		}
	}
	sent := r.s.Sent()
	if len(sent) != 2 || sent[0].Thread != 7 || sent[1].Thread != 0 {
		t.Fatalf("got %+v, want one in the thread and one to alice", sent)
	}
	for _, m := range sent {
		if m.Text != "a & b\n\nc" || len(m.Buttons) != 1 {
			t.Errorf("got %+v, want the text and its button", m)
		}
	}
}
