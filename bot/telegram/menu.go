package telegram

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"slices"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
	"golang.org/x/text/language"

	"newsbrief/bot"
	"newsbrief/bot/plain"
)

// Telegram's limits of a menu.
const (
	maxEntries = 100
	maxAbout   = 256
)

var entryName = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

// menu is the list of commands that one kind of chat shows in one language.
type menu struct {
	scope    string
	language string // two letters; "": everyone without a list of their own
	commands []tgbotapi.BotCommand
}

// menus returns the lists that Telegram should have. What members of a group
// may not run is not in theirs.
func (t *Telegram) menus() []menu {
	var out []menu
	for _, scope := range []string{"default", "all_group_chats", "all_chat_administrators"} {
		for code, tag := range menuLanguages(t.table) {
			m := menu{scope: scope, language: code}
			for _, e := range t.table {
				about := plain.Clip(plain.Line(e.AboutIn(tag)), maxAbout)
				if about == "" || !entryName.MatchString(e.Name) || len(m.commands) == maxEntries || e.Admin && scope == "all_group_chats" {
					continue
				}
				m.commands = append(m.commands, tgbotapi.BotCommand{Command: e.Name, Description: about})
			}
			if len(m.commands) > 0 {
				out = append(out, m)
			}
		}
	}
	return out
}

// menuLanguages returns the tags of the commands' languages by Telegram's code:
// two letters, so that Filipino is Tagalog and both scripts of Chinese are one,
// the one whose tag is shorter or comes first.
func menuLanguages(commands []bot.Spec) map[string]string {
	codes := map[string]string{"": ""}
	for _, e := range commands {
		for tag := range e.About {
			code := twoLetters(tag)
			if old, ok := codes[code]; code != "" && (!ok || len(tag) < len(old) || len(tag) == len(old) && tag < old) {
				codes[code] = tag
			}
		}
	}
	return codes
}

func twoLetters(tag string) string {
	base, err := language.ParseBase(firstSubtag(tag))
	switch {
	case err != nil:
		return ""
	case base.String() == "fil":
		return "tl"
	case len(base.String()) != 2:
		return ""
	}
	return base.String()
}

func firstSubtag(tag string) string {
	for i, r := range tag {
		if r == '-' || r == '_' {
			return tag[:i]
		}
	}
	return tag
}

// syncMenu brings Telegram's lists in line with ours. A menu is a convenience:
// if Telegram refuses one, that is said, and the rest goes on.
func (t *Telegram) syncMenu(ctx context.Context) error {
	changed := 0
	for _, m := range t.menus() {
		set, err := t.insistOnMenu(ctx, m)
		if err != nil && ctx.Err() == nil {
			t.lg.Warn("menu not set", "scope", m.scope, "language", m.language, "err", err)
		}
		if isFatal(err) {
			break // a server without menus
		}
		if set {
			changed++
		}
	}
	if changed > 0 {
		t.lg.Info("menus brought up to date", "lists", changed)
	}
	return nil
}

// insistOnMenu sets one list if it differs, and reports whether it did. It
// tries until Telegram answers.
func (t *Telegram) insistOnMenu(ctx context.Context, m menu) (bool, error) {
	backoff := t.newBackoff(slog.New(slog.DiscardHandler)) // that Telegram is away, others say
	for {
		set, err := t.setMenu(ctx, m)
		if err == nil || isRefusal(err) || ctx.Err() != nil {
			return set, err
		}
		backoff.Wait(ctx, "", err, retryAfter(err), t.waits.most)
	}
}

// isRefusal reports whether Telegram will say the same next time.
func isRefusal(err error) bool {
	var refused *apiError
	return errors.As(err, &refused) && refused.Code >= 400 && refused.Code < 500 && refused.Code != http.StatusTooManyRequests
}

func (t *Telegram) setMenu(ctx context.Context, m menu) (bool, error) {
	params := tgbotapi.Params{"scope": `{"type":"` + m.scope + `"}`}
	params.AddNonEmpty("language_code", m.language)
	var have []tgbotapi.BotCommand
	if err := t.api.call(ctx, "getMyCommands", params, &have); err != nil && !isRefusal(err) {
		return false, err
	}
	if slices.Equal(have, m.commands) {
		return false, nil
	}
	if err := params.AddInterface("commands", m.commands); err != nil {
		return false, fmt.Errorf("encode menu: %w", err)
	}
	err := t.api.call(ctx, "setMyCommands", params, nil)
	return err == nil, err
}
