package telegram

import (
	"encoding/json"
	"strings"
	"testing"

	"newsbrief/subscriptions"
)

func TestLateNote(t *testing.T) {
	render := func(text string) []byte {
		return New(discard(), Config{Token: "x"}).Render(say(text))[0].Body
	}
	long := strings.Repeat("x", maxUnits-numberRoom)
	tests := []struct {
		name  string
		text  string
		plain bool
		want  string
	}{
		{name: "above the text", text: "Your news", want: "Late: it was due at 8:00, A&lt;B.\n\nYour news"},
		{name: "as plain text", text: "Your news", plain: true, want: "Late: it was due at 8:00, A<B.\n\nYour news"},
		{name: "none where there is no room", text: long, want: long},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := subscriptions.Delivery{
				Chat: subscriptions.Chat{Platform: Name, ID: "42"}, Body: render(tt.text), Plain: tt.plain,
				Note: "Late: it was due\nat 8:00, A<B.",
			}
			request, err := requestBody(d)
			if err != nil {
				t.Fatal(err)
			}
			var got body
			if err := json.Unmarshal(request, &got); err != nil {
				t.Fatal(err)
			}
			if got.Text != tt.want {
				t.Errorf("got %q, want %q", got.Text, tt.want)
			}
		})
	}
}
