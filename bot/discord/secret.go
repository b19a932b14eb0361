package discord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"

	"github.com/bwmarrin/discordgo"
)

// tokenMark stands where a token stood.
const tokenMark = "TOKEN"

// secret is a bot's token.
type secret string

// hide replaces the token wherever it stands in s.
func (k secret) hide(s string) string {
	if k == "" {
		return s
	}
	return strings.ReplaceAll(s, string(k), tokenMark)
}

// clean returns err, or where its text holds the token an error that has the
// same text without it and still matches the context's errors.
func (k secret) clean(err error) error {
	text := k.hide(err.Error())
	if text == err.Error() {
		return err
	}
	for _, known := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, known) {
			return fmt.Errorf("%s: %w", text, known)
		}
	}
	return errors.New(text)
}

// libraryLog is set once a process: discordgo's logger is one for all sessions.
var libraryLog sync.Once

// quietLibrary replaces discordgo's logger, which would print to standard
// error what it sends and receives. Its lines have the values that they were
// made of left out, because tokens are among them.
func quietLibrary(lg *slog.Logger) {
	libraryLog.Do(func() {
		discordgo.Logger = func(level, _ int, format string, _ ...any) {
			at := slog.LevelDebug
			if level <= discordgo.LogWarning {
				at = slog.LevelWarn
			}
			lg.Log(context.Background(), at, "discordgo", "said", format)
		}
	})
}
