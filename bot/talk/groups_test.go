package talk_test

import (
	"log/slog"
	"strings"
	"testing"

	"newsbrief/bot/bottest"
	"newsbrief/subscriptions"
)

// TestGroups holds that members of a group may look, and only admins change.
func TestGroups(t *testing.T) {
	tests := []struct {
		line    string
		changes bool
	}{
		{"/list", false},
		{"/latest japan", false},
		{"/topics", false},
		{"/help", false},
		{"/subscribe japan", true},
		{"/topics +japan 1", true},
		{"/unsubscribe japan", true},
		{"/time 7", true},
		{"/days weekend", true},
		{"/timezone Tokyo", true},
		{"/language ja", true},
		{"/settings", true},
		{"/stop", true},
	}
	for _, tt := range tests {
		for _, admin := range []bool{false, true} {
			member := &neutral{
				bot:   bottest.NewBot(t, slog.New(slog.DiscardHandler)),
				chat:  subscriptions.Chat{Platform: "test", ID: "-7"},
				group: true, admin: admin,
			}
			got, err := member.Say(t.Context(), tt.line)
			if err != nil {
				t.Fatal(err)
			}
			refused := strings.HasPrefix(got[0], "In a group only its admins")
			if want := tt.changes && !admin; refused != want {
				t.Errorf("%s, admin %v: refused %v, want %v", tt.line, admin, refused, want)
			}
			if refused && !member.answers[0].Private {
				t.Errorf("%s: the refusal is not private", tt.line)
			}
		}
	}
}

// TestTopicsInPlace holds that the menu of topics subscribes and unsubscribes
// in the message that shows it.
func TestTopicsInPlace(t *testing.T) {
	n := &neutral{bot: bottest.NewBot(t, slog.New(slog.DiscardHandler)), chat: subscriptions.Chat{Platform: "test", ID: "1"}}
	for _, step := range []struct{ press, shows string }{
		{"", "Japan"}, {"Japan", "✓ Japan"}, {"✓ Japan", "Japan"}, {"More ▸", "◂ Back"}, {"◂ Back", "Japan"},
	} {
		var err error
		if step.press == "" {
			_, err = n.Say(t.Context(), "/topics")
		} else {
			_, err = n.Press(t.Context(), step.press)
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := n.choices[step.shows]; !ok || !n.answers[0].Replace {
			t.Errorf("after %q: no choice %q in place: %v", step.press, step.shows, n.choices)
		}
	}
}

// TestChoicesFitEverywhere holds that no choice has a line that a platform
// would refuse, in any language.
func TestChoicesFitEverywhere(t *testing.T) {
	long := `"` + strings.Repeat("ข่าวเศรษฐกิจดิจิทัล", 3) + `"`
	for _, language := range []string{"en", "ja", "th", "km", "my", "ta"} {
		n := &neutral{bot: bottest.NewBot(t, slog.New(slog.DiscardHandler)), chat: subscriptions.Chat{Platform: "test", ID: language}}
		for _, line := range []string{"/language " + language, "/topics", "/topics 2", "/subscribe " + long, "/subscribe", "/unsubscribe", "/latest " + long, "/settings", "/time", "/days", "/stop", "/start japan"} {
			if _, err := n.Say(t.Context(), line); err != nil {
				t.Fatal(err)
			}
			for label, typed := range n.choices {
				if len(typed) > 64 || label == "" {
					t.Errorf("%s: choice %q has the line %q of %d bytes", line, label, typed, len(typed))
				}
			}
		}
		if _, err := n.Say(t.Context(), "/unsubscribe"); err != nil || len(n.choices) != 1 {
			t.Fatalf("%s: choices %v, %v", language, n.choices, err)
		}
		for label := range n.choices {
			if got, err := n.Press(t.Context(), label); err != nil {
				t.Errorf("pressing %q: %v, %v", label, got, err)
			}
		}
		if got, err := n.Say(t.Context(), "/unsubscribe"); err != nil || len(n.choices) != 0 {
			t.Errorf("%s: still subscribed: %v, %v", language, got, err)
		}
	}
}
