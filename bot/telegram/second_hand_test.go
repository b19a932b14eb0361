package telegram

import (
	"fmt"
	"strings"
	"testing"
)

// inject puts a line that alice sent into the group, or that stands in the
// channel, with more fields.
func (r *rig) inject(kind string, id int, text, more string) {
	chat := `{"id":-100500,"type":"supergroup"},"from":{"id":42,"is_bot":false}`
	if strings.Contains(kind, "post") {
		chat = `{"id":-1000000700,"type":"channel"}`
	}
	r.s.Inject(kind, fmt.Sprintf(`{"message_id":%d,"chat":%s,"text":%q%s}`, id, chat, text, more))
}

// TestWordsOfOthersAreNoCommands holds that nobody runs a command by sending
// what somebody else wrote.
func TestWordsOfOthersAreNoCommands(t *testing.T) {
	for name, mark := range map[string]string{
		"forwarded":                     `"forward_origin":{"type":"user","date":1,"sender_user":{"id":666}},"forward_date":1`,
		"forwarded from a hidden user":  `"forward_origin":{"type":"hidden_user","date":1,"sender_user_name":"x"}`,
		"forwarded, by an older server": `"forward_date":1,"forward_from":{"id":666}`,
		"forwarded in a new way":        `"forward_origin":"of the future"`,
		"from the linked channel":       `"is_automatic_forward":true`,
		"by way of another bot":         `"via_bot":{"id":5,"is_bot":true}`,
	} {
		for _, kind := range []string{"message", "channel_post", "edited_message", "edited_channel_post"} {
			r := newRig(t)
			r.run()
			r.inject(kind, 9, "/latest spam", `,"date":100,"edit_date":110,`+mark)
			r.inject(strings.TrimPrefix(kind, "edited_"), 10, "/latest own words", `,"is_automatic_forward":false,"forward_date":0,"via_bot":null`)
			r.settle()
			if got := r.got(); len(got) != 1 || got[0].Args != "own words" {
				t.Errorf("%s, %s: ran %v, want what they wrote themselves", kind, name, got)
			}
		}
	}
}

// TestCorrectedCommands holds that a message which is changed into a command
// soon after it was written is one, once.
func TestCorrectedCommands(t *testing.T) {
	type version struct {
		kind    string
		text    string
		changed int // seconds after it was written
	}
	tests := []struct {
		name     string
		versions []version
		want     string // arguments of what ran
	}{
		{"a typing error", []version{{"message", "/latset japan", 0}, {"edited_message", "/latest japan", 8}}, "japan"},
		{"another topic", []version{{"message", "/latest jpan", 0}, {"edited_message", "/latest japan", 60}}, "jpan japan"},
		{"a command of what was none", []version{{"message", "latest japan", 0}, {"edited_message", "/latest japan", 5}}, "japan"},
		{"in a channel", []version{{"channel_post", "/latest jpan", 0}, {"edited_channel_post", "/latest japan", 5}}, "jpan japan"},
		{"the same text again", []version{{"message", "/latest japan", 0}, {"edited_message", "/latest japan", 1}, {"edited_message", "/latest japan", 30}}, "japan"},
		{"too late", []version{{"message", "/latest jpan", 0}, {"edited_message", "/latest japan", 61}}, "jpan"},
		{"days later", []version{{"edited_channel_post", "/latest japan", 864000}}, ""},
		{"into no command", []version{{"message", "/latest jpan", 0}, {"edited_message", "never mind", 5}}, "jpan"},
		{"without saying when", []version{{"edited_message", "/latest japan", -1000}}, ""},
	}
	for _, tt := range tests {
		r := newRig(t)
		r.run()
		for _, v := range tt.versions {
			r.inject(v.kind, 9, v.text, fmt.Sprintf(`,"date":1000,"edit_date":%d`, 1000+v.changed))
		}
		r.settle()
		var ran []string
		for _, c := range r.got() {
			ran = append(ran, c.Args)
		}
		if got := strings.Join(ran, " "); got != tt.want {
			t.Errorf("%s: ran %q, want %q", tt.name, got, tt.want)
		}
	}
}
