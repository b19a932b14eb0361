package main

import "testing"

func TestParagraphs(t *testing.T) {
	for _, tt := range []struct {
		name, lang string
		in         []string
		want       string
	}{
		{"sentences", "en", []string{"Rain fell.", "It stopped."}, "Rain fell. It stopped."},
		{"a heading", "en", []string{"Rain", "It fell.", "It stopped."}, "Rain\nIt fell. It stopped."},
		{"no spaces", "ja", []string{"雨が降った。", "やんだ。"}, "雨が降った。やんだ。"},
		{"no end marks", "th", []string{"ฝนตก", "หยุดแล้ว"}, "ฝนตก หยุดแล้ว"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := paragraphs(tt.in, tt.lang); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestEventOf(t *testing.T) {
	if a, b := eventOf("bbc.381746"), eventOf("scotsman.133791"); a != b {
		t.Errorf("two documents of one match stand for %q and %q", a, b)
	}
	if got := eventOf("bbc.1"); got != "bbc.1" {
		t.Errorf("a document of its own stands for %q", got)
	}
	seen := map[string]bool{}
	for _, ids := range sameEvent {
		for _, id := range ids {
			if seen[id] {
				t.Errorf("%s is in two events", id)
			}
			seen[id] = true
		}
	}
}
