package main

import (
	"context"
	"io"
	"log/slog"
	"strings"
)

// newLogger returns the program's log: text or JSON lines, without secrets.
func newLogger(w io.Writer, cfg config, terminal bool) *slog.Logger {
	options := &slog.HandlerOptions{Level: slog.Level(cfg.LogLevel)}
	var h slog.Handler = slog.NewJSONHandler(w, options)
	if cfg.LogFormat == "text" || cfg.LogFormat == "" && terminal {
		h = slog.NewTextHandler(w, options)
	}
	return slog.New(redactor{Handler: h, secrets: secrets(cfg)})
}

func secrets(cfg config) *strings.Replacer {
	var pairs []string
	for _, s := range []string{cfg.TelegramToken, cfg.DiscordToken} {
		if s != "" {
			pairs = append(pairs, s, "[secret]")
		}
	}
	return strings.NewReplacer(pairs...)
}

// redactor is a handler that lets no secret through, whatever was logged. It
// is the last of several guards: adapters keep their tokens out of errors.
type redactor struct {
	slog.Handler
	secrets *strings.Replacer
}

// Handle passes the record on with every secret blacked out.
func (r redactor) Handle(ctx context.Context, rec slog.Record) error {
	clean := slog.NewRecord(rec.Time, rec.Level, r.secrets.Replace(rec.Message), rec.PC)
	rec.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(r.clean(a))
		return true
	})
	return r.Handler.Handle(ctx, clean)
}

// WithAttrs blacks out what the logger always adds.
func (r redactor) WithAttrs(attrs []slog.Attr) slog.Handler {
	for i, a := range attrs {
		attrs[i] = r.clean(a)
	}
	return redactor{Handler: r.Handler.WithAttrs(attrs), secrets: r.secrets}
}

// WithGroup passes the group on.
func (r redactor) WithGroup(name string) slog.Handler {
	return redactor{Handler: r.Handler.WithGroup(name), secrets: r.secrets}
}

func (r redactor) clean(a slog.Attr) slog.Attr {
	v := a.Value.Resolve()
	switch v.Kind() {
	case slog.KindGroup:
		var group []slog.Attr
		for _, g := range v.Group() {
			group = append(group, r.clean(g))
		}
		return slog.Attr{Key: a.Key, Value: slog.GroupValue(group...)}
	case slog.KindString, slog.KindAny:
		return slog.String(a.Key, r.secrets.Replace(v.String()))
	}
	return a
}
