// Package bottest holds what every platform must pass: conversations as pages
// of text, which [Run] leads through an adapter and compares with what a
// person would have read there, free of markup.
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
	"newsbrief/bot/talk"
	"path"
	"regexp"
	"strings"
	"testing"
)

//go:embed pages/*.txt
var pages embed.FS

// Person is somebody in a private chat with the bot, by way of a platform.
// What comes back is the plain text of each message, in order, with the labels
// of its choices behind it; link targets are left out.
type Person interface {
	// Say types a line and returns the answers.
	Say(ctx context.Context, line string) ([]string, error)
	// Press presses the button that was shown last with the label and returns
	// the answers, a changed message among them.
	Press(ctx context.Context, label string) ([]string, error)
}

// Run leads every page through the platform. meet is called once a page, with
// the bot that is to answer; what it starts it ends by t.Cleanup.
func Run(t *testing.T, meet func(t *testing.T, b *talk.Bot) Person) {
	files, err := pages.ReadDir("pages")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(f.Name(), ".txt"), func(t *testing.T) {
			data, err := pages.ReadFile(path.Join("pages", f.Name()))
			if err != nil {
				t.Fatal(err)
			}
			p := meet(t, NewBot(t, slog.New(slog.DiscardHandler)))
			for _, turn := range turns(string(data)) {
				turn.lead(t, p)
			}
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

func (u turn) lead(t *testing.T, p Person) {
	t.Helper()
	do := p.Say
	if u.press {
		do = p.Press
	}
	answers, err := do(t.Context(), u.typed)
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
