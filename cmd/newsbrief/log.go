package main

import (
	"io"
	"log/slog"
	"strings"
)

// newLogger returns the program's log: text or JSON lines, without secrets.
func newLogger(w io.Writer, cfg config, terminal bool) *slog.Logger {
	options := &slog.HandlerOptions{Level: slog.Level(cfg.LogLevel), ReplaceAttr: redact(secrets(cfg))}
	if cfg.LogFormat == "text" || cfg.LogFormat == "" && terminal {
		return slog.New(slog.NewTextHandler(w, options))
	}
	return slog.New(slog.NewJSONHandler(w, options))
}

func secrets(cfg config) *strings.Replacer {
	var pairs []string
	for _, s := range cfg.tokens() {
		pairs = append(pairs, s, "[secret]")
	}
	return strings.NewReplacer(pairs...)
}

// redact lets no secret through, whatever was logged, the message included. It
// is the last of several guards: adapters keep their tokens out of errors.
func redact(secrets *strings.Replacer) func([]string, slog.Attr) slog.Attr {
	return func(_ []string, a slog.Attr) slog.Attr {
		if kind := a.Value.Kind(); a.Key != slog.LevelKey && (kind == slog.KindString || kind == slog.KindAny) {
			return slog.String(a.Key, secrets.Replace(a.Value.String()))
		}
		return a
	}
}
