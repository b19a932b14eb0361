package text

import (
	"testing"

	"pgregory.net/rapid"
)

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"japan", "japan", 0},
		{"jpan", "japan", 1},
		{"japann", "japan", 1},
		{"jaqan", "japan", 1},
		{"jpaan", "japan", 1},
		{"日木", "日本", 1},
		{"tecnolgy", "technology", 2},
		{"", "ai", 2},
	}
	for _, tt := range tests {
		if got := Distance([]rune(tt.a), []rune(tt.b), 9); got != tt.want {
			t.Errorf("Distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

// TestDistanceFar holds that a distance does not depend on the order, and that
// the bound changes nothing below it.
func TestDistanceFar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.SliceOfN(rapid.RuneFrom([]rune("abข日")), 0, 7)
		a, b := letters.Draw(t, "a"), letters.Draw(t, "b")
		far := rapid.IntRange(0, 8).Draw(t, "far")
		whole := Distance(a, b, 99)
		if back := Distance(b, a, 99); back != whole {
			t.Errorf("%d one way, %d the other", whole, back)
		}
		if got := Distance(a, b, far); got != whole && (whole <= far || got <= far) {
			t.Errorf("%d within %d, %d without a bound", got, far, whole)
		}
	})
}
