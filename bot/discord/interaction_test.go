package discord

import (
	"encoding/json"
	"testing"

	"newsbrief/bot/discord/discordtest"
)

// TestOddInteractions holds that one odd field costs no answer.
func TestOddInteractions(t *testing.T) {
	tests := []struct{ name, fields string }{
		{"nothing", `{}`},
		{"nulls", `{"guild_id":null,"channel":null,"member":null,"locale":null,"app_permissions":null,"context":null,"authorizing_integration_owners":null,"message":null}`},
		{"owner null", `{"guild_id":"1","authorizing_integration_owners":{"0":null}}`},
		{"owner as a number", `{"guild_id":"1","authorizing_integration_owners":{"0":1}}`},
		{"list of owners", `{"guild_id":"1","authorizing_integration_owners":[]}`},
		{"context as a string", `{"context":"1"}`},
		{"context as a word", `{"context":"BOT_DM"}`},
		{"permissions as numbers", `{"guild_id":"1","member":{"permissions":32},"app_permissions":2048}`},
		{"flags null", `{"message":{"flags":null}}`},
		{"channel of no type", `{"channel":{"id":null,"type":null}}`},
		{"type of the channel as a string", `{"channel":{"type":"0"}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			r.s.Odd = json.RawMessage(tt.fields)
			r.run()
			r.s.Slash(discordtest.Use{Channel: direct, Person: bob, Name: "latest"})
			r.said(direct, 1)
		})
	}
}

// TestOwnersAndContextAreRead holds that where the bot is no member is known
// however it is written.
func TestOwnersAndContextAreRead(t *testing.T) {
	tests := []struct {
		fields  string
		outside bool
	}{
		{`{"guild_id":"1","authorizing_integration_owners":{"0":"1"}}`, false},
		{`{"guild_id":"1","authorizing_integration_owners":{"0":1,"1":"2"}}`, false},
		{`{"guild_id":"1","authorizing_integration_owners":{"1":null}}`, true},
		{`{"guild_id":"1","authorizing_integration_owners":["1"]}`, false},
		{`{"context":2}`, true},
		{`{"context":"2"}`, true},
		{`{"context":1}`, false},
	}
	for _, tt := range tests {
		var i interaction
		if err := json.Unmarshal([]byte(tt.fields), &i); err != nil || i.outside() != tt.outside {
			t.Errorf("%s: outside %v, %v", tt.fields, i.outside(), err)
		}
	}
}

func TestEventsThatAreNone(t *testing.T) {
	r := newRig(t)
	r.run()
	for _, data := range []any{nil, "x", 7, map[string]any{}, map[string]any{"id": "x/../y", "token": "t", "type": 2}, map[string]any{"id": "1", "type": 2}, map[string]any{"id": "5", "token": "../..", "type": 2, "data": nil, "member": nil}} {
		r.s.Dispatch("INTERACTION_CREATE", data)
		r.s.Dispatch("CHANNEL_DELETE", data)
	}
	r.s.Dispatch("SOMETHING_NEW", map[string]any{"a": 1})
	r.s.Slash(discordtest.Use{Channel: direct, Person: bob, Name: "list"})
	r.said(direct, 1)
	if n := len(r.got()); n != 1 {
		t.Errorf("%d commands", n)
	}
}
