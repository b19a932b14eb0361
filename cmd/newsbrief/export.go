package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"newsbrief/bot/texts"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
	"newsbrief/subscriptions/export"
)

// exportAll prints every subscriber as one JSON object a line.
func (p program) exportAll(ctx context.Context, flags *flag.FlagSet, args []string) int {
	if code, ok := p.parse(flags, args); !ok {
		return code
	}
	cfg, err := p.config()
	if err != nil {
		return exitUsage
	}
	return p.withStore(cfg, func(store subscriptions.Bulk) error { return export.Write(ctx, store, p.out) })
}

// withStore opens the store that no bot may have open, and closes it.
func (p program) withStore(cfg config, do func(subscriptions.Bulk) error) int {
	lg := newLogger(p.err, cfg.quiet(true), isTerminal(p.err))
	kept, err := openStores(lg, cfg.DataDir)
	if err == nil {
		err = errors.Join(do(kept), kept.close())
	}
	if err != nil {
		p.complain(err)
		return exitError
	}
	return exitOK
}

// importAll reads what export printed.
func (p program) importAll(ctx context.Context, flags *flag.FlagSet, args []string) int {
	if code, ok := p.parse(flags, args); !ok {
		return code
	}
	if flags.NArg() != 1 {
		p.complain(errors.New("name one file, - for standard input"))
		return exitUsage
	}
	cfg, err := p.config()
	if err != nil {
		return exitUsage
	}
	in, err := p.openInput(flags.Arg(0))
	if err != nil {
		p.complain(err)
		return exitError
	}
	defer in.Close()
	bad := 0
	code := p.withStore(cfg, func(store subscriptions.Bulk) error {
		imported, err := export.Read(ctx, store, in, names(), cfg.defaults(), func(line int, err error) {
			p.complain(fmt.Errorf("line %d: %w", line, err))
			bad++
		})
		if err == nil {
			_, err = fmt.Fprintf(p.err, "newsbrief: %d imported, %d left out\n", imported, bad)
		}
		return err
	})
	if bad > 0 {
		return exitError
	}
	return code
}

// names are the languages and topics that a line may name.
func names() export.Names {
	return export.Names{
		Language: func(name string) bool { _, ok := texts.LanguageNamed(name); return ok },
		Topic:    topic.New(nil).Resolve,
	}
}

// defaults are what subscribers have who say nothing else.
func (c config) defaults() export.Defaults {
	return export.Defaults{Language: string(c.Language), Zone: string(c.Zone), Time: subscriptions.TimeOfDay(c.Time)}
}

func (p program) openInput(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(p.in), nil
	}
	return os.Open(name)
}
