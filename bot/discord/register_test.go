package discord

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"newsbrief/bot"
	"newsbrief/bot/discord/discordtest"
	"newsbrief/bot/talk"
)

func (r *rig) registered() []discordtest.Command {
	r.t.Helper()
	r.until(func() bool { return len(r.s.Commands(r.d.cfg.Guild)) > 0 })
	return r.s.Commands(r.d.cfg.Guild)
}

func commandOf(t *testing.T, all []discordtest.Command, name string) discordtest.Command {
	t.Helper()
	for _, c := range all {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no command %s", name)
	return discordtest.Command{}
}

// TestRegistration registers the whole table with a server that keeps
// Discord's rules in every language.
func TestRegistration(t *testing.T) {
	r := newRig(t)
	r.run()
	all := r.registered()
	if len(all) != len(talk.Commands()) {
		t.Errorf("%d commands, want %d", len(all), len(talk.Commands()))
	}
	sub := commandOf(t, all, "subscribe")
	if len(sub.Options) != 3 || sub.Options[0].Name != "topics" || !sub.Options[0].Required || !sub.Options[0].Autocomplete || sub.Options[1].Name != "at" || sub.Options[2].Name != "days" {
		t.Errorf("options of subscribe: %+v", sub.Options)
	}
	if sub.Permissions == nil || *sub.Permissions != "32" || !slices.Equal(sub.Contexts, []int{0, 1}) {
		t.Errorf("subscribe: %+v", sub)
	}
	if latest := commandOf(t, all, "latest"); latest.Permissions != nil || latest.Descriptions["ja"] != "latestをする" || latest.Descriptions["en-GB"] != "does latest" || latest.Descriptions["en-US"] != "does latest" {
		t.Errorf("latest: %+v", latest)
	}
	if zone := commandOf(t, all, "timezone"); len(zone.Options) != 1 || zone.Options[0].Name != "place" || !zone.Options[0].Autocomplete {
		t.Errorf("timezone: %+v", zone.Options)
	}
}

func TestCommandsAreOverwrittenOnlyWhenTheyDiffer(t *testing.T) {
	r := newRig(t)
	stop := r.run()
	r.registered()
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	again := func(want int, change func()) {
		t.Helper()
		change()
		asked := len(r.s.Requests())
		stop := r.run2()
		r.until(func() bool {
			got := 0
			for _, q := range r.s.Requests()[asked:] {
				if strings.HasSuffix(q.Path, "/commands") && (q.Method == "GET" && want == r.s.Overwrites() || q.Method == "PUT") {
					got++
				}
			}
			return got > 0
		})
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		if got := r.s.Overwrites(); got != want {
			t.Errorf("%d overwrites, want %d", got, want)
		}
	}
	again(1, func() {})
	again(2, func() { r.table[2].About["ja"] = "違う" })
	again(2, func() {})
	again(3, func() { r.table = r.table[1:] })
}

func TestCommandsOfOneServer(t *testing.T) {
	r := newRig(t, func(c *Config) { c.Guild = guild })
	r.run()
	if c := r.registered()[0]; c.Contexts != nil {
		t.Errorf("contexts of a server's own command: %+v", c)
	}
	if all := r.s.Commands(""); len(all) != 0 {
		t.Errorf("%d commands everywhere", len(all))
	}
}

// localizer says texts without placeholders.
type localizer func(key, language string) string

func (l localizer) Say(key, language string, _ ...any) string { return l(key, language) }

// TestNamesInEveryLanguage holds that names which Discord would refuse are
// left out, and the rest are kept.
func TestNamesInEveryLanguage(t *testing.T) {
	names := map[string]string{
		"ja": "購読", "vi": "đăng ký", "th": "สมัคร", "id": "Langganan", "zh": "订阅", "zh-Hant": "訂閱", "de": strings.Repeat("a", 33), "ko": "구독!", "en": "subscribe", "hi": "सदस्यता",
	}
	r := newRig(t)
	r.parts = []any{localizer(func(key, language string) string {
		switch {
		case key == "discord.name.subscribe" && names[language] != "":
			return names[language]
		case key == "discord.option.topics" && language == "ja":
			return strings.Repeat("長", 120)
		}
		return key
	})}
	r.run()
	sub := commandOf(t, r.registered(), "subscribe")
	want := map[string]string{
		"ja": "購読", "th": "สมัคร", "id": "langganan", "zh-CN": "订阅", "zh-TW": "訂閱", "hi": "सदस्यता", "en-US": "subscribe", "en-GB": "subscribe",
	}
	if fmt.Sprint(sub.Names) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", sub.Names, want)
	}
	if got := sub.Options[0].Descriptions["ja"]; discordtest.Units(got) > 100 || !strings.HasSuffix(got, "…") {
		t.Errorf("description %q", got)
	}
}

func TestCommandsThatDiscordWouldRefuseAreLeftOut(t *testing.T) {
	r := newRig(t)
	about := map[string]string{"": strings.Repeat("long ", 50)}
	r.table = []bot.Spec{{Name: "Big", About: about}, {Name: "with space", About: about}, {Name: "silent"}, {Name: "good", About: about}}
	for i := range 120 {
		r.table = append(r.table, bot.Spec{Name: fmt.Sprintf("c%d", i), About: about})
	}
	r.run()
	all := r.registered()
	if len(all) != 100 || discordtest.Units(commandOf(t, all, "good").Description) > 100 {
		t.Errorf("%d commands", len(all))
	}
	if !strings.Contains(r.log.String(), `command left out" name=Big`) {
		t.Error("nothing said of the commands left out")
	}
}

func TestRefusedRegistrationIsSaidAndTheRestGoesOn(t *testing.T) {
	r := newRig(t)
	r.s.Fail(discordtest.Failure{Method: "PUT", Path: "/applications", Status: 403, Code: 50001, Message: "Missing Access"})
	r.run()
	r.s.Slash(discordtest.Use{Channel: direct, Person: bob, Name: "list"})
	r.said(direct, 1)
	r.until(func() bool { return strings.Contains(r.log.String(), "commands not registered") })
}

// TestRegistrationWithoutAList holds that a server which does not say what
// commands it has gets them all the same.
func TestRegistrationWithoutAList(t *testing.T) {
	tests := []struct {
		name   string
		status int
		body   string
	}{
		{"not found", 404, `{"message":"404: Not Found","code":0}`},
		{"not found, as text", 404, "404 page not found"},
		{"not allowed", 405, ""},
		{"no access", 403, `{"message":"Missing Access","code":50001}`},
		{"not implemented", 501, ""},
		{"no list", 200, `{}`},
		{"no JSON", 200, "<html>"},
		{"nothing", 200, "null"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			r.s.Fail(discordtest.Failure{Method: "GET", Path: "/applications", Status: tt.status, Body: tt.body})
			r.run()
			if n := len(r.registered()); n != len(talk.Commands()) {
				t.Errorf("%d commands", n)
			}
		})
	}
}

// TestPermissionsAreWrittenAsTheServerReadsThem holds that commands which a
// server refuses are offered with their permissions as a number, and then
// without them, and that one without permissions is not offered twice.
func TestPermissionsAreWrittenAsTheServerReadsThem(t *testing.T) {
	tests := []struct {
		name    string
		refused int // times
		want    []string
	}{
		{"as a string", 0, []string{`"32"`}},
		{"as a number", 1, []string{`"32"`, `32`}},
		{"not at all", 2, []string{`"32"`, `32`, ""}},
		{"whatever it is", 3, []string{`"32"`, `32`, ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			r.table = []bot.Spec{{Name: "subscribe", Admin: true, About: map[string]string{"": "x"}}}
			if tt.refused > 0 {
				r.s.Fail(discordtest.Failure{Method: "PUT", Path: "/applications", Times: tt.refused, Status: 400, Code: 50035, Message: "Invalid Form Body"})
			}
			r.run()
			r.until(func() bool {
				log := r.log.String()
				return strings.Contains(log, "commands brought up to date") || strings.Contains(log, "commands not registered")
			})
			var got []string
			for _, q := range r.s.Requests() {
				if q.Method == "PUT" {
					got = append(got, writtenPermissions(t, q.Body))
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func writtenPermissions(t *testing.T, body string) string {
	t.Helper()
	var commands []struct {
		Permissions json.RawMessage `json:"default_member_permissions"`
	}
	if err := json.Unmarshal([]byte(body), &commands); err != nil || len(commands) != 1 {
		t.Fatalf("%d commands, %v", len(commands), err)
	}
	return string(commands[0].Permissions)
}

// TestPermissionsAreReadInBothForms holds that commands which come back with
// their permissions written otherwise are the same commands.
func TestPermissionsAreReadInBothForms(t *testing.T) {
	want := quietDiscord(t).slashCommand(bot.Spec{Name: "subscribe", Admin: true, About: map[string]string{"": "x"}})
	for _, written := range []string{`"32"`, `32`} {
		body, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var have registered
		if err := json.Unmarshal([]byte(strings.Replace(string(body), `"32"`, written, 1)), &have); err != nil {
			t.Fatal(err)
		}
		if !sameCommands([]registered{have}, []*discordgo.ApplicationCommand{want}) {
			t.Errorf("%s is not the same", written)
		}
	}
}

func TestRegistrationIsRepeatedAfterATrouble(t *testing.T) {
	r := newRig(t)
	r.s.Fail(discordtest.Failure{Path: "/applications", Times: 2, Status: 503, Body: "<html>"})
	r.run()
	r.registered()
}
