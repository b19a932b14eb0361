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
func (p program) exportAll(*flag.FlagSet) action {
	return func(ctx context.Context, _ []string) error {
		return p.withStore(func(_ config, store subscriptions.Bulk) error { return export.Write(ctx, store, p.out) })
	}
}

// withStore opens the store that no bot may have open, and closes it.
func (p program) withStore(do func(config, subscriptions.Bulk) error) error {
	cfg, err := p.config()
	if err != nil {
		return err
	}
	kept, err := openStores(newLogger(p.err, cfg.quiet(true), isTerminal(p.err)), cfg.DataDir)
	if err != nil {
		return err
	}
	return errors.Join(do(cfg, kept), kept.close())
}

// importAll reads what export printed.
func (p program) importAll(*flag.FlagSet) action {
	return func(ctx context.Context, args []string) error {
		if len(args) != 1 {
			return usageError{errors.New("name one file, - for standard input")}
		}
		in, err := p.openInput(args[0])
		if err != nil {
			return err
		}
		defer in.Close()
		return p.withStore(func(cfg config, store subscriptions.Bulk) error { return p.importFrom(ctx, cfg, store, in) })
	}
}

func (p program) importFrom(ctx context.Context, cfg config, store subscriptions.Bulk, in io.Reader) error {
	bad := 0
	imported, err := export.Read(ctx, store, in, names(), cfg.defaults(), func(line int, err error) {
		p.complain(fmt.Errorf("line %d: %w", line, err))
		bad++
	})
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(p.err, "newsbrief: %d imported, %d left out\n", imported, bad); err != nil || bad == 0 {
		return err
	}
	return errTold
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
