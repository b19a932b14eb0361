package telegram

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"newsbrief/bot"
	"newsbrief/bot/talk"
	"newsbrief/bot/telegram/telegramtest"
	"newsbrief/bot/texts"
)

func menuEntries() []bot.Spec {
	return []bot.Spec{
		{Name: "latest", About: map[string]string{"": "News now", "en": "News now", "fil": "Balita", "zh-Hant": "最新消息 (Hant)", "zh-Hans": "最新消息"}},
		{Name: "stop", Admin: true, About: map[string]string{"": "End it all"}},
		{Name: "Not-Allowed", About: map[string]string{"": "x"}},
		{Name: "silent"},
	}
}

// synced runs the menu part until it is done.
func synced(t *testing.T, r *rig) []telegramtest.Call {
	t.Helper()
	if err := r.tg.syncMenu(r.ctx); err != nil {
		t.Fatal(err)
	}
	return r.s.Calls("setMyCommands")
}

func TestMenusAreSetOnceADifferenceIsThere(t *testing.T) {
	r := newRig(t)
	r.offers(menuEntries()...)
	got := map[string]string{}
	for _, c := range synced(t, r) {
		var commands []struct{ Command, Description string }
		if err := json.Unmarshal([]byte(c.Params["commands"]), &commands); err != nil {
			t.Fatal(err)
		}
		var words []string
		for _, c := range commands {
			words = append(words, c.Command+"="+c.Description)
		}
		got[c.Params["scope"]+c.Params["language_code"]] = strings.Join(words, ",")
	}
	if len(got) != 3*4 {
		t.Errorf("%d lists, want 12: %v", len(got), got)
	}
	for key, want := range map[string]string{
		`{"type":"default"}`:                   "latest=News now,stop=End it all",
		`{"type":"all_group_chats"}`:           "latest=News now",
		`{"type":"all_chat_administrators"}tl`: "latest=Balita,stop=End it all",
		`{"type":"default"}zh`:                 "latest=最新消息,stop=End it all",
	} {
		if got[key] != want {
			t.Errorf("%s: %q, want %q", key, got[key], want)
		}
	}
	if n := len(synced(t, r)); n != 12 {
		t.Errorf("%d lists set again though nothing had changed", n-12)
	}
}

// TestMenusSpeakEveryLanguage holds that every language of the catalogue has
// its menu, with nothing cut off. Both scripts of Chinese have one menu.
func TestMenusSpeakEveryLanguage(t *testing.T) {
	texts, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"": "en", "zh": "zh-Hans", "tl": "fil"}
	for _, tag := range texts.Languages() {
		if len(tag) == 2 {
			want[tag] = tag
		}
	}
	r := newRig(t)
	r.offers(talk.Described(texts)...)
	seen := map[string]bool{}
	for _, m := range r.tg.menus() {
		tag, ok := want[m.language]
		if !ok {
			t.Errorf("a menu in %q", m.language)
		}
		seen[m.scope+m.language] = true
		if m.scope == "all_group_chats" { // without what only admins may run
			continue
		}
		for i, c := range m.commands {
			if text := texts.In(tag).Say(talk.Commands()[i].HelpKey()); c.Description != text {
				t.Errorf("%s in %q: %q, want %q", c.Command, m.language, c.Description, text)
			}
		}
	}
	if len(seen) != 3*len(want) {
		t.Errorf("%d menus, want three in each of %v", len(seen), want)
	}
	if n := len(synced(t, r)); n != len(r.tg.menus()) {
		t.Errorf("%d lists set, want %d", n, len(r.tg.menus()))
	}
}

func TestMenuTroubleStopsNothing(t *testing.T) {
	r := newRig(t)
	r.offers(menuEntries()...)
	r.s.Fail(telegramtest.Failure{Method: "setMyCommands", Code: 400, Description: "Bad Request: BOT_COMMAND_INVALID"})
	r.s.Fail(telegramtest.Failure{Method: "getMyCommands", Code: 502, Page: "<html>"})
	if n := len(synced(t, r)); n != 12 || !strings.Contains(r.log.String(), "menu not set") {
		t.Errorf("%d lists tried\n%s", n, r.log)
	}
	ctx, cancel := context.WithCancel(r.ctx)
	cancel()
	if err := r.tg.syncMenu(ctx); err != nil {
		t.Errorf("cancelled: %v", err)
	}
}

func TestServerWithoutMenusIsAskedOnce(t *testing.T) {
	r := newRig(t)
	r.offers(menuEntries()...)
	for _, method := range []string{"getMyCommands", "setMyCommands"} {
		r.s.Fail(telegramtest.Failure{Method: method, Times: -1, Code: 404, Description: "Not Found: method not found"})
	}
	if n := len(synced(t, r)); n != 1 || strings.Count(r.log.String(), "menu not set") != 1 {
		t.Errorf("%d lists tried\n%s", n, r.log)
	}
}

func TestTwoLetters(t *testing.T) {
	for tag, want := range map[string]string{"en": "en", "fil": "tl", "zh-Hant": "zh", "pt_BR": "pt", "": "", "yue": "", "nonsense tag": ""} {
		if got := twoLetters(tag); got != want {
			t.Errorf("%q: %q, want %q", tag, got, want)
		}
	}
}
