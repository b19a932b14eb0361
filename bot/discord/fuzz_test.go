package discord

import (
	"encoding/json"
	"strings"
	"testing"

	"newsbrief/bot"
	"newsbrief/bot/talk"
)

// FuzzInteraction reads what the gateway may bring, as hostile as it comes.
func FuzzInteraction(f *testing.F) {
	f.Add([]byte(`{"id":"1","token":"t","type":2,"channel_id":"2","guild_id":"3","member":{"permissions":"32"},"app_permissions":"1024","data":{"name":"subscribe","options":[{"name":"topics","value":"a","type":3}]}}`))
	f.Add([]byte(`{"id":"1","token":"../x","type":3,"context":2,"channel":{"id":"2","type":15},"authorizing_integration_owners":{"1":"2"},"data":{"custom_id":"/topics +a","values":["x"]}}`))
	f.Add([]byte(`{"type":4,"data":{"options":[{"name":"x","focused":true,"value":7,"options":[{"value":null}]}]}}`))
	f.Add([]byte(`null`))
	d := quietDiscord(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		var i interaction
		if json.Unmarshal(data, &i) != nil {
			return
		}
		name := strings.ToLower(i.Data.Name)
		spec, _ := bot.Find(talk.Commands(), name)
		c := d.commandOf(&i, name, arguments(spec, i.Data.Options))
		d.isEphemeral(&i, c.Name)
		d.obstacle(&i, c)
		focused(i.Data.Options)
		r := &responder{d: d, i: &i}
		if path := r.webhook(); strings.Count(path, "/") != 3 || strings.Contains(path, "..") && !strings.Contains(i.Token+i.App, "..") {
			t.Errorf("path %q", path)
		}
	})
}
