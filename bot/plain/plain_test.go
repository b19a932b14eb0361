package plain

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestLine(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"plain", "Ferry resumes", "Ferry resumes"},
		{"lines and spaces", " Ferry\n\tresumes\r\n", "Ferry resumes"},
		{"direction overrides", "a\u202eb\u2066c", "abc"},
		{"broken bytes", "a\xffb", "a\ufffdb"},
		{"control characters", "a\x00b\x1bc", "a b c"},
		{"nothing to see", "\u200b\u3164 \ufe0f", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Line(tt.text); got != tt.want {
				t.Errorf("Line(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestUnits(t *testing.T) {
	for text, want := range map[string]int{"": 0, "abc": 3, "ไทย": 3, "日本": 2, "👍": 2, "👩‍🚀": 5} {
		if got := Units(text); got != want {
			t.Errorf("Units(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestClip(t *testing.T) {
	tests := []struct {
		text string
		n    int
		want string
	}{
		{"short", 5, "short"},
		{"longer text", 7, "longer…"},
		{"👩‍🚀👩‍🚀", 8, "👩‍🚀…"},
		{"កម្ពុជា", 5, "ក…"},
	}
	for _, tt := range tests {
		if got := Clip(tt.text, tt.n); got != tt.want {
			t.Errorf("Clip(%q, %d) = %q, want %q", tt.text, tt.n, got, tt.want)
		}
	}
}

// TestCuts holds that whatever is cut fits, is whole letters, and that the
// pieces of Cut are the text.
func TestCuts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab \n日ไ่กម្ព👩‍🚀é"))).Draw(t, "text")
		n := rapid.IntRange(8, 20).Draw(t, "n")
		if got := Clip(text, n); Units(got) > n || !utf8.ValidString(got) {
			t.Fatalf("Clip gave %q of %d units", got, Units(got))
		}
		var whole strings.Builder
		for rest := text; rest != ""; {
			end := Cut(rest, n)
			if end <= 0 || Units(rest[:end]) > n && utf8.RuneCountInString(rest[:end]) > 1 {
				t.Fatalf("Cut gave %d of %q", end, rest)
			}
			whole.WriteString(rest[:end])
			rest = rest[end:]
		}
		if whole.String() != text {
			t.Fatalf("the pieces are %q", whole.String())
		}
	})
}
