package main

import "testing"

func TestWantsColour(t *testing.T) {
	tests := []struct {
		name    string
		environ []string
		want    bool
	}{
		{"a usual terminal", []string{"TERM=xterm-256color"}, true},
		{"a person who wants none", []string{"TERM=xterm", "NO_COLOR=1"}, false},
		{"empty means unset", []string{"NO_COLOR="}, true},
		{"a terminal without", []string{"TERM=dumb"}, false},
	}
	for _, tt := range tests {
		if got := wantsColour(tt.environ); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}
