// Package bottest is what every platform must pass: [Run] leads conversations,
// which are pages of text, through it and compares them with what a person would
// have read there, and holds it to the rules of [bot.Platform]: what a failure
// means, what must not be lost or told, who may do what, what becomes of chats.
//
// A page is a list of turns:
//
//	> /subscribe japan          what the person types
//	* Time                      or the label of the button that they press
//	Subscribed: Japan.          what comes back, a line each, in order
//
// "{*}" in a line stands for anything. Lines that begin with # are comments.
package bottest

import (
	"context"
	"embed"
	"fmt"
	"log/slog"
	"path"
	"regexp"
	"strings"
	"testing"

	"newsbrief/bot/talk"
)

//go:embed pages/*.txt
var pages embed.FS

// Run holds the platform that the rig makes to all of it: the conversations and
// the rules.
func Run(t *testing.T, rig Rig) {
	eachPage(t, func(t *testing.T, page []turn) {
		s := enter(t, rig)
		for _, u := range page {
			u.lead(t, func() ([]string, error) { return s.answered(func() error { return u.do(s.Say, s.Press) }), nil })
		}
	})
	check(t, rig)
}

// Reader talks to the bot without a platform. Both methods return the answers.
type Reader interface {
	Say(ctx context.Context, line string) ([]string, error)
	Press(ctx context.Context, label string) ([]string, error)
}

// Converse leads the conversations alone. meet is called once a page, with the
// bot that is to answer.
func Converse(t *testing.T, meet func(t *testing.T, b *talk.Bot) Reader) {
	eachPage(t, func(t *testing.T, page []turn) {
		r := meet(t, NewBot(t, slog.New(slog.DiscardHandler)))
		for _, u := range page {
			u.lead(t, func() ([]string, error) {
				if u.press {
					return r.Press(t.Context(), u.typed)
				}
				return r.Say(t.Context(), u.typed)
			})
		}
	})
}

func eachPage(t *testing.T, lead func(t *testing.T, page []turn)) {
	files, err := pages.ReadDir("pages")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		t.Run("conversation "+strings.TrimSuffix(f.Name(), ".txt"), func(t *testing.T) {
			data, err := pages.ReadFile(path.Join("pages", f.Name()))
			if err != nil {
				t.Fatal(err)
			}
			lead(t, turns(string(data)))
		})
	}
}

// turn is one thing that a person does and what must come of it.
type turn struct {
	line  int
	typed string
	press bool
	want  []string
}

func turns(page string) []turn {
	var all []turn
	n := 0
	for line := range strings.Lines(page) {
		n++
		line = strings.TrimSpace(line)
		typed, says := strings.CutPrefix(line, "> ")
		label, presses := strings.CutPrefix(line, "* ")
		switch {
		case says:
			all = append(all, turn{line: n, typed: typed})
		case presses:
			all = append(all, turn{line: n, typed: label, press: true})
		case line != "" && !strings.HasPrefix(line, "#"):
			last := &all[len(all)-1]
			last.want = append(last.want, line)
		}
	}
	return all
}

func (u turn) do(say, press func(string) error) error {
	if u.press {
		return press(u.typed)
	}
	return say(u.typed)
}

func (u turn) lead(t *testing.T, do func() ([]string, error)) {
	t.Helper()
	answers, err := do()
	if err != nil {
		t.Fatalf("line %d: %q: %v", u.line, u.typed, err)
	}
	got := strings.Join(answers, "\n")
	if complaint := differs(got, u.want); complaint != "" {
		t.Errorf("line %d: %q: %s\ngot:\n%s", u.line, u.typed, complaint, got)
	}
}

// differs says from which line on got is not what was wanted: all lines must
// be there in order, and between them nothing but marks and numbers, which
// platforms set as they like.
func differs(got string, want []string) string {
	got = folded(links.ReplaceAllString(got, " "))
	for n := range want {
		if !pattern(want[:n+1], n+1 == len(want)).MatchString(got) {
			return fmt.Sprintf("differs from %q on", want[n])
		}
	}
	return ""
}

var links = regexp.MustCompile(`https?://\S+`)

// pattern matches a text that begins with the lines, and, if they are all,
// ends with them.
func pattern(lines []string, all bool) *regexp.Regexp {
	const marks = `[^\pL]*?`
	expr := "^"
	for _, line := range lines {
		parts := strings.Split(folded(line), "{*}")
		for i, part := range parts {
			parts[i] = regexp.QuoteMeta(part)
		}
		expr += marks + strings.Join(parts, ".*?")
	}
	if all {
		expr += `[^\pL]*$`
	}
	return regexp.MustCompile(expr)
}

func folded(s string) string { return strings.Join(strings.Fields(s), " ") }
