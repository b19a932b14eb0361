package discord

import (
	"context"
	"log/slog"
	"sync"

	"github.com/bwmarrin/discordgo"
)

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
